"""The termly report to governors (G4): its draft, its publication, and that it stands."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from governance.history.counting import count_terms
from governance.history.sheet import rows as sheet_rows
from governance.history.showing import History
from governance.models import CountedTerm, TermlyReport
from governance.report.actions import publish_report
from governance.report.content import fingerprint, report_of
from incidents.models import Kind
from notifications.models import Message
from policies import actions as policies
from school.access import NotAllowed
from school.errors import WrongState
from tests import factories
from tests.conftest import CAST
from tests.days import in_days, today

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G4")]


@pytest.fixture
def term():
    """Return a term that is over and counted, with six breaches of one kind and one of another."""
    factories.TermFactory(name="Summer", starts_on=in_days(-100), ends_on=in_days(-40))
    factories.TermFactory(name="Autumn", starts_on=in_days(-20), ends_on=in_days(40))
    at = timezone.now() - timedelta(days=60)
    for _ in range(6):
        factories.CaseFactory(kind=Kind.COMMENT, received_at=at)
    factories.CaseFactory(kind=Kind.IMAGE, received_at=at)
    count_terms()
    return CountedTerm.objects.get()


def publish(term, by):
    return publish_report(term=term, read=fingerprint(report_of(term)), by=by)


def section(term, heading) -> dict:
    return next(one for one in report_of(term)["sections"] if one["heading"] == heading)


# --- what it says ---------------------------------------------------------------------------------


def test_it_says_of_breaches_what_the_breach_history_says_and_nothing_more(term):
    """Whatever stands in the file of the breach history stands here, and no other figure does."""
    shown = {tuple(row[2:]) for row in sheet_rows(History((term,))) if row[1] != "Sign-off"}
    sections = report_of(term)["sections"]
    said = {
        tuple(row)
        for one in sections
        if one["heading"].startswith("Breaches") or "key" in one
        for row in one["rows"]
    }

    assert said == shown
    assert ("A comment about somebody", "5 to 9") in said
    assert ("A picture without permission", "fewer than five") in said


def test_what_happens_to_cases_afterwards_changes_nothing_in_a_draft(term):
    before = report_of(term)
    for _ in range(9):
        factories.CaseFactory(kind=Kind.IMAGE, received_at=timezone.now() - timedelta(days=60))

    assert report_of(term) == before


def test_it_says_which_policies_were_approved_are_overdue_and_how_they_were_made_known(
    term, office
):
    version = factories.VersionFactory(policy__title="Kindness", created_by=office)
    version.approved_on, version.next_review_on = in_days(-60), in_days(-45)
    version.state, version.approved_by, version.published_by = "published", office, office
    version.approved_at_level, version.text_sha256 = "governing_body", "0" * 64
    version.published_at = timezone.now() - timedelta(days=59)
    version.approval_minute = "26/14"
    version.save()
    policies.publicise(
        version=version, channel="newsletter", publicised_on=in_days(-60) + timedelta(days=3),
        where="Summer letter", by=office,
    )  # fmt: skip

    (approved,) = section(term, "Policies that were approved")["rows"]
    assert approved[0] == "Kindness, version 1"
    assert approved[2:] == ["the governing body", "26/14"]
    (overdue,) = section(term, "Policies to be looked at again")["rows"]
    assert overdue[0] == "Kindness, version 1"
    (known,) = section(term, "How policies were made known")["rows"]
    assert known[1:] == ["Kindness, version 1", "A newsletter"]


def test_it_counts_services_as_they_stood_on_the_last_day_and_reminders_of_the_term(term):
    long_ago = timezone.now() - timedelta(days=90)
    review_on = in_days(90)
    for approval in factories.ApprovalFactory.create_batch(2, state="asked"):
        approval.steps.create(move="ask", by=approval.owner, at=long_ago)
        approval.steps.create(move="approve", by=approval.owner, at=long_ago, review_on=review_on)
    begun = timezone.now() - timedelta(days=70)
    factories.AgeReminderFactory(begun_at=begun, finished_at=begun, title="Which apps")
    factories.AgeReminderFactory(begun_at=timezone.now(), finished_at=timezone.now())

    assert section(term, "Approved services")["says"].startswith("2 uses of apps and websites")
    assert [row[1] for row in section(term, "Reminders of minimum ages")["rows"]] == ["Which apps"]


def test_it_lists_the_expected_policies_that_are_not_in_force(term):
    lacking = section(term, "Policies that a school is expected to have")

    assert lacking["rows"]
    assert lacking["says"].endswith("not in force on the day of this report.")


def test_it_names_no_case_no_child_and_nobody_in_one(term):
    case = factories.CaseFactory(received_at=timezone.now() - timedelta(days=60))
    child = factories.ChildFactory(full_name="Xanthippe Ashe")
    factories.CasePartyFactory(case=case, child=child, person=None)
    referral = factories.ReferralFactory(case=case, summary="Quite a tale.")

    said = str(report_of(term))

    for secret in (case.reference, child.full_name, referral.summary, "referr", "legal advice"):
        assert secret not in said


# --- publishing -----------------------------------------------------------------------------------


def test_publishing_keeps_it_with_its_hash_and_tells_the_governors_without_content(
    term, clerk, headteacher, governor, chair, office
):
    report = publish(term, clerk)

    assert bytes(report.pdf).startswith(b"%PDF")
    assert report.sha256 == hashlib.sha256(bytes(report.pdf)).hexdigest()
    assert report.published_by == clerk
    event = Event.objects.on(report).get()
    assert (event.action, event.facts["sha256"]) == ("governance.report.published", report.sha256)
    told = Message.objects.filter(template="termly_report")
    assert {message.recipient for message in told} == {headteacher, governor, chair}
    assert {str(message.context) for message in told} == {str({"path": report.get_absolute_url()})}


def test_a_published_report_stays_whatever_happens_to_what_it_was_made_of(term, clerk):
    report = publish(term, clerk)
    said = fingerprint(report.content)
    version = factories.VersionFactory(policy__title="Kindness")
    version.approved_on, version.next_review_on, version.state = in_days(-60), today(), "approved"
    version.save()

    report.refresh_from_db()
    assert fingerprint(report.content) == said
    assert fingerprint(report_of(term)) != said


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_one(deed, term, clerk):
    publish(term, clerk)
    every = TermlyReport.objects.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        every.update(sha256="0") if deed == "update" else every.delete()


def test_what_was_not_read_is_not_published(term, clerk):
    read = fingerprint(report_of(term))
    answers = factories.VersionFactory(policy__title="Kindness")
    answers.approved_on, answers.next_review_on, answers.state = in_days(-60), today(), "approved"
    answers.save()

    with pytest.raises(WrongState, match="changed since you read it"):
        publish_report(term=term, read=read, by=clerk)

    assert not TermlyReport.objects.exists()


def test_one_term_has_one_report(term, clerk, headteacher):
    publish(term, clerk)

    with pytest.raises(WrongState, match="published already"):
        publish(term, headteacher)


def test_only_the_headteacher_and_the_clerk_publish(term, cast):
    for name in set(CAST) - {"headteacher", "clerk"}:
        with pytest.raises(NotAllowed):
            publish(term, getattr(cast, name))


# --- pages ----------------------------------------------------------------------------------------


def test_the_draft_is_seen_by_head_and_clerk_alone_and_then_published_from_its_page(
    term, clerk, governor, sign_in
):
    address = reverse("governance:report", args=[term.pk])
    own, theirs = sign_in(clerk), sign_in(governor)

    page = own.get(address).content.decode()
    assert "This is a draft" in page
    assert '<title id="kind-title">Breaches reported, by kind</title>' in page
    assert "style=" not in page
    assert theirs.get(address).status_code == 404
    assert "Summer" not in theirs.get(reverse("governance:reports")).content.decode()
    read = page.split('name="read" value="')[1].split('"')[0]
    page = own.post(f"{address}publish/", {"read": read}, follow=True).content.decode()

    assert "Published. The governors are told" in page
    assert "It does not change any more." in theirs.get(address).content.decode()
    assert "Read it" in theirs.get(reverse("governance:reports")).content.decode()
    handed = theirs.get(f"{address}pdf/")
    assert b"".join(handed.streaming_content) == bytes(TermlyReport.objects.get().pdf)


def test_publishing_without_having_read_says_so(term, clerk, sign_in):
    address = reverse("governance:publish_report", args=[term.pk])

    page = sign_in(clerk).post(address, follow=True).content.decode()

    assert "Read it as it is now" in page
    assert sign_in(clerk).get(address).status_code == 405


def test_the_draft_can_be_saved_and_says_on_paper_that_it_is_one(term, clerk, sign_in):
    from tests.incidents.packed import words_of

    answer = sign_in(clerk).get(reverse("governance:report_pdf", args=[term.pk]))

    said = words_of({"a.pdf": b"".join(answer.streaming_content)})["a.pdf"]
    assert "Draft, not published" in said
    assert "5 to 9" in said


def test_only_those_who_may_read_reports_do(term, cast, sign_in):
    publish(term, cast.clerk)
    for name in set(CAST):
        may = name in {"governor", "chair", "clerk", "headteacher"}
        for page in ("report", "report_pdf"):
            answer = sign_in(getattr(cast, name)).get(reverse(f"governance:{page}", args=[term.pk]))
            assert answer.status_code == (200 if may else 403), (name, page)


def test_before_a_term_is_counted_the_list_says_what_will_appear(governor, clerk, sign_in):
    address = reverse("governance:reports")

    assert "we write to you" in sign_in(governor).get(address).content.decode()
    assert "draft of its report" in sign_in(clerk).get(address).content.decode()


def test_a_draft_costs_the_same_queries_with_few_and_many_things_to_say(
    term, office, django_assert_num_queries, django_assert_max_num_queries
):
    factories.published()
    factories.ApprovalFactory()
    with django_assert_max_num_queries(20) as few:
        report_of(term)
    for _ in range(8):
        factories.published()
        factories.ApprovalFactory()

    with django_assert_num_queries(len(few.captured_queries)):
        report_of(term)
