"""Every write of sign-off: asking, reading, answering, signing, reminding."""

from acknowledgements.actions.confirmations import (
    NewConfirmation,
    close_confirmation,
    open_confirmation,
)
from acknowledgements.actions.invitations import invite_all
from acknowledgements.actions.meetings import hold_meeting, record_meeting_sheet
from acknowledgements.actions.paper import (
    record_declined_slip,
    record_question_on_slip,
    record_signed_slip,
)
from acknowledgements.actions.reading import Typed, keep_reading, reach_end
from acknowledgements.actions.reminders import chase, remind
from acknowledgements.actions.replies import answer_question, ask, decline, pass_on
from acknowledgements.actions.rounds import bring_up_to_date, follow_publication, open_round
from acknowledgements.actions.scans import look_at_scan
from acknowledgements.actions.signing import sign, sign_for_family
from acknowledgements.actions.slips import prepare_slips

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
    "hold_meeting",
    "invite_all",
    "keep_reading",
    "look_at_scan",
    "open_confirmation",
    "open_round",
    "pass_on",
    "prepare_slips",
    "reach_end",
    "record_declined_slip",
    "record_meeting_sheet",
    "record_question_on_slip",
    "record_signed_slip",
    "remind",
    "sign",
    "sign_for_family",
]
