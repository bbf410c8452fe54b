"""Case files: asked for, made by a worker, taken away, thrown away after a week (I16)."""

import tempfile
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit import chain
from incidents import permissions
from incidents.actions import handover
from incidents.actions.hiding import forget
from incidents.casefile.added import added_to
from incidents.casefile.content import case_file
from incidents.casefile.packing import pack
from incidents.evidence import is_words_only
from incidents.models import Bundle, Case
from notifications import outbox
from packing.working import IN_MEMORY, MOST_TRIES, NOT_MADE, claim, free, open_kept, seal
from school.access import require
from school.errors import DomainError
from school.models import Person

_Hides = tuple[list[Any], list[Any], bool, list[str]]

SAY_WHY = "Say why the originals are needed: they can hold more than is seen, such as a place."
NO_LONGER_THEIRS = "Whoever asked for it no longer handles this case."


@transaction.atomic
def ask_for_bundle(
    *, case: Case, by: Person, with_originals: bool = False, why_originals: str = ""
) -> Bundle:
    """Have the case file put together as one ZIP; while one is on its way, return that one."""
    case = handover.locked(case)
    require(permissions.can_export(by, case))
    why = why_originals.strip() if with_originals else ""
    if with_originals and not why:
        raise DomainError(SAY_WHY)
    if under_way := case.bundles.to_make().filter(asked_by=by).first():
        return under_way
    bundle = Bundle.objects.create(
        case=case, asked_by=by, with_originals=with_originals, why_originals=why
    )
    title = "Asked for the case file" + (" with the originals" if with_originals else "")
    handover.add_entry(case, by=by, title=title, words=why)
    chain.record("incidents.bundle.asked_for", by=by, on=bundle, case=str(case.pk))
    transaction.on_commit(_ring)
    return bundle


def make_bundles() -> int:
    """Make the case files that were asked for; return how many. Safe beside other workers."""
    waiting = Bundle.objects.to_make().filter(free()).order_by("asked_at")
    return sum(make_bundle(pk) for pk in list(waiting.values_list("pk", flat=True)))


def make_bundle(pk: UUID) -> bool:
    """Make one case file, unless another worker is at it. Return whether it was made."""
    if not claim(Bundle, pk):
        return False
    bundle = Bundle.objects.select_related("asked_by").get(pk=pk)
    if fault := _why_given_up(bundle):
        Bundle.objects.filter(pk=pk).update(fault=fault, claimed_until=None)
        return False
    Bundle.objects.filter(pk=pk).update(tries=bundle.tries + 1)
    case = Case.objects.select_related("report__reporter").get(pk=bundle.case_id)
    hides = _hides(case)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as out:
        pack(
            out,
            case_file(case),
            made_at=timezone.localtime(),
            made_for=str(bundle.asked_by),
            with_originals=bundle.with_originals,
            why_originals=bundle.why_originals,
            tell=lambda done, total: _tell(bundle, done, total),
        )
        return _keep(bundle, hides, out)


def _why_given_up(bundle: Bundle) -> str:
    if bundle.tries >= MOST_TRIES:
        return NOT_MADE
    if not permissions.can_export(bundle.asked_by, bundle.case):
        return NO_LONGER_THEIRS
    return ""


def _tell(bundle: Bundle, done: int, total: int) -> None:
    Bundle.objects.filter(pk=bundle.pk).update(done=done, total=total)


@transaction.atomic
def _keep(bundle: Bundle, hides: _Hides, out: IO[bytes]) -> bool:
    """Keep what was made, unless other words or files are hidden by now: then it is made anew."""
    case = handover.locked(Case(pk=bundle.case_id))
    held = Bundle.objects.select_for_update(of=("self",)).select_related("asked_by")
    bundle = held.get(pk=bundle.pk)
    if not bundle.is_under_way:
        return False
    if _hides(case) != hides:
        Bundle.objects.filter(pk=bundle.pk).update(claimed_until=None, tries=0)
        transaction.on_commit(_ring)
        return False
    seal(bundle, out)
    chain.record(
        "incidents.bundle.made",
        by=bundle.asked_by,
        on=bundle,
        case=str(case.pk),
        sha256=bundle.sha256,
        originals=bundle.with_originals,
    )
    return True


def _hides(case: Case) -> _Hides:
    """Return what decides what a file of this case hides, to be compared with later."""
    evidence = case.evidence.order_by("pk").values_list("pk", "state", "withheld__pk")
    masks = case.masks.order_by("pk").values_list("pk", "removed_at")
    added = sorted(each.mark for each in added_to(case))
    return list(masks), list(evidence), is_words_only(case), added


@transaction.atomic
def take_away(*, bundle: Bundle, by: Person) -> IO[bytes]:
    """Open a case file for somebody who may take it away, and keep that they did."""
    bundle = Bundle.objects.select_for_update(of=("self",)).select_related("case").get(pk=bundle.pk)
    require(permissions.can_export(by, bundle.case))
    file = open_kept(bundle)
    chain.record("incidents.bundle.taken", by=by, on=bundle, case=str(bundle.case_id))
    return file


def clear_bundles() -> int:
    """Throw away the case files that were kept long enough; what stays is that they were made."""
    over = Bundle.objects.kept().filter(expires_at__lte=timezone.now())
    return sum(_throw_away(pk) for pk in list(over.values_list("pk", flat=True)))


@transaction.atomic
def _throw_away(pk: UUID) -> bool:
    bundle = Bundle.objects.kept().select_for_update().filter(pk=pk).first()
    if bundle is None:
        return False
    bundle.withdrawn_at = timezone.now()
    bundle.save()
    chain.record("incidents.bundle.thrown_away", on=bundle, case=str(bundle.case_id))
    forget(bundle.file.name)
    return True


def _ring() -> None:
    from incidents import tasks

    outbox.ring(tasks.make_case_files)
