"""All that is published of a term, read as an attacker reads it: pages, file, report, PDF."""

import csv
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from io import StringIO
from itertools import product
from typing import NamedTuple

from django.urls import reverse

from governance.history.cuts import CUTS
from governance.models import CountedTerm, TermlyReport
from governance.suppression import per_hundred
from tests.governance.solver import Line, Range, Shown, shown_of
from tests.incidents.packed import words_of

IN_SUM, ALL, RATE, OUTSIDE = (
    "Breaches of our policies",
    "Breaches reported",
    "For every 100 pupils",
    "Outside the school's remit",
)


class Tables(HTMLParser):
    """Reads the tables of a page: their caption, and each row as a list of words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._words: list[str] = []
        self._rows: list[list[str]] = []
        self._caption = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        if tag == "table":
            self._rows, self._caption = [], ""
        elif tag == "tr":
            self._rows.append([])
        if tag in ("td", "th", "caption"):
            self._words = []

    def handle_data(self, data) -> None:
        self._words.append(data)

    def handle_endtag(self, tag) -> None:
        words = " ".join("".join(self._words).split())
        if tag in ("td", "th"):
            self._rows[-1].append(words)
        elif tag == "caption":
            self._caption = words
        elif tag == "table":
            self.found[self._caption] = self._rows


def seen_by(client, *, choices: bool = True) -> set[tuple[str, str, str, str]]:
    """Return all that one reader sees, of every term: (term, table, line, what is shown).

    Every page to print and the file hold all there is; `choices` walks all others besides.
    """
    address, printed = reverse("governance:history"), reverse("governance:history_print")
    terms = ["", *CountedTerm.objects.values_list("pk", flat=True)]
    cut_keys = ["", *(cut.key for cut in CUTS)] if choices else []
    pages = [
        client.get(address, {"by": by, "until": until}) for by, until in product(cut_keys, terms)
    ]
    pages += [client.get(printed, {"until": until}) for until in terms]
    seen = set()
    for page in pages:
        assert page.status_code == 200
        for caption, rows in Tables(page.content.decode()).found.items():
            seen |= cells(caption, rows)
    file = client.get(reverse("governance:history_csv")).content.decode("utf-8-sig")
    names = {cut.name: cut.title for cut in CUTS}
    for term, table, line, words in list(csv.reader(StringIO(file)))[1:]:
        if table in names:
            seen.add((term, names[table], line, words))
    return seen


def cells(caption: str, rows: list[list[str]]) -> set[tuple[str, str, str, str]]:
    head, *lines = rows
    if head[0] == "Term":  # terms go down
        return {
            (line[0], caption, name, words)
            for line in lines
            for name, words in zip(head[1:], line[1:], strict=True)
        }
    return {
        (term, caption, line[0], words)
        for line in lines
        for term, words in zip(head[1:], line[1:], strict=True)
    }


class Figure(NamedTuple):
    """One thing that is said of one line of a term, wherever it is said."""

    term: str
    table: str
    line: str
    words: str


def figures_for(client) -> set[Figure]:
    """Return every figure of breaches that one reader is told: history, file, reports, PDFs."""
    found = {
        Figure(term, IN_SUM if line in SUMS else table, line, words)
        for term, table, line, words in seen_by(client)
    }
    file = client.get(reverse("governance:history_csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(file)))[1:]
    found |= {
        Figure(term, IN_SUM, line, words) for term, kind, line, words in rows if kind == "In all"
    }
    for report in TermlyReport.objects.select_related("term"):
        page = client.get(report.get_absolute_url())
        pdf = client.get(reverse("governance:report_pdf", args=[report.term_id]))
        if page.status_code == pdf.status_code == 200:
            name = report.term.name
            found |= set(in_tables(name, page.content.decode()))
            found |= set(in_pdf(name, b"".join(pdf.streaming_content)))
    return {one for one in found if one.table in TABLES_READ}


SUMS = (ALL, RATE, OUTSIDE)
TABLES_READ = {IN_SUM, *(cut.title for cut in CUTS)}


def in_tables(term: str, page: str) -> Iterator[Figure]:
    for caption, (_, *rows) in Tables(page).found.items():
        if caption in TABLES_READ:
            yield from (Figure(term, caption, line, words) for line, words in rows)


def in_pdf(term: str, pdf: bytes) -> Iterator[Figure]:
    """Read each line of a table: below its heading, a known label, and what is said of it."""
    headings = {f"{cut.name} {term}": cut for cut in CUTS}
    labels: tuple[str, ...] = ()
    table = ""
    for line in words_of({"pdf": pdf})["pdf"].splitlines():
        line = line.strip()
        if line == "In the whole term What is shown":
            table, labels = IN_SUM, SUMS
        elif cut := headings.get(line):
            table, labels = cut.title, tuple(cut.lines.values())
        else:
            said = (label for label in labels if line.startswith(f"{label} "))
            if (label := next(said, None)) and UNDERSTOOD.fullmatch(line[len(label) + 1 :]):
                yield Figure(term, table, label, line[len(label) + 1 :])


UNDERSTOOD = re.compile(
    r"(?P<few>fewer than five)|(?P<low>\d+)(?: to (?P<high>\d+))?|too few to say"
)


def range_of(words: str) -> Range | None:
    """Return what a figure may be; an attacker who does not understand it stops the test."""
    said = UNDERSTOOD.fullmatch(words)
    assert said, f"Nobody thought of “{words}”."
    if said["few"]:
        return 0, 4
    return (int(said["low"]), int(said["high"] or said["low"])) if said["low"] else None


def put_together(figures: Iterable[Figure], term: str, *, pupils: int) -> Shown:
    """Return all that figures say of a term, as ranges, with what hangs together by the rules.

    The attacker knows how many pupils there are, and so what a rate may come from.
    """
    by_title = {cut.title: cut for cut in CUTS}
    ranges: dict[Line | None, Range] = {}
    for one in figures:
        if one.term != term or one.line == OUTSIDE:
            continue
        said = rate_from(one.words, pupils) if one.line == RATE else range_of(one.words)
        if said is None:
            continue
        place: Line | None = None
        if one.table != IN_SUM:
            cut = by_title[one.table]
            keys = {label: key for key, label in cut.lines.items()}
            place = cut.key, keys.get(one.line, one.line)
        low, high = ranges.get(place, said)
        ranges[place] = max(low, said[0]), min(high, said[1])
    steps: dict = {"all": ranges[None][0] // 5 * 5}
    for cut in CUTS:
        read = {
            place[1]: low // 5 * 5
            for place, (low, _) in ranges.items()
            if place and place[0] == cut.key
        }
        assert set(cut.lines) <= set(read), cut.key  # the attacker read every line there is
        steps[cut.key] = read
    return shown_of(steps, ranges)


def rate_from(words: str, pupils: int) -> Range | None:
    """Return how many breaches a rate may come from."""
    begins = [
        step
        for step in range(0, 500, 5)
        if (per_hundred(step, pupils) or "too few to say") == words
    ]
    return (begins[0], begins[-1] + 4) if begins else None
