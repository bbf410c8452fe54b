"""The code on a receipt: drawn from everything that a sign-off says, so that it can be checked.

Whoever holds a receipt quotes its code. The portal finds the sign-off by it, draws the code again
from what the row says today, and compares: a row in which one letter was changed no longer gives
its own code. The salt, random and kept with the row, makes a code impossible to guess.
"""

import base64
import hashlib
import json
import secrets
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acknowledgements.models import Acknowledgement

CODE_LETTERS = 25  # 125 bits
GROUP = 5


def new_salt() -> str:
    return secrets.token_hex(16)


def digest_of(signed: "Acknowledgement") -> str:
    """Return the SHA-256 (hex) over all that a sign-off says, its salt included."""
    content = {
        "person": signed.person_id,
        "capacity": signed.capacity,
        "version": signed.version_id,
        "child": signed.child_id,
        "text_sha256": signed.text_sha256,
        "sentence": signed.sentence,
        "points": signed.points,
        "typed_name": signed.typed_name,
        "signed_at": signed.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "dated_on": str(signed.dated_on or ""),
        "method": signed.method,
        "recorded_by": signed.recorded_by_id,
        "meeting": signed.meeting_id,
        "scan": signed.scan_id,
        "salt": signed.receipt_salt,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def code_of(signed: "Acknowledgement") -> str:
    """Return the receipt's code as it is stored: 25 letters and figures, without gaps."""
    return code_from(digest_of(signed))


def code_from(digest: str) -> str:
    """Return the code that belongs to a digest in hex."""
    return base64.b32encode(bytes.fromhex(digest)).decode()[:CODE_LETTERS]


def is_whole(code: str) -> bool:
    """Tell whether this can be a receipt's code, as it is stored."""
    return len(code) == CODE_LETTERS and set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def initials(name: str) -> str:
    """Return what a public page says of a receipt's holder: "P. P." for Pat Parker."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def in_groups(code: str) -> str:
    """Return a code as people read it: ABCDE-FGHIJ-…"""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def tidy(written: str) -> str:
    """Return a code as it is stored, however it was typed. No code has a 0, 1 or 8 in it."""
    letters = "".join(sign for sign in written.upper() if sign.isalnum())
    return letters.translate(str.maketrans("018", "OIB"))
