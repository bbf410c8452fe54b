"""What the portal does for a parent when the address that the school has for them changes."""

from typing import Any

from consents.models import SharedPicture
from notifications import outbox
from notifications.links import send_link_unasked
from school.links import end_links
from school.models import Person
from stmarys_portal.family.things import things_of

LETTERS_WITH_A_LINK = (
    "personal_link",
    "reminder",
    "question_answered",
    "shared_question",
    "shared_news",
)


def when_address_changed(*, person: Person, before: str | None, **kwargs: Any) -> None:
    """End the links that went to an address no longer theirs, and send one to the new at once.

    Whoever reads the old address, perhaps somebody else altogether, is let in no more. Where
    nothing waits for the parent, none is sent; nor is a link that was handed over on paper ended.
    """
    if before is not None:
        end_links([person.pk])
    for template in LETTERS_WITH_A_LINK:
        outbox.take_back(to=[person], template=template)
    asked = SharedPicture.objects.to_answer(person).exists()
    if asked or not things_of([person.pk])[person.pk].are_done:
        send_link_unasked(person=person)
