"""What waits for one approver: each version in review that it is theirs to decide on (G5)."""

from dataclasses import dataclass

from django.db.models import Prefetch

from policies import permissions
from policies.models import (
    APPROVERS,
    ApproverLevel,
    Policy,
    ReviewComment,
    State,
    Version,
    VersionQuerySet,
)
from school.access import Verdict
from school.models import Person

# What people decide together: a meeting with a day and, for the governing body, a minute.
MEETINGS = (ApproverLevel.GOVERNING_BODY, ApproverLevel.COMMITTEE)


@dataclass(frozen=True)
class Awaiting:
    """A version in review, whether this person may approve it, and what it would replace."""

    version: Version
    may_approve: Verdict
    in_force: Version | None
    open_remarks: int


def levels_of(person: Person) -> list[ApproverLevel]:
    """Return the levels at which this person decides, or records what was decided."""
    return [level for level, roles in APPROVERS.items() if person.is_any(*roles)]


def meetings_of(person: Person) -> list[ApproverLevel]:
    return [level for level in levels_of(person) if level in MEETINGS]


def sent_to(person: Person) -> VersionQuerySet:
    """Return the versions in review that this person approves or sends back."""
    return Version.objects.filter(
        state=State.IN_REVIEW, policy__approver_level__in=levels_of(person)
    )


def awaiting(person: Person, *levels: ApproverLevel) -> list[Awaiting]:
    """Return what waits for this person, at some levels only if given, by title."""
    versions = sent_to(person)
    if levels:
        versions = versions.filter(policy__approver_level__in=levels)
    in_force = Prefetch(
        "policy__versions", Version.objects.published(), to_attr="versions_in_force"
    )
    versions = versions.select_related("policy")
    versions = versions.prefetch_related("authors", "comments", in_force)
    return [
        Awaiting(
            version=version,
            may_approve=permissions.can_approve(person, version),
            in_force=next(iter(_in_force(version.policy)), None),
            open_remarks=sum(_is_open(said) for said in version.comments.all()),
        )
        for version in versions.order_by("title", "pk")
    ]


def _is_open(said: ReviewComment) -> bool:
    return not (said.agrees or said.in_reply_to_id or said.settled_at)


def _in_force(policy: Policy) -> list[Version]:
    found: list[Version] = policy.versions_in_force  # type: ignore[attr-defined]  # prefetched
    return found


def reading_of(version: Version) -> str:
    """Return a mark of what is in review just now: it changes when it is sent for review again."""
    return version.submitted_at.isoformat() if version.submitted_at else ""
