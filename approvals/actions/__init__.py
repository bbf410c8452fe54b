"""Every write about services: asking, deciding, looking again, withdrawing, reminding."""

from approvals.actions.asking import Wanted, ask_for_service
from approvals.actions.deciding import (
    approve_service,
    refuse_service,
    renew_service,
    withdraw_service,
)
from approvals.actions.reminding import remind_of_reviews

__all__ = [
    "Wanted",
    "approve_service",
    "ask_for_service",
    "refuse_service",
    "remind_of_reviews",
    "renew_service",
    "withdraw_service",
]
