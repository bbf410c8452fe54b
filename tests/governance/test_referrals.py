"""Cases put before named governors (G2)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from governance import actions, queries
from governance.models import Referral
from governance.permissions import can_refer, can_take_back
from incidents.actions import answer_harm_questions, name_subject
from incidents.models import Case, Part, Report, State
from notifications.delivery import deliver_all_due, render
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Role
from tests import factories
from tests.governance.referring import QUESTION, SUMMARY, another_governor, draft, refer
from tests.incidents.cases import a_case, answered

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G2")]


@pytest.fixture
def case():
    return a_case(State.INVESTIGATING)


@pytest.fixture
def referral(case, governor, headteacher):
    return refer(case, [governor], headteacher)


def test_the_named_governor_reads_it_and_no_other_does(referral, governor, chair, sign_in):
    address = reverse("governance:referral", args=[referral.pk])

    page = sign_in(governor).get(address)

    assert QUESTION in page.content.decode()
    assert sign_in(chair).get(address).status_code == 404
    assert sign_in(another_governor()).get(address).status_code == 404


def test_the_named_governor_never_opens_the_case_itself(referral, governor, sign_in):
    assert sign_in(governor).get(referral.case.get_absolute_url()).status_code == 404
    assert not Case.objects.visible_to(governor).exists()


def test_each_look_is_on_record(referral, governor, sign_in):
    address = reverse("governance:referral", args=[referral.pk])

    for _ in range(2):
        sign_in(governor).get(address)

    looks = Event.objects.on(referral).filter(action="governance.referral.viewed")
    assert list(looks.values_list("actor_id", flat=True)) == [str(governor.pk)] * 2


@pytest.mark.rule("S1")
def test_each_named_governor_is_told_by_a_mail_that_says_nothing_of_the_case(
    referral, governor, chair
):
    message = Message.objects.get(template="referral")

    mail = render(message)

    assert message.recipient == governor
    assert reverse("governance:referral", args=[referral.pk]) in mail.body
    for secret in (SUMMARY, QUESTION, referral.case.reference, referral.case.get_kind_display()):
        assert secret not in mail.subject + mail.body


def test_the_event_says_who_was_named_and_nothing_of_what_was_written(referral, governor):
    event = Event.objects.on(referral).get(action="governance.referral.made")

    assert event.facts == {"governors": [governor.pk]}


def test_the_case_is_with_governors_and_comes_back(referral, governor, headteacher, sign_in):
    referral.case.refresh_from_db()
    assert referral.case.state == State.WITH_GOVERNORS

    case = actions.end_referral(referral=referral, by=headteacher, words="They say yes.")

    assert case.state == State.INVESTIGATING
    address = reverse("governance:referral", args=[referral.pk])
    assert sign_in(governor).get(address).status_code == 404
    with pytest.raises(WrongState):
        actions.end_referral(referral=referral, by=headteacher)


@pytest.mark.rule("I4")
def test_the_person_it_is_about_loses_sight_of_it_as_soon_as_they_are_named(
    referral, governor, sign_in
):
    factories.CasePartyFactory(case=referral.case, person=governor, part=Part.ALLEGED)
    client = sign_in(governor)

    assert client.get(reverse("governance:referral", args=[referral.pk])).status_code == 404
    assert (
        referral.case.reference not in client.get(reverse("governance:referrals")).content.decode()
    )


@pytest.mark.rule("I4")
def test_governors_answer_whoever_handles_it_now_and_not_its_subject(
    referral, governor, chair, headteacher, sign_in
):
    address = reverse("governance:referral", args=[referral.pk])
    client = sign_in(governor)
    assert "Give your answer to the Headteacher." in client.get(address).content.decode()

    case = name_subject(case=referral.case, by=headteacher, person=headteacher)
    assert client.get(address).status_code == 404  # it may be a low-level concern
    answered(case, chair, is_allegation=True)

    assert "Give your answer to the Chair of governors." in client.get(address).content.decode()


def test_who_is_a_governor_no_longer_sees_nothing(referral, governor, sign_in):
    governor.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    client = sign_in(governor)

    assert client.get(reverse("governance:referral", args=[referral.pk])).status_code == 404
    assert client.get(reverse("governance:referrals")).status_code == 403


@pytest.mark.parametrize("part", list(Part))
def test_nobody_with_a_part_in_the_case_is_asked(part, case, governor, headteacher):
    factories.CasePartyFactory(case=case, person=governor, part=part)

    with pytest.raises(DomainError, match="has a part in this case"):
        refer(case, [governor], headteacher)

    assert not Referral.objects.exists()


def test_whoever_reported_it_is_not_asked(case, governor, headteacher):
    Report.objects.filter(case=case).update(reporter=governor)

    with pytest.raises(DomainError, match="has a part in this case"):
        refer(case, [governor], headteacher)


def test_a_parent_of_a_child_in_the_case_is_not_asked(case, governor, headteacher):
    tie = factories.ParenthoodFactory(person=governor)
    factories.CasePartyFactory(case=case, person=None, child=tie.child, part=Part.TARGET)

    with pytest.raises(DomainError, match="parent or carer of a child in this case"):
        refer(case, [governor], headteacher)


def test_a_governor_who_works_at_the_school_is_not_asked(case, headteacher):
    staff_governor = another_governor()
    factories.RoleAssignmentFactory(person=staff_governor, role=Role.STAFF)

    with pytest.raises(DomainError, match="works at the school"):
        refer(case, [staff_governor], headteacher)


def test_the_chair_who_handles_a_case_is_not_asked_about_it(chair, governor):
    case = a_case(State.INVESTIGATING, handling_role=Role.CHAIR)

    with pytest.raises(DomainError, match="handles this case"):
        refer(case, [chair, governor], chair)
    assert refer(case, [governor], chair)


def test_somebody_who_is_no_governor_is_not_asked(case, volunteer, headteacher):
    with pytest.raises(DomainError, match="is not a governor today"):
        refer(case, [volunteer], headteacher)


def test_nobody_named_and_nothing_written_is_refused(case, governor, headteacher):
    with pytest.raises(DomainError, match="at least one"):
        refer(case, [], headteacher)
    with pytest.raises(DomainError, match="Write what"):
        draft(case, [governor], headteacher, summary=" ")


@pytest.mark.parametrize("state", [State.RECEIVED, State.WITH_GOVERNORS, State.CLOSED])
def test_a_case_goes_to_governors_only_from_where_the_table_says(state, headteacher):
    now = timezone.now()
    closed = {
        "closed_at": now,
        "closed_by": headteacher,
        "outcome": "talk",
        "outcome_explanation": "We talked.",
    }
    case = factories.CaseFactory(
        state=state, outside_school=False, **(closed if state == State.CLOSED else {})
    )

    assert not can_refer(headteacher, case)
    assert can_refer(headteacher, case).reason


def test_only_the_handler_refers_and_takes_back(case, cast):
    for name in ("deputy", "chair", "clerk", "governor", "dsl", "office", "parent"):
        person = getattr(cast, name)
        with pytest.raises(NotAllowed):
            refer(case, [cast.governor], person)
        assert not can_take_back(person, case)
    referral = refer(case, [cast.governor], cast.headteacher)
    with pytest.raises(NotAllowed):
        actions.end_referral(referral=referral, by=cast.governor)


def test_a_fault_after_the_first_write_leaves_nothing_half_written(case, governor, headteacher):
    class Fault(Exception):
        pass

    def governors_then_fault():
        yield governor
        raise Fault

    with pytest.raises(Fault):
        refer(case, governors_then_fault(), headteacher)

    case.refresh_from_db()
    assert case.state == State.INVESTIGATING
    assert not Referral.objects.exists()
    assert not Message.objects.exists()


def test_the_page_takes_the_handler_from_case_to_referral_and_back(
    case, governor, headteacher, sign_in
):
    client = sign_in(headteacher)
    address = reverse("governance:refer", args=[case.pk])
    assert "Which governors?" in client.get(address).content.decode()

    answer = client.post(address, filled_in(governor))
    referral = Referral.objects.get()
    preview = reverse("governance:preview_referral", args=[referral.pk])
    back = reverse("governance:end_referral", args=[referral.pk])
    assert answer.url == preview
    seen = client.get(preview).context["seen"]
    assert client.post(preview, {"seen": "long ago"}).url == preview
    assert client.post(preview, {"seen": seen}).url == back
    assert client.get(address).url == back
    assert governor.full_name in client.get(back).content.decode()

    answer = client.post(back, {"words": "They say yes."})
    assert answer.url == case.get_absolute_url()
    assert "This referral has ended" in client.get(back).content.decode()
    assert client.post(back, {}).status_code == 403


def test_the_form_offers_nobody_with_a_conflict_and_says_why(case, governor, headteacher, sign_in):
    factories.CasePartyFactory(case=case, person=governor, part=Part.WITNESS)
    client, address = sign_in(headteacher), reverse("governance:refer", args=[case.pk])

    page = client.get(address).content.decode()
    answer = client.post(address, filled_in(governor))

    assert "has a part in this case" in page
    assert answer.context["form"].errors["governors"]


def test_a_case_that_cannot_be_referred_says_why(headteacher, sign_in):
    case = a_case(State.RECEIVED)
    client, address = sign_in(headteacher), reverse("governance:refer", args=[case.pk])

    assert can_refer(headteacher, case).reason in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 403


def test_the_page_warns_when_too_few_are_left_for_a_later_panel(case, headteacher, sign_in):
    governors = [another_governor() for _ in range(4)]
    assert queries.availability(queries.candidates(case)).left == 4

    written = draft(case, governors[:2], headteacher)
    page = sign_in(headteacher).get(reverse("governance:preview_referral", args=[written.pk]))

    assert "2 governors are left then for a later panel" in page.content.decode()
    referral = actions.share_referral(referral=written, by=headteacher)
    assert queries.availability(queries.candidates(case)).left == 2
    page = sign_in(headteacher).get(reverse("governance:end_referral", args=[referral.pk]))
    assert "2 governors are left for a later panel" in page.content.decode()


def test_the_list_costs_the_same_queries_with_few_and_many(
    governor, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client, address = sign_in(governor), reverse("governance:referrals")
    named(governor, 3)
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    named(governor, 30)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address)


def named(person, count: int) -> None:
    for _ in range(count):
        factories.ReferralMemberFactory(person=person)


def filled_in(*governors, **more):
    """Return what the form is sent with."""
    until = timezone.localdate() + timedelta(days=14)
    return {
        "governors": [person.pk for person in governors],
        "summary": SUMMARY,
        "question": QUESTION,
        "expires_on": until.isoformat(),
        **more,
    }


def test_an_empty_list_says_what_will_appear(governor, sign_in):
    page = sign_in(governor).get(reverse("governance:referrals")).content.decode()

    assert "Nothing is waiting for you" in page


# --- low-level concerns ---------------------------------------------------------------------------


@pytest.mark.rule("I8")
def test_a_low_level_concern_is_never_put_before_governors(case, governor, headteacher):
    Case.objects.update(subject_kind="staff", meets_harm_threshold=False)
    case.refresh_from_db()

    assert "governors never see" in can_refer(headteacher, case).reason
    with pytest.raises(NotAllowed, match="governors never see"):
        refer(case, [governor], headteacher)

    assert not Referral.objects.exists()


@pytest.mark.rule("I8")
def test_one_that_turns_out_to_be_low_level_is_out_of_their_sight_at_once(
    referral, governor, headteacher, sign_in
):
    Case.objects.update(subject_kind="staff", meets_harm_threshold=False)
    client = sign_in(governor)

    assert client.get(reverse("governance:referral", args=[referral.pk])).status_code == 404
    assert str(referral.pk) not in client.get(reverse("governance:referrals")).content.decode()
    assert Referral.objects.open().get() == referral  # the handler still takes it back


@pytest.mark.rule("I8")
def test_whoever_is_named_while_governors_are_asked_is_asked_about_before_it_goes_on(
    referral, headteacher, class_teacher
):
    case = name_subject(case=referral.case, by=headteacher, person=class_teacher)
    assert "four questions" in can_take_back(headteacher, case).reason
    no = dict.fromkeys(["harmed", "offence", "risk", "unsuitable"], "no")

    answer_harm_questions(case=case, by=headteacher, why="A joke.", **no)

    assert actions.end_referral(referral=referral, by=headteacher).state == State.INVESTIGATING


@pytest.mark.rule("I4")
@pytest.mark.parametrize("is_named", [True, False])
def test_a_letter_to_a_governor_leaves_unless_they_were_named_in_the_case_meanwhile(
    is_named, case, headteacher, governor
):
    refer(case, [governor], headteacher)
    if is_named:
        name_subject(case=case, by=headteacher, person=governor)

    deliver_all_due()

    assert any(governor.email in letter.to for letter in mail.outbox) is not is_named
