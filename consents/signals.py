"""What this room does when children, parents and what ties them change."""

from typing import Any

from consents.actions import bring_asking_up_to_date, open_for_those_no_longer_asked
from consents.actions.photos import end_what_may_not_stand
from school.models import Person


def when_people_changed(*, by: Person | None = None, **kwargs: Any) -> None:
    """Ask newcomers; take down what was allowed by somebody whose answer no longer counts."""
    bring_asking_up_to_date()
    open_for_those_no_longer_asked(by=by)
    end_what_may_not_stand(by=by)
