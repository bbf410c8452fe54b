"""Every write about pictures with other families' children: asking, matching, answering, ending."""

from consents.actions.sharing.answering import (
    answer_shared,
    ask_me_again,
    never_ask_me,
    write_down_shared,
)
from consents.actions.sharing.asking import (
    Wanted,
    ask_families,
    call_back_shared,
    take_down_shared,
)
from consents.actions.sharing.holding import (
    forget_held,
    forget_held_pictures,
    held_picture,
    hold_picture,
)
from consents.actions.sharing.looking import look_as_family, look_for_school
from consents.actions.sharing.matching import name_shared, pass_on, stop_shared
from consents.actions.sharing.settling import bring_shared_up_to_date

__all__ = [
    "Wanted",
    "answer_shared",
    "ask_families",
    "ask_me_again",
    "bring_shared_up_to_date",
    "call_back_shared",
    "forget_held",
    "forget_held_pictures",
    "held_picture",
    "hold_picture",
    "look_as_family",
    "look_for_school",
    "name_shared",
    "never_ask_me",
    "pass_on",
    "stop_shared",
    "take_down_shared",
    "write_down_shared",
]
