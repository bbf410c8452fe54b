"""The first page of a report, and the last (I1)."""

from django import forms


class DangerForm(forms.Form):
    """The first question, before any other (I1)."""

    in_danger = forms.ChoiceField(
        label="Is a child in danger now?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, or I am not sure"), ("no", "No")],
        error_messages={"required": "Choose yes or no."},
    )


class SendForm(forms.Form):
    """What comes with "send". Nobody sees `website`, so whoever fills it in is a robot, or a
    browser that meant to help: then it is shown, to be emptied.
    """

    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        label="Leave this box empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
