"""Files that people bring to a case, and what lies on the disk."""

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.actions import add_evidence
from incidents.limits import evidence_limits
from tests.uploads import nasty
from uploads.fields import looked_into

WORDS = b"They wrote this."


def a_file(content=WORDS, name="messages.txt"):
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def an_upload(content=WORDS, name="messages.txt"):
    """Return a file that was looked into, as a form gives it to an action."""
    return looked_into(a_file(content, name), evidence_limits())


def a_photo(name="IMG 0001.jpg"):
    return an_upload(nasty.jpeg(), name)


def a_piece(case, by, content=WORDS, name="messages.txt", **more):
    """Return one piece of evidence, added the real way by somebody who handles the case."""
    (piece,) = add_evidence(case=case, by=by, uploads=[an_upload(content, name)], **more)
    return piece


def on_disk():
    """Return every file that is kept of evidence."""
    folder = Path(settings.PORTAL_DATA) / "originals/evidence"
    return {path for path in folder.rglob("*") if path.is_file()}
