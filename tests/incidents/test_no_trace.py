"""I4: whoever a case is about finds no trace of it, whatever roles they hold, on any page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents import actions, desk, queries
from incidents.desk import Wanted
from incidents.models import Case, CaseClaim, Evidence, Part, State
from incidents.patterns import By
from incidents.views.steps import BY_NAME
from notifications.models import Message
from school.models import Person, Role
from tests import factories
from tests.incidents.bringing import a_piece
from tests.incidents.cases import a_case, a_low_level_concern, a_report, answered
from tests.incidents.packed import a_bundle

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I4")]

OF_FILE = ("case_file", "hide_words", "bundles", "others")
ROLES = [role for role in Role if role != Role.PARENT]


def person_holding(*roles):
    person = factories.PersonFactory()
    for role in roles:
        factories.RoleAssignmentFactory(person=person, role=role)
    return person


def expect_no_trace(person, case, client):
    """Look in every place where a case could show."""
    pages = [reverse("incidents:case", args=[case.pk])]
    steps = (*OF_FILE, "take_on", "put_back", *BY_NAME)
    pages += [reverse(f"incidents:{name}", args=[case.pk]) for name in steps]
    pages += [
        reverse(f"incidents:{name}", args=[case.reference])
        for name in ("my_report", "my_review", "my_slip", "my_files")
    ]
    pages += [
        reverse(f"incidents:{name}", args=[case.pk, 1])
        for name in ("piece", "piece_copy", "piece_original")
    ]
    pages.append(reverse("incidents:pictures"))
    for page in pages:
        assert client.get(page).status_code in (404, 405)
        assert client.post(page, {"words": "x"}).status_code in (404, 405)
    for name in ("queue", "my_reports"):
        assert case.reference not in client.get(reverse(f"incidents:{name}")).content.decode()
    for by in By:
        page = client.get(reverse("incidents:patterns"), {"by": by})
        assert page.status_code == 404 or "no case that you see" in page.content.decode()
    assert case.reference not in client.get(reverse("home")).content.decode()
    assert queries.waiting_for(person) == (0, False, None)
    now = timezone.now()
    for wanted in (Wanted(), *(Wanted(state=state) for state in State)):
        assert desk.places(person, wanted, now) == []
    assert desk.in_order(person, [case.pk]) == []
    for name, typed in (
        ("find", {"reference": case.reference}),
        ("take_on_together", {"case": case.pk}),
    ):
        answer = client.post(reverse(f"incidents:{name}"), typed)
        assert answer.status_code == 404 or answer.url == reverse("incidents:queue")
    assert not CaseClaim.objects.filter(person=person).exists()
    assert not queries.reports_of(person).exists()
    assert not queries.reviews_for(person).exists()
    assert not Evidence.objects.visible_to(person).exists()
    assert person not in case.team()
    assert not Message.objects.filter(recipient=person).exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", State)
def test_the_subject_sees_nothing_even_holding_the_very_role_that_handles_it(role, state, sign_in):
    person = person_holding(role)
    case = a_case(state, handling_role=role, besides_role=Role.DSL)
    factories.CasePartyFactory(case=case, person=person)

    expect_no_trace(person, case, sign_in(person))


@pytest.mark.parametrize("role", ROLES)
def test_the_subject_sees_nothing_of_a_request_to_look_again_that_is_with_their_role(role, sign_in):
    person = person_holding(role)
    case = a_case(State.CLOSED, handling_role=Role.STAFF)
    factories.CasePartyFactory(case=case, person=person)
    factories.ReviewRequestFactory(case=case, role=role, nobody_else=True)

    expect_no_trace(person, case, sign_in(person))


def test_the_head_finds_no_trace_of_a_report_about_the_head(cast, sign_in):
    case = a_report(subject_kind="headteacher").case

    expect_no_trace(cast.headteacher, case, sign_in(cast.headteacher))


@pytest.mark.parametrize("also", [Role.GOVERNOR, Role.DSL, Role.CLERK, Role.CHAIR])
def test_a_head_who_is_something_else_as_well_finds_none_either(also, cast, sign_in):
    factories.RoleAssignmentFactory(person=cast.headteacher, role=also)
    case = a_report(subject_kind="headteacher", child_in_danger=True).case

    expect_no_trace(cast.headteacher, case, sign_in(cast.headteacher))


def test_somebody_only_possibly_meant_sees_nothing_until_it_is_settled(cast, sign_in):
    case = a_report(subject_name="Mrs Sadler", child_in_danger=True).case

    expect_no_trace(cast.dsl, case, sign_in(cast.dsl))


def test_somebody_named_later_loses_sight_at_once(cast, sign_in):
    case = a_report(child_in_danger=True).case
    client = sign_in(cast.dsl)
    assert client.get(case.get_absolute_url()).status_code == 200
    Message.objects.all().delete()

    actions.name_subject(case=case, by=cast.headteacher, person=cast.dsl)

    expect_no_trace(cast.dsl, case, client)


def test_a_parent_of_a_child_who_is_in_it_loses_sight_at_once(cast, sign_in):
    case = a_report().case
    client, child = sign_in(cast.headteacher), factories.ParenthoodFactory().child
    factories.ParenthoodFactory(person=cast.headteacher, child=child)
    Message.objects.all().delete()

    actions.name_subject(case=case, by=cast.headteacher, child=child)

    expect_no_trace(cast.headteacher, case, client)


def test_the_case_comes_back_into_sight_of_nobody_by_a_new_role(cast):
    case = a_report(subject_kind="headteacher").case
    factories.RoleAssignmentFactory(person=cast.headteacher, role=Role.CHAIR)

    assert not Case.objects.visible_to(Person.objects.get(pk=cast.headteacher.pk)).exists()
    assert Case.objects.visible_to(cast.chair).get() == case


def test_a_reporter_who_turns_out_to_be_its_subject_loses_it(cast, sign_in):
    case = a_report(reporter=cast.parent).case
    Message.objects.all().delete()

    actions.name_subject(case=case, by=cast.headteacher, person=cast.parent)

    expect_no_trace(cast.parent, case, sign_in(cast.parent))


def test_a_role_that_ended_yesterday_shows_nothing(sign_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    person = factories.RoleAssignmentFactory(role=Role.HEADTEACHER, ends_on=yesterday).person
    case = a_case()

    expect_no_trace(person, case, sign_in(person))


def test_a_role_that_begins_tomorrow_shows_nothing_yet(sign_in):
    tomorrow = timezone.localdate() + timedelta(days=1)
    person = factories.RoleAssignmentFactory(role=Role.HEADTEACHER, starts_on=tomorrow).person

    expect_no_trace(person, a_case(), sign_in(person))


def test_a_leaver_sees_nothing():
    person = person_holding(Role.HEADTEACHER)
    a_case()
    person.is_active = False
    person.save()

    assert not Case.objects.visible_to(person).exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_allegation", [True, False])
def test_what_was_answered_about_them_and_handed_on_leaves_no_trace(
    is_allegation, role, headteacher, sign_in
):
    case = a_case(State.TRIAGED, subject_kind="staff", kind="cyberbullying")
    case = answered(case, headteacher, is_allegation=is_allegation)
    actions.note_motive(case=case, by=headteacher, motives=["sex"])
    actions.record_contact(
        case=case, by=headteacher, body="lado", was_made=False, reason="They rang us."
    )
    person = person_holding(role)
    Message.objects.all().delete()

    actions.name_subject(case=case, by=headteacher, person=person)

    expect_no_trace(person, case, sign_in(person))


@pytest.mark.parametrize("role", ROLES)
def test_evidence_and_that_it_was_put_away_leave_no_trace(role, headteacher, sign_in):
    case = a_case(State.TRIAGED)
    a_piece(case, headteacher)
    actions.say_words_only(case=case, by=headteacher)
    person = person_holding(role)
    Message.objects.all().delete()

    actions.name_subject(case=case, by=headteacher, person=person)

    expect_no_trace(person, case, sign_in(person))


def test_a_pattern_never_leads_to_a_case_about_whoever_looks(headteacher, class_teacher):
    here = a_low_level_concern(a_case(State.TRIAGED, subject_kind="staff"), headteacher)
    about_both = a_low_level_concern(a_case(State.TRIAGED, subject_kind="staff"), headteacher)
    for case in (here, about_both):
        factories.CasePartyFactory(case=case, person=class_teacher, confirmed_at=timezone.now())
    assert list(queries.other_low_level(headteacher, here)) == [about_both]

    factories.CasePartyFactory(case=about_both, person=headteacher)

    assert not queries.other_low_level(headteacher, here).exists()


def test_a_file_that_was_made_before_is_out_of_reach_of_whoever_is_named_later(cast, sign_in):
    case = a_report(what_happened="Something unkind.").case
    client = sign_in(cast.headteacher)
    mask = actions.hide_words(case=case, by=cast.headteacher, words="unkind", why="Not needed.")
    bundle, piece = a_bundle(case, cast.headteacher), a_piece(case, cast.headteacher)
    pages = [
        reverse("incidents:take_bundle", args=[case.pk, bundle.pk]),
        reverse("incidents:show_words", args=[case.pk, mask.pk]),
        reverse("incidents:remove_words", args=[case.pk, mask.pk]),
        reverse("incidents:withhold_evidence", args=[case.pk, piece.pk]),
    ]
    taken = client.get(pages[0])
    assert b"".join(taken.streaming_content).startswith(b"PK")
    Message.objects.all().delete()
    factories.CasePartyFactory(case=case, person=cast.headteacher)

    for page in pages:
        assert client.get(page).status_code in (404, 405)
        assert client.post(page, {"why": "x"}).status_code in (404, 405)
    expect_no_trace(cast.headteacher, case, client)


@pytest.mark.parametrize("role", ROLES)
def test_whoever_is_told_is_exactly_whoever_may_open_it(role, cast):
    case = a_case(handling_role=role, besides_role=Role.DSL)
    factories.CasePartyFactory(case=case, person=cast.headteacher)
    factories.CasePartyFactory(case=case, person=cast.parent, part=Part.WITNESS)

    factories.ReviewRequestFactory(case=case, role=Role.CHAIR)

    may_open = {p for p in Person.objects.all() if Case.objects.visible_to(p).exists()}

    assert set(case.team()) == may_open
