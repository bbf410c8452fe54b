"""Whether the service of a report might be used for school, for whoever handles the case (M19)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals.models import Step
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C4")]


@pytest.fixture
def shown(headteacher, sign_in):
    """Return the case's page as the Headteacher sees it, of a report with these facts."""

    def shown(**facts) -> str:
        report = factories.ReportFactory(**facts)
        return sign_in(headteacher).get(reverse("incidents:case", args=[report.case.pk])).text

    return shown


def test_what_nobody_asked_for_is_flagged(shown):
    assert "Nobody had asked to use it by then." in shown(service="ShadyApp")


def test_without_a_service_nothing_is_said(shown):
    assert "May it be used for school?" not in shown(service="")


def test_for_what_it_was_approved_is_named_so_that_another_use_is_seen(shown):
    approved = factories.ApprovalFactory(purpose="Reading practice")

    page = shown(service=approved.name, known_service=approved.service)

    assert '<span class="tag tag--ok">Approved</span> for: Reading practice (Robins)' in page
    assert "Only what is named here was approved" in page


@pytest.mark.parametrize(
    ("state", "words"), [("refused", "Refused"), ("withdrawn", "Withdrawn"), ("asked", "Asked for")]
)
def test_what_was_not_approved_is_flagged_though_its_name_was_typed(state, words, shown):
    kept = factories.ApprovalFactory(state=state, name="ShadyApp")

    page = shown(service="shadyapp ")

    assert f'<span class="tag tag--late">{words}' in page
    assert (kept.purpose in page) == (state != "asked")


def test_an_overdue_review_is_flagged(shown):
    late = factories.ApprovalFactory(review_on=timezone.localdate() - timedelta(days=1))

    assert "Its review was overdue" in shown(service=late.name)


def test_the_day_on_which_it_happened_counts(shown):
    approved = factories.ApprovalFactory()
    assert Step.objects.filter(approval=approved).count() == 2
    yesterday = timezone.localdate() - timedelta(days=1)

    assert "Nobody had asked to use it by then." in shown(
        service=approved.name, happened_on=yesterday
    )
