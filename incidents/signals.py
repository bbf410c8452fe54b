"""What this room does when somebody signs out, when the calendar or a post of the school changes,
and before a message about a case leaves."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from incidents import tasks
from incidents.actions import fit_to_calendar
from incidents.drafts import Draft
from incidents.letters import may_leave
from notifications import outbox
from notifications.models import Message


def when_signed_out(*, request: HttpRequest, **kwargs: Any) -> None:
    """Leave no half-written report on a shared device to whoever comes next."""
    Draft(request).forget()


def when_calendar_changed(**kwargs: Any) -> None:
    """Move deadlines that are counted in school days: later if anything (I10)."""
    fit_to_calendar()


def when_posts_changed(**kwargs: Any) -> None:
    """See at once whether a case is left with nobody, once the new posts are written (I3)."""
    transaction.on_commit(lambda: outbox.ring(tasks.pass_on_unattended))


def when_about_to_leave(*, message: Message, **kwargs: Any) -> bool:
    """Keep back a message about a case to somebody who may not know of it any more (I4)."""
    return may_leave(message)
