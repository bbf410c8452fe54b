"""What an imported policy consists of.

A title, the dates that the document states, sections with numbered clauses, the sentence that
people are asked to agree to, what was left out (each piece with the reason), and what a person
should look at before the policy is kept. Together they hold every word of the document.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Passage:
    """Some words of the document, and why they are shown to a person."""

    text: str
    why: str

    def as_json(self) -> dict[str, str]:
        """The passage as plain data."""
        return {"text": self.text, "why": self.why}

    @classmethod
    def from_json(cls, data: dict[str, str]) -> "Passage":
        """The passage that `as_json` made this of."""
        return cls(data["text"], data["why"])


@dataclass(frozen=True)
class ImportedClause:
    """One numbered statement; level 1 stands directly in its section, level 2 under a clause."""

    number: str
    text: str
    level: int

    def as_json(self) -> dict[str, Any]:
        """The clause as plain data."""
        return {"number": self.number, "text": self.text, "level": self.level}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ImportedClause":
        """The clause that `as_json` made this of."""
        return cls(data["number"], data["text"], data["level"])


@dataclass(frozen=True)
class ImportedSection:
    """A heading, whom it concerns, and its clauses in the order of the document."""

    number: str
    heading: str
    audiences: tuple[str, ...]
    clauses: tuple[ImportedClause, ...]

    def as_json(self) -> dict[str, Any]:
        """The section as plain data."""
        return {
            "number": self.number,
            "heading": self.heading,
            "audiences": list(self.audiences),
            "clauses": [clause.as_json() for clause in self.clauses],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ImportedSection":
        """The section that `as_json` made this of."""
        clauses = tuple(map(ImportedClause.from_json, data["clauses"]))
        return cls(data["number"], data["heading"], tuple(data["audiences"]), clauses)


@dataclass(frozen=True)
class ImportedPolicy:
    """A whole document; a date that it does not state is None, never a guess."""

    title: str
    dates: dict[str, str | None]
    sections: tuple[ImportedSection, ...]
    sign_off_text: str
    left_out: tuple[Passage, ...]
    unsure: tuple[Passage, ...]

    def as_json(self) -> dict[str, Any]:
        """The policy as plain data, ready to be stored or shown."""
        return {
            "title": self.title,
            "dates": dict(self.dates),
            "sections": [section.as_json() for section in self.sections],
            "sign_off_text": self.sign_off_text,
            "left_out": [passage.as_json() for passage in self.left_out],
            "unsure": [passage.as_json() for passage in self.unsure],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ImportedPolicy":
        """The policy that `as_json` made this of."""
        return cls(
            title=data["title"],
            dates=dict(data["dates"]),
            sections=tuple(map(ImportedSection.from_json, data["sections"])),
            sign_off_text=data["sign_off_text"],
            left_out=tuple(map(Passage.from_json, data["left_out"])),
            unsure=tuple(map(Passage.from_json, data["unsure"])),
        )
