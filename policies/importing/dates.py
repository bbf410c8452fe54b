"""The dates that a policy states about itself: approved, to be reviewed, issued, and so on.

They are read from labels ("Date of approval: 11th July 2017"), from small tables, and from
sentences. A date is read as it is written, day before month. A month alone means its last day;
a term means the last day of the month in which it usually ends (autumn 31 December, spring
30 April, summer 31 July); a person is asked to confirm those. What is not stated stays None.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .furniture import Aside
from .lines import Line, last_word, like_sentence, word_count
from .model import Passage

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
TERM_ENDS = {"autumn": (12, 31), "spring": (4, 30), "summer": (7, 31)}

MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)\b(?!\s?[-/–]\s?\d)"
DAY = r"(?<![\d/.-])(?P<day>\d{1,2})"
FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{DAY}\s?(?:st|nd|rd|th)?(?:\s+of)?[\s,-]{{1,3}}{MONTH}[\s,-]{{1,3}}{YEAR}",
        rf"\b{MONTH}\s+(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?,?\s+{YEAR}",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"{DAY}[/.-](?P<number>\d{{1,2}})[/.-](?P<year>(?:19|20)\d\d|\d\d)\b",
        rf"\b(?P<term>autumn|spring|summer)(?:\s+term)?(?:\s+[12])?[\s,-]{{1,3}}{YEAR}",
        rf"\b{MONTH}[\s,-]{{1,3}}{YEAR}",
    )
)

APPROVAL = r"(?:approv\w{1,4}|adopted|adoption|adopt|ratif\w{1,8}|agreed|agreement)\b"
# First match wins: a review that is past is not the review to come, and what is still to be
# approved, or was an earlier version's approval, is not the approval of this text.
PROPOSED, EARLIER = "proposed", "earlier"
LABELS = tuple(
    (key, re.compile(pattern, re.IGNORECASE))
    for key, pattern in (
        (PROPOSED, rf"\b(?:for|to be|be|await\w{{0,3}}|pending|subject to|proposed|expected|planned"
                   rf"|intended|not yet|before|prior to|seek\w{{0,3}}|will|to)"
                   rf"\s+(?:\w+\s+)?{APPROVAL}"
                   rf"|\b{APPROVAL}.{{0,15}}\b(?:expected|pending|awaited|planned|proposed|sought"
                   r"|requested|tbc)\b|\bdraft\b.{0,12}\breview"),
        (EARLIER, rf"\b(?:first|original(?:ly)?|previous(?:ly)?|initial(?:ly)?|earlier)\b.{{0,25}}"
                  rf"\b{APPROVAL}"),
        ("review", r"\bnext\b.{0,20}\breview|\breview\b.{0,12}\b(?:due|by|next)\b|\bbe reviewed\b"),
        ("reviewed", r"\b(?:last|previous(?:ly)?)\b.{0,12}\breview|\breview(?:ed)? on\b"
                     r"|^(?:date )?reviewed(?: by\b.*)?$|^date reviewed"),
        ("review", r"\b(?:for|to be|be|due)\b.{0,8}\breview|^(?:policy )?review(?: date| on| in)?$"
                   r"|\breview date\b|\bdate of review\b|\brenewal\b"),
        ("approved", r"\b(?:approv\w{1,4}|adopted|adoption|ratif\w{1,8}|agreed)\b"),
        ("issued", r"\b(?:issued?|published|publication)\b"),
        ("effective", r"\b(?:effective|implementation|implemented|in force)\b"),
    )
)  # fmt: skip
# A date beside these words is no approval either, but alone they may head a section.
IN_DRAFT = re.compile(r"\bdraft\b|\bconsult\w*", re.IGNORECASE)
NOT_OF_THIS = {
    PROPOSED: "This was only proposed, so it is not recorded as an approval.",
    EARLIER: "The approval of an earlier version, so it is not recorded as this one's.",
}
# Of two dates with one name, the one that says so counts: the next review, the governors' approval.
COUNTS = {
    "review": re.compile(r"\bnext\b", re.IGNORECASE),
    "approved": re.compile(
        r"\b(?:last|latest|governors?|governing|board|ratif\w+)\b", re.IGNORECASE
    ),
}
# What else stands in the table on a cover; none of it is a date.
OTHER_LABEL = re.compile(
    r"(?:version|status|author|owner|policy owner|policy lead|lead|reviewed by|written by|ref"
    r"|reference|review (?:cycle|period|frequency)|frequency|responsib\w{1,8}|committee|prepared by"
    r"|person responsible|statutory|document control|date|policy (?:number|type|status))\b",
    re.IGNORECASE,
)
STRICT_LABEL = re.compile(
    r"(?:date (?:of|for) )?(?:next |last )?(?:review|approval|issue)(?: date)?"
    r"|(?:approved|ratified|adopted|agreed|reviewed)(?: by| on)?"
    r"|date (?:approved|reviewed|adopted|ratified|issued)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
SAYS_IT = re.compile(r"(?:this|the|our|it)\b", re.IGNORECASE)
STATES_ITSELF = re.compile(
    r"\b(?:this|the|our) (?:\w+ ){0,4}(?:policy|document)\b|^(?:it|approved"
    r"|adopted|ratified|agreed|reviewed|next review|review)\b",
    re.IGNORECASE,
)

LONGEST = 200
WORDS_IN_LABEL = 12
WORDS_IN_DRAFT = 6
WORDS_IN_ROW = 30
LINES_BETWEEN = 8
WHY_DATE = "A date about the policy itself, kept among its dates."
WHY_UNCLEAR = "A date, but it is not clear what it is the date of."
WHY_LABEL = "Part of a table about the policy itself."


@dataclass(frozen=True)
class ReadDate:
    """A date found in a text, where it stands, and how it was read if that is not plain."""

    start: int
    end: int
    value: date
    how: str = ""


@dataclass
class Dates:
    """What has been found so far; the first statement of a date stands, a second is shown."""

    values: dict[str, str | None] = field(
        default_factory=lambda: {"approved": None, "review": None}
    )
    aside: Aside = field(default_factory=dict)
    unsure: list[Passage] = field(default_factory=list)
    _certain: set[str] = field(default_factory=set)

    def note(self, text: str, why: str) -> None:
        """Show these words to a person."""
        self.unsure.append(Passage(text, why))

    def state(self, key: str, found: ReadDate, text: str, how: str = "", label: str = "") -> None:
        """Keep a date under its key, with a note where it took reading.

        `label` is what stands before the date; "" if nothing more is known of it than the key.
        """
        if key in NOT_OF_THIS:
            self.note(text, NOT_OF_THIS[key])
            return
        iso, before = found.value.isoformat(), self.values.get(key)
        certain = key in COUNTS and bool(COUNTS[key].search(label))
        if before is not None and before != iso:
            if not certain or key in self._certain:
                self.note(text, f"A second date for “{key}”; {spoken(before)} was kept.")
                return
            self.note(text, f"A second date for “{key}”; this one was kept, not {spoken(before)}.")
        if certain:
            self._certain.add(key)
        self.values[key] = iso
        reading = " ".join(part for part in (found.how, how) if part)
        if reading:
            self.note(text, f"{reading} Kept as {spoken(iso)} for “{key}”: please confirm.")


def spoken(iso: str) -> str:
    """A day as people say it: 12 March 2025."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def find_date(text: str) -> ReadDate | None:
    """The first date in a short text."""
    matches = [match for form in FORMS if (match := form.search(text))]
    # The longest reading from the left: "31 February 2025" must not pass for "February 2025".
    first = min(matches, key=lambda match: (match.start(), -match.end()), default=None)
    return _read(first) if first else None


