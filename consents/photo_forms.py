"""Asking to post pictures of an event, and deciding about them: shape and wording."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from approvals.models import Approval
from consents.actions.photos import PhotoDetails
from consents.models import PhotoRequest, Purpose
from consents.models.photos import PLACES
from consents.photo_queries import Look
from school.choosing import Chosen
from school.forms import Day
from school.models import Child, SchoolClass
from uploads import IMAGES, Limits
from uploads.fields import Uploads, UploadsField

AT_A_TIME = 10
PREVIEW = 640  # points: enough to see who is in it, too few to be worth copying
GRANT, REFUSE = "grant", "refuse"


class PhotoDetailsForm(forms.Form):
    """Of which event, where the pictures would be, and until when."""

    event = forms.CharField(
        label="Which event",
        max_length=120,
        help_text="For example: harvest festival. No names of children, please.",
        error_messages={"required": "Write which event it was."},
    )
    held_on = Day(label="When it was", initial=timezone.localdate)
    purpose = forms.ChoiceField(
        label="Where you would like to post them",
        choices=[(place.value, place.label) for place in PLACES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where."},
    )
    approval = forms.ModelChoiceField(
        Approval.objects.none(),
        label="For social media: through which approved service",
        required=False,
        widget=forms.RadioSelect,
        help_text="Each is approved for what is written beside it, and for nothing else.",
        blank=True,
        empty_label="None: it is not for social media",
        error_messages={"invalid_choice": "Choose one that is approved today."},
    )
    where = forms.CharField(
        label="Which page, paper or board",
        max_length=120,
        help_text="For example: the news page; the Gazette; the board in the hall.",
        error_messages={"required": "Write which page, paper or board."},
    )
    until = Day(
        label="Until which day they may be there",
        help_text="Within a year. We ask you to take them down then.",
    )

    def __init__(self, data: Any = None, *, shown: PhotoRequest | None = None) -> None:
        names = ("event", "held_on", "purpose", "where", "until")
        known = {name: getattr(shown, name) for name in names} if shown else {}
        super().__init__(data, initial=known | ({"approval": shown.approval_id} if shown else {}))
        services = cast(forms.ModelChoiceField, self.fields["approval"])
        services.queryset = Approval.objects.in_use().order_by("name", "pk")
        services.label_from_instance = _with_purpose  # type: ignore[method-assign,assignment]
        services.depends = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_social = cleaned.get("purpose") == Purpose.SOCIAL_MEDIA
        if is_social and not cleaned.get("approval") and "approval" not in self.errors:
            self.add_error("approval", "Choose the service. If it is not there, ask for it first.")
        return cleaned

    def details(self) -> PhotoDetails:
        return PhotoDetails(**self.cleaned_data)


def _with_purpose(approval: Approval) -> str:
    """Return a service with what it was approved for, so that nobody takes one for another use."""
    words = f"{approval.name}, approved for: {approval.purpose}"
    return f"{words}. On condition: {approval.conditions}" if approval.conditions else words


class AddPhotosForm(forms.Form):
    photos = UploadsField(
        label="Pictures",
        limits=Limits(IMAGES, most_files=AT_A_TIME),
        longest_side=PREVIEW,
        help_text=f"Up to {AT_A_TIME} at a time, 20 MB each. We keep a small preview of each, "
        "without the place where it was taken; keep the pictures themselves.",
        error_messages={"required": "Choose at least one picture."},
    )

    def clean_photos(self) -> Uploads:
        photos: Uploads = self.cleaned_data["photos"]
        if not photos.good:
            raise forms.ValidationError(list(photos.refused))
        return photos


class ClassForm(forms.Form):
    """Whose children to choose from."""

    school_class = forms.ModelChoiceField(
        SchoolClass.objects.all(), label="Class", required=False, empty_label="Without a class"
    )


class ChildrenForm(forms.Form):
    """Who of one class is in an image."""

    children = Chosen(
        Child.objects.none(),
        label="In this picture",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose children of this class."},
    )
    nobody = forms.BooleanField(
        label="No child can be recognised in it",
        required=False,
        help_text="For example only hands, or a display of work without names.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        of: SchoolClass | None,
        allowed: dict[int, bool],
        others_are_named: bool,
        **known: Any,
    ) -> None:
        super().__init__(data, **known)
        self.others_are_named = others_are_named
        children = cast(Chosen, self.fields["children"])
        here = Child.objects.on_roll().filter(school_class=of)
        children.queryset = here.order_by("full_name", "pk")
        children.label_from_instance = lambda child: (  # type: ignore[method-assign,assignment]
            child.full_name if allowed.get(child.pk) else f"{child.full_name} (no images)"
        )

    def clean(self) -> dict[str, Any]:
        """Take "that is everybody" only where it names somebody, or says that there is nobody."""
        cleaned = super().clean() or self.cleaned_data
        is_said = cleaned.get("children") or cleaned.get("nobody") or self.others_are_named
        if not (is_said or "more" in self.data or self.errors):
            self.add_error(
                "children",
                "Choose at least one child, or tick that no child can be recognised in it.",
            )
        return cleaned


class DecidePhotosForm(forms.Form):
    """Yes to some of the images, or no with a reason: all on one page.

    An image whose permission ended while the page was open can still be chosen, and is not granted.
    """

    decision = forms.ChoiceField(
        label="Your decision",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )
    photos = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    words = forms.CharField(
        label="Your reason, or what to mind",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="With a no: why. With a yes only if there is something to mind.",
    )

    def __init__(
        self, data: Any = None, *, request: PhotoRequest, looks: Sequence[Look], **known: Any
    ) -> None:
        super().__init__(data, **known)
        self.clear = {look.photo.pk for look in looks if look.is_clear}
        until = date_format(request.until)
        cast(forms.ChoiceField, self.fields["decision"]).choices = [
            (GRANT, f"Yes: the pictures ticked above may be posted until {until}"),
            (REFUSE, "No"),
        ]
        photos = cast(forms.MultipleChoiceField, self.fields["photos"])
        photos.choices = [(str(look.photo.pk), str(look.number)) for look in looks]
        self.fields["words"].depends = True  # type: ignore[attr-defined]

    @property
    def grants(self) -> bool:
        return bool(self.cleaned_data["decision"] == GRANT)

    def chosen(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data["photos"]}

    def ticked(self) -> set[int]:
        """Return which images are shown ticked: all at first, then what was chosen."""
        if not self.is_bound:
            return self.clear
        sent = self.fields["photos"].widget.value_from_datadict(self.data, self.files, "photos")
        return {int(pk) for pk in sent if pk.isdecimal()}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == REFUSE and not cleaned.get("words"):
            self.add_error("words", "Write why not, for whoever asked.")
        return cleaned


class WithdrawPhotosForm(forms.Form):
    words = forms.CharField(
        label="Why they may be shown no more",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Write why, for whoever asked."},
    )
