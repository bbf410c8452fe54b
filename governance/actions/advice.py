"""Seeking legal advice about a case, keeping what it says apart, and letting it go (G3, M20)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from audit import chain
from governance import lifecycle
from governance.lifecycle import Deed
from governance.models import AdviceFile, AdviceReader, AdviceWords, LegalAdvice, Referral
from governance.permissions import can_do, can_read_advice, can_seek_advice
from governance.queries import readers_of, who_can_be_named
from incidents import actions as incidents
from incidents.actions import files
from incidents.models import Case
from notifications import outbox
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person
from uploads.fields import Upload

LETTER = "legal_advice"
MOST_FILES = 20
SCANNER_AWAY = (
    "Our virus scanner does not answer, so nothing was kept. Please try again in a few minutes."
)
LAST_ONE = "Somebody has to be able to read it: name somebody else first."
CANNOT_BE_NAMED = "This person cannot be named on it."


@transaction.atomic
def seek_advice(
    *,
    referral: Referral,
    by: Person,
    deciders: Iterable[Person],
    decided_on: date,
    why: str,
    from_whom: str,
) -> LegalAdvice:
    """Record that governors decided to seek legal advice. Those who decided are named on it.

    Nothing of it is written on the case. Two presses make one. Raises DomainError where somebody
    decided who cannot read the referral, or something is missing.
    """
    referral = _held(referral)
    require(can_seek_advice(by, referral))
    people = {by, *deciders}
    if not people <= readers_of(referral):
        raise DomainError("Only governors who can read this referral can decide about it.")
    if decided_on > timezone.localdate():
        raise DomainError("Give the day on which it was decided: it cannot be to come.")
    if not why.strip() or not from_whom.strip():
        raise DomainError("Say why you seek advice, and from whom.")
    said = {
        "referral": referral,
        "decided_on": decided_on,
        "why": why.strip(),
        "from_whom": from_whom.strip(),
        "recorded_by": by,
    }
    for recorded in LegalAdvice.objects.filter(**said).prefetch_related("deciders"):
        if set(recorded.deciders.all()) == people:
            return recorded
    advice = LegalAdvice.objects.create(**said)
    advice.deciders.set(people)
    AdviceReader.objects.bulk_create(
        AdviceReader(advice=advice, person=person, named_by=by)
        for person in sorted(people, key=lambda person: person.pk)
    )
    event = chain.record("governance.advice.sought", by=by, on=advice)
    _tell(advice, people - {by}, once=event.sequence)
    return advice


@transaction.atomic
def name_reader(*, advice: LegalAdvice, person: Person, by: Person) -> None:
    """Let one more person read the advice, and with the others decide about it; tell them."""
    advice = _held_advice(advice)
    require(can_do(Deed.NAME, by, advice))
    if person not in who_can_be_named(advice):
        raise DomainError(CANNOT_BE_NAMED)
    AdviceReader.objects.create(advice=advice, person=person, named_by=by)
    event = chain.record("governance.advice.named", by=by, on=advice, person=person.pk)
    _tell(advice, {person}, once=event.sequence)


@transaction.atomic
def end_naming(*, advice: LegalAdvice, person: Person, by: Person) -> None:
    """End it for one person at once, for oneself as well, while somebody is left to read it."""
    advice = _held_advice(advice)
    require(can_do(Deed.NAME, by, advice))
    named = AdviceReader.objects.in_force().filter(advice=advice)
    others = [reader.person for reader in named.exclude(person=person).select_related("person")]
    if not any(can_read_advice(other, advice) for other in others):
        raise DomainError(LAST_ONE)
    if not named.filter(person=person).update(ended_at=timezone.now(), ended_by=by):
        raise WrongState("This person is not named on it any more.")
    outbox.take_back(to=[person], path=_path(advice))
    chain.record("governance.advice.naming_ended", by=by, on=advice, person=person.pk)


def add_to_advice(
    *,
    advice: LegalAdvice,
    by: Person,
    words: str = "",
    received_on: date | None = None,
    uploads: Sequence[Upload] = (),
) -> None:
    """Add what the adviser said or wrote. Raises DomainError where there is nothing, or too much.

    A file that the virus scanner did not look at is not kept: nobody would be told to look again.
    """
    require(can_do(Deed.ADD, by, advice))
    if not words.strip() and not uploads:
        raise DomainError("Write what the advice says, or choose a file.")
    found = files.scanned(uploads)
    found.require_none_harmful()
    made = [
        files.new_file(AdviceFile, upload, advice=advice, added_by=by, **fields)
        for upload, fields in found.good
    ]
    if any(file.is_waiting for file in made):
        raise DomainError(SCANNER_AWAY)
    brought = [upload for upload, _ in found.good]
    with files.put_away(list(zip(made, brought, strict=True))), transaction.atomic():
        _keep(advice, by, words.strip(), received_on, made)


def _keep(
    advice: LegalAdvice, by: Person, words: str, received_on: date | None, made: list[AdviceFile]
) -> None:
    advice = _held_advice(advice)
    require(can_do(Deed.ADD, by, advice))
    advice.state = lifecycle.do(Deed.ADD, advice.state)
    advice.save()
    if words:
        AdviceWords.objects.create(advice=advice, words=words, received_on=received_on, added_by=by)
    last = advice.files.aggregate(last=Max("number"))["last"] or 0
    if last + len(made) > MOST_FILES:
        raise DomainError(f"There is room for {MOST_FILES} files. Keep the others outside.")
    for number, file in enumerate(made, start=last + 1):
        file.number = number
        file.save(force_insert=True)
    event = chain.record("governance.advice.added", by=by, on=advice, files=len(made))
    _tell(advice, _readers(advice) - {by}, once=event.sequence)


@transaction.atomic
def release_advice(*, advice: LegalAdvice, by: Person, why: str) -> None:
    """Let the advice go with the file of the case, on purpose and with a reason.

    From then on whoever handles the case reads it there, and whoever they give the file to.
    """
    advice = _held_advice(advice)
    require(can_do(Deed.RELEASE, by, advice))
    if not why.strip():
        raise DomainError("Say why it is released: it is kept with the advice.")
    advice.state = lifecycle.do(Deed.RELEASE, advice.state)
    advice.released_at, advice.released_by, advice.release_why = timezone.now(), by, why.strip()
    advice.save()
    incidents.withdraw_files(advice.referral.case)
    event = chain.record("governance.advice.released", by=by, on=advice)
    _tell(advice, _readers(advice) - {by}, once=event.sequence)


@transaction.atomic
def keep_advice_back(*, advice: LegalAdvice, by: Person) -> None:
    """Take that back: files of the case that are made from now on do not hold it."""
    advice = _held_advice(advice)
    require(can_do(Deed.KEEP_BACK, by, advice))
    advice.state = lifecycle.do(Deed.KEEP_BACK, advice.state)
    advice.released_at, advice.released_by, advice.release_why = None, None, ""
    advice.save()
    incidents.withdraw_files(advice.referral.case)
    chain.record("governance.advice.kept_back", by=by, on=advice)


@transaction.atomic
def note_reading_advice(*, advice: LegalAdvice, by: Person) -> None:
    """Keep that somebody named looked at the advice."""
    require(can_read_advice(by, advice))
    chain.record("governance.advice.viewed", by=by, on=advice)


@transaction.atomic
def look_at_advice_file(*, file: AdviceFile, by: Person) -> bytes:
    """Return the safe copy of a file of the advice, and keep who looked."""
    require(can_read_advice(by, file.advice))
    with file.copy.open("rb") as copy:
        content: bytes = copy.read()
    chain.record("governance.advice.file_viewed", by=by, on=file.advice, number=file.number)
    return content


def _held(referral: Referral) -> Referral:
    Case.objects.select_for_update().get(pk=referral.case_id)
    return Referral.objects.select_for_update().get(pk=referral.pk)


def _held_advice(advice: LegalAdvice) -> LegalAdvice:
    _held(advice.referral)
    return LegalAdvice.objects.select_for_update(of=("self",)).get(pk=advice.pk)


def _readers(advice: LegalAdvice) -> set[Person]:
    """Return those named on it who can read it today."""
    named = advice.readers.filter(ended_at=None).select_related("person")
    return {reader.person for reader in named if can_read_advice(reader.person, advice)}


def _tell(advice: LegalAdvice, people: set[Person], *, once: int) -> None:
    for person in sorted(people, key=lambda person: person.pk):
        outbox.enqueue(
            to=person,
            template=LETTER,
            context={"path": _path(advice)},
            once=f"legal-advice:{once}:{person.pk}",
        )


def _path(advice: LegalAdvice) -> str:
    return reverse("governance:advice", args=[advice.pk])
