"""What people record about how a policy was made known."""

from django import forms
from django.http import QueryDict
from django.utils import timezone

from policies.forms.working import DayInput
from policies.models import Channel

BY_HAND = [(c.value, c.label) for c in Channel if c != Channel.PORTAL]


class PublicityForm(forms.Form):
    channel = forms.ChoiceField(
        label="How was it made known?",
        choices=BY_HAND,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how it was made known.",
            "invalid_choice": "Choose how it was made known.",
        },
    )
    publicised_on = forms.DateField(
        label="On which day?",
        widget=DayInput,
        error_messages={
            "required": "Give the day on which it was made known.",
            "invalid": "Give a day, such as 24 November 2026.",
        },
    )
    where = forms.CharField(
        label="Where?",
        required=False,
        max_length=200,
        help_text="Such as: the autumn newsletter, or the page “Our policies”.",
    )

    def __init__(self, data: QueryDict | None = None, *, channel: str = "") -> None:
        known = {"publicised_on": timezone.localdate(), "channel": channel}
        super().__init__(data, initial=known)


class StrikeForm(forms.Form):
    why = forms.CharField(
        label="Why is it struck out?",
        max_length=200,
        error_messages={"required": "Say why this entry is struck out."},
    )
