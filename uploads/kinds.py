"""The kinds of file that can come in, and how much of them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

MB = 1024 * 1024


class Kind(Enum):
    """A kind of file: its name for people, its media type, and how its name ends."""

    JPEG = ("a JPEG picture", "image/jpeg", ".jpg")
    PNG = ("a PNG picture", "image/png", ".png")
    GIF = ("a GIF picture", "image/gif", ".gif")
    WEBP = ("a WebP picture", "image/webp", ".webp")
    HEIC = ("an iPhone picture (HEIC)", "image/heic", ".heic")
    PDF = ("a PDF", "application/pdf", ".pdf")
    TEXT = ("a text file", "text/plain", ".txt")

    def __init__(self, label: str, media_type: str, ending: str) -> None:
        self.label, self.media_type, self.ending = label, media_type, ending


IMAGES = frozenset({Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.HEIC})


@dataclass(frozen=True)
class Limits:
    """What one place of the portal lets in: kinds, bytes of one file, files at a time."""

    kinds: Collection[Kind]
    most_bytes: int = 20 * MB
    most_files: int = 1

    @property
    def in_words(self) -> str:
        """Return what may be chosen, as the end of "Choose …"."""
        names = ["a picture (JPEG, PNG, HEIC, WebP or GIF)"] if IMAGES & set(self.kinds) else []
        names += [kind.label for kind in (Kind.PDF, Kind.TEXT) if kind in self.kinds]
        *most, last = names
        return f"{', '.join(most)} or {last}" if most else last

    @property
    def size_in_words(self) -> str:
        return f"{self.most_bytes // MB} MB"

    @property
    def accept(self) -> str:
        """Return the value of a file input's `accept`: a help for choosing, never a guard."""
        endings = sorted(kind.ending for kind in self.kinds)
        return ",".join([*endings, ".jpeg", ".heif"] if Kind.JPEG in self.kinds else endings)
