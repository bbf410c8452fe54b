"""Whether a message about a referral may still leave."""

from django.urls import Resolver404, resolve

from governance.models import Referral
from notifications.models import Message


def may_leave(message: Message) -> bool:
    """Tell whether a governor may read, now, what they are told of: they may have been named in
    the case since, or the case was taken back.
    """
    if message.template != "referral" or message.recipient is None:
        return True
    try:
        found = resolve(message.context.get("path", ""))
    except Resolver404:
        return True
    return Referral.objects.visible_to(message.recipient).filter(pk=found.kwargs["pk"]).exists()
