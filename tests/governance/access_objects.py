"""What the addresses of this room point at: one case to refer, one that is with governors."""

from incidents.models import State
from tests import factories


def objects(cast) -> dict[str, dict]:
    case = factories.CaseFactory(state=State.INVESTIGATING, outside_school=False)
    referral = factories.ReferralFactory(
        case=factories.CaseFactory(state=State.WITH_GOVERNORS, outside_school=False),
        referred_by=cast.headteacher,
    )
    factories.ReferralMemberFactory(referral=referral, person=cast.governor)
    return {
        "governance:refer": {"case": case.pk},
        "governance:referral": {"pk": referral.pk},
        "governance:end_referral": {"pk": referral.pk},
    }
