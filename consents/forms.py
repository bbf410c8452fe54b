"""What parents answer about pictures, and what the office writes down of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from consents.models import ImageAnswer, Method, Purpose, TakeDown
from school.forms import Day
from school.models import Child, SchoolClass

YES, NO = "yes", "no"
YES_NO = [(YES, "Yes"), (NO, "No")]

Own = Mapping[tuple[int, str], ImageAnswer]


def yes_or_no(purpose: Purpose, *, hint: str, initial: str) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=purpose.label,
        help_text=hint,
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
        initial=initial,
        error_messages={"invalid_choice": "Choose yes or no."},
    )
    field.depends = True  # type: ignore[attr-defined]  # nothing chosen is an answer too: no mark
    return field


class Group:
    """The questions about one child, or about several at once."""

    def __init__(self, heading: str, keys: Sequence[int], fields: list[BoundField]) -> None:
        self.heading, self.keys, self.fields = heading, keys, fields


class PicturesForm(forms.Form):
    """A parent's answers: each purpose once for all their children, or for each child by itself."""

    def __init__(
        self, data: Any = None, *, children: Sequence[Child], own: Own, together: bool
    ) -> None:
        super().__init__(data)
        sets = [list(children)] if together else [[child] for child in children]
        self.groups = [self._group(number, each, own) for number, each in enumerate(sets)]

    def _group(self, number: int, children: list[Child], own: Own) -> Group:
        fields = []
        for purpose in Purpose:
            known = own.get((children[0].pk, purpose))
            name = f"{purpose.value}-{children[0].pk}" if number or len(children) == 1 else purpose
            self.fields[name] = yes_or_no(
                purpose,
                hint=" ".join([purpose.question, _said(known)]).strip(),
                initial=(YES if known.is_yes else NO) if known else "",
            )
            fields.append(self[name])
        names = [child.full_name for child in children]
        return Group(get_text_list(names, "and"), [child.pk for child in children], fields)

    def answers(self) -> dict[tuple[int, str], bool]:
        """Return what was chosen, by child and purpose; what was left open is not there."""
        return {
            (child, purpose.value): self.cleaned_data[field.name] == YES
            for group in self.groups
            for purpose, field in zip(Purpose, group.fields, strict=True)
            for child in group.keys
            if self.cleaned_data[field.name]
        }


def _said(known: ImageAnswer | None) -> str:
    if known is None:
        return ""
    how = {
        Method.PHONE: " on the telephone",
        Method.PAPER: " on paper",
    }.get(Method(known.method), "")
    answer = "yes" if known.is_yes else "no"
    return f"You said {answer}{how} on {date_format(known.given_on)}."


def can_go_together(children: Sequence[Child], own: Own) -> bool:
    """Tell whether one set of questions fits all the children: what was said so far is the same."""
    said = [
        tuple(known.is_yes if (known := own.get((child.pk, p))) else None for p in Purpose)
        for child in children
    ]
    return len(children) > 1 and len(set(said)) == 1


class ToldForm(forms.Form):
    """How a parent told the office something: on the telephone or on paper, with evidence."""

    method = forms.ChoiceField(
        label="How they told us",
        choices=[(m.value, m.label) for m in Method if m != Method.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they told us."},
    )
    given_on = Day(
        label="On which day",
        initial=timezone.localdate,
        help_text="Of the call, or the date on the paper.",
    )
    evidence = forms.CharField(
        label="Evidence",
        max_length=300,
        help_text="Who took the call and when, or where the paper is kept.",
        error_messages={"required": "Write who took the call, or where the paper is kept."},
    )


class WriteDownForm(ToldForm):
    """What a parent said about pictures of a child, for each purpose."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for purpose in Purpose:
            self.fields[purpose.value] = yes_or_no(purpose, hint="", initial="")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.answers():
            raise forms.ValidationError("Choose yes or no for what they told us, at least once.")
        return cleaned

    def answers(self) -> dict[str, bool]:
        given = {purpose.value: self.cleaned_data.get(purpose.value) for purpose in Purpose}
        return {purpose: answer == YES for purpose, answer in given.items() if answer}


class ClassListForm(forms.Form):
    """Which class, and for what the pictures are meant."""

    school_class = forms.ModelChoiceField(
        SchoolClass.objects.all(), label="Class", required=False, empty_label="Without a class"
    )
    purpose = forms.ChoiceField(
        label="Pictures for", choices=[("", "Every purpose"), *Purpose.choices], required=False
    )


class FinishForm(forms.Form):
    """Where somebody looked for pictures, and what they did."""

    looked_at = forms.MultipleChoiceField(
        label="I have looked at",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick where you looked."},
    )
    what_was_done = forms.CharField(
        label="What you did",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: two pictures of the harvest festival taken off the website.",
        error_messages={"required": "Write what you did, or that there was nothing."},
    )

    def __init__(self, data: Any = None, *, task: TakeDown) -> None:
        super().__init__(data)
        places = [(place, place) for place in task.places]
        self.fields["looked_at"].choices = places  # type: ignore[attr-defined]  # stubs: any Field
