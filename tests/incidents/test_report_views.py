"""Telling the school about something, in a browser without scripts."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from audit.models import Event
from incidents import codes
from incidents.models import Case, Kind, Part, Report, SubjectKind
from notifications.models import Message
from school.models import Role

pytestmark = pytest.mark.django_db

ANSWERS = {
    "kind": "breach",
    "what_happened": "A picture of our class was put on a public page.",
    "subject_kind": "staff",
    "subject_name": "",
    "where": "outside",
    "service": "Facebook",
    "link": "",
    "who": "anonymous",
    "reporter_name": "",
    "reporter_email": "",
}


def tell(client, **changed):
    """Fill in the form and go as far as the page before sending; return that page."""
    answer = client.post(reverse("incidents:report"), ANSWERS | changed)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer.url)


def ticket_on(page):
    return re.search(r'name="ticket" value="([^"]+)"', page.content.decode()).group(1)


def send(client, page):
    return client.post(reverse("incidents:check"), {"ticket": ticket_on(page)}, follow=True)


def code_on(page):
    found = re.search(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}", page.content.decode())
    return found.group(0) if found else ""


@pytest.mark.rule("I1")
def test_the_first_question_is_whether_a_child_is_in_danger_now(client):
    page = client.get(reverse("incidents:start")).content.decode()

    assert "Is a child in danger now?" in page
    assert "within one school day" in page
    assert "not an emergency line" in page
    assert "What happened" not in page


@pytest.mark.rule("I1")
def test_a_child_in_danger_means_whom_to_call_before_any_form(client, headteacher):
    answer = client.post(reverse("incidents:start"), {"in_danger": "yes"}, follow=True)

    words = answer.content.decode()
    assert 'href="tel:999"' in words
    assert "safeguarding lead" in words
    assert reverse("incidents:report") in words


@pytest.mark.rule("I1")
def test_the_danger_is_recorded_and_makes_the_case_due_today(client, headteacher, dsl):
    client.post(reverse("incidents:start"), {"in_danger": "yes"})

    send(client, tell(client))

    case = Case.objects.get()
    assert case.report.child_in_danger
    assert case.child_at_risk
    assert case.besides_role == Role.DSL


def test_no_danger_leads_straight_to_the_form(client):
    answer = client.post(reverse("incidents:start"), {"in_danger": "no"})

    assert answer.status_code == 302
    assert answer.url == reverse("incidents:report")


def test_leaving_the_first_question_empty_says_so(client):
    answer = client.post(reverse("incidents:start"), {})

    assert "Choose yes or no." in answer.content.decode()


@pytest.mark.rule("M14")
def test_talk_to_us_opens_the_form_as_a_question_or_worry(client):
    client.post(reverse("incidents:start") + "?about=concern", {"in_danger": "no"})

    page = client.get(reverse("incidents:report"))

    assert page.context["form"]["kind"].value() == Kind.CONCERN


@pytest.mark.rule("I2")
def test_an_anonymous_reporter_gets_a_reference_and_a_code_that_is_shown_once(client, headteacher):
    page = send(client, tell(client))
    again = client.get(reverse("incidents:received"))

    report = Report.objects.get()
    code = code_on(page)
    assert report.case.reference in page.content.decode()
    assert report.case.reference in again.content.decode()
    assert report.code_hash == codes.hash_code(code)
    assert code_on(again) == ""


@pytest.mark.rule("I2")
def test_nothing_of_an_anonymous_report_leads_to_who_was_signed_in(parent, sign_in, headteacher):
    client = sign_in(parent)

    send(client, tell(client))

    report = Report.objects.get()
    assert (report.reporter, report.reporter_name, report.reporter_email) == (None, "", "")
    event = Event.objects.get(action="incidents.report.received")
    assert event.actor_id == ""
    kept = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    for trace in (
        report.case.reference,
        str(report.submission),
        str(report.case.pk),
        "public page",
    ):
        assert trace not in kept
    assert not Message.objects.filter(recipient=parent).exists()
    assert parent.reports.count() == 0


@pytest.mark.rule("I2")
def test_a_name_typed_before_choosing_to_stay_anonymous_is_not_kept(client, headteacher):
    send(client, tell(client, reporter_name="Pat Parker", reporter_email="pat@example.test"))

    report = Report.objects.get()
    assert (report.reporter_name, report.reporter_email) == ("", "")
    assert (report.reporter, report.reporter_name) == (None, "")


def test_somebody_without_an_account_may_leave_name_and_address(client, headteacher):
    page = send(
        client, tell(client, who="named", reporter_name="Gran", reporter_email="gran@example.test")
    )

    report = Report.objects.get()
    assert (report.reporter_name, report.reporter_email) == ("Gran", "gran@example.test")
    assert code_on(page)
    assert Message.objects.filter(address="gran@example.test").count() == 1


def test_a_signed_in_reporter_needs_no_code_and_finds_it_among_their_reports(
    parent, sign_in, headteacher
):
    client = sign_in(parent)

    page = send(client, tell(client, who="account"))

    assert code_on(page) == ""
    assert Report.objects.get().reporter == parent
    assert Report.objects.get().code_hash == ""
    assert (
        Case.objects.get().reference in client.get(reverse("incidents:my_reports")).content.decode()
    )


def test_somebody_signed_out_cannot_claim_an_account(client, headteacher):
    answer = client.post(reverse("incidents:report"), ANSWERS | {"who": "account"})

    assert answer.status_code == 200
    assert "who" in answer.context["form"].errors


@pytest.mark.rule("I1")
def test_pressing_send_twice_makes_one_report_and_gives_the_same_code(client, headteacher):
    page = tell(client)

    first = send(client, page)
    second = send(client, page)

    assert Report.objects.count() == 1
    assert code_on(first)
    assert code_on(first) == code_on(second)


def test_going_back_and_sending_again_with_a_new_page_finds_nothing_to_send(client, headteacher):
    page = tell(client)
    send(client, page)

    again = client.get(reverse("incidents:check"), follow=True)

    assert again.redirect_chain[-1][0] == reverse("incidents:start")
    assert Report.objects.count() == 1


def test_an_altered_ticket_sends_nothing(client, headteacher):
    page = tell(client)

    client.post(reverse("incidents:check"), {"ticket": ticket_on(page) + "x"})

    assert Report.objects.count() == 0


def test_answers_are_kept_while_they_are_changed(client):
    page = tell(client)

    form = client.get(reverse("incidents:report")).context["form"]

    assert "A picture of our class" in page.content.decode()
    assert form["service"].value() == "Facebook"


def test_answers_are_kept_when_something_is_still_missing(client):
    client.post(reverse("incidents:report"), ANSWERS | {"kind": ""})

    form = client.get(reverse("incidents:report")).context["form"]

    assert form["what_happened"].value() == ANSWERS["what_happened"]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"what_happened": ""}, "what_happened", "a few words at least"),
        ({"what_happened": "x" * 10_001}, "what_happened", "too long"),
        ({"kind": "nonsense"}, "kind", "nonsense"),
        ({"subject_kind": ""}, "subject_kind", "Choose whom it is about"),
        ({"who": ""}, "who", "Choose whether"),
        ({"who": "named"}, "reporter_name", "Write your name"),
        (
            {"who": "named", "reporter_name": "G", "reporter_email": "g"},
            "reporter_email",
            "address",
        ),
        (
            {"happened_on_day": "31", "happened_on_month": "2", "happened_on_year": "2026"},
            "happened_on",
            "real day",
        ),
    ],
)
def test_what_is_missing_or_wrong_gets_a_sentence(client, changed, field, sentence):
    answer = client.post(reverse("incidents:report"), ANSWERS | changed)

    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])


def test_a_day_that_has_not_come_yet_is_refused(client):
    from incidents.forms.report import ReportForm

    form = ReportForm(
        ANSWERS | {"happened_on_day": "31", "happened_on_month": "12", "happened_on_year": "2999"},
        person=None,
    )

    assert "happened_on" in form.errors


def test_the_check_page_without_answers_leads_to_the_start(client):
    assert client.get(reverse("incidents:check")).url == reverse("incidents:start")


def test_the_received_page_without_a_report_leads_to_the_start(client):
    assert client.get(reverse("incidents:received")).url == reverse("incidents:start")


@pytest.mark.parametrize("name", ["start", "report", "check"])
def test_other_methods_are_refused(client, name):
    assert client.put(reverse(f"incidents:{name}")).status_code == 405


@pytest.mark.rule("I3")
def test_a_report_about_the_head_reaches_the_chair_and_never_the_head(client, cast):
    send(client, tell(client, subject_kind="headteacher"))

    case = Case.objects.get()
    assert case.handling_role == Role.CHAIR
    assert case.parties.get(part=Part.ALLEGED).person == cast.headteacher
    assert case.subject_kind == SubjectKind.HEADTEACHER
    assert {message.recipient for message in Message.objects.all()} == {cast.chair}
