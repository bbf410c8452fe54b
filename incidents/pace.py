"""How fast reports are taken, so that a robot is slowed and nobody is shut out (I1, I2).

In words a deputy head could check. No address is looked at, for a whole school may share one, and
none may be kept of an anonymous reporter. Instead:

- from the first question to "send" a person needs at least ten seconds;
- up to 20 reports in ten minutes go at once; beyond that each waits five seconds longer than the
  one before, and two minutes at the most, counted from when its last page was opened;
- one draft takes 60 changes in a row, and after that one every two seconds.

Whoever is too fast reads "Wait a moment", keeps all that was typed, and presses again. After two
minutes every report is taken, whatever anybody else does: so a flood makes reporters wait and can
never keep one out. `docs/decisions/0016-robots-at-the-report.md` says what this does not stop.
"""

import math
from datetime import timedelta

WINDOW = timedelta(minutes=10)
AT_ONCE = 20
SECONDS_EACH = 5
LONGEST_WAIT = 120

CHANGES_IN_A_ROW = 60
CHANGES_A_SECOND = 0.5


def wait(*, began_at: float, made_at: float, now: float, recent: int, least: float) -> int:
    """Return for how many seconds a report must still wait; nought when it may go.

    `began_at` is when the first question was answered and `made_at` when the page with "send" was
    made, in seconds of the clock; `recent` counts the reports of the last ten minutes.
    """
    busy = min(LONGEST_WAIT, max(0, recent - AT_ONCE + 1) * SECONDS_EACH)
    return max(0, math.ceil(began_at + least - now), math.ceil(made_at + busy - now))


def count_one(kept: list[float] | None, now: float) -> tuple[list[float], bool]:
    """Count one change of a draft. Return what to keep for the next, and whether it was too fast.

    A bucket that empties with time: what is kept is how full it is, and when that was.
    """
    level, at = kept or (0.0, now)
    level = max(0.0, level - (now - at) * CHANGES_A_SECOND)
    if level + 1 > CHANGES_IN_A_ROW:
        return [level, now], True
    return [level + 1, now], False
