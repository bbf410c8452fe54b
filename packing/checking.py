"""Whether a packed file is whole: each part there, as its manifest says, and nothing besides."""

import hashlib
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

from packing.zips import MANIFEST

A_BLOCK = 1024 * 1024
MOST_MANIFEST = 5 * A_BLOCK
MOST_NAMED = 10
CANNOT_OPEN = "This is no such file, or it is damaged: it cannot be opened."


class BadBundle(Exception):
    """A file is not what the portal made; the sentence names each part that is not as it was."""


def check_parts(path: Path, form: str) -> str:
    """Return the SHA-256 of a file of this form whose every part is as it was made.

    Raises BadBundle.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            _check_parts(packed, form)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        raise BadBundle(CANNOT_OPEN) from None


def _check_parts(packed: zipfile.ZipFile, form: str) -> None:
    names = [entry.filename for entry in packed.infolist() if entry.filename != MANIFEST]
    listed = _listed(packed, form)
    held = set(names)
    faults = [
        ("twice in it", {name for name in held if names.count(name) > 1}),
        ("in it, but not in its list", held - set(listed)),
        ("in its list, but missing", set(listed) - held),
        ("changed: not what its SHA-256 is of", _changed(packed, listed, held)),
    ]
    if said := [f"{_named(found)}: {words}." for words, found in faults if found]:
        raise BadBundle(" ".join(said))


def _changed(
    packed: zipfile.ZipFile, listed: dict[str, dict[str, Any]], held: set[str]
) -> set[str]:
    return {
        name
        for name, entry in listed.items()
        if name in held and _digest(packed, name, entry["bytes"]) != entry["sha256"]
    }


def _named(found: set[str]) -> str:
    """Return the names of some files, in one line whatever they are called."""
    shown = ", ".join(repr(name) for name in sorted(found)[:MOST_NAMED])
    more = len(found) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _listed(packed: zipfile.ZipFile, form: str) -> dict[str, dict[str, Any]]:
    try:
        if packed.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise ValueError
        manifest = json.loads(packed.read(MANIFEST))
        if manifest["format"] != form:
            raise ValueError
        return {
            str(entry["path"]): {"bytes": int(entry["bytes"]), "sha256": str(entry["sha256"])}
            for entry in manifest["files"]
        }
    except (KeyError, ValueError, TypeError, AttributeError):
        raise BadBundle("It has no list of its files that can be read (manifest.json).") from None


def _digest(packed: zipfile.ZipFile, name: str, size: int) -> str:
    """Return the hash of one part, without unpacking more than its list says it holds."""
    digest, read = hashlib.sha256(), 0
    try:
        with packed.open(name) as part:
            while block := part.read(A_BLOCK):
                read += len(block)
                if read > size:
                    return ""
                digest.update(block)
    except (EOFError, zipfile.BadZipFile, zlib.error):
        return ""  # its bytes do not even fit the ZIP's own checksum
    return digest.hexdigest()
