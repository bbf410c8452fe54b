"""Every write of sign-off: asking, reading, answering, signing, reminding."""

from acknowledgements.actions.ages import (
    cancel_age_reminder,
    change_age_reminder,
    plan_age_reminder,
    prepare_age_reminder,
    send_age_reminder,
    send_age_reminders,
)
from acknowledgements.actions.chasing import carry_on_chasing, chase, chase_all
from acknowledgements.actions.confirmations import (
    NewConfirmation,
    close_confirmation,
    open_confirmation,
)
from acknowledgements.actions.exports import note_export
from acknowledgements.actions.invitations import invite_all
from acknowledgements.actions.meetings import hold_meeting, record_meeting_sheet
from acknowledgements.actions.paper import (
    record_declined_slip,
    record_question_on_slip,
    record_signed_slip,
)
from acknowledgements.actions.reading import Typed, keep_reading, open_text, reach_end
from acknowledgements.actions.reminders import is_reminded, remind
from acknowledgements.actions.replies import answer_question, ask, decline, pass_on
from acknowledgements.actions.rounds import bring_up_to_date, follow_publication, open_round
from acknowledgements.actions.scans import look_at_scan
from acknowledgements.actions.settings import change_settings
from acknowledgements.actions.signing import sign, sign_for_family
from acknowledgements.actions.slips import prepare_slips

__all__ = [
    "NewConfirmation",
    "Typed",
    "answer_question",
    "ask",
    "bring_up_to_date",
    "cancel_age_reminder",
    "carry_on_chasing",
    "change_age_reminder",
    "change_settings",
    "chase",
    "chase_all",
    "close_confirmation",
    "decline",
    "follow_publication",
    "hold_meeting",
    "invite_all",
    "is_reminded",
    "keep_reading",
    "look_at_scan",
    "note_export",
    "open_confirmation",
    "open_round",
    "open_text",
    "pass_on",
    "plan_age_reminder",
    "prepare_age_reminder",
    "prepare_slips",
    "reach_end",
    "record_declined_slip",
    "record_meeting_sheet",
    "record_question_on_slip",
    "record_signed_slip",
    "remind",
    "send_age_reminder",
    "send_age_reminders",
    "sign",
    "sign_for_family",
]
