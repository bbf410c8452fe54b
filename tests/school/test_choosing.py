"""Choosing rows of a table."""

import pytest
from django import forms

from school.choosing import Chosen, ChosenOne
from school.models import Leave, Person


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["0", "9" * 26, "-1", "nobody"])
def test_what_is_no_rows_number_is_answered_with_a_sentence(typed):
    with pytest.raises(forms.ValidationError):
        Chosen(queryset=Person.objects.all()).clean([typed])
    with pytest.raises(forms.ValidationError):
        ChosenOne(queryset=Leave.objects.all(), to_field_name="person").clean(typed)