def key_of(label: str) -> str | None:
    """Which date a label speaks of, if any."""
    label = " ".join(label.split()).strip(" :.-–|(")
    if not label or word_count(label) > WORDS_IN_LABEL:
        return None
    return next((key for key, pattern in LABELS if pattern.search(label)), None)


def key_beside_date(label: str) -> str | None:
    """Which date it is that follows a label; of a draft or a consultation, none that counts."""
    short = word_count(label) <= WORDS_IN_DRAFT and IN_DRAFT.search(label)
    return key_of(label) or (PROPOSED if short else None)


def is_about_the_policy(text: str) -> bool:
    """Whether a short line is a label or an entry of the table on a cover."""
    if len(text) > LONGEST or word_count(text) > WORDS_IN_LABEL:
        return False
    label = text.split(":", 1)[0]
    return bool(OTHER_LABEL.match(text)) or (key_of(label) is not None and not like_sentence(label))


def labelled_dates(lines: list[Line]) -> Dates:
    """Dates from labels and tables; the lines that hold nothing else are set aside."""
    dates = Dates()
    table = _Table(dates)
    for line in lines:
        cells = _cells(line.text) if len(line.text) <= LONGEST else []
        if _is_labelled(cells):
            _read_labelled(line, cells, dates)
            table.close()
        else:
            table.take(line, cells)
    table.close()
    return dates


def dates_in_sentences(texts: Iterable[str], dates: Dates) -> None:
    """Dates that no label states, from sentences in which the policy speaks of itself."""
    for text in texts:
        for sentence in SENTENCE_END.split(text):
            if len(sentence) <= 2 * LONGEST and STATES_ITSELF.search(sentence):
                _read_sentence(sentence, dates)


def _read_sentence(sentence: str, dates: Dates) -> None:
    position = 0
    while found := find_date(sentence[position:]):
        words = " ".join(sentence[position : position + found.start].split()[-WORDS_IN_LABEL:])
        key = key_of(words)
        if key is not None:
            dates.state(key, found, sentence, "Read from a sentence.", words)
        position += found.end


