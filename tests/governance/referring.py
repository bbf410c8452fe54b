"""Cases put before governors the real way, for this room's tests."""

from governance import actions
from governance.actions.referrals import NOTHING_ELSE
from school.models import Role
from tests import factories

SUMMARY = "A page in our name says untrue things."
QUESTION = "Should we seek legal advice?"
OPTIONS = "Seek legal advice\nLeave it"


def draft(case, governors, by, *, shares=NOTHING_ELSE, **more):
    """Return what would be put before these governors."""
    return actions.draft_referral(
        case=case,
        governors=governors,
        summary=more.pop("summary", SUMMARY),
        question=more.pop("question", QUESTION),
        by=by,
        shares=shares,
        **more,
    )


def refer(case, governors, by, **more):
    """Put a case before these governors, and return the referral."""
    return actions.share_referral(referral=draft(case, governors, by, **more), by=by)


def another_governor(**kwargs):
    person = factories.PersonFactory(**kwargs)
    factories.RoleAssignmentFactory(person=person, role=Role.GOVERNOR)
    return person
