"""Coming back to a report: by code, or by account."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from audit.models import Event
from incidents import actions, following
from incidents.models import Case, CaseEntry, Report, State
from notifications.models import Message
from school.access import NotAllowed
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
    assert "We have it safely." in page


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


def followed_with_code(client, received):
    open_with(client, received.reference, received.code)
    return client.get(reverse(FOLLOWED))


@pytest.mark.rule("S1")
def test_a_reporter_with_a_code_leaves_an_address_and_is_written_to_without_content(
    client, headteacher
):
    received = a_report()
    followed_with_code(client, received)

    client.post(reverse("incidents:followed_address"), {"email": "anon@example.test"})
    actions.write_to_reporter(case=received.case, by=headteacher, words="Which day was it?")

    (letter,) = Message.objects.filter(address="anon@example.test")
    assert letter.context == {"path": reverse(FOLLOW)}
    page = followed_with_code(client, received).content.decode()
    assert "Change the e-mail address" in page


@pytest.mark.rule("I2")
def test_whoever_handles_it_does_not_see_an_address_that_was_left_later(
    client, headteacher, sign_in
):
    received = a_report()
    followed_with_code(client, received)
    client.post(reverse("incidents:followed_address"), {"email": "anon@example.test"})

    page = sign_in(headteacher).get(received.case.get_absolute_url()).content.decode()

    assert "Somebody who wants to stay anonymous" in page
    assert "anon@example.test" not in page


@pytest.mark.rule("I2")
def test_an_address_that_is_taken_back_is_gone_with_the_letters_that_waited_for_it(
    client, headteacher
):
    received = a_report(reporter_name="G", reporter_email="g@example.test")
    followed_with_code(client, received)
    assert Message.objects.waiting().filter(address="g@example.test").exists()

    client.post(reverse("incidents:followed_address"), {"email": ""})
    actions.write_to_reporter(case=received.case, by=headteacher, words="Which day was it?")

    assert Report.objects.get().reporter_email == ""
    assert not Message.objects.filter(address="g@example.test").exists()
    assert Message.objects.waiting().filter(recipient=headteacher).exists()


def test_a_wrong_address_gets_a_sentence_and_comes_back_as_typed(client, headteacher):
    followed_with_code(client, a_report())

    page = client.post(reverse("incidents:followed_address"), {"email": "not an address"})

    assert "such as name@example.com" in page.content.decode()
    assert "not an address" in page.content.decode()


def test_no_address_is_taken_for_a_report_sent_from_an_account(parent, headteacher):
    case = a_report(reporter=parent).case

    with pytest.raises(NotAllowed):
        actions.change_address(case=case, email="x@example.test")


def test_the_page_for_a_lost_code_says_that_nobody_can_find_it_and_how_to_tell_again(client):
    page = client.get(reverse("incidents:lost_code"))

    words = page.content.decode()
    assert "We cannot find it for you" in words
    assert "Your report is not lost" in words
    assert reverse("incidents:start") in words
    assert "I lost my code" in client.get(reverse(FOLLOW)).content.decode()
    assert client.post(reverse("incidents:lost_code")).status_code == 405


def test_a_reporter_prints_a_slip_later_with_no_word_of_the_report(client, headteacher):
    received = a_report(what_happened="Xanthippe was called names.", kind="cyberbullying")
    followed_with_code(client, received)

    slip = client.get(reverse("incidents:followed_slip")).content.decode()

    assert received.reference in slip
    assert "Write it here by hand" in slip
    for secret in ("Xanthippe", "bully", received.code):
        assert secret not in slip


def test_the_slip_of_a_signed_in_reporter_has_no_line_for_a_code(parent, headteacher, sign_in):
    received = a_report(reporter=parent)

    slip = sign_in(parent).get(reverse("incidents:my_slip", args=[received.reference]))

    assert "Follow-up code" not in slip.content.decode()
    assert "/reports/mine/" in slip.content.decode()


def test_too_many_messages_keep_the_last_one_on_the_page(client, headteacher):
    received = a_report()
    followed_with_code(client, received)
    for number in range(20):
        client.post(reverse(FOLLOWED), {"words": f"Message {number}"})

    page = client.post(reverse(FOLLOWED), {"words": "And this one."})

    assert "wait a little" in page.content.decode()
    assert "And this one." in page.content.decode()


def test_every_state_has_plain_words_for_the_reporter():
    from incidents.views.follow import IN_PLAIN_WORDS

    assert set(IN_PLAIN_WORDS) == set(State)
    assert Case.objects.count() == 0
