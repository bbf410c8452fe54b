"""Who is what in a case (I5), and what follows when somebody turns out to be its subject (I4)."""

from django.db import transaction
from django.utils import timezone

from audit import chain
from incidents import harm, permissions
from incidents.actions import handover, reviews
from incidents.actions.harm import ask_again_if_another
from incidents.facts import facts_of
from incidents.models import Case, CaseParty, Part, SubjectKind
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Child, Person, Role

KINDS_OF_ROLE: dict[str, SubjectKind] = {
    Role.HEADTEACHER: SubjectKind.HEADTEACHER,
    Role.CHAIR: SubjectKind.CHAIR,
    Role.GOVERNOR: SubjectKind.GOVERNOR,
    Role.DEPUTY: SubjectKind.STAFF,
    Role.DSL: SubjectKind.STAFF,
    Role.STAFF: SubjectKind.STAFF,
    Role.OFFICE: SubjectKind.STAFF,
    Role.CLERK: SubjectKind.STAFF,
    Role.VOLUNTEER: SubjectKind.VOLUNTEER,
    Role.PARENT: SubjectKind.PARENT_FAMILY,
}


@transaction.atomic
def name_subject(
    *,
    case: Case,
    by: Person,
    person: Person | None = None,
    child: Child | None = None,
    name: str = "",
    part: str = Part.ALLEGED,
) -> Case:
    """Record somebody's part in the case: a person, a child, or only a name.

    When the case turns out to be about them it moves away from them at once: it is routed again,
    whoever handles it now is told, and the person named loses every sight of it. Raises DomainError
    when nobody was named.
    """
    case = handover.locked(case)
    require(permissions.can_name_subject(by, case))
    if not (person or child or name.strip()):
        raise DomainError("Say who it is: choose somebody, or write a name.")
    told_before = handover.team_of(case)
    take_part(case, by=by, part=part, person=person, child=child, name=name.strip())
    handover.add_entry(case, by=by, title="Somebody was named in this case")
    moved = handover.move_if_needed(case, told_before=told_before)
    reviews.fit(case)
    chain.record(
        "incidents.party.named",
        by=by,
        on=case,
        part=part,
        moved=moved,
        handling_role=case.handling_role,
    )
    return case


@transaction.atomic
def clear_possible_subject(*, case: Case, by: Person, party: CaseParty, why: str) -> Case:
    """Say that somebody whom a name only might have meant was not: the case may come to them."""
    case = handover.locked(case)
    require(permissions.can_name_subject(by, case))
    if not why.strip():
        raise DomainError("Say how you know that somebody else was meant.")
    if party.person in handover.holders_of_the_post(case):
        raise DomainError("The report is about whoever holds this post, and that is this person.")
    told_before = handover.team_of(case)
    cleared, _ = case.parties.possible_subjects().filter(pk=party.pk).delete()
    if not cleared:
        raise WrongState("This was settled already.")
    handover.add_entry(case, by=by, title="Somebody else was meant by a name", words=why)
    moved = handover.move_if_needed(case, told_before=told_before)
    reviews.fit(case)
    chain.record(
        "incidents.party.cleared",
        by=by,
        on=case,
        moved=moved,
        handling_role=case.handling_role,
    )
    return case


def take_part(
    case: Case,
    *,
    by: Person,
    part: str,
    person: Person | None = None,
    child: Child | None = None,
    name: str = "",
) -> None:
    """Record a part in a case, and what it says of whom the case is about; not saved, not moved."""
    _record_party(case, by=by, part=part, person=person, child=child, name=name)
    if part != Part.ALLEGED:
        return
    kind_before = case.subject_kind
    case.subject_kind = _kind_of_subject(case, person, child)
    ask_again_if_another(case, kind_before=kind_before, newcomer=person)
    handover.note_possible_subjects(case, name)


def _record_party(
    case: Case, *, by: Person, part: str, person: Person | None, child: Child | None, name: str
) -> None:
    now = timezone.now()
    if person is not None:
        CaseParty.objects.update_or_create(
            case=case,
            part=part,
            person=person,
            defaults={"confirmed_at": now, "added_by": by},
        )
        return
    CaseParty.objects.create(
        case=case, part=part, child=child, name=name, added_by=by, confirmed_at=now
    )


def _kind_of_subject(case: Case, person: Person | None, child: Child | None) -> str:
    """Return whom the case is now about; what the reporter said stands where it can be true.

    A case about an adult who works with the children stays one when somebody else is named
    besides: the questions about harm and what they came to are still about the first (I8). So does
    an allegation of which the LADO has not heard yet, whoever is named: naming does not end it.
    """
    kind = SubjectKind.PUPIL if child is not None else _kind_of_adult(case, person)
    if not case.asks_about_harm or harm.asks(kind):
        return kind
    waits_for_lado = case.is_allegation and facts_of(case).lado_is_open
    return case.subject_kind if waits_for_lado or _another_adult(case, person) else kind


def _kind_of_adult(case: Case, person: Person | None) -> str:
    if person is None:
        return case.subject_kind
    kinds = [kind for role, kind in KINDS_OF_ROLE.items() if role in person.roles()]
    if not kinds or (case.subject_kind in kinds and kinds[0] not in handover.SUBJECT_HOLDS):
        return case.subject_kind
    return kinds[0]


def _another_adult(case: Case, newcomer: Person | None) -> bool:
    """Tell whether somebody said that another adult did it, by account or by name alone."""
    said = case.parties.filter(part=Part.ALLEGED, child=None, confirmed_at__isnull=False)
    return (said.exclude(person=newcomer) if newcomer else said).exists()
