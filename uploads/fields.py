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
    """A file within some limits; its cleaned value is an Upload, or None where none was chosen.

    With a `longest_side`, in points, the copy of a picture is no more than a preview of that size.
    """

    widget = forms.FileInput

    def __init__(self, *, limits: Limits, longest_side: int | None = None, **kwargs: Any) -> None:
        self.limits, self.longest_side = limits, longest_side
        kwargs.setdefault("widget", self.widget(attrs={"accept": limits.accept}))
        super().__init__(allow_empty_file=True, **kwargs)  # `examine` has the kinder sentence

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return self._taken_in(file) if isinstance(file, UploadedFile) else None

    def _taken_in(self, file: UploadedFile) -> Upload:
        # One byte more than allowed tells a file that is too large without reading it all.
        content = file.read(self.limits.most_bytes + 1)
        try:
            examined = examine(content, self.limits)
            copy = clean(content, examined.kind, longest_side=self.longest_side)
        except BadUpload as error:
            raise forms.ValidationError(str(error)) from None
        return Upload((file.name or "file")[-LONGEST_NAME:], content, examined, copy)


class SeveralFiles(forms.FileInput):
    """A file input in which several can be chosen at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


class UploadsField(UploadField):
    """Several files at once; the cleaned value is a list of Uploads: all of them come in, or none.

    An error names the file that it is about.
    """

    widget = SeveralFiles

    def __init__(self, *, limits: Limits, **kwargs: Any) -> None:
        widget = SeveralFiles(attrs={"accept": limits.accept, "multiple": True})
        super().__init__(limits=limits, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files = [file for file in data or [] if isinstance(file, UploadedFile)]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.limits.most_files:
            most = self.limits.most_files
            raise forms.ValidationError(f"Choose {most} files at the most at a time.")
        taken, wrong = [], []
        for file in files:
            try:
                taken.append(self._taken_in(file))
            except forms.ValidationError as error:
                wrong.append(f"{file.name}: {error.messages[0]}")
        if wrong:
            raise forms.ValidationError(wrong)
        return taken
