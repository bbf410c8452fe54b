"""The points that somebody confirms one by one before they sign (A11, M9)."""

from acknowledgements.models import Capacity
from policies.models import Audience, Version


def points_to_confirm(version: Version, capacity: str) -> list[str]:
    """Return the numbers of those points, in the order in which they are read."""
    if capacity != Capacity.STAFF:
        return []
    sections = version.sections.prefetch_related("clauses")
    own = [section for section in sections if section.audiences == [Audience.STAFF]]
    return [clause.number for section in own for clause in section.clauses.all()]
