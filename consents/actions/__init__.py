"""Every write about pictures: asking, answering, writing down answers, taking pictures down."""

from consents.actions.answering import answer_for_children, write_down
from consents.actions.asking import bring_asking_up_to_date, invite
from consents.actions.taking_down import finish_take_down, open_for_those_no_longer_asked

__all__ = [
    "answer_for_children",
    "bring_asking_up_to_date",
    "finish_take_down",
    "invite",
    "open_for_those_no_longer_asked",
    "write_down",
]
