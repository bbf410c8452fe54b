"""The school's saved wording for replies (I12)."""

from django import forms

from incidents.forms.steps import words_field
from incidents.models import SavedWording


class WordingForm(forms.ModelForm):
    words = words_field(
        "The words",
        "Whoever replies begins with them and changes what does not fit. They speak of no case, "
        "and name nobody.",
        missing="Write the words.",
    )

    class Meta:
        model = SavedWording
        fields = ["title", "words"]
        labels = {"title": "Title"}
        help_texts = {"title": "By which handlers find it, such as “Thank you, we are on it”."}
        error_messages = {
            "title": {
                "required": "Give it a title.",
                "unique": "There is wording with this title already. Choose another title.",
            }
        }
