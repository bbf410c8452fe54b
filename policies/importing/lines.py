"""A line of the document, and what its shape alone says about it.

Is it written like a heading, like a sentence, or like a line that runs on into the next? These
questions are asked of one line at a time; what a line *is* also depends on its neighbours and
is decided in `headings.py`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

UNREADABLE_SIGN = "\ufffd"
WHY_TABLE = "A table: each of its rows was kept as one line, with | between the cells."
# Tab, line feed, vertical tab, form feed, carriage return and next line lay text out. The rest
# of the control characters have no place in text.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
LONGEST_HEADING = 110
MOST_WORDS_IN_HEADING = 14
CLOSERS = "'\"’”)]*_ "
OPENERS = "'\"‘“([*_ "

# Verbs that a heading seldom has and a sentence nearly always does. "May" is also a month, so
# only the small letter counts.
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|must|will|shall|should|may|can|cannot|could|would"
    r"|need|needs|ensure|ensures|believe|believes|agree|agrees|understand|expect|expects)\b"
)
QUESTION = re.compile(r"(?:what|who|whom|why|how|when|where|which)\b", re.IGNORECASE)
# A short line that begins so may end on a preposition.
ASKS = re.compile(r"(?:What|Who|Whom|Why|How|Where|Which)(?: \S+){1,7}$")
STRANDED = frozenset({"about", "by", "for", "from", "in", "of", "on", "to", "with"})
SPEAKER = re.compile(r"(?:we|i|they|it|you|he|she|please|if)\b", re.IGNORECASE)

# Words on which no heading and no sentence ends: the next line belongs to the same breath.
RUNS_ON = frozenset(
    {
        "a", "about", "against", "all", "among", "an", "and", "any", "are", "as", "at",
        "be", "between", "by", "can", "could", "each", "every", "for", "from", "had", "has",
        "have", "her", "his", "if", "in", "include", "includes", "including", "into", "is",
        "it", "its", "may", "must", "not", "of", "on", "or", "our", "over", "per", "shall",
        "should", "such", "than", "that", "the", "their", "these", "this", "those",
        "through", "to", "under", "upon", "via", "was", "were", "which", "who", "whom",
        "whose", "will", "with", "would", "your",
    }
)  # fmt: skip

# Words on which a lead-in to a list ends.
INTRODUCES = frozenset(
    {
        "following", "follows", "below", "covers", "cover", "means", "mean", "involves",
        "requires", "require", "contains", "states", "says", "provides", "applies", "aims",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line, trimmed; `at` is its place in the document, counted from 0."""

    text: str
    at: int = 0
    indent: int = 0
    gap: bool = False  # an empty line stands before it
    hole: bool = False  # something that was set aside stood before it
    new_page: bool = False
    heading: int | None = None  # how deep a heading, when the file format itself says so
    aside: str = ""  # why it is no part of the text, when the file format itself says so
    doubt: str = ""  # what a person should look at, if it stays in the text


def without(lines: list[Line], aside: Collection[int]) -> list[Line]:
    """The lines that are not set aside, each knowing whether something before it was."""
    kept: list[Line] = []
    gap = hole = False
    for line in lines:
        if line.at in aside:
            gap, hole = gap or line.gap, True
            continue
        changed = hole or (gap and not line.gap)
        kept.append(replace(line, gap=line.gap or gap, hole=hole) if changed else line)
        gap = hole = False
    return kept


def last_word(text: str) -> str:
    """The last word in small letters, without the marks around it."""
    words = text[-60:].rsplit(None, 1)
    return words[-1].strip(CLOSERS + ":;,.").lower() if words else ""


def first_word(text: str) -> str:
    """The first word as it stands."""
    return text[:60].split(None, 1)[0] if text.strip() else ""


def word_count(text: str) -> int:
    """How many words there are."""
    return len(text.split())


def ends(text: str, marks: str = ".!?:;") -> bool:
    """Whether the text ends on one of these marks, closing quotes and brackets aside."""
    stripped = text.rstrip(CLOSERS)
    return stripped.endswith(tuple(marks))


def runs_on(text: str) -> bool:
    """Whether the text breaks off, so that it cannot be all of a sentence or heading."""
    if text.endswith((",", "–", "-", "/", "&")):
        return True
    # "Appendix A" ends on a name, and "Who this policy is for" is whole.
    whole = text.endswith(" A") or (bool(ASKS.match(text)) and last_word(text) in STRANDED)
    return last_word(text) in RUNS_ON and not ends(text) and not whole


def starts_small(text: str) -> bool:
    """Whether the first letter is a small one."""
    return text[:10].lstrip(OPENERS)[:1].islower()


def is_capitals(text: str) -> bool:
    """Whether it is written in capitals throughout, and is more than an abbreviation."""
    return len(text) <= LONGEST_HEADING and text.isupper() and sum(map(str.isalpha, text)) > 3


def is_quotation(text: str) -> bool:
    """Whether the whole line stands in quotation marks, as mottoes do."""
    return len(text) > 1 and text[0] in "'\"‘“" and text[-1] in "'\"’”"


def like_sentence(text: str) -> bool:
    """Whether it reads as a sentence: it stops like one, has a verb, or is simply long."""
    if len(text) > LONGEST_HEADING or word_count(text) > MOST_WORDS_IN_HEADING:
        return True
    if QUESTION.match(text):
        return ends(text, ".;")
    return ends(text, ".;!") or bool(VERB.search(text)) or bool(SPEAKER.match(text))


def like_heading(text: str) -> bool:
    """Whether it is written as a heading is: short, a capital first, no verb, no full stop."""
    if len(text) > LONGEST_HEADING or word_count(text) > MOST_WORDS_IN_HEADING:
        return False
    first = text.lstrip(OPENERS)[:1]
    if not (first.isupper() or first.isdigit()) or sum(map(str.isalpha, text)) < 3:
        return False
    if is_quotation(text) or runs_on(text) or " | " in text:
        return False
    if ends(text, ":"):
        return _is_label(text)
    return not like_sentence(text) and not (ends(text, "?") and not QUESTION.match(text))


def _is_label(text: str) -> bool:
    """Whether it is a heading written with a colon ("Aims:"), and not a lead-in to a list."""
    label = text.rstrip(": ")
    short = word_count(label) <= 4
    return (
        short
        and last_word(label) not in RUNS_ON | INTRODUCES
        and (not like_sentence(label) and not label.lower().startswith(("the following", "these ")))
    )
