"""What becomes of what was typed: two windows, a lost connection, a pause, a second press."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import drafts
from incidents.models import Report
from tests.incidents.telling import ANSWERS, answer, begin, code_on, page_of, send, ticket_on, walk

pytestmark = pytest.mark.django_db

START, CHECK = "incidents:start", "incidents:check"


def kept_on(page):
    return page.context["kept"]


def forget_all_drafts():
    """Do what two hours without a change do."""
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


@pytest.mark.rule("I1")
def test_pressing_send_twice_makes_one_report_and_gives_the_same_code(client, headteacher):
    page = walk(client)

    first = send(client, page)
    second = send(client, page)

    assert Report.objects.count() == 1
    assert code_on(first)
    assert code_on(first) == code_on(second)


def test_the_last_page_opened_twice_makes_one_report(client, headteacher):
    first = walk(client)
    second = client.get(reverse(CHECK))

    send(client, first)
    page = send(client, second)

    assert Report.objects.count() == 1
    assert Report.objects.get().case.reference in page.content.decode()


def test_going_back_after_sending_finds_nothing_to_send(client, headteacher):
    send(client, walk(client))

    assert client.get(reverse(CHECK)).url == reverse(START)
    assert page_of(client, "what").url == reverse(START)


def test_what_is_sent_is_what_the_page_showed_whatever_another_window_did(client, headteacher):
    shown = walk(client)
    answer(client, "what", what_happened="Other words, from another window.")

    send(client, shown)

    assert Report.objects.get().what_happened == ANSWERS["what_happened"]


def test_words_changed_in_another_window_are_sent_as_well_and_not_lost(client, headteacher):
    first = walk(client)
    answer(client, "what", what_happened="Other words, from another window.")
    second = client.get(reverse(CHECK))

    send(client, first)
    send(client, second)

    assert {r.what_happened for r in Report.objects.all()} == {
        ANSWERS["what_happened"],
        "Other words, from another window.",
    }


def test_the_last_page_can_be_sent_after_the_draft_is_over(client, headteacher):
    page = walk(client)
    forget_all_drafts()

    send(client, page)

    assert Report.objects.get().what_happened == ANSWERS["what_happened"]


def test_an_open_question_goes_on_where_it_was_after_the_draft_is_over(client):
    begin(client)
    answer(client, "about", about="COMMENT")
    page = page_of(client, "what")
    forget_all_drafts()

    response = answer(client, "what", what_happened="Slowly typed.", kept=kept_on(page))

    assert response.url.endswith("/whom/")
    assert "Slowly typed." in page_of(client, "what").content.decode()
    assert page_of(client, "about").context["form"]["about"].value() == "COMMENT"


def test_an_answer_with_nothing_before_it_is_kept_and_the_page_says_where_to_start(client):
    response = answer(client, "what", what_happened="Slowly typed.")

    page = client.get(response.url)
    begin(client)
    answer(client, "about", about="COMMENT")
    assert "We kept this one" in page.content.decode()
    assert page_of(client, "what").context["form"]["what_happened"].value() == "Slowly typed."


@pytest.mark.parametrize(
    "forged",
    ["", "nonsense", signing.dumps({"mark": "x"}, salt="other")],
    ids=["empty", "nonsense", "signed for something else"],
)
def test_a_page_that_was_altered_brings_nothing_back(forged, client):
    response = answer(client, "what", what_happened="Words.", kept=forged)

    assert response.url == reverse(START)


def test_what_a_page_carries_never_overrules_the_draft(client):
    begin(client)
    old = kept_on(page_of(client, "about"))
    answer(client, "about", about="COMMENT")

    answer(client, "what", what_happened="Words.", kept=old)

    assert page_of(client, "about").context["form"]["about"].value() == "COMMENT"


def test_a_ticket_of_yesterday_asks_to_look_once_more(client, headteacher, monkeypatch):
    page = walk(client)
    monkeypatch.setattr(drafts, "PAGE_SECONDS", -1)

    response = client.post(reverse(CHECK), {"ticket": ticket_on(page)})

    assert response.url == reverse(CHECK)
    assert not Report.objects.exists()


@pytest.mark.rule("I2")
def test_a_ticket_of_one_account_is_not_sent_by_another(parent, other_parent, sign_in, headteacher):
    page = walk(sign_in(parent), who="account")
    other = sign_in(other_parent)

    response = other.post(reverse(CHECK), {"ticket": ticket_on(page)})

    assert response.url == reverse(CHECK)
    assert not Report.objects.exists()


@pytest.mark.rule("I2")
def test_a_ticket_of_an_account_is_not_sent_by_somebody_signed_out(parent, sign_in, headteacher):
    page = walk(sign_in(parent), who="account")

    response = Client().post(reverse(CHECK), {"ticket": ticket_on(page)})

    assert response.url == reverse(CHECK)
    assert not Report.objects.exists()


def test_who_chose_their_account_and_is_signed_out_since_is_asked_again(
    parent, sign_in, headteacher
):
    client = sign_in(parent)
    walk(client, who="account")
    del client.cookies["sessionid"]

    assert client.get(reverse(CHECK)).url.endswith("/who/")


def test_what_is_being_typed_is_kept_before_it_is_sent(client):
    begin(client)
    answer(client, "about", about="COMMENT")

    kept = client.post(reverse("incidents:keep", args=["what"]), {"what_happened": "Half a sen"})

    assert kept.status_code == 204
    assert page_of(client, "what").context["form"]["what_happened"].value() == "Half a sen"
    assert page_of(client, "whom").url.endswith("/what/")


def test_only_the_answers_of_its_own_question_are_kept(client):
    begin(client)

    client.post(reverse("incidents:keep", args=["what"]), {"who": "account", "mark": "x"})

    (session,) = Session.objects.all()
    assert set(session.get_decoded()["report_draft"]["answers"]) == {"what_happened"}


def test_nothing_is_kept_without_a_draft(client):
    kept = client.post(reverse("incidents:keep", args=["what"]), {"what_happened": "Words"})

    assert kept.status_code == 404
    assert not Session.objects.exists()


@pytest.mark.rule("I2")
def test_what_was_typed_is_deleted_on_request_and_no_late_keeping_brings_it_back(client):
    begin(client)
    page = page_of(client, "about")

    client.post(reverse("incidents:forget"))
    late = {"what_happened": "Secret words", "kept": kept_on(page)}
    kept = client.post(reverse("incidents:keep", args=["what"]), late)

    assert kept.status_code == 404
    assert not Session.objects.exists()
    assert client.get(reverse(CHECK)).url == reverse(START)


@pytest.mark.rule("I2")
def test_a_draft_deleted_while_an_answer_was_on_its_way_stays_deleted(client, rf):
    begin(client)
    request = rf.get("/")
    request.COOKIES = {drafts.DRAFT_COOKIE: client.cookies[drafts.DRAFT_COOKIE].value}
    on_its_way = drafts.Draft(request)
    client.post(reverse("incidents:forget"))

    on_its_way.keep({"what_happened": "Secret words"})
    on_its_way.remember(page_of(client, "what"))

    assert not Session.objects.exists()
