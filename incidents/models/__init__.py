"""Reports, the cases they open, and the people in them."""

from incidents.models.bullying import BullyingRecord, ProcedureStep, ProcedureStepQuerySet
from incidents.models.case import Case, CaseQuerySet
from incidents.models.claim import CaseClaim
from incidents.models.clock import CaseClock, CaseClockQuerySet, CaseSettings
from incidents.models.contact import Body, OutsideContact
from incidents.models.entry import FROM_REPORTER, TO_REPORTER, CaseEntry
from incidents.models.harm import HarmAnswers, LowLevelConcern
from incidents.models.link import CaseLink, CaseLinkQuerySet
from incidents.models.party import CaseParty, CasePartyQuerySet
from incidents.models.report import Report
from incidents.models.review import ReviewRequest, ReviewRequestQuerySet
from incidents.models.saved_list import SavedList
from incidents.models.vocabulary import EntryKind, Kind, Part, State, SubjectKind, Visibility
from incidents.models.wording import SavedWording

__all__ = [
    "FROM_REPORTER",
    "TO_REPORTER",
    "Body",
    "BullyingRecord",
    "Case",
    "CaseClaim",
    "CaseClock",
    "CaseClockQuerySet",
    "CaseEntry",
    "CaseLink",
    "CaseLinkQuerySet",
    "CaseParty",
    "CasePartyQuerySet",
    "CaseQuerySet",
    "CaseSettings",
    "EntryKind",
    "HarmAnswers",
    "Kind",
    "LowLevelConcern",
    "OutsideContact",
    "Part",
    "ProcedureStep",
    "ProcedureStepQuerySet",
    "Report",
    "ReviewRequest",
    "ReviewRequestQuerySet",
    "SavedList",
    "SavedWording",
    "State",
    "SubjectKind",
    "Visibility",
]
