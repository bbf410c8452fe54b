"""What a form says where its field has no sentence of its own."""

import gettext
import re
from pathlib import Path

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.validators import MaxValueValidator

import stmarys_portal

WORDS = Path(stmarys_portal.__file__).parent / "locale/en_GB/LC_MESSAGES"
A_CHOICE = forms.ChoiceField(choices=[("yes", "Yes")])


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.CharField(), "", "Please answer this: it is needed."),
        (
            forms.CharField(max_length=3),
            "four",
            "This is too long: shorten it to 3 letters. It has 4 now.",
        ),
        (A_CHOICE, "no", "Please choose one of those offered here."),
        (forms.IntegerField(), "five", "Write a whole number in figures, such as 5."),
        (forms.IntegerField(validators=[MaxValueValidator(5)]), "6", "Write 5 or less."),
    ],
)
def test_a_form_says_what_to_do(field, typed, sentence):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [sentence]


def test_what_is_said_is_what_can_be_read_in_the_catalogue():
    readable = (WORDS / "django.po").read_text()
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', readable, re.MULTILINE)
    with (WORDS / "django.mo").open("rb") as compiled:
        said = gettext.GNUTranslations(compiled)

    assert pairs
    assert [(words, said.gettext(words)) for words, _ in pairs] == pairs


def test_no_browser_cuts_the_end_off_a_long_text_that_is_pasted():
    class Story(forms.Form):
        words = forms.CharField(max_length=10, widget=forms.Textarea)

    assert "maxlength" not in render_crispy_form(Story())
