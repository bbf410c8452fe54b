"""Who decides what somebody asks of the Headteacher: to use a service, to post pictures (C2, C4).

In words a deputy head could check: the Headteacher decides. What the Headteacher asks for is
decided by the chair of governors. Nobody ever decides what they asked for themselves, whatever
roles they hold. While nobody holds the post the request waits. What counts is who holds which post
on the day of the decision.
"""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from school.access import YES, Verdict, no
from school.models import Person, PersonQuerySet, Role
from school.terms import school_calendar

# School days within which an answer is promised to whoever asks.
DECIDED_WITHIN = 5


def decider_of(asker: Person) -> Role:
    """Return the post that decides what this person asks for."""
    return Role.CHAIR if asker.is_any(Role.HEADTEACHER) else Role.HEADTEACHER


def deciders(asker: Person) -> PersonQuerySet:
    """Return those who decide what this person asks for: usually one, nobody while it is vacant."""
    people: PersonQuerySet = Person.objects.holding(decider_of(asker)).exclude(pk=asker.pk)
    return people


def who_decides(asker: Person, since: date | None = None) -> dict[str, Any]:
    """Return, for a page, who decides what somebody asks for, and by when if sent on a day."""
    sent_on = since or timezone.localdate()
    return {
        "deciders": list(deciders(asker)),
        "decided_by": school_calendar().add_school_days(sent_on, DECIDED_WITHIN),
    }


def can_decide_for(by: Person, asker: Person) -> Verdict:
    """Return whether somebody decides what this person asked for."""
    if by.pk == asker.pk:
        return no("Nobody decides what they asked for themselves.")
    if by.is_any(post := decider_of(asker)):
        return YES
    if post == Role.CHAIR:
        return no("What the Headteacher asks for is decided by the chair of governors.")
    return no("The Headteacher decides this.")


def asked_of(person: Person) -> Q:
    """Return which rows with an `asked_by` this person is to decide, as `can_decide_for` says."""
    heads = Q(asked_by__in=Person.objects.holding(Role.HEADTEACHER).values("pk"))
    asked = Q(pk__in=[])
    if person.is_any(Role.HEADTEACHER):
        asked |= ~heads
    if person.is_any(Role.CHAIR):
        asked |= heads
    return asked & ~Q(asked_by=person.pk)
