"""What somebody who is asked to sign may answer, and what becomes of it (A3, A10).

There are four answers: no reply yet, asked a question, declined, signed. Whoever has not signed may
ask, decline, or sign; a no can become a signature at any time. A question waits for the school, and
while it does nobody reminds its asker; once it is answered they are asked as before. A no stays a
no: whoever declined is not reminded, not even when a question that they have besides is answered.
What is signed stays signed.
"""

from enum import StrEnum

from acknowledgements.models import Reply
from school.access import YES, Verdict, no
from school.errors import WrongState


class Move(StrEnum):
    ASK = "ask"
    BE_ANSWERED = "be answered"
    DECLINE = "decline"
    SIGN = "sign"


# For each move: from which answers it is open, and to which each of them leads.
TABLE: dict[Move, dict[Reply, Reply]] = {
    Move.ASK: {Reply.NONE: Reply.QUESTION, Reply.DECLINED: Reply.DECLINED},
    Move.BE_ANSWERED: {
        Reply.QUESTION: Reply.NONE,
        Reply.DECLINED: Reply.DECLINED,
        Reply.SIGNED: Reply.SIGNED,
    },
    Move.DECLINE: {Reply.NONE: Reply.DECLINED, Reply.QUESTION: Reply.DECLINED},
    Move.SIGN: {
        Reply.NONE: Reply.SIGNED,
        Reply.QUESTION: Reply.SIGNED,
        Reply.DECLINED: Reply.SIGNED,
    },
}

ONE_AT_A_TIME = "Your question is with us already. You can ask another once it is answered."
WHY_NOT: dict[tuple[Move, Reply], str] = {
    (Move.ASK, Reply.QUESTION): ONE_AT_A_TIME,
    (Move.ASK, Reply.SIGNED): "You have signed this already. If you have a question about it "
    "now, tell us through “Tell us about something”.",
    (Move.BE_ANSWERED, Reply.NONE): "There is no question here that waits for an answer.",
    (Move.DECLINE, Reply.DECLINED): "You have told us already that you would rather not sign.",
    (Move.DECLINE, Reply.SIGNED): "You have signed this already, and what is signed stays. If you "
    "have changed your mind, have a word with us.",
    (Move.SIGN, Reply.SIGNED): "You have signed this already.",
}


def may(move: Move, now: str) -> Verdict:
    """Say whether a move is open to whoever has answered so, and if not, why."""
    reply = Reply(now)
    return YES if reply in TABLE[move] else no(WHY_NOT[move, reply])


def take(move: Move, now: str) -> Reply:
    """Return the answer that a move leads to. Raises WrongState with the sentence if not open."""
    if not (verdict := may(move, now)):
        raise WrongState(verdict.reason)
    return TABLE[move][Reply(now)]
