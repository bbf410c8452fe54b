"""From the bytes of a file to its lines, or one sentence saying why not.

A file is refused when it is larger than 5 MB, empty, or of no kind that is read here. What kind
it is, its content tells: Word, OpenDocument and PDF files are known by their first bytes and
parts, whatever they are called. Text may be in UTF-8, in UTF-16 with its mark, or as older
Windows programs write it. To read a further kind, write a module that turns its bytes into lines
and enter it in READERS.
"""

from collections.abc import Callable
from pathlib import PurePath

from charset_normalizer import from_bytes

from .docx import read_docx
from .errors import UnreadableDocument
from .lines import CONTROLS, UNREADABLE_SIGN, Line
from .odt import read_odt
from .paragraphs import TOO_LONG
from .pdf import read_pdf
from .plain import lines_of_markdown, lines_of_text
from .zipped import DAMAGED, LOCKED, SAVE_AGAIN, kind_of_archive

MAX_BYTES = 5_000_000
MOST_LINES = 30_000

Reader = Callable[[bytes], list[Line]]

SAVE_AS_WORD = (
    "open it in the program that made it, save it as a Word document (.docx) and choose that file."
)
REFUSED = {
    "doc": f"A Word document of the older kind (.doc) cannot be read: {SAVE_AS_WORD}",
    "rtf": f"A rich text file (.rtf) cannot be read: {SAVE_AS_WORD}",
    "pages": f"A Pages document cannot be read: {SAVE_AS_WORD}",
    "office": (
        "A spreadsheet or presentation cannot be read: copy its text into a new document and "
        "choose that."
    ),
    "html": "A web page cannot be read: copy its text into a new document and choose that.",
    "zip": "A compressed file cannot be read: unpack it and choose the policy's document in it.",
    "picture": "A picture cannot be read: choose the document that it was made from.",
    "locked": LOCKED,
    "damaged": DAMAGED,
}
# What a file with this name has to hold; under any other name it may be text.
NAMED = {
    "docx": "a Word document (.docx)",
    "doc": "a Word document (.doc)",
    "odt": "an OpenDocument text (.odt)",
    "pdf": "a PDF",
    "rtf": "a rich text file (.rtf)",
    "pages": "a Pages document",
    "zip": "a compressed file",
    "picture": "a picture",
}

KIND_BY_EXTENSION = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".odt": "odt",
    ".pdf": "pdf",
    ".rtf": "rtf",
    ".pages": "pages",
    ".html": "html",
    ".htm": "html",
    ".zip": "zip",
    ".png": "picture",
    ".jpg": "picture",
    ".jpeg": "picture",
}

FIRST_BYTES = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
)

WEB_PAGE = (b"<!doctype html", b"<html", b"\xef\xbb\xbf<!doctype html", b"\xef\xbb\xbf<html")

# An office document with a password is wrapped in the older format, under this name.
WRAPPED = "EncryptedPackage".encode("utf-16-le")

# The longer marks first: that of UTF-32 begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# One control character in two hundred is an accident.
TOLERATED = 200


def read_lines(data: bytes, *, name: str) -> list[Line]:
    """The lines of the document, read as its kind is read; UnreadableDocument if they cannot be."""
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(
            "This document is larger than 5 MB, more than the text of a policy needs: "
            "save only its text as plain text (.txt) and choose that file."
        )
    if not data:
        raise UnreadableDocument("This document is empty: choose the file that holds the policy.")
    kind = kind_of(data, name)
    if kind not in READERS:
        raise UnreadableDocument(REFUSED[kind])
    lines = READERS[kind](data)
    if len(lines) > MOST_LINES:
        raise UnreadableDocument(TOO_LONG)
    if not any(character.isalnum() for line in lines for character in line.text):
        raise UnreadableDocument(
            "This document is empty but for spaces and signs: choose the file that holds the "
            "words of the policy."
        )
    return lines


def kind_of(data: bytes, name: str) -> str:
    """What kind of file this is: its content tells; its name only where that may be text."""
    by_name = KIND_BY_EXTENSION.get(PurePath(name).suffix.lower(), "text")
    by_content = next((kind for first, kind in FIRST_BYTES if data.startswith(first)), None)
    if by_content == "zip":
        return kind_of_archive(data) or _kind_of_unknown_archive(by_name)
    if by_content == "doc" and WRAPPED in data:
        return "locked"
    if by_content is None and data[:1000].lstrip().lower().startswith(WEB_PAGE):
        return "html"
    if by_content is None and by_name in NAMED:
        raise UnreadableDocument(
            f"This file is named as {NAMED[by_name]} but is none, so it may be damaged: "
            f"{SAVE_AGAIN}"
        )
    return by_content or by_name


def _kind_of_unknown_archive(by_name: str) -> str:
    if by_name in {"docx", "odt"}:
        return "damaged"
    return "pages" if by_name == "pages" else "zip"


def decode(data: bytes) -> str:
    """The text that these bytes stand for, or UnreadableDocument."""
    text = _decoded(data)
    strange = sum(1 for _ in CONTROLS.finditer(text))
    if "\x00" in text or strange * TOLERATED > len(text):
        raise UnreadableDocument(
            "This file holds control characters that text does not have, so it is not a text "
            "file: open it in the program that made it and save it as plain text (.txt)."
        )
    return CONTROLS.sub(UNREADABLE_SIGN, text)


def _decoded(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Every byte means something in cp1252, so the library judges whether the result is prose.
    guess = from_bytes(data, cp_isolation=["utf_8", "cp1252"]).best()
    if guess is None:
        raise _undecodable()
    return _strictly(data, guess.encoding)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _undecodable() from None


def _undecodable() -> UnreadableDocument:
    return UnreadableDocument(
        "The letters of this file cannot be made out: open it in the program that made it and "
        "save it as plain text (.txt) with the encoding UTF-8."
    )


def _read_text(data: bytes) -> list[Line]:
    return lines_of_text(decode(data).removeprefix("\ufeff").rstrip("\x1a"))


def _read_markdown(data: bytes) -> list[Line]:
    return lines_of_markdown(decode(data).removeprefix("\ufeff").rstrip("\x1a"))


READERS: dict[str, Reader] = {
    "text": _read_text,
    "markdown": _read_markdown,
    "docx": read_docx,
    "odt": read_odt,
    "pdf": read_pdf,
}
