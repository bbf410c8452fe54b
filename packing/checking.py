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
CANNOT_OPEN = "This is no such file, or it is damaged: it cannot be opened."


class BadBundle(Exception):
    """A file is not what the portal made; the sentence says what is wrong with it first."""


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
    if len(names) != len(set(names)):
        raise BadBundle("It holds two files of the same name.")
    listed = _listed(packed, form)
    if extra := sorted(set(names) - set(listed)):
        raise BadBundle(f"{extra[0]!r} is in it, but not in its list.")
    for name, entry in listed.items():
        if name not in names:
            raise BadBundle(f"{name!r} is in its list, but missing.")
        if _digest(packed, name, int(entry["bytes"])) != entry["sha256"]:
            raise BadBundle(f"{name!r} was changed: it does not fit its SHA-256.")


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
    with packed.open(name) as part:
        while block := part.read(A_BLOCK):
            read += len(block)
            if read > size:
                return ""
            digest.update(block)
    return digest.hexdigest()
