"""The office says which children are in a picture, and their parents are asked (C3).

Whoever asks knows these children by first name, or by sight. Who they are, who their parents are,
and who of those may be asked, is known to the school alone and stays with it.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.text import get_text_list

from consents.actions.sharing.moving import held, move
from consents.actions.sharing.settling import ask_parents, end
from consents.models import SharedPicture
from consents.share_lifecycle import ShareMove, ShareState
from consents.share_permissions import can_match, can_stop
from consents.share_queries import kept_away
from school.access import require
from school.errors import DomainError
from school.models import Child, ChildQuerySet, Parenthood, Person, SchoolClass


def others_in(school_class: SchoolClass | None, picture: SharedPicture) -> ChildQuerySet:
    """Return the children of a class who can be in it as another family's: none of the asker's."""
    own = Parenthood.objects.asked().filter(person=picture.asked_by_id).values("child_id")
    here = Child.objects.on_roll().filter(school_class=school_class).exclude(pk__in=own)
    return here.order_by("full_name", "pk")


@transaction.atomic
def name_shared(
    *,
    picture: SharedPicture,
    school_class: SchoolClass | None,
    children: Collection[Child],
    by: Person,
) -> None:
    """Say who of one class is in it. What was said of other classes stays."""
    picture = held(picture)
    require(can_match(by, picture))
    chosen = others_in(school_class, picture).filter(pk__in=[child.pk for child in children])
    picture.children.remove(*picture.children.filter(school_class=school_class))
    picture.children.add(*chosen)


@transaction.atomic
def pass_on(*, picture: SharedPicture, by: Person) -> None:
    """Ask the parents of these children. From now on it does not change who is in it."""
    picture = held(picture)
    require(can_match(by, picture))
    if not picture.children.exists():
        raise DomainError("Choose at least one child. If you cannot tell who it is, end it below.")
    if names := kept_away([picture]).get(picture.pk):
        raise DomainError(
            f"A court order keeps whoever asks away from {get_text_list(names, 'and')}. Do not "
            "pass it on: end it below. Whoever asked is not told why."
        )
    move(picture, ShareMove.ASK, by=by)
    ask_parents([picture])


@transaction.atomic
def stop_shared(*, picture: SharedPicture, by: Person) -> None:
    """End it for the school: no family is asked any more, or the yes of all ends.

    While it waits whoever asked sees no difference, and hears after the last day that not
    everybody has said yes.
    """
    picture = held(picture)
    require(can_stop(by, picture))
    if picture.state == ShareState.AGREED:
        end(picture, by=by)
    else:
        move(picture, ShareMove.STOP, by=by)
