"""What a parent answers about another family's picture, and that they are never asked (C3)."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from audit import chain
from consents.actions.sharing.moving import held
from consents.actions.sharing.settling import ask_parents, settle
from consents.models import Method, NeverAsk, SharedAnswer, SharedPicture
from consents.permissions import has_pictures_page
from consents.share_lifecycle import ShareState
from consents.share_permissions import can_say_yes, can_write_down_shared
from consents.share_queries import who_counts
from school.access import NotAllowed, require
from school.errors import DomainError, WrongState
from school.models import Person


@transaction.atomic
def answer_shared(*, picture: SharedPicture, is_yes: bool, by: Person) -> None:
    """Keep what a parent says, for all of their children in it. A change of mind is a further row.

    What it leads to is not for them to see: the answers of others would show in it. Raises
    NotAllowed to whoever is not asked, WrongState for a yes after the last day.
    """
    picture = held(picture)
    if not SharedPicture.objects.for_family(by).filter(pk=picture.pk).exists():
        raise NotAllowed("This is not asked of you.")
    last = SharedAnswer.objects.filter(picture=picture, person=by).last()
    if last is not None and last.is_yes == is_yes:
        return
    if is_yes and not (verdict := can_say_yes(picture)):
        raise WrongState(verdict.reason)
    answer = SharedAnswer(picture=picture, person=by, is_yes=is_yes)
    answer.save(force_insert=True)
    chain.record("consents.shared_answer.kept", by=by, on=answer, picture=picture.pk, is_yes=is_yes)
    settle([picture])


@transaction.atomic
def write_down_shared(
    *,
    picture: SharedPicture,
    person: Person,
    is_yes: bool,
    method: str,
    given_on: date,
    evidence: str,
    by: Person,
) -> None:
    """Keep what a parent said by telephone or on paper, on which day, and what shows it.

    Nothing comes back: what they or others said before is not for whoever writes this down. An
    answer that the parent gave on a later day stands all the same. Written twice it is kept once.
    """
    picture = held(picture)
    require(can_write_down_shared(by, picture))
    if not who_counts(picture).filter(person=person).exists():
        raise NotAllowed("This is not asked of them.")
    _require_evidence(method, given_on, evidence)
    if given_on < (asked_on := timezone.localdate(picture.asked_at)):
        raise DomainError(
            f"The picture was sent to us on {date_format(asked_on)}: nobody was asked before that "
            "day. Choose the day on which it was said."
        )
    if is_yes and not (verdict := can_say_yes(picture)):
        raise WrongState(verdict.reason)
    said: dict[str, Any] = {"method": method, "evidence": evidence.strip(), "is_yes": is_yes}
    known = SharedAnswer.objects.filter(picture=picture, person=person, recorded_by=by, **said)
    if known.filter(given_at__date=given_on).exists():
        return
    answer = SharedAnswer(
        picture=picture, person=person, given_at=_moment(given_on), recorded_by=by, **said
    )
    answer.save(force_insert=True)
    chain.record(
        "consents.shared_answer.written_down",
        by=by,
        on=answer,
        picture=picture.pk,
        parent=person.pk,
        is_yes=is_yes,
        method=method,
        given_on=str(given_on),
    )
    settle([picture])


def _require_evidence(method: str, given_on: date, evidence: str) -> None:
    if method not in (Method.PHONE, Method.PAPER):
        raise DomainError("Say whether it was on the telephone or on paper.")
    if given_on > timezone.localdate():
        raise DomainError("The day on which it was said cannot lie ahead.")
    if not evidence.strip():
        raise DomainError("Write who took the call, or where the paper is kept.")


def _moment(given_on: date) -> datetime:
    """Return when something of a day counts as said: after all that was said here on that day."""
    if given_on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(given_on, time.max))


@transaction.atomic
def never_ask_me(*, by: Person) -> None:
    """Ask this parent no more. What they are asked now and later is a no; a yes they gave stays."""
    _require_parent(by)
    kept, is_new = NeverAsk.objects.get_or_create(person=by)
    if is_new:
        chain.record("consents.never_ask.set", by=by, on=kept)


@transaction.atomic
def ask_me_again(*, by: Person) -> None:
    """Ask this parent again, also about what waits for answers now."""
    _require_parent(by)
    chain.take_turn()
    if (kept := NeverAsk.objects.filter(person=by).first()) is None:
        return
    chain.record("consents.never_ask.lifted", by=by, on=kept)
    kept.delete()
    open_ones = SharedPicture.objects.filter(state=ShareState.ASKING, children__parents=by)
    ask_parents([picture for picture in open_ones.distinct() if not picture.is_over])


def _require_parent(by: Person) -> None:
    if not has_pictures_page(by):
        raise NotAllowed("Only a parent of a child who is at the school is asked this.")
