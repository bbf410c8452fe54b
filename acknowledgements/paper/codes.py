"""The code on a slip: short, without letters that look like another, and with a check at its end.

Eight signs out of nineteen, the last drawn from the seven before it: no single wrong letter and no
two that changed places give another slip's code, so a slip typed in wrongly never finds somebody
else. It is no secret: only the office, the deputy and the Headteacher have anywhere to enter it.
"""

import secrets

# No vowels, so that no word comes about; no 0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V.
SIGNS = "CDFHJKMNPRTWXY34679"
DRAWN = 7


def new_code() -> str:
    drawn = "".join(secrets.choice(SIGNS) for _ in range(DRAWN))
    return drawn + _check(drawn)


def is_whole(code: str) -> bool:
    """Tell whether a code can be one of ours: whatever was misread on the way, it no longer is."""
    known = len(code) == DRAWN + 1 and set(code) <= set(SIGNS)
    return known and code[-1] == _check(code[:-1])


def tidy(written: str) -> str:
    """Return a code as it is stored, however it was typed or scanned."""
    return "".join(sign for sign in written.upper() if sign.isalnum())


def in_groups(code: str) -> str:
    """Return a code as people read it: KHTP-39XM."""
    return f"{code[:4]}-{code[4:]}"


def _check(drawn: str) -> str:
    # Weights that differ, over a prime: one wrong sign, or two in each other's place, changes it.
    return SIGNS[sum(w * SIGNS.index(sign) for w, sign in enumerate(drawn, 2)) % len(SIGNS)]
