"""Packing a case file into one ZIP, with the SHA-256 of each file in its manifest (I16)."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from incidents import evidence as reading
from incidents.casefile.content import CaseFile
from incidents.casefile.evidence import GONE, IS_THERE, Choice
from incidents.casefile.moments import at
from packing.zips import Packer, as_json
from policies.pdf.content import letterhead, lines_of, one_line
from policies.pdf.making import PdfNotMade, typeset
from school.errors import DomainError
from uploads import Kind

TEMPLATE = Path(__file__).with_name("chronology.typ")
FORMAT = "case-file/1"

NO_ORIGINALS_WHILE_HIDDEN = (
    "The originals were asked for and are not in it: while words are hidden nobody could say "
    "whether an original holds them."
)
READ_ME = """\
{title}
Made {made} for {by}

chronology    all that is on record, with the day something happened and the day it was recorded
case.json     the same as data, with the record of who did what and when
evidence/     what was added as evidence, as copies that are safe to open
originals/    the same as it came, only where somebody asked for it and said why
{released}manifest.json each file above with its SHA-256

{hidden}
To check that nothing was changed: manage.py check_bundle FILE, where the portal runs. Anybody can
compare a single file with its SHA-256 in manifest.json.

This is about children and people. Keep it where only those who need it can open it, and delete it
when it has been used.
"""
RELEASED = "released/     what governors released into it, in its own section of the chronology\n"


def pack(
    out: IO[bytes],
    file: CaseFile,
    *,
    made_at: datetime,
    made_for: str,
    with_originals: bool,
    why_originals: str = "",
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write the whole file of a case as a ZIP. `tell` hears how many parts of how many are done.

    Everything in it comes from what may leave; a piece of evidence that cannot be read is named.
    """
    goes = [choice for choice in file.choices if choice.goes]
    also = [each for added in file.added for each in added.files if not each.why_not(file.hider)]
    total, done = len(goes) + len(also) + 2, 0
    packer = Packer(out, made_at)
    tell(done, total)
    standing = {}
    for choice in goes:
        standing[choice.piece.number] = _add_evidence(packer, file, choice, with_originals)
        done += 1
        tell(done, total)
    for each in also:
        packer.add(each.path, each.read())
        done += 1
        tell(done, total)
    says = file.hidden()
    for piece in says["evidence"]:
        piece["standing"] = standing.get(piece["number"], piece["standing"])
    says |= {"made_at": made_at.isoformat(timespec="seconds"), "made_for": made_for}
    says["originals"] = file.hider.hide(_originals(file, with_originals, why_originals))
    says["words_hidden"] = bool(file.hider)
    says["made_for"] = file.hider.hide(made_for)
    _add_chronology(packer, says, made_at)
    tell(done + 1, total)
    packer.add("case.json", as_json(says))
    packer.add("read-me.txt", _read_me(says, made_at, has_more=bool(also)).encode())
    packer.close({"format": FORMAT, "case": file.case.reference, "made_at": says["made_at"]})
    tell(total, total)


def _add_evidence(packer: Packer, file: CaseFile, choice: Choice, with_originals: bool) -> str:
    evidence, number = choice.piece.evidence, choice.piece.number
    try:
        copy = reading.read_copy(evidence)
        original = None
        if with_originals and not file.hider:
            original = reading.read_original(evidence)
    except (DomainError, OSError):
        return GONE
    packer.add(f"evidence/{number:02d}{Kind[evidence.copy_kind].ending}", copy)
    if original is not None:
        packer.add(f"originals/{number:02d}{Kind[evidence.file_kind].ending}", original)
    return IS_THERE


def _originals(file: CaseFile, with_originals: bool, why: str) -> str:
    if not with_originals:
        return ""
    return NO_ORIGINALS_WHILE_HIDDEN if file.hider else f"The originals are in it, because: {why}"


def _read_me(says: dict[str, Any], made_at: datetime, *, has_more: bool) -> str:
    hidden = "Where it says [hidden], words were left out on purpose.\n"
    return READ_ME.format(
        title=says["title"],
        made=at(made_at),
        by=says["made_for"],
        hidden=hidden if says["words_hidden"] else "",
        released=RELEASED if has_more else "",
    )


def _add_chronology(packer: Packer, says: dict[str, Any], made_at: datetime) -> None:
    """Add the chronology as a PDF; as plain text where no typeface has its letters."""
    try:
        packer.add("chronology.pdf", typeset(as_json(_to_set(says, made_at)), TEMPLATE))
    except PdfNotMade:
        packer.add("chronology.txt", _in_plain_text(says).encode())


def _to_set(says: dict[str, Any], made_at: datetime) -> dict[str, Any]:
    """Return what the template sets: each text as the lines that paper can show."""
    return {
        "school": letterhead(),
        "full_title": one_line(says["title"]),
        "made": one_line(f"Made {at(made_at)} for {says['made_for']}"),
        "made_on": [made_at.year, made_at.month, made_at.day],
        "words_hidden": says["words_hidden"],
        "originals": one_line(says["originals"]),
        "facts": [[one_line(name), lines_of(words)] for name, words in says["facts"]],
        "chronology": [
            {name: one_line(line[name]) for name in ("happened", "recorded", "title", "by", "kind")}
            | {"words": lines_of(line["words"])}
            for line in says["chronology"]
        ],
        "sections": [
            {
                "heading": one_line(section["heading"]),
                "rows": [[one_line(name), lines_of(words)] for name, words in section["rows"]],
            }
            for section in says["sections"]
        ],
        "evidence": [
            {
                name: one_line(str(piece[name]))
                for name in ("number", "name", "caption", "kind", "happened", "recorded")
            }
            | {name: one_line(piece[name]) for name in ("added_by", "standing")}
            | {"sha256": piece["sha256_as_it_came"]}
            for piece in says["evidence"]
        ],
    }


def _in_plain_text(says: dict[str, Any]) -> str:
    parts = [says["title"], "", *(f"{name}: {words}" for name, words in says["facts"])]
    for line in says["chronology"]:
        parts += ["", f"{line['title']} ({line['kind']})"]
        parts += [f"Happened: {line['happened']}"] if line["happened"] else []
        parts += [f"Recorded: {line['recorded']}"]
        parts += [words for words in (line["by"], line["words"]) if words]
    for section in says["sections"]:
        parts += ["", section["heading"]]
        parts += [f"{name}: {words}" for name, words in section["rows"]]
    for piece in says["evidence"]:
        parts += ["", f"Evidence {piece['number']}: {piece['name']}. {piece['standing']}"]
    return "\n".join(parts) + "\n"
