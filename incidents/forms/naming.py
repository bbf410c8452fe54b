"""Who was meant by a name: what a handler is offered, and says."""

from typing import Any, cast

from django import forms

from incidents import likeness
from incidents.forms.steps import StepForm, words_field
from school.models import Child, Person

NOBODY = "nobody"


class MatchForm(StepForm):
    """Whoever is alike can be chosen, or nobody; nobody is chosen beforehand."""

    written = forms.CharField(widget=forms.HiddenInput, strip=False)
    who = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose who is meant, or nobody."}
    )
    not_the_others = forms.BooleanField(
        label="I am sure that nobody else in this list was meant",
        help_text="The case is no longer kept from them because of this name.",
        required=False,
    )
    why = words_field("How do you know?", missing="Say how you know: it is kept with the case.")

    def fit(self) -> None:
        name, self.offers = likeness.offered_in(self.case)
        self.initial = {"written": name, **self.initial}
        field = cast(forms.ChoiceField, self.fields["who"])
        field.label = f"Who is meant by “{name}”?"
        field.help_text = "If the case is about them, they lose every sight of it at once."
        field.choices = [(offer.key, str(offer)) for offer in self.offers]
        field.choices = [*field.choices, (NOBODY, "Nobody in this list")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = {offer.key: offer.who for offer in self.offers}.get(cleaned.pop("who", ""))
        cleaned["person"] = chosen if isinstance(chosen, Person) else None
        cleaned["child"] = chosen if isinstance(chosen, Child) else None
        return cleaned
