"""Whether a sign-off says today what it said when it was signed (A8).

A receipt's code was drawn from the row, and the chain of events keeps the whole digest of it; the
row keeps the hash of the text. All of it must still fit. Whoever alters a row behind the portal's
back has to alter the receipt that its holder keeps at home, and every event since, whose last hash
goes to the chair and the clerk daily.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from acknowledgements import receipts
from acknowledgements.actions.recording import SIGNED
from acknowledgements.models import Acknowledgement
from audit import chain
from audit.models import Event
from policies.models import Version
from policies.text import text_sha256
from school.guessing import Tries

CHUNK = 1000
KIND = Acknowledgement._meta.label_lower

TEXT_ALTERED = "The text of this version is not the one that was signed."
ALTERED = "It says something else than when it was signed."
NO_EVENT = "Nothing in the record of events tells that it was signed."
EVENT_ALTERED = "The event that tells of it was altered."

# Counted by the first group of letters: what others at the same address try shuts nobody out, and
# whoever has seen part of a code has few tries at the rest. A whole code has 125 bits.
_tries = Tries("receipt")


@dataclass(frozen=True)
class Checked:
    """One sign-off, and what is wrong with it; nothing if it stands."""

    signed: Acknowledgement
    fault: str = ""

    @property
    def valid(self) -> bool:
        return not self.fault


@dataclass(frozen=True)
class CheckedAll:
    """How many sign-offs stand, and the first fault in words."""

    checked: int
    fault: str = ""


def check_as_anybody(written: str) -> Checked | None:
    """Check a receipt by its code, holding back those who guess. Raises TooManyTries."""
    code = receipts.tidy(written)
    group = code[: receipts.GROUP]
    _tries.require_left(group)
    checked = check(code)
    if checked is None:
        _tries.count(group)
    return checked


def check(code: str) -> Checked | None:
    """Check a receipt by its code as it is stored; None where no sign-off has it."""
    found = with_all().filter(receipt_code=code).first()
    return check_one(found) if found else None


def check_one(signed: Acknowledgement) -> Checked:
    """Check one sign-off against its own code and the chain of events."""
    event = Event.objects.on(signed).filter(action=SIGNED).first()
    return Checked(signed, _fault(signed, event) or _fault_of_text(signed, signed.version))


def with_all() -> QuerySet[Acknowledgement]:
    """Return sign-offs with all that a receipt names, in one query."""
    return Acknowledgement.objects.select_related(
        "person", "child", "version__policy", "meeting", "recorded_by"
    )


def check_all() -> CheckedAll:
    """Check every sign-off against the chain, and the chain itself, naming the first that fails.

    Neither the sign-offs nor the events are ever all in memory.
    """
    report = chain.verify()
    if not report.sound:
        return CheckedAll(0, report.fault)
    checked = 0
    faulty_texts: dict[tuple[int, str], str] = {}
    for signed, event in _with_events():
        text = (signed.version_id, signed.text_sha256)
        if text not in faulty_texts:
            faulty_texts[text] = _fault_of_text(signed, signed.version)
        if fault := _fault(signed, event) or faulty_texts[text]:
            return CheckedAll(checked, f"Sign-off {signed.pk} ({_code(signed)}): {fault}")
        checked += 1
    if missing := _first_removed():
        return CheckedAll(checked, f"Sign-off {missing} was removed: its event is still there.")
    return CheckedAll(checked)


def _fault(signed: Acknowledgement, event: Event | None) -> str:
    if receipts.code_of(signed) != signed.receipt_code:
        return ALTERED
    if event is None:
        return NO_EVENT
    if event.computed_hash() != event.hash:
        return EVENT_ALTERED
    # Sign-offs from before there were receipts have only the hash of the text in their event.
    expected = {"receipt": receipts.digest_of(signed), "text_sha256": signed.text_sha256}
    return "" if all(event.facts.get(k, v) == v for k, v in expected.items()) else ALTERED


def _fault_of_text(signed: Acknowledgement, version: Version) -> str:
    return "" if text_sha256(version) == signed.text_sha256 else TEXT_ALTERED


def _with_events() -> Iterator[tuple[Acknowledgement, Event | None]]:
    last = 0
    while chunk := list(Acknowledgement.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        events = {event.target_id: event for event in _events_of([row.pk for row in chunk])}
        yield from ((row, events.get(str(row.pk))) for row in chunk)
        last = chunk[-1].pk


def _events_of(keys: list[int]) -> QuerySet[Event]:
    targets = [str(key) for key in keys]
    return Event.objects.filter(target_kind=KIND, target_id__in=targets, action=SIGNED)


def _first_removed() -> str:
    """Return the key of the first sign-off that an event tells of and that is not there."""
    last = 0
    events = Event.objects.filter(target_kind=KIND, action=SIGNED).order_by("sequence")
    while chunk := list(
        events.filter(sequence__gt=last).values_list("sequence", "target_id")[:CHUNK]
    ):
        keys = [int(key) for _, key in chunk]
        there = set(Acknowledgement.objects.filter(pk__in=keys).values_list("pk", flat=True))
        if gone := [key for key in keys if key not in there]:
            return str(gone[0])
        last = chunk[-1][0]
    return ""


def issued(code: str) -> Event | None:
    """Return the event that a code was drawn for, even where its row was altered or removed.

    It reads all events of sign-offs: for the command line, not for a page.
    """
    events = Event.objects.filter(target_kind=KIND, action=SIGNED).order_by("sequence")
    for event in events.iterator(chunk_size=CHUNK):
        if receipts.code_from(event.facts.get("receipt", "")) == code:
            return event
    return None


def _code(signed: Acknowledgement) -> str:
    return receipts.in_groups(signed.receipt_code)
