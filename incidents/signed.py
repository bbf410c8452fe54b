"""What a case goes against in our policies, and whether whom it is about had signed it (I9, M9)."""

from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format

from incidents import queries
from incidents.models import Case, Part
from policies.models import Clause
from policies.signatures import Signature, signatures_of
from school.models import Person


class Named(NamedTuple):
    """A clause, with a sentence for each person the case is about."""

    clause: Clause
    signed: list[str]


def clauses_of(case: Case, *, with_signatures: bool) -> list[Named]:
    """Return the clauses named, each with what is known of its signing by whom it is about."""
    clauses = list(case.clauses.select_related("section__version__policy"))
    people = _subjects(case) if with_signatures and clauses else []
    known = signatures_of(people, {clause.section.version for clause in clauses})
    day = queries.day_of(case)

    def signed(clause: Clause) -> list[str]:
        version = clause.section.version
        return [f"{one} {in_words(known.of(one, version), day)}" for one in people]

    return [Named(clause, signed(clause)) for clause in clauses]


def _subjects(case: Case) -> list[Person]:
    """Return the people the case is about, as far as somebody confirmed it."""
    confirmed = case.parties.filter(part=Part.ALLEGED, confirmed_at__isnull=False)
    return list(Person.objects.filter(pk__in=confirmed.values("person_id")).by_name())


def in_words(signature: Signature, day: date) -> str:
    """Say how it stood on the day it happened, as the end of a sentence about somebody."""
    if signature.signed_on is not None and signature.signed_on <= day:
        return f"had signed it on {date_format(signature.signed_on)}."
    was_asked = signature.asked_on is not None and signature.asked_on <= day
    then = "had not signed it" if was_asked else "was not asked to sign it by then"
    if signature.signed_on is None:
        return f"{then}."
    return f"{then}; signed it later, on {date_format(signature.signed_on)}."
