"""Conflicts of interest of governors, against `tests/rules/conflicts.csv`, and who is left."""

import csv
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from django.utils import timezone

from governance import queries
from governance.conflicts import PANEL, RULES, TERM_ENDS_SOON, Availability, Tie, conflict
from governance.models import Referral
from incidents.models import Part, Recusal, Report, State
from school.models import Person, Role
from tests import factories
from tests.governance.referring import another_governor, draft, refer
from tests.incidents.cases import a_case

pytestmark = pytest.mark.rule("G2")

TABLE = Path(__file__).parent.parent / "rules" / "conflicts.csv"
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))


def ties_in(row):
    said = row["what ties the governor to the case"]
    return [] if said == "nothing" else [Tie(each) for each in said.split(" and ")]


@pytest.mark.parametrize("row", ROWS, ids=[str(place) for place in range(len(ROWS))])
def test_each_row_of_the_table_is_so(row):
    found = conflict(ties_in(row))

    assert (found is None or found.may_be_asked) is (row["may be asked"] == "yes")
    assert (found is None) is (row["may sit on a later panel"] == "yes")
    assert queries.Candidate(None, found).standing == row["what the page says"]


def test_the_table_and_the_rules_hold_every_tie():
    alone = {ties_in(row)[0] for row in ROWS if len(ties_in(row)) == 1}

    assert alone == set(Tie) == {rule.tie for rule in RULES}
    assert len(RULES) == len(Tie)


def test_one_that_keeps_somebody_out_is_never_outdone_by_one_that_does_not():
    for pair in combinations(Tie, 2):
        alone = [conflict([tie]).may_be_asked for tie in pair]
        assert conflict(pair).may_be_asked is all(alone)


@pytest.mark.parametrize("free", range(7))
@pytest.mark.parametrize("chosen", range(4))
def test_too_few_is_said_exactly_when_a_panel_would_not_be_full(free, chosen):
    meter = Availability(10, free, min(chosen, free))

    assert meter.is_enough is (free - min(chosen, free) >= PANEL)
    assert Availability(10, free, meter.can_be_chosen).is_enough is (free >= PANEL)


# --- what is known of people, as it is found in the school's records ------------------------------


def has_part(part):
    return lambda case, person: factories.CasePartyFactory(case=case, person=person, part=part)


def parent(case, person):
    child = factories.ParenthoodFactory(person=person).child
    factories.CasePartyFactory(case=case, person=None, child=child, part=Part.TARGET)


def family(case, person):
    child = factories.ParenthoodFactory(person=person).child
    has_part(Part.ALLEGED)(case, factories.ParenthoodFactory(child=child).person)


def asked(case, person):
    shared = factories.ReferralFactory(case=case, state="ended")
    factories.ReferralMemberFactory(referral=shared, person=person)


def away(case, person):
    today = timezone.localdate()
    factories.LeaveFactory(person=person, starts_on=today, ends_on=today)


def term_ends(case, person):
    last = timezone.localdate() + TERM_ENDS_SOON - timedelta(days=1)
    person.assignments.update(ends_on=last)


# What makes it so that each tie is there.
TIED = {
    Tie.SUBJECT: has_part(Part.ALLEGED),
    Tie.TARGET: has_part(Part.TARGET),
    Tie.WITNESS: has_part(Part.WITNESS),
    Tie.REPORTER: lambda case, who: Report.objects.filter(case=case).update(reporter=who),
    Tie.STEPPED_BACK: lambda case, who: Recusal.objects.create(
        case=case, person=who, why="A friend."
    ),
    Tie.PARENT: parent,
    Tie.FAMILY: family,
    Tie.STAFF: lambda case, who: factories.RoleAssignmentFactory(person=who, role=Role.STAFF),
    Tie.HANDLER: lambda case, who: factories.RoleAssignmentFactory(
        person=who, role=case.handling_role
    ),
    Tie.ON_LEAVE: away,
    Tie.ASKED: asked,
    Tie.TERM_ENDS: term_ends,
}


