"""Who may do what with a policy; each answer carries its sentence."""

from policies.models import APPROVERS, MANAGERS, ApproverLevel, Version
from school.access import YES, Verdict, no
from school.models import Person, Role

PUBLISHERS = (Role.HEADTEACHER, Role.CLERK)

APPROVER_SENTENCES = {
    ApproverLevel.GOVERNING_BODY: (
        "The governing body approves this policy: the chair or the clerk records it."
    ),
    ApproverLevel.COMMITTEE: (
        "A committee of governors approves this policy: the chair or the clerk records it."
    ),
    ApproverLevel.ONE_GOVERNOR: "A governor approves this policy.",
    ApproverLevel.HEADTEACHER: "The Headteacher approves this policy.",
}


def can_manage(person: Person) -> Verdict:
    """Prepare policies: load documents, describe drafts, see everything in work."""
    if person.is_any(*MANAGERS):
        return YES
    return no("The Headteacher, the deputy, the clerk and the school office look after policies.")


def can_submit(person: Person) -> Verdict:
    """Send a draft to its approver, or take work off the table."""
    return can_manage(person)


def can_approve(person: Person, version: Version) -> Verdict:
    """Approve a version or send it back (P2): its approver, and never its author alone."""
    level = ApproverLevel(version.policy.approver_level)
    if not person.is_any(*APPROVERS[level]):
        return no(APPROVER_SENTENCES[level])
    if version.created_by_id == person.pk:
        return no("You prepared this version, so somebody else has to approve it.")
    return YES


def can_publish(person: Person) -> Verdict:
    """Put an approved version in force."""
    if person.is_any(*PUBLISHERS):
        return YES
    return no("The Headteacher or the clerk to the governors publishes policies.")


def can_withdraw(person: Person, version: Version) -> Verdict:
    """Take a version off the table; one that is published only as its publisher could."""
    return can_manage(person) if version.published_at is None else can_publish(person)
