"""What people fill in to turn a document into a draft."""

from typing import Any

from django import forms
from django.utils.text import slugify

from policies.forms.working import DayInput
from policies.importing import MAX_BYTES, ImportedPolicy
from policies.importing.correcting import (
    LONGEST_HEADING,
    LONGEST_SECTION_NUMBER,
    LONGEST_TITLE,
    Place,
)
from policies.models import Audience, Policy


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

    turn = forms.IntegerField(required=False, widget=forms.HiddenInput)
    slug = forms.TypedChoiceField(
        label="Which policy is this?", coerce=lambda slug: "" if slug == KeepForm.NEW else slug
    )

    def __init__(self, *args: Any, title: str, title_slug: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(title) > LONGEST_TITLE:
            title = f"{title[:LONGEST_TITLE]}…"
        known = list(Policy.objects.values_list("slug", "title"))
        choices = [(slug, f"A new version of “{name}”") for slug, name in known]
        if title_slug not in dict(known):
            choices.insert(0, (self.NEW, f"A new policy: “{title}”"))
        field = self.fields["slug"]
        field.choices = choices  # type: ignore[attr-defined]  # Field is all that fields[] tells
        alike = [slug for slug, name in known if _words(name) == _words(title)]
        if title_slug in dict(known):
            field.initial = title_slug
        else:
            field.initial = alike[0] if len(alike) == 1 else self.NEW


def _words(title: str) -> set[str]:
    """Return what tells one title from another: "Anti-Bullying Policy" is "Anti bullying"."""
    return set(slugify(title).split("-")) - {"policy", "the", ""}


class CorrectForm(forms.Form):
    """What all corrections carry: the state of the text that was looked at, and the doubt."""

    turn = forms.IntegerField(widget=forms.HiddenInput)
    thing = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def settles(self) -> list[int]:
        """Return the unsure passages that this correction settles."""
        thing = self.cleaned_data.get("thing")
        return [] if thing is None else [thing]


class FactsForm(CorrectForm):
    title = forms.CharField(
        label="Title",
        max_length=LONGEST_TITLE,
        error_messages={
            "required": "Give the policy's title.",
            "max_length": f"The title has more than {LONGEST_TITLE} letters: shorten it.",
        },
    )
    approved = forms.DateField(
        label="Approved on",
        required=False,
        widget=DayInput,
        help_text="Only if the document says so. Leave it empty for “not recorded”.",
        error_messages={"invalid": "Give a day, such as 24 November 2026, or leave it empty."},
    )
    review = forms.DateField(
        label="Next review",
        required=False,
        widget=DayInput,
        help_text="Leave it empty for “not recorded”.",
        error_messages={"invalid": "Give a day, such as 24 November 2027, or leave it empty."},
    )
    sign_off_text = forms.CharField(
        label="The sentence people agree to",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Empty: the usual sentence is used, and you can still change it in the draft.",
    )


class SectionForm(CorrectForm):
    number = forms.CharField(
        label="Number",
        max_length=LONGEST_SECTION_NUMBER,
        error_messages={
            "required": "Give the section a number.",
            "max_length": f"A number has at most {LONGEST_SECTION_NUMBER} signs: shorten it.",
        },
    )
    heading = forms.CharField(
        label="Heading",
        max_length=LONGEST_HEADING,
        error_messages={
            "required": "Give the section a heading.",
            "max_length": f"A heading has at most {LONGEST_HEADING} letters: shorten it.",
        },
    )
    audiences = forms.MultipleChoiceField(
        label="Who this section is for",
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose none for everybody.",
    )


class ClauseForm(CorrectForm):
    text = forms.CharField(
        label="The words of this clause",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="An empty line between two paragraphs makes two clauses of them.",
        error_messages={
            "required": "A clause has words: to be rid of it, press “Leave it out”.",
            "max_length": "These are more words than a clause can hold: make several of it.",
        },
    )


class PutBackForm(CorrectForm):
    after = forms.ChoiceField(label="Where it belongs")

    def __init__(self, *args: Any, policy: ImportedPolicy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            (
                f"Section {section.number} {section.heading}"[:80],
                [
                    (f"{at}.", "First in this section"),
                    *(
                        (f"{at}.{place}", f"After {clause.number} {clause.text}"[:80])
                        for place, clause in enumerate(section.clauses)
                    ),
                ],
            )
            for at, section in enumerate(policy.sections)
        ]

    def place(self) -> Place:
        """Return the clause, or the beginning of a section, that was chosen."""
        section, _, clause = self.cleaned_data["after"].partition(".")
        return Place(int(section), int(clause) if clause else None)
