"""The list of cases: what is on it, in which order, narrowed how; and the lists one keeps."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents import actions, desk
from incidents.desk import Wanted
from incidents.models import Case, CaseClaim, SavedList, State
from school.models import Role
from tests import factories
from tests.incidents.cases import a_case

pytestmark = pytest.mark.django_db

QUEUE = reverse("incidents:queue")
NOW = timezone.now()


@pytest.fixture
def head(sign_in, headteacher):
    return sign_in(headteacher)


def shown(client, **asked):
    return [row["case"] for row in client.get(QUEUE, asked).context["rows"]]


@pytest.mark.rule("I4")
def test_the_list_is_just_what_is_visible_however_it_comes_to_somebody(cast):
    both = cast.chair
    a_case(), a_case(handling_role=Role.CHAIR), a_case(besides_role=Role.GOVERNOR)
    gone_up = a_case(escalated_role=Role.CHAIR, due_at=None)
    theirs_by_two_ways = a_case(handling_role=Role.CHAIR, escalated_role=Role.CHAIR, due_at=None)
    told_us = a_case(escalated_role=Role.CHAIR, due_at=None)
    told_us.report.reporter = both
    told_us.report.save()
    about_them = a_case(handling_role=Role.CHAIR)
    factories.CasePartyFactory(case=about_them, person=both)
    review = a_case(State.CLOSED, by=cast.headteacher)
    factories.ReviewRequestFactory(case=review, role=Role.CHAIR)

    for state in ("", *State.values):
        found = desk.places(both, Wanted(state=state), NOW)
        seen = Case.objects.visible_to(both)
        expected = seen.filter(state=state) if state else seen.open()
        assert [place.pk for place in found] == [case.pk for case in expected.by_clock()]
    assert {gone_up, theirs_by_two_ways} < set(Case.objects.visible_to(both))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["late", "today", "later", "resting", "image"]),
        ({"state": "closed"}, ["closed"]),
        ({"clock": "late"}, ["late"]),
        ({"clock": "today"}, ["today"]),
        ({"clock": "resting"}, ["resting"]),
        ({"kind": "image"}, ["image"]),
        ({"about": "parent_family"}, ["image"]),
        ({"whose": "mine"}, ["late"]),
        ({"whose": "others"}, ["today"]),
        ({"whose": "nobody"}, ["later", "resting", "image"]),
        ({"whose": "mine", "clock": "today"}, []),
        (
            {"state": "nonsense", "clock": "'", "page": "x"},
            ["late", "today", "later", "resting", "image"],
        ),
    ],
    ids=str,
)
def test_the_list_is_narrowed_by_each_choice(asked, expected, cast, head):
    deputy = cast.deputy
    factories.RoleAssignmentFactory(person=deputy, role=Role.HEADTEACHER)
    tonight = timezone.localtime().replace(hour=23, minute=59, second=59)
    cases = {
        "late": a_case(due_at=timezone.now() - timedelta(hours=1)),
        "today": a_case(due_at=tonight),
        "later": a_case(due_at=timezone.now() + timedelta(days=30)),
        "resting": a_case(State.WITH_GOVERNORS, due_at=None),
        "image": a_case(kind="image", subject_kind="parent_family"),
        "closed": a_case(State.CLOSED, by=deputy),
    }
    actions.take_on(case=cases["late"], by=cast.headteacher)
    actions.take_on(case=cases["today"], by=deputy)
    leaver = factories.RoleAssignmentFactory(role=Role.DEPUTY).person
    CaseClaim.objects.create(case=cases["later"], person=leaver)

    found = shown(head, **asked)

    assert {name for name, case in cases.items() if case in found} == set(expected)


def test_the_counts_above_the_list_lead_to_what_they_count(head, headteacher):
    mine = a_case(due_at=timezone.now() - timedelta(days=1))
    a_case(), a_case(State.CLOSED, by=headteacher)
    actions.take_on(case=mine, by=headteacher)

    sums = head.get(QUEUE).context["sums"]

    assert {row["label"]: row["count"] for row in sums} == {
        "Open": 2, "Late": 1, "Due today": 0, "I am on": 1, "Nobody is on": 1
    }  # fmt: skip
    for row in sums:
        assert len(head.get(row["url"]).context["rows"]) == row["count"]


def test_a_list_longer_than_anybody_reads_says_to_narrow_it(head, monkeypatch):
    monkeypatch.setattr(desk, "MOST", 26)
    for _ in range(27):
        a_case()

    page = head.get(QUEUE, {"page": 2})

    assert len(page.context["rows"]) == 1
    assert "The first 26 cases. Narrow the list" in page.content.decode()


def test_the_list_costs_the_same_with_three_cases_as_with_thirty(
    head, headteacher, django_assert_max_num_queries
):
    def cost(number):
        for _ in range(number):
            actions.take_on(case=a_case(), by=headteacher)
        with django_assert_max_num_queries(60) as seen:
            head.get(QUEUE, {"clock": "soon"})
        return len(seen)

    assert cost(3) == cost(27)


@pytest.mark.rule("I4")
@pytest.mark.rule("S1")
def test_no_address_of_the_list_says_anything_of_a_case(head):
    for number in range(30):
        a_case(child_at_risk=number % 2 == 0)
    words = head.get(QUEUE, {"kind": "breach", "page": 2}).content.decode()

    asked = re.findall(r'href="[^"]*\?([^"]*)"', words)

    names = {part.split("=")[0] for one in asked for part in one.replace("&amp;", "&").split("&")}
    assert names <= {"state", "kind", "about", "clock", "whose", "page"}


# --- finding one ----------------------------------------------------------------------------------


def test_a_case_is_found_by_its_reference_however_it_is_typed(head):
    case = a_case(reference="7KD-2MQ")

    assert (
        head.post(reverse("incidents:find"), {"reference": " 7kd2mq "}).url
        == case.get_absolute_url()
    )


@pytest.mark.rule("I4")
def test_a_case_that_is_not_theirs_is_found_no_more_than_one_that_is_not_there(head):
    a_case(handling_role=Role.CHAIR, reference="7KD-2MQ")

    def answer(reference):
        page = head.post(reverse("incidents:find"), {"reference": reference}, follow=True)
        return page.redirect_chain, [str(message) for message in page.context["messages"]]

    assert answer("7KD-2MQ") == answer("ZZZ-ZZZ")


@pytest.mark.parametrize("name", ["find", "take_on_together", "save_list"])
def test_for_those_without_a_list_these_do_not_exist(name, cast, sign_in):
    assert sign_in(cast.parent).post(reverse(f"incidents:{name}")).status_code == 404


# --- several at once ------------------------------------------------------------------------------


def test_several_are_taken_on_at_once_save_those_that_somebody_is_on(head, headteacher, deputy):
    factories.RoleAssignmentFactory(person=deputy, role=Role.HEADTEACHER)
    free, taken, not_mine = a_case(), a_case(), a_case(handling_role=Role.CHAIR)
    closed = a_case(State.CLOSED, by=deputy)
    actions.take_on(case=taken, by=deputy)
    ticked = [free.pk, taken.pk, not_mine.pk, closed.pk, "nonsense"]

    answer = head.post(
        reverse("incidents:take_on_together"), {"case": ticked, "clock": "soon"}, follow=True
    )

    assert answer.redirect_chain == [(f"{QUEUE}?clock=soon", 302)]
    assert "You are on 1 case now." in answer.content.decode()
    held = dict(CaseClaim.objects.values_list("case_id", "person_id"))
    assert held == {free.pk: headteacher.pk, taken.pk: deputy.pk}


def test_nothing_ticked_gets_a_sentence(head):
    answer = head.post(reverse("incidents:take_on_together"), follow=True)

    assert "Tick the cases" in answer.content.decode()


# --- lists that somebody keeps --------------------------------------------------------------------


def test_a_way_of_narrowing_is_kept_for_oneself_and_removed(head, headteacher, deputy, sign_in):
    a_case()
    late = {"clock": "late", "whose": "mine"}
    head.post(reverse("incidents:save_list"), late | {"name": "Late and mine", "reference": "X"})

    kept = SavedList.objects.get()
    assert (kept.person, kept.choices) == (headteacher, late)
    assert "Late and mine" in head.get(QUEUE).content.decode()
    assert "Late and mine" not in sign_in(deputy).get(QUEUE).content.decode()

    remove = reverse("incidents:remove_list", args=[kept.pk])
    sign_in(deputy).post(remove)
    assert SavedList.objects.exists()
    head.post(remove)
    assert not SavedList.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " ", "clock": "late"}, "Give it a name"),
        ({"name": "x" * 41, "clock": "late"}, "shorten it to 40 letters"),
        ({"name": "Everything"}, "Choose something first"),
    ],
    ids=["no name", "long name", "nothing chosen"],
)
def test_a_list_that_cannot_be_kept_gets_a_sentence(typed, sentence, head):
    answer = head.post(reverse("incidents:save_list"), typed, follow=True)

    assert sentence in answer.content.decode()
    assert not SavedList.objects.exists()


def test_the_same_name_again_replaces_what_it_meant(headteacher):
    for clock in ("late", "today"):
        actions.save_list(by=headteacher, name="Now", wanted=Wanted(clock=clock))

    assert SavedList.objects.get().choices == {"clock": "today"}
