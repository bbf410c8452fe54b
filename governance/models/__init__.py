"""Cases put before governors, legal advice, and what governors are shown of all cases."""

from governance.models.advice import AdviceFile, AdviceReader, AdviceWords, LegalAdvice
from governance.models.history import CountedTerm
from governance.models.referral import Referral, ReferralMember, ReferralQuerySet

__all__ = [
    "AdviceFile",
    "AdviceReader",
    "AdviceWords",
    "CountedTerm",
    "LegalAdvice",
    "Referral",
    "ReferralMember",
    "ReferralQuerySet",
]
