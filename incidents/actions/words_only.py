"""A picture may show a child without clothes: no files from then on, and the DSL is told (I11).

It is an offence to copy or send on such a picture, for the school too. So nothing is taken in,
nothing that is there can be opened, and whoever keeps children safe hears of it at once.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit import chain
from incidents import naming, permissions, placing, routing
from incidents.actions import clocks, handover
from incidents.models import Case, EntryKind, PictureWarning, Visibility, WordsOnly
from incidents.models.entry import FROM_REPORTER
from notifications import outbox
from school.access import NotAllowed, require
from school.errors import DomainError, WrongState
from school.models import Person, PersonQuerySet, RoleAssignment

BETWEEN_WARNINGS = timedelta(minutes=10)
TITLE = "A picture may show a child without clothes"


@transaction.atomic
def warn_before_sending(*, kind: str, subject_kind: str, subject_name: str) -> None:
    """Tell whoever keeps children safe that a report on its way may be about such a picture.

    The report may never be sent. Nothing is kept of it, nor of who writes it; somebody whom it may
    be about is not told. One warning in ten minutes: a robot cannot fill anybody's mailbox.
    """
    case = Case(kind=kind, subject_kind=subject_kind, child_at_risk=True)
    concerned = {*naming.who_may_be_meant(subject_name), *handover.holders_of_the_post(case)}
    just_now = PictureWarning.objects.filter(at__gt=timezone.now() - BETWEEN_WARNINGS)
    told = _who_keeps_children_safe(case, concerned)
    for person in told.exclude(pk__in=just_now.values("person_id")):
        warning = PictureWarning.objects.create(person=person)
        outbox.enqueue(
            to=person,
            template="case_waiting",
            context={"path": reverse("incidents:pictures"), "urgent": True},
            once=f"picture-warning:{warning.pk}",
        )
        chain.record("incidents.picture.warned", on=warning)


def _who_keeps_children_safe(case: Case, concerned: set[Person]) -> PersonQuerySet:
    """Return those who would be told besides, were it a case: nobody whom it may be about.

    Somebody on long leave only where nobody who is here can be told.
    """
    posts = placing.posts_today()
    out = frozenset(person.pk for person in concerned)
    described = placing.ROLES_OF_SUBJECT.get(case.subject_kind, frozenset())
    taken = routing.route(
        routing.Facts(
            kind=case.kind,
            subject_roles=described | _roles_of(concerned),
            child_at_risk=True,
            eligible=posts.free(out),
            away=posts.only_away(out),
        )
    )
    told = Person.objects.holding(*(taken.besides or (taken.role,))).exclude(pk__in=out)
    here = told.exclude(pk__in=posts.away)
    return here if here.exists() else told


def _roles_of(people: set[Person]) -> frozenset[str]:
    held = RoleAssignment.objects.in_force().filter(person__in=people)
    return frozenset(held.values_list("role", flat=True))


def note_at_intake(case: Case, *, by: Person | None, words: str, at: datetime) -> None:
    """Keep with a report that was just received that files are off, in its transaction."""
    WordsOnly.objects.create(case=case, said_by=by, said_at=at, words=words)
    handover.add_entry(case, by=by, title=TITLE, words=words)


@transaction.atomic
def say_words_only(*, case: Case, by: Person, words: str = "") -> WordsOnly:
    """Put the files of a case away because somebody on it says what a picture may show."""
    case = handover.locked(case)
    require(permissions.can_add_evidence(by, case))
    return _put_away(case, by=by, words=words)


@transaction.atomic
def say_words_only_as_reporter(*, case: Case, by: Person | None, words: str) -> WordsOnly:
    """Put the files of a case away because its reporter says what a picture may show."""
    case = handover.locked(case)
    if case.report.reporter != by:
        raise NotAllowed("Only whoever told us can add to this.")
    if words.strip():
        handover.add_entry(
            case,
            by=by,
            title=FROM_REPORTER,
            words=words,
            kind=EntryKind.MESSAGE,
            visibility=Visibility.REPORTER,
        )
    return _put_away(case, by=by, words=words)


def _put_away(case: Case, *, by: Person | None, words: str) -> WordsOnly:
    if known := WordsOnly.objects.in_force().filter(case=case).first():
        return known
    said = WordsOnly.objects.create(case=case, said_by=by, words=words)
    told_before = handover.team_of(case)
    if not case.child_at_risk:
        case.child_at_risk = True
        clocks.hasten(case, since=said.said_at)
    handover.add_entry(case, by=by, title=TITLE)
    handover.move_if_needed(case, told_before=told_before)
    event = chain.record("incidents.words_only.said", by=by, on=case)
    told = case.team().filter(pk__in=told_before)
    others = told.exclude(pk=by.pk) if by else told
    handover.tell(others, case, once=f"words-only:{event.sequence}")
    return said


@transaction.atomic
def open_files_again(*, case: Case, by: Person, why: str) -> Case:
    """Let the files of a case be added and opened again: somebody made sure of what they show."""
    case = handover.locked(case)
    require(permissions.can_open_files_again(by, case))
    if not why.strip():
        raise DomainError("Say how you made sure, and with whom you talked.")
    lifted = (
        WordsOnly.objects.in_force()
        .filter(case=case)
        .update(lifted_at=timezone.now(), lifted_by=by, lifted_why=why)
    )
    if not lifted:
        raise WrongState("The files of this case are open already.")
    handover.add_entry(case, by=by, title="Opened the files of this case again", words=why)
    chain.record("incidents.words_only.lifted", by=by, on=case)
    return case
