"""Numbers for every section and clause, each once in the document, the document's own first.

"1.2" keeps its number, "(a)" under it becomes 1.2.a. What bears no number gets its place: the
third clause of section 2 is 2.3, the first point under that 2.3.1. A document that numbers its
sections from 1 and opens with an introduction has that as section 0; so a paragraph before the
document's own 2.1 is 2.0.
"""

from collections.abc import Iterator

from .markers import Kind
from .model import Passage
from .outline import Clause, Section


def number_all(sections: list[Section]) -> list[Passage]:
    """Give each section and clause its number; returns those that could not keep their own."""
    notes = _number_sections(sections)
    used = {section.number for section in sections}
    reserved = {clause.marker.value for clause in _dotted(sections) if clause.marker}
    renumbered: set[str] = set()
    for section in sections:
        for clause in section.clauses:
            holder = clause.parent or section
            own = _own_number(clause, holder)
            free = own not in used and (_is_dotted(clause) or own not in reserved)
            if own is not None and free:
                clause.number = own
                holder.children += 1
            else:
                clause.number = _next_free(holder, used, reserved)
                # One note a list is enough: what happens to its first point happens to all.
                if own is not None and (_is_dotted(clause) or holder.number not in renumbered):
                    notes.append(_note(clause.text, own, clause.number))
                    renumbered.add(holder.number)
            used.add(clause.number)
    return notes


def _number_sections(sections: list[Section]) -> list[Passage]:
    notes: list[Passage] = []
    claimed: set[str] = set()
    for section in sections:
        own = section.own_number or _from_first_clause(section)
        if own and own not in claimed:
            section.number = own
            claimed.add(own)
    number = 0
    for place, section in enumerate(sections):
        if section.number:
            number = max(number, int(section.number) if section.number.isdecimal() else 0)
            continue
        opens = place == 0 and "1" in claimed and "0" not in claimed
        while not opens and (number == 0 or str(number) in claimed):
            number += 1
        section.number = "0" if opens else str(number)
        claimed.add(section.number)
        if section.own_number:
            notes.append(_note(section.heading, section.own_number, section.number))
    return notes


def _from_first_clause(section: Section) -> str | None:
    """A section without a number whose first numbered clause is 2.1 is section 2."""
    first = next(_dotted([section]), None)
    return first.marker.value.split(".")[0] if first and first.marker else None


def _dotted(sections: list[Section]) -> Iterator[Clause]:
    return (clause for section in sections for clause in section.clauses if _is_dotted(clause))


def _is_dotted(clause: Clause) -> bool:
    return clause.marker is not None and clause.marker.kind is Kind.DOTTED


def _own_number(clause: Clause, holder: Clause | Section) -> str | None:
    if clause.marker is None or clause.marker.kind is Kind.BULLET:
        return None
    if _is_dotted(clause):
        return clause.marker.value
    return f"{holder.number}.{clause.marker.value}"


def _next_free(holder: Clause | Section, used: set[str], reserved: set[str]) -> str:
    opening = f"{holder.number}.0"
    if not holder.children and f"{holder.number}.1" in reserved and opening not in used | reserved:
        return opening
    while True:
        holder.children += 1
        number = f"{holder.number}.{holder.children}"
        if number not in used and number not in reserved:
            return number


def _note(text: str, own: str, number: str) -> Passage:
    return Passage(text, f"Its own number, {own}, was already taken: it is numbered {number}.")
