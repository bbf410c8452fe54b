"""The zip archive that a Word or OpenDocument file is, opened with care.

Its sizes are checked before anything is unpacked, and only the parts that are asked for are.
XML with a document type is refused: neither format has one, and it is the way to pull in other
files or to blow a small file up.
"""

import io
import struct
import zlib
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from .errors import UnreadableDocument

MOST_PARTS = 2_000
MOST_UNPACKED = 60_000_000
LONGEST_XML = 12_000_000
MOST_TIMES_PACKED = 100
SMALL = 1_000_000  # a file this small harms nobody, however well it was packed
ENCRYPTED = 0x1

SAVE_AGAIN = "open it in the program that made it, save it again and choose that file."
DAMAGED = f"This document is damaged or cut short: {SAVE_AGAIN}"
LOCKED = (
    "This document is locked with a password: open it, save it without the password and choose "
    "that file."
)
TOO_LARGE = (
    "This document unpacks to far more than the text of a policy needs: copy only its text into "
    "a new document and choose that."
)
DECLARES = (
    "This document holds XML declarations that no word processor writes, so it was not read: "
    "copy its text into a new document and choose that."
)
MACROS = (
    "This document holds macros, small programs that a policy does not need: save it as a "
    "document without macros (.docx or .odt) and choose that file."
)
FAULTS = (
    BadZipFile, zlib.error, struct.error, LZMAError, EOFError, NotImplementedError, RuntimeError,
    OSError, OverflowError, ValueError,
)  # fmt: skip


class Archive:
    """The parts of a zipped document by their names; UnreadableDocument if it is not safe."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(io.BytesIO(data))
        except FAULTS:
            raise UnreadableDocument(DAMAGED) from None
        parts = self._zip.infolist()
        if _is_too_large(parts):
            raise UnreadableDocument(TOO_LARGE)
        if any(part.flag_bits & ENCRYPTED for part in parts):
            raise UnreadableDocument(LOCKED)
        self.names = frozenset(part.filename for part in parts)

    def read(self, name: str) -> bytes:
        """The content of a part; no more of it is unpacked than its entry says it holds."""
        if name not in self.names:
            return b""
        if self._zip.getinfo(name).file_size > LONGEST_XML:
            raise UnreadableDocument(TOO_LARGE)
        try:
            return self._zip.read(name)
        except FAULTS:
            raise UnreadableDocument(DAMAGED) from None

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part, None if there is no such part."""
        if name not in self.names:
            return None
        # Of no use to two documents, and made anew so that threads never share one.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError:
            raise UnreadableDocument(DAMAGED) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableDocument(DECLARES)
        return root


def kind_of_archive(data: bytes) -> str | None:
    """Which kind of document a zip file is, as its parts tell; None if they do not."""
    try:
        names = ZipFile(io.BytesIO(data)).namelist()
    except FAULTS:
        return None
    folders = {name.partition("/")[0] for name in names}
    if "word" in folders:
        return "docx"
    if folders & {"xl", "ppt"}:
        return "office"
    if "content.xml" in folders or "encrypted-package" in folders:
        return _kind_of_opendocument(data)
    return "pages" if "Index/Document.iwa" in names else None


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of this name, or what is reached by a path of names."""
    for name in path:
        if element is None:
            return None
        element = next((below for below in element if local(below) == name), None)
    return element


def attribute(element: etree._Element | None, name: str) -> str:
    """The value of an attribute, whatever its namespace; "" if there is none."""
    if element is None:
        return ""
    found = (value for key, value in element.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))


def _is_too_large(parts: list[ZipInfo]) -> bool:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    blown_up = unpacked > SMALL and unpacked > packed * MOST_TIMES_PACKED
    return len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or blown_up


def _kind_of_opendocument(data: bytes) -> str:
    kind = Archive(data).read("mimetype").decode("ascii", "replace").strip()
    other = kind.startswith("application/vnd.oasis.opendocument.") and ".text" not in kind
    return "office" if other else "odt"
