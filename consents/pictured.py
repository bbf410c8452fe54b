"""Whether one image of an event may be posted: what holds for the children in it (C2).

In words a deputy head could check: whoever asks has said who is in the image, or that nobody can be
recognised. If there may be no images of one child in it, for this use, the whole image is not
posted; nobody is told why. The permissions of the day on which it is looked at count, never those
of the day on which it was asked for.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Seen(StrEnum):
    CLEAR = "clear"
    NO_IMAGES = "no images"
    NOT_SAID = "not said"


def look_at(
    children: Collection[int],
    *,
    nobody: bool,
    purpose: str,
    holds: Mapping[tuple[int, str], bool],
) -> Seen:
    """Return how an image stands, of the children in it by key and the permissions that hold.

    A child of whom nothing is known may not be pictured.
    """
    if not children:
        return Seen.CLEAR if nobody else Seen.NOT_SAID
    if all(holds.get((child, purpose), False) for child in children):
        return Seen.CLEAR
    return Seen.NO_IMAGES
