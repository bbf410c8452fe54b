"""Policies on their way to being published, and those to review."""

from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.formats import date_format

from policies.models import State, Version
from policies.permissions import can_approve, can_manage, can_publish
from school.models import Role
from stmarys_portal.home.needs import Asked, Need

REVIEW_IN_SIGHT = timedelta(days=61)  # an owner first hears of a review two months before (P6)


def to_approve(asked: Asked, *roles: Role) -> list[Need]:
    if not asked.person.is_any(*roles):
        return []
    waiting = [
        version
        for version in asked.in_work
        if version.state == State.IN_REVIEW and can_approve(asked.person, version)
    ]
    if len(waiting) > 1:
        return [
            Need(
                "Policies to approve",
                reverse("policies:awaiting"),
                "Read each and decide, or record what a meeting approved.",
                count=len(waiting),
            )
        ]
    return [
        Need(
            f"Approve: {version.title}",
            version.get_decide_url(),
            f"{version.policy.get_approver_level_display()} approves this policy.",
        )
        for version in waiting
    ]


def to_publish(asked: Asked) -> list[Need]:
    if not can_publish(asked.person):
        return []
    return [
        Need(f"Publish: {version.title}", version.get_work_url(), "It is approved and ready.")
        for version in asked.in_work
        if version.state == State.APPROVED
    ]


def drafts(asked: Asked) -> list[Need]:
    drafts = sum(version.state == State.DRAFT for version in asked.in_work)
    if not drafts or not can_manage(asked.person):
        return []
    return [
        Need(
            "Policies being drafted",
            reverse("policies:manage"),
            "Send each for review when it is ready.",
            count=drafts,
        )
    ]


def to_review(asked: Asked) -> list[Need]:
    if not can_manage(asked.person):
        return []
    near = Version.objects.published().filter(next_review_on__lte=asked.today + REVIEW_IN_SIGHT)
    found = near.aggregate(number=Count("pk"), first=Min("next_review_on"))
    if not found["number"]:
        return []
    return [
        Need(
            "Policies to review",
            reverse("policies:manage"),
            f"The first review is due on {date_format(found['first'])}. Until then it stands.",
            count=found["number"],
            is_late=found["first"] < asked.today,
        )
    ]
