"""The service through which pictures of an event would be posted: chosen, and decided on."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C4"), pytest.mark.rule("C2")]

POSTS = "Pictures of events"
READING = "Sharing reading practice"
LOOK_TWICE = "Look twice at the service."


def page_of(asked):
    return reverse("consents:photo_request", args=[asked.pk])


def asked_through(purpose, by, state="asked"):
    approval = factories.ApprovalFactory(purpose=purpose)
    asked = factories.PhotoRequestFactory(
        asked_by=by, state=state, purpose="social_media", approval=approval
    )
    factories.PhotoFactory(request=asked, nobody=True)
    return asked


def test_each_choice_says_what_it_was_approved_for_and_on_which_condition(class_teacher, sign_in):
    for name, purpose, condition in (
        ("SchoolWall", POSTS, "No names beside pictures."),
        ("ReadRaccoon", READING, ""),
    ):
        service = factories.ServiceFactory(name=name)
        factories.ApprovalFactory(service=service, purpose=purpose, conditions=condition)

    page = sign_in(class_teacher).get(reverse("consents:ask_to_post"))

    labels = [str(label) for _, label in page.context["form"]["approval"].field.choices]
    assert labels == [
        "None: it is not for social media",
        f"ReadRaccoon, approved for: {READING}",
        f"SchoolWall, approved for: {POSTS}. On condition: No names beside pictures.",
    ]
    assert page.text.count('type="radio" name="approval"') == 3  # all of it is read, none cut off


def test_whoever_asks_and_whoever_decides_see_that_it_was_approved_for_something_else(
    class_teacher, headteacher, sign_in
):
    for purpose, is_flagged in ((READING, True), (POSTS, False)):
        draft = asked_through(purpose, class_teacher, "draft")
        assert (LOOK_TWICE in sign_in(class_teacher).get(page_of(draft)).text) is is_flagged
        asked = asked_through(purpose, class_teacher)
        assert (LOOK_TWICE in sign_in(headteacher).get(page_of(asked)).text) is is_flagged


def test_it_is_shown_and_decides_nothing(class_teacher, headteacher, sign_in):
    asked = asked_through(READING, class_teacher)
    picture = asked.photos.get()

    answer = sign_in(headteacher).post(
        page_of(asked), {"decision": "grant", "photos": [picture.pk]}, follow=True
    )

    asked.refresh_from_db()
    assert asked.state == "granted"
    assert LOOK_TWICE not in answer.text
