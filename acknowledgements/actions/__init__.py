"""Every write of sign-off: asking, signing, personal links, reminding."""

from acknowledgements.actions.ages import (
    cancel_age_reminder,
    change_age_reminder,
    plan_age_reminder,
    prepare_age_reminder,
    send_age_reminder,
    send_age_reminders,
)
from acknowledgements.actions.chasing import carry_on_chasing, chase, chase_all
from acknowledgements.actions.links import renew_links, send_personal_link
from acknowledgements.actions.reminders import is_reminded, remind
from acknowledgements.actions.rounds import bring_up_to_date, open_round
from acknowledgements.actions.settings import change_settings
from acknowledgements.actions.signing import sign, sign_for_family

__all__ = [
    "bring_up_to_date",
    "cancel_age_reminder",
    "carry_on_chasing",
    "change_age_reminder",
    "change_settings",
    "chase",
    "chase_all",
    "is_reminded",
    "open_round",
    "plan_age_reminder",
    "prepare_age_reminder",
    "remind",
    "renew_links",
    "send_age_reminder",
    "send_age_reminders",
    "send_personal_link",
    "sign",
    "sign_for_family",
]
