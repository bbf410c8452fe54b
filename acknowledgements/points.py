"""The points that somebody confirms one by one before they sign (A11, M9)."""

from acknowledgements.audience import is_for_staff_in_particular
from acknowledgements.models import Capacity
from policies.models import Section, Version


def sections_to_confirm(version: Version, capacity: str) -> list[Section]:
    """Return the sections that are confirmed point by point in this capacity: for staff, theirs."""
    if capacity != Capacity.STAFF:
        return []
    return [
        section
        for section in version.sections.prefetch_related("clauses")
        if is_for_staff_in_particular(section.audiences, version.audiences)
    ]


def points_to_confirm(version: Version, capacity: str) -> list[str]:
    """Return the numbers of those points, in the order in which they are read."""
    sections = sections_to_confirm(version, capacity)
    return [clause.number for section in sections for clause in section.clauses.all()]
