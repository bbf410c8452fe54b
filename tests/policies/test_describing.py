"""Describing a draft: what it is, whom it is for, what signing it means."""

import pytest

from policies.models import ApproverLevel, State
from tests.policies.versions import address, version_in

pytestmark = pytest.mark.django_db

DESCRIPTION = {
    "summary": "Be kind.",
    "audiences": ["staff"],
    "sign_off_text": "I will be kind.",
    "approver_level": ApproverLevel.HEADTEACHER,
}


def test_a_draft_is_described_and_the_page_says_what_comes_next(office, sign_in):
    version = version_in(State.DRAFT)

    response = sign_in(office).post(address("describe", version), DESCRIPTION, follow=True)

    version.refresh_from_db()
    assert version.summary == "Be kind."
    assert "send it for review" in response.content.decode()


def test_the_form_starts_from_what_is_known(office, sign_in):
    version = version_in(State.DRAFT, summary="What we know.")

    assert "What we know." in sign_in(office).get(address("describe", version)).content.decode()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"summary": ""}, "in a few plain words"),
        ({"audiences": []}, "Choose at least one"),
        ({"audiences": ["cats"]}, "Please choose one of those offered here."),
        ({"sign_off_text": ""}, "Write the sentence"),
        ({"approver_level": "me"}, "Please choose one of those offered here."),
    ],
)
def test_a_bad_description_keeps_the_person_on_the_page(office, sign_in, answer, sentence):
    version = version_in(State.DRAFT)

    response = sign_in(office).post(address("describe", version), DESCRIPTION | answer)

    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_what_is_no_draft_is_not_described(office, sign_in):
    version = version_in(State.IN_REVIEW)

    response = sign_in(office).post(address("describe", version), DESCRIPTION, follow=True)

    assert "Only a draft can be described anew." in response.content.decode()
    version.refresh_from_db()
    assert version.summary == ""


def test_a_chair_may_read_but_not_describe(chair, sign_in):
    version = version_in(State.IN_REVIEW)

    assert sign_in(chair).get(address("describe", version)).status_code == 403
