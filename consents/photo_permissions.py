"""Who asks to post pictures of an event, and who decides (C2)."""

from consents import lifecycle
from consents.lifecycle import PhotoMove, PhotoState
from consents.models import PhotoRequest, TakeDown
from consents.permissions import can_take_down
from school.access import YES, Verdict, no
from school.deciding import can_decide_for
from school.models import Person, Role
from school.roles import EMPLOYED


def can_ask_to_post(by: Person) -> Verdict:
    if by.is_any(*EMPLOYED):
        return YES
    return no("The staff of the school ask to post pictures of events.")


def can_see_list(by: Person) -> Verdict:
    """Return whether somebody opens the list: staff, and the chair, who decides on it at times."""
    return YES if by.is_any(Role.CHAIR) else can_ask_to_post(by)


def can_put_together(by: Person, request: PhotoRequest) -> Verdict:
    """Return whether somebody may still change a request: their own, and not sent."""
    if request.asked_by_id != by.pk:
        return no("Only whoever asks puts the pictures together.")
    if request.state != PhotoState.DRAFT:
        return no(lifecycle.WHY_NOT[PhotoState(request.state)])
    return can_ask_to_post(by)


def can_decide(by: Person, request: PhotoRequest) -> Verdict:
    """Return whether somebody may grant or refuse this request now."""
    return can_decide_for(by, request.asked_by) and lifecycle.can_move(
        request.state, PhotoMove.GRANT
    )


def decides_its_end(by: Person, request: PhotoRequest) -> Verdict:
    """Return whether somebody may end a consent at all: the Headteacher always, to be safe."""
    return YES if by.is_any(Role.HEADTEACHER) else can_decide_for(by, request.asked_by)


def can_withdraw(by: Person, request: PhotoRequest) -> Verdict:
    """Return whether somebody may end a consent now."""
    return decides_its_end(by, request) and lifecycle.can_move(request.state, PhotoMove.WITHDRAW)


def can_see_looks(by: Person, request: PhotoRequest) -> Verdict:
    """Return whether somebody sees who looked at the pictures: those who answer for them."""
    if request.state == PhotoState.DRAFT:
        return no(lifecycle.WHY_NOT[PhotoState.DRAFT])
    return decides_its_end(by, request)


def can_finish(by: Person, task: TakeDown) -> Verdict:
    """Return whether somebody may say that pictures came down: whoever posted them may, too."""
    if task.photo_request is not None and task.photo_request.asked_by_id == by.pk:
        return YES
    return can_take_down(by)
