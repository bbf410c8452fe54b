"""What a parent answers about another family's picture, and that they are never asked (C3)."""

from django.db import transaction

from audit import chain
from consents.actions.sharing.moving import held
from consents.actions.sharing.settling import ask_parents, settle
from consents.models import NeverAsk, SharedAnswer, SharedPicture
from consents.permissions import has_pictures_page
from consents.share_lifecycle import ShareState
from consents.share_permissions import can_say_yes
from school.access import NotAllowed
from school.errors import WrongState
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
