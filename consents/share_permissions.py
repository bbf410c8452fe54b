"""Who asks other families about a picture, who passes it on, and who answers (C3)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format

from consents import share_lifecycle as lifecycle
from consents.models import SharedPicture
from consents.permissions import can_see_to_shared, has_pictures_page
from consents.share_lifecycle import Seen, ShareMove, ShareState
from school.access import YES, Verdict, no
from school.models import Person

# No family is flooded: so many wait at once, and so many are sent in four weeks, for each parent.
MOST_WAITING, MOST_SENT, WITHIN = 3, 6, timedelta(weeks=4)


def can_ask_families(by: Person) -> Verdict:
    """Return whether a parent may send another picture now; it counts only what they sent."""
    if not has_pictures_page(by):
        return no("Parents of children at the school ask this.")
    own = SharedPicture.objects.of(by)
    if own.waiting().count() >= MOST_WAITING:
        return no(
            f"You have {MOST_WAITING} pictures waiting for answers. Wait for those first, or call "
            "one back."
        )
    lately = own.filter(asked_at__gt=timezone.now() - WITHIN).order_by("-asked_at")
    if at_most := lately.values_list("asked_at", flat=True)[MOST_SENT - 1 : MOST_SENT]:
        again = date_format(timezone.localtime(at_most[0] + WITHIN))
        return no(
            f"{MOST_SENT} pictures in four weeks are the most. You can ask again after {again}."
        )
    return YES


def can_call_back(by: Person, picture: SharedPicture) -> Verdict:
    if picture.asked_by_id == by.pk and picture.seen == Seen.WAITING:
        return YES
    return no(lifecycle.OVER)


def can_match(by: Person, picture: SharedPicture) -> Verdict:
    """Return whether somebody may say which children are in it, and have their parents asked."""
    if not (verdict := can_see_to_shared(by)):
        return verdict
    if picture.asked_by_id == by.pk:
        return no("Somebody else in the office sees to what you ask for yourself.")
    if picture.is_over and picture.state == ShareState.SENT:
        return no("The last day for answers has passed, so no family is asked any more.")
    if picture.state != ShareState.SENT:
        return no("The families have been asked, so who is in it does not change any more.")
    return YES


def has_no_part(by: Person, picture: SharedPicture) -> Verdict:
    """Return whether somebody may write down for others at all what they said of a picture.

    Nobody with a part in it: not whoever asks, nor a parent of a child in the picture.
    """
    if not (verdict := can_see_to_shared(by)):
        return verdict
    own = picture.children.filter(parents=by).exists()
    if picture.asked_by_id == by.pk or own:
        return no("Somebody else in the office writes this down: your own family is in it.")
    return YES


def can_write_down_shared(by: Person, picture: SharedPicture) -> Verdict:
    """Return whether somebody may write down now what a parent said by telephone or on paper."""
    if not (verdict := has_no_part(by, picture)):
        return verdict
    if picture.state not in (ShareState.ASKING, ShareState.AGREED):
        return no("Nobody is asked about this picture now.")
    return YES


def can_stop(by: Person, picture: SharedPicture) -> Verdict:
    """Return whether somebody may end it for the school: instead of asking, or a yes of all."""
    if not can_see_to_shared(by) or picture.asked_by_id == by.pk:
        return no("The school office and the Headteacher may end this.")
    if picture.state == ShareState.AGREED:
        return YES
    return lifecycle.can_move(picture.state, ShareMove.STOP)


def can_say_yes(picture: SharedPicture) -> Verdict:
    """Return whether a yes still counts: until the last day. A no always does."""
    return no("The last day for a yes has passed.") if picture.is_over else YES
