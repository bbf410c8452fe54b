"""What this room does when children, parents and what ties them change, and as letters leave."""

from typing import Any

from consents.actions import bring_asking_up_to_date, open_for_those_no_longer_asked
from consents.actions.photos import end_what_may_not_stand
from consents.actions.sharing import bring_shared_up_to_date
from consents.actions.sharing.settling import QUESTION
from consents.models import SharedQuestion
from notifications.models import Message
from school.models import Person


def when_people_changed(*, by: Person | None = None, **kwargs: Any) -> None:
    """Ask newcomers; take down what was allowed by somebody whose answer no longer counts."""
    bring_asking_up_to_date()
    open_for_those_no_longer_asked(by=by)
    end_what_may_not_stand(by=by)
    bring_shared_up_to_date()


def when_about_to_leave(*, message: Message, **kwargs: Any) -> bool:
    """Keep back a letter about other families' pictures that asks its reader nothing any more."""
    if message.template != QUESTION or message.recipient is None:
        return True
    return SharedQuestion.objects.to_answer().filter(person=message.recipient).exists()
