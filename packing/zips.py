"""Packing a ZIP with the SHA-256 of each file in its manifest."""

import hashlib
import json
import zipfile
from datetime import datetime
from typing import IO, Any

MANIFEST = "manifest.json"


class Packer:
    """Adds files to a ZIP one by one, and writes down each one's hash."""

    def __init__(self, out: IO[bytes], made_at: datetime) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._day = made_at.timetuple()[:6]
        self.files: list[dict[str, Any]] = []

    def add(self, name: str, content: bytes) -> None:
        self._write(name, content)
        digest = hashlib.sha256(content).hexdigest()
        self.files.append({"path": name, "bytes": len(content), "sha256": digest})

    def close(self, about: dict[str, Any]) -> None:
        self._write(MANIFEST, as_json(about | {"files": self.files}))
        self._zip.close()

    def _write(self, name: str, content: bytes) -> None:
        info = zipfile.ZipInfo(name, (*self._day,))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        self._zip.writestr(info, content)


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
