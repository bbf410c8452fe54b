"""How far sign-off had come on a day, in shares that single nobody out."""

from datetime import date, datetime, time

from django.db.models import Count, Q
from django.utils import timezone

from acknowledgements.models import Capacity, Reply, Request, Round
from governance.suppression import share_of
from policies.models import Version
from school.calendar import ONE_DAY

REQUIRED, PARENTS = "required", "parents"


def coverage_on(day: date) -> dict[str, dict[str, int | None]]:
    """Return for each policy then in force the share signed, of those who have to and of parents.

    They are counted as they stood at the end of the day, by the latest round of the version then in
    force. Parents are invited and no more, so they are counted apart (A3).
    """
    end = timezone.make_aware(datetime.combine(day + ONE_DAY, time.min))
    in_force = Version.objects.filter(published_at__lt=end).filter(
        Q(superseded_at=None) | Q(superseded_at__gte=end)
    )
    rounds = Round.objects.filter(version__in=in_force, opened_at__lt=end).order_by("opened_at")
    latest = dict(rounds.values_list("version_id", "pk"))
    still_asked = Q(stopped_at=None) | Q(stopped_at__gte=end)
    has_signed = Q(reply=Reply.SIGNED, replied_at__lt=end)
    of_parents = Q(capacity=Capacity.PARENT)
    counted = (
        Request.objects.filter(still_asked | has_signed, round__in=latest.values())
        .filter(asked_at__lt=end)
        .values_list("round__version__title")
        .annotate(
            signed=Count("pk", filter=~of_parents & has_signed),
            asked=Count("pk", filter=~of_parents),
            parents_signed=Count("pk", filter=of_parents & has_signed),
            parents=Count("pk", filter=of_parents),
        )
        .order_by("round__version__title")
    )
    return {
        title: {REQUIRED: share_of(signed, asked), PARENTS: share_of(parents_signed, parents)}
        for title, signed, asked, parents_signed, parents in counted
    }
