"""A reporter asks to have a closed case looked at again; somebody who did not decide it does (I14).

The rule of who that is stands in `incidents/reviewing.py`.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from audit import chain
from incidents import clocks, permissions, placing, reviewing
from incidents.actions import handover
from incidents.actions.steps import open_again
from incidents.clocks import Allowance
from incidents.models import Case, CaseSettings, ReviewRequest
from notifications import outbox
from school.access import YES, NotAllowed, Verdict, no, require
from school.errors import DomainError, WrongState
from school.models import Person
from school.terms import school_calendar

ASKED = "The person who told us asked to have it looked at again"
STANDS, OPENED = "Looked at again: the outcome stands", "Looked at again: opened again"


def ask_until(case: Case) -> date | None:
    """Return the last day on which its reporter may ask; None while it is open."""
    if case.closed_at is None:
        return None
    closed_on = timezone.localdate(case.closed_at)
    return school_calendar().add_school_days(closed_on, reviewing.SCHOOL_DAYS_TO_ASK)


def can_ask_for_review(case: Case, today: date) -> Verdict:
    """Say whether the reporter may ask now, and if not, why."""
    if ReviewRequest.objects.filter(case=case).exists():
        return no("You have asked us to look at it again. This can be asked once.")
    last = ask_until(case)
    if last is None:
        return no("We have not finished looking into it yet.")
    if today > last:
        days = reviewing.SCHOOL_DAYS_TO_ASK
        return no(f"You could ask us to look at it again for {days} school days. They are over.")
    return YES


@transaction.atomic
def ask_for_review(*, case: Case, by: Person | None, words: str) -> ReviewRequest:
    """Keep the reporter's request, and tell whoever looks at it.

    `by` is the reporter's account, or None for somebody who came with the follow-up code.
    """
    case = handover.locked(case)
    if case.report.reporter != by:
        raise NotAllowed("Only whoever told us can ask for this.")
    if not (verdict := can_ask_for_review(case, timezone.localdate())):
        raise WrongState(verdict.reason)
    if not words.strip():
        raise DomainError("Say why you would like us to look at it again.")
    now = timezone.now()
    who = placing.reviewer(case)
    review = ReviewRequest.objects.create(
        case=case,
        asked_at=now,
        words=words,
        role=who.role,
        nobody_else=who.nobody_else,
        due_at=_due_at(now),
    )
    handover.add_entry(case, by=by, title=ASKED, words=words)
    event = chain.record("incidents.review.asked", by=by, on=case, role=who.role)
    handover.tell(case.looking_again(), case, once=f"review-asked:{event.sequence}")
    return review


@transaction.atomic
def decide_review(*, case: Case, by: Person, upheld: bool, answer: str, why: str = "") -> Case:
    """Say that the outcome stands, or open the case again; the reporter reads the answer.

    `why` is for those who handle it: needed where the case is opened again.
    """
    case = handover.locked(case)
    require(permissions.can_decide_review(by, case))
    review = ReviewRequest.objects.select_for_update().get(case=case)
    if not answer.strip():
        raise DomainError("Write what the person who told us will read.")
    if not upheld and not why.strip():
        raise DomainError("Say why it is opened again.")
    review.decided_at, review.decided_by = timezone.now(), by
    review.upheld, review.answer = upheld, answer
    review.save()
    title = STANDS if upheld else OPENED
    handover.add_entry(case, by=by, title=title, words=why)
    if not upheld:
        told_before = handover.team_of(case)
        open_again(case, by=by, why=why)
        handover.move_if_needed(case, told_before=told_before - _handlers(case, but=by))
    event = chain.record("incidents.review.decided", by=by, on=case, upheld=upheld)
    handover.tell_reporter(case, template="report_news", once=f"review-decided:{event.sequence}")
    return case


def fit(case: Case) -> None:
    """See that a request that waits is with somebody who may answer it, when somebody was named
    in its case or stepped back from it. The case is held under lock.
    """
    review = ReviewRequest.objects.undecided().filter(case=case).first()
    if review is not None:
        _passed_on(case, review, always=True)


def keep_reviews(*, now: datetime | None = None) -> int:
    """Pass on each review that nobody is free for, and nudge where one is late; return how many.

    Run every few minutes by beat. Safe to run again, and by several workers.
    """
    now = now or timezone.now()
    waiting = Case.objects.filter(pk__in=ReviewRequest.objects.undecided().values("case_id"))
    return sum(_keep(case, now) for case in waiting.only("pk"))


@transaction.atomic
def _keep(case: Case, now: datetime) -> bool:
    case = handover.locked(case)
    review = ReviewRequest.objects.undecided().filter(case=case).first()
    if review is None:
        return False
    return _passed_on(case, review) or _nudged(case, review, now)


def _passed_on(case: Case, review: ReviewRequest, *, always: bool = False) -> bool:
    if not always and case.looking_again().exists() and not review.nobody_else:
        return False
    who = placing.reviewer(case)
    if (who.role, who.nobody_else) == (review.role, review.nobody_else):
        return False
    review.role, review.nobody_else = who
    review.save()
    event = chain.record("incidents.review.passed_on", on=case, role=who.role)
    handover.tell(case.looking_again(), case, once=f"review-passed:{event.sequence}")
    return True


def _nudged(case: Case, review: ReviewRequest, now: datetime) -> bool:
    """Nudge once each school day while it is late."""
    today = timezone.localdate(now)
    if review.due_at > now or not school_calendar().is_school_day(today):
        return False
    if review.nudged_at and timezone.localdate(review.nudged_at) == today:
        return False
    review.nudged_at = now
    review.save()
    event = chain.record("incidents.review.late", on=case)
    for person in case.looking_again():
        outbox.enqueue(
            to=person,
            template="case_late",
            context={"path": case.get_absolute_url()},
            once=f"review-late:{event.sequence}:{person.pk}",
        )
    return True


def _due_at(now: datetime) -> datetime:
    allowance = Allowance(school_days=CaseSettings.current().decide_days)
    return clocks.due_at(timezone.localtime(now), allowance, school_calendar())


def _handlers(case: Case, *, but: Person) -> set[int]:
    return set(case.handlers().exclude(pk=but.pk).values_list("pk", flat=True))
