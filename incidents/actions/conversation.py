"""What the school and the reporter write to each other, and the team's own notes (I12)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from audit import chain
from incidents import permissions
from incidents.actions import handover
from incidents.models import (
    FROM_REPORTER,
    TO_REPORTER,
    Case,
    CaseEntry,
    EntryKind,
    Visibility,
)
from school.access import NotAllowed, require
from school.errors import DomainError
from school.models import Person

A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)
MESSAGES_AN_HOUR = 20


@transaction.atomic
def write_to_reporter(*, case: Case, by: Person, words: str) -> CaseEntry:
    """Write to whoever reported it; they read it on their own page of the report."""
    case = handover.locked(case)
    require(permissions.can_write_to_reporter(by, case))
    entry = _message(case, by=by, title=TO_REPORTER, words=words)
    event = chain.record("incidents.message.written", by=by, on=case)
    handover.tell_reporter(case, template="report_news", once=f"report-news:{event.sequence}")
    return entry


@transaction.atomic
def reply_as_reporter(*, case: Case, by: Person | None, words: str) -> CaseEntry:
    """Keep what the reporter adds, and tell the handlers.

    `by` is the reporter's account, or None for somebody who came with the follow-up code: an
    anonymous reporter stays so, even when signed in. The same words twice within a minute, with no
    message of the school between them, are one: a button pressed twice, where no script swallows
    it.
    """
    case = handover.locked(case)
    if case.report.reporter != by:
        raise NotAllowed("Only whoever told us can add to this.")
    if entry := _said_a_moment_ago(case, words):
        return entry
    _require_a_pause(case)
    entry = _message(case, by=by, title=FROM_REPORTER, words=words)
    event = chain.record("incidents.message.received", by=by, on=case)
    handover.tell_team(case, event)
    return entry


@transaction.atomic
def add_note(*, case: Case, by: Person, words: str, visibility: str = Visibility.TEAM) -> CaseEntry:
    """Keep a note for those who handle the case, or for nobody but whoever writes it.

    An own note stays its author's: no successor reads it, no export carries it.
    """
    case = handover.locked(case)
    require(permissions.can_add_note(by, case))
    _require_words(words)
    if visibility not in (Visibility.TEAM, Visibility.OWN):
        raise DomainError("A note is for the team or for yourself. To the reporter, write.")
    entry = handover.add_entry(
        case, by=by, title="Note", words=words, kind=EntryKind.NOTE, visibility=visibility
    )
    chain.record("incidents.note.added", by=by, on=case, visibility=str(visibility))
    return entry


def _message(case: Case, *, by: Person | None, title: str, words: str) -> CaseEntry:
    _require_words(words)
    return handover.add_entry(
        case,
        by=by,
        title=title,
        words=words,
        kind=EntryKind.MESSAGE,
        visibility=Visibility.REPORTER,
    )


def _said_a_moment_ago(case: Case, words: str) -> CaseEntry | None:
    """Return the message that the same press brought, unless the school wrote in between.

    Two questions of the school may both be answered with "Yes".
    """
    said = case.entries.filter(kind=EntryKind.MESSAGE, at__gt=timezone.now() - A_MINUTE)
    last = said.order_by("at", "pk").last()
    return last if last and last.is_from_reporter and last.words == words else None


def _require_a_pause(case: Case) -> None:
    """Hold back a flood: a person writes this often only when it is urgent, and then calls."""
    since = timezone.now() - AN_HOUR
    written = case.entries.filter(kind=EntryKind.MESSAGE, title=FROM_REPORTER, at__gt=since)
    if written.count() >= MESSAGES_AN_HOUR:
        raise DomainError(
            "You wrote many messages in one hour. Please wait a little, and send this one then. If "
            "it cannot wait, call the school; if a child is in danger, call 999."
        )


def _require_words(words: str) -> None:
    if not words.strip():
        raise DomainError("Write something first.")
