"""What a file is, decided from its content: its name and what the browser says count for nothing.

Nothing is decoded here. Whatever looks like two kinds at once, or like a page that a browser would
run, is refused before anything opens it.
"""

import hashlib
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import filetype

from uploads.errors import BadUpload
from uploads.kinds import Kind, Limits

LOOKED_AT = 4096
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # no text has them, but for escape
BY_MEDIA_TYPE = {kind.media_type: kind for kind in Kind}
BY_MEDIA_TYPE |= {"image/heif": Kind.HEIC, "image/apng": Kind.PNG}
# The first signs of what a browser would take for a page, or a picture for a program.
MARKUP = re.compile(rb"<(!doctype|html|svg|\?xml|script|body|head|!--)")
PAGE_INSIDE = re.compile(rb"<(html|script|svg)")
OTHER_KINDS = {
    "docx": "a Word document. Save it as a PDF",
    "doc": "a Word document. Save it as a PDF",
    "odt": "an OpenDocument text. Save it as a PDF",
    "xlsx": "a spreadsheet. Save it as a PDF",
    "xls": "a spreadsheet. Save it as a PDF",
    "pptx": "a presentation. Save it as a PDF",
    "zip": "a packed folder (ZIP). Unpack it",
    "rar": "a packed folder. Unpack it",
    "7z": "a packed folder. Unpack it",
    "mp4": "a video. Take a picture of what matters in it",
    "mov": "a video. Take a picture of what matters in it",
    "webm": "a video. Take a picture of what matters in it",
    "tif": "a TIFF picture. Save it as JPEG or PDF",
    "bmp": "a BMP picture. Save it as JPEG or PNG",
    "exe": "a program, which can never be added. Look again",
    "elf": "a program, which can never be added. Look again",
}


@dataclass(frozen=True)
class Examined:
    """What a file was found to be, the SHA-256 (hex) of it as it came, and its size."""

    kind: Kind
    sha256: str
    size: int


def examine(content: bytes, limits: Limits) -> Examined:
    """Return what a file is. Raises BadUpload unless it is of an allowed kind and size."""
    if not content:
        raise BadUpload("This file is empty. Choose it again, or take a new picture.")
    if len(content) > limits.most_bytes:
        raise BadUpload(
            f"This file is larger than {limits.size_in_words}. Make it smaller, or take a picture "
            "with less detail."
        )
    kind = _kind(content, limits)
    if kind not in limits.kinds:
        raise BadUpload(f"This is {kind.label}. Choose {limits.in_words}.")
    _refuse_two_in_one(content, kind)
    return Examined(kind, hashlib.sha256(content).hexdigest(), len(content))


def examine_all(contents: Sequence[bytes], limits: Limits) -> list[Examined]:
    """Return what several files are, brought together. Raises BadUpload for the first bad one."""
    if len(contents) > limits.most_files:
        raise BadUpload(
            f"These are too many files at once: choose {limits.most_files} at the most."
        )
    return [examine(content, limits) for content in contents]


def _kind(content: bytes, limits: Limits) -> Kind:
    start = content[:LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    if MARKUP.match(start):
        raise BadUpload(
            "This is a web page or an SVG drawing, which can hide a program. Take a picture of it "
            f"(a screenshot) instead, and choose {limits.in_words}."
        )
    guessed = filetype.guess(content[:LOOKED_AT])
    if guessed is not None and guessed.mime in BY_MEDIA_TYPE:
        return BY_MEDIA_TYPE[guessed.mime]
    if guessed is not None:
        is_what = OTHER_KINDS.get(guessed.extension, "of a kind that cannot be added. Look again")
        raise BadUpload(f"This file is {is_what}, and choose {limits.in_words}.")
    if _is_text(content):
        return Kind.TEXT
    raise BadUpload(
        f"We cannot tell what this file is; it may be damaged. Choose {limits.in_words}."
    )


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # as Windows marks UTF-16
        return True
    return not CONTROLS.search(content)


def _refuse_two_in_one(content: bytes, kind: Kind) -> None:
    """Refuse what other programs would take for something else than we do."""
    if kind is Kind.TEXT:
        return
    pdf_inside = kind is not Kind.PDF and b"%PDF-" in content[:1024]
    page_inside = PAGE_INSIDE.search(content[:1024].lower())
    if pdf_inside or page_inside or zipfile.is_zipfile(BytesIO(content)):
        raise BadUpload(
            "This file is two kinds of file at once, which is how harmful files hide. Take a new "
            "picture, or print it to a PDF, and choose that."
        )
