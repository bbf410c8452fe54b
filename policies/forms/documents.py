"""What people fill in to turn a document into a draft."""

from typing import Any

from django import forms

from policies.importing import MAX_BYTES
from policies.models import Policy


class UploadForm(forms.Form):
    document = forms.FileField(
        label="The policy's document",
        max_length=200,
        help_text=(
            "Word (.docx), OpenDocument (.odt), a PDF with text in it, plain text (.txt) or "
            "Markdown (.md), up to 5 MB. You will see what was understood before anything is kept."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.odt,.pdf,.txt,.md,.markdown"}),
        error_messages={
            "required": "Choose the file that holds the policy.",
            "missing": "Choose the file that holds the policy.",
            "empty": "This document is empty: choose the file that holds the policy.",
            "max_length": "This file's name is too long: give it a shorter one.",
        },
    )

    def clean_document(self) -> Any:
        document = self.cleaned_data["document"]
        if document.size > MAX_BYTES:
            raise forms.ValidationError(
                "This document is larger than 5 MB, more than the text of a policy needs: "
                "save only its text as plain text (.txt) and choose that file."
            )
        return document


class KeepForm(forms.Form):
    """Which policy a document is a version of: one that the school has, or a new one."""

    # No policy can have this address.
    NEW = "+"

    slug = forms.TypedChoiceField(
        label="Which policy is this?", coerce=lambda slug: "" if slug == KeepForm.NEW else slug
    )

    def __init__(self, *args: Any, title: str, title_slug: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(Policy.objects.values_list("slug", "title"))
        choices = [(slug, f"A new version of “{name}”") for slug, name in known]
        if title_slug not in dict(known):
            choices.insert(0, (self.NEW, f"A new policy: “{title}”"))
        field = self.fields["slug"]
        field.choices = choices  # type: ignore[attr-defined]  # Field is all that fields[] tells
        field.initial = title_slug if title_slug in dict(known) else self.NEW
