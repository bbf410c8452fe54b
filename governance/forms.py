"""What the referrer writes for the governors, and whom they choose."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.queries import Candidate
from school.models import Person


class ReferForm(forms.Form):
    """Only governors without a conflict of interest can be ticked."""

    governors = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="Which governors?",
        help_text="Only those you tick can read this. None of them can sit on a later panel on it.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one governor."},
    )
    summary = forms.CharField(
        label="What do they need to know?",
        help_text="They read this and nothing else of the case. Leave names out where you can.",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10_000,
        error_messages={"required": "Write what they need to know."},
    )
    question = forms.CharField(
        label="What do you ask them?",
        help_text="For example: should we seek legal advice?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": "Write what you ask them."},
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [candidate.person.pk for candidate in candidates if candidate.verdict]
        self.fields["governors"].queryset = Person.objects.filter(pk__in=free).by_name()  # type: ignore[attr-defined]  # stubs: any Field


class EndReferralForm(forms.Form):
    words = forms.CharField(
        label="What did they answer?",
        help_text="Kept on the case's timeline, for those who handle it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        required=False,
    )
