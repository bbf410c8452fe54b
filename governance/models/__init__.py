"""Cases put before governors, legal advice, and what governors and inspectors are shown of all."""

from governance.models.advice import AdviceFile, AdviceReader, AdviceWords, LegalAdvice
from governance.models.history import CountedTerm
from governance.models.inspection import Inspection
from governance.models.referral import Referral, ReferralMember, ReferralQuerySet
from governance.models.report import TermlyReport

__all__ = [
    "AdviceFile",
    "AdviceReader",
    "AdviceWords",
    "CountedTerm",
    "Inspection",
    "LegalAdvice",
    "Referral",
    "ReferralMember",
    "ReferralQuerySet",
    "TermlyReport",
]
