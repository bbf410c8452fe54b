"""Cases put before governors, and what governors and inspectors are shown of all of them."""

from governance.models.history import CountedTerm
from governance.models.inspection import Inspection
from governance.models.referral import Referral, ReferralMember, ReferralQuerySet
from governance.models.report import TermlyReport

__all__ = [
    "CountedTerm",
    "Inspection",
    "Referral",
    "ReferralMember",
    "ReferralQuerySet",
    "TermlyReport",
]