@pytest.mark.django_db
@pytest.mark.parametrize("tie", Tie)
def test_what_is_on_record_is_found(tie):
    case = a_case(State.INVESTIGATING, handling_role=Role.CLERK)
    person, other = another_governor(), another_governor()

    TIED[tie](case, person)

    found = {each.person: each for each in queries.candidates(case)}
    assert found[person].conflict.tie is tie
    assert found[other].is_free
    elsewhere = {e.person: e for e in queries.candidates(a_case(handling_role=Role.HEADTEACHER))}
    personal = (Tie.STAFF, Tie.ON_LEAVE, Tie.TERM_ENDS)
    assert elsewhere[person].is_free is (tie not in personal)


@pytest.mark.django_db
def test_whoever_gave_an_address_that_is_a_governors_with_their_name_told_us(governor):
    """However it is spelt: people write addresses with capitals."""
    case = a_case(State.INVESTIGATING)
    told = Report.objects.filter(case=case)
    told.update(reporter_name="Grace", reporter_email=governor.email.title())

    (found,) = queries.candidates(case)

    assert found.conflict.tie is Tie.REPORTER


@pytest.mark.django_db
def test_a_draft_uses_nobody_up_and_the_chair_counts_like_others(chair, governor, headteacher):
    case = a_case(State.INVESTIGATING)
    draft(case, [governor], headteacher)

    found = queries.candidates(case)

    assert queries.availability(found).left == 2
    assert [each.person for each in found if each.is_chair] == [chair]


@pytest.mark.django_db
def test_each_governor_asked_is_gone_for_a_panel_on_that_case_only(governor, headteacher):
    case, other = a_case(State.INVESTIGATING), a_case(State.INVESTIGATING)
    another_governor()

    refer(case, [governor], headteacher)

    assert queries.availability(queries.candidates(case)).left == 1
    assert queries.availability(queries.candidates(other)).left == 2


@pytest.mark.django_db
def test_finding_conflicts_costs_the_same_with_few_governors_and_many(
    django_assert_num_queries, django_assert_max_num_queries
):
    case = a_case(State.INVESTIGATING)
    another_governor()
    with django_assert_max_num_queries(20) as few:
        queries.candidates(case)
    for _ in range(20):
        another_governor()

    with django_assert_num_queries(len(few.captured_queries)):
        assert len(queries.candidates(case)) == 21


# Who is away reads on, and who came to handle the case knows of it anyway.
ASKED_ON = (Tie.HANDLER, Tie.ON_LEAVE)
KEPT_OUT = [rule.tie for rule in RULES if not rule.may_be_asked and rule.tie not in ASKED_ON]


@pytest.mark.django_db
@pytest.mark.rule("I4")
@pytest.mark.parametrize("tie", KEPT_OUT)
def test_whoever_could_not_be_asked_any_more_does_not_read_what_they_were_asked(tie, headteacher):
    case = a_case(State.INVESTIGATING)
    person, other = another_governor(), another_governor()
    referral = refer(case, [person, other], headteacher)

    TIED[tie](case, person)

    assert set(queries.readers_of(referral)) == {other}
    assert not Referral.objects.visible_to(Person.objects.get(pk=person.pk)).exists()


@pytest.mark.django_db
@pytest.mark.rule("I4")
def test_a_governor_of_the_family_of_whoever_told_us_with_an_address_reads_it_no_more(headteacher):
    case = a_case(State.INVESTIGATING)
    person, other = another_governor(), another_governor()
    referral = refer(case, [person, other], headteacher)
    child = factories.ParenthoodFactory(person=person).child
    partner = factories.ParenthoodFactory(child=child).person

    told = Report.objects.filter(case=case)
    told.update(reporter_name="Grace", reporter_email=partner.email.upper())

    assert queries.readers_of(referral) == {other}
