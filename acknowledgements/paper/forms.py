"""What is filled in about paper: whom slips are for, and what came back."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django import forms
from django.utils import timezone

from acknowledgements.paper.batches import Batch, Whom
from school.forms import Day
from school.models import SchoolClass
from uploads import IMAGES, Kind, Limits
from uploads.fields import UploadField

SCAN = Limits(kinds=IMAGES | {Kind.PDF})
SCAN_HINT = (
    f"It is {SCAN.in_words}, {SCAN.size_in_words} at the most. Only those who see who has signed "
    "can look at it."
)


class SlipsForm(forms.Form):
    """Whose slips to print."""

    whom = forms.ChoiceField(
        label="For whom?",
        widget=forms.RadioSelect,
        choices=[
            (Whom.NO_EMAIL, "Everybody without an e-mail address"),
            (Whom.CLASS, "The parents of one class"),
            (Whom.EVERYBODY, "Everybody who has not replied"),
        ],
        initial=Whom.NO_EMAIL,
        error_messages={"required": "Choose for whom to print slips."},
    )
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.all(),
        label="Which class?",
        required=False,
        empty_label="Choose a class",
        help_text="Only for the parents of one class.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school_class"].depends = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("whom") == Whom.CLASS and cleaned.get("school_class") is None:
            self.add_error("school_class", "Choose which class.")
        return cleaned

    def batch(self) -> Batch:
        chosen = self.cleaned_data["school_class"]
        whom = Whom(self.cleaned_data["whom"])
        return Batch(whom, school_class=chosen.pk if whom == Whom.CLASS else None)


class SlipCodeForm(forms.Form):
    """The code of a slip, typed or read by a scanner."""

    code = forms.CharField(
        label="Code on the slip",
        max_length=40,
        help_text="Eight letters and figures, such as KHTP-39XM. A scanner can type it for you.",
        error_messages={
            "required": "Type the code that is printed on the slip.",
            "max_length": "This is too long for a slip’s code: it has eight letters and figures.",
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )


class Ticked(StrEnum):
    """Which of the boxes on a slip was ticked."""

    SIGNED = "signed"
    DECLINED = "declined"
    QUESTION = "question"


class SlipForm(forms.Form):
    """What stands on a slip that came back."""

    ticked = forms.ChoiceField(
        label="What is ticked on the slip?",
        widget=forms.RadioSelect,
        choices=[
            (Ticked.SIGNED, "I sign"),
            (Ticked.DECLINED, "I would rather not sign"),
            (Ticked.QUESTION, "I have a question"),
        ],
        initial=Ticked.SIGNED,
        error_messages={"required": "Choose what is ticked on the slip."},
    )
    dated_on = Day(label="Date on the slip", required=False)
    typed_name = forms.CharField(
        label="Name as it was signed",
        max_length=120,
        min_length=2,
        required=False,
        error_messages={"min_length": "Write the full name as it stands on the slip."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    points = forms.BooleanField(required=False)
    words = forms.CharField(
        label="Their question, or why they would rather not sign",
        max_length=5000,
        required=False,
        help_text="As it is written on the slip. Nobody has to give a reason.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    scan = UploadField(
        limits=SCAN,
        label="Scan or photo of the slip",
        required=False,
        help_text=f"{SCAN_HINT} Of a no or a question, only those who read the answer.",
    )

    # What a signature needs, and what to say where it is missing.
    SIGNATURE_NEEDS = {
        "dated_on": "Give the date that stands on the slip.",
        "typed_name": "Write the name as it stands on the slip.",
        "points": "Every point has to be ticked on the slip. If one is not, talk with the person "
        "first.",
    }

    def __init__(self, *args: Any, points: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].widget.attrs |= {
            "max": timezone.localdate().isoformat(),
            "autofocus": True,
        }
        if points:
            self.fields["points"].label = f"Each point is ticked on the slip: {', '.join(points)}"
        else:
            del self.fields["points"]
        for name in ("dated_on", "typed_name", "words"):
            self.fields[name].depends = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked = cleaned.get("ticked")
        if ticked == Ticked.SIGNED:
            for name, sentence in self.SIGNATURE_NEEDS.items():
                if name in self.fields and name not in self.errors and not cleaned.get(name):
                    self.add_error(name, sentence)
        if ticked == Ticked.QUESTION and not cleaned.get("words"):
            self.add_error("words", "Write the question as it stands on the slip.")
        return cleaned


class MeetingForm(forms.Form):
    """A meeting, past or to come."""

    name = forms.CharField(
        label="Which meeting",
        max_length=120,
        help_text="For example: Full governing body, or Staff meeting.",
        error_messages={"required": "Write which meeting it is."},
    )
    held_on = Day(label="Its day", error_messages={"required": "Choose the day of the meeting."})


class Signers(forms.TypedMultipleChoiceField):
    """People to tick. Whoever signed since the page was opened may be among them all the same."""

    signed: Collection[int] = ()

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or value in {str(key) for key in self.signed}


class SheetForm(forms.Form):
    """Who signed on a meeting's sheet: `people` are offered, who `signed` before is accepted."""

    signers = Signers(
        label="Who signed on the sheet?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick everybody who signed on the sheet.",
            "invalid_choice": "Somebody you ticked is not asked any more. Look through the list.",
        },
    )
    scan = UploadField(
        limits=SCAN, label="Scan or photo of the sheet", required=False, help_text=SCAN_HINT
    )

    def __init__(
        self, *args: Any, people: list[tuple[int, str]], signed: Collection[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signers"].choices = people  # type: ignore[attr-defined]
        self.fields["signers"].signed = signed  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    """A receipt's code."""

    code = forms.CharField(
        label="Code on the receipt",
        max_length=60,
        help_text="25 letters and figures in five groups. Spaces and small letters are fine.",
        error_messages={
            "required": "Type the code that is printed on the receipt.",
            "max_length": "This is too long for a receipt’s code: it has 25 letters and figures.",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
