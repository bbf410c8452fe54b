"""Ways of narrowing the list of cases that somebody keeps for themselves."""

from django.db import transaction

from incidents.desk import Wanted
from incidents.models import SavedList
from school.errors import DomainError
from school.models import Person

MOST = 12


@transaction.atomic
def save_list(*, by: Person, name: str, wanted: Wanted) -> SavedList:
    """Keep this way of narrowing under a name; the same name again replaces what it meant."""
    name = name.strip()
    if not name:
        raise DomainError("Give it a name, such as “Late and mine”.")
    if not (choices := wanted.choices()):
        raise DomainError("Choose something first: all open cases are what you see anyway.")
    others = SavedList.objects.filter(person=by).exclude(name=name)
    if others.count() >= MOST:
        raise DomainError(f"You keep {MOST} lists already. Remove one first.")
    kept, _ = SavedList.objects.update_or_create(
        person=by, name=name, defaults={"choices": choices}
    )
    return kept


def remove_list(*, by: Person, pk: int) -> None:
    """Forget one of this person's own."""
    SavedList.objects.filter(person=by, pk=pk).delete()
