"""The class whose children a page shows."""

from school.models import SchoolClass


def class_of(chosen: str | None) -> SchoolClass | None:
    """Return the class that was chosen: at first the first, and none where that was chosen."""
    if chosen is None:
        return SchoolClass.objects.first()
    return SchoolClass.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
