"""Attacks on privacy: each tries to learn, or to be told, what is kept from them (I2 to I4)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from incidents import actions, drafts
from incidents.models import Report
from notifications.models import Message
from school.models import Role
from stmarys_portal.tasks import forget_old_sessions
from tests import factories
from tests.incidents.cases import a_report

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
    client.post(reverse("incidents:start"), {"in_danger": "no"})
    client.post(
        reverse("incidents:report"),
        {
            "kind": "breach",
            "what_happened": "The head posted names.",
            "subject_kind": "unknown",
            "where": "unsure",
            "who": "anonymous",
        },
    )
    page = client.get(reverse("incidents:check"))
    return client.post(reverse("incidents:check"), {"ticket": page.context["ticket"]})


@pytest.mark.rule("I2")
def test_the_next_person_at_a_shared_computer_finds_no_draft_after_sign_out(
    parent, other_parent, sign_in
):
    client = sign_in(parent)
    client.post(reverse("incidents:report"), {"what_happened": "Secret words"})
    client.post(reverse("account_logout"))

    assert b"Secret words" not in client.get(reverse("incidents:report")).content
    client.force_login(other_parent, backend="django.contrib.auth.backends.ModelBackend")
    assert b"Secret words" not in client.get(reverse("incidents:report")).content


@pytest.mark.rule("I2")
def test_a_draft_that_was_never_sent_is_removed_when_its_time_is_over(client):
    client.post(reverse("incidents:report"), {"what_happened": "Secret words"})
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))

    forget_old_sessions()

    assert not Session.objects.exists()


@pytest.mark.rule("I2")
def test_the_mark_of_another_session_makes_nobody_signed_in(parent, sign_in, client):
    client.cookies[drafts.DRAFT_COOKIE] = sign_in(parent).cookies["sessionid"].value

    assert client.get(reverse("incidents:my_reports")).status_code == 302
    client.post(reverse("incidents:report"), {"what_happened": "Words"})
    assert client.get(reverse("incidents:my_reports")).status_code == 302
