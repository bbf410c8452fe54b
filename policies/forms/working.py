"""What people fill in to take a version further."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from policies.actions.approving import STILL_TO_COME
from policies.awaiting import reading_of
from policies.models import ApproverLevel, Audience, Version

YES_OR_NO = [("yes", "Yes, it asks something new of people"), ("no", "No, it is a correction")]


class DescribeForm(forms.Form):
    summary = forms.CharField(
        label="What it is, in three lines",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Plain words for a parent who reads nothing else of it.",
        error_messages={"required": "Say in a few plain words what this policy is."},
    )
    audiences = forms.MultipleChoiceField(
        label="Who it is for",
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one: a policy is for somebody."},
    )
    sign_off_text = forms.CharField(
        label="The sentence people agree to",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the sentence that people agree to when they sign."},
    )
    approver_level = forms.ChoiceField(
        label="Who approves this policy", choices=ApproverLevel.choices
    )
    pupil_text = forms.CharField(
        label="For pupils",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=(
            "What staff show a class, in large letters: one short sentence a line, in words that "
            "the youngest understand. Nobody signs it."
        ),
    )

    @classmethod
    def about(cls, version: Version) -> "DescribeForm":
        """Return the form filled with what is known of a draft."""
        return cls(
            initial={
                "summary": version.summary,
                "audiences": version.audiences,
                "sign_off_text": version.sign_off_text,
                "approver_level": version.policy.approver_level,
                "pupil_text": version.pupil_text,
            }
        )


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayOfApproval(forms.DateField):
    """A day that is not in the future: said with all else that is wrong, not after it."""

    widget = DayInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(STILL_TO_COME)


class StepForm(forms.Form):
    """One of several forms on a page: its fields have ids of their own."""

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}_%s", **kwargs)


class ApproveForm(StepForm):
    """The approval of one policy, with a mark of what the approver had before them."""

    reading = forms.CharField(required=False, widget=forms.HiddenInput)
    approved_on = DayOfApproval(
        label="Approved on",
        error_messages={
            "required": "Give the day on which it was approved.",
            "invalid": "Give a day, such as 24 November 2026.",
        },
    )
    committee = forms.CharField(
        label="Committee",
        max_length=100,
        required=False,
        help_text="The committee that approved it, such as Standards.",
        error_messages={"required": "Give the name of the committee that approved it."},
    )
    minute = forms.CharField(
        label="Minute",
        max_length=60,
        required=False,
        help_text="Where the meeting's minutes record it, such as 2026/14.",
        error_messages={"required": "Give the minute of the governing body's meeting."},
    )
    next_review_on = forms.DateField(
        label="Next review",
        widget=DayInput,
        help_text="The day by which the policy is looked at again.",
        error_messages={
            "required": "Give the day by which it is looked at again.",
            "invalid": "Give a day, such as 24 November 2027.",
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        version: Version,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=(initial or {}) | {"reading": reading_of(version)})
        self.version = version
        level = version.policy.approver_level
        self.fields["minute"].required = level == ApproverLevel.GOVERNING_BODY
        if level in (ApproverLevel.GOVERNING_BODY, ApproverLevel.COMMITTEE):
            self.fields["approved_on"].label = "Day of the meeting"
        else:
            del self.fields["minute"]
        if level == ApproverLevel.COMMITTEE:
            self.fields["committee"].required = True
        else:
            del self.fields["committee"]

    def for_what_is_read_now(self) -> "ApproveForm":
        """Return what was typed and what was wrong with it, for the text as it is shown next."""
        data = cast(QueryDict, self.data).copy()
        data[self["reading"].html_name] = reading_of(self.version)
        form = ApproveForm(data, version=self.version)
        for error in self.non_field_errors():
            form.add_error(None, error)
        return form


class PublishForm(StepForm):
    must_be_signed = forms.TypedChoiceField(
        label="Does this version have to be signed?",
        choices=YES_OR_NO,
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether people have to sign this version."},
    )
    why = forms.CharField(
        label="Why?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Readers see this sentence beside the version.",
        error_messages={"required": "Say why, in a sentence that readers will see."},
    )
    goes_live_on = forms.DateField(
        label="From which day?",
        required=False,
        widget=DayInput,
        help_text=(
            "Leave it empty to publish now. On a day to come it goes live by itself, a few minutes "
            "after midnight."
        ),
        error_messages={"invalid": "Give a day, such as 1 September 2027, or leave it empty."},
    )


class SendBackForm(StepForm):
    why = forms.CharField(
        label="What has to change?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what has to change, so that the author knows what to do."},
    )


class WithdrawForm(StepForm):
    why = forms.CharField(
        label="Why is it withdrawn?",
        help_text=(
            "It is then not in force, and nobody is asked to sign it. It stays on record, "
            "and cannot come back: a new version would have to be made."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why this version is withdrawn."},
    )
