"""Whether people had signed versions, asked of whichever room above keeps sign-offs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from policies.models import Version
from policies.signals import signatures_asked_for
from school.models import Person


@dataclass(frozen=True)
class Signature:
    """When somebody first signed a version, and when they were first asked to; None for never."""

    signed_on: date | None = None
    asked_on: date | None = None


NEVER = Signature()


class Signatures:
    """What is known of some people and versions; of everybody else, that they were never asked."""

    def __init__(self, found: dict[tuple[int, int], Signature]) -> None:
        self._found = found

    def of(self, person: Person, version: Version) -> Signature:
        return self._found.get((person.pk, version.pk), NEVER)


def signatures_of(people: Iterable[Person], versions: Iterable[Version]) -> Signatures:
    """Return who of these people had signed which of these versions, however many of each."""
    found: dict[tuple[int, int], Signature] = {}
    answers = signatures_asked_for.send(
        sender=None,
        people={person.pk for person in people},
        versions={version.pk for version in versions},
    )
    for _, answer in answers:
        found.update(cast(dict[tuple[int, int], Signature], answer))
    return Signatures(found)
