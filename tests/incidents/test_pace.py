"""Robots are slowed; nobody is shut out, and no address is looked at."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from incidents import pace
from incidents.actions import conversation, reply_as_reporter, write_to_reporter
from incidents.models import Case, Report
from notifications.models import Message
from school.errors import DomainError
from tests import factories
from tests.incidents.cases import a_report
from tests.incidents.telling import answer, begin, code_on, page_of, send, walk

ADDRESS = "203.0.113.77"
seconds = st.floats(0, 10_000)


@given(began_at=seconds, waited=seconds, recent=st.integers(0, 100_000))
def test_after_two_minutes_every_report_is_taken(began_at, waited, recent):
    now = began_at + pace.LONGEST_WAIT + waited

    assert pace.wait(began_at=began_at, made_at=began_at, now=now, recent=recent, least=10) == 0


@given(recent=st.integers(0, 1000), since=seconds)
def test_whoever_waits_as_long_as_they_were_told_is_taken(recent, since):
    told = pace.wait(began_at=0, made_at=0, now=since, recent=recent, least=10)

    later = since + told
    assert pace.wait(began_at=0, made_at=0, now=later, recent=recent, least=10) == 0
    assert told <= pace.LONGEST_WAIT


@pytest.mark.parametrize(
    ("recent", "wait"), [(0, 0), (19, 0), (20, 5), (21, 10), (43, 120), (5000, 120)]
)
def test_the_more_come_the_longer_each_waits(recent, wait):
    assert pace.wait(began_at=0, made_at=60, now=60, recent=recent, least=10) == wait


def test_a_draft_takes_many_changes_in_a_row_and_then_one_every_two_seconds():
    kept, answers = None, []
    for _ in range(pace.CHANGES_IN_A_ROW + 1):
        kept, too_fast = pace.count_one(kept, 100.0)
        answers.append(too_fast)

    assert answers == [False] * pace.CHANGES_IN_A_ROW + [True]
    assert pace.count_one(kept, 102.0)[1] is False
    assert pace.count_one(pace.count_one(kept, 102.0)[0], 102.5)[1] is True


@pytest.mark.django_db
def test_a_report_sent_faster_than_anybody_reads_waits_a_moment_and_loses_nothing(
    client, headteacher, settings
):
    settings.REPORT_LEAST_SECONDS = 10
    page = walk(client)

    early = send(client, page)

    words = early.content.decode()
    assert early.status_code == 429
    assert "Wait a moment" in words
    assert "A picture of our class" in words
    assert int(early["Retry-After"]) <= 10
    assert not Report.objects.exists()
    settings.REPORT_LEAST_SECONDS = 0  # as if the ten seconds had passed
    assert code_on(send(client, early))
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_when_very_many_come_a_reporter_is_asked_to_wait_and_then_taken(
    client, headteacher, monkeypatch
):
    factories.CaseFactory.create_batch(pace.AT_ONCE + 3)
    page = walk(client)

    early = send(client, page)
    assert early.status_code == 429
    assert "In 20 seconds" in early.content.decode()

    monkeypatch.setattr(pace, "SECONDS_EACH", 0)  # as if the twenty seconds had passed
    send(client, early)
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_what_came_more_than_ten_minutes_ago_slows_nobody(client, headteacher):
    long_ago = timezone.now() - timedelta(minutes=11)
    factories.CaseFactory.create_batch(pace.AT_ONCE * 2, received_at=long_ago)

    send(client, walk(client))

    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_twenty_reports_from_one_address_go_at_once(headteacher):
    for _ in range(pace.AT_ONCE):
        client = Client(REMOTE_ADDR=ADDRESS)
        send(client, walk(client))

    assert Report.objects.count() == pace.AT_ONCE


@pytest.mark.django_db
def test_a_box_that_nobody_sees_stops_a_robot_and_shows_itself_to_a_person(client, headteacher):
    page = walk(client)
    assert 'aria-hidden="true"' in page.content.decode()

    again = send(client, page, website="https://spam.example")

    words = again.content.decode()
    assert not Report.objects.exists()
    assert "has to stay empty" in words
    assert 'value="https://spam.example"' in words
    assert 'class="field"' in words
    assert "A picture of our class" in words
    send(client, again, website="")
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_a_draft_that_is_changed_too_fast_waits_and_keeps_what_was_typed(client):
    begin(client)
    for _ in range(pace.CHANGES_IN_A_ROW):
        answer(client, "about", about="COMMENT")

    page = answer(client, "about", about="IMAGE")

    assert page.status_code == 429
    assert "Wait a moment" in page.content.decode()
    assert page_of(client, "about").context["form"]["about"].value() == "IMAGE"


@pytest.mark.django_db
def test_keeping_too_fast_is_put_off(client):
    begin(client)
    for _ in range(pace.CHANGES_IN_A_ROW):
        answer(client, "about", about="COMMENT")

    kept = client.post("/reports/tell-us/what/keep/", {"what_happened": "Words"})

    assert kept.status_code == 429


@pytest.mark.rule("I2")
@pytest.mark.django_db
def test_no_address_is_kept_of_who_reports_in_tables_sessions_cache_or_logs(headteacher, caplog):
    caplog.set_level(logging.DEBUG)
    cache.clear()
    client = Client(
        REMOTE_ADDR=ADDRESS, HTTP_X_FORWARDED_FOR=ADDRESS, HTTP_USER_AGENT="Rare Browser 9"
    )
    code = code_on(send(client, walk(client)))
    case = Case.objects.get()
    client.post("/reports/follow/", {"reference": case.reference, "code": "wrong"})
    client.post("/reports/follow/", {"reference": case.reference, "code": code})
    client.post("/reports/followed/", {"words": "One more thing."})
    client.get("/reports/tell-us/nonsense/")

    kept = everything_in_the_database() + caplog.text

    assert case.reference in kept
    assert "One more thing." in kept
    assert ADDRESS not in kept
    assert "Rare Browser" not in kept
    assert code not in kept


def everything_in_the_database():
    """Return every row of every table, the cache's and the sessions' too, as text."""
    from django.contrib.sessions.models import Session
    from django.db import connection

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return f"{rows} {[session.get_decoded() for session in Session.objects.all()]}"


@pytest.mark.django_db
def test_a_flood_of_messages_is_held_back_with_a_sentence(headteacher):
    case = a_report().case
    for number in range(conversation.MESSAGES_AN_HOUR):
        reply_as_reporter(case=case, by=None, words=f"Message {number}")

    with pytest.raises(DomainError, match="wait a little"):
        reply_as_reporter(case=case, by=None, words="One more")
    case.entries.update(at=timezone.now() - timedelta(hours=2))
    reply_as_reporter(case=case, by=None, words="One more")


def test_a_draft_is_never_put_into_the_browsers_own_storage(settings):
    script = next(folder / "keep_answer.js" for folder in settings.STATICFILES_DIRS).read_text()

    assert "fetch(" in script
    assert "localStorage" not in script
    assert "sessionStorage" not in script


@pytest.mark.django_db
@pytest.mark.rule("I2")
def test_the_same_words_twice_within_a_minute_are_one_message(headteacher):
    case = a_report().case
    reply_as_reporter(case=case, by=None, words="It was Friday.")
    written, letters = case.entries.filter(kind="message"), Message.objects.count()

    reply_as_reporter(case=case, by=None, words="It was Friday.")
    assert (written.count(), Message.objects.count()) == (1, letters)

    for words in ("On the bus.", "It was Friday."):
        reply_as_reporter(case=case, by=None, words=words)
    assert written.count() == 3
    written.update(at=timezone.now() - timedelta(minutes=2))
    reply_as_reporter(case=case, by=None, words="It was Friday.")
    assert written.count() == 4


@pytest.mark.django_db
@pytest.mark.rule("I2")
def test_the_same_words_answer_another_question_of_the_school(headteacher):
    case = a_report().case
    reply_as_reporter(case=case, by=None, words="Yes.")
    write_to_reporter(case=case, by=headteacher, words="And was it on Monday too?")

    for _ in range(2):
        reply_as_reporter(case=case, by=None, words="Yes.")

    said = case.entries.filter(kind="message").order_by("at", "pk")
    assert list(said.values_list("words", flat=True)) == [
        "Yes.",
        "And was it on Monday too?",
        "Yes.",
    ]
