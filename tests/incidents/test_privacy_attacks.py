"""Attacks on privacy: each tries to learn, or to be told, what is kept from them (I2 to I4)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents import actions, drafts
from incidents.models import Report, ReviewRequest
from notifications.models import Message
from school.models import Role
from stmarys_portal.tasks import forget_old_sessions
from tests import factories
from tests.incidents.cases import a_report, closed_report
from tests.incidents.telling import answer, begin, page_of, send, walk

pytestmark = pytest.mark.django_db


@pytest.mark.rule("I4")
@pytest.mark.parametrize("kept_by", ["account", "address"])
def test_a_reporter_who_turns_out_to_be_the_subject_gets_no_mail_about_it(kept_by, cast):
    known = {"reporter": cast.parent} if kept_by == "account" else {}
    details = {} if known else {"reporter_name": "P", "reporter_email": "Parent@example.test"}
    case = a_report(**known, **details).case
    actions.name_subject(case=case, by=cast.headteacher, person=cast.parent)
    Message.objects.all().delete()

    actions.write_to_reporter(case=case, by=cast.headteacher, words="We looked into it.")

    assert not Message.objects.exists()


@pytest.mark.rule("I4")
def test_a_mail_that_has_not_left_when_somebody_is_named_never_leaves(cast):
    case = a_report(child_in_danger=True).case
    assert Message.objects.waiting().filter(recipient=cast.dsl).exists()

    actions.name_subject(case=case, by=cast.headteacher, person=cast.dsl)

    assert not Message.objects.waiting().filter(recipient=cast.dsl).exists()
    assert Message.objects.waiting().filter(recipient=cast.headteacher).exists()


@pytest.mark.rule("I4")
def test_a_teacher_named_in_a_report_sees_nothing_of_it_after_becoming_head(cast, sign_in):
    case = a_report(subject_kind="staff", subject_name="Mr Thistle").case
    cast.headteacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    factories.RoleAssignmentFactory(person=cast.class_teacher, role=Role.HEADTEACHER)

    client = sign_in(cast.class_teacher)

    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.reference not in client.get(reverse("incidents:queue")).content.decode()


@pytest.mark.rule("I4")
@pytest.mark.parametrize("has_successor", [True, False])
def test_a_head_who_left_yesterday_sees_nothing_of_it_in_any_later_role(
    has_successor, cast, sign_in
):
    last_week = timezone.localdate() - timedelta(days=7)
    cast.headteacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    if has_successor:
        factories.RoleAssignmentFactory(role=Role.HEADTEACHER, starts_on=timezone.localdate())
    case = a_report(subject_kind="headteacher", happened_on=last_week).case
    factories.RoleAssignmentFactory(person=cast.headteacher, role=Role.CHAIR)

    client = sign_in(cast.headteacher)

    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.reference not in client.get(reverse("incidents:queue")).content.decode()


@pytest.mark.rule("I2")
def test_the_hour_of_a_session_does_not_tell_who_sent_an_anonymous_report(parent, sign_in):
    client = sign_in(parent)
    before = Session.objects.get().expire_date
    send_anonymously(client)

    (session,) = Session.objects.all()

    report = Report.objects.get()
    assert (report.reporter, report.reporter_name) == (None, "")
    assert session.expire_date == before


@pytest.mark.rule("I2")
def test_coming_back_to_an_anonymous_report_leaves_no_mark_on_a_session_either(parent, sign_in):
    received = a_report()
    client = sign_in(parent)
    before = Session.objects.get()

    opened = {"reference": received.reference, "code": received.code}
    client.post(reverse("incidents:follow"), opened)
    client.post(reverse("incidents:followed"), {"words": "It was on Monday."})

    after = Session.objects.get()
    assert received.case.entries.filter(by=None, kind="message").exists()
    assert (after.session_data, after.expire_date) == (before.session_data, before.expire_date)


def send_anonymously(client):
    return send(client, walk(client, what_happened="The head posted names."))


@pytest.mark.rule("I2")
def test_the_next_person_at_a_shared_computer_finds_no_draft_after_sign_out(
    parent, other_parent, sign_in
):
    client = sign_in(parent)
    walk(client, what_happened="Secret words")
    assert b"Secret words" in page_of(client, "what").content
    client.post(reverse("account_logout"))

    begin(client)
    assert b"Secret words" not in client.get(page_of(client, "what").url).content
    client.force_login(other_parent, backend="django.contrib.auth.backends.ModelBackend")
    answer(client, "about", about="COMMENT")
    assert b"Secret words" not in page_of(client, "what").content


@pytest.mark.rule("I2")
def test_a_draft_that_was_never_sent_is_removed_when_its_time_is_over(client):
    answer(client, "what", what_happened="Secret words")
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))

    forget_old_sessions()

    assert not Session.objects.exists()


@pytest.mark.rule("I2")
def test_the_mark_of_another_session_makes_nobody_signed_in(parent, sign_in, client):
    client.cookies[drafts.DRAFT_COOKIE] = sign_in(parent).cookies["sessionid"].value

    assert client.get(reverse("incidents:my_reports")).status_code == 302
    answer(client, "what", what_happened="Words")
    assert client.get(reverse("incidents:my_reports")).status_code == 302


@pytest.mark.rule("I2")
def test_nothing_of_an_anonymous_report_leads_to_who_was_signed_in(parent, sign_in, headteacher):
    client = sign_in(parent)

    send(client, walk(client))

    report = Report.objects.get()
    assert (report.reporter, report.reporter_name, report.reporter_email) == (None, "", "")
    event = Event.objects.get(action="incidents.report.received")
    assert event.actor_id == ""
    kept = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    for trace in (report.case.reference, str(report.submission), str(report.case.pk), "a public"):
        assert trace not in kept
    assert not Message.objects.filter(recipient=parent).exists()
    assert parent.reports.count() == 0


@pytest.mark.rule("I2")
def test_asking_to_look_again_with_a_code_says_nothing_of_who_is_signed_in(
    parent, sign_in, headteacher, deputy
):
    received = closed_report(headteacher)
    client = sign_in(parent)
    before = Session.objects.get()
    client.post(
        reverse("incidents:follow"), {"reference": received.reference, "code": received.code}
    )

    client.post(reverse("incidents:followed_review"), {"words": "You missed the second post."})
    client.post(reverse("incidents:followed_address"), {"email": "anon@example.test"})

    after = Session.objects.get()
    assert received.case.review.words == "You missed the second post."
    assert Report.objects.get().reporter_email == "anon@example.test"
    assert (after.session_data, after.expire_date) == (before.session_data, before.expire_date)
    for action in ("incidents.review.asked", "incidents.address.changed"):
        event = Event.objects.get(action=action)
        assert event.actor_id == ""
        assert "anon@" not in str(event.__dict__)
        assert "second post" not in str(event.__dict__)


@pytest.mark.rule("I2")
def test_a_slip_and_the_pages_behind_a_code_open_for_nobody_without_it(client, headteacher):
    a_report()

    for name in ("followed_slip", "followed_review", "followed_address"):
        assert client.get(reverse(f"incidents:{name}")).url == reverse("incidents:follow")
        assert client.post(
            reverse(f"incidents:{name}"), {"words": "x", "email": ""}
        ).status_code in (
            302,
            405,
        )
    assert not ReviewRequest.objects.exists()
