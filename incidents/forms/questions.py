"""The questions that anybody who tells us something is asked, one a page (I1).

Each is a form of its own; which of them are asked, and in what order, is in `incidents/interview`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from incidents.forms.date_boxes import DateBoxes
from incidents.models import SubjectKind
from incidents.topics import Topic
from school.models import Person, Service

LONGEST_STORY = 10_000
EARLIEST_YEAR = 1990
IN_SCHOOL, OUTSIDE, NOT_SURE = "in", "outside", "unsure"
ACCOUNT, NAMED, ANONYMOUS = "account", "named", "anonymous"
ANOTHER_SERVICE = "another"


class QuestionForm(forms.Form):
    """One question. `title` heads its page; it fits its words to what was said before."""

    title = ""

    def __init__(
        self, *args: Any, answers: Mapping[str, str], person: Person | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.topic = Topic.named(answers.get("about", ""))
        self.person = person
        self.fit()
        if len(self.fields) == 1:
            (only,) = self.fields.values()
            only.label, only.is_heading = self.title, True  # type: ignore[attr-defined]

    def fit(self) -> None:
        """Fit title, choices and hints to the topic and to whoever is asked."""

    def names(self) -> Iterator[str]:
        """Return the names under which a browser sends the answer."""
        for name, field in self.fields.items():
            if isinstance(field.widget, DateBoxes):
                yield from field.widget.names(name)
            else:
                yield name

    def typed_before(self, answers: Mapping[str, str]) -> dict[str, Any]:
        """Return what was answered earlier, to be shown again as it was typed."""
        return {
            name: field.widget.value_from_datadict(answers, {}, name)
            for name, field in self.fields.items()
            if any(answers.get(sent) for sent in self.names_of(name))
        }

    def names_of(self, name: str) -> list[str]:
        widget = self.fields[name].widget
        return widget.names(name) if isinstance(widget, DateBoxes) else [name]


class TopicForm(QuestionForm):
    title = "What is it about?"
    about = forms.ChoiceField(
        help_text="The nearest will do.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about. The nearest will do."},
    )

    def fit(self) -> None:
        field = cast(forms.ChoiceField, self.fields["about"])
        field.choices = [(topic.name, topic.label) for topic in Topic]


class StoryForm(QuestionForm):
    title = "What happened?"
    what_happened = forms.CharField(
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

    def fit(self) -> None:
        if self.topic == Topic.CONCERN:
            self.title = "What would you like to tell us or ask?"
            field = self.fields["what_happened"]
            field.help_text = "In your own words. What would you like to happen?"
            field.error_messages["required"] = "Tell us or ask us something, in a few words."


class WhomForm(QuestionForm):
    title = "Whom is it about?"
    subject_kind = forms.ChoiceField(
        label="Who are they?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom it is about, or that you do not know."},
    )
    subject_name = forms.CharField(
        label="Their name",
        help_text="It helps us to keep what you tell us away from that person.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Please keep the name under 200 characters."},
    )

    def fit(self) -> None:
        kinds = self.topic.subjects if self.topic else tuple(SubjectKind)
        if len(kinds) == 1:
            del self.fields["subject_kind"]
            self._ask_for_a_name()
            return
        words = {kind: kind.label for kind in kinds}
        if self.topic == Topic.CONCERN:
            words[SubjectKind.UNKNOWN] = "Nobody in particular, or I do not know"
        field = cast(forms.ChoiceField, self.fields["subject_kind"])
        field.choices = [(kind.value, label) for kind, label in words.items()]

    def _ask_for_a_name(self) -> None:
        self.title = "Do you know who it is?"
        self.fields["subject_name"].help_text = (
            "Write the name if you know it, or leave this empty. It helps us to keep what you tell "
            "us away from that person."
        )


class WhenForm(QuestionForm):
    title = "When did it happen?"
    happened_on = forms.DateField(
        help_text="Such as 27 3 2026. Leave it empty if you are not sure, or if it goes on.",
        required=False,
        widget=DateBoxes,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "invalid": (
                "Give a real day, month and year in numbers, such as 27 3 2026, "
                "or leave all three empty."
            )
        },
    )

    def clean_happened_on(self) -> date | None:
        day: date | None = self.cleaned_data["happened_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError("This day has not come yet. Check the date.")
        if day is not None and day.year < EARLIEST_YEAR:
            raise forms.ValidationError("Check the year: it needs four numbers, such as 2026.")
        return day


class WhereForm(QuestionForm):
    title = "Was it at school, in school time?"
    where = forms.ChoiceField(
        help_text="Our policy says when we may act on something that happened outside school.",
        widget=forms.RadioSelect,
        choices=[
            (IN_SCHOOL, "Yes, at school and in school time"),
            (OUTSIDE, "No, outside school, or in the evening, at a weekend or in a holiday"),
            (NOT_SURE, "I am not sure"),
        ],
        error_messages={"required": "Choose where, or that you are not sure."},
    )


class ServiceForm(QuestionForm):
    title = "On which app or website?"
    known_service = forms.ChoiceField(
        label="Choose it from the list",
        required=False,
        error_messages={"invalid_choice": "Choose one from the list, or the last one in it."},
    )
    service = forms.CharField(
        label="Another app or website",
        help_text="Only if it is not in the list.",
        max_length=80,
        required=False,
        error_messages={"max_length": "Please keep the name under 80 characters."},
    )
    link = forms.CharField(
        label="The link to it",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
        error_messages={"max_length": "Please keep the link under 500 characters."},
    )

    def fit(self) -> None:
        known = [(str(pk), name) for pk, name in Service.objects.values_list("pk", "name")]
        for name in ("known_service", "service"):
            self.fields[name].depends = True  # type: ignore[attr-defined]
        field = cast(forms.ChoiceField, self.fields["known_service"])
        field.choices = [
            ("", "I do not know, or none"),
            *known,
            (ANOTHER_SERVICE, "Another one"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("known_service") == ANOTHER_SERVICE and not cleaned.get("service"):
            self.add_error("service", "Write its name, or choose “I do not know” in the list.")
        return cleaned


class WhoForm(QuestionForm):
    title = "May we know who you are?"
    who = forms.ChoiceField(
        help_text=(
            "Every report is read in the same way. If you stay anonymous we keep nothing that says "
            "who you are."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether we may know who you are."},
    )

    def fit(self) -> None:
        yes = (
            (ACCOUNT, f"Yes, I am {self.person.full_name}")
            if self.person
            else (NAMED, "Yes, I give my name")
        )
        field = cast(forms.ChoiceField, self.fields["who"])
        field.choices = [yes, (ANONYMOUS, "No, I stay anonymous")]


class NameForm(QuestionForm):
    title = "Who are you?"
    reporter_name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": "Write your name, or go back and choose to stay anonymous.",
            "max_length": "Please keep your name under 120 characters.",
        },
    )
    reporter_email = forms.EmailField(
        label="Your e-mail address",
        help_text=(
            "We write when there is something to read, and never say in the e-mail what it is "
            "about. Without an address you look in yourself, with a code that we give you."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Give an e-mail address such as name@example.com."},
    )
