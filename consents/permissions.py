"""Who may answer about pictures, write answers down, and see what the answers add up to."""

from school.access import YES, Verdict, no
from school.models import Child, Parenthood, Person, Role
from school.permissions import can_look_after_families


def can_answer(person: Person, child: Child) -> Verdict:
    """Tell whether a person is asked about pictures of a child: nobody answers for another."""
    if Parenthood.objects.asked().filter(person=person, child=child).exists():
        return YES
    return no("Only a parent with responsibility, of a child who is at the school, is asked this.")


def has_pictures_page(person: Person) -> bool:
    """Tell whether there is a page on which a person answers for children of their own."""
    return person.is_any(Role.PARENT)


def can_write_down(by: Person) -> Verdict:
    """Tell whether somebody writes down what a parent said on the telephone or on paper."""
    if can_look_after_families(by):
        return YES
    return no("The school office and the Headteacher write down what parents said.")


def can_see_to_answers(by: Person, child: Child) -> Verdict:
    """Tell whether somebody reads what the parents of a child said, and writes more down.

    Not a parent of the child: parents see nothing of each other, and nobody is their own witness.
    """
    if not (verdict := can_write_down(by)):
        return verdict
    if Parenthood.objects.filter(person=by, child=child).exists():
        return no(
            "This is about your own child, so a colleague sees to it. You answer for yourself on "
            "the page for parents."
        )
    return YES


def can_see_class_list(by: Person) -> Verdict:
    """Tell whether somebody sees who may be pictured, before an event: staff of the school only."""
    if by.is_any(Role.STAFF, Role.HEADTEACHER, Role.DEPUTY, Role.DSL, Role.OFFICE):
        return YES
    return no("Who may be pictured is for the staff of the school.")


def can_take_down(by: Person) -> Verdict:
    """Tell whether somebody sees to it that pictures come down, and says that they have."""
    if can_look_after_families(by):
        return YES
    return no("The school office and the Headteacher see to it that pictures come down.")


def can_see_to_shared(by: Person) -> Verdict:
    """Tell whether somebody says who is in pictures that families ask each other about."""
    if can_look_after_families(by):
        return YES
    return no("The school office and the Headteacher see to it that families are asked.")
