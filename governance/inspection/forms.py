"""What may name somebody, to be looked at before an inspector's file is made."""

import hashlib
from collections.abc import Sequence
from typing import Any, cast

from django import forms

from governance.inspection.searching import Finding

MORE_CAME = "Something else came up meanwhile. Please look at the list once more."


class LookedAtForm(forms.Form):
    """Which of the things that were found name nobody, and go into the file all the same."""

    looked_at = forms.MultipleChoiceField(
        label="Tick what names no child, no parent and no case",
        help_text="What you tick goes into the file. All else stays behind, and the file says so.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": MORE_CAME},
    )
    # A mark of the list that was looked at.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, found: Sequence[Finding]) -> None:
        super().__init__(data)
        self.found = found
        keys = "".join(each.key for each in found)
        self.mark = hashlib.sha256(keys.encode()).hexdigest() if found else ""
        if not found:
            del self.fields["looked_at"]
        else:
            chosen = cast(forms.MultipleChoiceField, self.fields["looked_at"])
            chosen.choices = [
                (each.key, f"{each.what} (because of: {each.says})") for each in found
            ]
        self.came_meanwhile = data is not None and data.get("seen", "") != self.mark
        self.initial["seen"] = self.mark
        if self.came_meanwhile:
            self.data = again = data.copy()
            again["seen"] = self.mark  # the page that is shown next carries the new mark

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.came_meanwhile:
            raise forms.ValidationError(MORE_CAME)
        return {"looked_at": [], **cleaned}
