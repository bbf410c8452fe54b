"""What is asked on the way to a decision: harm, contacts outside, bullying."""

from typing import Any, cast

from django import forms

from incidents import bullying, queries
from incidents.bullying import Motive, describes_procedure
from incidents.forms.steps import StepForm, words_field
from incidents.harm import WHY_IS_MISSING, Question
from incidents.models import Body, LowLevelConcern, ProcedureStep
from incidents.models.harm import ANSWERS
from policies.models import Clause
from school.choosing import Chosen


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=DayInput(),
        error_messages={"invalid": "Give a real day, such as 24/11/2026."},
    )


def yes_no_field(label: str, yes: str, no: str, missing: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        widget=forms.RadioSelect,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda answer: answer == "yes",
        error_messages={"required": missing},
    )


def answered_only_if(form: forms.Form, *names: str) -> None:
    """Mark fields that have to be filled in or not, as the answer before them says."""
    for name in names:
        form.fields[name].depends = True  # type: ignore[attr-defined]


def _question(question: Question) -> forms.ChoiceField:
    which = {"harmed": "first", "offence": "second", "risk": "third", "unsuitable": "fourth"}
    return forms.ChoiceField(
        label=question.words,
        widget=forms.RadioSelect,
        choices=ANSWERS,
        error_messages={
            "required": f"Answer the {which[question]} question. If you are not sure, say so."
        },
    )


class HarmForm(StepForm):
    harmed = _question(Question.HARMED)
    offence = _question(Question.OFFENCE)
    risk = _question(Question.RISK)
    unsuitable = _question(Question.UNSUITABLE)
    why = words_field("Why do you answer so?", "A sentence or two.", missing=WHY_IS_MISSING)

    def fit(self) -> None:
        if latest := self.case.harm_answers.first():
            self.initial = {**latest.answers, **self.initial}


class ContactForm(StepForm):
    """Whether it was handed on: then when and with which reference; and in any case why."""

    was_made = yes_no_field(
        "Have you been in touch with them?",
        "Yes",
        "No, and I say below why not",
        "Choose yes or no.",
    )
    made_on = day_field("If yes, on which day?")
    reference = forms.CharField(
        label="If yes, what is the reference?",
        help_text="The number they gave you, or else the name of the person you spoke to.",
        max_length=80,
        required=False,
    )
    reason = words_field(
        "Why, and what was said?",
        "A few sentences, kept on the case's timeline.",
        missing="Say why: it is kept with the case.",
    )

    def fit(self) -> None:
        answered_only_if(self, "made_on", "reference")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("was_made"):
            if not cleaned.get("made_on") and "made_on" not in self.errors:
                self.add_error("made_on", "Give the day on which you were in touch.")
            if not cleaned.get("reference"):
                self.add_error("reference", "Give the reference, or the name of whom you spoke to.")
        return cleaned


class AnyContactForm(ContactForm):
    body = forms.ChoiceField(
        label="To whom?",
        widget=forms.RadioSelect,
        choices=Body.choices,
        error_messages={"required": "Choose to whom."},
    )
    field_order = ("body",)


class LowLevelForm(StepForm):
    context = words_field(
        "What happened, and what was around it?", missing="Say what happened, and around it."
    )
    action = words_field("What was done?", missing="Say what was done.")
    rationale = words_field("Why was that the right thing?", missing="Say why that was right.")

    def fit(self) -> None:
        names = ("context", "action", "rationale")
        known = LowLevelConcern.objects.filter(case=self.case).values(*names).first()
        self.initial = {**(known or {}), **self.initial}


class MotiveForm(StepForm):
    motives = forms.MultipleChoiceField(
        label="What did it seem to be about?",
        help_text="Choose all that fit.",
        widget=forms.CheckboxSelectMultiple,
        choices=[(motive.value, motive.label) for motive in Motive],
        error_messages={"required": bullying.CHOOSE_ONE},
    )

    def fit(self) -> None:
        if record := getattr(self.case, "bullying", None):
            self.initial = {"motives": record.motives, **self.initial}


class PointChoice(Chosen):
    def label_from_instance(self, obj: Clause | ProcedureStep) -> str:
        return f"{obj.number} {obj.text}"


class ProcedureForm(StepForm):
    """The points of the policy's procedure, ticked beforehand where a heading says so."""

    clauses = PointChoice(
        label="Which points say what is to be done?",
        queryset=Clause.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one point that says what is to be done."},
    )
    why_none = words_field(
        "What is done instead?",
        "The portal has no anti-bullying policy that was in force on the day. Whoever looks after "
        "policies can say which one it is, under “Policies a school is expected to have”.",
        missing="Say what is done instead.",
    )

    def fit(self) -> None:
        offered = queries.procedure_clauses(self.case)
        if not offered:
            del self.fields["clauses"]
            return
        del self.fields["why_none"]
        known = self.case.procedure_steps.values("clause_id")
        field = cast(PointChoice, self.fields["clauses"])
        field.queryset = offered.exclude(pk__in=known)
        version = offered[0].section.version
        field.help_text = f"From {version}, in force on the day it happened."
        likely = [c.pk for c in field.queryset if describes_procedure(c.section.heading)]
        self.initial = {"clauses": likely, **self.initial}


class SettleForm(StepForm):
    steps = PointChoice(
        label="Which steps?",
        queryset=ProcedureStep.objects.none(),
        to_field_name="position",  # a row's own number would tell of rows in other cases (I4)
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one step."},
    )
    was_done = yes_no_field(
        "Were they done?", "Yes", "No, and I say below why not", "Choose yes or no."
    )
    done_on = day_field("If yes, on which day?")
    done_by = forms.CharField(label="If yes, who did it?", max_length=200, required=False)
    why_not = words_field("If not, why not?", required=False)

    def fit(self) -> None:
        cast(PointChoice, self.fields["steps"]).queryset = self.case.procedure_steps.open()
        answered_only_if(self, "done_on", "done_by", "why_not")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        was_done = cleaned.get("was_done")
        if was_done and not cleaned.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Say on which day it was done.")
        if was_done and not cleaned.get("done_by") and "done_by" not in self.errors:
            self.add_error("done_by", "Say who did it.")
        if was_done is False and not cleaned.get("why_not") and "why_not" not in self.errors:
            self.add_error("why_not", "Say why this is not done: it is kept with the case.")
        return cleaned
