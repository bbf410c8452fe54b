"""How pictures of events and pictures that families share move, drawn from the portal's tables."""

from consents import lifecycle, share_lifecycle
from consents.lifecycle import PhotoState
from consents.share_lifecycle import ShareState


def of_event_photos() -> str:
    """Return the states and moves of a photo request in Mermaid's notation."""
    lines = ["stateDiagram-v2", f"    [*] --> {PhotoState.DRAFT}"]
    lines += [f"    {now} --> {then}: {move}" for move, (now, then) in lifecycle.TABLE.items()]
    return "\n".join(lines)


def of_shared_pictures() -> str:
    """Return the states and moves of a shared picture in Mermaid's notation."""
    lines = ["stateDiagram-v2", f"    [*] --> {ShareState.SENT}"]
    for move, (open_from, leads_to) in share_lifecycle.TABLE.items():
        lines += [
            f"    {state} --> {leads_to}: {move}" for state in ShareState if state in open_from
        ]
    return "\n".join(lines)
