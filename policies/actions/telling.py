"""Letting somebody know that a version waits for them, or came back."""

from notifications import outbox
from policies.models import Version
from school.models import Person


def tell(
    person: Person | None, template: str, version: Version, event: int, *, path: str = ""
) -> None:
    """Write to somebody once of what one event did to a version; the link leads to its page."""
    outbox.enqueue(
        to=person,
        template=template,
        context={"path": path or version.get_work_url(), "policy": version.title},
        once=f"{template}:{event}:{person.pk if person else ''}",
    )
