"""Reading the lists of expected policies, and offering which of a school's own fits one."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

# Who usually approves, as the lists name it, in words for a page.
APPROVERS = {
    "governing_body": "The governing body",
    "headteacher": "The Headteacher",
    "delegated": "The governing body, or whom it delegates this to",
    "employer": "The employer: the local authority or the governing body",
    "admission_authority": "The admission authority: the local authority or the governing body",
}

# What many titles share, so that it says nothing of which policy is meant.
COMMON = {"policy", "policies", "procedure", "procedures", "statement", "and", "of", "the", "for"}


@dataclass(frozen=True)
class Expected:
    """One policy that a school is expected to have, and how it is usually kept."""

    key: str
    title: str
    usual_approver: str
    review_months: int
    is_statutory: bool
    review_is_required: bool = False
    is_confirmed: bool = True
    note: str = ""

    @property
    def approver_in_words(self) -> str:
        return APPROVERS[self.usual_approver]

    @property
    def approver_level(self) -> str:
        """Return the level to propose for the school's own policy."""
        return "headteacher" if self.usual_approver == "headteacher" else "governing_body"


def _read(name: str, *, is_statutory: bool) -> list[Expected]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [
            Expected(
                key=_key(row["title"]),
                title=row["title"],
                usual_approver=row["usual_approver"],
                review_months=int(row["review_months"]),
                is_statutory=is_statutory,
                review_is_required=row.get("review_basis") == "required",
                is_confirmed=row.get("confirmed", "yes") == "yes",
                note=row["note"],
            )
            for row in csv.DictReader(file)
        ]


def _key(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


EXPECTED = (
    *_read("statutory.csv", is_statutory=True),
    *_read("needed_here.csv", is_statutory=False),
)
_BY_KEY = {expected.key: expected for expected in EXPECTED}


def by_key(key: str) -> Expected | None:
    """Return the expected policy of this key, if there is one."""
    return _BY_KEY.get(key)


def offered_for(expected: Expected, titles: Iterable[tuple[int, str]]) -> int | None:
    """Return which of a school's policies (pk, title) may be the expected one, by its title.

    It is only offered to a person and never assumed: the titles share every word that says which
    policy is meant, and where several do, the shortest is the likeliest.
    """
    wanted = _telling(expected.title)
    likely = [(len(title), pk) for pk, title in titles if wanted and wanted <= _telling(title)]
    return min(likely)[1] if likely else None


def _telling(title: str) -> set[str]:
    words = re.findall(r"[a-z]+", re.sub(r"\(.*?\)", " ", title.lower()))
    return {word for word in words if word not in COMMON}
