"""What a file was called, made safe to show. It is shown to people, and never used as a path."""

import re
import unicodedata

LONGEST_NAME = 120
NAMELESS = "file without a name"
# Signs that are not seen, or that turn the words around them: categories of Unicode.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def shown_name(given: str) -> str:
    """Return the last part of a name, in any script, on one line, without signs that hide others.

    Of a name that is too long the end stays, for it says what the file is.
    """
    last = re.split(r"[/\\]", given)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in UNSEEN)
    tidy = " ".join(seen.split()).strip(". ")
    if len(tidy) > LONGEST_NAME:
        tidy = "…" + tidy[1 - LONGEST_NAME :]
    return tidy or NAMELESS
