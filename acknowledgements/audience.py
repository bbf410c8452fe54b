"""Who is asked to sign what, and as what.

A policy names its audiences. Each audience is made of the people who hold one of the roles beside
it, and they are asked in the capacity beside it:

    audience            roles                                                    asked as
    staff               headteacher, deputy, member of staff, DSL, office        staff
    governors           governor, chair of governors, clerk                      governor
    volunteers          volunteer                                                volunteer
    parents and carers  parent (of a child on roll, under no court restriction)  parent

Somebody who is in two audiences is asked once in each capacity: a governor who is also a parent
signs as a governor, and for each child as a parent. Pupils are never asked: what concerns them
reaches them through staff and parents. `tests/rules/audience.csv` holds the cases; `places.py` asks
the database the same question about everybody at once, with this table.

A section is written for staff in particular where it speaks to staff, perhaps along with governors
and volunteers, and to fewer than the whole policy does. Staff confirm such a section point by point
(M9); a policy that is for staff from end to end has none, and is signed as a whole.
"""

from collections.abc import Collection

STAFF_ROLES = frozenset({"headteacher", "deputy", "staff", "dsl", "office"})
GOVERNOR_ROLES = frozenset({"governor", "chair", "clerk"})

THOSE_WHO_WORK_HERE = frozenset({"staff", "governors", "volunteers"})

# Audience, the roles that belong to it, the capacity in which they are asked.
ASKED = (
    ("staff", STAFF_ROLES, "staff"),
    ("governors", GOVERNOR_ROLES, "governor"),
    ("volunteers", frozenset({"volunteer"}), "volunteer"),
    ("parents_carers", frozenset({"parent"}), "parent"),
)


def asked_as(audiences: Collection[str]) -> list[tuple[frozenset[str], str]]:
    """Return the rows of the table for these audiences: whose roles, and in which capacity."""
    return [(members, capacity) for audience, members, capacity in ASKED if audience in audiences]


def capacities_asked(roles: Collection[str], audiences: Collection[str]) -> frozenset[str]:
    """Return the capacities in which somebody with these roles signs for these audiences."""
    return frozenset(
        capacity for members, capacity in asked_as(audiences) if not members.isdisjoint(roles)
    )


def audience_of(capacity: str) -> str:
    """Return the audience whose members sign in this capacity."""
    return next(audience for audience, _, signed_as in ASKED if signed_as == capacity)


def is_for_staff_in_particular(section: Collection[str], policy: Collection[str]) -> bool:
    """Tell whether a section with these audiences, of a policy with these, is one for staff."""
    spoken_to = frozenset(section)
    return "staff" in spoken_to <= THOSE_WHO_WORK_HERE and spoken_to < frozenset(policy)
