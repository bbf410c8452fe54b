"""Whether a letter about a referral or legal advice may still leave; much can change before."""

from typing import Any

from django.urls import Resolver404, resolve

from governance.models import LegalAdvice, Referral
from notifications.models import Message

LEADS_TO = {"referral": Referral.objects, "legal_advice": LegalAdvice.objects}


def when_about_to_leave(*, message: Message, **kwargs: Any) -> bool:
    """Keep back a letter to somebody who may not read, now, what it leads to (I4)."""
    rows = LEADS_TO.get(message.template)
    if rows is None or message.recipient is None:
        return True
    try:
        found = resolve(message.context.get("path", ""))
    except Resolver404:
        return True
    return rows.visible_to(message.recipient).filter(pk=found.kwargs["pk"]).exists()
