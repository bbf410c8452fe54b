"""Whom a section concerns.

A heading that names people ("The use of social media by pupils") concerns those; so does a
lead-in such as "Staff will be advised as follows:". People who are only spoken about ("Photographs
of pupils") are not meant. Any other section concerns all whom the policy says it covers, or all
five audiences when it does not say.
"""

import re

from .lines import VERB
from .outline import Section

AUDIENCES = {
    "pupils": r"pupils?|child(?:ren)?|students?|learners?",
    "staff": r"staff|employees?|teachers?|teaching|head ?teachers?|workforce|contractors?|workers?",
    "parents_carers": r"parents?|carers?|famil(?:y|ies)|guardians?",
    "governors": r"governors?|governing (?:body|board)|trustees?",
    "volunteers": r"volunteers?|helpers?",
}
NAMED = {code: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for code, words in AUDIENCES.items()}
ANYONE = "|".join(AUDIENCES.values())
SPOKEN_ABOUT = re.compile(
    r"\b(?:photos?|photographs?|images?|pictures?|videos?|bullying|comments?|safety|protection"
    r"|information|data|safeguarding|protecting|complaints?|names?|allegations?|confidentiality)\s+"
    rf"(?:(?:of|about|on|against|from|by)\s+)?(?:(?:the|our|other)\s+)?(?:{ANYONE})\b"
    r"(?:(?:\s+and\s+|\s*/\s*|,\s*)(?:(?:the|our|other)\s+)?"
    rf"(?:{ANYONE})\b)*",
    re.IGNORECASE,
)
# Whom a sentence is about stands at its start: "Write to the Headteacher, who will:" asks no staff.
SUBJECT = re.compile(
    r"(?:(?:all|any|both|each|every|our|the|other|new|school|class|support|members?|of|as)\s+)*"
    rf"(?:{ANYONE})\b",
    re.IGNORECASE,
)
COVERS = re.compile(
    r"\b(?:cover|covers|covered|appl(?:y|ies) to|applicable to|community|is for|intended for"
    r"|addressed to|aimed at)\b",
    re.IGNORECASE,
)
THE_POLICY = re.compile(
    r"\b(?:policy|document|policies|procedures?|guidance|all covered)\b|^it (?:applies|covers)\b",
    re.I,
)
LISTS_THEM = re.compile(
    r"^(?:it|this|the|our)\b.{0,60}\b(?:covers|applies to|is for)\b[^.:]{0,60}:$", re.IGNORECASE
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
LONGEST = 1000


def audiences_of(sections: list[Section], title: str) -> list[tuple[str, ...]]:
    """The audiences of each section, in the order of the sections."""
    addressed = named_in(title.lower().partition(" for ")[2])  # "Code of Conduct for Staff"
    everyone = _covered(sections) or addressed or tuple(AUDIENCES)
    return [_of_section(section) or everyone for section in sections]


def named_in(text: str) -> tuple[str, ...]:
    """The audiences that a text names, in the portal's order."""
    return tuple(code for code, pattern in NAMED.items() if pattern.search(text))


def _of_section(section: Section) -> tuple[str, ...]:
    in_heading = named_in(SPOKEN_ABOUT.sub(" ", section.heading[:LONGEST]))
    if in_heading or not section.clauses:
        return in_heading
    return _addressed(section.clauses[0].text)


def _addressed(lead: str) -> tuple[str, ...]:
    """Who a lead-in says must do something: those named before its verb."""
    verb = VERB.search(lead[:LONGEST])
    if verb is None or not lead.endswith(":") or "." in lead:
        return ()
    before = SPOKEN_ABOUT.sub(" ", lead[: verb.start()]).lstrip()
    return named_in(before) if SUBJECT.match(before) else ()


def _covered(sections: list[Section]) -> tuple[str, ...]:
    """Everyone whom the policy says it covers; () when it does not say."""
    covered: set[str] = set()
    for section in sections:
        listing = 0  # the level of a lead-in such as "This policy applies to:"
        for clause in section.clauses:
            listing = listing if clause.level > listing else 0
            if listing:
                covered.update(named_in(clause.text[:LONGEST]))
                continue
            sentences = SENTENCE_END.split(clause.text)
            for sentence in sentences:
                covered.update(_covered_by(sentence))
            listing = clause.level if LISTS_THEM.search(sentences[-1][-LONGEST:]) else 0
    return tuple(code for code in AUDIENCES if code in covered)


def _covered_by(sentence: str) -> tuple[str, ...]:
    if len(sentence) > LONGEST or not THE_POLICY.search(sentence):
        return ()
    covers = COVERS.search(sentence)
    if covers is None:
        return ()
    after = named_in(sentence[covers.end() :])
    # "Employees, governors and volunteers are all covered" names them before the verb.
    return after or (named_in(sentence) if covers.group().lower() == "covered" else ())
