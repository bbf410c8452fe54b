"""What is asked when words are hidden in a case file, or it is put together to be taken away."""

from typing import Any

from django import forms

from incidents.casefile.hiding import MOST_SIGNS

LONGEST_WHY = 300


class HideForm(forms.Form):
    words = forms.CharField(
        label="Which words should be hidden?",
        help_text=(
            "A name, or a passage as it is written. Type or paste it; where your browser lets us, "
            "select it in the text below and it is put here. It is hidden wherever it stands."
        ),
        max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": "Give the words that should be hidden."},
    )
    why = forms.CharField(
        label="Why?",
        help_text="A few words, without the words themselves: it is kept with the case.",
        max_length=LONGEST_WHY,
        error_messages={"required": "Say why in a few words: it is kept with the case."},
    )


class WithholdForm(forms.Form):
    why = forms.CharField(
        label="Why does it stay behind?",
        max_length=LONGEST_WHY,
        error_messages={"required": "Say why in a few words: it is kept with the case."},
    )


class RemoveEvidenceForm(forms.Form):
    why = forms.CharField(
        label="Why must it go?",
        help_text=(
            "A few words that name nobody and do not describe a picture: they stay with the case, "
            "and whoever confirms it reads them."
        ),
        max_length=LONGEST_WHY,
        error_messages={"required": "Say why in a few words: it is kept with the case."},
    )


class BundleForm(forms.Form):
    with_originals = forms.BooleanField(
        label="Put in the sealed originals of the evidence as well",
        help_text="They hold more than is seen, such as where a photo was taken. Rarely needed.",
        required=False,
    )
    why_originals = forms.CharField(
        label="Why are the originals needed?",
        help_text="Only if you ticked the box.",
        max_length=LONGEST_WHY,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why_originals"].depends = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        why_was_given = cleaned.get("why_originals") or "why_originals" in self.errors
        if cleaned.get("with_originals") and not why_was_given:
            self.add_error("why_originals", "Say why the originals are needed.")
        return cleaned
