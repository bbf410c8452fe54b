"""When each policy is looked at next: as months on a page, and as a calendar to subscribe to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from icalendar import Calendar, Event

from policies.models import Version, VersionQuerySet
from school.models import School

SOON = timedelta(days=92)  # about a term: time enough to prepare a policy and find a meeting


@dataclass(frozen=True)
class Month:
    """The reviews of one month; `first` is its first day, None for what is overdue."""

    first: date | None
    versions: list[Version]


def reviews() -> VersionQuerySet:
    """Return the versions in force, the nearest review first, with policy and owner."""
    return (
        Version.objects.published()
        .select_related("policy__owner")
        .order_by("next_review_on", "title", "pk")
    )


def by_month(versions: Iterable[Version]) -> list[Month]:
    """Return versions in the order of their reviews as months, what is overdue first of all."""
    return [Month(first, list(found)) for first, found in groupby(versions, _month)]


def counts() -> dict[str, int]:
    """Return how many policies in force are overdue, and how many are due within about a term."""
    today = timezone.localdate()
    return Version.objects.published().aggregate(
        overdue=Count("pk", filter=Q(next_review_on__lt=today)),
        due=Count("pk", filter=Q(next_review_on__gte=today, next_review_on__lte=today + SOON)),
    )


def as_icalendar(versions: Iterable[Version]) -> bytes:
    """Return the reviews in the form that calendar programs read (RFC 5545).

    It holds what each policy's page tells anybody, and nobody's name.
    """
    calendar = Calendar()
    name = f"Policy reviews, {School.current().name}"
    calendar.add("prodid", f"-//{name}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for version in versions:
        event = Event()
        event.add("uid", f"policy-{version.policy.slug}@{settings.PORTAL_URL.split('//')[-1]}")
        event.add("summary", f"Review: {version.title}")
        event.add("dtstart", version.next_review_on)
        event.add("dtstamp", version.published_at)
        event.add("transp", "TRANSPARENT")
        event.add("url", settings.PORTAL_URL + version.policy.get_absolute_url())
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _month(version: Version) -> date | None:
    day = version.next_review_on
    return None if day is None or version.is_overdue else day.replace(day=1)
