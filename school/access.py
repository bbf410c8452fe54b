"""How the portal answers "may this person do that?": with a yes, or a no and its reason."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from school.errors import DomainError


class NotAllowed(DomainError, PermissionDenied):
    """This person may know of the thing but may not do this to it: Django answers 403, and why."""


@dataclass(frozen=True)
class Verdict:
    """Allowed or not; `reason` is the sentence to show when it is not."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str) -> Verdict:
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    """Raise NotAllowed with the verdict's reason unless it is a yes."""
    if not verdict.allowed:
        raise NotAllowed(verdict.reason)
