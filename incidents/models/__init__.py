"""Reports, the cases they open, and the people in them."""

from incidents.models.bullying import BullyingRecord, ProcedureStep, ProcedureStepQuerySet
from incidents.models.case import Case, CaseQuerySet
from incidents.models.casefile import (
    GOVERNING,
    Bundle,
    BundleQuerySet,
    EvidenceRemoval,
    EvidenceRemovalQuerySet,
    Mask,
    MaskQuerySet,
    WithheldEvidence,
)
from incidents.models.claim import CaseClaim
from incidents.models.clock import CaseClock, CaseClockQuerySet, CaseSettings
from incidents.models.contact import Body, OutsideContact
from incidents.models.entry import FROM_REPORTER, TO_REPORTER, CaseEntry
from incidents.models.evidence import (
    Evidence,
    EvidenceLook,
    EvidenceQuerySet,
    FileState,
    HeldFile,
    HeldFileQuerySet,
    PictureWarning,
    WordsOnly,
)
from incidents.models.harm import HarmAnswers, LowLevelConcern
from incidents.models.link import CaseLink, CaseLinkQuerySet, CasesApart
from incidents.models.match import NameMatch
from incidents.models.party import CaseParty, CasePartyQuerySet
from incidents.models.recusal import Recusal
from incidents.models.report import Report
from incidents.models.review import ReviewRequest, ReviewRequestQuerySet
from incidents.models.saved_list import SavedList
from incidents.models.vocabulary import EntryKind, Kind, Part, State, SubjectKind, Visibility
from incidents.models.wording import SavedWording

__all__ = [
    "FROM_REPORTER",
    "GOVERNING",
    "TO_REPORTER",
    "Body",
    "BullyingRecord",
    "Bundle",
    "BundleQuerySet",
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
    "CasesApart",
    "EntryKind",
    "Evidence",
    "EvidenceLook",
    "EvidenceQuerySet",
    "EvidenceRemoval",
    "EvidenceRemovalQuerySet",
    "FileState",
    "HarmAnswers",
    "HeldFile",
    "HeldFileQuerySet",
    "Kind",
    "LowLevelConcern",
    "Mask",
    "MaskQuerySet",
    "NameMatch",
    "OutsideContact",
    "Part",
    "PictureWarning",
    "ProcedureStep",
    "ProcedureStepQuerySet",
    "Recusal",
    "Report",
    "ReviewRequest",
    "ReviewRequestQuerySet",
    "SavedList",
    "SavedWording",
    "State",
    "SubjectKind",
    "Visibility",
    "WithheldEvidence",
    "WordsOnly",
]
