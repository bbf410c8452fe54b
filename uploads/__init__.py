"""Files that people bring: what each really is, whether it may come in, and a copy safe to show.

`examine` decides from the content alone and takes no time; `clean` makes the copy that viewers get,
in a program of its own. The original is for whoever calls to keep, sealed, beside its SHA-256.
Both raise BadUpload, whose sentence says to a person what is wrong and what to do.
"""

from uploads.errors import BadUpload
from uploads.examining import Examined, examine, examine_all
from uploads.kinds import IMAGES, Kind, Limits
from uploads.making import Copy, clean

__all__ = [
    "IMAGES",
    "BadUpload",
    "Copy",
    "Examined",
    "Kind",
    "Limits",
    "clean",
    "examine",
    "examine_all",
]
