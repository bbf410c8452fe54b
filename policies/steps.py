"""What can happen next to a version, for whom, and why not for others."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format

from audit.models import Event
from policies import lifecycle, permissions
from policies.models import APPROVERS, ApproverLevel, State, Version
from school.access import Verdict, no
from school.models import Person, Role

TOLD = {
    "policies.version.drafted": "Drafted from a document",
    "policies.version.begun": "Begun",
    "policies.version.started": "Started from the version in force",
    "policies.version.edited": "Text changed",
    "policies.version.described": "Described",
    "policies.clause.brought_back": "Earlier words of a point brought back",
    "policies.section.brought_back": "A section brought back",
    "policies.version.submitted": "Sent for review",
    "policies.version.sent_back": "Sent back",
    "policies.version.agreed": "Read and agreed with",
    "policies.version.approved": "Approved",
    "policies.version.scheduled": "Set to go live by itself",
    "policies.version.unscheduled": "Kept back after all",
    "policies.version.published": "Published",
    "policies.version.superseded": "Replaced by a newer version",
    "policies.version.withdrawn": "Withdrawn",
}


SAYS = {
    "submit": (
        "Those who approve this policy are told by e-mail. While it is in review nobody changes "
        "its words; it can be sent back to you."
    ),
    "agree": (
        "You have read the whole text and find it right. This goes on record beside the approval: "
        "nobody approves alone what they alone prepared."
    ),
    "send_back": "It becomes a draft again, and whoever prepared it is told by e-mail.",
    "unschedule": "It stays approved, and is in force only once somebody publishes it.",
}


@dataclass(frozen=True)
class Step:
    """One thing that can be done to a version; `verdict` says whether this person can, now."""

    name: str
    label: str
    verdict: Verdict
    says: str = ""  # what it does, where the button alone would leave one guessing


@dataclass(frozen=True)
class Entry:
    """One line of a version's story."""

    at: datetime
    what: str
    who: str
    reason: str


def next_steps(person: Person, version: Version) -> list[Step]:
    """Return every step, in the order of the work, each with its verdict for this person."""
    may_approve = permissions.can_approve(person, version)
    may_send_back = permissions.can_send_back(person, version)
    may_publish = permissions.can_publish(person)
    steps = [
        ("submit", "Send for review", State.IN_REVIEW, permissions.can_submit(person)),
        ("agree", "Agree with the text", None, _now_agree(person, version)),
        ("approve", "Record the approval", State.APPROVED, may_approve),
        ("send_back", "Send back for changes", State.DRAFT, may_send_back),
        ("publish", "Publish", State.PUBLISHED, may_publish),
        ("unschedule", "Keep it back after all", None, _now_unschedule(person, version)),
        ("withdraw", "Withdraw", State.WITHDRAWN, permissions.can_withdraw(person, version)),
    ]
    return [
        Step(name, label, _now(version, to, allowed), SAYS.get(name, ""))
        for name, label, to, allowed in steps
    ]


def _now(version: Version, to: State | None, allowed: Verdict) -> Verdict:
    if to is None:
        return allowed
    now = lifecycle.can_move(version.state, to)
    return allowed if now else now


def _now_agree(person: Person, version: Version) -> Verdict:
    if not (now := lifecycle.can_within(version.state, lifecycle.READ)):
        return now
    if version.has_agreed(person):
        return no("It is on record already that you read it and agree.")
    return permissions.can_agree(person, version)


def _now_unschedule(person: Person, version: Version) -> Verdict:
    if not (now := lifecycle.can_within(version.state, lifecycle.KEPT_BACK)):
        return now
    if version.publish_on is None:
        return no("No day is set on which it goes live by itself.")
    return permissions.can_publish(person)


def waiting_for(version: Version) -> str:
    """Return who has to do something next, in words, or nothing when nobody has to."""
    if version.state == State.DRAFT:
        return "Whoever prepares it: describe it and send it for review"
    if version.state == State.IN_REVIEW:
        level = ApproverLevel(version.policy.approver_level)
        return f"{_names(APPROVERS[level])}, to approve it or send it back"
    if version.publish_on and version.state == State.APPROVED:
        return f"Nobody: it goes live by itself on {date_format(version.publish_on)}"
    if version.state == State.APPROVED:
        return f"{_names(permissions.PUBLISHERS)}, to publish it"
    return ""


def story(version: Version) -> list[Entry]:
    """Return what was done to a version, by whom and why, newest first."""
    events = list(Event.objects.on(version).filter(action__in=TOLD).order_by("-sequence"))
    names = Person.objects.in_bulk([int(e.actor_id) for e in events if e.actor_id])
    return [
        Entry(
            at=event.at,
            what=TOLD[event.action],
            who=str(names[int(event.actor_id)]) if event.actor_id else "The portal's operator",
            reason=event.reason,
        )
        for event in events
    ]


def _names(roles: tuple[Role, ...]) -> str:
    return " or ".join(role.label for role in roles)
