"""Asking other families about a picture, and answering: shape and wording (C3)."""

from collections import defaultdict
from typing import Any, cast

from django import forms
from django.utils.text import get_text_list

from consents.actions.sharing.asking import NO_CONTACT, Wanted
from consents.actions.sharing.matching import others_in
from consents.forms import ToldForm
from consents.models import HeldPicture, SharedPicture
from consents.photo_forms import PREVIEW
from consents.share_queries import who_counts
from consents.sharing import holds_contact
from school.choosing import Chosen
from school.models import Child, Person, SchoolClass, Service
from uploads import IMAGES, Limits
from uploads.fields import Upload, UploadField

YES, NO = "yes", "no"


class AskFamiliesForm(forms.Form):
    """Where, who is in it, and the picture, which is held while something else is mended."""

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

    def __init__(self, data: Any = None, files: Any = None, *, held: HeldPicture | None) -> None:
        super().__init__(data, files)
        self.fields["service"].depends = True  # type: ignore[attr-defined]
        self.hold(held)

    def hold(self, held: HeldPicture | None) -> None:
        """Ask for the picture only if none is held from an earlier try, and say so."""
        self.held, shown = held, self["picture"]
        shown.field.required = held is None
        if held is not None:
            shown.label = "Another picture, if it should not be the one you chose"
            shown.help_text = "We still have the picture that you chose. You can leave this open."
            shown.field.depends = True  # type: ignore[attr-defined]

    def clean_where(self) -> str:
        where: str = self.cleaned_data["where"]
        if holds_contact(where):
            raise forms.ValidationError(NO_CONTACT)
        return where

    def upload(self) -> Upload | None:
        """Return the picture that was chosen now, or else the one that is held."""
        chosen: Upload | None = self.cleaned_data.get("picture")
        return chosen or (self.held.as_upload() if self.held else None)

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


class ToldSharedForm(ToldForm):
    """What a parent told the office about one picture."""

    field_order = ("person", "answer", "method", "given_on", "evidence")

    person = forms.TypedChoiceField(
        label="Who told us",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who told us.", "invalid_choice": "Choose one of them."},
    )
    answer = forms.ChoiceField(
        label="What they said",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )

    def __init__(self, data: Any = None, *, picture: SharedPicture, may_say_yes: bool) -> None:
        super().__init__(data)
        self.people: dict[int, Person] = {}
        of: dict[int, list[str]] = defaultdict(list)
        for tie in who_counts(picture):
            self.people[tie.person_id] = tie.person
            of[tie.person_id].append(tie.child.full_name)
        cast(forms.ChoiceField, self.fields["person"]).choices = [
            (str(pk), f"{person.full_name} (for {get_text_list(of[pk], 'and')})")
            for pk, person in self.people.items()
        ]
        said = [(YES, "Yes, it may be posted there"), (NO, "No")]
        cast(forms.ChoiceField, self.fields["answer"]).choices = said if may_say_yes else said[1:]

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        how = {name: said[name] for name in ("method", "given_on", "evidence")}
        return {"person": self.people[said["person"]], "is_yes": said["answer"] == YES, **how}
