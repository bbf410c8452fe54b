"""Telling the school about something, in a browser without scripts."""

import re

import pytest
from django.urls import reverse

from incidents import codes, promises
from incidents.models import Case, CaseSettings, Kind, Part, Report, SubjectKind
from incidents.topics import Topic
from notifications.models import Message
from school.models import Role, Service
from tests.incidents.telling import (
    answer,
    begin,
    code_on,
    page_of,
    send,
    ticket_on,
    walk,
)

pytestmark = pytest.mark.django_db


@pytest.mark.rule("I1")
def test_the_first_question_is_whether_a_child_is_in_danger_now(client):
    page = client.get(reverse("incidents:start")).content.decode()

    assert "Is a child in danger now?" in page
    assert "within one school day" in page
    assert "not an emergency line" in page
    assert "What happened" not in page


@pytest.mark.rule("I1")
@pytest.mark.parametrize("name", ["about", "what", "who"])
def test_no_question_comes_before_the_one_about_danger(name, client):
    assert page_of(client, name).url == reverse("incidents:start")


@pytest.mark.rule("I1")
def test_a_child_in_danger_means_whom_to_call_before_any_question(client, headteacher):
    page = client.get(begin(client, in_danger="yes").url)

    words = page.content.decode()
    assert 'href="tel:999"' in words
    assert "safeguarding lead" in words
    assert "within one hour" in words
    assert reverse("incidents:question", args=["about"]) in words


@pytest.mark.rule("I1")
def test_the_danger_is_recorded_and_makes_the_case_due_today(client, headteacher, dsl):
    send(client, walk(client, in_danger="yes"))

    case = Case.objects.get()
    assert case.report.child_in_danger
    assert case.child_at_risk
    assert case.besides_role == Role.DSL


def test_the_danger_page_opened_by_its_address_leads_back_to_the_start(client):
    assert client.get(reverse("incidents:danger")).context["go_on"] == reverse("incidents:start")


def test_leaving_the_first_question_empty_says_so(client):
    assert "Choose yes or no." in client.post(reverse("incidents:start"), {}).content.decode()


@pytest.mark.rule("I1")
def test_one_question_comes_a_page_and_each_says_which_it_is_and_of_how_many(client):
    begin(client)

    first = page_of(client, "about").content.decode()

    assert "Question 1 of 8" in first
    assert "What is it about?" in first
    assert "What happened?" not in first
    assert answer(client, "about", about="IMAGE").url.endswith("/what/")
    assert "Question 2 of 8" in page_of(client, "what").content.decode()


@pytest.mark.rule("M14")
def test_talk_to_us_asks_least_and_promises_its_own_time(client, headteacher):
    CaseSettings(pk=1, answer_days=3, read_days=2).save()
    start = client.get(reverse("incidents:start") + "?about=concern").content.decode()

    assert "Talk to us" in start
    assert "within 3 school days" in start
    assert "within 2 school days" in start
    assert begin(client, talk_to_us=True).url.endswith("/what/")
    assert "of 4" in page_of(client, "what").content.decode()
    page = send(client, walk(client, talk_to_us=True, subject_kind="unknown"))
    case = Case.objects.get()
    assert case.kind == Kind.CONCERN
    assert case.report.service == ""
    assert "We mean to answer you by" in page.content.decode()


@pytest.mark.rule("I10")
def test_every_page_and_letter_promises_what_the_school_has_set(client, headteacher):
    CaseSettings(pk=1, read_days=3, urgent_read_hours=2).save()

    assert "within 3 school days" in client.get(reverse("incidents:start")).content.decode()
    assert "within 2 hours" in client.get(reverse("incidents:danger")).content.decode()
    send(client, walk(client, who="named", reporter_name="Gran", reporter_email="g@example.test"))
    letter = Message.objects.get(address="g@example.test")
    assert letter.context["read_within"] == "within 3 school days"


@pytest.mark.parametrize("days", [1, 4])
def test_promises_are_said_as_people_say_them(days):
    CaseSettings(pk=1, answer_days=days, urgent_read_hours=days).save()

    one = days == 1
    said = "within one school day" if one else "within 4 school days"
    assert promises.answer_within() == said
    assert promises.urgent_read_within() == ("within one hour" if one else "within 4 hours")


@pytest.mark.rule("M18")
@pytest.mark.rule("M15")
@pytest.mark.rule("M7")
@pytest.mark.parametrize("topic", Topic)
def test_each_topic_becomes_its_kind_and_can_be_about_whom_it_says(topic, client, cast):
    kind = topic.subjects[0]

    send(client, walk(client, about=topic.name, subject_kind=kind.value))

    case = Case.objects.get()
    assert (case.kind, case.subject_kind) == (topic.kind, kind)


@pytest.mark.rule("M18")
def test_where_a_colleague_did_it_the_head_and_the_chair_can_be_told_apart(client):
    begin(client)
    answer(client, "about", about="STAFF")
    answer(client, "what", what_happened="Words.")

    offered = [
        choice
        for choice, _ in page_of(client, "whom").context["form"].fields["subject_kind"].choices
    ]

    assert {"headteacher", "chair", "governor", "staff", "unknown"} <= set(offered)
    assert "pupil" not in offered


