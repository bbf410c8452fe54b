"""Which rows of a round to show: what an address says after its question mark."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from acknowledgements.audience import ASKED
from acknowledgements.models import Capacity, Reply, RequestQuerySet
from policies.models import Audience
from school.models import Leave, SchoolClass

NO_CLASS = "none"
CHOOSE = {"invalid_choice": "Choose one of the list."}


def _audiences() -> list[tuple[str, str]]:
    return [(capacity, str(Audience(audience).label)) for audience, _, capacity in ASKED]


def _classes() -> list[tuple[str, str]]:
    classes = SchoolClass.objects.values_list("pk", "name")
    return [("", "All"), *((str(pk), name) for pk, name in classes), (NO_CLASS, "No class yet")]


class FilterForm(forms.Form):
    """A part of a round. Nothing chosen means everybody."""

    audience = forms.ChoiceField(
        label="Who",
        choices=[("", "Everybody"), *_audiences()],
        required=False,
        error_messages=CHOOSE,
    )
    state = forms.ChoiceField(
        label="Reply", choices=[("", "Any"), *Reply.choices], required=False, error_messages=CHOOSE
    )
    school_class = forms.ChoiceField(label="Class", required=False, error_messages=CHOOSE)
    words = forms.CharField(
        label="Name",
        max_length=120,
        required=False,
        error_messages={"max_length": "Use 120 letters at the most: a part of the name is enough."},
    )
    away = forms.BooleanField(label="On long leave", required=False)
    no_email = forms.BooleanField(label="Without an e-mail address", required=False)
    overdue = forms.BooleanField(label="Has to sign, and the date has passed", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school_class"].choices = _classes()  # type: ignore[attr-defined]  # stubs: any Field
        for field in self.fields.values():
            field.depends = True  # type: ignore[attr-defined]  # a filter is never "if you wish"

    def narrow(self, requests: RequestQuerySet) -> RequestQuerySet:
        """Return the rows that were asked for; none while the form is wrong."""
        if not self.is_valid():
            return requests.none()
        for name, narrow in NARROWED.items():
            if value := self.cleaned_data[name]:
                requests = narrow(requests, value)
        return requests

    @property
    def is_narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was chosen as the record keeps it: no name, only that one was looked for."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return chosen | ({"words": True} if "words" in chosen else {})

    @property
    def in_words(self) -> str:
        """Return what was chosen as the end of a heading: "Staff, no reply yet"."""
        said = [
            dict(self.fields[name].choices)[self.cleaned_data[name]]  # type: ignore[attr-defined]
            for name in ("audience", "school_class", "state")
            if self.cleaned_data[name]
        ]
        said += [
            str(self.fields[name].label)
            for name in ("away", "no_email", "overdue")
            if self.cleaned_data[name]
        ]
        if words := self.cleaned_data["words"]:
            said.append(f"“{words}”")
        return ", ".join(said)


def overdue(requests: RequestQuerySet) -> RequestQuerySet:
    """Return those who have to sign, are not away, and whose date has passed without a reply.

    A parent's silence is never late (A3), nor is somebody who waits for our answer.
    """
    late = requests.no_reply().filter(due_on__lt=timezone.localdate())
    return late.exclude(capacity=Capacity.PARENT).exclude(person__in=_away())


def _away() -> Any:
    return Leave.objects.in_force().values("person_id")


def _of_class(requests: RequestQuerySet, key: str) -> RequestQuerySet:
    parents = requests.filter(capacity=Capacity.PARENT)
    if key == NO_CLASS:
        return parents.filter(child__school_class=None)
    return parents.filter(child__school_class=int(key))


def _named(requests: RequestQuerySet, words: str) -> RequestQuerySet:
    for word in words.split():
        requests = requests.filter(
            Q(person__full_name__icontains=word) | Q(child__full_name__icontains=word)
        )
    return requests


NARROWED: dict[str, Callable[[RequestQuerySet, str], RequestQuerySet]] = {
    "audience": lambda requests, key: requests.filter(capacity=key),
    "state": lambda requests, key: requests.filter(reply=key),
    "school_class": _of_class,
    "words": _named,
    "away": lambda requests, _: requests.filter(person__in=_away()),
    "no_email": lambda requests, _: requests.filter(person__email=None),
    "overdue": lambda requests, _: overdue(requests),
}
