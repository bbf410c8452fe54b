from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.history.counting import count_terms
from incidents.models import Kind
from tests import factories
from tests.browser import axe, picture, sign_in_as

pytestmark = pytest.mark.browser


@pytest.mark.rule("G1")
def test_a_governor_reads_the_breach_history_in_steps(page, phone, transactional_db, governor):
    ended = timezone.localdate() - timedelta(days=30)
    for name, first, last in (
        ("Spring term", ended - timedelta(days=90), ended - timedelta(days=50)),
        ("Summer term", ended - timedelta(days=40), ended),
        ("Autumn term", ended + timedelta(days=3), ended + timedelta(days=90)),
    ):
        factories.TermFactory(name=name, starts_on=first, ends_on=last)
    factories.ChildFactory.create_batch(30, admitted_on=ended - timedelta(days=400))
    factories.CaseFactory.create_batch(7, kind=Kind.COMMENT, received_at=midday(ended))
    factories.CaseFactory.create_batch(2, kind=Kind.CYBERBULLYING, received_at=midday(ended))
    count_terms()

    for window, width in ((page, 1280), (phone, 360)):
        sign_in_as(window, governor)
        window.goto("/governors/history/")
        main = window.locator("main")
        expect(main).to_contain_text("In Summer term, 5 to 9 breaches were reported.")
        expect(main).to_contain_text("That is more than in the term before (fewer than five).")
        expect(window.get_by_role("img", name="Breaches reported, term by term")).to_be_visible()
        axe(window)
        picture(window, f"governor-history-{width}")

        window.get_by_label("Laid out by").select_option("Time to decide")
        window.get_by_role("button", name="Show this").press("Enter")
        expect(main).to_contain_text("In Summer term, most often (5 to 9): Longer, or not decided")

        window.get_by_role("link", name="All tables, as pages to print").click()
        expect(main).to_contain_text("What bullying was about")
        axe(window)
        picture(window, f"governor-history-print-{width}")


def midday(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