def test_where_the_topic_says_who_did_it_only_the_name_is_asked(client):
    begin(client)
    answer(client, "about", about="FAMILY")
    answer(client, "what", what_happened="Words.")

    form = page_of(client, "whom").context["form"]

    assert list(form.fields) == ["subject_name"]
    assert answer(client, "whom", subject_kind="headteacher").url.endswith("/when/")


def test_whom_is_asked_again_when_the_topic_changes_to_one_that_may_be_about_anybody(client):
    walk(client, about="FAMILY")

    response = answer(client, "about", about="COMMENT")

    assert response.url.endswith("/whom/")


def test_nothing_is_chosen_beforehand(client):
    begin(client)

    assert " checked" not in page_of(client, "about").content.decode()


@pytest.mark.rule("M17")
@pytest.mark.parametrize(("said", "kept"), [("in", False), ("outside", True), ("unsure", None)])
def test_whether_it_was_in_school_hours_is_kept_as_said(said, kept, client, headteacher):
    send(client, walk(client, where=said))

    assert Report.objects.get().outside_school is kept


def test_the_day_is_typed_in_three_boxes_and_kept_as_a_day(client, headteacher):
    day = {"happened_on_day": "3", "happened_on_month": "02", "happened_on_year": "2026"}

    page = walk(client, **day)
    send(client, page)

    assert "Tuesday 3 February 2026" in page.content.decode()
    assert Report.objects.get().happened_on.isoformat() == "2026-02-03"


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("31", "2", "2026", "real day"),
        ("x", "", "", "real day"),
        ("3", "2", "26", "real day"),
        ("3", "2", "1066", "Check the year"),
        ("31", "12", "2999", "has not come yet"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_comes_back_as_typed(
    day, month, year, sentence, client
):
    begin(client)
    page = answer(
        client, "when", happened_on_day=day, happened_on_month=month, happened_on_year=year
    )

    words = page.content.decode()
    assert sentence in words
    assert f'value="{year}"' in words or not year
    assert f'value="{day}"' in words


def test_a_service_of_the_list_is_kept_by_name_and_by_its_row(client, headteacher):
    service = Service.objects.create(name="Zwitscher")

    send(client, walk(client, known_service=str(service.pk), service="left over"))

    report = Report.objects.get()
    assert (report.known_service, report.service) == (service, "Zwitscher")


def test_a_service_that_is_not_in_the_list_is_kept_as_written(client, headteacher):
    send(client, walk(client, known_service="another", service="Ourchat", link="chat.example/1"))

    report = Report.objects.get()
    assert (report.known_service, report.service) == (None, "Ourchat")
    assert report.link == "chat.example/1"


@pytest.mark.parametrize(
    ("name", "answers", "field", "sentence"),
    [
        ("about", {}, "about", "Choose what it is about"),
        ("about", {"about": "nonsense"}, "about", "one of those offered"),
        ("what", {"what_happened": " "}, "what_happened", "a few words at least"),
        ("what", {"what_happened": "x" * 10_001}, "what_happened", "too long"),
        ("whom", {}, "subject_kind", "Choose whom it is about"),
        ("whom", {"subject_kind": "staff", "subject_name": "n" * 201}, "subject_name", "200"),
        ("where", {}, "where", "Choose where"),
        ("service", {"known_service": "another"}, "service", "Write its name"),
        ("service", {"known_service": "999999"}, "known_service", "from the list"),
        ("service", {"link": "l" * 501}, "link", "500"),
        ("who", {}, "who", "Choose whether"),
        ("who", {"who": "account"}, "who", "one of those offered"),
    ],
)
def test_what_is_missing_or_wrong_gets_a_sentence(name, answers, field, sentence, client):
    begin(client)

    page = answer(client, name, **answers)

    assert page.status_code == 200
    assert sentence in str(page.context["form"].errors[field])
    assert "put right" in page.content.decode()


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"reporter_name": ""}, "reporter_name", "Write your name"),
        ({"reporter_name": "G", "reporter_email": "g"}, "reporter_email", "e-mail address"),
    ],
)
def test_who_wants_to_be_named_says_who_they_are(answers, field, sentence, client):
    begin(client)
    answer(client, "who", who="named")

    assert sentence in str(answer(client, "name", **answers).context["form"].errors[field])


@pytest.mark.rule("I2")
def test_an_anonymous_reporter_gets_a_reference_and_a_code_that_is_shown_once(client, headteacher):
    page = send(client, walk(client))
    again = client.get(reverse("incidents:received"))

    report = Report.objects.get()
    code = code_on(page)
    assert report.case.reference in page.content.decode()
    assert report.case.reference in again.content.decode()
    assert report.code_hash == codes.hash_code(code)
    assert code_on(again) == ""


