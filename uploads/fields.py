"""A form's field for one file, which takes in nothing that it has not looked into."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from uploads.errors import BadUpload
from uploads.examining import Examined, examine
from uploads.kinds import Limits
from uploads.making import Copy, clean

LONGEST_NAME = 200


@dataclass(frozen=True)
class Upload:
    """A file that may come in: as it came, what it is, and the copy to show."""

    name: str
    content: bytes
    examined: Examined
    copy: Copy


class UploadField(forms.FileField):
    """A file within some limits; its cleaned value is an Upload, or None where none was chosen."""

    widget = forms.FileInput

    def __init__(self, *, limits: Limits, **kwargs: Any) -> None:
        self.limits = limits
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": limits.accept}))
        super().__init__(allow_empty_file=True, **kwargs)  # `examine` has the kinder sentence

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        # One byte more than allowed tells a file that is too large without reading it all.
        content = file.read(self.limits.most_bytes + 1)
        try:
            examined = examine(content, self.limits)
            copy = clean(content, examined.kind)
        except BadUpload as error:
            raise forms.ValidationError(str(error)) from None
        return Upload((file.name or "file")[-LONGEST_NAME:], content, examined, copy)
