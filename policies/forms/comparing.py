"""Which two versions of a policy somebody wants to see beside each other."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.formats import date_format

from policies.models import Version

NOT_THERE = {
    "required": "Choose a version.",
    "invalid_choice": "Choose one of the versions in the list.",
}


class ChooseForm(forms.Form):
    """Two versions among those that a person may read; any order will do."""

    older = forms.TypedChoiceField(label="From", coerce=int, error_messages=NOT_THERE)
    newer = forms.TypedChoiceField(label="To", coerce=int, error_messages=NOT_THERE)

    def __init__(self, *args: Any, versions: Iterable[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = list(versions)
        choices = [(version.number, _said(version)) for version in self.versions]
        for name in ("older", "newer"):
            cast(forms.TypedChoiceField, self.fields[name]).choices = choices
        if not self.is_bound and not self.initial and len(self.versions) > 1:
            newest, before, *_ = self.versions
            self.initial = {"older": before.number, "newer": newest.number}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "older" in given and given["older"] == given.get("newer"):
            self.add_error("newer", "Choose another version than the first: these are the same.")
        return given

    def in_order(self) -> list[int]:
        """Return the numbers that were chosen, the older version's first."""
        return sorted([self.cleaned_data["older"], self.cleaned_data["newer"]])


def _said(version: Version) -> str:
    if version.published_at is None:
        return f"Version {version.number}, {version.get_state_display().lower()}"
    return f"Version {version.number}, published on {date_format(version.published_at)}"