@pytest.mark.rule("I2")
def test_a_name_typed_before_choosing_to_stay_anonymous_is_not_sent(client, headteacher):
    walk(client, who="named", reporter_name="Pat Parker", reporter_email="pat@example.test")
    answer(client, "who", who="anonymous")

    page = client.get(reverse("incidents:check"))
    assert "Pat Parker" not in page.content.decode()
    send(client, page)

    report = Report.objects.get()
    assert (report.reporter, report.reporter_name, report.reporter_email) == (None, "", "")


def test_somebody_without_an_account_may_leave_name_and_address(client, headteacher):
    page = send(
        client, walk(client, who="named", reporter_name="Gran", reporter_email="gran@example.test")
    )

    report = Report.objects.get()
    assert (report.reporter_name, report.reporter_email) == ("Gran", "gran@example.test")
    assert code_on(page)
    assert Message.objects.filter(address="gran@example.test").count() == 1


def test_a_signed_in_reporter_needs_no_code_and_finds_it_among_their_reports(
    parent, sign_in, headteacher
):
    client = sign_in(parent)

    page = send(client, walk(client, who="account"))

    assert code_on(page) == ""
    assert Report.objects.get().reporter == parent
    assert Report.objects.get().code_hash == ""
    assert (
        Case.objects.get().reference in client.get(reverse("incidents:my_reports")).content.decode()
    )


@pytest.mark.rule("I3")
def test_a_report_about_the_head_reaches_the_chair_and_never_the_head(client, cast):
    send(client, walk(client, subject_kind="headteacher"))

    case = Case.objects.get()
    assert case.handling_role == Role.CHAIR
    assert case.parties.get(part=Part.ALLEGED).person == cast.headteacher
    assert case.subject_kind == SubjectKind.HEADTEACHER
    assert {message.recipient for message in Message.objects.all()} == {cast.chair}


def test_every_answer_can_be_changed_from_the_last_page(client):
    page = walk(client).content.decode()

    changes = re.findall(r'class="change" href="([^"]+)"', page)

    assert len(changes) == 8
    for address in changes:
        assert client.get(address).status_code == 200


def test_an_answer_that_was_changed_leads_back_to_the_last_page(client):
    walk(client)

    assert answer(client, "where", where="in").url == reverse("incidents:check")
    assert "Yes, at school" in client.get(reverse("incidents:check")).content.decode()


def test_back_leads_to_the_question_before_and_shows_its_answer(client):
    walk(client)

    page = page_of(client, "where")
    before = client.get(page.context["back"])
    what = page_of(client, "what").content.decode()

    assert page.context["back"].endswith("/when/")
    assert before.status_code == 200
    assert "A picture of our class" in what


def test_a_question_that_is_not_due_yet_leads_to_the_one_that_is(client):
    begin(client)

    assert page_of(client, "who").url.endswith("/about/")
    assert client.get(reverse("incidents:check")).url.endswith("/about/")


def test_a_question_that_does_not_exist_is_not_there(client):
    assert page_of(client, "nonsense").status_code == 404
    assert client.post(reverse("incidents:keep", args=["nonsense"])).status_code == 404


def test_a_question_that_is_not_asked_of_this_report_leads_on(client):
    walk(client)

    assert page_of(client, "name").url == reverse("incidents:check")
    assert answer(client, "name", reporter_name="Gran").url == reverse("incidents:check")


def test_the_check_page_without_answers_leads_to_the_start(client):
    assert client.get(reverse("incidents:check")).url == reverse("incidents:start")


@pytest.mark.parametrize("name", ["received", "received_slip"])
def test_the_page_after_sending_leads_to_the_start_where_nothing_was_sent(name, client):
    assert client.get(reverse(f"incidents:{name}")).url == reverse("incidents:start")


@pytest.mark.parametrize("name", ["start", "check", "received", "received_slip"])
def test_other_methods_are_refused(client, name):
    assert client.put(reverse(f"incidents:{name}")).status_code == 405


def test_other_methods_are_refused_by_questions(client):
    assert client.put(reverse("incidents:question", args=["about"])).status_code == 405
    assert client.get(reverse("incidents:keep", args=["about"])).status_code == 405
    assert client.get(reverse("incidents:forget")).status_code == 405


@pytest.mark.rule("I1")
def test_the_slip_proves_that_something_was_told_and_says_neither_what_nor_the_code(
    client, headteacher
):
    code = code_on(send(client, walk(client)))

    slip = client.get(reverse("incidents:received_slip")).content.decode()

    report = Report.objects.get()
    assert report.case.reference in slip
    assert "Received" in slip
    assert "/reports/follow/" in slip
    for secret in (code, report.what_happened, "picture", "staff"):
        assert secret not in slip.split("<main")[1].split("</main>")[0].replace(
            "take a picture", ""
        )


def test_the_ticket_is_not_read_by_anybody_who_alters_it(client, headteacher):
    page = walk(client)

    answer_ = client.post(reverse("incidents:check"), {"ticket": ticket_on(page) + "x"})

    assert answer_.url == reverse("incidents:check")
    assert Report.objects.count() == 0
