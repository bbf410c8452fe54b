"""How a request to post pictures of a school event moves (C2).

Whoever asks puts it together and sends it, once; from then on neither pictures nor children in it
change. It is then granted or refused, once. What was granted ends on its last day by itself, or
before that because the Headteacher withdraws it. What was refused or has ended stays so: whoever
still wants to post asks anew, and permissions are looked at anew.
"""

from django.db import models

from school.access import YES, Verdict, no
from school.errors import WrongState


class PhotoState(models.TextChoices):
    DRAFT = "draft", "Being put together"
    ASKED = "asked", "Waiting for a decision"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    EXPIRED = "expired", "Over"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PhotoMove(models.TextChoices):
    SEND = "send", "Sent"
    GRANT = "grant", "Granted"
    REFUSE = "refuse", "Refused"
    EXPIRE = "expire", "Came to its last day"
    WITHDRAW = "withdraw", "Withdrawn"


# From which state each move is open, and where it leads.
TABLE: dict[PhotoMove, tuple[PhotoState, PhotoState]] = {
    PhotoMove.SEND: (PhotoState.DRAFT, PhotoState.ASKED),
    PhotoMove.GRANT: (PhotoState.ASKED, PhotoState.GRANTED),
    PhotoMove.REFUSE: (PhotoState.ASKED, PhotoState.REFUSED),
    PhotoMove.EXPIRE: (PhotoState.GRANTED, PhotoState.EXPIRED),
    PhotoMove.WITHDRAW: (PhotoState.GRANTED, PhotoState.WITHDRAWN),
}

WHY_NOT: dict[PhotoState, str] = {
    PhotoState.DRAFT: "This request is still being put together.",
    PhotoState.ASKED: "This request was sent, and waits for its decision.",
    PhotoState.GRANTED: "This request was granted already.",
    PhotoState.REFUSED: "This request was refused. Ask anew if you still want to post.",
    PhotoState.EXPIRED: "This consent is over. Ask anew if you still want to post.",
    PhotoState.WITHDRAWN: "This consent was withdrawn. Ask anew if you still want to post.",
}


def can_move(state: str, move: PhotoMove) -> Verdict:
    """Say whether a request in this state may be moved so, and if not, why."""
    return YES if TABLE[move][0] == state else no(WHY_NOT[PhotoState(state)])


def moved(state: str, move: PhotoMove) -> PhotoState:
    """Return the state that the move leads to. Raises WrongState where it is not open."""
    if not (verdict := can_move(state, move)):
        raise WrongState(verdict.reason)
    return TABLE[move][1]
