"""I10: what happens when a clock runs out, and what does not."""

import time
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from audit import chain
from audit.models import Event
from incidents import actions
from incidents.clocks import Clock
from incidents.models import Case, CaseSettings, Part, State
from notifications.models import Message
from school.actions import add_closure, add_term, remove_closure
from school.models import Person, Role
from tests import factories
from tests.at_once import at_once
from tests.incidents.cases import a_case, a_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I10")]

MONDAY = timezone.make_aware(datetime(2026, 11, 16, 9, 0))


@pytest.fixture
def monday(monkeypatch):
    """It is Monday morning; later moments are given to the task that keeps the clocks."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def on(day, hour=18):
    return timezone.make_aware(datetime(2026, 11, day, hour))


def late_mail(person=None):
    found = Message.objects.filter(template="case_late")
    return found.filter(recipient=person).count() if person else found.count()


def ended_yesterday(person):
    person.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))


def who_can_open(case):
    return {p for p in Person.objects.all() if Case.objects.visible_to(p).filter(pk=case.pk)}


def test_nothing_happens_while_there_is_time(cast, monday):
    a_report()

    assert actions.keep_clocks(now=on(17, hour=16)) == 0
    assert late_mail() == 0


def test_a_clock_that_runs_out_nudges_the_handler_once(cast, monday):
    case = a_report().case

    assert actions.keep_clocks(now=on(17)) == 1
    assert actions.keep_clocks(now=on(17, hour=19)) == 0

    assert (late_mail(cast.headteacher), late_mail()) == (1, 1)
    assert case.entries.filter(title="Reminded").count() == 1
    assert Event.objects.on(case).filter(action="incidents.clock.ran_out").count() == 1


def test_a_school_day_later_it_goes_up_to_the_deputy_who_can_then_act(cast, monday):
    case = a_report().case
    actions.keep_clocks(now=on(17))
    assert cast.deputy not in who_can_open(case)

    actions.keep_clocks(now=on(18))

    case.refresh_from_db()
    assert case.escalated_role == Role.DEPUTY
    assert who_can_open(case) == {cast.headteacher, cast.deputy}
    assert set(case.team()) == who_can_open(case)
    assert late_mail(cast.deputy) == 1
    actions.triage_case(
        case=case, by=cast.deputy, kind="breach", subject_kind="unknown", outside_school=False
    )


def test_once_nothing_is_late_the_deputy_has_no_more_sight_of_it(cast, monday):
    case = a_report().case
    actions.keep_clocks(now=on(18))

    actions.triage_case(
        case=case, by=cast.headteacher, kind="breach", subject_kind="unknown", outside_school=False
    )

    assert who_can_open(case) == {cast.headteacher}


def test_whoever_it_went_up_to_reads_it_first_and_can_still_take_the_step(cast, sign_in):
    case = a_report().case
    actions.keep_clocks(now=timezone.now() + timedelta(days=10))
    deputy = sign_in(cast.deputy)

    assert "Have a first look" in deputy.get(case.get_absolute_url()).text
    triage = deputy.get(f"{case.get_absolute_url()}triage/")

    assert triage.status_code == 200
    assert case.clocks.get(clock=Clock.READ).met_at is not None


def test_what_was_due_by_reading_it_is_no_longer_called_late(cast, sign_in):
    case = a_case(received_at=timezone.now() - timedelta(days=30))
    read_by, look_by = case.clocks.order_by("due_at").values_list("due_at", flat=True)[:2]
    assert read_by < look_by

    page = sign_in(cast.headteacher).get(case.get_absolute_url())

    assert page.context["case"].due_at == look_by


def test_of_several_that_ran_out_one_mail_speaks(cast, monday):
    a_report()

    actions.keep_clocks(now=on(30))

    assert (late_mail(cast.headteacher), late_mail(cast.deputy)) == (1, 1)


@pytest.mark.rule("I4")
@pytest.mark.parametrize("part", list(Part))
def test_it_never_goes_up_to_somebody_in_the_case(cast, monday, part):
    case = a_report().case
    factories.CasePartyFactory(case=case, person=cast.deputy, part=part)

    actions.keep_clocks(now=on(18))

    case.refresh_from_db()
    assert case.escalated_role == Role.CHAIR
    assert cast.deputy not in who_can_open(case)
    assert late_mail(cast.deputy) == 0


@pytest.mark.rule("I4")
def test_it_never_goes_up_to_whoever_reported_it(cast, monday):
    case = a_report(reporter=cast.deputy).case

    actions.keep_clocks(now=on(18))

    case.refresh_from_db()
    assert case.escalated_role == Role.CHAIR


@pytest.mark.rule("I4")
def test_somebody_who_gets_a_part_in_it_after_it_went_up_to_them_loses_it_at_once(cast, monday):
    case = a_report().case
    actions.keep_clocks(now=on(18))

    factories.CasePartyFactory(case=case, person=cast.deputy, part=Part.WITNESS)

    case.refresh_from_db()
    assert cast.deputy not in who_can_open(case) | set(case.team())


@pytest.mark.rule("I4")
def test_a_late_case_about_the_head_goes_to_nobody_whom_the_head_manages(cast, monday):
    case = a_report(subject_kind="headteacher").case

    actions.keep_clocks(now=on(18))

    case.refresh_from_db()
    assert case.escalated_role == Role.CLERK
    assert who_can_open(case) == {cast.chair, cast.clerk}
    assert late_mail(cast.headteacher) + late_mail(cast.deputy) == 0


@pytest.mark.rule("I4")
def test_naming_its_subject_takes_it_from_whoever_it_went_up_to(cast, monday):
    case = a_report().case
    actions.keep_clocks(now=on(18))

    actions.name_subject(case=case, by=cast.deputy, person=cast.headteacher)

    assert who_can_open(case) == {cast.chair}


@pytest.mark.rule("I4")
@pytest.mark.parametrize("how", ["steps back", "is named"])
def test_when_whoever_it_went_up_to_is_out_of_it_it_goes_up_to_the_next(cast, monday, how):
    case = a_report().case
    actions.keep_clocks(now=on(18))

    if how == "is named":
        actions.name_subject(case=case, by=cast.headteacher, person=cast.deputy)
    else:
        actions.step_back(case=case, by=cast.deputy, why="We are friends.")
    assert who_can_open(case) == {cast.headteacher}
    assert actions.keep_clocks(now=on(18, hour=19)) == 1

    assert who_can_open(case) == {cast.headteacher, cast.chair}
    assert late_mail(cast.chair) == 1


def test_where_it_can_go_to_nobody_the_handler_is_nudged_each_school_day(headteacher, monday):
    a_report()

    for day in (17, 18, 19, 20, 21, 22, 23):  # the 21st and 22nd are a weekend
        actions.keep_clocks(now=on(day))
        actions.keep_clocks(now=on(day, hour=20))

    assert late_mail(headteacher) == 5


@pytest.mark.parametrize("state", [State.WITH_GOVERNORS, State.CLOSED])
def test_what_is_with_governors_or_closed_rests(cast, monday, state):
    a_case(state, received_at=MONDAY)

    assert actions.keep_clocks(now=on(30) + timedelta(days=60)) == 0


def test_back_from_governors_it_has_the_days_of_a_decision_again(cast, monday, monkeypatch):
    case = a_case(State.WITH_GOVERNORS, received_at=MONDAY)
    monkeypatch.setattr(timezone, "now", lambda: on(27, hour=9))

    case = actions.return_case(case=case, by=cast.headteacher)

    assert case.due_on == datetime(2026, 12, 11).date()


def test_a_child_at_risk_runs_in_hours_at_night_too(cast, monday):
    case = a_report(child_in_danger=True).case

    assert {clock.due_at - MONDAY for clock in case.clocks.all()} == {
        timedelta(hours=1),
        timedelta(hours=4),
        timedelta(hours=48),
    }
    actions.keep_clocks(now=MONDAY + timedelta(hours=1))
    actions.keep_clocks(now=MONDAY + timedelta(hours=3))
    case.refresh_from_db()
    assert case.escalated_role == Role.DEPUTY


def test_a_risk_seen_at_the_first_look_hastens_the_decision(cast, monday):
    case = a_report().case

    case = actions.triage_case(
        case=case,
        by=cast.headteacher,
        kind="breach",
        subject_kind="unknown",
        outside_school=False,
        child_at_risk=True,
    )

    assert case.due_at == MONDAY + timedelta(hours=48)


def test_a_question_or_complaint_is_answered_in_five_school_days(cast, monday):
    case = a_report(kind="concern").case

    decide = case.clocks.get(clock=Clock.DECIDE)
    assert timezone.localdate(decide.due_at) == datetime(2026, 11, 23).date()


def test_opening_a_case_is_reading_it_for_a_handler_and_not_for_who_is_told_besides(cast):
    case = a_report(child_in_danger=True).case

    actions.open_case(case=case, by=cast.dsl)
    assert case.clocks.get(clock=Clock.READ).met_at is None
    actions.open_case(case=case, by=cast.headteacher)

    assert case.clocks.get(clock=Clock.READ).met_at is not None
    assert Event.objects.on(case).filter(action="incidents.case.viewed").count() == 2


@pytest.mark.rule("I8")
def test_a_low_level_concern_that_is_late_never_goes_up_to_governors(cast, monday):
    case = a_case(State.TRIAGED, subject_kind="staff", received_at=MONDAY)
    Case.objects.filter(pk=case.pk).update(meets_harm_threshold=False)
    ended_yesterday(cast.deputy)

    actions.keep_clocks(now=on(30) + timedelta(days=20))

    assert who_can_open(case) == {cast.headteacher}


@pytest.mark.rule("I8")
def test_governors_lose_a_late_case_that_turns_out_to_be_a_low_level_concern(cast, monday):
    case = a_case(State.TRIAGED, subject_kind="staff", received_at=MONDAY)
    ended_yesterday(cast.deputy)
    actions.keep_clocks(now=on(30) + timedelta(days=20))
    assert cast.chair in who_can_open(case)

    actions.answer_harm_questions(
        case=case,
        by=cast.headteacher,
        why="A joke.",
        **dict.fromkeys(("harmed", "offence", "risk", "unsuitable"), "no"),
    )

    assert who_can_open(case) == {cast.headteacher}
    assert actions.keep_clocks(now=on(30) + timedelta(days=21)) == 1  # its handler is reminded


# --- the calendar ---------------------------------------------------------------------------------


def test_a_closure_moves_the_deadlines_it_touches_and_no_other_way(cast, monday):
    case, urgent = a_report().case, a_report(child_in_danger=True).case
    before = {clock.pk: clock.due_at for clock in urgent.clocks.all()}

    closure = add_closure(day=datetime(2026, 11, 17).date(), reason="Snow", by=cast.headteacher)

    case.refresh_from_db()
    assert case.due_on == datetime(2026, 11, 18).date()
    assert {clock.pk: clock.due_at for clock in urgent.clocks.all()} == before

    remove_closure(closure=closure, by=cast.headteacher)
    case.refresh_from_db()
    assert case.due_on == datetime(2026, 11, 18).date()  # nobody's time is cut short


def test_a_term_that_is_recorded_late_moves_deadlines_into_it(cast, monday):
    case = a_report().case

    add_term(
        name="Spring",
        starts_on=datetime(2027, 1, 5).date(),
        ends_on=datetime(2027, 2, 12).date(),
        by=cast.headteacher,
    )

    case.refresh_from_db()
    assert case.due_on >= datetime(2026, 11, 17).date()


@pytest.mark.django_db(transaction=True)
def test_the_calendar_changes_while_somebody_works_on_a_case_and_neither_waits_for_ever(
    cast, monday
):
    case = a_report().case

    @transaction.atomic
    def work():
        held = Case.objects.select_for_update().get(pk=case.pk)
        held.clocks.select_for_update().first()
        time.sleep(0.3)
        chain.record("tests.case.worked_on", on=held)

    def close():
        time.sleep(0.1)
        add_closure(day=datetime(2026, 11, 17).date(), reason="Snow", by=cast.headteacher)

    at_once(work, close)

    case.refresh_from_db()
    assert case.due_on == datetime(2026, 11, 18).date()
    assert chain.verify().sound


# --- settings -------------------------------------------------------------------------------------


def test_the_head_changes_how_quickly_the_school_acts_for_reports_to_come(cast, sign_in, monday):
    earlier = a_report().case
    answers = CaseSettings().promised() | {"read_days": 3}

    answer = sign_in(cast.headteacher).post("/reports/cases/settings/", answers)

    assert answer.status_code == 302
    earlier.refresh_from_db()
    assert earlier.due_on == datetime(2026, 11, 17).date()
    assert a_report().case.clocks.get(clock=Clock.READ).school_days == 3
    changed = Event.objects.get(action="incidents.settings.changed")
    assert changed.facts["promised"]["read_days"] == 3


@pytest.mark.parametrize(("name", "value"), [("read_days", "0"), ("decide_days", "400")])
def test_nobody_can_put_a_clock_off_for_good(headteacher, sign_in, name, value):
    answers = CaseSettings().promised() | {name: value}

    page = sign_in(headteacher).post("/reports/cases/settings/", answers)

    assert page.status_code == 200
    assert page.context["form"].errors[name]
    assert not CaseSettings.objects.exists()


@pytest.mark.parametrize("role", ["deputy", "chair", "dsl", "office", "class_teacher", "parent"])
def test_nobody_else_finds_the_settings(cast, sign_in, role):
    client = sign_in(getattr(cast, role))

    assert client.get("/reports/cases/settings/").status_code == 404
    assert client.post("/reports/cases/settings/", {"read_days": 5}).status_code == 404
    assert not CaseSettings.objects.exists()


# --- what the reporter reads ----------------------------------------------------------------------


@pytest.mark.rule("I2")
def test_a_reporter_reads_what_was_promised_and_that_somebody_read_it(cast, sign_in, monday):
    case = a_report(reporter=cast.parent).case
    page = sign_in(cast.parent)

    before = page.get(f"/reports/mine/{case.reference}/").text
    actions.open_case(case=case, by=cast.headteacher)
    after = page.get(f"/reports/mine/{case.reference}/").text

    assert "Somebody reads it by Tuesday 17 November 2026." in before
    assert "We mean to tell you what we decided by Monday 30 November 2026." in before
    assert "Somebody read it on Monday 16 November 2026." in after


def test_a_late_answer_is_met_with_a_sorry_and_nothing_about_who_handles_it(
    cast, sign_in, monday, monkeypatch
):
    case = a_report(reporter=cast.parent).case
    actions.keep_clocks(now=on(30))
    monkeypatch.setattr(timezone, "now", lambda: on(30) + timedelta(days=7))

    page = sign_in(cast.parent).get(f"/reports/mine/{case.reference}/").text

    assert page.count("We are sorry") == 2
    for word in ("deputy", "Headteacher", "Passed up", "Reminded"):
        assert word not in page.split("<main")[1].split("</main>")[0]
