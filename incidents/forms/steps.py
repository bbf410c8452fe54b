"""What each step of a case asks of whoever handles it."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from incidents import outcomes, placing, queries, remit
from incidents.models import Case, CaseParty, Kind, Part, SubjectKind, Visibility
from incidents.permissions import can_handle, can_record_outcome, looks_again
from policies.models import Clause
from school.choosing import Chosen, ChosenOne
from school.models import Child, Person

LONGEST_WORDS = 10_000


WHERE: dict[bool | None, str] = {True: "yes", False: "no"}


class StepForm(forms.Form):
    """A step's form knows its case and who fills it in, for the choices it offers.

    `reply` names the field, if any, that whoever told us reads: it can begin with saved wording.
    """

    reply = ""

    def __init__(self, *args: Any, case: Case, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.by = case, by
        self.fit()

    def fit(self) -> None:
        """Fit choices and first answers to the case."""


def words_field(
    label: str, help_text: str = "", *, required: bool = True, missing: str = "Write something."
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": missing},
    )


class TriageForm(StepForm):
    kind = forms.ChoiceField(
        label="What is it about?",
        widget=forms.RadioSelect,
        choices=Kind.choices,
        error_messages={"required": "Choose what it is about."},
    )
    subject_kind = forms.ChoiceField(
        label="Whom is it about?",
        help_text="If this changes who may handle it, the case moves there at once.",
        widget=forms.RadioSelect,
        choices=SubjectKind.choices,
        error_messages={"required": "Choose whom it is about."},
    )
    outside_school = forms.TypedChoiceField(
        label="Where did it happen?",
        widget=forms.RadioSelect,
        choices=[
            ("no", "At school, in school time"),
            ("yes", "Outside school hours or premises"),
        ],
        coerce=lambda answer: answer == "yes",
        error_messages={"required": "Choose where it happened."},
    )
    child_at_risk = forms.BooleanField(
        label="A child may be at risk: tell the safeguarding lead as well", required=False
    )
    words = words_field("Your first thoughts", "For the case's timeline.", required=False)

    def fit(self) -> None:
        self.initial = {
            "kind": self.case.kind,
            "subject_kind": self.case.subject_kind,
            "outside_school": WHERE.get(self.case.outside_school),
            "child_at_risk": self.case.child_at_risk,
            **self.initial,
        }


class RemitForm(StepForm):
    grounds = forms.MultipleChoiceField(
        label="Which of these is true?",
        help_text=(
            "The policy lets the school act on something outside school if at least one is. "
            "Leave all empty if none is: the case can then only be closed, with advice."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(ground.value, f"It {ground.label}") for ground in remit.Ground],
    )
    why = words_field("Why?", "A sentence or two.", missing=remit.WHY_IS_MISSING)


class InvestigateForm(StepForm):
    words = words_field("What will you do first?", required=False)


class SubjectForm(StepForm):
    part = forms.ChoiceField(
        label="What is their part in this case?",
        widget=forms.RadioSelect,
        choices=[(part.value, part.label) for part in Part if part != Part.REPORTER],
        initial=Part.ALLEGED,
        error_messages={"required": "Choose their part in this case."},
    )
    person = forms.ModelChoiceField(
        label="An adult whom the school knows",
        help_text="If the case is about them, they lose every sight of it at once.",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Nobody in this list",
    )
    child = forms.ModelChoiceField(
        label="A child at our school",
        help_text="If the child was harmed, or is said to have done it, the case is kept from "
        "their parents as well. If one of them is you, it goes to somebody else at once.",
        queryset=Child.objects.none(),
        required=False,
        empty_label="No child in this list",
    )
    name = forms.CharField(label="Or somebody else's name", max_length=200, required=False)

    def fit(self) -> None:
        people = cast(forms.ModelChoiceField, self.fields["person"])
        people.queryset = Person.objects.filter(is_active=True).by_name()
        children = cast(forms.ModelChoiceField, self.fields["child"])
        children.queryset = Child.objects.on_roll().order_by("full_name", "pk")
        for one_of_three in ("person", "child", "name"):
            self.fields[one_of_three].depends = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("person", "child", "name") if cleaned.get(name)]
        if len(given) != 1 and not self.errors:
            raise forms.ValidationError("Choose one adult, or one child, or write one name.")
        return cleaned


class NotMeantForm(StepForm):
    party = ChosenOne(
        label="Who was not meant?",
        help_text="If nobody else stands in the way, the case may then come to this person.",
        queryset=CaseParty.objects.none(),
        to_field_name="person",  # a row's own number would tell of rows in other cases (I4)
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose who was not meant."},
    )
    why = words_field("How do you know?", missing="Say how you know that somebody else was meant.")

    def fit(self) -> None:
        possible = self.case.parties.possible_subjects().select_related("person")
        cast(forms.ModelChoiceField, self.fields["party"]).queryset = possible


class StepBackForm(StepForm):
    why = words_field(
        "Why do you step back?",
        missing="Say why you step back: whoever takes the case over reads it.",
    )

    def fit(self) -> None:
        self.fields["why"].help_text = (
            "For example: somebody in it is a relative or a close friend. "
            f"{self._what_follows()} You will not see it any more, whatever role you hold."
        )

    def _what_follows(self) -> str:
        case, by = self.case, self.by
        if looks_again(by, case):
            names = _any_of(placing.other_reviewers(case, of_whom=by))
            return f"{names} looks at it again instead, and reads this."
        names = _any_of(placing.successors(case, of_whom=by))
        if can_handle(by, case):
            return f"{names} takes the case over and reads this."
        return f"The case stays with {names}, who reads this."


def _any_of(people: Iterable[Person]) -> str:
    return " or ".join(person.full_name for person in people)


class ClauseChoice(Chosen):
    def label_from_instance(self, obj: Clause) -> str:
        return f"{obj.section.version.title}, {obj.number}: {obj.text}"


class ClausesForm(StepForm):
    clauses = ClauseChoice(
        label="Which points of the policy does it go against?",
        help_text="From what was in force on the day it happened.",
        queryset=Clause.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def fit(self) -> None:
        field = cast(ClauseChoice, self.fields["clauses"])
        field.queryset = queries.clauses_for(self.case)
        self.initial = {"clauses": self.case.clauses.values_list("pk", flat=True), **self.initial}


class NoteForm(StepForm):
    words = words_field(
        "Your note",
        "For the person who told us choose “Write to the person who told us” instead.",
        missing="Write a note.",
    )
    visibility = forms.TypedChoiceField(
        label="Who reads it?",
        help_text=(
            "What only you read stays yours: whoever handles the case after you does not get it. "
            "It is no place for what the school has to know."
        ),
        widget=forms.RadioSelect,
        choices=[
            (Visibility.TEAM.value, "Those who handle this case"),
            (Visibility.OWN.value, "Only I"),
        ],
        initial=Visibility.TEAM.value,
        required=False,
        empty_value=Visibility.TEAM.value,
    )

    def fit(self) -> None:
        self.fields["visibility"].depends = True  # type: ignore[attr-defined]


class MessageForm(StepForm):
    reply = "words"

    words = words_field(
        "What would you like to say or ask?",
        "Whoever told us reads this. Please name nobody.",
        missing="Write a message.",
    )


class CloseForm(StepForm):
    reply = "explanation"

    outcome = forms.ChoiceField(
        label="How does it end?",
        help_text="Only what fits whom the case is about is offered.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the case ends."},
    )
    explanation = words_field(
        "What will the person who told us read?",
        "In plain words: what you decided and why. Please name nobody.",
        missing="Say in a few words what the person who told us will read.",
    )
    hr_reference = forms.CharField(
        label="Reference of the HR file",
        help_text="Only where it goes to the disciplinary procedure, and only the reference.",
        max_length=60,
        required=False,
    )

    def fit(self) -> None:
        fitting = outcomes.allowed_outcomes(self.case.subject_kind, self.case.remit_within)
        verdicts = {o: can_record_outcome(self.by, self.case, o) for o in fitting}
        open_to = [outcome for outcome, verdict in verdicts.items() if verdict]
        field = cast(forms.ChoiceField, self.fields["outcome"])
        field.choices = [(outcome.code, outcome.label) for outcome in open_to]
        if refused := {verdict.reason for verdict in verdicts.values() if not verdict}:
            field.help_text = f"{field.help_text} {' '.join(sorted(refused))}"
        if not any(outcome.needs_hr_reference for outcome in open_to):
            del self.fields["hr_reference"]


class ReopenForm(StepForm):
    why = words_field("Why is it opened again?", missing="Say why it is opened again.")


class ReviewForm(StepForm):
    """What somebody who did not decide the case says when its reporter asked for that (I14)."""

    reply = "answer"

    upheld = forms.TypedChoiceField(
        label="Does the outcome stand?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, it stands"), ("no", "No, the case is opened again")],
        coerce=lambda answer: answer == "yes",
        error_messages={"required": "Choose whether the outcome stands."},
    )
    answer = words_field(
        "What will the person who told us read?",
        "In plain words: what you looked at, and what you found. Please name nobody.",
        missing="Write what the person who told us will read.",
    )
    why = words_field(
        "For those who handle the case",
        "Needed where it is opened again: what was missed, or what is new.",
        required=False,
    )

    def fit(self) -> None:
        self.fields["why"].depends = True  # type: ignore[attr-defined]