def _read(match: re.Match[str]) -> ReadDate | None:
    parts = match.groupdict()
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    how = "A year of two figures." if len(parts["year"]) == 2 else ""
    if term := parts.get("term"):
        month, day = TERM_ENDS[term.lower()]
        how = f"“{match.group()}” is a term, read as the end of its last month."
    else:
        month = int(parts["number"]) if parts.get("number") else MONTHS[parts["month"].lower()]
        day = int(parts.get("day") or 0)
    if not 1 <= month <= 12:
        return None
    if not day and "day" not in parts:
        day = monthrange(year, month)[1]
        how = f"“{match.group()}” names no day, read as the last of the month."
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return ReadDate(match.start(), match.end(), date(year, month, day), how)


def _cells(text: str) -> list[str]:
    """The cells of a table's row, or the whole line as one cell."""
    return [cell.strip() for cell in re.split(r"\||\s{3,}", text) if cell.strip()]


def _is_labelled(cells: list[str]) -> bool:
    """Whether the line states a label and, after it, its date or that there is none."""
    text = " ".join(cells)
    found = find_date(text)
    if found is None:
        label, _, value = text.partition(":")
        return bool(STRICT_LABEL.fullmatch(label.strip())) and 0 < word_count(value) <= 6
    tail = text[found.end :]
    short = word_count(text[: found.start]) <= WORDS_IN_LABEL and (
        word_count(tail) <= 6 or find_date(tail) is not None
    )
    sentence = text.endswith(".") or SAYS_IT.match(text) or word_count(text) > WORDS_IN_ROW
    return short and key_beside_date(text[: found.start]) is not None and not sentence


def _read_labelled(line: Line, cells: list[str], dates: Dates) -> None:
    text = " ".join(cells)
    position, read_any = 0, False
    while found := find_date(text[position:]):
        label = text[position : position + found.start]
        key = key_beside_date(label)
        if key is None:
            dates.note(line.text, WHY_UNCLEAR)
        else:
            dates.state(key, found, line.text, label=label)
        position += found.end
        read_any = True
    dates.aside[line.at] = WHY_DATE if read_any else WHY_LABEL
    if not read_any and any(map(str.isdigit, text)):
        dates.note(line.text, "No date could be read from this; it is not recorded.")


@dataclass
class _Table:
    """A table in which labels stand on lines of their own, and their dates after them."""

    dates: Dates
    labels: list[tuple[Line, str]] = field(default_factory=list)
    values: list[tuple[Line, ReadDate]] = field(default_factory=list)
    after: list[tuple[Line, ReadDate | None]] = field(default_factory=list)  # the last label
    between: int = 0

    def take(self, line: Line, cells: list[str]) -> None:
        """Read one line of the table, or close the table when this is no part of one."""
        if not cells or word_count(line.text) > WORDS_IN_LABEL or like_sentence(line.text):
            self.close()
            return
        for cell in cells:
            self._take_cell(line, cell)
        if self.labels and self.labels[-1][0] is line:
            self.after = []
        elif self.labels:
            self.after.append((line, find_date(line.text)))

    def _take_cell(self, line: Line, cell: str) -> None:
        found = find_date(cell)
        # "Approved by" asks for a name, so no date on a later line belongs to it.
        key = key_of(cell) if found is None and last_word(cell) != "by" else None
        if found is not None and word_count(cell) <= 5:
            self.values.append((line, found))
            self.between = 0
        elif key is not None:
            if self.values:
                self.close()
            self.labels.append((line, key))
            self.between = 0
        else:
            self.between += 1
            if self.between > LINES_BETWEEN:
                self.close()

    def close(self) -> None:
        """Give each date its label, if they are as many; a single date the label before it."""
        labels, values, after = self.labels, self.values, self.after
        self.labels, self.values, self.after, self.between = [], [], [], 0
        certain = len(labels) == len(values)
        if len(labels) > 1 and not certain and len(values) > 1 and len(labels) == len(after):
            self._pair(labels, after)
            return
        if not labels or (len(values) > 1 and not certain):
            for line, _ in values:
                self.dates.note(line.text, WHY_UNCLEAR)
            return
        if not values:
            return
        for (label_line, key), (line, found) in zip(labels[-len(values) :], values, strict=True):
            self.dates.state(key, found, line.text, "" if certain else "The label is not certain.")
            self.dates.aside |= {label_line.at: WHY_DATE, line.at: WHY_DATE}

    def _pair(
        self, labels: list[tuple[Line, str]], after: list[tuple[Line, ReadDate | None]]
    ) -> None:
        """Give each label the line in its place: one without a date names somebody."""
        for (label_line, key), (line, found) in zip(labels, after, strict=True):
            if found is not None:
                self.dates.state(key, found, line.text, "The label is not certain.")
            why = WHY_DATE if found is not None else WHY_LABEL
            self.dates.aside |= {label_line.at: why, line.at: why}
