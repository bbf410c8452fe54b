"""The steps of a version, from draft to published, on their pages."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from policies.models import State, Version
from tests.policies.versions import address, version_in

pytestmark = pytest.mark.django_db

APPROVAL = {"approved_on": "2026-01-12", "next_review_on": "2027-01-12", "minute": "2026/14"}
PUBLICATION = {"must_be_signed": "yes", "why": "It is new."}
ANSWERS = {
    "submit": {},
    "send_back": {"why": "Too long."},
    "approve": APPROVAL,
    "publish": PUBLICATION,
    "withdraw": {"why": "Not needed."},
}
LEADS_TO = {
    "submit": ({State.DRAFT}, State.IN_REVIEW),
    "send_back": ({State.IN_REVIEW}, State.DRAFT),
    "approve": ({State.IN_REVIEW}, State.APPROVED),
    "publish": ({State.APPROVED}, State.PUBLISHED),
    "withdraw": (
        {State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED},
        State.WITHDRAWN,
    ),
}


@pytest.mark.rule("P2")
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", ANSWERS)
def test_each_step_in_each_state_is_done_or_refused_with_a_sentence(step, state, clerk, sign_in):
    version = version_in(state)
    froms, to = LEADS_TO[step]

    response = sign_in(clerk).post(address(step, version), ANSWERS[step])

    version.refresh_from_db()
    if state in froms:
        assert response.status_code == 302
        assert version.state == to
    else:
        assert response.status_code == 200
        assert "Only a version that is" in response.content.decode()
        assert version.state == state
        assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("step", "answer", "sentence"),
    [
        ("send_back", {"why": ""}, "Say what has to change"),
        ("send_back", {"why": "   "}, "Say what has to change"),
        ("approve", APPROVAL | {"approved_on": ""}, "Give the day on which it was approved"),
        ("approve", APPROVAL | {"approved_on": "31/31/2026"}, "Give a day, such as"),
        ("approve", APPROVAL | {"approved_on": "2099-01-01"}, "future"),
        ("approve", APPROVAL | {"next_review_on": ""}, "Give the day by which"),
        ("approve", APPROVAL | {"next_review_on": "2026-01-12"}, "after the approval"),
        ("approve", APPROVAL | {"minute": ""}, "Give the minute"),
        ("approve", APPROVAL | {"minute": "x" * 61}, "shorten it to 60 letters"),
        ("publish", {"why": "It is new."}, "whether people have to sign"),
        ("publish", {"must_be_signed": "perhaps", "why": "It is new."}, "Please choose one"),
        ("publish", {"must_be_signed": "no", "why": " "}, "Say why"),
        ("withdraw", {"why": ""}, "Say why this version is withdrawn"),
    ],
)
def test_a_bad_answer_keeps_the_person_on_the_page_with_a_sentence(
    step, answer, sentence, clerk, sign_in
):
    state = sorted(LEADS_TO[step][0])[0]
    version = version_in(state)

    response = sign_in(clerk).post(address(step, version), answer)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    version.refresh_from_db()
    assert version.state == state


@pytest.mark.parametrize("step", ANSWERS)
@pytest.mark.parametrize("name", ["outsider", "parent", "class_teacher", "volunteer", "dsl"])
def test_to_others_a_version_in_work_is_not_there(cast, sign_in, step, name):
    version = version_in(State.IN_REVIEW)

    response = sign_in(getattr(cast, name)).post(address(step, version), ANSWERS[step])

    assert response.status_code == 404
    assert Version.objects.get().state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("step", "name", "sentence"),
    [
        ("submit", "chair", "look after policies"),
        ("send_back", "office", "The governing body approves"),
        ("approve", "headteacher", "The governing body approves"),
        ("approve", "office", "The governing body approves"),
        ("publish", "office", "publishes policies"),
        ("publish", "chair", "publishes policies"),
        ("withdraw", "chair", "look after policies"),
    ],
)
def test_who_works_on_it_but_may_not_take_a_step_reads_why(cast, sign_in, step, name, sentence):
    version = version_in(State.IN_REVIEW)

    response = sign_in(getattr(cast, name)).post(address(step, version), ANSWERS[step])

    assert response.status_code == 403
    assert sentence in response.content.decode()
    assert Version.objects.get().state == State.IN_REVIEW


@pytest.mark.rule("P2")
def test_an_author_cannot_approve_from_the_page(clerk, sign_in):
    version = version_in(State.IN_REVIEW, created_by=clerk)

    response = sign_in(clerk).post(address("approve", version), APPROVAL)

    assert response.status_code == 403
    assert "You alone prepared this version" in response.content.decode()


@pytest.mark.parametrize("step", ANSWERS)
def test_a_step_is_never_taken_by_following_a_link(step, clerk, sign_in):
    version = version_in(State.IN_REVIEW)

    assert sign_in(clerk).get(address(step, version)).status_code == 405


@pytest.mark.parametrize("step", [*ANSWERS, "work", "describe", "original"])
def test_who_is_not_signed_in_is_asked_to(step):
    version = version_in(State.IN_REVIEW)

    response = Client().post(address(step, version), ANSWERS.get(step, {}))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("step", ANSWERS)
def test_a_step_needs_the_pages_own_token(step, clerk):
    version = version_in(State.IN_REVIEW)
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(address(step, version), ANSWERS[step]).status_code == 403
    assert Version.objects.get().state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("step", "state", "sentence"),
    [
        ("submit", State.DRAFT, "Those who approve it have been told"),
        ("send_back", State.IN_REVIEW, "Whoever prepared it has been told"),
        ("approve", State.IN_REVIEW, "can publish it now"),
        ("publish", State.APPROVED, "is asked to sign"),
        ("withdraw", State.DRAFT, "are kept"),
    ],
)
def test_after_each_step_the_next_page_says_what_happens_now(step, state, sentence, clerk, sign_in):
    version = version_in(state)

    response = sign_in(clerk).post(address(step, version), ANSWERS[step], follow=True)

    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_correction_says_that_nobody_signs_again(clerk, sign_in):
    version = version_in(State.APPROVED)

    answer = {"must_be_signed": "no", "why": "A spelling."}
    response = sign_in(clerk).post(address("publish", version), answer, follow=True)

    assert "nobody is asked to sign again" in response.content.decode()
    assert "A spelling." in response.content.decode()


def test_a_chair_who_sends_a_version_back_is_led_home_for_drafts_are_not_theirs(chair, sign_in):
    version = version_in(State.IN_REVIEW)

    response = sign_in(chair).post(address("send_back", version), ANSWERS["send_back"])

    assert response.url == reverse("home")
