"""Asking other families about a picture, and answering: shape and wording (C3)."""

from typing import Any, cast

from django import forms

from consents.actions.sharing.asking import NO_CONTACT, Wanted
from consents.actions.sharing.matching import others_in
from consents.models import SharedPicture
from consents.photo_forms import PREVIEW
from consents.sharing import holds_contact
from school.choosing import Chosen
from school.models import Child, SchoolClass, Service
from uploads import IMAGES, Limits
from uploads.fields import UploadField

YES, NO = "yes", "no"


class AskFamiliesForm(forms.Form):
    """Where, who is in it, and the picture; the file comes last, since a browser forgets it."""

    service = forms.ModelChoiceField(
        Service.objects.all(),
        label="In which app, or on which website",
        required=False,
        empty_label="Another one, or somewhere else",
        error_messages={"invalid_choice": "Choose one of the list, or “Another one”."},
    )
    where = forms.CharField(
        label="Which page, and who can see it there",
        max_length=120,
        help_text="For example: my own page, for friends only. The families read this, so please "
        "no names and no numbers.",
        error_messages={"required": "Write where it would be, and who can see it there."},
    )
    who = forms.CharField(
        label="Which other children are in it",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="First names, or what they look like: “Bo from Robins, and the girl with the red "
        "hat”. Only the school office reads this. Leave out your own children.",
        error_messages={"required": "Write who is in it, so that the office knows whom to ask."},
    )
    picture = UploadField(
        label="The picture",
        limits=Limits(IMAGES),
        longest_side=PREVIEW,
        help_text="Up to 20 MB. We keep a small preview, without the place where it was taken.",
        error_messages={"required": "Choose the picture."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].depends = True  # type: ignore[attr-defined]

    def clean_where(self) -> str:
        where: str = self.cleaned_data["where"]
        if holds_contact(where):
            raise forms.ValidationError(NO_CONTACT)
        return where

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors and "picture" in cleaned:
            self.add_error("picture", "Choose the picture once more: a browser forgets it.")
        return cleaned

    def wanted(self) -> Wanted:
        return Wanted(**{name: self.cleaned_data[name] for name in ("service", "where", "who")})


class AnswerSharedForm(forms.Form):
    answer = forms.ChoiceField(
        label="May this picture be posted there?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )

    def __init__(self, data: Any = None, *, may_say_yes: bool, last: bool | None) -> None:
        known = {} if last is None else {"answer": YES if last else NO}
        super().__init__(data, initial=known)
        choices = [(YES, "Yes, it may be posted there"), (NO, "No, please not")]
        answer = cast(forms.ChoiceField, self.fields["answer"])
        answer.choices = choices if may_say_yes or last else choices[1:]

    @property
    def is_yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == YES)


class WhoIsInItForm(forms.Form):
    """Which children of one class are in it: the office's own choice."""

    children = Chosen(
        Child.objects.none(),
        label="In this picture",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose children of this class."},
    )

    def __init__(self, data: Any = None, *, of: SchoolClass | None, picture: SharedPicture) -> None:
        super().__init__(data, initial={"children": list(picture.children.all())})
        children = cast(Chosen, self.fields["children"])
        children.queryset = others_in(of, picture)
