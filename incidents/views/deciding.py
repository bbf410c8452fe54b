"""What the page of a case shows of how it is being decided."""

from typing import Any

from incidents import harm, queries
from incidents.models import Body, BullyingRecord, Case
from incidents.signed import clauses_of
from school.models import Person

MOST_OTHERS = 10


def shown_to(person: Person, case: Case, *, handles: bool) -> dict[str, Any]:
    """Return what this person sees; what else is known of a subject is for handlers."""
    others = list(queries.other_low_level(person, case)[: MOST_OTHERS + 1]) if handles else []
    latest = case.harm_answers.select_related("answered_by")
    answers = latest.first() if case.asks_about_harm else None
    bullying = BullyingRecord.objects.filter(case=case).select_related("version__policy").first()
    return {
        "lado_comes_first": _lado_comes_first(case),
        "harm": answers,
        "finding": answers and harm.judge(answers.answers, answers.why),
        "ask_again": case.meets_harm_threshold is None,
        "low_level": getattr(case, "low_level_concern", None) if case.asks_about_harm else None,
        "others": others[:MOST_OTHERS],
        "has_more_others": len(others) > MOST_OTHERS,
        "contacts": case.outside_contacts.select_related("recorded_by"),
        "bullying": bullying,
        "procedure": case.procedure_steps.all(),
        "clauses": clauses_of(case, with_signatures=handles),
    }


def _lado_comes_first(case: Case) -> bool:
    """Tell whether the LADO is to be contacted, and neither that nor why not is on record."""
    is_on_record = case.outside_contacts.filter(body=Body.LADO).exists()
    return (case.name_lado or case.is_allegation) and not is_on_record
