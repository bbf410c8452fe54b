"""Every write of this room: one function for each thing that people do."""

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
from policies.actions.publishing import (
    approve_version,
    publish_version,
    send_back,
    submit_for_review,
    withdraw_version,
)

__all__ = [
    "MovedOn",
    "approve_version",
    "correct_upload",
    "describe_draft",
    "draft_from_import",
    "keep_upload",
    "look_at_passages",
    "publish_version",
    "reading_of",
    "send_back",
    "slug_for",
    "start_again",
    "submit_for_review",
    "upload_document",
    "withdraw_version",
]
