"""What is asked about legal advice: that it is sought, what it says, who reads it, its release."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from incidents.forms.deciding import day_field
from incidents.limits import evidence_limits
from school.choosing import Chosen
from school.models import Person
from uploads import Kind, Limits
from uploads.fields import Uploads, UploadsField


def advice_limits() -> Limits:
    """Return what may be chosen in one go: letters, pictures of letters, notes."""
    return Limits(
        kinds=frozenset(Kind),
        most_bytes=evidence_limits().most_bytes,
        most_files=settings.EVIDENCE_FILES_AT_ONCE,
    )


class SeekForm(forms.Form):
    from_whom = forms.CharField(
        label="From whom?",
        help_text="For example: the local authority's legal services.",
        max_length=200,
        error_messages={"required": "Say from whom you seek advice."},
    )
    why = forms.CharField(
        label="Why do you seek it?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        error_messages={"required": "Say why you seek advice."},
    )
    decided_on = day_field("When was it decided?")

    def __init__(self, *args: Any, others: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["decided_on"]
        day.required = True
        day.error_messages["required"] = "Give the day on which it was decided."
        if others:
            self.fields["deciders"] = Chosen(
                Person.objects.filter(pk__in=[person.pk for person in others]).by_name(),
                label="Who decided it with you?",
                help_text="They can read the advice, as you can. Nobody else can, so far.",
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )


class AddForm(forms.Form):
    words = forms.CharField(
        label="What does the advice say?",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        required=False,
    )
    received_on = day_field("When did it come?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = advice_limits()
        self.fields["uploads"] = UploadsField(
            label="Letters or other files",
            help_text=f"Choose {limits.in_words}, up to {limits.size_in_words} each.",
            limits=limits,
            required=False,
        )

    def clean_uploads(self) -> Any:
        chosen: Uploads = self.cleaned_data["uploads"]
        if chosen.refused:
            again = "Nothing was added: choose the others once more."
            raise forms.ValidationError([*chosen.refused, *([again] if chosen.good else [])])
        return chosen.good


class NameForm(forms.Form):
    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ModelChoiceField(
            Person.objects.filter(pk__in=[person.pk for person in people]).by_name(),
            label="Who else may read it?",
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={"required": "Choose somebody."},
        )


class ReleaseForm(forms.Form):
    why = forms.CharField(
        label="Why is it released?",
        help_text="Kept with the advice, and in the file of the case.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": "Say why it is released."},
    )
