"""What those who read a draft say about it, clause by clause, and what becomes of it."""

from django.db import transaction
from django.utils import timezone

from audit import chain
from notifications import outbox
from policies import permissions
from policies.actions.locking import locked
from policies.models import Clause, ReviewComment, State, Version
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person


@transaction.atomic
def remark(
    *, version: Version, words: str, by: Person, clause: Clause | None = None
) -> ReviewComment:
    """Say something about a clause of a draft, or about all of it; its authors are told."""
    version = _open_to_remarks(version, by)
    if clause is not None:
        clause = Clause.objects.filter(pk=clause.pk, section__version=version).first()
        if clause is None:
            raise WrongState("This clause was taken out of the draft meanwhile.")
    said = ReviewComment.objects.create(
        version=version,
        clause=clause,
        about_number=clause.number if clause else "",
        about_words=clause.text if clause else "",
        words=_said(words),
        written_by=by,
    )
    chain.record("policies.remark.made", by=by, on=version, remark=said.pk, about=said.about_number)
    _tell(version, version.prepared_by() - {by})
    return said


@transaction.atomic
def answer_remark(*, remark: ReviewComment, words: str, by: Person) -> ReviewComment:
    """Answer a remark; whoever made it, and the authors, are told."""
    version = _open_to_remarks(remark.version, by)
    said = ReviewComment.objects.create(
        version=version, in_reply_to=remark, words=_said(words), written_by=by
    )
    chain.record("policies.remark.answered", by=by, on=version, remark=remark.pk)
    _tell(version, {remark.written_by, *version.prepared_by()} - {by})
    return said


@transaction.atomic
def settle_remark(*, remark: ReviewComment, by: Person) -> ReviewComment:
    """Say that nothing more has to be done about a remark. It stays to be read."""
    version = _open_to_remarks(remark.version, by)
    remark = ReviewComment.objects.get(pk=remark.pk)
    if remark.settled_at is None:
        remark.settled_at, remark.settled_by = timezone.now(), by
        remark.save()
        chain.record("policies.remark.settled", by=by, on=version, remark=remark.pk)
    return remark


@transaction.atomic
def reopen_remark(*, remark: ReviewComment, by: Person) -> ReviewComment:
    """Say that a remark was not settled after all."""
    version = _open_to_remarks(remark.version, by)
    remark = ReviewComment.objects.get(pk=remark.pk)
    if remark.settled_at is not None:
        remark.settled_at = remark.settled_by = None
        remark.save()
        chain.record("policies.remark.reopened", by=by, on=version, remark=remark.pk)
    return remark


def _open_to_remarks(version: Version, by: Person) -> Version:
    version = locked(version)
    require(permissions.can_remark(by, version))
    if version.state not in (State.DRAFT, State.IN_REVIEW):
        raise WrongState("Remarks are made while a version is a draft or in review.")
    return version


def _said(words: str) -> str:
    if not words.strip():
        raise DomainError("Write what you want to say.")
    return words.strip()


def _tell(version: Version, people: set[Person]) -> None:
    """Tell each of these once a day, however much is said, if they may read it at all.

    Whoever sent a version back reads it, and what was answered, once it is sent for review again.
    """
    for person in people:
        if Version.objects.worked_on_by(person).filter(pk=version.pk).exists():
            outbox.enqueue(
                to=person,
                template="policy_remarks",
                context={"path": version.get_review_url(), "policy": version.title},
                once=f"policy_remarks:{version.pk}:{person.pk}:{timezone.localdate()}",
            )
