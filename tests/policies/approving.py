"""Policies that wait for approval, and what is said of them at a meeting."""

from django.utils import timezone

from policies import actions
from policies.actions import Decision
from policies.awaiting import reading_of
from policies.models import ApproverLevel, State
from tests import factories
from tests.days import yesterday

GOVERNING_BODY = ApproverLevel.GOVERNING_BODY


def in_review(author, level=GOVERNING_BODY, **kwargs):
    facts = {"state": State.IN_REVIEW, "submitted_at": timezone.now()} | kwargs
    return factories.VersionFactory(created_by=author, policy__approver_level=level, **facts)


def decision(version, **kwargs):
    return Decision(version, reading_of(version), **kwargs)


def at_meeting(versions, by, **kwargs):
    given = {"level": GOVERNING_BODY, "approved_on": yesterday(), "minute": "26/14"} | kwargs
    return actions.approve_at_meeting(decisions=[decision(v) for v in versions], by=by, **given)
