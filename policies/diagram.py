"""The moves of a version as a diagram, drawn from the tables that the portal itself keeps to."""

from policies.lifecycle import DEED, MOVES, WITHIN
from policies.models import State


def as_mermaid() -> str:
    """Return states, moves and what is done within a state, in Mermaid's notation."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    for state, targets in MOVES.items():
        lines += [
            f"    {state} --> {state}: {deed}" for deed, within in WITHIN.items() if within == state
        ]
        lines += [f"    {state} --> {to}: {DEED[to]}" for to in targets]
    return "\n".join(lines)
