"""A6: the numbers of the month are what would go, one by one, in whatever school there is."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acknowledgements.cadence import back_on, step_due
from acknowledgements.models import Reminder, Reply
from acknowledgements.outlook import IN_SIGHT, forecast, outlook
from acknowledgements.reach import to_remind
from acknowledgements.reminder_calendar import month_of
from consents.models import Asking
from notifications.waiting import also_waiting
from school.models import Leave
from school.terms import school_calendar
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A6")]

PEOPLE, MONTHS = 4, 3

asked = st.tuples(
    st.integers(0, PEOPLE - 1),
    st.integers(0, 1),  # in which round
    st.sampled_from(["staff", "parent", "restricted", "pictures"]),
    st.integers(0, 12),  # days ago
    st.integers(0, 3),  # reminders sent
    st.sampled_from([Reply.NONE, Reply.NONE, Reply.NONE, Reply.QUESTION]),
)
away = st.tuples(
    st.integers(0, PEOPLE - 1), st.integers(-20, 10), st.one_of(st.none(), st.integers(0, 15))
)
closed = st.sets(st.integers(1, 20), max_size=4)
cadences = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(sorted)


def make(everything, leave, closures):
    """Put all this into a school in which somebody has no address."""
    today = timezone.localdate()
    people = factories.PersonFactory.create_batch(PEOPLE - 1)
    people.append(factories.PersonFactory(email=None))
    rounds = factories.RoundFactory.create_batch(2)
    for key, which, *how in everything:
        ask(people[key], rounds[which], *how)
    for key, first, length in leave:
        if not Leave.objects.filter(person=people[key], ends_on=None).exists():
            starts_on = today + timedelta(days=first)
            ends_on = None if length is None else starts_on + timedelta(days=length)
            Leave.objects.create(person=people[key], starts_on=starts_on, ends_on=ends_on)
    for number in closures:
        factories.ClosureDayFactory(day=today + timedelta(days=number))


def ask(person, opened, kind, days, steps, reply):
    """Ask somebody, some days ago, for a sign-off or about pictures; each child is a new one."""
    asked_at, child = timezone.now() - timedelta(days=days), None
    if kind != "staff":
        child = factories.ParenthoodFactory(person=person, is_restricted=kind == "restricted").child
    if kind == "pictures":
        Asking.objects.create(person=person, child=child, asked_at=asked_at, last_step=steps)
        return
    if child is None and opened.requests.filter(person=person, child=None).exists():
        return
    request = factories.RequestFactory(
        round=opened,
        person=person,
        child=child,
        capacity="parent" if child else "staff",
        asked_at=asked_at,
        reply=reply,
        replied_at=None if reply == Reply.NONE else timezone.now(),
    )
    for step in range(1, steps + 1):
        Reminder.objects.create(request=request, step=step, sent_on=timezone.localdate())


def one_by_one(cadence, until):
    """Return who is reminded of what on each day: each thing and each day asked by itself."""
    today, calendar = timezone.localdate(), school_calendar()
    things = []
    for request in to_remind(today).select_related("round__version"):
        step = max(request.reminders.values_list("step", flat=True), default=0)
        asked_on = timezone.localdate(request.asked_at)
        things.append((request.person_id, request.round.version.title, asked_on, step))
    for one in also_waiting(today):
        things.append((one.person_id, one.what, one.asked_on, one.last_step))
    found = defaultdict(set)
    for person, title, asked_on, last_step in things:
        theirs = list(Leave.objects.filter(person=person).values_list("starts_on", "ends_on"))
        day = today
        while day <= until:
            step = step_due(
                asked_on=asked_on,
                today=day,
                last_step=last_step,
                cadence=cadence,
                calendar=calendar,
                returned_on=back_on(theirs, day),
            )
            if step is not None:
                found[day].add((person, title))
                last_step = step
            day += timedelta(days=1)
    return found


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    everything=st.lists(asked, max_size=9),
    leave=st.lists(away, max_size=3),
    closures=closed,
    cadence=cadences,
)
def test_the_counted_month_is_what_goes_one_by_one(everything, leave, closures, cadence):
    with transaction.atomic():
        make(everything, leave, closures)
        today = timezone.localdate()
        first = today.replace(day=1)

        seen = outlook(today, cadence=cadence)

        expected = one_by_one(cadence, today + IN_SIGHT)
        for _ in range(MONTHS):
            month = month_of(first, seen)
            days = [day for week in month.weeks for day in week if day]
            everybody = set()
            for day in days:
                people = {person for person, _ in expected.get(day.on, ())}
                everybody |= people
                assert day.people == len(people)
                assert sum(number for _, number in day.policies) == len(expected.get(day.on, ()))
            assert month.people == len(everybody)
            first = month.after
        to_come = forecast(seen, today + IN_SIGHT)
        assert to_come.people == len({person for found in expected.values() for person, _ in found})
        assert (to_come.next_on, to_come.last_on) == (
            min(expected, default=None),
            max(expected, default=None),
        )
        transaction.set_rollback(True)
