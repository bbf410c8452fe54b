"""What this room does when policies are published or withdrawn, and when people change."""

from typing import Any

from acknowledgements.actions import bring_up_to_date, follow_publication
from policies.models import Version
from school.models import Person


def when_published(*, version: Version, by: Person, **kwargs: Any) -> None:
    """Ask for signatures where this version needs them (P5)."""
    follow_publication(version=version, by=by)


def when_asking_may_change(*, by: Person | None = None, **kwargs: Any) -> None:
    """Ask newcomers and stop asking leavers; stop asking anybody for a version withdrawn."""
    bring_up_to_date(by=by)
