"""What the addresses of this room point at: one case to refer, one that is with governors."""

from governance.history.cuts import CUTS
from governance.inspection.actions import ask_for_inspection, make_inspections
from governance.models import CountedTerm
from incidents.models import State
from tests import factories


def objects(cast) -> dict[str, dict]:
    case = factories.CaseFactory(state=State.INVESTIGATING, outside_school=False)
    referral = factories.ReferralFactory(
        case=factories.CaseFactory(state=State.WITH_GOVERNORS, outside_school=False),
        referred_by=cast.headteacher,
    )
    factories.ReferralMemberFactory(referral=referral, person=cast.governor)
    term = CountedTerm.objects.create(
        name="Summer",
        first_on="2026-04-13",
        last_on="2026-08-31",
        pupils=90,
        steps={"all": 0, "outside": 0} | {cut.key: dict.fromkeys(cut.lines, 0) for cut in CUTS},
        sign_off={},
    )
    made = ask_for_inspection(by=cast.clerk)
    make_inspections()
    return {
        "governance:take_inspection": {"pk": made.pk},
        "governance:report": {"term": term.pk},
        "governance:report_pdf": {"term": term.pk},
        "governance:publish_report": {"term": term.pk},
        "governance:refer": {"case": case.pk},
        "governance:referral": {"pk": referral.pk},
        "governance:end_referral": {"pk": referral.pk},
    }
