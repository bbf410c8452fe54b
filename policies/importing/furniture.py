"""What belongs to the paper or the web page, and not to the policy.

Page marks ("Page 3 of 12"), running headers and footers, links of a web page ("top of page")
and places to sign. All of it is set aside with the reason, even in the middle of a sentence.

A line that comes back is a running header only when there is a sign of it: it stands beside page
marks, or breaks into sentences, or it repeats the policy's or school's name. Other lines that
come back, such as "The governing body will", are part of the text.
"""

import re
from collections import Counter, defaultdict

from .lines import Line, ends, is_capitals, like_sentence, runs_on, starts_small, word_count
from .markers import split_marker

Aside = dict[int, str]

LONGEST = 160
PAGE_MARK = re.compile(
    r"[-–—|\[( ]*(?:p ?a ?g ?e|pg\.?|p\.)\s*\|?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\]) ]*"
    r"|\d{1,4}\s*\|\s*p ?a ?g ?e|\d{1,4}\s+of\s+\d{1,4}|[-–—|\[(]\s*\d{1,4}\s*[-–—|\])]",
    re.IGNORECASE,
)
ENDS_IN_PAGE_MARK = re.compile(r"\bpage\s+\d{1,4}(?:\s+of\s+\d{1,4})?$", re.IGNORECASE)
WEB = frozenset(
    {
        "top of page", "bottom of page", "back to top", "skip to content", "log in", "menu",
        "skip to main content", "print this page", "search", "share", "share this page",
        "use tab to navigate through the menu items.", "return to top", "scroll to top",
        "cookie policy", "accept cookies", "accept all cookies", "close menu", "open menu",
        "toggle navigation", "main menu", "previous page", "next page", "download", "print",
    }
)  # fmt: skip
NAMES = re.compile(
    r"\b(?:school|academy|federation|trust|college|nursery|preschool|pre-school|primary|infant"
    r"|policy|policies)\b",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+")

BLANK = r"(?:[._…]{3,}|…{1,}|(?:_ ){3,}|(?:\. ?){4,})"
SIGNED = re.compile(r"(?:signed|signature|sign here)\b", re.IGNORECASE)
TO_FILL = re.compile(BLANK)
# Long enough to write on, and no pause at the end of a sentence.
ENDS_IN_BLANK = re.compile(r"(?:[._]{6,}|…{3,}|(?:_ ){5,}_?|(?:\. ){5,}\.?)$")
FIELD = re.compile(
    r"\b(?:signed|signature|name|date|dated|class|position|print|role|headteacher|head teacher"
    r"|governors?|chair|child|pupil|parent|carer|staff|witness)\b",
    re.IGNORECASE,
)
FIELD_ALONE = re.compile(
    r"(?:(?:print(?:ed)?|full|your|parent(?:/carer)?(?:'s|’s)?|pupil(?:'s|’s)?|child(?:'s|’s)?"
    r"|staff|parent or carer)\s+)*(?:name|signed|signature|date|class|position)s?"
    r"(?:\s*\([^()]{1,40}\))?\s*:?",
    re.IGNORECASE,
)
SIGNER = re.compile(
    r"\(?(?:(?:the|vice|co|deputy|acting|executive)[\s-]+)*(?:chair|head|head ?teacher|principal"
    r"|governor|clerk)\b",
    re.IGNORECASE,
)

PRINTED_BY_BROWSER = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.](?:\d\d){1,2},? \d{1,2}:\d\d(?: ?[AP]M)?(?: .*)?"
    r"|(?:https?|file)://\S+ +\d{1,4}(?:/| of )\d{1,4}",
    re.IGNORECASE,
)

WHY_PAGE = "A page mark."
WHY_WEB = "Part of the web page the text was copied from."
WHY_RUNNING = "A header or footer that comes back on the pages."
WHY_SIGN = "A place to sign."


def page_marks(lines: list[Line]) -> Aside:
    """Lines such as "Page 3 of 12", alone or after the title in a footer."""
    return {line.at: WHY_PAGE for line in lines if is_page_mark(line.text)}


