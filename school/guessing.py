"""Holding back those who guess: so many wrong tries in a while, then nothing opens.

What is counted is a key that the caller chooses, never an address: one count for all of a school's
computers would let anybody shut the others out. The cache is shared by all processes.
"""

import hashlib
from dataclasses import dataclass

from django.core.cache import cache

from school.errors import DomainError


class TooManyTries(DomainError):
    """Somebody may be guessing: nothing opens for a while, right or wrong."""


@dataclass(frozen=True)
class Tries:
    """How many wrong tries something has, in how many seconds; `name` tells it from others."""

    name: str
    most: int = 10
    seconds: int = 15 * 60

    def require_left(self, key: str) -> None:
        """Raise TooManyTries where this key has had its wrong tries."""
        if len(cache.get_many(self._slots(key))) >= self.most:
            raise TooManyTries(
                f"There were too many wrong tries. Please wait {self.seconds // 60} minutes and "
                "try again."
            )

    def count(self, key: str) -> None:
        """Count one wrong try: `add` is atomic in every cache, so no two tries share a slot."""
        slots = self._slots(key)
        taken = cache.get_many(slots)
        for slot in slots:
            if slot not in taken and cache.add(slot, True, self.seconds):
                return

    def _slots(self, key: str) -> list[str]:
        digest = hashlib.sha256(key.encode()).hexdigest()[:32]
        return [f"{self.name}:{digest}:{slot}" for slot in range(self.most)]
