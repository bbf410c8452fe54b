"""The school's saved wording for replies (I12): it speaks of no case and names no child."""

import re

from django.db import transaction

from audit import chain
from incidents import permissions
from incidents.codes import ALPHABET
from incidents.models import SavedWording
from school.access import require
from school.errors import DomainError
from school.models import Child, Person

REFERENCE = re.compile(rf"\b[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}\b", re.IGNORECASE)


@transaction.atomic
def save_wording(
    *, by: Person, title: str, words: str, wording: SavedWording | None = None
) -> SavedWording:
    """Keep wording under a title, new or changed. Raises DomainError if it speaks of somebody."""
    require(permissions.can_manage_wording(by))
    if not (title.strip() and words.strip()):
        raise DomainError("Give it a title, and write the words.")
    kept = wording or SavedWording()
    named_so = SavedWording.objects.filter(title__iexact=title.strip())
    if any(other != kept for other in named_so):
        raise DomainError("There is wording with this title already. Choose another title.")
    _require_nobody(f"{title}\n{words}")
    kept.title, kept.words, kept.changed_by = title.strip(), words.strip(), by
    kept.save()
    chain.record("incidents.wording.saved", by=by, on=kept)
    return kept


@transaction.atomic
def remove_wording(*, wording: SavedWording, by: Person) -> None:
    """Take wording out of the list. What was written with it stays as it was sent."""
    require(permissions.can_manage_wording(by))
    chain.record("incidents.wording.removed", by=by, on=wording)
    wording.delete()


def _require_nobody(text: str) -> None:
    if said := REFERENCE.search(text):
        raise DomainError(
            f"This says “{said.group()}”, the reference of a case. Saved wording speaks of no case."
        )
    plain = text.casefold()
    names = Child.objects.on_roll().values_list("full_name", flat=True)
    if said_name := next((name for name in names if name.casefold() in plain), None):
        raise DomainError(f"This names {said_name}. Saved wording names nobody.")
