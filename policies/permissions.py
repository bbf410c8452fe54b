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


def can_see_reviews(person: Person) -> Verdict:
    """Read when each policy is looked at next, and who answers for it."""
    if person.is_any(*MANAGERS, Role.GOVERNOR, Role.CHAIR, Role.DSL):
        return YES
    return no("Governors and those who look after policies see when each is reviewed.")


def can_see_history(person: Person, version: Version) -> Verdict:
    """Read how a draft came to be, save by save: the policy's owner, and who looks after them."""
    if person.is_any(*MANAGERS) or version.policy.owner_id == person.pk:
        return YES
    return no("The owner of a policy and those who look after policies read how its draft grew.")


def can_remark(person: Person, version: Version) -> Verdict:
    """Say what should change in a draft: who prepares it, who approves it, who answers for it."""
    if can_see_history(person, version) or can_send_back(person, version):
        return YES
    return no("Those who prepare, approve or answer for a policy make remarks on its drafts.")


def can_submit(person: Person) -> Verdict:
    """Send a draft to its approver, or take work off the table."""
    return can_manage(person)


def can_approve(person: Person, version: Version) -> Verdict:
    """Approve a version (P2): its approver, and never its author alone."""
    decides = can_send_back(person, version)
    if not decides:
        return decides
    if version.is_the_work_of(person) and not version.agreed_by_another():
        return no(
            "You alone prepared this version, so nobody has checked it yet. Ask a colleague who "
            "looks after policies to read it and agree with it: then you can approve it."
        )
    return YES


def can_decide(person: Person) -> Verdict:
    """Have a page of what waits for one's decision: whoever approves at some level."""
    if person.is_any(*{role for roles in APPROVERS.values() for role in roles}):
        return YES
    return no("Policies wait here for governors, their clerk and the Headteacher.")


def can_decide_at(person: Person, level: ApproverLevel) -> Verdict:
    """Record what was decided at a level."""
    return YES if person.is_any(*APPROVERS[level]) else no(APPROVER_SENTENCES[level])


def can_send_back(person: Person, version: Version) -> Verdict:
    """Return a version to those who prepare it: its approver, whoever wrote it."""
    return can_decide_at(person, ApproverLevel(version.policy.approver_level))


def can_agree(person: Person, version: Version) -> Verdict:
    """Say that one has read the whole text and agrees with it: somebody who did not write it."""
    if version.authors.filter(pk=person.pk).exists():
        return no("You prepared this version: a second pair of eyes has to be somebody else's.")
    if can_manage(person) or can_send_back(person, version):
        return YES
    return can_manage(person)


def can_publish(person: Person) -> Verdict:
    """Put an approved version in force."""
    if person.is_any(*PUBLISHERS):
        return YES
    return no("The Headteacher or the clerk to the governors publishes policies.")


def can_withdraw(person: Person, version: Version) -> Verdict:
    """Take a version off the table; one that is published only as its publisher could."""
    return can_manage(person) if version.published_at is None else can_publish(person)
