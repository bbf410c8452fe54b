"""A9: what the board counts is what its lists and files hold, whatever people replied."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acknowledgements.board import counts, rows, sheets
from acknowledgements.board.filters import FilterForm
from acknowledgements.board.tally import STATES, Tally
from acknowledgements.models import Capacity, Reply, Request
from benchmarks import big_school
from school.models import Leave
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9")]

ONE = st.tuples(
    st.sampled_from([one.value for one in Capacity]),
    st.sampled_from([one.value for one in Reply]),
    st.booleans(),  # stopped
    st.booleans(),  # on leave
    st.sampled_from(["Robins", "Wrens", None]),
)


def fill(opened, people):
    """Put people with these replies into a round; a parent gets a child in the class."""
    now, today = timezone.now(), timezone.localdate()
    for capacity, reply, is_stopped, is_away, school_class in people:
        person = factories.PersonFactory()
        child = None
        if capacity == Capacity.PARENT:
            named = school_class and factories.SchoolClassFactory(name=school_class)
            child = factories.ChildFactory(school_class=named)
        request = factories.RequestFactory(
            round=opened,
            person=person,
            capacity=capacity,
            child=child,
            reply=reply,
            replied_at=None if reply == Reply.NONE else now,
            stopped_at=now if is_stopped else None,
        )
        if reply == Reply.SIGNED:
            factories.AcknowledgementFactory(request=request)
        if is_away:
            Leave.objects.create(person=person, starts_on=today - timedelta(days=3))


def listed(viewer, opened, **chosen):
    form = FilterForm({name: str(value) for name, value in chosen.items()})
    return form.narrow(rows.seen_by(viewer).filter(round=opened))


@pytest.mark.rule("A3")
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(people=st.lists(ONE, max_size=8))
def test_numbers_lists_and_files_agree_whatever_people_replied(headteacher, people):
    opened = factories.RoundFactory()
    fill(opened, people)
    seen = rows.seen_by(headteacher).filter(round=opened)

    coverage = counts.coverage_of([opened], seen)[opened.pk]

    for part in coverage.parts:
        for state, _, number in part.tally.states:
            found = listed(headteacher, opened, audience=part.capacity.value, state=state)
            text = b"".join(sheets.as_csv(sheets.lines(found, rows.away_today()))).decode("utf-8")
            in_file = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]
            assert found.count() == len(in_file) == number
    assert sum(part.tally.asked for part in coverage.parts) == listed(headteacher, opened).count()
    away = listed(headteacher, opened, away="on", state="none").count()
    assert coverage.all.away == away
    for one in counts.by_class(seen):
        for state, _, number in one.tally.states:
            in_class = listed(headteacher, opened, school_class=one.key, state=state)
            assert in_class.count() == number


def test_whoever_is_no_longer_asked_counts_only_if_they_signed():
    opened = factories.RoundFactory()
    fill(opened, [("staff", state, True, False, None) for state, _ in STATES])

    assert counts.coverage_of([opened])[opened.pk].all == Tally(signed=1)


@pytest.mark.rule("A3")
def test_overdue_is_who_has_to_sign_and_neither_a_parent_nor_somebody_away(headteacher):
    opened = factories.RoundFactory(due_on=timezone.localdate() - timedelta(days=1))
    fill(
        opened,
        [
            ("staff", "none", False, False, None),
            ("staff", "none", False, True, None),
            ("staff", "question", False, False, None),
            ("staff", "none", True, False, None),
            ("parent", "none", False, False, "Robins"),
        ],
    )

    assert listed(headteacher, opened, overdue="on").count() == 1
    Request.objects.update(due_on=timezone.localdate())
    assert listed(headteacher, opened, overdue="on").count() == 0


def test_of_a_class_it_counts_for_how_many_children_a_parent_signed():
    opened = factories.RoundFactory()
    child = factories.ChildFactory()
    signed, silent = (
        factories.RequestFactory(round=opened, capacity="parent", child=child) for _ in range(2)
    )
    factories.AcknowledgementFactory(request=signed)
    Request.objects.filter(pk=signed.pk).update(reply=Reply.SIGNED, replied_at=timezone.now())

    (robins,) = counts.by_class(rows.counted().filter(round=opened))

    assert (robins.children_signed, robins.children) == (1, 1)
    assert robins.tally == Tally(signed=1, none=1)
    assert silent.reply == Reply.NONE


@pytest.mark.rule("A4")
def test_a_head_who_is_a_parent_neither_sees_nor_counts_the_other_parent(headteacher, office):
    opened = factories.RoundFactory()
    child = factories.ParenthoodFactory(person=headteacher).child
    other = factories.ParenthoodFactory(child=child).person
    own, others = (
        factories.RequestFactory(round=opened, person=one, capacity="parent", child=child)
        for one in (headteacher, other)
    )

    assert set(rows.seen_by(headteacher)) == {own}
    assert set(rows.seen_by(office)) == {own, others}


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["class_teacher", "governor", "chair", "clerk", "dsl", "parent"])
def test_nobody_else_has_a_single_row(who, cast):
    factories.RequestFactory(person=getattr(cast, who))

    assert not rows.seen_by(getattr(cast, who)).exists()


def test_every_page_costs_the_same_with_3_policies_as_with_33_and_more_people(sign_in):
    head = big_school.build(people=40, policies=3)
    browser = sign_in(head)
    first = Request.objects.filter(capacity="parent").order_by("pk").first()
    _costs(browser, first)  # the first file of all begins the chain of events
    small = _costs(browser, first)

    of_class = ("parent", "none", False, False, first.child.school_class.name)
    fill(first.round, [of_class, ("staff", "signed", False, True, None)] * 20)
    for number in range(30):
        opened = factories.RoundFactory()
        factories.RequestFactory(
            round=opened, person=first.person, child=first.child, capacity="parent"
        )
        fill(opened, [("parent", "declined", False, True, f"New class {number}")])

    assert _costs(browser, first) == small


def _costs(browser, first):
    addresses = {
        "board": reverse("acknowledgements:board"),
        "round": reverse("acknowledgements:board_round", args=[first.round_id]),
        "person": reverse("acknowledgements:board_person", args=[first.person_id]),
        "family": reverse("acknowledgements:board_family", args=[first.child_id]),
        "classes": reverse("acknowledgements:board_classes"),
        "class": reverse("acknowledgements:board_class", args=[first.child.school_class_id]),
        "print": reverse("acknowledgements:board_print_all"),
        "csv": reverse("acknowledgements:board_csv", args=[first.round_id]),
    }
    found = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(address)
            b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200, name
        found[name] = len(captured)
    return found
