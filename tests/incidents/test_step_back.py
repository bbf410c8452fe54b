"""I4: a handler steps back only with a replacement, and never sees the case again."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents import actions, queries
from incidents.models import Case, Recusal, State
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Person, Role
from tests import factories
from tests.incidents.cases import a_case, a_low_level_concern, a_report, answered, closed_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I4")]
WHY = "Her sister works with me."


def who_can_open(case):
    return {p.pk for p in Person.objects.all() if Case.objects.visible_to(p).filter(pk=case.pk)}


def expect_out_of_sight(person, case):
    assert person.pk not in who_can_open(case)
    assert person not in case.team()
    assert person not in case.handlers()
    assert queries.waiting_for(person) == (0, False, None)
    assert not Case.objects.visible_to(person).filter(pk=case.pk).exists()
    assert not queries.reviews_for(person).exists()


def test_the_chair_takes_over_from_the_head_and_is_told(cast):
    case = a_report(subject_kind="staff").case
    Message.objects.all().delete()

    case = actions.step_back(case=case, by=cast.headteacher, why=WHY)

    assert case.handling_role == Role.CHAIR
    assert who_can_open(case) == {cast.chair.pk}
    expect_out_of_sight(cast.headteacher, case)
    assert [m.recipient for m in Message.objects.all()] == [cast.chair]
    entry = case.entries.get(title="Stepped back from this case")
    assert (entry.words, entry.by) == (WHY, cast.headteacher)
    event = Event.objects.get(action="incidents.handler.stepped_back")
    assert "sister" not in str(event.__dict__)


def test_a_low_level_concern_goes_to_the_deputy_and_not_to_governors(cast):
    case = a_low_level_concern(a_case(State.TRIAGED, subject_kind="staff"), cast.headteacher)

    case = actions.step_back(case=case, by=cast.headteacher, why=WHY)

    assert who_can_open(case) == {cast.deputy.pk}


@pytest.mark.rule("I8")
def test_what_turns_out_to_be_low_level_after_it_leaves_governors_again(cast):
    case = a_case(State.TRIAGED, subject_kind="staff")
    case = actions.step_back(case=case, by=cast.headteacher, why=WHY)
    assert who_can_open(case) == {cast.chair.pk}
    Message.objects.all().delete()

    case = answered(case, cast.chair, is_allegation=False)

    assert who_can_open(case) == {cast.deputy.pk}
    assert [m.recipient for m in Message.objects.all()] == [cast.deputy]


def test_a_colleague_in_the_same_post_goes_on_with_it_and_is_told(cast):
    case = a_report().case
    other = factories.RoleAssignmentFactory(role=Role.HEADTEACHER).person
    Message.objects.all().delete()

    case = actions.step_back(case=case, by=cast.headteacher, why=WHY)

    assert who_can_open(case) == {other.pk}
    assert Message.objects.get().recipient == other


@pytest.mark.parametrize(
    ("about", "steps"),
    [
        ({}, ["headteacher", "chair", "clerk", "governor", "deputy", "dsl"]),
        ({"subject_kind": "headteacher"}, ["chair", "clerk", "governor"]),
        ({"subject_kind": "chair"}, ["clerk", "governor"]),
    ],
)
def test_one_after_the_other_steps_back_until_the_last_cannot(about, steps, cast):
    cast.chair.assignments.filter(role=Role.GOVERNOR).delete()
    case = a_report(**about).case
    for who in steps[:-1]:
        assert who_can_open(case) == {getattr(cast, who).pk}
        case = actions.step_back(case=case, by=getattr(cast, who), why=WHY)
    last = getattr(cast, steps[-1])

    with pytest.raises(NotAllowed, match="Nobody else is free"):
        actions.step_back(case=case, by=last, why=WHY)

    assert who_can_open(case) == {last.pk}
    assert not Recusal.objects.filter(person=last).exists()


def test_nobody_steps_back_into_the_hands_of_the_subject(headteacher, deputy):
    case = a_report(subject_kind="staff", subject_name="Mr Patel").case

    with pytest.raises(NotAllowed, match="Nobody else is free"):
        actions.step_back(case=case, by=headteacher, why=WHY)


def test_no_later_role_and_no_later_name_brings_it_back(cast):
    case = actions.step_back(case=a_report().case, by=cast.headteacher, why=WHY)
    factories.RoleAssignmentFactory(person=cast.headteacher, role=Role.DSL)
    case = actions.name_subject(case=case, by=cast.chair, person=cast.chair)
    assert who_can_open(case) == {cast.clerk.pk}
    cast.clerk.assignments.all().delete()

    actions.pass_on_unattended()

    expect_out_of_sight(Person.objects.get(pk=cast.headteacher.pk), case)


def test_it_does_not_come_back_when_late_or_looked_at_again(cast):
    factories.RoleAssignmentFactory(person=cast.headteacher, role=Role.CLERK)
    case = actions.step_back(case=a_report().case, by=cast.headteacher, why=WHY)
    Case.objects.filter(pk=case.pk).update(escalated_role=Role.CLERK)
    factories.ReviewRequestFactory(case=case, role=Role.CLERK, nobody_else=True)
    case.refresh_from_db()

    expect_out_of_sight(Person.objects.get(pk=cast.headteacher.pk), case)


def test_a_reporter_who_also_handles_it_may_step_back_and_keeps_their_own_report(cast):
    case = a_report(reporter=cast.headteacher).case

    actions.step_back(case=case, by=cast.headteacher, why=WHY)

    assert cast.headteacher.pk not in who_can_open(case)
    assert queries.reports_of(cast.headteacher).exists()


def test_mail_about_it_that_waits_is_taken_back(cast):
    case = a_report().case
    assert Message.objects.waiting().filter(recipient=cast.headteacher).exists()

    actions.step_back(case=case, by=cast.headteacher, why=WHY)

    assert not Message.objects.waiting().filter(recipient=cast.headteacher).exists()


def test_only_somebody_who_may_open_it_steps_back(cast):
    case = a_report(child_in_danger=True).case

    for who in (cast.deputy, cast.chair, cast.parent, cast.office):
        with pytest.raises(NotAllowed):
            actions.step_back(case=case, by=who, why=WHY)
    assert not Recusal.objects.exists()


def test_a_safeguarding_lead_who_was_told_steps_back_and_the_next_of_them_is_told(cast, sign_in):
    case = a_report(child_in_danger=True).case
    other = factories.RoleAssignmentFactory(role=Role.DSL).person
    case = actions.step_back(case=case, by=other, why=WHY)
    assert who_can_open(case) == {cast.headteacher.pk, cast.dsl.pk}
    Message.objects.all().delete()

    page = reverse("incidents:step_back", args=[case.pk])
    assert "stays with Helen Hart" in sign_in(cast.dsl).get(page).content.decode()
    case = actions.step_back(case=case, by=cast.dsl, why=WHY)

    expect_out_of_sight(cast.dsl, case)
    assert who_can_open(case) == {cast.headteacher.pk}
    assert "no safeguarding lead is free" in case.routing_because
    assert not Message.objects.exists()


def test_when_the_lead_steps_back_from_what_the_chair_handles_the_clerk_is_told_besides(cast):
    case = a_report(subject_kind="headteacher", child_in_danger=True).case
    factories.RoleAssignmentFactory(role=Role.CLERK, person=cast.governor)
    assert who_can_open(case) == {cast.chair.pk, cast.dsl.pk}
    case = actions.step_back(case=case, by=cast.chair, why=WHY)
    Message.objects.all().delete()

    case = actions.step_back(case=case, by=cast.dsl, why=WHY)

    assert (case.handling_role, case.besides_role) == (Role.CLERK, "")
    assert who_can_open(case) == {cast.clerk.pk, cast.governor.pk}
    assert not Message.objects.filter(recipient=cast.dsl).exists()


def test_a_deputy_to_whom_it_went_up_steps_back_and_it_stays_with_its_handler(cast):
    case = a_report().case
    Case.objects.filter(pk=case.pk).update(escalated_role=Role.DEPUTY)

    case = actions.step_back(case=case, by=cast.deputy, why=WHY)

    assert who_can_open(case) == {cast.headteacher.pk}
    assert case.escalated_role == ""


def test_a_deputy_who_acts_for_a_head_on_leave_hands_it_to_the_chair(cast):
    factories.LeaveFactory(person=cast.headteacher)
    case = a_report().case
    assert case.handling_role == Role.DEPUTY

    case = actions.step_back(case=case, by=cast.deputy, why=WHY)

    assert who_can_open(case) == {cast.chair.pk}


def test_nobody_only_reading_steps_back_where_no_handler_is_there(cast):
    case = a_report(subject_kind="headteacher", child_in_danger=True).case
    for role in (Role.CHAIR, Role.CLERK, Role.GOVERNOR):
        cast.chair.assignments.model.objects.filter(role=role).delete()

    with pytest.raises(NotAllowed, match="Nobody else could open"):
        actions.step_back(case=case, by=cast.dsl, why=WHY)


@pytest.mark.rule("I14")
def test_whoever_is_asked_to_look_again_steps_back_and_another_is_asked(cast, sign_in):
    received = closed_report(cast.headteacher)
    case = received.case
    actions.ask_for_review(case=case, by=None, words="Please look again.")
    assert list(case.looking_again()) == [cast.deputy]
    Message.objects.all().delete()
    page, client = reverse("incidents:step_back", args=[case.pk]), sign_in(cast.deputy)
    assert "Charles Okoro looks at it again instead" in client.get(page).content.decode()

    assert "no longer with you" in client.post(page, {"why": WHY}, follow=True).content.decode()

    case.refresh_from_db()
    expect_out_of_sight(cast.deputy, case)
    assert list(case.looking_again()) == [cast.chair]
    assert [m.recipient for m in Message.objects.all()] == [cast.chair]
    assert (case.state, case.handling_role) == (State.CLOSED, Role.HEADTEACHER)


@pytest.mark.rule("I14")
def test_the_last_who_can_look_again_cannot_step_back(cast):
    case = closed_report(cast.headteacher).case
    actions.ask_for_review(case=case, by=None, words="Please look again.")
    cast.headteacher.assignments.all().delete()
    for role in (Role.CHAIR, Role.CLERK, Role.GOVERNOR):
        cast.chair.assignments.model.objects.filter(role=role).delete()

    with pytest.raises(NotAllowed, match="Nobody else"):
        actions.step_back(case=case, by=cast.deputy, why=WHY)

    assert list(case.looking_again()) == [cast.deputy]


def test_a_reason_and_an_open_case_are_needed(cast):
    case = a_report().case
    with pytest.raises(DomainError, match="Say why"):
        actions.step_back(case=case, by=cast.headteacher, why="  ")

    closed = closed_report(cast.headteacher).case
    with pytest.raises(WrongState):
        actions.step_back(case=closed, by=cast.headteacher, why=WHY)


def test_what_fails_half_way_leaves_the_case_where_it_is(cast, monkeypatch):
    case = a_report().case
    monkeypatch.setattr("incidents.actions.recusal.reviews.fit", lambda case: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.step_back(case=case, by=cast.headteacher, why=WHY)

    assert who_can_open(case) == {cast.headteacher.pk}
    assert not Recusal.objects.exists()


def test_the_database_keeps_one_with_its_reason_for_each_person_and_case(headteacher):
    case = a_case()
    Recusal.objects.create(case=case, person=headteacher, why=WHY)
    for why in (WHY, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recusal.objects.create(case=case, person=headteacher, why=why)


def test_the_page_says_who_takes_it_over_and_leads_away(cast, sign_in):
    client = sign_in(cast.headteacher)
    case = a_report().case
    page = reverse("incidents:step_back", args=[case.pk])

    assert "Charles Okoro takes the case over" in client.get(page).content.decode()
    assert "Say why" in client.post(page, {"why": ""}).content.decode()
    answer = client.post(page, {"why": WHY}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("incidents:queue")
    assert "no longer with you" in answer.content.decode()
    for again in (page, case.get_absolute_url()):
        assert client.get(again).status_code == 404
    assert client.post(page, {"why": WHY}).status_code == 404


def test_where_nobody_else_is_there_the_case_says_so(headteacher, sign_in):
    client = sign_in(headteacher)
    case = a_report().case

    assert "Nobody else is free to take" in client.get(case.get_absolute_url()).content.decode()
    page = reverse("incidents:step_back", args=[case.pk])
    assert client.get(page).status_code == 403
    assert client.post(page, {"why": WHY}).status_code == 403


def test_a_case_put_before_governors_is_out_of_sight_of_one_who_stepped_back(cast):
    from governance.models import Referral

    case = a_case(State.WITH_GOVERNORS, handling_role=Role.HEADTEACHER)
    referral = factories.ReferralFactory(case=case, referred_by=cast.headteacher)
    factories.ReferralMemberFactory(referral=referral, person=cast.governor)
    assert Referral.objects.visible_to(cast.governor).exists()

    Recusal.objects.create(case=case, person=cast.governor, why=WHY, at=timezone.now())

    assert not Referral.objects.visible_to(cast.governor).exists()
