"""Cases put before governors, and what governors are shown of all of them."""

from governance.models.history import CountedTerm
from governance.models.referral import Referral, ReferralMember, ReferralQuerySet

__all__ = ["CountedTerm", "Referral", "ReferralMember", "ReferralQuerySet"]
