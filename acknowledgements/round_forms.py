"""What somebody fills in to ask people to confirm a policy, and to close that again."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from acknowledgements.actions import NewConfirmation
from acknowledgements.actions.confirmations import audiences_to_ask
from policies.models import Audience, Version
from school.choosing import Chosen
from school.forms import Day
from school.models import SchoolClass


class ConfirmationForm(forms.Form):
    """Whom to ask, by when, and why. `due_on` proposes a day, `school_days` says how it came."""

    audiences = forms.MultipleChoiceField(
        label="Who is asked",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick who is asked."},
    )
    classes = Chosen(
        SchoolClass.objects.all(),
        label="Only the parents of these classes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none to ask the parents of all classes.",
    )
    due_on = Day(label="Please sign by", error_messages={"required": "Choose a day."})
    why = forms.CharField(
        label="Why you ask",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is kept with the round. For example: we all confirm this each September.",
        error_messages={"required": "Write why you ask: it is kept with the round."},
    )

    def __init__(
        self, data: QueryDict | None, *, version: Version, due_on: date, school_days: int
    ) -> None:
        asked = audiences_to_ask(version)
        super().__init__(data, initial={"audiences": asked, "due_on": due_on})
        self.filled_in = data or QueryDict()
        self.version = version
        audiences: Any = self.fields["audiences"]
        audiences.choices = [(each, Audience(each).label) for each in asked]
        self.fields["due_on"].help_text = f"Proposed: {school_days} school days from today."
        if Audience.PARENTS_CARERS not in asked or not SchoolClass.objects.exists():
            del self.fields["classes"]

    def confirmation(self) -> NewConfirmation:
        given = self.cleaned_data
        return NewConfirmation(
            self.version,
            given["audiences"],
            list(given.get("classes", ())),
            given["due_on"],
            given["why"],
        )

    def kept(self) -> list[tuple[str, str]]:
        """Return what was filled in, to be sent on from the page on which it is checked."""
        return [
            (name, value) for name in self.fields for value in self.filled_in.getlist(name) if value
        ]


class CloseConfirmationForm(forms.Form):
    why = forms.CharField(
        label="Why you close it",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why you close it: it is kept on record."},
    )
