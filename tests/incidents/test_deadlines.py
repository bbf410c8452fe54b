"""How a clock is put into words (I10)."""

from datetime import datetime

import pytest
from django.utils import timezone

from incidents import deadlines

pytestmark = pytest.mark.django_db


@pytest.mark.rule("I10")
@pytest.mark.parametrize(
    ("due_at", "in_hours", "words"),
    [
        (datetime(2026, 11, 20, 17), False, "Today"),
        (datetime(2026, 11, 23, 17), False, "In 1 school day"),
        (datetime(2026, 11, 24, 17), False, "In 2 school days"),
        (datetime(2026, 11, 20, 10), False, "2 hours late"),
        (datetime(2026, 11, 19, 17), False, "1 school day late"),
        (datetime(2026, 11, 13, 17), False, "5 school days late"),
        (datetime(2026, 11, 20, 12, 30), True, "In 1 hour"),
        (datetime(2026, 11, 22, 12), True, "In 48 hours"),
        (datetime(2026, 11, 19, 12), True, "24 hours late"),
    ],
)
def test_a_clock_says_how_much_time_is_left(due_at, in_hours, words):
    noon = timezone.make_aware(datetime(2026, 11, 20, 12))

    assert deadlines.Wording(noon).of(timezone.make_aware(due_at), in_hours=in_hours)["words"] == (
        words
    )


def test_without_a_clock_nothing_is_said():
    assert deadlines.Wording(timezone.now()).of(None) == {}
