"""A picture whose form was not sent yet, so that a browser that forgets it loses nobody's work."""

import uuid

from django.conf import settings
from django.db import models

from uploads import Kind
from uploads.examining import Examined
from uploads.fields import Upload
from uploads.making import Copy


class HeldPicture(models.Model):
    """The small preview of a picture that somebody brought with a form that was refused.

    One for each person; whoever holds its key in their session has it back, until it is let go.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    preview = models.FileField(upload_to="held-pictures/")
    preview_kind = models.CharField(max_length=10)
    file_kind = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    kept_until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "A picture that was not sent yet"

    def as_upload(self) -> Upload:
        """Return it as if it were brought again; of the file itself only its print is left."""
        with self.preview.open("rb") as file:
            copy = Copy(file.read(), Kind[self.preview_kind])
        size = len(copy.content)
        return Upload("", b"", Examined(Kind[self.file_kind], self.sha256, size), copy)
