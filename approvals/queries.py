"""Questions about the register that several pages and rooms ask."""

from dataclasses import dataclass
from datetime import date

from approvals.models import Approval, Step
from approvals.standing import Standing, standing_on
from school.models import Service


@dataclass(frozen=True)
class Use:
    """One purpose for which a service was asked for, and how that stood on a day."""

    approval: Approval
    standing: Standing
    words: str

    @property
    def is_approved(self) -> bool:
        return self.standing == Standing.APPROVED


WORDS = {
    Standing.APPROVED: "Approved",
    Standing.OVERDUE: "Its review was overdue",
    Standing.WITHDRAWN: "Withdrawn",
    Standing.REFUSED: "Refused",
    Standing.WAITING: "Asked for, not decided",
}


def uses_on(day: date, *, service: Service | None, name: str) -> list[Use]:
    """Return for what a service had been asked for by a day, and how each stood: two queries."""
    approvals = Approval.objects.named(service, name).order_by("asked_at", "pk")
    found = []
    for approval in approvals.prefetch_related("steps"):
        steps: list[Step] = list(approval.steps.all())
        standing = standing_on(day, [step.said for step in steps])
        if standing is not None:
            found.append(Use(approval, standing, WORDS[standing]))
    return found


def approved_on(day: date) -> list[Approval]:
    """Return what might be used on a day, as it stood then: two queries."""
    asked = Approval.objects.select_related("service").prefetch_related("steps")
    return [
        approval
        for approval in asked.order_by("name", "pk")
        if standing_on(day, [step.said for step in approval.steps.all()]) == Standing.APPROVED
    ]
