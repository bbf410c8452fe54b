"""Sign-in the portal's way: nobody signs up, and each code leaves by the outbox."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from notifications import outbox
from school.models import School

TOO_OFTEN = "That was often in a short time. Please wait a minute and try again."


class PortalAccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That is not the code. Look for the newest e-mail and copy it again.",
        "rate_limited": TOO_OFTEN,
        "too_many_login_attempts": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: the office adds people."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context | {"school": School.current()})
        with transaction.atomic():
            outbox.enqueue(
                to=email,
                template="as_written",
                context={"subject": message.subject, "body": message.body},
                once=f"sign-in:{uuid.uuid4()}",
            )
