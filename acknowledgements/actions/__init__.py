"""Every write of sign-off: asking, signing, personal links, reminding."""

from acknowledgements.actions.links import renew_links, send_personal_link
from acknowledgements.actions.meetings import hold_meeting, record_meeting_sheet
from acknowledgements.actions.paper import record_signed_slip
from acknowledgements.actions.reminders import chase, remind
from acknowledgements.actions.rounds import bring_up_to_date, open_round
from acknowledgements.actions.scans import look_at_scan
from acknowledgements.actions.signing import sign, sign_for_family
from acknowledgements.actions.slips import prepare_slips

__all__ = [
    "bring_up_to_date",
    "chase",
    "hold_meeting",
    "look_at_scan",
    "open_round",
    "prepare_slips",
    "record_meeting_sheet",
    "record_signed_slip",
    "remind",
    "renew_links",
    "send_personal_link",
    "sign",
    "sign_for_family",
]
