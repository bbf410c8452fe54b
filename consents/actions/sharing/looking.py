"""Looking at pictures of other families: who did is on record (C3)."""

from django.db import transaction

from audit import chain
from consents.models import SharedPicture
from consents.share_queries import VIEWED
from school.access import NotAllowed
from school.models import Person


@transaction.atomic
def look_for_school(*, picture: SharedPicture, by: Person) -> bytes:
    """Return the small preview for whoever sees to it at the school, and keep who looked."""
    if not SharedPicture.objects.for_office(by).filter(pk=picture.pk).exists():
        raise NotAllowed("This picture is not for you to look at.")
    return _seen(picture, by, for_school=True)


@transaction.atomic
def look_as_family(*, picture: SharedPicture, by: Person) -> bytes:
    """Return the small preview for a parent who is asked, and keep who looked.

    Whoever brought it sees it as well, and that is not kept.
    """
    if picture.asked_by_id == by.pk:
        return _content(picture)
    if not SharedPicture.objects.for_family(by).filter(pk=picture.pk).exists():
        raise NotAllowed("This picture is not for you to look at.")
    return _seen(picture, by, for_school=False)


def _seen(picture: SharedPicture, by: Person, *, for_school: bool) -> bytes:
    content = _content(picture)
    chain.record(VIEWED, by=by, on=picture, for_school=for_school)
    return content


def _content(picture: SharedPicture) -> bytes:
    with picture.preview.open("rb") as file:
        content: bytes = file.read()
    return content
