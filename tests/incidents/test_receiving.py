"""A report comes in: to whom it goes, by when, and that it is kept whole or not at all."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from incidents import actions
from incidents.models import Case, CaseEntry, Part, Report
from notifications.models import Message
from school.models import Role
from tests import factories
from tests.incidents.cases import WORDS, a_report

pytestmark = pytest.mark.django_db


def fails(*args, **kwargs):
    raise RuntimeError("the disk is full")


@pytest.mark.rule("I3")
@pytest.mark.parametrize(
    ("subject_kind", "role"),
    [
        ("headteacher", "chair"),
        ("chair", "clerk"),
        ("governor", "clerk"),
        ("staff", "headteacher"),
        ("volunteer", "headteacher"),
        ("parent_family", "headteacher"),
        ("pupil", "headteacher"),
        ("unknown", "headteacher"),
    ],
)
def test_a_report_goes_where_the_list_says_and_says_why(cast, subject_kind, role):
    case = a_report(subject_kind=subject_kind).case

    assert case.handling_role == role
    assert case.routing_rule
    assert case.routing_because
    assert set(Message.objects.values_list("recipient__email", flat=True)) == {
        f"{role}@example.test"
    }


@pytest.mark.rule("I4")
@pytest.mark.parametrize("name", ["Mrs Hart", "helen hart", "the headteacher"])
def test_a_report_naming_the_head_goes_round_the_head_whatever_was_ticked(cast, name):
    case = a_report(subject_kind="unknown", subject_name=name).case

    assert case.handling_role == Role.CHAIR
    party = case.parties.get(part=Part.ALLEGED)
    assert (party.person, party.confirmed_at) == (cast.headteacher, None)
    assert not Message.objects.filter(recipient=cast.headteacher).exists()


@pytest.mark.rule("I3")
def test_a_child_at_risk_reaches_the_safeguarding_lead_besides(cast):
    case = a_report(child_in_danger=True).case

    assert case.besides_role == Role.DSL
    assert set(case.team()) == {cast.headteacher, cast.dsl}
    assert case.due_on == timezone.localdate()


@pytest.mark.rule("I3")
def test_without_a_head_the_next_in_line_gets_it(deputy, chair):
    assert a_report().case.handling_role == Role.DEPUTY


@pytest.mark.rule("I3")
def test_an_unnamed_governor_report_is_never_given_to_all_governors(governor):
    case = a_report(subject_kind="governor").case

    assert case.handling_role != Role.GOVERNOR
    assert case.name_lado


@pytest.mark.rule("I3")
def test_with_nobody_at_all_it_waits_for_the_next_holder_and_is_not_lost(db):
    case = a_report().case
    head = factories.RoleAssignmentFactory(role=Role.HEADTEACHER).person

    assert Case.objects.visible_to(head).get() == case


@pytest.mark.rule("I10")
def test_a_report_is_to_be_read_in_one_school_day_looked_at_in_two_and_decided_in_ten(
    headteacher, monkeypatch
):
    friday = timezone.make_aware(datetime(2026, 11, 20, 10, 0))
    monkeypatch.setattr(timezone, "now", lambda: friday)

    case = a_report().case

    assert case.due_on == date(2026, 11, 23)
    due = {clock.clock: timezone.localtime(clock.due_at) for clock in case.clocks.all()}
    assert due == {
        "read": timezone.make_aware(datetime(2026, 11, 23, 17)),
        "triage": timezone.make_aware(datetime(2026, 11, 24, 17)),
        "decide": timezone.make_aware(datetime(2026, 12, 4, 17)),
    }


def test_every_report_has_a_reference_of_its_own(headteacher):
    references = [a_report().reference for _ in range(5)]

    assert len(set(references)) == 5


@pytest.mark.rule("I1")
def test_the_same_submission_twice_is_one_report(headteacher):
    details = actions.ReportDetails(what_happened=WORDS)

    first = actions.receive_report(details=details, reporter=None, code="A" * 20)
    second = actions.receive_report(details=details, reporter=None, code="A" * 20)
    third = actions.receive_report(details=details, reporter=None)

    assert Report.objects.count() == 1
    assert (second.reference, second.code) == (first.reference, first.code)
    assert third.code == ""


def test_a_report_that_fails_half_way_leaves_nothing(headteacher, monkeypatch):
    monkeypatch.setattr("incidents.actions.intake.chain.record", fails)

    with pytest.raises(RuntimeError):
        a_report()

    assert not Case.objects.exists()
    assert not Report.objects.exists()
    assert not CaseEntry.objects.exists()
    assert not Message.objects.exists()
