"""Who is told when a clock of a case ran out and nothing was done (I10).

In words a deputy head could check. It goes one step up, to the first on the line who is free:

    handled by                 goes up to
    Headteacher                deputy headteacher, chair of governors
    deputy headteacher         Headteacher, chair of governors
    DSL                        Headteacher, deputy headteacher, chair of governors
    chair of governors         clerk to the governors
    clerk to the governors     chair of governors
    a governor                 clerk to the governors, chair of governors

Never to anybody who has a part in the case, whatever part; never to governors or their clerk where
it is a low-level concern; and where it is about the Headteacher,
never to the Headteacher or to the deputy, whom the Headteacher manages. Where nobody is free it
stays, and whoever handles it is nudged again each school day.
"""

from collections.abc import Collection

HEADTEACHER, DEPUTY, DSL = "headteacher", "deputy", "dsl"
CHAIR, CLERK, GOVERNOR = "chair", "clerk", "governor"

LINES: dict[str, tuple[str, ...]] = {
    HEADTEACHER: (DEPUTY, CHAIR),
    DEPUTY: (HEADTEACHER, CHAIR),
    DSL: (HEADTEACHER, DEPUTY, CHAIR),
    CHAIR: (CLERK,),
    CLERK: (CHAIR,),
    GOVERNOR: (CLERK, CHAIR),
}
MANAGED_BY_HEAD = frozenset({HEADTEACHER, DEPUTY})


def goes_up_to(
    handling_role: str, *, subject_roles: Collection[str], free: Collection[str]
) -> str | None:
    """Return the role that a late case goes up to, or None.

    `subject_roles` are the roles of whoever it is about; `free` those that somebody holds today
    who has no part in the case.
    """
    barred = MANAGED_BY_HEAD if HEADTEACHER in subject_roles else frozenset()
    barred |= frozenset(subject_roles) & {HEADTEACHER, DEPUTY, CHAIR, CLERK}
    line = LINES.get(handling_role, (HEADTEACHER, DEPUTY, CHAIR))
    return next((role for role in line if role in free and role not in barred), None)
