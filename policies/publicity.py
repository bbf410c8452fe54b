"""Through which channels each policy in force was made known, and through which not yet (M12)."""

from collections.abc import Iterable
from dataclasses import dataclass

from policies.models import Audience, Channel, Publicity, Version

# The four channels by which the policy says that parents are made aware.
CHANNELS = (Channel.PORTAL, Channel.ENROLMENT, Channel.WEBSITE, Channel.NEWSLETTER)


@dataclass(frozen=True)
class Known:
    """How far one version was made known: per channel the last entry, or None."""

    version: Version
    by_channel: list[tuple[Channel, Publicity | None]]

    @property
    def is_for_parents(self) -> bool:
        return Audience.PARENTS_CARERS in self.version.audiences

    @property
    def not_yet(self) -> list[str]:
        """Return the channels by which parents should have heard of it and have not."""
        if not self.is_for_parents:
            return []
        return [str(channel.label) for channel, entry in self.by_channel if entry is None]


def known(versions: Iterable[Version]) -> list[Known]:
    """Return how far each of these versions was made known, in one query."""
    versions = list(versions)
    entries: dict[tuple[int, str], Publicity] = {}
    found = Publicity.objects.standing().filter(version__in=versions)
    for entry in found.order_by("publicised_on", "pk"):
        entries[entry.version_id, entry.channel] = entry
    return [
        Known(version, [(channel, entries.get((version.pk, channel))) for channel in CHANNELS])
        for version in versions
    ]
