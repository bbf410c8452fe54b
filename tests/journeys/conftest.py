"""What the journeys begin with: the school's own policy in force, through the real actions."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from policies import actions
from policies.awaiting import reading_of
from policies.importing import read_document
from policies.models import Version

POLICY = Path(__file__).parents[2] / "stmarys_portal" / "demo" / "policies" / "social-media.md"


@pytest.fixture
def publish(transactional_db, office, clerk, headteacher):
    """Return a function that takes the social media policy from document to force."""

    def publish() -> Version:
        today = timezone.localdate()
        original = POLICY.read_bytes()
        version = actions.draft_from_import(
            imported=read_document(original, name=POLICY.name),
            original=original,
            original_name=POLICY.name,
            slug="social-media",
            by=office,
        )
        version = actions.submit_for_review(version=version, by=office)
        actions.approve_version(
            version=version,
            by=clerk,
            approved_on=today,
            next_review_on=today + timedelta(days=365),
            minute="FGB 4.2",
            reading=reading_of(version),
        )
        return actions.publish_version(
            version=version, by=headteacher, must_be_signed=True, why="It is new to everybody."
        )

    return publish
