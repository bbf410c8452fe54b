"""Putting a case into the right hands, and telling them that there is something to read (I3, I4).

Called inside the transaction of whatever made it necessary: a report, a first look, a name.
"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone

from audit import chain
from audit.models import Event
from incidents import naming, permissions, placing, routing
from incidents.models import (
    Case,
    CaseClaim,
    CaseEntry,
    CaseParty,
    EntryKind,
    EvidenceRemoval,
    Mask,
    Part,
    Report,
    SubjectKind,
    Visibility,
)
from notifications import outbox
from school.models import Person, PersonQuerySet, Role, RoleAssignment

LETTERS = ("report_received", "report_news")
ASK_AGAIN = (
    "Something changed in this case before a second person confirmed it. Whoever handles the case "
    "can ask again."
)
# There is one of each, so whoever holds the post is the subject, whatever name was given.
SUBJECT_HOLDS: dict[str, Role] = {
    SubjectKind.HEADTEACHER: Role.HEADTEACHER,
    SubjectKind.CHAIR: Role.CHAIR,
}


def locked(case: Case) -> Case:
    """Read the case again, and hold it until the transaction ends."""
    return Case.objects.select_for_update().get(pk=case.pk)


def add_entry(
    case: Case,
    *,
    by: Person | None,
    title: str,
    words: str = "",
    kind: str = EntryKind.STEP,
    visibility: str = Visibility.TEAM,
    happened_on: date | None = None,
) -> CaseEntry:
    """Add a line to the case's timeline: the only place that keeps anybody's words about it.

    `happened_on` is the day of what is told, where that is another thing than its being told.
    """
    return CaseEntry.objects.create(
        case=case,
        by=by,
        kind=kind,
        visibility=visibility,
        title=title,
        words=words,
        happened_on=happened_on,
    )


def holders_of_the_post(case: Case) -> PersonQuerySet:
    """Return whoever holds the post that the case is about, or did on the day it happened.

    Where the post is empty it is whoever held it last: they may have another role by now (I4).
    """
    if (role := SUBJECT_HOLDS.get(case.subject_kind)) is None:
        return Person.objects.none()
    ever = RoleAssignment.objects.filter(role=role)
    held = ever.in_force() | ever.in_force(_day_of(case))
    if not held.exists():
        over = ever.exclude(ends_on=None).order_by("-ends_on")
        held = ever.filter(pk__in=over.values("pk")[:1])
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id"))


def _day_of(case: Case) -> date:
    told = Report.objects.filter(case=case).values_list("happened_on", flat=True).first()
    return told or timezone.localdate(case.received_at)


def note_possible_subjects(case: Case, written: str) -> None:
    """Record whoever the reporter's words may mean as possibly concerned, to be confirmed later."""
    meant = {*naming.who_may_be_meant(written), *holders_of_the_post(case)}
    for person in sorted(meant, key=lambda person: person.pk):
        CaseParty.objects.get_or_create(case=case, part=Part.ALLEGED, person=person)


def route(case: Case) -> routing.Route:
    """Set who handles the case by the routing list, from what is known of it now; not saved."""
    taken = routing.route(placing.facts_of(case))
    if taken.role != case.handling_role:
        case.clocks.filter(met_at=None).update(nudged_at=None, went_up_at=None)
    put(case, taken)
    return taken


def come_down(case: Case) -> None:
    """Take a late case from whoever it went up to; its clocks may send it up again. Not saved."""
    case.escalated_role = ""
    case.clocks.filter(met_at=None).update(nudged_at=None, went_up_at=None)


def put(case: Case, taken: routing.Route) -> None:
    """Write on a case where it goes, and why; not saved."""
    if taken.role != case.handling_role:
        case.escalated_role = ""  # it went up from other hands; its clocks may send it up again
    case.handling_role = taken.role
    case.besides_role = next(iter(taken.besides), "")
    case.acting_for_role = taken.acting_for or ""
    case.routing_rule, case.routing_because = taken.rule, taken.because
    case.name_lado = taken.name_lado


def move_if_needed(case: Case, *, told_before: set[int]) -> bool:
    """Route again and save; tell those for whom the case is new. Return whether it moved."""
    before = case.handling_role
    route(case)
    if case.escalated_role and not case.gone_up_to().exists():
        come_down(case)
    case.save()
    CaseClaim.objects.filter(case=case).exclude(person__in=case.team()).delete()
    _withdraw_removals_that_do_not_fit(case)
    take_back_letters(case)
    newcomers = case.team().exclude(pk__in=told_before)
    tell(newcomers, case, once=f"case-moved:{uuid.uuid4()}")
    moved = case.handling_role != before
    if moved:
        add_entry(case, by=None, title="Passed on", words=case.routing_because)
    return moved


