"""Policies, their versions, their text, and what people say and do about them."""

from policies.models.calendar_address import CalendarAddress
from policies.models.expected import ExpectedAnswer
from policies.models.policy import Policy, PolicyQuerySet
from policies.models.publicity import Channel, Publicity
from policies.models.review import ReviewComment
from policies.models.search_entry import SearchEntry
from policies.models.text import Clause, Section
from policies.models.upload import PolicyUpload
from policies.models.version import Version, VersionQuerySet
from policies.models.vocabulary import (
    APPROVERS,
    IN_WORK,
    MANAGERS,
    PUBLIC,
    ApproverLevel,
    Audience,
    State,
    labels_of,
)
from policies.models.working_copy import WorkingCopy

__all__ = [
    "APPROVERS",
    "IN_WORK",
    "MANAGERS",
    "PUBLIC",
    "ApproverLevel",
    "Audience",
    "CalendarAddress",
    "Channel",
    "Clause",
    "ExpectedAnswer",
    "Policy",
    "PolicyQuerySet",
    "PolicyUpload",
    "Publicity",
    "ReviewComment",
    "SearchEntry",
    "Section",
    "State",
    "Version",
    "VersionQuerySet",
    "WorkingCopy",
    "labels_of",
]
