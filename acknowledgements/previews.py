"""What is about to be sent, shown before it is: to whom, of what, and the e-mail itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import ordinal
from django.urls import reverse
from django.utils.text import get_text_list

from acknowledgements.models import Request
from acknowledgements.outlook import Waiting
from notifications.delivery import render
from notifications.models import Message
from notifications.waiting import AlsoWaiting
from school.models import Person, School

STAND_IN = "a-link-of-their-own"


@dataclass(frozen=True)
class Row:
    """Somebody who gets one e-mail: their name, and what waits for them in words."""

    full_name: str
    waiting: list[str]


@dataclass(frozen=True)
class Letter:
    """An e-mail as it will be read, and who gets it in this form."""

    whom: str
    subject: str
    body: str


class Named(NamedTuple):
    """Somebody who gets one e-mail."""

    full_name: str
    person_id: int


def by_name(people: Collection[int]) -> list[Named]:
    """Return these people by name. One query, of everybody an e-mail reaches."""
    everybody = Person.objects.filter(is_active=True, email__isnull=False).order_by()
    names = everybody.values_list("pk", "full_name")
    return sorted(Named(name, key) for key, name in names if key in people)


def rows(people: Collection[Named], waiting: Collection[Waiting]) -> list[Row]:
    """Return a page of people with what each is reminded of, of all that waits. One query."""
    keys = {one.person_id for one in people}
    theirs: dict[int, list[int]] = defaultdict(list)
    also: dict[int, list[AlsoWaiting]] = defaultdict(list)
    for one in waiting:
        for person, request in one.requests:
            if person in keys:
                theirs[person].append(request)
        for thing in one.also:
            also[thing.person_id].append(thing)
    asked = Request.objects.for_reading().in_bulk([key for some in theirs.values() for key in some])
    return [
        Row(
            one.full_name,
            _in_words(
                (asked[key] for key in theirs[one.person_id] if key in asked), also[one.person_id]
            ),
        )
        for one in people
    ]


def rows_of(people: Collection[Person], requests: Iterable[Request]) -> list[Row]:
    """Return people with what each of them is reminded of, from requests that were read."""
    found: dict[int, list[Request]] = defaultdict(list)
    for request in requests:
        found[request.person_id].append(request)
    return [Row(person.full_name, _in_words(found[person.pk])) for person in people]


def _in_words(requests: Iterable[Request], also: Iterable[AlsoWaiting] = ()) -> list[str]:
    """Return each policy once, with as what, or for which children, somebody is asked."""
    policies: dict[tuple[str, str], list[str]] = defaultdict(list)
    for request in requests:
        title, capacity = request.round.version.title, request.get_capacity_display().lower()
        children = policies[title, capacity]
        if request.child:
            children.append(request.child.full_name)
    for one in also:
        children = policies[one.what, "parent or carer"]
        if one.child:
            children.append(one.child)
    return [
        f"{title}, for {get_text_list(sorted(children), 'and')}"
        if children
        else f"{title}, as {capacity}"
        for (title, capacity), children in sorted(policies.items())
    ]


def letters() -> list[Letter]:
    """Return the reminder as it will be sent: as staff read it, and as parents do.

    It is put together by what sends it, with a stand-in where each parent has a link of their own.
    """
    days = School.current().link_days
    paths = {
        "Staff, governors and volunteers": reverse("acknowledgements:my_sign_offs"),
        "Parents and carers": reverse("link", args=[STAND_IN]),
    }
    found = []
    for whom, path in paths.items():
        email = render(Message(template="reminder", context={"path": path, "days": days}))
        found.append(Letter(whom, str(email.subject), str(email.body)))
    return found


def in_words(cadence: Sequence[int]) -> str:
    """Return a cadence as people say it: "on the 3rd, 7th and 9th school day"."""
    return f"on the {get_text_list([str(ordinal(days)) for days in cadence], 'and')} school day"
