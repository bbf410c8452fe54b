"""P6: whoever answers for a policy is told in time that it has to be looked at again."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from notifications.models import Message
from policies import actions
from policies.models import State
from policies.reviews import Step, months_before, step_on
from policies.tasks import remind_of_reviews
from school.access import NotAllowed
from school.errors import DomainError
from tests import factories

pytestmark = pytest.mark.rule("P6")

REVIEW = date(2027, 4, 30)


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2027, 2, 27), None),
        (date(2027, 2, 28), Step.TWO_MONTHS),
        (date(2027, 3, 29), Step.TWO_MONTHS),
        (date(2027, 3, 30), Step.ONE_MONTH),
        (date(2027, 4, 22), Step.ONE_MONTH),
        (date(2027, 4, 23), Step.ONE_WEEK),
        (date(2027, 4, 30), Step.ONE_WEEK),
        (date(2027, 5, 1), Step.OVERDUE),
    ],
)
def test_the_step_that_counts_on_a_day(today, step):
    assert step_on(today, REVIEW) == step


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(-20, 80))
def test_as_days_pass_no_step_is_left_again(review, days_left):
    order = [None, *Step]
    today = review - timedelta(days=days_left)

    now, tomorrow = step_on(today, review), step_on(today + timedelta(days=1), review)

    assert order.index(now) <= order.index(tomorrow) <= order.index(now) + 1


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 24))
def test_months_are_those_of_the_calendar(day, months):
    before = months_before(day, months)

    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day <= day.day


@pytest.fixture
def version(class_teacher):
    version = factories.published()
    version.policy.owner = class_teacher
    version.policy.save()
    return version


def told() -> set[tuple[str, str]]:
    return set(Message.objects.values_list("recipient__email", "template"))


@pytest.mark.django_db
def test_the_owner_is_told_once_for_each_step(version, headteacher, clerk, class_teacher):
    review = version.next_review_on
    for day in [months_before(review, 2), months_before(review, 1), review - timedelta(days=7)]:
        for _ in range(2):
            actions.remind_of_reviews(on=day)

    assert told() == {(class_teacher.email, "policy_review_due")}
    assert Message.objects.count() == 3


@pytest.mark.django_db
def test_after_days_without_a_scheduler_only_the_last_step_is_told(version):
    actions.remind_of_reviews(on=version.next_review_on)

    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_an_overdue_policy_stays_in_force_and_head_and_clerk_are_told(
    version, headteacher, clerk, class_teacher
):
    for days in (1, 2, 40):
        actions.remind_of_reviews(on=version.next_review_on + timedelta(days=days))

    people = {headteacher.email, clerk.email, class_teacher.email}
    assert told() == {(email, "policy_review_overdue") for email in people}
    assert Message.objects.count() == 3
    version.refresh_from_db()
    assert version.state == State.PUBLISHED


@pytest.mark.django_db
@pytest.mark.parametrize("has_left", [True, False])
def test_without_an_owner_here_head_and_clerk_are_told(version, headteacher, clerk, has_left):
    if has_left:
        version.policy.owner.assignments.update(
            ends_on=date(2000, 1, 2), starts_on=date(2000, 1, 1)
        )
    else:
        version.policy.owner = None
        version.policy.save()

    actions.remind_of_reviews(on=version.next_review_on)

    assert told() == {(p.email, "policy_review_due") for p in (headteacher, clerk)}


@pytest.mark.django_db
def test_nobody_is_told_of_what_is_not_in_force_or_far_away(version, headteacher, clerk):
    factories.superseded()
    factories.VersionFactory()

    actions.remind_of_reviews(on=version.next_review_on - timedelta(days=70))

    assert told() == set()


@pytest.mark.django_db
def test_thirty_policies_cost_no_more_than_three(headteacher, clerk, django_assert_max_num_queries):
    for count in (3, 27):
        versions = [factories.published() for _ in range(count)]
        with django_assert_max_num_queries(12):
            actions.remind_of_reviews(on=versions[0].next_review_on)


@pytest.mark.django_db
def test_beat_runs_the_task_each_day(version, headteacher):
    entry = settings.CELERY_BEAT_SCHEDULE["tell of reviews that come near"]
    assert entry["task"] == remind_of_reviews.name

    remind_of_reviews()

    near = version.next_review_on <= timezone.localdate() + timedelta(days=59)
    assert Message.objects.exists() is near


# --- who answers for a policy ---------------------------------------------------------------------


@pytest.mark.django_db
def test_the_office_says_who_answers_for_a_policy(office, class_teacher, sign_in):
    policy = factories.published().policy
    address = reverse("policies:own", args=[policy.slug])

    sign_in(office).post(address, {"owner": class_teacher.pk, "review_months": "24"})

    policy.refresh_from_db()
    assert (policy.owner, policy.review_months) == (class_teacher, 24)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"owner": "", "review_months": ""}, "such as 12"),
        ({"owner": "", "review_months": "0"}, "at least one month"),
        ({"owner": "999999", "review_months": "12"}, "somebody from the list"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(office, sign_in, answers, sentence):
    policy = factories.published().policy

    page = sign_in(office).post(reverse("policies:own", args=[policy.slug]), answers)

    assert sentence in page.content.decode()


@pytest.mark.django_db
def test_only_somebody_of_the_school_answers_for_a_policy(office, outsider, governor):
    policy = factories.published().policy
    with pytest.raises(DomainError, match="works at the school"):
        actions.settle_ownership(policy=policy, owner=outsider, review_months=12, by=office)
    with pytest.raises(NotAllowed):
        actions.settle_ownership(policy=policy, owner=governor, review_months=12, by=governor)
