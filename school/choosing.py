"""Choosing several rows of a table in a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet


class Chosen(forms.ModelMultipleChoiceField):
    """Several rows; what is no row's number, however long, is answered with a sentence."""

    def clean(self, value: Any) -> QuerySet[Any]:
        try:
            return super().clean(value)
        except OverflowError:  # SQLite, of a number beyond its own
            sentence = self.error_messages["invalid_choice"]
            raise ValidationError(sentence, code="invalid_choice", params={"value": ""}) from None
