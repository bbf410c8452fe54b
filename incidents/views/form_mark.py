"""The mark on a step's form: how far its timeline had come when the form was opened."""

from typing import Any

from incidents import meanwhile
from incidents.models import Case
from school.requests import SignedInRequest

FIELD = "seen"


def sent(request: SignedInRequest) -> int | None:
    """Return the mark that came with a form, or None. Nonsense counts as having seen nothing."""
    if (typed := request.POST.get(FIELD)) is None:
        return None
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def shown(request: SignedInRequest, case: Case) -> dict[str, Any]:
    """Return the mark to put on the page, and what came meanwhile if it is shown again."""
    before, now = sent(request), meanwhile.seen_now(request.user, case)
    if before is None or before > now:
        return {"seen": now, "meanwhile": []}
    entries = meanwhile.since(request.user, case, before)
    return {"seen": before + len(entries), "meanwhile": entries}
