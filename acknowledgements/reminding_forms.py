"""What the Headteacher sets about asking and reminding, and the words of a reminder to parents."""

from typing import Any

from django import forms

from acknowledgements.audience import STAFF_ROLES
from acknowledgements.cadence import LATEST, problem_with
from acknowledgements.models import AgeReminder, SignOffSettings
from school.forms import Day
from school.models import Person

LONGEST_TO_SIGN = 60


class SchoolDays(forms.IntegerField):
    """A number of days, written in figures."""

    def __init__(self, *, most: int = LATEST, **kwargs: Any) -> None:
        wrong = f"Write a number from 1 to {most}."
        super().__init__(
            min_value=1,
            max_value=most,
            error_messages={
                "required": wrong,
                "invalid": wrong,
                "min_value": wrong,
                "max_value": wrong,
            },
            **kwargs,
        )


class SettingsForm(forms.Form):
    """How the school asks for sign-off."""

    first = SchoolDays(
        label="First reminder, in school days",
        help_text="Counted from the day somebody was asked. With 3, on the third school day after.",
    )
    second = SchoolDays(label="Second reminder, in school days", required=False)
    third = SchoolDays(
        label="Third reminder, in school days",
        required=False,
        help_text="There is never a fourth. After the last you are told who has not replied.",
    )
    due_school_days = SchoolDays(
        label="School days to sign in",
        most=LONGEST_TO_SIGN,
        help_text="The date that people are given, counted from the day they are asked.",
    )
    questions_to = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who answers questions",
        required=False,
        empty_label="The Headteacher",
        help_text="What people ask before they sign goes to this person.",
    )
    reminds_of_ages = forms.BooleanField(
        label="Remind parents once a term that some apps are not for young children",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["questions_to"]
        field.queryset = Person.objects.holding(*STAFF_ROLES).by_name()

    @classmethod
    def of(cls, kept: SignOffSettings, data: Any = None) -> "SettingsForm":
        names = ("first", "second", "third")
        held = dict(zip(names, kept.cadence, strict=False)) | {
            "due_school_days": kept.due_school_days,
            "questions_to": kept.questions_to_id,
            "reminds_of_ages": kept.reminds_of_ages,
        }
        return cls(data, initial=held)

    def clean(self) -> dict[str, Any]:
        """Put the three reminders together, in the order in which they stand."""
        cleaned = super().clean() or {}
        days = [cleaned.pop(name, None) for name in ("first", "second", "third")]
        if self.errors:
            return cleaned
        if days[1] is None and days[2] is not None:
            self.add_error("second", "Fill in the second reminder before the third.")
            return cleaned
        cleaned["cadence"] = [day for day in days if day is not None]
        if problem := problem_with(cleaned["cadence"]):
            second_is_late = days[1] is not None and days[1] > days[0]
            self.add_error("third" if second_is_late else "second", problem)
        return cleaned


class AgeReminderForm(forms.Form):
    """The words of a reminder of minimum ages, and its day."""

    title = forms.CharField(
        label="Subject",
        max_length=120,
        error_messages={"required": "Write what the e-mail is about."},
    )
    words = forms.CharField(
        label="What it says",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="It goes to every family, so please name no child. The ages, the page with them "
        "and the school’s name follow by themselves.",
        error_messages={
            "required": "Write what the e-mail says.",
            "max_length": "That is too long: use 3,000 letters at the most.",
        },
    )
    send_on = Day(label="Goes out on", error_messages={"required": "Choose a school day."})

    @classmethod
    def of(cls, reminder: AgeReminder, data: Any = None) -> "AgeReminderForm":
        return cls(data, initial={name: getattr(reminder, name) for name in cls.base_fields})
