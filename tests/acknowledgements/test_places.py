"""The table of audiences, asked in Python of one person and by the database of everybody."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acknowledgements import actions
from acknowledgements.audience import capacities_asked
from acknowledgements.models import Capacity, Request
from acknowledgements.places import Scope
from policies.models import Audience
from school.models import Parenthood, Person, Role, RoleAssignment
from tests import factories
from tests.days import in_days, today

pytestmark = pytest.mark.django_db

AROUND = (-400, -2, -1, 0, 1, 2)

audiences = st.lists(st.sampled_from(Audience), min_size=1, unique=True)
first_days = st.sampled_from(AROUND)
last_days = st.sampled_from((None, -1, 0, 1))
assignments = st.lists(
    st.tuples(st.sampled_from(RoleAssignment.ASSIGNABLE), first_days, last_days),
    max_size=4,
    unique_by=lambda held: held[0],
)
ties = st.lists(
    st.tuples(first_days, last_days, st.booleans(), st.booleans()),  # responsibility, restriction
    max_size=2,
)
people = st.lists(st.tuples(st.booleans(), assignments, ties), min_size=1, max_size=4)
few = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def day(offset):
    return None if offset is None else in_days(offset)


def last_day(first, last):
    return None if last is None else max(day(first), day(last))


def make(everybody):
    for is_active, held, children in everybody:
        person = factories.PersonFactory(is_active=is_active)
        _give(person, held, children)


def _give(person, held, children):
    for role, first, last in held:
        factories.RoleAssignmentFactory(
            person=person, role=role, starts_on=day(first), ends_on=last_day(first, last)
        )
    for first, last, has_responsibility, is_restricted in children:
        factories.ParenthoodFactory(
            person=person,
            child__admitted_on=day(first),
            child__left_on=last_day(first, last),
            has_responsibility=has_responsibility,
            is_restricted=is_restricted,
        )


def places_one_by_one(audiences):
    """Return the places of a version by asking `capacities_asked` about each person in turn."""
    places = set()
    for person in Person.objects.filter(is_active=True):
        children = person.parenthoods.asked().values_list("child_id", flat=True)
        for capacity in capacities_asked(person.roles(), audiences):
            asked_for = children if capacity == Capacity.PARENT else [None]
            places |= {(person.pk, capacity, child) for child in asked_for}
    return places


def places_of(opened):
    live = Request.objects.live().filter(round=opened)
    return set(live.values_list("person_id", "capacity", "child_id"))


@few
@given(everybody=people, audiences=audiences)
@pytest.mark.rule("A2")
def test_the_database_finds_the_very_capacities_that_the_table_says(everybody, audiences):
    with transaction.atomic():
        make(everybody)
        version = factories.VersionFactory()
        sources = Scope(version, audiences).sources(today())

        found = {
            (row["person_id"], source.capacity, row.get("child_id"))
            for source in sources
            for row in source.places()
        }

        assert found == places_one_by_one(audiences)
        transaction.set_rollback(True)


@few
@given(before=people, after=people, audiences=audiences)
@pytest.mark.rule("A5")
def test_a_round_asks_whom_the_table_names_when_it_opens_and_after_people_have_changed(
    before, after, audiences
):
    with transaction.atomic():
        make(before)
        version = factories.published(audiences=audiences)
        opened = actions.open_round(version=version, by=version.created_by)
        at_opening = (places_of(opened), places_one_by_one(audiences))

        change(after)
        actions.bring_up_to_date()
        afterwards = (places_of(opened), places_one_by_one(audiences))

        assert at_opening[0] == at_opening[1]
        assert afterwards[0] == afterwards[1]
        transaction.set_rollback(True)


def change(after):
    """Make people into others, one by one, and add those who are left over."""
    known = list(Person.objects.order_by("pk"))
    for person, (is_active, held, children) in zip(known, after, strict=False):
        RoleAssignment.objects.filter(person=person).delete()
        Parenthood.objects.filter(person=person).update(is_restricted=True)
        person.is_active = is_active
        person.save()
        _give(person, held, children)
    make(after[len(known) :])


@pytest.mark.rule("A5")
def test_the_first_day_in_a_part_is_that_of_the_earliest_role_that_makes_it():
    person = factories.RoleAssignmentFactory(role=Role.STAFF, starts_on=day(-400)).person
    factories.RoleAssignmentFactory(person=person, role=Role.DEPUTY, starts_on=day(-1))
    factories.RoleAssignmentFactory(
        person=person, role=Role.OFFICE, starts_on=day(-900), ends_on=day(-800)
    )
    version = factories.VersionFactory()

    (source,) = Scope(version, ["staff"]).sources(today())

    assert list(source.with_first_day()) == [{"person_id": person.pk, "first_day": day(-400)}]
