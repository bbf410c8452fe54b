"""How a request to use a service moves, drawn from the table that the portal itself keeps to."""

from approvals.lifecycle import TABLE
from approvals.vocabulary import State


def as_mermaid() -> str:
    """Return the states and moves in Mermaid's notation."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.ASKED}"]
    lines += [f"    {now} --> {then}: {move}" for move, (now, then) in TABLE.items()]
    return "\n".join(lines)
