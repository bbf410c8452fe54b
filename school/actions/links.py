"""Making a personal link for somebody whom no e-mail reaches (A4, A7)."""

from django.db import transaction

from audit import chain
from school.access import require
from school.errors import WrongState
from school.links import new_link, replace_links
from school.models import Person
from school.permissions import can_print_link, may_hold_link


@transaction.atomic
def print_link(*, person: Person, by: Person) -> str:
    """Make a parent a new link to be handed over on paper; return the only copy of its path.

    It replaces the links they had. Raises WrongState where no child of theirs is on roll yet, or a
    court restriction stands.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(can_print_link(by, person))
    if not (verdict := may_hold_link(person)):
        raise WrongState(verdict.reason)
    link, path = new_link(person)
    link.is_printed = True
    replace_links([link])
    chain.record("school.personal_link.printed", by=by, on=person)
    return path
