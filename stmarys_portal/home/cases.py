"""Cases and referrals that are with somebody."""

from datetime import date, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from governance.models import LegalAdvice, Referral
from incidents.models import State as CaseState
from incidents.queries import picture_warnings_for, removals_for, reviews_for, waiting_for
from school.models import Role
from school.terms import school_calendar
from stmarys_portal.home.needs import Asked, Need

# How long a warning stands here: by then a report came, or somebody talked with the child.
A_WEEK = timedelta(days=7)


def picture_warnings(asked: Asked) -> list[Need]:
    """Return the way to what to do about a picture, for whoever was warned of one lately (I11)."""
    lately = picture_warnings_for(asked.person).filter(at__gt=timezone.now() - A_WEEK)
    if not (number := lately.count()):
        return []
    return [
        Need(
            "Warning about a picture" if number == 1 else "Warnings about a picture",
            reverse("incidents:pictures"),
            "A picture may show a child without clothes. Read what to do.",
            count=number,
        )
    ]


def cases(asked: Asked, *roles: Role) -> list[Need]:
    number, are_more, due = waiting_for(asked.person, *roles)
    return [
        Need(
            title="Case with you" if number == 1 else "Cases with you",
            url=reverse("incidents:queue"),
            detail=_by_when(due, asked.today) if number else "When a report comes, it is here.",
            count=number,
            are_more=are_more,
            is_late=bool(due and due < asked.today),
        ),
        *_reviews(asked, *roles),
        *_removals(asked, *roles),
    ]


def _reviews(asked: Asked, *roles: Role) -> list[Need]:
    found = reviews_for(asked.person).filter(role__in=roles).order_by()
    sums = found.aggregate(number=Count("pk"), due=Min("due_at"))
    if not (number := sums["number"]):
        return []
    due = timezone.localdate(sums["due"])
    return [
        Need(
            title="Case to look at again" if number == 1 else "Cases to look at again",
            url=reverse("incidents:queue"),
            detail=f"Whoever told us asked for it. The first answer is due on {date_format(due)}.",
            count=number,
            is_late=due < asked.today,
        )
    ]


def _removals(asked: Asked, *roles: Role) -> list[Need]:
    """Return the way to what somebody asked to remove for good, for the second to confirm."""
    if not (number := removals_for(asked.person, *roles)):
        return []
    return [
        Need(
            title="Something to remove for good",
            url=reverse("incidents:removals"),
            detail="Somebody asked for it. It takes a second person to confirm.",
            count=number,
        )
    ]


def _by_when(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return f"The first waits for a step since {date_format(due)}."
    days = school_calendar().school_days_between(today, due)
    when = {0: "today", 1: "in 1 school day"}.get(days, f"in {days} school days")
    return f"The next step is due on {date_format(due)}, {when}."


def referrals(asked: Asked) -> list[Need]:
    mine = Referral.objects.visible_to(asked.person).exclude(case__state=CaseState.CLOSED)
    if not (number := mine.count()):
        return []
    return [
        Need(
            "Case put to you" if number == 1 else "Cases put to you",
            reverse("governance:referrals"),
            "Only the governors named on it can see it.",
            count=number,
        )
    ]


def legal_advice(asked: Asked) -> list[Need]:
    """Return the way to legal advice that somebody is named on; for others nothing."""
    if not (number := LegalAdvice.objects.visible_to(asked.person).count()):
        return []
    return [
        Need(
            "Legal advice",
            reverse("governance:advice_list"),
            "Only those named on it can see it.",
            count=number,
        )
    ]
