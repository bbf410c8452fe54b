"""Whether a message about a referral or about legal advice may still leave."""

from django.urls import Resolver404, resolve

from governance.models import LegalAdvice, Referral
from notifications.models import Message


def may_leave(message: Message) -> bool:
    """Tell whether whoever it is for may read, now, what they are told of.

    They may have been named in the case since, or it was taken back, or from them alone.
    """
    if message.template not in ("referral", "legal_advice") or message.recipient is None:
        return True
    try:
        found = resolve(message.context.get("path", ""))
    except Resolver404:
        return True
    if message.template == "referral":
        mine = Referral.objects.visible_to(message.recipient)
        return mine.filter(pk=found.kwargs["pk"]).exists()
    named = LegalAdvice.objects.visible_to(message.recipient)
    return named.filter(pk=found.kwargs["pk"]).exists()
