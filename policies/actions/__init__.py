"""Every write of this room: one function for each thing that people do."""

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
    "approve_version",
    "describe_draft",
    "draft_from_import",
    "keep_upload",
    "publish_version",
    "send_back",
    "slug_for",
    "submit_for_review",
    "upload_document",
    "withdraw_version",
]
