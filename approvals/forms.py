"""Asking for a service, and deciding about it: shape and wording."""

from typing import Any, cast

from django import forms

from approvals.actions import Wanted
from approvals.models import Approval
from school.forms import Day
from school.models import Person, Service
from school.roles import EMPLOYED

ANOTHER = "another"
APPROVE, REFUSE = "approve", "refuse"


class Few(forms.Textarea):
    """A box for a few lines."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 3})


class AskForm(forms.Form):
    """What somebody would like to use, for what, and what has to be thought of first."""

    known_service = forms.ChoiceField(
        label="App or website",
        error_messages={"required": "Choose it from the list, or “Another one”."},
    )
    name = forms.CharField(
        label="Its name, if it is another one",
        max_length=80,
        required=False,
    )
    purpose = forms.CharField(
        label="What you would like to use it for",
        max_length=300,
        help_text="For example: sharing reading practice with families. One purpose at a time.",
        error_messages={"required": "Write what you would like to use it for."},
    )
    used_by = forms.CharField(
        label="Which class, or who uses it",
        max_length=120,
        help_text="For example: Robins; or the office only.",
        error_messages={"required": "Write which class, or who uses it."},
    )
    data_given = forms.CharField(
        label="What it gets to know about people",
        widget=Few,
        help_text="For example: first names and classes; no pictures. Or: nothing.",
        error_messages={"required": "Write what it gets to know, or “nothing”."},
    )
    minimum_age = forms.IntegerField(
        label="How old its own terms say one must be",
        required=False,
        min_value=0,
        max_value=25,
        help_text="Leave it blank where our list knows it. Write 0 if there is no such age.",
        error_messages={
            "invalid": "Write the age in figures, such as 13.",
            "min_value": "Write an age from 0 to 25.",
            "max_value": "Write an age from 0 to 25.",
        },
    )
    dpia_reference = forms.CharField(
        label="Data protection assessment",
        max_length=200,
        help_text="Its reference (DPIA); or why none is needed.",
        error_messages={"required": "Write its reference, or why none is needed."},
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who answers for it",
        help_text="A member of staff, who is told when it is to be looked at again.",
        error_messages={"required": "Choose who answers for it."},
    )

    def __init__(self, data: Any = None, *, by: Person) -> None:
        super().__init__(data)
        known = Service.objects.values_list("pk", "name", "minimum_age")
        self.ages = {str(pk): age for pk, _, age in known}
        self.names = {str(pk): name for pk, name, _ in known}
        cast(forms.ChoiceField, self.fields["known_service"]).choices = [
            ("", "Choose one"),
            *((pk, _with_age(name, self.ages[pk])) for pk, name in self.names.items()),
            (ANOTHER, "Another one"),
        ]
        owners = cast(forms.ModelChoiceField, self.fields["owner"])
        owners.queryset = Person.objects.holding(*EMPLOYED).by_name()
        owners.initial = by.pk
        for field in ("name", "minimum_age"):
            self.fields[field].depends = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("known_service")
        if chosen == ANOTHER and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Write what it is called.")
        age_is_missing = cleaned.get("minimum_age") is None and self.ages.get(chosen or "") is None
        if chosen and age_is_missing and "minimum_age" not in self.errors:
            self.add_error("minimum_age", "Write how old its terms say one must be, or 0.")
        return cleaned

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            name=self.names.get(said["known_service"], said["name"]),
            purpose=said["purpose"],
            used_by=said["used_by"],
            data=said["data_given"],
            dpia_reference=said["dpia_reference"],
            owner=said["owner"],
            minimum_age=said["minimum_age"],
        )


def _with_age(name: str, age: int | None) -> str:
    return name if age is None else f"{name} (from {age})"


class DecideForm(forms.Form):
    """Yes with a review date, or no with a reason: all on one page."""

    decision = forms.ChoiceField(
        label="Your decision",
        choices=[(APPROVE, "Yes, it may be used for this"), (REFUSE, "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )
    conditions = forms.CharField(
        label="With a yes: on which conditions",
        widget=Few,
        required=False,
        help_text="For example: first names only, no pictures. Staff read them on the list.",
    )
    review_on = Day(
        label="With a yes: look at it again by",
        required=False,
        help_text="After this day nobody may choose it until somebody has looked at it again.",
    )
    pupils_may_use = forms.BooleanField(
        label="Pupils may use it too, with a grown-up",
        required=False,
        help_text="Leave it open if it is for staff only, as most are.",
    )
    for_families = forms.CharField(
        label="With a yes: what families read about it",
        max_length=300,
        required=False,
        help_text="On a page for everybody: name nobody. Blank: they read only what it is called.",
    )
    reason = forms.CharField(
        label="With a no: why",
        widget=Few,
        required=False,
        help_text="All staff can read it, so that nobody has to ask again.",
    )

    def __init__(self, data: Any = None, *, approval: Approval) -> None:
        super().__init__(data, initial={"for_families": approval.purpose})
        for name in ("review_on", "reason"):
            self.fields[name].depends = True  # type: ignore[attr-defined]

    @property
    def approves(self) -> bool:
        return bool(self.cleaned_data["decision"] == APPROVE)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        decision = cleaned.get("decision")
        if decision == APPROVE and not cleaned.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Choose the day by which somebody looks at it again.")
        if decision == REFUSE and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Write why not. All staff can read it.")
        return cleaned


class RenewForm(forms.Form):
    """That somebody has looked at it again."""

    conditions = forms.CharField(label="On which conditions", widget=Few, required=False)
    review_on = Day(label="Look at it again by")
    # How many steps it had when the page was opened.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def now_sees(self, steps: int) -> None:
        """Let the page that is shown next carry what it has shown by then."""
        self.data = {name: self.data.get(name) for name in self.data} | {"seen": str(steps)}


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why it may be used no more",
        widget=Few,
        help_text="All staff can read it.",
        error_messages={"required": "Write why. All staff can read it."},
    )
