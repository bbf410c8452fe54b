"""Every write about pictures of events: putting together, sending, deciding, and their end."""

from consents.actions.photos.asking import (
    PhotoDetails,
    add_photos,
    begin_photo_request,
    change_photo_request,
    discard_photo_request,
    name_children,
    remove_photo,
    send_photo_request,
)
from consents.actions.photos.deciding import grant_photos, refuse_photos, withdraw_photos
from consents.actions.photos.ending import end_what_may_not_stand
from consents.actions.photos.looking import look_at_photo

__all__ = [
    "PhotoDetails",
    "add_photos",
    "begin_photo_request",
    "change_photo_request",
    "discard_photo_request",
    "end_what_may_not_stand",
    "grant_photos",
    "look_at_photo",
    "name_children",
    "refuse_photos",
    "remove_photo",
    "send_photo_request",
    "withdraw_photos",
]
