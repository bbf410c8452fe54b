"""What this room does when policies are published or withdrawn, and when people change."""

from typing import Any

from acknowledgements.actions import bring_up_to_date, open_round, renew_links
from acknowledgements.models import Round
from acknowledgements.queries import first_signatures
from policies.models import Version
from policies.signatures import Signature
from school.models import Person


def when_published(*, version: Version, by: Person, **kwargs: Any) -> None:
    """Open a round where the version must be signed, or where its forerunner still was to be.

    A correction (P5) is not signed again by those who signed the text before it; those who had not
    yet are asked to sign the corrected text instead.
    """
    forerunners = Round.objects.open().filter(version__policy=version.policy_id)
    if version.must_be_signed or forerunners.exists():
        open_round(version=version, by=by)


def when_asking_may_change(*, by: Person | None = None, **kwargs: Any) -> None:
    """Ask newcomers and stop asking leavers; stop asking anybody for a version withdrawn."""
    bring_up_to_date(by=by)


def when_address_changed(*, person: Person, **kwargs: Any) -> None:
    renew_links(person=person)


def when_signatures_asked_for(
    *, people: set[int], versions: set[int], **kwargs: Any
) -> dict[tuple[int, int], Signature]:
    return first_signatures(people, versions)
