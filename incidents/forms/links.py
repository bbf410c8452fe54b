"""Linking a case with another, and undoing it (I15)."""

from typing import cast

from django import forms

from incidents import queries
from incidents.forms.deciding import yes_no_field
from incidents.forms.steps import StepForm, words_field


class LinkForm(StepForm):
    reference = forms.CharField(
        label="Reference of the other case",
        help_text="Such as 7KD-2MQ. It has to be a case that you can see.",
        max_length=12,
        error_messages={"required": "Give the reference of the other case."},
    )
    is_repeat = yes_no_field(
        "How do they belong together?",
        "It is the same thing, told again",
        "They are two things that belong together",
        "Choose how they belong together.",
    )
    why = words_field("Why?", "A sentence or two.", missing="Say why they belong together.")


class UnlinkForm(StepForm):
    """Each link by the other case's reference: a row's number would tell of other links (I4)."""

    reference = forms.ChoiceField(
        label="Which link?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which link."},
    )
    why = words_field("Why?", missing="Say why they do not belong together after all.")

    def fit(self) -> None:
        others = [link.other_than(self.case) for link in queries.links_of(self.by, self.case)]
        cast(forms.ChoiceField, self.fields["reference"]).choices = [
            (other.reference, f"Case {other.reference}: {other.get_kind_display().lower()}")
            for other in others
        ]
