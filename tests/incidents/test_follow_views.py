"""Coming back to a report: by code, or by account."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from audit.models import Event
from incidents import actions, following
from incidents.models import Case, CaseEntry, State
from notifications.models import Message
from tests.incidents.cases import a_report

pytestmark = pytest.mark.django_db

FOLLOW, FOLLOWED = "incidents:follow", "incidents:followed"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


def open_with(client, reference, code):
    answer = client.post(reverse(FOLLOW), {"reference": reference, "code": code}, follow=True)
    return answer.content.decode()


@pytest.mark.rule("I2")
def test_reference_and_code_open_the_report(client, headteacher):
    received = a_report()

    page = open_with(client, received.reference, received.code)

    assert f"Your report {received.reference}" in page
    assert "We have it, and will read it soon." in page


def test_spaces_small_letters_and_lookalikes_are_forgiven(client, headteacher):
    received = a_report(code="0123456789ABCDEFGHJK")

    page = open_with(
        client, received.reference.lower().replace("-", " "), "oi234 56789 abcde fghjk"
    )

    assert "Your report" in page


@pytest.mark.rule("I2")
def test_a_wrong_code_and_a_wrong_reference_get_the_same_sentence(client, headteacher):
    received = a_report()
    other = a_report()

    wrong_code = open_with(client, received.reference, other.code)
    wrong_reference = open_with(client, "ZZZ-ZZZ", received.code)

    sentence = "This reference and this code do not belong together."
    assert sentence in wrong_code
    assert sentence in wrong_reference


@pytest.mark.rule("I2")
def test_guessing_is_stopped_after_ten_wrong_tries_even_with_the_right_code(client, headteacher):
    received = a_report()
    for _ in range(following.WRONG_TRIES):
        open_with(client, received.reference, "wrong")

    page = open_with(client, received.reference, received.code)

    assert "too many wrong tries" in page


def test_guessing_at_one_report_does_not_lock_another(client, headteacher):
    received, other = a_report(), a_report()
    for _ in range(following.WRONG_TRIES):
        open_with(client, received.reference, "wrong")

    assert "Your report" in open_with(client, other.reference, other.code)


def test_nobody_can_shut_every_reporter_out_by_guessing_at_many_reports(client, headteacher):
    received = a_report()
    for number in range(120):
        open_with(client, f"AAA-{number:03}", "wrong")

    assert "Your report" in open_with(client, received.reference, received.code)


def test_a_report_sent_from_an_account_opens_with_no_code(client, parent, headteacher):
    received = a_report(reporter=parent)

    page = open_with(client, received.reference, "")

    assert "Write your follow-up code." in page
    assert "do not belong together" in open_with(client, received.reference, "0")


def test_the_page_needs_the_code_first(client):
    assert client.get(reverse(FOLLOWED)).url == reverse(FOLLOW)


def test_an_altered_pass_opens_nothing(client, headteacher):
    a_report()
    client.cookies["report_following"] = "1:forged:pass"

    assert client.get(reverse(FOLLOWED)).url == reverse(FOLLOW)


def test_closing_the_report_on_a_shared_device_closes_it(client, headteacher):
    received = a_report()
    open_with(client, received.reference, received.code)

    client.post(reverse("incidents:stop_following"))

    assert client.get(reverse(FOLLOWED)).status_code == 302


def test_closing_is_done_by_post_only(client):
    assert client.get(reverse("incidents:stop_following")).status_code == 405


@pytest.mark.rule("I2")
def test_what_an_anonymous_reporter_adds_reaches_the_handler_and_says_nothing_of_who(
    parent, sign_in, headteacher
):
    received = a_report()
    client = sign_in(parent)
    open_with(client, received.reference, received.code)

    client.post(reverse(FOLLOWED), {"words": "It happened again today."})

    entry = CaseEntry.objects.get(words="It happened again today.")
    assert entry.by is None
    assert Event.objects.get(action="incidents.message.received").actor_id == ""
    assert Message.objects.filter(recipient=headteacher).count() == 2
    assert "You wrote" in client.get(reverse(FOLLOWED)).content.decode()


def test_an_empty_reply_is_refused_with_a_sentence(client, headteacher):
    received = a_report()
    open_with(client, received.reference, received.code)

    answer = client.post(reverse(FOLLOWED), {"words": " "})

    assert "Write something first." in answer.content.decode()
    assert not CaseEntry.objects.filter(kind="message").exists()


@pytest.mark.rule("M5")
@pytest.mark.rule("I14")
def test_the_reporter_reads_messages_and_the_outcome_but_no_note_and_no_name(client, headteacher):
    received = a_report(outside_school=False)
    case = received.case
    actions.add_note(case=case, by=headteacher, words="Secret thought.")
    actions.write_to_reporter(case=case, by=headteacher, words="Which day was it?")
    actions.triage_case(
        case=case, by=headteacher, kind="breach", subject_kind="unknown", outside_school=False
    )
    actions.close_case(
        case=case, by=headteacher, outcome="no_breach", explanation="All is well again."
    )

    page = open_with(client, received.reference, received.code)

    assert "Which day was it?" in page
    assert "All is well again." in page
    assert "found nothing that goes against the policy" in page
    assert "Secret thought." not in page
    assert headteacher.full_name not in page


@pytest.mark.rule("I12")
def test_a_signed_in_reporter_follows_their_own_report_and_no_other(
    parent, other_parent, sign_in, headteacher
):
    received = a_report(reporter=parent)
    address = reverse("incidents:my_report", args=[received.reference])

    assert sign_in(parent).get(address).status_code == 200
    assert sign_in(other_parent).get(address).status_code == 404
    assert (
        received.reference
        not in sign_in(other_parent).get(reverse("incidents:my_reports")).content.decode()
    )


def test_a_signed_in_reporter_can_add_to_it(parent, sign_in, headteacher):
    received = a_report(reporter=parent)

    answer = sign_in(parent).post(
        reverse("incidents:my_report", args=[received.reference]), {"words": "One more thing."}
    )

    assert answer.status_code == 302
    assert CaseEntry.objects.get(kind="message").by == parent


def test_my_reports_costs_the_same_with_three_as_with_thirty(
    parent, sign_in, headteacher, django_assert_max_num_queries
):
    client = sign_in(parent)
    address = reverse("incidents:my_reports")

    def cost(number):
        for _ in range(number):
            a_report(reporter=parent)
        with django_assert_max_num_queries(50) as seen:
            client.get(address)
        return len(seen)

    assert cost(3) == cost(27)


def test_every_state_has_plain_words_for_the_reporter():
    from incidents.views.follow import IN_PLAIN_WORDS

    assert set(IN_PLAIN_WORDS) == set(State)
    assert Case.objects.count() == 0
