"""The first page: three doors for anybody, and for each role what needs it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements.models import Capacity
from incidents.models import PictureWarning
from incidents.models import State as CaseState
from policies.models import ApproverLevel, State
from school.models import Role
from stmarys_portal.home import parts_for
from tests import factories

pytestmark = pytest.mark.django_db


def titles(person) -> dict[str, list[str]]:
    return {part.heading: [need.title for need in part.needs] for part in parts_for(person)}


def need(person, title):
    return next(n for part in parts_for(person) for n in part.needs if n.title == title)


def asked(person, capacity, **kwargs):
    return factories.RequestFactory(person=person, capacity=capacity, **kwargs)


def test_anybody_finds_three_doors_and_what_to_do_in_danger(client):
    page = client.get("/").content.decode()

    for door in ("Tell us about something", "Read our policies", "Sign in or use my link"):
        assert door in page
    assert 'href="tel:999"' in page


def test_the_first_page_only_reads(client):
    assert client.post("/").status_code == 405


def test_somebody_with_nothing_waiting_is_told_what_will_appear(outsider, sign_in):
    page = sign_in(outsider).get("/").content.decode()

    assert "Nothing is waiting for you today." in page


@pytest.mark.parametrize(
    ("name", "capacity", "heading"),
    [
        ("class_teacher", Capacity.STAFF, "As a member of staff"),
        ("governor", Capacity.GOVERNOR, "As a governor"),
        ("volunteer", Capacity.VOLUNTEER, "As a volunteer"),
    ],
)
def test_what_is_to_be_signed_stands_under_the_role_that_signs(name, capacity, heading, request):
    person = request.getfixturevalue(name)
    wanted = asked(person, capacity)

    title = f"Read and sign: {wanted.round.version.title}"

    assert title in titles(person)[heading]
    assert need(person, title).url == f"/sign-offs/{wanted.pk}/"
    assert "About 1 minute to read" in need(person, title).detail


@pytest.mark.rule("A4")
def test_a_parents_children_are_named_and_done_in_one_go(parent):
    first = parent.children.get()
    second = factories.ChildFactory(full_name="Zoe Parker")
    factories.ParenthoodFactory(person=parent, child=second)
    asked_for = factories.RoundFactory()
    for child in (first, second):
        asked(parent, Capacity.PARENT, round=asked_for, child=child)

    (part,) = parts_for(parent)

    assert part.heading == "As a parent or carer"
    to_sign, pictures = part.needs
    assert "For Child of Pat Parker and Zoe Parker." in to_sign.detail
    assert pictures.title.endswith("pictures of your children")


def test_somebody_with_two_roles_finds_two_parts(teacher_parent):
    asked(teacher_parent, Capacity.STAFF)
    asked(teacher_parent, Capacity.PARENT, child=teacher_parent.children.get())

    assert list(titles(teacher_parent)) == ["As a member of staff", "As a parent or carer"]


def test_the_headteacher_sees_how_many_cases_and_the_first_clock(headteacher):
    today = timezone.localdate()
    factories.CaseFactory(due_on=today + timedelta(days=3))
    factories.CaseFactory(due_on=today - timedelta(days=3))

    cases = need(headteacher, "Cases with you")

    assert (cases.count, cases.is_late, cases.mood) == (2, True, "late")
    assert cases.url == "/reports/cases/"


def test_many_cases_are_counted_no_further_than_the_list_and_cost_no_more(
    headteacher, sign_in, monkeypatch
):
    monkeypatch.setattr("incidents.desk.MOST", 2)
    client, costs = sign_in(headteacher), []
    for _ in range(2):
        for _ in range(3):
            factories.CaseFactory()
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/").content.decode()
        costs.append(len(queries))
        assert 'hidden"> or more</span>' in page

    cases = need(headteacher, "Cases with you")
    assert (cases.count, cases.are_more) == (2, True)
    assert "Open: 2 or more" in client.get(cases.url).content.decode()
    assert costs[0] == costs[1]


def test_a_headteacher_without_cases_sees_a_calm_nought(headteacher):
    cases = need(headteacher, "Cases with you")

    assert (cases.count, cases.mood) == (0, "calm")


@pytest.mark.rule("I4")
def test_a_case_about_the_headteacher_leaves_no_trace_on_their_page(headteacher, sign_in):
    client = sign_in(headteacher)
    before = client.get("/").content.decode().split("<main")[1]

    case = factories.CaseFactory(handling_role=Role.CHAIR, due_on=timezone.localdate())
    factories.CasePartyFactory(case=case, person=headteacher)
    about_me = factories.CaseFactory(due_on=timezone.localdate())
    factories.CasePartyFactory(case=about_me, person=headteacher)

    assert client.get("/").content.decode().split("<main")[1] == before


def test_a_case_about_the_headteacher_is_with_the_chair(chair):
    factories.CaseFactory(handling_role=Role.CHAIR, due_on=timezone.localdate())

    assert need(chair, "Case with you").count == 1


def test_the_safeguarding_lead_sees_what_was_handed_over(dsl):
    factories.CaseFactory(besides_role=Role.DSL)
    factories.CaseFactory()

    assert need(dsl, "Case with you").count == 1
    assert "As safeguarding lead" in titles(dsl)


@pytest.mark.rule("I11")
def test_whoever_was_warned_of_a_picture_finds_what_to_do_for_a_week(cast):
    PictureWarning.objects.create(person=cast.dsl)
    warning = need(cast.dsl, "Warning about a picture")

    assert (warning.url, warning.count) == ("/reports/cases/pictures/", 1)
    assert "Keeping children safe" not in titles(cast.headteacher)
    PictureWarning.objects.update(at=timezone.now() - timedelta(days=8))
    assert "Keeping children safe" not in titles(cast.dsl)


def test_a_closed_case_is_no_longer_counted(headteacher):
    case = factories.CaseFactory()
    case.state, case.outcome, case.outcome_explanation = CaseState.CLOSED, "talk", "We talked."
    case.closed_at, case.closed_by = timezone.now(), headteacher
    case.save()

    assert need(headteacher, "Cases with you").count == 0


@pytest.mark.rule("I14")
def test_a_case_to_look_at_again_waits_for_whoever_did_not_decide_it(headteacher, deputy):
    case = factories.CaseFactory(
        state=CaseState.CLOSED,
        closed_at=timezone.now(),
        closed_by=headteacher,
        outcome="no_breach",
        outcome_explanation="All is well.",
    )
    factories.ReportFactory(case=case)
    factories.ReviewRequestFactory(case=case, role=Role.DEPUTY)

    assert need(deputy, "Case to look at again").count == 1
    assert "Case to look at again" not in str(titles(headteacher))
    factories.CasePartyFactory(case=case, person=deputy)
    assert "Case to look at again" not in str(titles(deputy))


@pytest.mark.rule("M14")
def test_talk_to_us_is_on_the_first_page(client):
    assert "?about=concern" in client.get("/").content.decode()


def test_the_headteacher_sees_how_many_sign_offs_are_still_to_come(headteacher, class_teacher):
    asked(class_teacher, Capacity.STAFF)

    still_to_come = need(headteacher, "Sign-offs still to come")

    assert still_to_come.count == 1
    assert still_to_come.detail == "0 of 1 have signed, over 1 policy."


def test_a_version_in_review_waits_for_its_approver_and_for_nobody_else(
    headteacher, chair, clerk, governor
):
    version = factories.VersionFactory(
        policy__approver_level=ApproverLevel.GOVERNING_BODY, state=State.IN_REVIEW
    )

    title = f"Approve: {version.title}"

    assert title in titles(chair)["As chair of governors"]
    assert title in titles(clerk)["As clerk to the governors"]
    assert title not in str(titles(headteacher))
    assert title not in str(titles(governor))


@pytest.mark.rule("P2")
def test_nobody_is_asked_to_approve_what_they_prepared(headteacher):
    version = factories.VersionFactory(
        policy__approver_level=ApproverLevel.HEADTEACHER,
        state=State.IN_REVIEW,
        created_by=headteacher,
    )

    assert f"Approve: {version.title}" not in str(titles(headteacher))


@pytest.mark.rule("P6")
@pytest.mark.parametrize(
    ("days_before", "mood"), [(70, None), (60, "waiting"), (0, "waiting"), (-1, "late")]
)
def test_a_review_comes_into_sight_two_months_before_and_is_marked_when_missed(
    days_before, mood, headteacher
):
    version = factories.published()

    parts = parts_for(headteacher, on=version.next_review_on - timedelta(days=days_before))

    needs = [need for part in parts for need in part.needs]
    assert next((n.mood for n in needs if n.title == "Policies to review"), None) == mood


def test_a_governor_finds_the_referrals_that_name_them_and_the_history(governor, chair):
    factories.ReferralMemberFactory(person=governor)

    assert need(governor, "Case put to you").count == 1
    assert "Case put to you" not in str(titles(chair))
    assert titles(chair)["As chair of governors"][-1] == "Breach history"


def test_the_office_sees_joiners_and_who_has_no_e_mail(office):
    factories.PersonFactory(email=None)
    factories.ChildFactory(admitted_on=timezone.localdate() + timedelta(days=20))

    needs = titles(office)["In the school office"]

    assert needs == ["Children who join soon", "People without an e-mail address"]


def test_my_reports_are_offered_to_those_who_reported(class_teacher, sign_in):
    client = sign_in(class_teacher)
    before = client.get("/").content.decode()

    factories.ReportFactory(reporter=class_teacher)

    assert "My reports" not in before
    assert "My reports" in client.get("/").content.decode()


@pytest.mark.rule("C1", "C3")
def test_a_parent_finds_pictures_and_other_families_at_any_time(parent, class_teacher, sign_in):
    doors = {reverse("consents:pictures"), reverse("consents:shared")}

    def found(person):
        page = sign_in(person).get(reverse("home")).text
        return {door for door in doors if f'<h3><a href="{door}">' in page}

    assert found(parent) == doors
    assert found(class_teacher) == set()


@pytest.mark.parametrize("name", ["headteacher", "chair", "office", "teacher_parent"])
def test_the_page_costs_the_same_with_more_on_it(
    name, request, sign_in, django_assert_max_num_queries
):
    person = request.getfixturevalue(name)
    client = sign_in(person)

    def fill(number):
        for _ in range(number):
            factories.CaseFactory(handling_role=Role.HEADTEACHER, due_on=timezone.localdate())
            asked(person, Capacity.STAFF)

    fill(3)
    with django_assert_max_num_queries(60) as few:
        client.get("/")
    fill(12)
    with django_assert_max_num_queries(60) as many:
        client.get("/")

    assert len(many) == len(few)
