"""Every write to reports and cases."""

from incidents.actions.bullying import note_motive, settle_steps, take_procedure
from incidents.actions.bundles import ask_for_bundle, clear_bundles, make_bundles, take_away
from incidents.actions.claims import put_back, take_on, take_on_together
from incidents.actions.clocks import change_settings, fit_to_calendar, keep_clocks, open_case
from incidents.actions.contacts import record_contact
from incidents.actions.conversation import add_note, reply_as_reporter, write_to_reporter
from incidents.actions.evidence import (
    add_evidence,
    add_evidence_as_reporter,
    look_at_evidence,
    open_original,
    show_shared_copy,
)
from incidents.actions.harm import answer_harm_questions, write_down_low_level
from incidents.actions.held_files import (
    forget_file,
    forget_files,
    forget_unsent_files,
    hold_files,
    keep_longer,
)
from incidents.actions.hiding import (
    hide_words,
    let_evidence_go,
    show_words,
    withdraw_files,
    withhold_evidence,
)
from incidents.actions.intake import Received, ReportDetails, receive_report
from incidents.actions.links import link_cases, tell_apart, unlink_cases
from incidents.actions.matching import settle_name
from incidents.actions.people import clear_possible_subject, name_subject
from incidents.actions.reaching import change_address
from incidents.actions.recusal import step_back
from incidents.actions.removing import ask_to_remove, confirm_removal, keep_words, read_requests
from incidents.actions.removing_evidence import (
    ask_to_remove_evidence,
    confirm_evidence_removal,
    keep_evidence,
)
from incidents.actions.reviews import (
    ask_for_review,
    decide_review,
    keep_reviews,
)
from incidents.actions.saved_lists import remove_list, save_list
from incidents.actions.scanning import scan_waiting
from incidents.actions.steps import (
    close_case,
    judge_remit,
    name_clauses,
    note_decision_of_governors,
    refer_case,
    reopen_case,
    return_case,
    start_investigation,
    triage_case,
)
from incidents.actions.unattended import pass_on_unattended
from incidents.actions.wording import remove_wording, save_wording
from incidents.actions.words_only import (
    open_files_again,
    say_words_only,
    say_words_only_as_reporter,
    warn_before_sending,
)

__all__ = [
    "Received",
    "ReportDetails",
    "add_evidence",
    "add_evidence_as_reporter",
    "add_note",
    "answer_harm_questions",
    "ask_for_bundle",
    "ask_for_review",
    "ask_to_remove",
    "ask_to_remove_evidence",
    "change_address",
    "change_settings",
    "clear_bundles",
    "clear_possible_subject",
    "close_case",
    "confirm_evidence_removal",
    "confirm_removal",
    "decide_review",
    "fit_to_calendar",
    "forget_file",
    "forget_files",
    "forget_unsent_files",
    "hide_words",
    "hold_files",
    "judge_remit",
    "keep_clocks",
    "keep_evidence",
    "keep_longer",
    "keep_reviews",
    "keep_words",
    "let_evidence_go",
    "link_cases",
    "look_at_evidence",
    "make_bundles",
    "name_clauses",
    "name_subject",
    "note_decision_of_governors",
    "note_motive",
    "open_case",
    "open_files_again",
    "open_original",
    "pass_on_unattended",
    "put_back",
    "read_requests",
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
    "say_words_only",
    "say_words_only_as_reporter",
    "scan_waiting",
    "settle_name",
    "settle_steps",
    "show_shared_copy",
    "show_words",
    "start_investigation",
    "step_back",
    "take_away",
    "take_on",
    "take_on_together",
    "take_procedure",
    "tell_apart",
    "triage_case",
    "unlink_cases",
    "warn_before_sending",
    "withdraw_files",
    "withhold_evidence",
    "write_down_low_level",
    "write_to_reporter",
]
