"""Every write of this room: one function for each thing that people do."""

from policies.actions.approving import (
    Decision,
    Outcome,
    approve_at_meeting,
    approve_version,
    send_back,
)
from policies.actions.beginning import begin_policy
from policies.actions.correcting import (
    MovedOn,
    correct_upload,
    look_at_passages,
    reading_of,
    start_again,
)
from policies.actions.drafting import (
    describe_draft,
    draft_from_import,
    keep_upload,
    slug_for,
    upload_document,
)
from policies.actions.editing import (
    TextChanged,
    add_section,
    as_draft,
    move_clause,
    move_section,
    take_out_section,
    write_section,
)
from policies.actions.expecting import answer_expected, take_answer_back
from policies.actions.keeping import keep_typing, throw_typing_away
from policies.actions.owning import settle_ownership
from policies.actions.publicity import note_enrolment, publicise, strike_publicity
from policies.actions.publishing import (
    agree_with_version,
    publish_version,
    submit_for_review,
    withdraw_version,
)
from policies.actions.reminding import remind_of_reviews
from policies.actions.restoring import bring_back_clause, bring_back_section
from policies.actions.reviewing import answer_remark, remark, reopen_remark, settle_remark
from policies.actions.scheduling import publish_due, schedule_version, unschedule_version
from policies.actions.starting import start_next_version
from policies.actions.subscribing import (
    end_calendar_address,
    holder_of,
    make_calendar_address,
)

__all__ = [
    "Decision",
    "MovedOn",
    "Outcome",
    "TextChanged",
    "add_section",
    "agree_with_version",
    "answer_expected",
    "answer_remark",
    "approve_at_meeting",
    "approve_version",
    "as_draft",
    "begin_policy",
    "bring_back_clause",
    "bring_back_section",
    "correct_upload",
    "describe_draft",
    "draft_from_import",
    "end_calendar_address",
    "holder_of",
    "keep_typing",
    "keep_upload",
    "look_at_passages",
    "make_calendar_address",
    "move_clause",
    "move_section",
    "note_enrolment",
    "publicise",
    "publish_due",
    "publish_version",
    "reading_of",
    "remark",
    "remind_of_reviews",
    "reopen_remark",
    "schedule_version",
    "send_back",
    "settle_ownership",
    "settle_remark",
    "slug_for",
    "start_again",
    "start_next_version",
    "strike_publicity",
    "submit_for_review",
    "take_answer_back",
    "take_out_section",
    "throw_typing_away",
    "unschedule_version",
    "upload_document",
    "withdraw_version",
    "write_section",
]
