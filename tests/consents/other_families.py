"""What tests of asking other families begin with."""

from datetime import timedelta

from django.utils import timezone

from consents.actions import sharing as actions
from consents.models import SharedPicture
from notifications.models import Message
from tests.uploads import nasty as files
from uploads import IMAGES, Limits, clean, examine
from uploads.fields import Upload


def upload(content=None):
    content = content or files.jpeg()
    examined = examine(content, Limits(IMAGES))
    return Upload("ada.jpg", content, examined, clean(content, examined.kind, longest_side=640))


def wanted(**changed):
    return actions.Wanted(**{"where": "My own page", "who": "Ada, and a boy"} | changed)


def seen(picture):
    return SharedPicture.objects.get(pk=picture.pk).seen


def says(person, picture, is_yes):
    actions.answer_shared(picture=picture, is_yes=is_yes, by=person)


def a_day_too_late(picture):
    """Let the last day for answers be over, and the round of that morning have been."""
    yesterday = timezone.localdate() - timedelta(days=1)
    SharedPicture.objects.filter(pk=picture.pk).update(answer_by=yesterday)
    actions.bring_shared_up_to_date()


def letters(person, template):
    return Message.objects.filter(recipient=person, template=template)
