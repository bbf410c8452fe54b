"""Who may look after people, children and the calendar of the school."""

from school import roles
from school.access import YES, Verdict, no
from school.models import Child, Parenthood, Person, Role, RoleAssignment

LOOK_AFTER_PEOPLE = (Role.OFFICE, Role.HEADTEACHER, Role.DEPUTY)


def roles_given_by(by: Person) -> frozenset[Role]:
    """Return the roles that a person may give and end today (table in `roles.py`)."""
    if not by.is_active:
        return frozenset()
    kept = RoleAssignment.objects.not_over().filter(person__is_active=True, role__in=roles.KEPT_BY)
    return roles.may_give(by.roles(), in_post=set(kept.values_list("role", flat=True)))


def can_see_people(by: Person) -> Verdict:
    """Return whether there is a list of people; the chair's and clerk's is the governing body."""
    if by.is_any(*LOOK_AFTER_PEOPLE, Role.CHAIR, Role.CLERK):
        return YES
    return no("The school office and the Headteacher look after the list of people.")


def can_look_after_families(by: Person) -> Verdict:
    """Return whether they may add children and parents, and change who is asked for a child."""
    if by.is_any(*LOOK_AFTER_PEOPLE):
        return YES
    return no("The school office and the Headteacher look after children and their parents.")


def can_change_family(by: Person, child: Child) -> Verdict:
    """Return whether they may change who is asked for a child: for one's own a colleague does."""
    if not (verdict := can_look_after_families(by)):
        return verdict
    if Parenthood.objects.filter(child=child, person=by).exists():
        return no("This is a child of yours. Ask a colleague to change who is asked for them.")
    return YES


def can_change_parent(by: Person, tie: Parenthood) -> Verdict:
    """Return whether they may change what ties a parent to a child."""
    return can_change_family(by, tie.child)


def _is_other_parent(by: Person, person: Person) -> bool:
    """Tell whether they are both parents of a child, and so nothing to each other here (A4)."""
    together = Parenthood.objects.filter(person=person, child__parenthoods__person=by)
    return by.pk != person.pk and together.exists()


OTHER_PARENT = no("You are both parents of a child here. Ask a colleague to see to it.")


def can_print_link(by: Person, person: Person) -> Verdict:
    """Return whether they may print a link, which answers as the parent whom it is for."""
    if not (verdict := can_look_after_families(by)):
        return verdict
    return OTHER_PARENT if _is_other_parent(by, person) else YES


def can_note_leave(by: Person) -> Verdict:
    """Return whether they see when somebody is on long leave, and note it."""
    if by.is_any(*LOOK_AFTER_PEOPLE):
        return YES
    return no("The school office, the deputy and the Headteacher note who is on leave.")


def can_note_leave_of(by: Person, person: Person) -> Verdict:
    """Return whether they may see and note this person's leave, during which they are not asked."""
    if not (verdict := can_note_leave(by)):
        return verdict
    return OTHER_PARENT if _is_other_parent(by, person) else YES


def can_import_people(by: Person) -> Verdict:
    if by.is_any(*LOOK_AFTER_PEOPLE):
        return YES
    return no("The school office and the Headteacher put in lists of people.")


def can_add_people(by: Person) -> Verdict:
    if roles_given_by(by):
        return YES
    return no("Ask the school office to add somebody.")


def can_give_role(by: Person, role: str) -> Verdict:
    """Return whether they may give this role to people, and end it (table in `roles.py`)."""
    if role in roles_given_by(by):
        return YES
    if keeper := roles.KEPT_BY.get(role):
        return no(
            f"Only the {keeper.label.lower()} gives or ends this role, so that nobody chooses who "
            "reads a report about themselves. While that post is empty the Headteacher does."
        )
    if role in roles.MAY_GIVE[Role.CLERK]:
        return no("Only the Headteacher or the clerk to the governors gives or ends this role.")
    if role in roles.MAY_GIVE[Role.OFFICE]:
        return no("Only the school office, the deputy or the Headteacher gives or ends this role.")
    return no("Only the Headteacher gives or ends this role.")


def can_change_person(by: Person, person: Person) -> Verdict:
    """Return whether they may change a name or the address that somebody signs in with.

    Whoever changes an address could sign in as that person, so it takes the right to give every
    role that person holds. Nor may anybody change how the other parent of their child is reached.
    """
    if not can_add_people(by):
        return can_add_people(by)
    assigned = frozenset(person.assignments.not_over().values_list("role", flat=True))
    if by != person and (beyond := assigned - roles_given_by(by)):
        named = ", ".join(sorted(Role(role).label for role in beyond))
        return no(f"This person is also: {named}. Ask somebody who may give that role.")
    if not assigned and not can_look_after_families(by):
        return can_look_after_families(by)
    return OTHER_PARENT if _is_other_parent(by, person) else YES


def can_note_left(by: Person, person: Person) -> Verdict:
    """Return whether they may end somebody's access: it takes the right to end every role held."""
    if not can_look_after_families(by):
        return no("The school office, the deputy and the Headteacher note who has left.")
    if by.pk == person.pk:
        return no("Nobody ends their own access. Ask a colleague.")
    return can_change_person(by, person)


def can_let_back(by: Person, person: Person) -> Verdict:
    """Return whether they may let somebody back who had left; whom they could not send away, no."""
    return can_note_left(by, person)


def can_end_role(by: Person, assignment: RoleAssignment) -> Verdict:
    return can_give_role(by, assignment.role)


def can_send_link(by: Person, person: Person) -> Verdict:
    """Return whether they may have a personal link made for somebody (or for themselves)."""
    if by.pk == person.pk or can_look_after_families(by):
        return YES
    return no("Personal links are sent by the office, the deputy or the Headteacher.")


def may_hold_link(person: Person) -> Verdict:
    """Return whether a person is a parent whom the school may ask today (A4)."""
    if person.is_any(Role.PARENT):
        return YES
    return no(
        "A personal link is for a parent with a child at the school. It can be sent from the day "
        "the child joins."
    )


def can_give_own_address(person: Person) -> Verdict:
    """Return whether the holder of a link may give the portal an address to sign in with (A4).

    Only where the school has none, and only for somebody who is a parent and nothing else: a role
    at the school opens more than a link does, so its address is for the office to write down.
    """
    if person.email:
        return no("The school has an address for you already. The office can change it.")
    if not may_hold_link(person) or person.assignments.not_over().exists():
        return no("Please ask the school office to write down your address.")
    return YES


def can_change_calendar(by: Person) -> Verdict:
    if by.is_any(Role.OFFICE, Role.HEADTEACHER):
        return YES
    return no("The school office and the Headteacher keep the term dates.")


def can_change_school(by: Person) -> Verdict:
    if by.is_any(Role.OFFICE, Role.HEADTEACHER):
        return YES
    return no("The school office and the Headteacher change the school's details.")


def can_keep_services(by: Person) -> Verdict:
    """Return whether they may keep the list of apps and websites and how old one must be."""
    if by.is_any(*LOOK_AFTER_PEOPLE):
        return YES
    return no("The school office, the deputy and the Headteacher keep the list of apps.")
