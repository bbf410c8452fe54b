"""How quickly the school promises to act on reports (I10)."""

from django import forms

from incidents.models import CaseSettings


class CaseSettingsForm(forms.ModelForm):
    class Meta:
        model = CaseSettings
        fields = [
            "read_days",
            "triage_days",
            "decide_days",
            "answer_days",
            "urgent_read_hours",
            "urgent_triage_hours",
            "urgent_decide_hours",
        ]
