"""How far referrals and legal advice can be, against the tables; and every role at every stage."""

import csv
from pathlib import Path

import pytest
from django.utils import timezone

from governance import lifecycle, permissions
from governance.lifecycle import Advice, Deed, Stage, Step
from governance.models import LegalAdvice, Referral
from incidents.models import State
from school.errors import WrongState
from tests import factories
from tests.conftest import CAST
from tests.incidents.cases import a_case

RULES = Path(__file__).parent.parent / "rules"
REFERRAL = list(csv.DictReader((RULES / "referral.csv").read_text().splitlines()))
ADVICE = list(csv.DictReader((RULES / "legal_advice.csv").read_text().splitlines()))


@pytest.mark.rule("G2")
@pytest.mark.parametrize("row", REFERRAL, ids=[row["stage"] for row in REFERRAL])
@pytest.mark.parametrize("step", Step)
def test_a_referral_moves_as_the_table_says(row, step):
    walk(lifecycle.may(step, row["stage"]), lifecycle.take, step, row["stage"], row[step])


@pytest.mark.rule("G3")
@pytest.mark.parametrize("row", ADVICE, ids=[row["how far"] for row in ADVICE])
@pytest.mark.parametrize("deed", Deed)
def test_legal_advice_moves_as_the_table_says(row, deed):
    walk(lifecycle.may_do(deed, row["how far"]), lifecycle.do, deed, row["how far"], row[deed])


def walk(verdict, take, step, now, leads_to):
    assert verdict.allowed is (leads_to != "no")
    if verdict:
        assert take(step, now) == leads_to
    else:
        assert verdict.reason
        with pytest.raises(WrongState, match=verdict.reason):
            take(step, now)


def test_the_tables_hold_every_stage_once():
    assert [row["stage"] for row in REFERRAL] == list(Stage)
    assert [row["how far"] for row in ADVICE] == list(Advice)


@pytest.mark.django_db
@pytest.mark.rule("G2")
def test_of_every_role_at_every_stage_only_those_named_read_and_only_the_handler_looks_after(cast):
    for stage in Stage:
        with_them = stage in lifecycle.OPEN
        case = a_case(State.WITH_GOVERNORS if with_them else State.INVESTIGATING)
        referral = factories.ReferralFactory(case=case, state=stage.value, **decided(stage, cast))
        factories.ReferralMemberFactory(referral=referral, person=cast.governor)
        this = Referral.objects.filter(pk=referral.pk)
        for name in CAST:
            person, asked = getattr(cast, name), name == "governor"
            handles = name == "headteacher"
            assert this.visible_to(person).exists() is (asked and with_them)
            can = {
                Step.SHARE: permissions.can_share(person, referral),
                Step.DECIDE: permissions.can_decide(person, referral),
                Step.END_ONE: permissions.can_look_after(person, referral),
            }
            assert bool(can[Step.SHARE]) is (handles and stage is Stage.DRAFT)
            assert bool(can[Step.DECIDE]) is (asked and stage is Stage.SHARED)
            assert bool(can[Step.END_ONE]) is (handles and with_them)
            assert bool(permissions.can_seek_advice(person, referral)) is (asked and with_them)


@pytest.mark.django_db
@pytest.mark.rule("G3")
def test_of_every_role_at_every_stage_only_those_named_read_legal_advice_or_do_anything(cast):
    names = [name for name in CAST if name not in ("governor", "headteacher")]
    for how_far in Advice:
        case = a_case(State.WITH_GOVERNORS)
        referral = factories.ReferralFactory(case=case)
        for name in ("governor", "chair"):
            factories.ReferralMemberFactory(referral=referral, person=getattr(cast, name))
        advice = factories.LegalAdviceFactory(
            referral=referral, state=how_far.value, **released(how_far, cast)
        )
        factories.AdviceReaderFactory(advice=advice, person=cast.governor)
        this = LegalAdvice.objects.filter(pk=advice.pk)
        for name in [*names, "governor", "headteacher"]:
            person, named = getattr(cast, name), name == "governor"
            assert this.visible_to(person).exists() is named
            for deed in Deed:
                allowed = permissions.can_do(deed, person, advice)
                assert bool(allowed) is (named and bool(lifecycle.may_do(deed, how_far)))


def decided(stage, cast):
    if stage is not Stage.DECIDED:
        return {}
    when = timezone.now()
    return {"decision": "No", "reasons": "So.", "decided_at": when, "decided_by": cast.governor}


def released(how_far, cast):
    if how_far is not Advice.RELEASED:
        return {}
    when = timezone.now()
    return {"released_at": when, "released_by": cast.governor, "release_why": "For the panel."}
