"""Whether a service was plainly approved for something other than posting pictures (C2, C4).

A service is approved for one purpose, written in somebody's own words. Where those words speak
neither of pictures nor of showing or publishing something, whoever decides is told to look twice.
Nothing follows from it: words can say a thing in many ways, and a person decides.
"""

import re

# Beginnings of words: "photo" is in "photos" and "photographs" as well.
SPEAKS_OF_POSTING = re.compile(
    r"\b(pictur|photo|imag|video|film|galler|post|publi|social|media|news|blog|web|announc|celebrat"
    r"|show|event)",
    re.IGNORECASE,
)


def is_plainly_for_something_else(purpose: str) -> bool:
    """Tell whether nothing in what a service was approved for speaks of posting pictures."""
    return SPEAKS_OF_POSTING.search(purpose) is None
