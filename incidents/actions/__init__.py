"""Every write to reports and cases."""

from incidents.actions.bullying import note_motive, settle_steps, take_procedure
from incidents.actions.claims import put_back, take_on, take_on_together
from incidents.actions.clocks import change_settings, fit_to_calendar, keep_clocks, open_case
from incidents.actions.contacts import record_contact
from incidents.actions.conversation import add_note, reply_as_reporter, write_to_reporter
from incidents.actions.harm import answer_harm_questions, write_down_low_level
from incidents.actions.intake import Received, ReportDetails, receive_report
from incidents.actions.links import link_cases, unlink_cases
from incidents.actions.people import clear_possible_subject, name_subject
from incidents.actions.reaching import change_address
from incidents.actions.reviews import (
    ask_for_review,
    decide_review,
    keep_reviews,
)
from incidents.actions.saved_lists import remove_list, save_list
from incidents.actions.steps import (
    close_case,
    judge_remit,
    name_clauses,
    refer_case,
    reopen_case,
    return_case,
    start_investigation,
    triage_case,
)
from incidents.actions.unattended import pass_on_unattended
from incidents.actions.wording import remove_wording, save_wording

__all__ = [
    "Received",
    "ReportDetails",
    "add_note",
    "answer_harm_questions",
    "ask_for_review",
    "change_address",
    "change_settings",
    "clear_possible_subject",
    "close_case",
    "decide_review",
    "fit_to_calendar",
    "judge_remit",
    "keep_clocks",
    "keep_reviews",
    "link_cases",
    "name_clauses",
    "name_subject",
    "note_motive",
    "open_case",
    "pass_on_unattended",
    "put_back",
    "receive_report",
    "record_contact",
    "refer_case",
    "remove_list",
    "remove_wording",
    "reopen_case",
    "reply_as_reporter",
    "return_case",
    "save_list",
    "save_wording",
    "settle_steps",
    "start_investigation",
    "take_on",
    "take_on_together",
    "take_procedure",
    "triage_case",
    "unlink_cases",
    "write_down_low_level",
    "write_to_reporter",
]
