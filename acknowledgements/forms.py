"""What signers and those who answer them fill in: shape, labels and hints, no rules."""

import re
import unicodedata
from typing import Any

from django import forms

from acknowledgements.actions.reading import MOST_LETTERS

TOO_LONG = f"That is very long: use {MOST_LETTERS} letters at the most."


class SignForm(forms.Form):
    """A signer's name, typed by themselves after the sentence that they agree to.

    A name that has nothing in common with the one that the school knows is asked about once,
    gently; typed again as it was, it is taken.
    """

    typed_name = forms.CharField(
        label="Your full name",
        max_length=120,
        help_text="First name and last name. Typing it is your signature.",
        error_messages={
            "required": "Type your full name.",
            "max_length": "That name is too long: use 120 letters at the most.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, known_as: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_as = known_as

    def clean_typed_name(self) -> str:
        typed = " ".join(str(self.cleaned_data["typed_name"]).split())
        if sum(letter.isalpha() for letter in typed) < 2:
            raise forms.ValidationError("Type your full name, first and last.")
        return typed

    def asks_about_name(self) -> bool:
        """Tell whether the name is unlike the one that the school knows, and was not said twice."""
        typed = self.cleaned_data["typed_name"]
        return not alike(typed, self.known_as) and self.data.get("meant") != typed


def alike(one: str, other: str) -> bool:
    """Tell whether two names share a word, however it is written: "Zoë Smith-Jones", "zoe"."""
    return not _words(one).isdisjoint(_words(other))


def _words(name: str) -> set[str]:
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return {word for word in re.split(r"[^\w]+", plain) if len(word) > 1}


class QuestionForm(forms.Form):
    """A question asked before signing."""

    question = forms.CharField(
        label="Your question",
        max_length=MOST_LETTERS,
        error_messages={"required": "Write your question.", "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DeclineForm(forms.Form):
    """A no, with a reason for whoever wishes to give one: parents may, of others it is asked."""

    reason = forms.CharField(
        label="What stands in the way?",
        required=False,
        max_length=MOST_LETTERS,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, is_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = "It helps us to understand" if is_required else "You need not give a reason"
        self.fields["reason"].help_text = f"{start}. The Headteacher and the deputy read it."


class AnswerForm(forms.Form):
    """The school's answer to a question."""

    answer = forms.CharField(
        label="Your answer",
        help_text="Only the person who asked reads it.",
        max_length=MOST_LETTERS,
        error_messages={"required": "Write your answer.", "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
