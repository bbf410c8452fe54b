"""What goes into an inspector's file is searched for names first: nothing leaves unseen (G4).

What may name a child, a parent or a case is shown to whoever makes the file. It stays behind,
unless they have looked at it and say that it names none. What came up after they looked stays
behind as well.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from governance.inspection.names import Names
from governance.inspection.tables import TABLES, in_force
from governance.models import TermlyReport
from policies.models import Clause, Section, Version
from school.models import Child, Parenthood, Person, Role
from school.roles import EMPLOYED

HELD_BACK = "[held back: it may name a child, a parent or a case]"


@dataclass(frozen=True)
class Finding:
    """One thing that stays behind unless somebody has looked at it."""

    what: str
    named: tuple[str, ...]

    @property
    def says(self) -> str:
        return ", ".join(self.named)

    @property
    def key(self) -> str:
        """Return its mark: another wording, or another name in it, is another finding."""
        return hashlib.sha256(json.dumps([self.what, *self.named]).encode()).hexdigest()


def names_to_look_for() -> Names:
    """Return the names of all children and parents, those who have left included."""
    children = list(Child.objects.values_list("full_name", flat=True))
    parents = Person.objects.filter(pk__in=Parenthood.objects.values("person_id"))
    known = Person.objects.holding(*EMPLOYED, Role.GOVERNOR, Role.CHAIR, Role.CLERK)
    unknown = parents.exclude(pk__in=known.values("pk"))
    return Names.of(
        children + list(parents.values_list("full_name", flat=True)),
        in_texts=children + list(unknown.values_list("full_name", flat=True)),
    )


@dataclass
class Sieve:
    """Lets through what names nobody, and what somebody has looked at; counts the rest."""

    names: Names
    looked_at: Collection[str] = ()
    held: set[Finding] = field(default_factory=set)

    def words(self, words: str) -> str:
        """Return a few words that were typed, or what stands in their place."""
        return words if self._passes(words_finding(self.names, words)) else HELD_BACK

    def policy(self, version: Version) -> bool:
        """Tell whether a policy may go."""
        text = texts_of([version])[version.pk]
        return self._passes(policy_finding(self.names, version, text))

    def report(self, report: TermlyReport) -> bool:
        """Tell whether a report to governors may go."""
        return self._passes(report_finding(self.names, report))

    def _passes(self, found: Finding | None) -> bool:
        if found is None or found.key in self.looked_at:
            return True
        self.held.add(found)
        return False


def search() -> list[Finding]:
    """Return each thing that would go into the file, and may name somebody; in the file's order."""
    names = names_to_look_for()
    return list(dict.fromkeys(found for found in _search(names) if found))


def _search(names: Names) -> Iterator[Finding | None]:
    versions = list(in_force())
    texts = texts_of(versions)
    for version in versions:
        yield policy_finding(names, version, texts[version.pk])
    for table in TABLES:
        if table.repeats:
            continue
        for words in table.typed_words():
            yield words_finding(names, words)
    for report in TermlyReport.objects.select_related("term").defer("pdf"):
        yield report_finding(names, report)


def texts_of(versions: Collection[Version]) -> dict[int, str]:
    """Return all that each version says, by its key: two queries."""
    texts = {version.pk: [version.title, version.sign_off_text] for version in versions}
    for pk, heading in Section.objects.filter(version__in=texts).values_list("version", "heading"):
        texts[pk].append(heading)
    clauses = Clause.objects.filter(section__version__in=texts)
    for pk, text in clauses.values_list("section__version", "text"):
        texts[pk].append(text)
    return {pk: "\n".join(said) for pk, said in texts.items()}


def words_finding(names: Names, words: str) -> Finding | None:
    return _found(f"“{words}”", names.in_title(words))


def policy_finding(names: Names, version: Version, text: str) -> Finding | None:
    typed = " ".join((version.title, version.approval_committee, version.approval_minute))
    named = {*names.in_title(typed), *names.in_text(text)}
    return _found(f"The policy “{version}”, as a PDF", named)


def report_finding(names: Names, report: TermlyReport) -> Finding | None:
    named = {word for cell in _cells(report.content) for word in names.in_title(cell)}
    return _found(f"The report to governors of {report.term}", named)


def _cells(content: Any) -> Iterator[str]:
    """Return what was typed of a report: what its tables hold, and what the term is called."""
    yield str(content.get("term", ""))
    for section in content["sections"]:
        for row in section["rows"]:
            yield from map(str, row)


def _found(what: str, named: Collection[str]) -> Finding | None:
    return Finding(what, tuple(sorted(named))) if named else None
