"""Which other cases may belong with one: an offer, never an answer (I15).

In words a deputy head could check. Offered are at most five cases, those with the strongest reason
first, and of these the nearest in time: their report gave a link to the same page; the same person
or child was harmed or is said to have done it, surely or perhaps; the same name was written; the
same app or website is meant, on the same day or the day before or after. Only cases that this
person may open and has no part in, and none that are linked with this one already or that somebody
said are not related. Nothing follows from being offered: a handler links them, or says that not.

However many cases there are, it looks at the last few for each reason, each by an index of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Upper

from incidents.casefile.hiding import REMOVED
from incidents.models import Case, CaseLink, CaseParty, CasesApart, Part, Report
from school.models import Person

MOST = 5
LOOKED_AT = 100
A_DAY = timedelta(days=1)

SAME_PAGE = "A link to the same page"
SAME_PERSON = "The same person is in it"
SAME_NAME = "The same name was written"
SAME_DAY = "The same app or website, at the same time"
REASONS = (SAME_PAGE, SAME_PERSON, SAME_NAME, SAME_DAY)


class Likely(NamedTuple):
    """A case that may belong with another, and why it is offered."""

    case: Case
    reasons: list[str]

    @property
    def because(self) -> str:
        first, *others = self.reasons
        return ". ".join([first, *others])


def offered_to(person: Person, case: Case) -> list[Likely]:
    """Return the other cases to offer to somebody who handles this one."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for reason, cases in _ways(case):
        for pk in dict.fromkeys(cases):
            found[pk].append(reason)
    for pk in {case.pk, *_settled(case)}:
        found.pop(pk, None)
    likely = [Likely(other, found[other.pk]) for other in _open_to(person, found)]
    likely.sort(
        key=lambda each: (
            REASONS.index(each.reasons[0]),
            -len(each.reasons),
            abs(each.case.received_at - case.received_at),
            each.case.reference,
        )
    )
    return likely[:MOST]


def _ways(case: Case) -> Iterator[tuple[str, Iterable[UUID]]]:
    """Return the cases that are alike, for each reason, the latest of them."""
    report, reports = case.report, Report.objects.exclude(case=case)
    if report.page and REMOVED not in report.page:
        yield SAME_PAGE, _latest(reports.filter(page=report.page), "-received_at")
    yield SAME_PERSON, _with_the_same_people(case)
    if report.subject_name and REMOVED not in report.subject_name:
        named = reports.alias(named=Upper("subject_name"))
        yield SAME_NAME, _latest(named.filter(named=Upper(Value(report.subject_name))), "-pk")
    if report.service and report.happened_on:
        days = (report.happened_on - A_DAY, report.happened_on + A_DAY)
        that_day = reports.filter(happened_on__range=days, service__iexact=report.service)
        yield SAME_DAY, _latest(that_day)


def _with_the_same_people(case: Case) -> list[UUID]:
    concerned = CaseParty.objects.filter(part__in=(Part.ALLEGED, Part.TARGET))
    here = list(concerned.filter(case=case).values_list("person_id", "child_id"))
    elsewhere = concerned.exclude(case=case)
    people = {person for person, _ in here if person}
    children = {child for _, child in here if child}
    return [
        *_latest(elsewhere.filter(person__in=people), "-pk"),
        *_latest(elsewhere.filter(child__in=children), "-pk"),
    ]


def _latest(rows: "QuerySet[Report] | QuerySet[CaseParty]", *order: str) -> Iterable[UUID]:
    return rows.order_by(*order).values_list("case_id", flat=True)[:LOOKED_AT]


def _settled(case: Case) -> set[UUID]:
    """Return those about which somebody decided: linked with this case, or told apart from it."""
    linked = CaseLink.objects.of(case).in_force().values_list("first_id", "second_id")
    apart = CasesApart.objects.of(case).values_list("first_id", "second_id")
    return {pk for pair in [*linked, *apart] for pk in pair}


def _open_to(person: Person, found: Iterable[UUID]) -> Iterable[Case]:
    """Return those that a person may open and in which they have no part themselves."""
    in_it = CaseParty.objects.filter(person=person, case__in=found)
    told_us = Report.objects.filter(reporter=person, case__in=found)
    return (
        Case.objects.visible_to(person)
        .filter(pk__in=found)
        .exclude(pk__in=in_it.values("case_id"))
        .exclude(pk__in=told_us.values("case_id"))
        .order_by()
    )
