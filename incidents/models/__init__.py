"""Reports, the cases they open, and the people in them."""

from incidents.models.case import Case, CaseQuerySet
from incidents.models.clock import CaseClock, CaseClockQuerySet, CaseSettings
from incidents.models.entry import FROM_REPORTER, TO_REPORTER, CaseEntry
from incidents.models.party import CaseParty, CasePartyQuerySet
from incidents.models.report import Report
from incidents.models.review import ReviewRequest, ReviewRequestQuerySet
from incidents.models.vocabulary import EntryKind, Kind, Part, State, SubjectKind, Visibility

__all__ = [
    "FROM_REPORTER",
    "TO_REPORTER",
    "Case",
    "CaseClock",
    "CaseClockQuerySet",
    "CaseEntry",
    "CaseParty",
    "CasePartyQuerySet",
    "CaseQuerySet",
    "CaseSettings",
    "EntryKind",
    "Kind",
    "Part",
    "Report",
    "ReviewRequest",
    "ReviewRequestQuerySet",
    "State",
    "SubjectKind",
    "Visibility",
]
