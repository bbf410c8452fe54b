"""Removing hidden words for good takes two: one asks, somebody else confirms or keeps them (I16).

Who confirms is in `placing.second_person`. They read the words and why, and nothing of the case
unless it is theirs to open as well. What is left of the words is a stub: that some were removed,
why, when, by whom and who asked, in how many places. No fingerprint of them is kept: whoever can
guess a name could prove it by that.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit import chain
from audit.models import Event
from incidents import permissions, placing
from incidents.actions import handover
from incidents.actions.hiding import SETTLED, evidence_that_says, withdraw_files
from incidents.casefile import hiding
from incidents.casefile.content import case_file, says_now
from incidents.casefile.hiding import Hider
from incidents.casefile.stored import remove_everywhere
from incidents.models import Case, EvidenceRemoval, Mask
from notifications import outbox
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

NOBODY_CONFIRMS = (
    "Removing words for good takes two, and nobody else is free to confirm it. The words stay "
    "hidden in what leaves. Ask for a post to be filled: a deputy, a chair of governors, a "
    "safeguarding lead."
)
ASKED_ALREADY = "Somebody asked for this already: it waits to be confirmed."
NOT_ASKED = "Nobody asks to remove these words any more."
ASKER_LEFT = (
    "Whoever asked for this does not handle the case any more, so it cannot be confirmed. Keep the "
    "words hidden; whoever handles the case now can ask again."
)


@transaction.atomic
def ask_to_remove(*, mask: Mask, by: Person) -> Mask:
    """Ask somebody else to confirm that hidden words go for good, and tell them that it waits.

    Raises DomainError where nobody is there to confirm it.
    """
    case, held = _held(mask)
    require(permissions.can_remove_words(by, case))
    if held.removal_asked_at is not None:
        raise WrongState(ASKED_ALREADY)
    role = placing.second_person(case, besides=by)
    if role is None:
        raise DomainError(NOBODY_CONFIRMS)
    held.removal_asked_at, held.removal_asked_by = timezone.now(), by
    held.confirmed_by_role = role
    held.save()
    handover.add_entry(case, by=by, title="Asked to remove words for good", words=held.why)
    event = chain.record("incidents.removal.asked", by=by, on=case, mask=held.pk, role=role)
    tell_second(held, event)
    return held


def tell_second(removal: Mask | EvidenceRemoval, event: Event) -> None:
    """Tell everybody who may confirm it that something waits, and no word of what."""
    for person in Person.objects.holding(removal.confirmed_by_role):
        if permissions.can_confirm_removal(person, removal):
            outbox.enqueue(
                to=person,
                template="case_waiting",
                context={"path": reverse("incidents:removals"), "urgent": False},
                once=f"removal-asked:{event.sequence}:{person.pk}",
            )


@dataclass(frozen=True)
class Requests:
    """What waits for somebody to confirm: words, and evidence."""

    masks: list[Mask]
    evidence: list[EvidenceRemoval]


@transaction.atomic
def read_requests(*, by: Person) -> Requests:
    """Return what waits for somebody to confirm, and keep that they read of it (M3)."""
    masks = Mask.objects.to_confirm(by).select_related("removal_asked_by", "case")
    evidence = EvidenceRemoval.objects.to_confirm(by).select_related(
        "removal_asked_by", "case", "evidence__added_by"
    )
    found = Requests(
        list(masks.order_by("removal_asked_at", "pk")),
        list(evidence.order_by("removal_asked_at", "pk")),
    )
    looks: list[tuple[Case, dict[str, Any]]] = [(m.case, {"mask": m.pk}) for m in found.masks]
    looks += [(each.case, {"evidence": each.evidence.number}) for each in found.evidence]
    if looks:
        chain.record_many("incidents.removal.read", looks, by=by)
    return found


@transaction.atomic
def keep_words(*, mask: Mask, by: Person) -> None:
    """Leave the words hidden, as they are: the second person says so, or whoever handles the case
    takes the request back.
    """
    case, held = _held(mask)
    verdict = permissions.can_confirm_removal(by, held)
    require(verdict if verdict else permissions.can_remove_words(by, case))
    if held.removal_asked_at is None:
        raise WrongState(NOT_ASKED)
    held.removal_asked_at = held.removal_asked_by = None
    held.confirmed_by_role = ""
    held.save()
    handover.add_entry(case, by=by, title="Words are not removed: they stay hidden")
    chain.record("incidents.removal.not_confirmed", by=by, on=case, mask=held.pk)


def confirm_removal(*, mask: Mask, by: Person) -> Mask:
    """Take hidden words out of all that is kept of the case, for good, and forget them here too.

    Where something that cannot be changed says them as well (a name in the school's own records, a
    policy, a file), they stay hidden for ever instead of being forgotten. So they do in a case that
    was ever with governors, whose papers may come back to it.
    """
    require(permissions.can_confirm_removal(by, mask))
    hider = Hider([mask.words])
    file = case_file(mask.case)  # files are read before anything is held
    in_files = bool(evidence_that_says(file, hider) or file.added_that_says(hider))
    return _remove(mask, by, said_in_files=in_files)


@transaction.atomic
def _remove(mask: Mask, by: Person, *, said_in_files: bool) -> Mask:
    case, held = _held(mask)
    require(permissions.can_confirm_removal(by, held))
    asker = held.removal_asked_by
    if asker is None or not permissions.can_remove_words(asker, case):
        raise WrongState(ASKER_LEFT)
    words, hider = held.words, Hider([held.words])
    _hide_what_is_left(held, asker)
    places = remove_everywhere(case, hider)
    held.refresh_from_db()
    held.removed_at, held.removed_by, held.places = timezone.now(), by, places
    case = Case.objects.select_related("report__reporter").get(pk=case.pk)
    may_come_back = Event.objects.on(case).filter(action="incidents.case.referred").exists()
    still_said = said_in_files or may_come_back or hider.finds_any(says_now(case))
    held.words = words if still_said else ""
    held.save()
    handover.add_entry(case, by=by, title="Words were removed for good", words=held.why)
    withdraw_files(case)
    chain.record(
        "incidents.words.removed", by=by, on=case, mask=held.pk, places=places, asked_by=asker.pk
    )
    return held


def _hide_what_is_left(mask: Mask, by: Person) -> None:
    """Go on hiding the rest of a passage out of which words are about to be removed.

    Where "Anna Hart" is hidden and "Hart" removed, "Anna [removed]" must not come to light.
    """
    case, hider = mask.case, Hider([mask.words])
    both = Hider(case.masks.reversible().values_list("words", flat=True))
    left = {
        " ".join(hider.hide(piece.words, hiding.REMOVED).split())
        for text in hiding.texts_in(says_now(case))
        for piece in both.pieces(text)
        if piece.is_hidden and hider.count(piece.words)
    }
    for words in sorted(left - {hiding.REMOVED}):
        rest = Mask.objects.create(case=case, words=words, why=mask.why, hidden_by=by)
        chain.record("incidents.words.hidden", by=by, on=case, mask=rest.pk)


def _held(mask: Mask) -> tuple[Case, Mask]:
    """Return the case and the mask, both held. Raises WrongState where the mask is settled."""
    locked = Case.objects.select_for_update(of=("self",)).select_related("report")
    case = locked.get(pk=mask.case_id)
    masks = case.masks.reversible().select_for_update(of=("self",))
    held = masks.select_related("removal_asked_by").filter(pk=mask.pk).first()
    if held is None:
        raise WrongState(SETTLED)
    return case, held
