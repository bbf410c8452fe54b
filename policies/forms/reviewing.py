"""What people write about a draft that they read."""

from django import forms
from django.http import QueryDict

MOST_LETTERS = 4_000


class RemarkForm(forms.Form):
    """A remark on one clause or on the whole text, or an answer to one; `label` says which."""

    words = forms.CharField(
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Write what you want to say.",
            "max_length": f"Say it in at most {MOST_LETTERS} letters.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, label: str) -> None:
        super().__init__(data)
        self.fields["words"].label = label
