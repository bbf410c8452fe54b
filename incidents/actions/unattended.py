"""Cases that need other hands: nobody is left to handle them, or whoever was away is back (I3).

A post falls vacant on a date, with nobody pressing anything; its holder goes on leave and returns;
or whoever comes into it is the one that the case is about. So this looks again and again, and at
once when a post changes hands. It works in batches, each in the same number of queries.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from audit import chain
from audit.models import Event
from incidents import placing, routing
from incidents.actions import handover
from incidents.models import (
    Case,
    CaseClock,
    CaseEntry,
    CaseParty,
    CasePartyQuerySet,
    CaseQuerySet,
    EntryKind,
    EvidenceRemoval,
    Mask,
    Part,
    Recusal,
)
from notifications import outbox
from notifications.models import Message
from school.models import Leave, Person, RoleAssignment

BATCH = 500
PLACED = (
    "handling_role",
    "besides_role",
    "escalated_role",
    "acting_for_role",
    "routing_rule",
    "routing_because",
    "name_lado",
)


def pass_on_unattended() -> int:
    """Give each open case that nobody is there to handle to the next in line, and each whose
    handler is back to them; return how many moved.

    A safeguarding lead who left is replaced as well, in cases in which a child may be at risk.
    """
    keys = list(_in_need().order_by("pk").values_list("pk", flat=True))
    return sum(_pass_on(keys[start : start + BATCH]) for start in range(0, len(keys), BATCH))


def _in_need() -> CaseQuerySet:
    """Return the open cases to look at, each with `is_attended`: whether it stays where it is."""
    nobody_besides = Q(besides_role="") | ~_somebody_in("besides_role")
    cases = Case.objects.open().annotate(
        is_attended=Q(_somebody_in("handling_role"))
        & ~(~Q(acting_for_role="") & _somebody_in("acting_for_role"))
    )
    return cases.filter(Q(is_attended=False) | (Q(child_at_risk=True) & nobody_besides))


def _somebody_in(role: str) -> Exists:
    """Return whether somebody holds the role in this column, is here, and may know of the case."""
    of_it = {"case": OuterRef(OuterRef("pk")), "person": OuterRef("person")}
    return Exists(
        RoleAssignment.objects.in_force()
        .filter(role=OuterRef(role), person__is_active=True)
        .filter(~Exists(Leave.objects.in_force().filter(person=OuterRef("person"))))
        .filter(~Exists(CaseParty.objects.filter(part=Part.ALLEGED, **of_it)))
        .filter(~Exists(Recusal.objects.filter(**of_it)))
        .filter(~Exists(_parts_of_their_children()))
    )


def _parts_of_their_children() -> CasePartyQuerySet:
    return CaseParty.objects.of_children().filter(
        case=OuterRef(OuterRef("pk")), child__parenthoods__person=OuterRef("person")
    )


@transaction.atomic
def _pass_on(keys: list[Any]) -> int:
    held = Case.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    list(held.values_list("pk", flat=True))  # held from here on, so that what follows stays true
    cases = list(_in_need().filter(pk__in=keys).order_by("pk"))
    known = placing.of(cases)
    changed, moved, told = [], [], []
    for case in cases:
        before = _place(case)
        team = known.team(case, case.handling_role, case.besides_role)
        _put(case, known.facts[case.pk])
        if _place(case) == before:
            continue
        changed.append(case)
        told.append((case, known.team(case, case.handling_role, case.besides_role) - team))
        if case.handling_role != before[0]:
            moved.append(case)
    Case.objects.bulk_update(changed, PLACED, batch_size=BATCH)
    _withdraw_removals(changed)
    CaseClock.objects.filter(case__in=[c.pk for c in moved], met_at=None).update(
        nudged_at=None, went_up_at=None
    )
    CaseEntry.objects.bulk_create(map(_passed_on, moved))
    facts = [(case, {"handling_role": case.handling_role}) for case in changed]
    events = chain.record_many("incidents.case.passed_on", facts) if changed else []
    outbox.enqueue_many(list(_letters(zip(events, told, strict=True))))
    return len(moved)


def _withdraw_removals(cases: Iterable[Case]) -> None:
    """Withdraw what waits to be removed for good in cases that have other hands now (I3)."""
    keys = [case.pk for case in cases]
    handover.withdraw_removals(
        list(Mask.objects.asked().filter(case__in=keys).values_list("pk", flat=True)),
        list(EvidenceRemoval.objects.waiting().filter(case__in=keys).values_list("pk", flat=True)),
    )


def _place(case: Case) -> tuple[str, str]:
    return case.handling_role, case.besides_role


def _put(case: Case, facts: routing.Facts) -> None:
    """Place a case anew; where its handlers are there, only whoever is told besides."""
    if case.is_attended:  # type: ignore[attr-defined]  # annotated
        case.besides_role = next(iter(routing.told_besides(case.handling_role, facts)), "")
    else:
        handover.put(case, routing.route(facts))


def _passed_on(case: Case) -> CaseEntry:
    return CaseEntry(case=case, kind=EntryKind.STEP, title="Passed on", words=case.routing_because)


def _letters(
    told: Iterable[tuple[Event, tuple[Case, frozenset[int]]]],
) -> Iterator[Message]:
    """Return one message to each person for whom a case is new, where there is an address."""
    told = list(told)
    people = Person.objects.in_bulk({pk for _, (_, newcomers) in told for pk in newcomers})
    for event, (case, newcomers) in told:
        for person in sorted(newcomers):
            if people[person].email:
                yield Message(
                    once=f"case-passed:{event.sequence}:{person}",
                    template="case_waiting",
                    recipient=people[person],
                    address=people[person].email,
                    context={"path": case.get_absolute_url(), "urgent": case.child_at_risk},
                )
