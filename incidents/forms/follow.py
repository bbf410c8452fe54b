"""What a reporter who comes back is asked (I2, I14)."""

from django import forms

from incidents import codes
from incidents.forms.questions import LONGEST_STORY


def words_field(label: str, help_text: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": missing,
            "max_length": "This is too long: please keep it under 10,000 characters.",
        },
    )


class FollowForm(forms.Form):
    """How somebody without an account comes back to a report (I2)."""

    reference = forms.CharField(
        label="Reference",
        help_text="Six letters and numbers, such as 4TK-9QW.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Write the reference of your report."},
    )
    code = forms.CharField(
        label="Follow-up code",
        help_text="The long code that you were shown once. Spaces and small letters are fine.",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Write your follow-up code."},
    )

    def clean_reference(self) -> str:
        return codes.tidy_reference(self.cleaned_data["reference"])


class ReplyForm(forms.Form):
    """What a reporter adds later."""

    words = words_field(
        "Write to us",
        "An answer, something you remembered, or a question.",
        "Write something first.",
    )


class AskForReviewForm(forms.Form):
    words = words_field(
        "Why should we look at it again?",
        "What was missed, or what is new.",
        "Say why you would like us to look at it again.",
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="Empty it to have us forget it.",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Give an e-mail address such as name@example.com."},
    )
