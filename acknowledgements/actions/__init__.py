"""Every write of sign-off: asking, signing, personal links, reminding."""

from acknowledgements.actions.confirmations import (
    NewConfirmation,
    close_confirmation,
    open_confirmation,
)
from acknowledgements.actions.invitations import invite_all
from acknowledgements.actions.links import renew_links, send_personal_link
from acknowledgements.actions.reminders import chase, remind
from acknowledgements.actions.rounds import bring_up_to_date, follow_publication, open_round
from acknowledgements.actions.signing import sign, sign_for_family

__all__ = [
    "NewConfirmation",
    "bring_up_to_date",
    "chase",
    "close_confirmation",
    "follow_publication",
    "invite_all",
    "open_confirmation",
    "open_round",
    "remind",
    "renew_links",
    "send_personal_link",
    "sign",
    "sign_for_family",
]
