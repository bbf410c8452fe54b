"""Choosing rows of a table in a form. What is no row's number, however long, gets a sentence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet


class Chosen(forms.ModelMultipleChoiceField):
    """Several rows."""

    def clean(self, value: Any) -> QuerySet[Any]:
        try:
            return super().clean(value)
        except OverflowError:  # SQLite, of a number beyond its own
            raise _not_offered(self) from None


class ChosenOne(forms.ModelChoiceField):
    """One row."""

    def to_python(self, value: Any) -> Model | None:
        try:
            return super().to_python(value)
        except OverflowError:
            raise _not_offered(self) from None


def _not_offered(field: forms.ModelChoiceField) -> ValidationError:
    sentence = field.error_messages["invalid_choice"]
    return ValidationError(sentence, code="invalid_choice", params={"value": ""})
