"""Who looks at a case again when its reporter asks for it, and until when they may ask (I14).

In words a deputy head could check. Whoever told us may ask once, in the 20 school days after the
case was closed. It goes to somebody who did not decide the case, one step up by the same line as a
case that is late (`escalation.py`):

    decided by those who hold      looked at again by
    Headteacher                    deputy headteacher, else the chair of governors
    deputy headteacher             Headteacher, else the chair
    DSL                            Headteacher, deputy, chair
    chair of governors             clerk to the governors
    clerk to the governors         chair of governors
    a governor                     clerk to the governors, chair

The deputy stands before the chair because a case about a colleague may be one that governors must
not know of. Never anybody with a part in the case, whatever part, nor whoever reported it; never
governors or their clerk where it is a low-level concern; and where it is about the Headteacher,
never the Headteacher or the deputy, whom the Headteacher manages. If nobody in the line is free, a
colleague who holds the same role and did not decide it looks at it; and only where there is nobody
else at all, whoever decided it, who then has to say so.

They say that the outcome stands, or open the case again; to decide it anew is then for whoever
handles it. Either way the reporter reads the answer.
"""

from collections.abc import Collection
from typing import NamedTuple

from incidents import escalation

SCHOOL_DAYS_TO_ASK = 20


class Reviewer(NamedTuple):
    """The role that looks at it again; `nobody_else` where it is whoever decided it."""

    role: str
    nobody_else: bool


def reviewer(
    handling_role: str, *, subject_roles: Collection[str], free: Collection[str]
) -> Reviewer:
    """Return who looks at a case again.

    `free` are the roles that somebody holds today who has no part in the case and did not decide
    it; `subject_roles` those of whoever it is about.
    """
    above = escalation.goes_up_to(handling_role, subject_roles=subject_roles, free=free)
    if above is not None:
        return Reviewer(above, nobody_else=False)
    return Reviewer(handling_role, nobody_else=handling_role not in free)
