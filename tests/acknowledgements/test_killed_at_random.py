"""A6 with real processes: workers and the clock die at any moment, and each e-mail goes once."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Reminder, ReminderRun, Request
from notifications.models import Message
from school.models import Person, Role, RoleAssignment
from school.terms import school_calendar
from tests import factories
from tests.processes import wait_until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

PEOPLE = 120


@pytest.fixture
def staff(headteacher):
    staff = Person.objects.bulk_create(
        Person(full_name=f"Member Of Staff {n}", email=f"staff{n}@example.test")
        for n in range(PEOPLE - 1)
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=person, role=Role.STAFF) for person in staff
    )
    return [headteacher, *staff]


def kill_at_random(processes, done: Callable[[], int], fates: int, **environment: str) -> None:
    """Kill workers and the clock, each time that some more was done, and start them again."""

    def start(kind):
        return processes.start(kind, **environment)

    kind = {"one worker": "worker", "another": "worker", "clock": "beat"}
    running = {name: start(kind[name]) for name in kind}
    victims = [["one worker", "another"], ["clock"], *([random.choice(list(kind))] for _ in "ab")]
    victims = victims[:fates]
    random.shuffle(victims)
    for number, names in enumerate(victims, start=1):
        wait_until(lambda least=number * 20: done() >= least)
        for name in names:
            processes.kill(running[name])
        for name in names:
            running[name] = start(kind[name])


def letters_of(processes, template: str) -> set[str]:
    """Return to whom e-mails went, after making sure that there is one row for each."""
    wait_until(lambda: not Message.objects.filter(sent_at=None).exists())
    written = Counter(Message.objects.values_list("recipient__email", "template"))
    assert set(written.values()) == {1}, processes.log
    assert {name for _, name in written} == {template}
    assert {letter["To"] for letter in processes.mail.letters} == {to for to, _ in written}
    return {to for to, _ in written}


@pytest.mark.rule("A6")
def test_each_reminder_goes_once_and_none_is_skipped_whoever_is_killed(
    processes, headteacher, staff
):
    opened = actions.open_round(version=factories.published(), by=headteacher)
    Message.objects.all().delete()  # the invitations have long been read
    asked = set(opened.requests.values_list("pk", flat=True))
    day = school_calendar().add_school_days(timezone.localdate(), 3)

    kill_at_random(processes, Reminder.objects.count, 4, REMIND_ON=day.isoformat())
    wait_until(lambda: actions.is_reminded(day))

    assert letters_of(processes, "reminder") == {person.email for person in staff}
    taken = Counter(Reminder.objects.values_list("request", "step", "sent_on"))
    assert taken == Counter((request, 1, day) for request in asked)
    assert ReminderRun.objects.get().reminded == len(asked) == PEOPLE, processes.log


@pytest.mark.rule("A5")
def test_each_invitation_goes_once_and_none_is_skipped_whoever_is_killed(
    processes, headteacher, staff, settings
):
    settings.INVITATIONS_AT_A_TIME = 2
    actions.open_round(version=factories.published(), by=headteacher)
    invited = Request.objects.exclude(invited_at=None)

    kill_at_random(processes, invited.count, 2, INVITE="1")
    wait_until(lambda: not Request.objects.to_invite().exists())

    assert letters_of(processes, "sign_waiting") == {person.email for person in staff}
    assert invited.count() == PEOPLE
