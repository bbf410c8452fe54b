"""A form's fields for files, which take in nothing that they have not looked into."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from uploads.errors import BadUpload
from uploads.examining import Examined, examine
from uploads.kinds import Limits
from uploads.making import Copy, clean
from uploads.names import shown_name


@dataclass(frozen=True)
class Upload:
    """A file that may come in: as it came, what it is, and the copy to show."""

    name: str
    content: bytes
    examined: Examined
    copy: Copy


def _attrs(limits: Limits) -> dict[str, Any]:
    """Return what an input says of its limits: for choosing, and for `too_large.js`."""
    return {"accept": limits.accept, "data-most-bytes": limits.most_bytes}


class UploadField(forms.FileField):
    """A file within some limits; its cleaned value is an Upload, or None where none was chosen.

    With a `longest_side`, in points, the copy of a picture is no more than a preview of that size.
    """

    widget = forms.FileInput

    def __init__(self, *, limits: Limits, longest_side: int | None = None, **kwargs: Any) -> None:
        self.limits, self.longest_side = limits, longest_side
        kwargs.setdefault("widget", forms.FileInput(attrs=_attrs(limits)))
        super().__init__(allow_empty_file=True, **kwargs)  # `examine` has the kinder sentence

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        try:
            return looked_into(file, self.limits, longest_side=self.longest_side)
        except BadUpload as error:
            raise forms.ValidationError(str(error)) from None


@dataclass(frozen=True)
class Uploads:
    """Several files brought together: those that may come in, and a sentence for each that may not.

    A browser forgets what was chosen, so the good ones are not lost because one of them is bad.
    """

    good: tuple[Upload, ...] = ()
    refused: tuple[str, ...] = ()


class FilesInput(forms.FileInput):
    """An input in which several files can be chosen at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if isinstance(files, MultiValueDict) else []


class UploadsField(forms.FileField):
    """Files within some limits; its cleaned value is Uploads, which names what is wrong itself.

    With a `longest_side`, in points, the copy of a picture is no more than a preview of that size.
    """

    def __init__(self, *, limits: Limits, longest_side: int | None = None, **kwargs: Any) -> None:
        self.limits, self.longest_side = limits, longest_side
        kwargs.setdefault("widget", FilesInput(attrs=_attrs(limits)))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [file for file in data or () if isinstance(file, UploadedFile)]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.limits.most_files:
            raise forms.ValidationError(
                f"These are too many files at once: choose {self.limits.most_files} at the most, "
                "and the others afterwards."
            )
        good, refused = [], []
        for file in files:
            try:
                good.append(looked_into(file, self.limits, longest_side=self.longest_side))
            except BadUpload as error:
                refused.append(f"{shown_name(file.name or '')}: {error}")
        return Uploads(tuple(good), tuple(refused))


def looked_into(file: UploadedFile, limits: Limits, *, longest_side: int | None = None) -> Upload:
    """Return a file that may come in, with what it is and its copy. Raises BadUpload."""
    # One byte more than allowed tells a file that is too large without reading it all.
    content = file.read(limits.most_bytes + 1)
    examined = examine(content, limits)
    copy = clean(content, examined.kind, longest_side=longest_side)
    return Upload(shown_name(file.name or ""), content, examined, copy)
