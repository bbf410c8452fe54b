"""Who might be meant: wide on purpose."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.naming import who_may_be_meant
from school.models import Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I4")]


@pytest.mark.parametrize(
    "written",
    [
        "Helen Hart",
        "hart",
        "Mrs Hart",
        "HART, Helen",
        "Mrs Hart's husband",
        "the head",
        "Headteacher",
    ],
)
def test_the_head_may_be_meant(headteacher, chair, written):
    assert headteacher in who_may_be_meant(written)
    assert chair not in who_may_be_meant(written)


@pytest.mark.parametrize("written", ["", "  ", "Helen", "Hartley", "a parent", "12345", "…"])
def test_nobody_is_meant(headteacher, chair, written):
    assert who_may_be_meant(written) == []


def test_a_title_means_whoever_holds_it(cast):
    assert who_may_be_meant("chair") == [cast.chair]
    assert who_may_be_meant("The clerk") == [cast.clerk]
    assert who_may_be_meant("safeguarding lead") == [cast.dsl]


def test_both_of_two_people_of_one_name_may_be_meant(headteacher):
    other = factories.PersonFactory(full_name="Harry Hart")
    factories.RoleAssignmentFactory(person=other, role=Role.GOVERNOR)

    assert set(who_may_be_meant("Hart")) == {headteacher, other}


@pytest.mark.parametrize(
    ("name", "written"),
    [("Anna Smith-Jones", "Mrs Jones"), ("Seán O'Neil", "o’neil"), ("Zoë Müller", "Muller")],
)
def test_names_are_found_through_hyphens_accents_and_apostrophes(name, written):
    person = factories.RoleAssignmentFactory(
        person=factories.PersonFactory(full_name=name), role=Role.DSL
    ).person

    assert who_may_be_meant(written) == [person]


def test_somebody_who_handles_no_cases_today_may_be_meant_for_they_may_tomorrow(cast):
    assert who_may_be_meant("Thistle and Vole") == [cast.class_teacher, cast.volunteer]


def test_somebody_whose_role_begins_next_week_may_be_meant(db):
    next_week = timezone.localdate() + timedelta(days=7)
    person = factories.RoleAssignmentFactory(
        person=factories.PersonFactory(full_name="Ned Newcome"),
        role=Role.HEADTEACHER,
        starts_on=next_week,
    ).person

    assert who_may_be_meant("Mr Newcome") == [person]


def test_somebody_whose_roles_are_over_and_a_parent_need_no_way_round(cast):
    cast.volunteer.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert who_may_be_meant("Vole and Parker") == []
