"""Saying who was meant by a name that a reporter or a handler wrote (I4)."""

from django.db import transaction

from audit import chain
from incidents import likeness, naming, permissions
from incidents.actions import handover, reviews
from incidents.actions.people import take_part
from incidents.models import Case, NameMatch, Part
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Child, Person


@transaction.atomic
def settle_name(
    *,
    case: Case,
    by: Person,
    written: str,
    why: str,
    person: Person | None = None,
    child: Child | None = None,
    not_the_others: bool = False,
) -> Case:
    """Record that a name means this person or this child, or, with neither, nobody we know.

    Whoever is meant takes the part that the name had: where that is to have done it, the case moves
    away from them at once. `not_the_others` says as well that nobody else whom the name might mean
    was meant: the case is no longer kept from those.
    """
    case = handover.locked(case)
    require(permissions.can_name_subject(by, case))
    if written not in likeness.open_names(case):
        raise WrongState("Somebody has settled this name already. Look at the case once more.")
    if not why.strip():
        raise DomainError("Say how you know: it is kept with the case.")
    told_before = handover.team_of(case)
    NameMatch.objects.create(
        case=case, written=written, person=person, child=child, why=why, decided_by=by
    )
    if person or child:
        _give_part(case, written, by=by, person=person, child=child)
    if not_the_others:
        _clear_others(case, written, but=person)
    handover.add_entry(case, by=by, title="Said who was meant by a name", words=why)
    moved = handover.move_if_needed(case, told_before=told_before)
    reviews.fit(case)
    chain.record(
        "incidents.name.settled",
        by=by,
        on=case,
        known=bool(person or child),
        moved=moved,
        handling_role=case.handling_role,
    )
    return case


def _give_part(
    case: Case, written: str, *, by: Person, person: Person | None, child: Child | None
) -> None:
    """Give them each part that the name had; the name alone has none any more."""
    by_name = case.parties.filter(person=None, child=None, name=written)
    parts = set(by_name.values_list("part", flat=True))
    if written == case.report.subject_name:
        parts.add(Part.ALLEGED)
    by_name.delete()
    for part in sorted(parts):
        take_part(case, by=by, part=part, person=person, child=child)


def _clear_others(case: Case, written: str, *, but: Person | None) -> None:
    """Take those out of the case who were in it only because of this name, save post holders.

    Whom another name that nobody has settled may mean stays in it: one part stands for all names.
    """
    others = {*naming.who_may_be_meant(written)} - {*handover.holders_of_the_post(case), but}
    others -= _meant_by_another(case)
    case.parties.possible_subjects().filter(person__in=others).delete()


def _meant_by_another(case: Case) -> set[Person]:
    """Return whom any other name, of one said to have done it, may mean: it is not settled yet."""
    by_name = case.parties.filter(part=Part.ALLEGED, person=None, child=None)
    alleged = {case.report.subject_name, *by_name.values_list("name", flat=True)}
    still = [name for name in likeness.open_names(case) if name in alleged]
    return {person for name in still for person in naming.who_may_be_meant(name)}
