"""Whether a case file is what the portal made: each file by its hash, and the whole of it (I16)."""

import hashlib
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

from incidents.casefile.packing import FORMAT, MANIFEST
from incidents.models import Bundle

A_BLOCK = 1024 * 1024
MOST_MANIFEST = 5 * A_BLOCK


class BadBundle(Exception):
    """A file is not what the portal made; the sentence says what is wrong with it first."""


def check_file(path: Path) -> Bundle:
    """Return the record of a case file whose every part is as it was made. Raises BadBundle."""
    try:
        with zipfile.ZipFile(path) as packed:
            _check_parts(packed)
        with path.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        raise BadBundle("This is no case file, or it is damaged: it cannot be opened.") from None
    bundle = Bundle.objects.filter(sha256=whole).select_related("case").first()
    if bundle is None:
        raise BadBundle(
            "Its parts fit its own list, but this portal has no record of making this file."
        )
    return bundle


def _check_parts(packed: zipfile.ZipFile) -> None:
    names = [entry.filename for entry in packed.infolist() if entry.filename != MANIFEST]
    if len(names) != len(set(names)):
        raise BadBundle("It holds two files of the same name.")
    listed = _listed(packed)
    if extra := sorted(set(names) - set(listed)):
        raise BadBundle(f"{extra[0]!r} is in it, but not in its list.")
    for name, entry in listed.items():
        if name not in names:
            raise BadBundle(f"{name!r} is in its list, but missing.")
        if _digest(packed, name, int(entry["bytes"])) != entry["sha256"]:
            raise BadBundle(f"{name!r} was changed: it does not fit its SHA-256.")


def _listed(packed: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    try:
        if packed.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise ValueError
        manifest = json.loads(packed.read(MANIFEST))
        if manifest["format"] != FORMAT:
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
