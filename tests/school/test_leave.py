from datetime import date

import pytest

from school.models import Leave
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.rule("A5")
def test_the_first_day_back_is_the_day_after_the_latest_leave_that_is_over():
    person, away, _ = factories.PersonFactory.create_batch(3)
    Leave.objects.create(person=person, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1))
    Leave.objects.create(person=person, starts_on=date(2026, 5, 1), ends_on=date(2026, 6, 30))
    Leave.objects.create(person=person, starts_on=date(2026, 9, 1), ends_on=None)
    Leave.objects.create(person=away, starts_on=date(2026, 5, 1), ends_on=None)

    assert Leave.objects.last_returns(date(2026, 6, 30)) == {person.pk: date(2026, 3, 2)}
    assert Leave.objects.last_returns(date(2026, 7, 1)) == {person.pk: date(2026, 7, 1)}
    assert {each.person for each in Leave.objects.in_force(date(2026, 9, 1))} == {person, away}


def test_first_days_back_are_one_query(django_assert_num_queries):
    for _ in range(3):
        Leave.objects.create(
            person=factories.PersonFactory(),
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 3, 1),
        )

    with django_assert_num_queries(1):
        assert len(Leave.objects.last_returns(date(2026, 7, 1))) == 3
