"""What anybody who reports something is asked (I1)."""

import uuid
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from incidents import codes
from incidents.actions import ReportDetails
from incidents.models import Kind, SubjectKind
from school.models import Person

LONGEST_STORY = 10_000
YEARS_BACK = 5


class DangerForm(forms.Form):
    """The first question, before any other (I1)."""

    in_danger = forms.ChoiceField(
        label="Is a child in danger now?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, or I am not sure"), ("no", "No")],
        error_messages={"required": "Choose yes or no."},
    )


class ReportForm(forms.Form):
    """Everything about one report. Only what happened has to be told."""

    ACCOUNT, NAMED, ANONYMOUS = "account", "named", "anonymous"
    ABOUT_REPORTER = ("reporter_name", "reporter_email")
    IN_SCHOOL, OUTSIDE, NOT_SURE = "in", "outside", "unsure"

    kind = forms.ChoiceField(
        label="What is it about?",
        widget=forms.RadioSelect,
        choices=Kind.choices,
        error_messages={"required": "Choose what it is about. The nearest will do."},
    )
    what_happened = forms.CharField(
        label="What happened, or what would you like to tell us?",
        help_text=(
            "In your own words. Please do not copy in a picture of a child without clothes, or a "
            "link to one: tell us about it in words only."
        ),
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Tell us what happened, in a few words at least.",
            "max_length": "This is too long: please keep it under 10,000 characters.",
        },
    )
    subject_kind = forms.ChoiceField(
        label="Whom is it about?",
        help_text="We keep your report away from whoever it is about.",
        widget=forms.RadioSelect,
        choices=SubjectKind.choices,
        error_messages={"required": "Choose whom it is about, or that you do not know."},
    )
    subject_name = forms.CharField(
        label="Their name, if you know it",
        help_text="It helps us to keep your report away from that person.",
        max_length=200,
        required=False,
    )
    happened_on = forms.DateField(
        label="When did it happen?",
        help_text="Leave this empty if you do not know, or if it goes on.",
        required=False,
        error_messages={"invalid": "Give a real day, month and year, or leave all three empty."},
    )
    where = forms.ChoiceField(
        label="Where did it happen?",
        widget=forms.RadioSelect,
        choices=[
            (IN_SCHOOL, "At school, in school time"),
            (OUTSIDE, "Outside school, or in the evening, a weekend or a holiday"),
            (NOT_SURE, "I am not sure"),
        ],
        initial=NOT_SURE,
        error_messages={"required": "Choose where, or that you are not sure."},
    )
    service = forms.CharField(
        label="On which app or website?",
        help_text="Such as WhatsApp, Facebook or YouTube.",
        max_length=80,
        required=False,
    )
    link = forms.CharField(
        label="The link to it, if you have one",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )
    who = forms.ChoiceField(
        label="May we know who you are?",
        help_text=(
            "Every report is read in the same way. If you stay anonymous we keep nothing that says "
            "who you are."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether we may know who you are."},
    )
    reporter_name = forms.CharField(
        label="Your name",
        help_text="Only if you chose to give your name.",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    reporter_email = forms.EmailField(
        label="Your e-mail address",
        help_text=(
            "Only if you chose to give your name. We write when there is something to read, and "
            "never say in the e-mail what it is about."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Give an e-mail address such as name@example.com."},
    )

    def __init__(self, *args: Any, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        self.fields["happened_on"].widget = forms.SelectDateWidget(
            years=range(this_year, this_year - YEARS_BACK, -1),
            empty_label=("Year", "Month", "Day"),
        )
        choices = [(self.NAMED, "Yes, here is my name"), (self.ANONYMOUS, "No, stay anonymous")]
        if person is not None:
            mine = (self.ACCOUNT, f"Yes, I am {person.full_name}")
            choices = [mine, choices[1]]
            for name in self.ABOUT_REPORTER:
                del self.fields[name]
        cast(forms.ChoiceField, self.fields["who"]).choices = choices

    def clean_happened_on(self) -> date | None:
        day: date | None = self.cleaned_data["happened_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError("This day has not come yet. Check the date.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("who") == self.NAMED and cleaned.get("reporter_name") == "":
            self.add_error("reporter_name", "Write your name, or choose to stay anonymous.")
        return cleaned

    @property
    def is_from_account(self) -> bool:
        """Tell whether the reporter asked to be known by the account they are signed in with."""
        return bool(self.cleaned_data["who"] == self.ACCOUNT)

    @property
    def is_named(self) -> bool:
        """Tell whether somebody without an account chose to give their name."""
        return bool(self.cleaned_data["who"] == self.NAMED)

    def details(self, *, child_in_danger: bool, submission: uuid.UUID) -> ReportDetails:
        """Return the answers; an anonymous report carries no name or address, typed or not."""
        said = self.cleaned_data
        return ReportDetails(
            kind=said["kind"],
            subject_kind=said["subject_kind"],
            subject_name=said["subject_name"],
            what_happened=said["what_happened"],
            happened_on=said["happened_on"],
            outside_school={self.IN_SCHOOL: False, self.OUTSIDE: True}.get(said["where"]),
            service=said["service"],
            link=said["link"],
            child_in_danger=child_in_danger,
            reporter_name=said["reporter_name"] if self.is_named else "",
            reporter_email=said["reporter_email"] if self.is_named else "",
            submission=submission,
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

    words = forms.CharField(
        label="Write to us",
        help_text="An answer, something you remembered, or a question.",
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write something first."},
    )
