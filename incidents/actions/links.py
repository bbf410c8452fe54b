"""Linking cases that belong together, undoing it, and saying that two are not related (I15).

Nothing of it goes onto a timeline, and nobody is told: the team of one case may not know of the
other. Who sees both sees the link on both.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from audit import chain
from incidents import permissions
from incidents.actions import handover
from incidents.codes import tidy_reference
from incidents.models import Case, CaseLink, CasesApart
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

NOT_WITH_YOU = "No case with this reference is with you. Check it, letter by letter."
LINKED_ALREADY = "These two are linked already."


@transaction.atomic
def link_cases(*, case: Case, by: Person, reference: str, is_repeat: bool, why: str) -> CaseLink:
    """Record that another case, which this person sees as well, belongs together with this one."""
    case = handover.locked(case)
    require(permissions.can_link(by, case))
    wanted = Case.objects.visible_to(by).filter(reference=tidy_reference(reference)).first()
    if wanted is None:
        raise DomainError(NOT_WITH_YOU)
    if wanted == case:
        raise DomainError("This is the reference of the case itself. Give the other one's.")
    if not why.strip():
        raise DomainError("Say why they belong together.")
    first, second = sorted([case, wanted], key=lambda one: one.pk)
    try:
        with transaction.atomic():
            link = CaseLink.objects.create(
                first=first, second=second, is_repeat=is_repeat, why=why, linked_by=by
            )
    except IntegrityError as error:
        raise WrongState(LINKED_ALREADY) from error
    both = [str(first.pk), str(second.pk)]
    chain.record("incidents.link.made", by=by, on=link, cases=both, is_repeat=is_repeat)
    return link


@transaction.atomic
def unlink_cases(*, case: Case, by: Person, reference: str, why: str) -> None:
    """Record that this case and the one with this reference do not belong together after all."""
    case = handover.locked(case)
    require(permissions.can_unlink(by, case))
    if not why.strip():
        raise DomainError("Say why they do not belong together after all.")
    mine = CaseLink.objects.visible_to(by).of(case).in_force()
    named = Q(first__reference=reference) | Q(second__reference=reference)
    link = mine.filter(named).first()
    if link is None or reference == case.reference:
        raise WrongState("This link was undone already.")
    link.ended_at, link.ended_by, link.why_ended = timezone.now(), by, why
    link.save()
    chain.record("incidents.link.ended", by=by, on=link)


@transaction.atomic
def tell_apart(*, case: Case, by: Person, other: Case) -> None:
    """Record that two cases, both of which this person sees, are not related: not offered again.

    It hinders nobody from linking them later. Twice is once.
    """
    case = handover.locked(case)
    require(permissions.can_link(by, case))
    if other == case or not Case.objects.visible_to(by).filter(pk=other.pk).exists():
        raise DomainError(NOT_WITH_YOU)
    if CaseLink.objects.of(case).of(other).in_force().exists():
        raise WrongState(LINKED_ALREADY)
    first, second = sorted([case, other], key=lambda one: one.pk)
    apart, is_new = CasesApart.objects.get_or_create(
        first=first, second=second, defaults={"said_by": by}
    )
    if is_new:
        both = [str(first.pk), str(second.pk)]
        chain.record("incidents.cases.told_apart", by=by, on=apart, cases=both)
