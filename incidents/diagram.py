"""The moves of a case as a diagram, drawn from the table that the portal itself keeps to."""

from incidents.lifecycle import TABLE
from incidents.models import State


def as_mermaid() -> str:
    """Return the states and moves in Mermaid's notation, which GitHub and GitLab draw."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.RECEIVED}"]
    for move, (open_from, leads_to) in TABLE.items():
        lines += [f"    {state} --> {leads_to}: {move}" for state in State if state in open_from]
    return "\n".join(lines)
