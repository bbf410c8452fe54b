"""Whether an inspector's file is what the portal made: each part by its hash, and the whole."""

from pathlib import Path

from governance.inspection.packing import FORMAT
from governance.models import Inspection
from packing.checking import BadBundle, check_parts

__all__ = ["BadBundle", "check_file"]


def check_file(path: Path) -> Inspection:
    """Return the record of an inspector's file that is as it was made. Raises BadBundle."""
    whole = check_parts(path, FORMAT)
    made = Inspection.objects.filter(sha256=whole).select_related("asked_by").first()
    if made is None:
        raise BadBundle(
            "Its parts fit its own list, but this portal has no record of making this file."
        )
    return made
