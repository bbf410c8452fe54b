"""What a reader of the breach history chooses: one table, and up to which term."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from governance.history.cuts import CUTS, KIND, Cut
from governance.history.showing import cut_named
from governance.models import CountedTerm

CHOOSE = {"invalid_choice": "Choose one of the list."}


class HistoryForm(forms.Form):
    """Both choose among what is fixed: nothing is counted anew, whatever is chosen."""

    by = forms.ChoiceField(
        label="Laid out by",
        choices=[(cut.key, cut.name) for cut in CUTS],
        required=False,
        error_messages=CHOOSE,
    )
    until = forms.ChoiceField(label="Six terms, up to", required=False, error_messages=CHOOSE)

    def __init__(self, asked: QueryDict, *, terms: Sequence[CountedTerm]) -> None:
        latest = str(terms[-1].pk) if terms else ""
        wanted = {"by": asked.get("by", KIND.key), "until": asked.get("until", latest)}
        super().__init__(wanted)
        self._terms = {str(term.pk): term for term in terms}
        self.fields["until"].choices = [(pk, t.name) for pk, t in reversed(self._terms.items())]  # type: ignore[attr-defined]  # stubs: any Field
        for field in self.fields.values():
            field.depends = True  # type: ignore[attr-defined]  # a choice of view is never "if you wish"
        self.is_valid()

    @property
    def cut(self) -> Cut:
        return cut_named(self.cleaned_data.get("by") or KIND.key)

    @property
    def term(self) -> CountedTerm | None:
        """Return the last term to show, or None for the last there is."""
        return self._terms.get(self.cleaned_data.get("until") or "")
