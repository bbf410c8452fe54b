"""Looking at the pictures of an event: who did is on record (C2)."""

from django.db import transaction

from audit import chain
from consents.lifecycle import PhotoState
from consents.models import Photo, PhotoRequest
from consents.photo_queries import VIEWED
from school.access import NotAllowed
from school.models import Person


@transaction.atomic
def look_at_photo(*, photo: Photo, by: Person) -> bytes:
    """Return the small preview of a picture, and keep who looked at it.

    While it is being put together only whoever brought it sees it, and that is not kept.
    """
    request = PhotoRequest.objects.visible_to(by).filter(pk=photo.request_id).first()
    if request is None:
        raise NotAllowed("This picture is not for you to look at.")
    with photo.preview.open("rb") as file:
        content: bytes = file.read()
    if request.state != PhotoState.DRAFT:
        chain.record(VIEWED, by=by, on=request, photo=photo.pk)
    return content
