"""Narrowing the list of cases, keeping a way of it, and finding one case."""

from django import forms

from incidents.desk import Clock, Wanted, Whose
from incidents.models import Kind, SavedList, State, SubjectKind


def _any(first: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", first), *choices]


class NarrowForm(forms.Form):
    """The same choices as `desk.Wanted`; the address carries them and nothing else."""

    state = forms.ChoiceField(
        label="Where it stands", choices=_any("All that are open", State.choices), required=False
    )
    clock = forms.ChoiceField(
        label="Next step",
        choices=_any("Whenever", [(clock.value, clock.label) for clock in Clock]),
        required=False,
    )
    whose = forms.ChoiceField(
        label="Who is on it",
        choices=_any("Anybody or nobody", [(whose.value, whose.label) for whose in Whose]),
        required=False,
    )
    kind = forms.ChoiceField(
        label="What it is about", choices=_any("Anything", Kind.choices), required=False
    )
    about = forms.ChoiceField(
        label="Whom it is about", choices=_any("Anybody", SubjectKind.choices), required=False
    )

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(initial=wanted.choices(), auto_id="narrow-%s")
        for field in self.fields.values():
            field.depends = True  # type: ignore[attr-defined]


class SaveListForm(forms.Form):
    name = forms.CharField(
        label="Name of this list",
        max_length=SavedList._meta.get_field("name").max_length,
        error_messages={"required": "Give it a name, such as “Late and mine”."},
    )
