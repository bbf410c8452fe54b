"""What people fill in to write the text of a draft."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.http import QueryDict

from policies.editing import (
    WORDS,
    ClauseDraft,
    Pressed,
    SectionDraft,
    clauses_in,
    from_markdown,
    press_beside,
)
from policies.models import Audience, Section

MOST_LETTERS = 20_000
MOST_CLAUSES = 300
MOST_IN_HEADING = 300


class SectionForm(forms.Form):
    """A section's heading and whom it speaks to; its clauses are read by `typed_clauses`."""

    heading = forms.CharField(
        label="Heading",
        max_length=MOST_IN_HEADING,
        error_messages={"required": "Give the section a heading."},
    )
    audiences = forms.MultipleChoiceField(
        label="For whom is this section?",
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick nobody if it is for everybody whom the policy is for.",
    )

    def draft(self, clauses: list[ClauseDraft]) -> SectionDraft:
        """Return the section as it was typed; clauses left empty are taken out."""
        return SectionDraft(
            heading=self.cleaned_data["heading"],
            audiences=tuple(self.cleaned_data["audiences"]),
            clauses=tuple(clause for clause in clauses if clause.text),
        )


class NewSectionForm(forms.Form):
    heading = forms.CharField(
        label="Heading of a new section",
        max_length=MOST_IN_HEADING,
        error_messages={"required": "Give the new section a heading."},
    )
    text = forms.CharField(
        label="Its first clause",
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write its first clause: you can add others afterwards."},
    )


class WhereToForm(forms.Form):
    """Into which other section of the draft a clause goes."""

    section = forms.ChoiceField(
        label="Into which section?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a section.",
            "invalid_choice": "Choose one of the sections in the list.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, sections: Iterable[Section]) -> None:
        super().__init__(data)
        choices = [(one.pk, f"{one.number} {one.heading}".strip()) for one in sections]
        cast(forms.ChoiceField, self.fields["section"]).choices = choices


def typed_clauses(data: QueryDict) -> list[ClauseDraft]:
    """Return the clauses in the order of the page; what is not a number counts as not given.

    A section that was written as one text counts as that text has it. Clauses that were pasted as a
    list come last, so that no press and no save forgets them.
    """
    rows = zip(
        data.getlist("clause"),
        data.getlist("clause_pk"),
        data.getlist("clause_level"),
        strict=False,
    )
    typed = [
        ClauseDraft(text.replace("\r\n", "\n").strip(), whole(level) or 1, whole(pk))
        for text, pk, level in rows
    ]
    if "whole" in data:
        typed = from_markdown(data.get("whole", ""), typed)
    return [*typed, *pasted_clauses(data)]


def pasted_clauses(data: QueryDict) -> list[ClauseDraft]:
    """Return the clauses that were pasted or written as a list."""
    return clauses_in(data.get("several", ""))


def typed_section(data: QueryDict, clauses: list[ClauseDraft]) -> SectionDraft:
    """Return what was typed of a section as it stands, right or wrong, to be shown again."""
    known = [audience for audience in data.getlist("audiences") if audience in Audience.values]
    return SectionDraft(data.get("heading", "")[:MOST_IN_HEADING], tuple(known), tuple(clauses))


def typed_known(data: QueryDict) -> list[int]:
    """Return which clauses were there when the page was opened."""
    return [pk for word in data.getlist("known") if (pk := whole(word)) is not None]


def too_long(clauses: list[ClauseDraft]) -> str:
    """Return what is too long about these clauses, in a sentence, or nothing."""
    if len(clauses) > MOST_CLAUSES:
        return f"A section has at most {MOST_CLAUSES} clauses: make two sections of it."
    for place, clause in enumerate(clauses, start=1):
        if len(clause.text) > MOST_LETTERS:
            return f"The {place}. clause is too long: part it into several."
    return ""


def pressed(clauses: list[ClauseDraft], press: str, *, pasted: int) -> Pressed:
    """Return the clauses after a button was pressed: "up:3", "below:2", "first", "several".

    `pasted` says how many of them, the last, came out of the field for several at once.
    """
    clauses = list(SectionDraft("", (), tuple(clauses)).without_gaps().clauses)
    if press == "first" and not clauses:
        return Pressed([ClauseDraft("")], 0, WORDS)
    if press == "several" and pasted:
        return Pressed(clauses, len(clauses) - pasted, WORDS)
    what, _, place = press.partition(":")
    at = whole(place)
    return Pressed(clauses) if at is None else press_beside(clauses, what, at)


def whole(words: str) -> int | None:
    """Return the number that these words are, or None for anything else."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 16 else None
