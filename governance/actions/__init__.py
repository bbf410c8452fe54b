"""Every write to referrals and legal advice."""

from governance.actions.advice import (
    add_to_advice,
    end_naming,
    keep_advice_back,
    look_at_advice_file,
    name_reader,
    note_reading_advice,
    release_advice,
    seek_advice,
)
from governance.actions.referrals import (
    CHANGED,
    change_last_day,
    decide_referral,
    draft_referral,
    end_for_one,
    end_referral,
    look_at_shared_file,
    note_reading,
    share_referral,
)

__all__ = [
    "CHANGED",
    "add_to_advice",
    "change_last_day",
    "decide_referral",
    "draft_referral",
    "end_for_one",
    "end_naming",
    "end_referral",
    "keep_advice_back",
    "look_at_advice_file",
    "look_at_shared_file",
    "name_reader",
    "note_reading",
    "note_reading_advice",
    "release_advice",
    "seek_advice",
    "share_referral",
]
