"""What is asked of whoever brings pictures or files (I11).

Before anything is chosen the page says that no picture of a child without clothes may be added;
a tick that one may show that turns adding off, and asks for words only.
"""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings

from incidents import limits
from incidents.forms.deciding import day_field
from incidents.forms.questions import LONGEST_STORY, QuestionForm
from incidents.forms.steps import StepForm
from incidents.models import FileState, HeldFile
from incidents.models.evidence import LONGEST_CAPTION
from uploads.fields import Uploads, UploadsField

YES = "yes"
MAY_SHOW = "A picture may show a child without clothes, or only partly dressed"
IF_TICKED = "If you ticked this, tell us about the picture in words"


class YesBox(forms.CheckboxInput):
    """A box to tick whose answer is "yes" or nothing, as the answers to questions are kept."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return YES if data.get(name) else ""


def may_show_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=MAY_SHOW,
        help_text="Tick this if you are not sure. Then add no picture: tell us in words.",
        choices=[(YES, f"{MAY_SHOW}: no files are sent")],
        required=False,
        widget=YesBox,
    )


def in_words_field() -> forms.CharField:
    return forms.CharField(
        label="Tell us about the picture in words",
        help_text=(
            "What it shows, who is in it, and where you saw it. Please do not copy in a link to it."
        ),
        required=False,
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": "This is too long: please keep it under 10,000 characters."},
    )


def caption_field(label: str = "What do they show?") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text="A few words, such as “The messages of Monday evening”.",
        required=False,
        max_length=LONGEST_CAPTION,
        error_messages={"max_length": "Please keep this under 300 characters."},
    )


class FilesForm(QuestionForm):
    """The answers of the page "Do you have pictures or files?", as a draft keeps them.

    The files themselves are kept beside the draft: `held` only lists them, and the server, not
    the browser, says which they are.
    """

    title = "Do you have pictures or files?"
    words_only = may_show_field()
    picture_in_words = in_words_field()
    held = forms.CharField(required=False, widget=forms.HiddenInput)
    files_show = caption_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("words_only"):
            cleaned["held"] = cleaned["files_show"] = ""
        else:
            cleaned["picture_in_words"] = ""
        if not cleaned.get("held"):
            cleaned["files_show"] = ""
        return cleaned

    def clean_held(self) -> str:
        return ", ".join(names_in(self.cleaned_data["held"]))


def listed(held: Iterable[HeldFile]) -> str:
    """Return files of a report on its way as its answers list them: nothing where there is none."""
    rows = [[str(file.pk), file.file_name] for file in held if file.state != FileState.HARMFUL]
    return json.dumps(rows) if rows else ""


def names_in(held: str) -> list[str]:
    return [name for _, name in json.loads(held or "[]")]


def keys_in(held: str) -> tuple[uuid.UUID, ...]:
    return tuple(uuid.UUID(key) for key, _ in json.loads(held or "[]"))


def _ask_for_files(form: forms.Form, *, most: int) -> None:
    """Ask for files; where the box is ticked, what was chosen is not even looked into."""
    if form.data.get("words_only"):
        return
    form.fields["uploads"] = UploadsField(
        label="Choose pictures or files",
        help_text=limits.in_words(most),
        limits=limits.evidence_limits(),
        required=False,
    )
    form.fields["uploads"].depends = True  # type: ignore[attr-defined]


class ChooseFilesForm(forms.Form):
    """Files to add; what is wrong with one of them is said, and the others are kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_files(self, most=settings.EVIDENCE_FILES_A_REPORT)


class FollowFilesForm(ChooseFilesForm):
    """What a reporter who comes back brings, or says about a picture in words."""

    words_only = may_show_field()
    picture_in_words = in_words_field()
    caption = caption_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["picture_in_words"]
        words.label, words.depends = IF_TICKED, True  # type: ignore[attr-defined]
        self.order_fields(["words_only", "picture_in_words", "uploads", "caption"])


class EvidenceForm(StepForm):
    """What somebody who handles a case adds to it."""

    words_only = may_show_field()
    caption = caption_field()
    happened_on = day_field("When did what they show happen, if you know?")

    def fit(self) -> None:
        _ask_for_files(self, most=settings.EVIDENCE_FILES_A_CASE)
        self.order_fields(["words_only", "uploads", "caption", "happened_on"])

    def clean_uploads(self) -> Any:
        chosen: Uploads = self.cleaned_data["uploads"]
        if chosen.refused:
            again = "Nothing was added: choose the others once more."
            raise forms.ValidationError([*chosen.refused, *([again] if chosen.good else [])])
        return chosen.good

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["words_only"] = bool(cleaned.get("words_only"))
        if cleaned["words_only"]:
            cleaned["uploads"] = ()
        return cleaned


class OriginalForm(forms.Form):
    """Why somebody needs the original, which says more than the copy."""

    reason = forms.CharField(
        label="Why do you need the original?",
        help_text="It stands in the timeline, with your name. For most things the copy will do.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you need the original."},
    )


class FilesAgainForm(StepForm):
    why = forms.CharField(
        label="How did you make sure?",
        help_text="With whom you talked, such as the safeguarding lead or the police, and when.",
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say how you made sure, and with whom you talked."},
    )
