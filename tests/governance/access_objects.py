"""What the addresses of this room point at: a case to refer, one drafted, one with governors, and
legal advice on which only the governor who was asked is named.
"""

from governance import actions
from governance.actions.referrals import Shares
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
    return {
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