def _withdraw_removals_that_do_not_fit(case: Case) -> None:
    """Withdraw each request to remove something whose asker does not handle the case any more, or
    that somebody else would confirm now: its second may not know of the case any more (I3, I8).
    """

    def fits(removal: Mask | EvidenceRemoval) -> bool:
        asker = removal.removal_asked_by
        if asker is None or not permissions.can_remove_words(asker, case):
            return False
        return placing.second_person(case, besides=asker) == removal.confirmed_by_role

    masks = Mask.objects.asked().filter(case=case).select_related("removal_asked_by")
    evidence = EvidenceRemoval.objects.waiting().filter(case=case)
    withdraw_removals(
        [mask.pk for mask in masks if not fits(mask)],
        [each.pk for each in evidence.select_related("removal_asked_by") if not fits(each)],
    )


def withdraw_removals(mask_keys: Iterable[int], evidence_keys: Iterable[int]) -> None:
    """Withdraw requests to remove words or evidence, and say so in their cases, which are held.

    The words stay hidden and the files stay. In as many queries for many as for one.
    """
    masks = list(Mask.objects.asked().filter(pk__in=mask_keys).select_related("case"))
    waiting = EvidenceRemoval.objects.waiting().filter(pk__in=evidence_keys)
    evidence = list(waiting.select_related("case", "evidence"))
    if not (masks or evidence):
        return
    Mask.objects.filter(pk__in=[mask.pk for mask in masks]).update(
        removal_asked_at=None, removal_asked_by=None, confirmed_by_role=""
    )
    EvidenceRemoval.objects.filter(pk__in=[each.pk for each in evidence]).delete()
    titles = [(mask.case, "Words are not removed: ask again") for mask in masks]
    titles += [
        (each.case, f"Evidence {each.evidence.number} is not removed: ask again")
        for each in evidence
    ]
    CaseEntry.objects.bulk_create(
        CaseEntry(case=case, kind=EntryKind.STEP, title=title, words=ASK_AGAIN)
        for case, title in titles
    )
    facts: list[tuple[Model | None, dict[str, Any]]] = [(m.case, {"mask": m.pk}) for m in masks]
    facts += [(each.case, {"evidence": each.evidence.number}) for each in evidence]
    chain.record_many("incidents.removal.withdrawn", facts)


def take_back_letters(case: Case) -> None:
    """Withdraw what waits for those who may not know of the case any more, its reporter included.

    What a worker holds already is kept back by `incidents.letters` when it comes to be sent.
    """
    others = Person.objects.exclude(pk__in=case.team().values("pk"))
    outbox.take_back(to=others, path=case.get_absolute_url())
    report = Report.objects.filter(case=case).first()
    if report is None or not case.subjects().filter(is_the_reporter(report)).exists():
        return
    if report.reporter_id:
        mine = reverse("incidents:my_report", args=[case.reference])
        outbox.take_back(to=case.subjects(), path=mine)
    else:
        outbox.take_back_from(report.reporter_email, templates=LETTERS)


def team_of(case: Case) -> set[int]:
    return set(case.team().values_list("pk", flat=True))


def tell_team(case: Case, event: Event, *, but: Person | None = None) -> None:
    """Tell the handlers that there is something new to read, save the one who did it."""
    people = case.handlers()
    if but is not None:
        people = people.exclude(pk=but.pk)
    tell(people, case, once=f"case-news:{event.sequence}")


def tell(people: PersonQuerySet, case: Case, *, once: str) -> None:
    for person in people:
        outbox.enqueue(
            to=person,
            template="case_waiting",
            context={"path": case.get_absolute_url(), "urgent": case.child_at_risk},
            once=f"{once}:{person.pk}",
        )


def is_the_reporter(report: Report) -> Q:
    """Return the condition that a person is the reporter, by account or by the address given."""
    by_account = Q(pk=report.reporter_id)
    return (
        by_account | Q(email__iexact=report.reporter_email) if report.reporter_email else by_account
    )


def tell_reporter(
    case: Case, *, template: str, once: str, says: dict[str, str] | None = None
) -> None:
    """Tell whoever reported it, where they left a way to, that there is something to read.

    Not where the case turned out to be about them: nobody is written to about their own (I4).
    """
    report = case.report
    if case.subjects().filter(is_the_reporter(report)).exists():
        return
    path = (
        reverse("incidents:my_report", args=[case.reference])
        if report.reporter_id
        else reverse("incidents:follow")
    )
    outbox.enqueue(
        to=report.reporter or report.reporter_email,
        template=template,
        context={"path": path, **(says or {})},
        once=once,
    )
