"""The copy of a file that viewers get: nothing in it but what is seen."""

import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from uploads.errors import BadUpload
from uploads.kinds import IMAGES, Kind

log = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("cleaning.py")
SECONDS = 40

# What the program's status means, in words for whoever brought the file.
TOO_LARGE = (
    "This file unpacks to more than we can show. Take a picture with less detail, or bring fewer "
    "pages."
)
SENTENCES = {
    3: "This file is damaged or was cut off. Choose it again, or take a new picture.",
    4: TOO_LARGE,
    5: "This PDF is locked with a password. Save it without the password, and choose that.",
}

# Each takes a core for a moment: those who bring files at once wait in line, and the pages do not.
_at_once = BoundedSemaphore(2)


@dataclass(frozen=True)
class Copy:
    """A cleaned copy, and what kind it is: pictures become JPEG, or PNG where they were."""

    content: bytes
    kind: Kind


def clean(content: bytes, kind: Kind, *, longest_side: int | None = None) -> Copy:
    """Return a copy made afresh from what a file shows; takes a second or two for a large picture.

    Of a picture only its points are left, upright: no place, camera, comment, colour profile or
    anything appended. Of a PDF only its pages: no script, attachment, form, link or description. Of
    a text only its lines. `kind` is what `examine` said; `longest_side`, in points, makes a small
    preview of a picture instead. Raises BadUpload.
    """
    side = [str(longest_side)] if longest_side and kind in IMAGES else []
    with _at_once:
        try:
            done = subprocess.run(  # noqa: S603 - our own program, and the file comes by its input
                [sys.executable, "-I", str(PROGRAM), kind.name, *side],
                input=content,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise BadUpload(TOO_LARGE) from None
    if done.returncode == 0:
        return Copy(done.stdout, _made_of(kind))
    if done.returncode not in SENTENCES:
        # It met a limit of time or memory, or the library fell over what the file holds.
        log.warning("A cleaned copy was not made: %s, status %s.", kind.name, done.returncode)
    raise BadUpload(SENTENCES.get(done.returncode, SENTENCES[3]))


def _made_of(kind: Kind) -> Kind:
    return kind if kind in (Kind.PNG, Kind.PDF, Kind.TEXT) else Kind.JPEG
