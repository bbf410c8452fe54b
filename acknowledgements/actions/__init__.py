"""Every write of sign-off: asking, reading, answering, signing, personal links, reminding."""

from acknowledgements.actions.confirmations import (
    NewConfirmation,
    close_confirmation,
    open_confirmation,
)
from acknowledgements.actions.invitations import invite_all
from acknowledgements.actions.links import renew_links, send_personal_link
from acknowledgements.actions.reading import Typed, keep_reading, reach_end
from acknowledgements.actions.reminders import chase, remind
from acknowledgements.actions.replies import answer_question, ask, decline, pass_on
from acknowledgements.actions.rounds import bring_up_to_date, follow_publication, open_round
from acknowledgements.actions.signing import sign, sign_for_family

__all__ = [
    "NewConfirmation",
    "Typed",
    "answer_question",
    "ask",
    "bring_up_to_date",
    "chase",
    "close_confirmation",
    "decline",
    "follow_publication",
    "invite_all",
    "keep_reading",
    "open_confirmation",
    "open_round",
    "pass_on",
    "reach_end",
    "remind",
    "renew_links",
    "send_personal_link",
    "sign",
    "sign_for_family",
]
