"""How a request to use a service stands, and what is done to it."""

from django.db import models


class State(models.TextChoices):
    ASKED = "asked", "Waiting for a decision"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Move(models.TextChoices):
    ASK = "ask", "Asked for"
    APPROVE = "approve", "Approved"
    REFUSE = "refuse", "Refused"
    RENEW = "renew", "Looked at again"
    WITHDRAW = "withdraw", "Withdrawn"
