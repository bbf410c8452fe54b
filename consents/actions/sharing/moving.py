"""Moving a shared picture from state to state, with its step and its event (C3)."""

from audit import chain
from consents import share_lifecycle as lifecycle
from consents.models import SharedPicture, SharedStep
from consents.share_lifecycle import ShareMove
from school.models import Person


def held(picture: SharedPicture) -> SharedPicture:
    """Return the picture as it is now, so that nobody else can move it meanwhile.

    The turn at the chain comes first, everywhere, so that none waits for the other.
    """
    chain.take_turn()
    found = SharedPicture.objects.select_for_update(of=("self",))
    return found.select_related("asked_by", "service").get(pk=picture.pk)


def move(picture: SharedPicture, move: ShareMove, *, by: Person | None = None) -> None:
    """Move it. `by` is nobody where it follows from what families said: whose answer it was
    stands with the answers alone. Raises WrongState."""
    picture.state = lifecycle.moved(picture.state, move)
    picture.save()
    SharedStep(picture=picture, move=move, by=by).save(force_insert=True)
    chain.record(f"consents.shared_picture.{picture.state}", by=by, on=picture)
