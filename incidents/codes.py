"""References and follow-up codes: random, easy to read out, forgiving to type.

Both use Crockford's base 32, which has no I, L, O or U. A reference names a case and says nothing
about how many there are. A follow-up code is a secret of 100 bits: only its hash is kept (I2).
"""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
CODE_LENGTH = 20
REFERENCE_LENGTH = 6


def new_code() -> str:
    """Return a fresh follow-up code, in groups of five."""
    return in_groups(_random(CODE_LENGTH), 5)


def new_reference() -> str:
    """Return a fresh reference, in groups of three."""
    return in_groups(_random(REFERENCE_LENGTH), 3)


def tidy(typed: str) -> str:
    """Return what was meant: without spaces and dashes, capitals, O for 0 and I or L for 1."""
    kept = "".join(sign for sign in typed.upper() if sign.isalnum())
    return kept.translate(LOOKS_LIKE)


def tidy_reference(typed: str) -> str:
    return in_groups(tidy(typed), 3)


def hash_code(typed: str) -> str:
    """Return the SHA-256 (hex) of a code, however it was typed."""
    return hashlib.sha256(tidy(typed).encode()).hexdigest()


def in_groups(text: str, size: int) -> str:
    return "-".join(text[start : start + size] for start in range(0, len(text), size))


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
