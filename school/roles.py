"""Who may give which role, and which roles one person cannot hold at the same time.

The Headteacher gives every role but two: while there is a clerk only the clerk gives or ends the
chair's, and while there is a chair only the chair gives or ends the clerk's. Else the Headteacher
could put a friend in the chair, to read what is reported about the Headteacher. The clerk looks
after governors as well. The office and the deputy look after colleagues and volunteers, and give no
role that handles cases or decides anything. Nobody gives the role of parent: it follows from a
child.

Somebody who works at the school cannot chair the governors, and the clerk is neither a governor nor
the Headteacher (School Governance (Roles, Procedures and Allowances) (England) Regulations 2013).
It is also what keeps a report about the Headteacher out of the Headteacher's hands.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from school.models import Role

MAY_GIVE: dict[str, tuple[Role, ...]] = {
    Role.HEADTEACHER: tuple(role for role in Role if role != Role.PARENT),
    Role.CLERK: (Role.GOVERNOR, Role.CHAIR),
    Role.CHAIR: (Role.CLERK,),
    Role.OFFICE: (Role.STAFF, Role.VOLUNTEER),
    Role.DEPUTY: (Role.STAFF, Role.VOLUNTEER),
}
# The post that, once somebody holds it, alone gives and ends another.
KEPT_BY: dict[str, Role] = {Role.CHAIR: Role.CLERK, Role.CLERK: Role.CHAIR}
EMPLOYED = (Role.HEADTEACHER, Role.DEPUTY, Role.STAFF, Role.DSL, Role.OFFICE)
NEVER_TOGETHER: dict[str, tuple[Role, ...]] = {
    Role.CHAIR: (*EMPLOYED, Role.CLERK),
    Role.CLERK: (Role.HEADTEACHER, Role.GOVERNOR, Role.CHAIR),
}


class Held(NamedTuple):
    """A role and its days, both included; no last day means that it goes on."""

    role: str
    starts_on: date
    ends_on: date | None = None

    def overlaps(self, other: "Held") -> bool:
        return self.starts_on <= (other.ends_on or date.max) and other.starts_on <= (
            self.ends_on or date.max
        )


def may_give(roles: Collection[str], in_post: Collection[str]) -> frozenset[Role]:
    """Return the roles that somebody who holds these may give to people, and end.

    `in_post` holds the roles that anybody at all holds, now or soon.
    """
    given = {given for role in roles for given in MAY_GIVE.get(role, ())}
    return frozenset(role for role in given if _is_open_to(roles, role, in_post))


def _is_open_to(roles: Collection[str], role: Role, in_post: Collection[str]) -> bool:
    keeper = KEPT_BY.get(role)
    return keeper is None or keeper in roles or keeper not in in_post


def clash(new: Held, held: Iterable[Held]) -> str:
    """Return why a role cannot be held beside the others on some day, or nothing if it can."""
    for other in held:
        apart = other.role in NEVER_TOGETHER.get(new.role, ()) or new.role in NEVER_TOGETHER.get(
            other.role, ()
        )
        if apart and new.overlaps(other):
            return (
                f"The roles “{Role(new.role).label}” and “{Role(other.role).label}” cannot be held "
                "by one person on the same day. End one before the other begins."
            )
    return ""
