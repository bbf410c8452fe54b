"""A6 with real processes: workers and the clock die at any moment, and each reminder goes once."""

import random
from collections import Counter

import pytest
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Reminder, ReminderRun
from notifications.models import Message
from school.models import Person, Role, RoleAssignment
from school.terms import school_calendar
from tests import factories
from tests.processes import wait_until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

PEOPLE = 120


@pytest.fixture
def asked(headteacher):
    """A round that asks so many members of staff, whose invitations have long been read."""
    staff = Person.objects.bulk_create(
        Person(full_name=f"Member Of Staff {n}", email=f"staff{n}@example.test")
        for n in range(PEOPLE - 1)
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=person, role=Role.STAFF) for person in staff
    )
    opened = actions.open_round(version=factories.published(), by=headteacher)
    Message.objects.all().delete()
    return set(opened.requests.values_list("pk", flat=True))


@pytest.mark.rule("A6")
def test_each_reminder_goes_once_and_none_is_skipped_whoever_is_killed(processes, asked):
    day = school_calendar().add_school_days(timezone.localdate(), 3)

    def start(kind):
        return processes.start(kind, REMIND_ON=day.isoformat())

    running = {"one worker": start("worker"), "another": start("worker"), "clock": start("beat")}
    kind = {"one worker": "worker", "another": "worker", "clock": "beat"}
    fates = [["one worker", "another"], ["clock"], *([random.choice(list(kind))] for _ in range(2))]
    random.shuffle(fates)
    for number, victims in enumerate(fates, start=1):
        wait_until(lambda least=number * 20: Reminder.objects.count() >= least)
        for victim in victims:
            processes.kill(running[victim])
        for victim in victims:
            running[victim] = start(kind[victim])

    wait_until(lambda: actions.is_reminded(day))
    wait_until(lambda: not Message.objects.filter(sent_at=None).exists())

    taken = Counter(Reminder.objects.values_list("request", "step", "sent_on"))
    assert taken == Counter((request, 1, day) for request in asked)
    written = Counter(Message.objects.values_list("recipient__email", "template"))
    people = Person.objects.filter(signing_requests__in=asked)
    assert written == Counter((person.email, "reminder") for person in people)
    assert {letter["To"] for letter in processes.mail.letters} == {one.email for one in people}
    assert ReminderRun.objects.get().reminded == len(asked) == PEOPLE, processes.log
