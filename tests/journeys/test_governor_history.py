from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from incidents.models import Kind
from tests import factories
from tests.browser import axe, picture, sign_in_as

pytestmark = pytest.mark.browser


@pytest.mark.rule("G1")
def test_a_governor_reads_the_breach_history_as_counts(page, phone, transactional_db, governor):
    ended = timezone.localdate() - timedelta(days=10)
    factories.TermFactory(
        name="The term before", starts_on=ended - timedelta(days=40), ends_on=ended
    )
    factories.TermFactory(starts_on=ended + timedelta(days=3), ends_on=ended + timedelta(days=60))
    factories.CaseFactory.create_batch(7, kind=Kind.COMMENT, received_at=midday(ended))
    factories.CaseFactory.create_batch(2, kind=Kind.CYBERBULLYING, received_at=midday(ended))

    for window, width in ((page, 1280), (phone, 360)):
        sign_in_as(window, governor)
        window.goto("/governors/history/")
        expect(window.locator("main")).to_contain_text("The term before")
        expect(window.locator("main")).to_contain_text("9 breaches were reported")
        expect(window.locator("main")).to_contain_text("ewer than five")
        axe(window)
        picture(window, f"governor-history-{width}")


def midday(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
