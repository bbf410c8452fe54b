"""Whether a case file is what the portal made: each file by its hash, and the whole of it (I16)."""

from pathlib import Path

from incidents.casefile.packing import FORMAT
from incidents.models import Bundle
from packing.checking import BadBundle, check_parts

__all__ = ["BadBundle", "check_file"]


def check_file(path: Path) -> Bundle:
    """Return the record of a case file whose every part is as it was made. Raises BadBundle."""
    whole = check_parts(path, FORMAT)
    bundle = Bundle.objects.filter(sha256=whole).select_related("case").first()
    if bundle is None:
        raise BadBundle(
            "Its parts fit its own list, but this portal has no record of making this file."
        )
    return bundle
