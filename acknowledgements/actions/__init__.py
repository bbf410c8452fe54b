"""Every write of sign-off: asking, signing, reminding."""

from acknowledgements.actions.reminders import chase, remind
from acknowledgements.actions.rounds import bring_up_to_date, open_round
from acknowledgements.actions.signing import sign, sign_for_family

__all__ = [
    "bring_up_to_date",
    "chase",
    "open_round",
    "remind",
    "sign",
    "sign_for_family",
]
