"""The answers to being asked as a diagram, drawn from the table that the portal itself keeps to."""

from acknowledgements.lifecycle import TABLE
from acknowledgements.models import Reply


def as_mermaid() -> str:
    """Return the answers and moves in Mermaid's notation, which GitHub and GitLab draw."""
    lines = ["stateDiagram-v2", f"    [*] --> {Reply.NONE}"]
    for move, ways in TABLE.items():
        lines += [f"    {now} --> {then}: {move}" for now, then in ways.items()]
    return "\n".join(lines)
