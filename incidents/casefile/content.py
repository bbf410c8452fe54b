"""What a case file says: one case as plain data, of which page, PDF and JSON are all made (I16).

Everything that leaves goes through `hidden`, so that no way out can forget to hide. Notes come by
their visibility: those for the case team and those shared with the reporter. What somebody keeps
for themselves is not in it, nor the address of a reporter; nor legal advice, which another room
keeps and adds only where those named on it released it (G3).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from audit.models import Event
from incidents import evidence as reading
from incidents.casefile.added import Added, added_to
from incidents.casefile.evidence import IS_THERE, Choice, choices_for
from incidents.casefile.hiding import Hider
from incidents.casefile.moments import at, on
from incidents.casefile.sections import sections_of
from incidents.models import Case, CaseEntry, EntryKind, Visibility
from school.models import Person

IN_THE_FILE = (Visibility.REPORTER, Visibility.TEAM)
OWN_DAY = ("Step", "Note", "Message")  # these happen as they are recorded, unless a day is given
KINDS = {EntryKind.STEP: "Step", EntryKind.NOTE: "Note", EntryKind.MESSAGE: "Message"}


@dataclass(frozen=True)
class CaseFile:
    """What the file of a case says now, before anything is hidden, and what is to be hidden."""

    case: Case
    says: dict[str, Any]
    choices: list[Choice]
    hider: Hider
    added: list[Added]

    def hidden(self) -> dict[str, Any]:
        """Return what may leave the portal."""
        safe: dict[str, Any] = self.hider.throughout(self.says)
        return safe

    def added_that_says(self, hider: Hider) -> list[str]:
        """Return which of the files that another room added say words, or cannot be read."""
        return [file.title for each in self.added for file in each.files if file.says(hider)]

    def texts(self) -> list[tuple[str, str]]:
        """Return each text with where it stands, as a page shows them one below the other."""
        says = self.says
        heads = [(name, words) for name, words in says["facts"]]
        inner = [
            (f"{section['heading']}: {name}", words)
            for section in says["sections"]
            for name, words in section["rows"]
        ]
        lines = [
            (f"{line['title']}, {line['recorded']}", line["words"])
            for line in says["chronology"]
            if line["words"]
        ]
        pieces = [
            (f"Evidence {piece['number']}", f"{piece['name']} {piece['caption']}".strip())
            for piece in says["evidence"]
        ]
        return [*heads, *lines, *inner, *pieces]


def case_file(case: Case) -> CaseFile:
    """Read the file of a case, its hidden words with it. `case` comes with its report."""
    hider = hider_for(case)
    choices, added = choices_for(case, hider), added_to(case)
    says = _says(case, choices)
    says["sections"] += [each.section(hider) for each in added]
    return CaseFile(case, says, choices, hider, added)


def says_now(case: Case) -> dict[str, Any]:
    """Return what is on record of a case, without looking into any file."""
    says = _says(case, [Choice(piece, None, "") for piece in reading.pieces_of(case)])
    says["sections"] += [each.section(Hider([])) for each in added_to(case)]
    return says


def hider_for(case: Case) -> Hider:
    return Hider(case.masks.in_force().values_list("words", flat=True))


def _says(case: Case, choices: list[Choice]) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "title": f"Case file {case.reference}",
        "facts": _facts(case),
        "chronology": _chronology(case, choices),
        "sections": sections_of(case),
        "evidence": [_evidence(choice) for choice in choices],
        "record": _record(case),
    }


def _facts(case: Case) -> list[list[str]]:
    report = case.report
    told_by = str(report.reporter or report.reporter_name or "Somebody who stays anonymous")
    where = {
        True: "Outside school hours or premises",
        False: "At school, in school time",
        None: "Not known",
    }
    facts = {
        "What it is about": case.get_kind_display(),
        "Whom it is about": case.get_subject_kind_display(),
        "The name given": report.subject_name,
        "Happened": on(report.happened_on) or "Not said",
        "Recorded": at(report.received_at),
        "Where": where[case.outside_school],
        "App or website": report.service,
        "Link": report.link,
        "Who told us": told_by,
        "A child may be at risk": "Yes" if case.child_at_risk else "",
        "State": case.get_state_display(),
    }
    return [[name, words] for name, words in facts.items() if words]


def _chronology(case: Case, choices: list[Choice]) -> list[dict[str, str]]:
    report = case.report
    told = _line(
        happened_on=report.happened_on,
        recorded_at=report.received_at,
        title="What was said",
        words=report.what_happened,
        by="",
        kind="Report",
    )
    entries = case.entries.filter(visibility__in=IN_THE_FILE).select_related("by")
    added = [
        _line(
            happened_on=choice.piece.happened_on,
            recorded_at=choice.piece.recorded_at,
            title=f"Evidence {choice.piece.number} was added",
            words=choice.piece.caption,
            by=choice.piece.added_by,
            kind="Evidence",
        )
        for choice in choices
    ]
    lines = [told, *(_entry(entry) for entry in entries), *added]
    return sorted(lines, key=_when)


def _when(line: dict[str, str]) -> tuple[str, str]:
    """Order by the day it happened; what was only recorded stands on the day of that."""
    return (line["happened_on"] or line["recorded_at"][:10], line["recorded_at"])


def _entry(entry: CaseEntry) -> dict[str, str]:
    return _line(
        happened_on=entry.happened_on,
        recorded_at=entry.at,
        title=entry.title,
        words=entry.words,
        by=str(entry.by) if entry.by and not entry.is_from_reporter else "",
        kind=_kind(entry),
    )


def _kind(entry: CaseEntry) -> str:
    kind = KINDS[EntryKind(entry.kind)]
    if entry.kind != EntryKind.NOTE:
        return kind
    return f"{kind}: {entry.get_visibility_display().lower()}"


def _line(
    *,
    happened_on: date | None,
    recorded_at: datetime,
    title: str,
    words: str,
    by: str,
    kind: str,
) -> dict[str, str]:
    local = timezone.localtime(recorded_at)
    return {
        "happened_on": happened_on.isoformat() if happened_on else "",
        "recorded_at": local.isoformat(timespec="seconds"),
        "happened": on(happened_on) or ("" if kind.startswith(OWN_DAY) else "not said"),
        "recorded": at(recorded_at),
        "title": title,
        "words": words,
        "by": by,
        "kind": kind,
    }


def _evidence(choice: Choice) -> dict[str, Any]:
    piece = choice.piece
    return {
        "number": piece.number,
        "name": piece.name,
        "caption": piece.caption,
        "kind": piece.kind,
        "happened": on(piece.happened_on),
        "recorded": at(piece.recorded_at),
        "added_by": piece.added_by,
        "sha256_as_it_came": piece.sha256,
        "bytes_as_it_came": piece.size,
        "is_there": choice.goes,
        "standing": choice.why_not or IS_THERE,
    }


def _record(case: Case) -> list[dict[str, Any]]:
    """Return what the chain of events keeps of the case: who did what and when, and no words.

    That somebody noted something for themselves is theirs, as the note is; an event that does not
    say for whom a note was may speak of one of these.
    """
    events = [event for event in Event.objects.on(case).in_order() if not _may_be_own(event)]
    actors = {int(event.actor_id) for event in events if event.actor_id.isdigit()}
    names = {person.pk: str(person) for person in Person.objects.filter(pk__in=actors)}
    return [
        {
            "event": event.sequence,
            "at": timezone.localtime(event.at).isoformat(timespec="seconds"),
            "action": event.action,
            "by": names.get(int(event.actor_id), "") if event.actor_id.isdigit() else "",
            "sha256": event.hash,
        }
        for event in events
    ]


def _may_be_own(event: Event) -> bool:
    of_note = event.action == "incidents.note.added"
    return of_note and event.facts.get("visibility") != Visibility.TEAM
