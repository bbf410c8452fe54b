"""How a referral and legal advice move, drawn from the tables that the portal itself keeps to."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from governance.lifecycle import DEEDS, STEPS, Advice, Stage


def of_referrals() -> str:
    """Return the stages and steps of a referral in Mermaid's notation."""
    return _drawn(Stage, STEPS)


def of_advice() -> str:
    """Return how far legal advice can be, and what moves it, in Mermaid's notation."""
    return _drawn(Advice, DEEDS)


def _drawn(stages: type[StrEnum], table: Mapping[Any, tuple[Iterable[StrEnum], object]]) -> str:
    states = list(stages)
    lines = ["stateDiagram-v2", f"    [*] --> {states[0]}"]
    for step, (open_from, leads_to) in table.items():
        lines += [
            f"    {state} --> {leads_to or state}: {step}"
            for state in states
            if state in set(open_from)
        ]
    return "\n".join(lines)
