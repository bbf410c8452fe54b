"""What a colleague asks somebody to decide, services to look at again, pictures to take down."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from approvals.models import Approval
from approvals.vocabulary import State
from consents.models import PhotoRequest, TakeDown
from school.deciding import DECIDED_WITHIN, asked_of
from school.models import Role
from school.terms import school_calendar
from stmarys_portal.home.needs import Asked, Need
from stmarys_portal.home.policies import REVIEW_IN_SIGHT


def to_decide(asked: Asked) -> list[Need]:
    return [*_photos_to_decide(asked), *_services_to_decide(asked)]


def _services_to_decide(asked: Asked) -> list[Need]:
    found = Approval.objects.to_decide(asked.person).order_by()
    sums = found.aggregate(number=Count("pk"), first=Min("asked_at"), key=Min("pk"))
    if not (number := sums["number"]):
        return []
    due = school_calendar().add_school_days(timezone.localdate(sums["first"]), DECIDED_WITHIN)
    only = reverse("approvals:approval", args=[sums["key"]])
    return [
        Need(
            "Decide about a service" if number == 1 else "Decide about services",
            only if number == 1 else reverse("approvals:services"),
            f"A colleague asks. The first answer is due on {date_format(due)}.",
            count=number,
            is_late=due < asked.today,
        )
    ]


def _photos_to_decide(asked: Asked) -> list[Need]:
    found = PhotoRequest.objects.to_decide(asked.person).order_by()
    sums = found.aggregate(number=Count("pk"), first=Min("asked_at"), key=Min("pk"))
    if not (number := sums["number"]):
        return []
    due = school_calendar().add_school_days(timezone.localdate(sums["first"]), DECIDED_WITHIN)
    only = reverse("consents:photo_request", args=[sums["key"]])
    return [
        Need(
            "Decide about pictures of an event",
            only if number == 1 else reverse("consents:photo_requests"),
            f"A colleague asks. The first answer is due on {date_format(due)}.",
            count=number,
            is_late=due < asked.today,
        )
    ]


def photos_to_take_down(asked: Asked) -> list[Need]:
    """Return the pictures that this person posted, or meant to, and that have to come down."""
    mine = TakeDown.objects.to_do().asked_for_by(asked.person)
    sums = mine.order_by().aggregate(number=Count("pk"), first=Min("opened_at"))
    if not sums["number"]:
        return []
    return [
        Need(
            "Pictures of an event to take down",
            reverse("consents:photo_requests"),
            f"They may be shown no more. The first since {date_format(sums['first'])}.",
            count=sums["number"],
        )
    ]


def services_to_review(asked: Asked) -> list[Need]:
    """Return the services of one's own, or that one decides about, whose review is near."""
    mine = Q(owner=asked.person)
    if asked.person.is_any(Role.HEADTEACHER, Role.CHAIR):
        mine |= asked_of(asked.person)
    near = Approval.objects.filter(mine, state=State.APPROVED).order_by()
    sums = near.filter(review_on__lte=asked.today + REVIEW_IN_SIGHT).aggregate(
        number=Count("pk"), first=Min("review_on")
    )
    if not sums["number"]:
        return []
    return [
        Need(
            "Services to look at again",
            reverse("approvals:services"),
            f"The first by {date_format(sums['first'])}. After that nobody may choose it.",
            count=sums["number"],
            is_late=sums["first"] < asked.today,
        )
    ]
