"""What the addresses of this room point at: a case to refer, one drafted, one with governors, and
legal advice on which only the governor who was asked is named.
"""

from governance import actions
from governance.actions.referrals import Shares
from governance.history.cuts import CUTS
from governance.inspection.actions import ask_for_inspection, make_inspections
from governance.models import CountedTerm
from incidents.models import State
from tests import factories
from tests.governance.referring import draft, refer
from tests.incidents.bringing import a_piece, an_upload
from tests.incidents.cases import a_case


def objects(cast) -> dict[str, dict]:
    head, governor = cast.headteacher, cast.governor
    case = a_case(State.INVESTIGATING)
    drafted = draft(a_case(State.INVESTIGATING), [governor], head)
    shared = a_case(State.INVESTIGATING)
    piece = a_piece(shared, head)
    referral = refer(shared, [governor], head, shares=Shares(evidence=(piece,)))
    advice = factories.LegalAdviceFactory(referral=referral)
    reader = factories.AdviceReaderFactory(advice=advice, person=governor)
    actions.add_to_advice(advice=advice, by=governor, uploads=[an_upload()])
    asked, named = {"pk": referral.pk}, {"pk": advice.pk}
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
        "governance:preview_referral": {"pk": drafted.pk},
        "governance:referral": asked,
        "governance:shared_file": {**asked, "number": piece.number},
        "governance:decide_referral": asked,
        "governance:seek_advice": asked,
        "governance:end_referral": asked,
        "governance:change_last_day": asked,
        "governance:end_for_one": {**asked, "person": governor.pk},
        "governance:advice": named,
        "governance:add_to_advice": named,
        "governance:advice_file": {**named, "number": 1},
        "governance:advice_readers": named,
        "governance:end_naming": {**named, "person": reader.person_id},
        "governance:release_advice": named,
    }
