"""Every write of sign-off: asking, signing, personal links, reminding."""

from acknowledgements.actions.exports import note_export
from acknowledgements.actions.links import renew_links, send_personal_link
from acknowledgements.actions.reminders import chase, remind
from acknowledgements.actions.rounds import bring_up_to_date, open_round
from acknowledgements.actions.signing import sign, sign_for_family

__all__ = [
    "bring_up_to_date",
    "chase",
    "note_export",
    "open_round",
    "remind",
    "renew_links",
    "send_personal_link",
    "sign",
    "sign_for_family",
]
