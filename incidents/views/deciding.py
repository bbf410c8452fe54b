"""What the page of a case shows of how it is being decided."""

from datetime import date
from typing import Any

from django.utils.formats import date_format

from incidents import harm, queries
from incidents.models import Body, BullyingRecord, Case, Part
from incidents.permissions import can_handle
from policies.models import Clause
from policies.signatures import Signature, signatures_of
from school.models import Person

MOST_OTHERS = 10


def shown_to(person: Person, case: Case) -> dict[str, Any]:
    """Return what this person sees; what else is known of a subject is for handlers."""
    handles = bool(can_handle(person, case))
    latest = case.harm_answers.select_related("answered_by")
    answers = latest.first() if case.asks_about_harm else None
    bullying = BullyingRecord.objects.filter(case=case).select_related("version__policy").first()
    return {
        "lado_comes_first": _lado_comes_first(case),
        "harm": answers,
        "finding": answers and harm.judge(answers.answers, answers.why),
        "ask_again": case.meets_harm_threshold is None,
        "low_level": getattr(case, "low_level_concern", None) if case.asks_about_harm else None,
        "others": list(queries.other_low_level(person, case)[:MOST_OTHERS]) if handles else [],
        "contacts": case.outside_contacts.select_related("recorded_by"),
        "bullying": bullying,
        "procedure": case.procedure_steps.all(),
        "clauses": _clauses(case, handles=handles),
    }


def _lado_comes_first(case: Case) -> bool:
    """Tell whether the LADO is to be contacted, and neither that nor why not is on record."""
    is_on_record = case.outside_contacts.filter(body=Body.LADO).exists()
    return (case.name_lado or case.is_allegation) and not is_on_record


def _clauses(case: Case, *, handles: bool) -> list[dict[str, Any]]:
    """Return the clauses named, each with what is known of its signing by whom it is about."""
    clauses = list(case.clauses.select_related("section__version__policy"))
    people = _subjects(case) if handles and clauses else []
    known = signatures_of(people, {clause.section.version for clause in clauses})
    day = queries.day_of(case)

    def signed(clause: Clause) -> list[str]:
        version = clause.section.version
        return [f"{one} {in_words(known.of(one, version), day)}" for one in people]

    return [{"clause": clause, "signed": signed(clause)} for clause in clauses]


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
