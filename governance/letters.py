"""Whether a letter about a referral or legal advice may still leave; much can change before."""

from typing import Any

from django.urls import Resolver404, resolve

from governance.models import LegalAdvice, Referral
from notifications.models import Message


def when_about_to_leave(*, message: Message, **kwargs: Any) -> bool:
    """Keep back a letter to somebody who may not read, now, what it leads to (I4)."""
    if message.recipient is None or message.template not in ("referral", "legal_advice"):
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
