"""The words of this room: whom policies speak to, who approves them, where a version stands."""

from collections.abc import Iterable

from django.db import models

from school.models import Role


class Audience(models.TextChoices):
    """Whom a policy, or one section of it, speaks to (M1)."""

    PUPILS = "pupils", "Pupils"
    STAFF = "staff", "Staff"
    PARENTS_CARERS = "parents_carers", "Parents and carers"
    GOVERNORS = "governors", "Governors"
    VOLUNTEERS = "volunteers", "Volunteers"


def labels_of(audiences: Iterable[str]) -> list[str]:
    """Return the audiences' names for people, in the order they were given."""
    return [Audience(audience).label for audience in audiences]


class ApproverLevel(models.TextChoices):
    """Who has to approve a policy's versions (P2)."""

    GOVERNING_BODY = "governing_body", "The governing body"
    COMMITTEE = "committee", "A committee of governors"
    ONE_GOVERNOR = "one_governor", "One governor"
    HEADTEACHER = "headteacher", "The Headteacher"


class State(models.TextChoices):
    """Where a version stands; the moves between states are in `lifecycle.py`."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"


# Who looks after policies: prepares them, sends them round, keeps their facts.
MANAGERS = (Role.OFFICE, Role.HEADTEACHER, Role.DEPUTY, Role.CLERK)

# Who records an approval at each level: what governors decide together, their chair or clerk.
APPROVERS = {
    ApproverLevel.GOVERNING_BODY: (Role.CHAIR, Role.CLERK),
    ApproverLevel.COMMITTEE: (Role.CHAIR, Role.CLERK),
    ApproverLevel.ONE_GOVERNOR: (Role.GOVERNOR, Role.CHAIR),
    ApproverLevel.HEADTEACHER: (Role.HEADTEACHER,),
}

IN_WORK = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
PUBLIC = (State.PUBLISHED, State.SUPERSEDED)
