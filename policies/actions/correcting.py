"""What its uploader makes of an imported document before it is kept."""

from collections.abc import Callable, Collection

from django.db import transaction

from policies import permissions
from policies.importing import ImportedPolicy, read_document
from policies.importing.correcting import Reading
from policies.models import PolicyUpload
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

MOVED_ON = (
    "This text was corrected after you opened this page, in another window or by a second press. "
    "Nothing more was changed. Look at what stands here now: what you typed is still below, and "
    "you can press again."
)


class MovedOn(WrongState):
    """Somebody worked from an earlier state of the text than the one it is in."""


def reading_of(upload: PolicyUpload) -> Reading:
    """Return what was understood of an upload, as corrected so far."""
    if upload.corrected is not None:
        return Reading.from_json(upload.corrected)
    return Reading(read_document(bytes(upload.content), name=upload.file_name))


@transaction.atomic
def correct_upload(
    *,
    upload: PolicyUpload,
    by: Person,
    turn: int,
    change: Callable[[ImportedPolicy], ImportedPolicy],
    looked_at: Collection[int] = (),
) -> Reading:
    """Correct what was understood of an upload, as its uploader saw it at this turn.

    `change` is one of the functions of `importing.correcting`; `looked_at` the places of the
    unsure passages that this settles. Raises MovedOn when the text is not at this turn any more,
    CannotCorrect when the change makes no sense.
    """
    upload = _in_hand(upload, by)
    reading = reading_of(upload)
    if reading.turn != turn:
        raise MovedOn(MOVED_ON)
    return _saved(upload, _looked(reading, looked_at), change(reading.policy))


@transaction.atomic
def look_at_passages(*, upload: PolicyUpload, by: Person, passages: Collection[int]) -> Reading:
    """Note that unsure passages were looked at and are right as they are; twice is once."""
    upload = _in_hand(upload, by)
    reading = _looked(reading_of(upload), passages)
    upload.corrected = reading.as_json()
    upload.save()
    return reading


@transaction.atomic
def start_again(*, upload: PolicyUpload, by: Person) -> Reading:
    """Read the document anew: every correction goes, and what was looked at is not any more."""
    upload = _in_hand(upload, by)
    turn = reading_of(upload).turn
    read = read_document(bytes(upload.content), name=upload.file_name)
    return _saved(upload, Reading(read, turn=turn), read)


def _in_hand(upload: PolicyUpload, by: Person) -> PolicyUpload:
    """Return the upload under lock, if it is still this person's to correct."""
    require(permissions.can_manage(by))
    upload = PolicyUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.uploaded_by_id != by.pk:
        raise DomainError("Somebody else added this document: only they can correct it.")
    if upload.kept_as_id is not None:
        raise WrongState("This document is kept as a draft already: change the draft instead.")
    return upload


def _looked(reading: Reading, passages: Collection[int]) -> Reading:
    there = frozenset(passages) & frozenset(range(len(reading.policy.unsure)))
    return Reading(reading.policy, reading.looked_at | there, reading.turn)


def _saved(upload: PolicyUpload, reading: Reading, policy: ImportedPolicy) -> Reading:
    reading = Reading(policy, reading.looked_at, reading.turn + 1)
    upload.corrected = reading.as_json()
    upload.save()
    return reading
