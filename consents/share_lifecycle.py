"""How a parent's request to post a picture with other families' children moves (C3, M13).

A parent sends it; the office says which children are in it; their parents are asked until a day.
If everybody says yes it may be posted, until that ends and the picture has to come down. Whoever
asked sees less than is kept here (`seen_by_asker`): until that day that it waits, and after it that
not everybody has said yes. A no, silence, a family that is never asked and a picture that the
office did not pass on look alike, and none can be told from another by when it came.
"""

from django.db import models

from school.access import YES, Verdict, no
from school.errors import WrongState


class ShareState(models.TextChoices):
    SENT = "sent", "Waiting for the office"
    ASKING = "asking", "Families are asked"
    AGREED = "agreed", "Everybody has said yes"
    CLOSED = "closed", "Not everybody has said yes"
    STOPPED = "stopped", "Not passed on"
    CALLED_BACK = "called_back", "Called back"
    ENDED = "ended", "Has to come down"
    DOWN = "down", "Taken down"


class ShareMove(models.TextChoices):
    ASK = "ask", "The families were asked"
    AGREE = "agree", "Everybody had said yes"
    CLOSE = "close", "Its day passed"
    STOP = "stop", "The office did not pass it on"
    CALL_BACK = "call_back", "Whoever asked called it back"
    END = "end", "The yes ended"
    TAKE_DOWN = "take_down", "Whoever asked took it down"


# From which states each move is open, and where it leads.
TABLE: dict[ShareMove, tuple[frozenset[ShareState], ShareState]] = {
    ShareMove.ASK: (frozenset({ShareState.SENT}), ShareState.ASKING),
    ShareMove.AGREE: (frozenset({ShareState.ASKING}), ShareState.AGREED),
    ShareMove.CLOSE: (frozenset({ShareState.SENT, ShareState.ASKING}), ShareState.CLOSED),
    ShareMove.STOP: (frozenset({ShareState.SENT, ShareState.ASKING}), ShareState.STOPPED),
    ShareMove.CALL_BACK: (
        frozenset({ShareState.SENT, ShareState.ASKING, ShareState.STOPPED}),
        ShareState.CALLED_BACK,
    ),
    ShareMove.END: (frozenset({ShareState.AGREED}), ShareState.ENDED),
    ShareMove.TAKE_DOWN: (frozenset({ShareState.ENDED}), ShareState.DOWN),
}
# States in which whoever asked is waiting, as far as they can see.
WAITS = (ShareState.SENT, ShareState.ASKING, ShareState.STOPPED)
OVER = "This is over: nothing can be changed any more. You can ask anew."


def can_move(state: str, move: ShareMove) -> Verdict:
    """Say whether a request in this state may be moved so, and if not, why."""
    return YES if state in TABLE[move][0] else no(OVER)


def moved(state: str, move: ShareMove) -> ShareState:
    """Return the state that the move leads to. Raises WrongState where it is not open."""
    if not (verdict := can_move(state, move)):
        raise WrongState(verdict.reason)
    return TABLE[move][1]


class Seen(models.TextChoices):
    """All that whoever asked ever sees of it."""

    WAITING = "waiting", "We are asking"
    YES = "yes", "Everybody has said yes"
    NO = "no", "Not everybody has said yes"
    TAKE_DOWN = "take_down", "Please take it down"
    DOWN = "down", "Taken down"
    CALLED_BACK = "called_back", "Called back"


def seen_by_asker(state: str, *, is_over: bool) -> Seen:
    """Return what whoever asked sees; `is_over` once the last day for answers has passed."""
    if state in WAITS:
        return Seen.NO if is_over else Seen.WAITING
    return {
        ShareState.AGREED: Seen.YES,
        ShareState.CLOSED: Seen.NO,
        ShareState.CALLED_BACK: Seen.CALLED_BACK,
        ShareState.ENDED: Seen.TAKE_DOWN,
        ShareState.DOWN: Seen.DOWN,
    }[ShareState(state)]