def is_page_mark(text: str) -> bool:
    """Whether the line is a page mark, or a short footer that ends in one."""
    if len(text) > LONGEST:
        return False
    return bool(PAGE_MARK.fullmatch(text)) or (
        word_count(text) <= 14 and bool(ENDS_IN_PAGE_MARK.search(text)) and not like_sentence(text)
    )


def web_chrome(lines: list[Line]) -> Aside:
    """What a web page puts around a text, and a browser that prints it on each sheet."""
    return {line.at: WHY_WEB for line in lines if _is_web_chrome(line.text)}


def _is_web_chrome(text: str) -> bool:
    if text.lower().strip("#↑ ") in WEB:
        return True
    return len(text) <= LONGEST and bool(PRINTED_BY_BROWSER.fullmatch(text))


def running_lines(lines: list[Line], marks: Aside, title: str) -> Aside:
    """Headers and footers: `lines` with the page marks still in, `marks` saying which those are."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.at not in marks and _may_run(line.text):
            places[shape_of(line.text)].append(place)
    aside: Aside = {}
    for shape, found in places.items():
        if len(found) > 1 and _is_running(shape, found, lines, marks, shape_of(title)):
            aside |= {lines[place].at: WHY_RUNNING for place in found}
    return aside


def shape_of(text: str) -> str:
    """The line as it looks from afar: numbers alike, capitals and spacing not minded."""
    return DIGITS.sub("#", " ".join(text.casefold().split()))


def _may_run(text: str) -> bool:
    if len(text) > LONGEST or ends(text, ":;") or not any(map(str.isalpha, text)):
        return False
    return split_marker(text)[0] is None


def _is_running(
    shape: str, found: list[int], lines: list[Line], marks: Aside, title_shape: str
) -> bool:
    signs = Counter(_stands_like_furniture(place, lines, marks) for place in found)[True]
    named = bool(NAMES.search(shape)) and not like_sentence(lines[found[0]].text)
    if signs > 1 and signs * 2 >= len(found):
        return True
    if shape == title_shape:
        return True
    return named and (signs > 0 or (len(found) > 2 and word_count(shape) > 2))


def _stands_like_furniture(place: int, lines: list[Line], marks: Aside) -> bool:
    """Whether the line stands beside a page mark or a new page, or in the midst of a sentence."""
    line = lines[place]
    before = lines[place - 1] if place else None
    after = lines[place + 1] if place + 1 < len(lines) else None
    if line.new_page or (after is not None and after.new_page):
        return True
    if any(beside is not None and beside.at in marks for beside in (before, after)):
        return True
    if before is None or after is None or starts_small(line.text):
        return False
    broken_off = not ends(before.text) and not is_capitals(before.text)
    return (
        broken_off
        and starts_small(after.text)
        and (runs_on(before.text) or word_count(before.text) > 5)
    )


def places_to_sign(lines: list[Line]) -> Aside:
    """Lines to sign on, and the name, date or office that stands with them."""
    aside: Aside = {}
    beside = False
    for line in lines:
        beside = is_place_to_sign(line.text) or (beside and _goes_with_signature(line.text))
        if beside:
            aside[line.at] = WHY_SIGN
    return aside


def is_place_to_sign(text: str) -> bool:
    """Whether this is a line to sign or fill in by hand."""
    if len(text) > LONGEST or word_count(text) > 16:
        return False
    if SIGNED.match(text):
        return bool(TO_FILL.search(text)) or ":" in text or word_count(text) <= 4
    return bool(ENDS_IN_BLANK.search(text) or (TO_FILL.search(text) and FIELD.search(text)))


def is_field(text: str) -> bool:
    """Whether this is a line of a form: a place to sign, or "Name", "Date:" and the like alone."""
    return is_place_to_sign(text) or bool(len(text) < 80 and FIELD_ALONE.fullmatch(text))


def _goes_with_signature(text: str) -> bool:
    short = len(text) < 80 and word_count(text) <= 6
    return short and bool(FIELD_ALONE.fullmatch(text) or SIGNER.match(text)) and not ends(text, ".")
