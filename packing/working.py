"""How a worker makes such a file, beside other workers, and how it is handed out."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import IO, Any, TypeVar
from uuid import UUID

from django.core.files import File
from django.db.models import Q
from django.utils import timezone

from audit.models import Event
from packing.models import KEPT_FOR, PackedFile
from school.errors import DomainError, WrongState
from school.models import Person

AT_WORK = timedelta(minutes=10)
MOST_TRIES = 3
IN_MEMORY = 8 * 1024 * 1024

NOT_MADE = (
    "It could not be made. Ask for it again; if that fails too, tell whoever runs the portal."
)
NOT_THERE = "This file is not kept any more. Ask for a new one."
ALTERED = "The file that was kept is not the one that was made. Tell whoever runs the portal."

Kept = TypeVar("Kept", bound=PackedFile)


def free() -> Q:
    """Return the condition that no worker holds one."""
    return Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())


def claim(kind: type[Kept], pk: UUID) -> bool:
    """Hold one that is to be made for a while, unless another worker does."""
    waiting: Any = kind._default_manager
    claimed: int = (
        waiting.to_make().filter(free(), pk=pk).update(claimed_until=timezone.now() + AT_WORK)
    )
    return bool(claimed)


def seal(made: Any, out: IO[bytes]) -> None:
    """Keep what was made, with its hash, for a week. `made` has a `file` of its own."""
    out.seek(0)
    made.sha256 = hashlib.file_digest(out, "sha256").hexdigest()  # type: ignore[arg-type]
    made.size = out.tell()
    out.seek(0)
    made.file.save(f"{made.pk}.zip", File(out), save=False)
    made.made_at = timezone.now()
    made.expires_at, made.claimed_until = made.made_at + KEPT_FOR, None
    made.save()


def open_kept(made: Any) -> IO[bytes]:
    """Open the file that is kept, if it is still there and still what was made."""
    if not made.is_ready:
        raise WrongState(NOT_THERE)
    try:
        file: IO[bytes] = made.file.open("rb").file
    except OSError:
        raise WrongState(NOT_THERE) from None
    if hashlib.file_digest(file, "sha256").hexdigest() != made.sha256:  # type: ignore[arg-type]
        file.close()
        raise DomainError(ALTERED)
    file.seek(0)
    return file


def with_those_who_took(
    listed: Sequence[Kept], action: str
) -> list[tuple[Kept, list[dict[str, Any]]]]:
    """Return each with who took it away and when, from the record of events."""
    keys = [str(made.pk) for made in listed]
    taken = Event.objects.filter(target_id__in=keys, action=action).order_by("sequence")
    events = list(taken)
    people = Person.objects.in_bulk({int(event.actor_id) for event in events})
    by_file: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        who = people.get(int(event.actor_id))
        by_file.setdefault(event.target_id, []).append({"by": who, "at": event.at})
    return [(made, by_file.get(str(made.pk), [])) for made in listed]
