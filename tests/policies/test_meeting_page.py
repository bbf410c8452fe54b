"""G5: the page on which a meeting approves many policies at once."""

import pytest
from django.urls import reverse

from audit.models import Event
from policies import actions
from policies.actions.approving import READ_IT_AGAIN
from policies.awaiting import reading_of
from policies.models import State, Version
from tests import factories
from tests.days import counted_now, in_days, yesterday
from tests.policies.approving import in_review

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G5")]

MEETING = "/policies/to-approve/meeting/governing_body/"


def ticked(*versions, **more):
    said = {"approved_on": yesterday(), "minute": "26/14"} | more
    for version in versions:
        said |= {f"approved-{version.pk}": "on", f"reading-{version.pk}": reading_of(version)}
    return said


def test_the_clerk_ticks_what_the_meeting_approved(office, clerk, sign_in):
    one, two, left = (in_review(office) for _ in range(3))

    page = sign_in(clerk).post(MEETING, ticked(one, two), follow=True).content.decode()

    assert f"Approved: {one.title}; {two.title}." in page
    assert set(Version.objects.filter(state=State.IN_REVIEW)) == {left}


def test_what_somebody_changed_meanwhile_is_named_and_the_others_are_kept(
    office, chair, clerk, sign_in
):
    one, back, gone = (in_review(office) for _ in range(3))
    said = ticked(one, back, gone)
    for version in (back, gone):
        actions.send_back(version=version, by=chair, why="Shorter.")
    actions.submit_for_review(version=back, by=office)

    page = sign_in(clerk).post(MEETING, said).content.decode()

    assert f"Approved: {one.title}." in page
    assert f"<strong>{back.title}</strong>: It was sent back and came again" in page
    assert f"<strong>{gone.title}</strong>: It does not wait for approval any more" in page
    assert 'value="26/14"' in page
    back.refresh_from_db()
    assert f'value="{reading_of(back)}"' in page
    assert "checked" not in page
    assert set(Version.objects.filter(state=State.APPROVED)) == {one}


def test_what_stays_ticked_still_stands_for_the_text_that_was_read(office, chair, clerk, sign_in):
    back, gone, came = in_review(office), in_review(office), in_review(office)
    said = ticked(back, gone, minute="")  # which keeps the ticks
    actions.send_back(version=back, by=chair, why="Shorter.")
    actions.submit_for_review(version=back, by=office)
    actions.withdraw_version(version=gone, by=office, why="Not needed.")
    client = sign_in(clerk)

    form = client.post(MEETING, said).context["form"]

    assert form[f"reading-{back.pk}"].value() == reading_of(back)
    assert form[f"approved-{back.pk}"].value()
    assert form[f"reading-{came.pk}"].value() == reading_of(came)
    assert READ_IT_AGAIN in client.post(MEETING, ticked(back)).text
    assert not Version.objects.filter(state=State.APPROVED).exists()


def test_pressing_twice_approves_once_and_says_so(office, clerk, sign_in):
    version, client = in_review(office), sign_in(clerk)
    said = ticked(version)
    client.post(MEETING, said)

    page = client.post(MEETING, said).content.decode()

    assert "It is approved." in page
    assert Event.objects.on(version).count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"approved_on": ""}, "Give the day of the meeting."),
        ({"approved_on": "soon"}, "Give a day, such as"),
        ({"minute": ""}, "Give the minute of the meeting"),
        ({"approved_on": lambda: in_days(2)}, "cannot lie in the future"),
        ({"review": "2020-01-01"}, "It has to come after the meeting."),
    ],
)
def test_what_is_missing_is_said_and_the_ticks_stay(said, sentence, office, clerk, sign_in):
    version, said = in_review(office), counted_now(said)
    if review := said.pop("review", ""):
        said = {f"review-{version.pk}": review}

    page = sign_in(clerk).post(MEETING, ticked(version, **said)).content.decode()

    assert sentence in page
    assert "checked" in page
    assert Version.objects.get().state == State.IN_REVIEW


def test_nothing_ticked_is_asked_about(office, clerk, sign_in):
    in_review(office)

    assert "Tick the policies" in sign_in(clerk).post(MEETING, ticked()).content.decode()


def test_a_draft_that_was_never_sent_is_not_named_to_whoever_guesses_its_number(chair, sign_in):
    draft = factories.VersionFactory()

    page = sign_in(chair).post(MEETING, ticked(draft)).content.decode()

    assert draft.title not in page


def test_there_is_no_meeting_of_one_governor(cast, sign_in):
    address = reverse("policies:meeting", args=["one_governor"])

    assert sign_in(cast.chair).get(address).status_code == 404
    assert sign_in(cast.office).post(MEETING, ticked()).status_code == 403


@pytest.mark.parametrize("name", ["awaiting", "meeting"])
def test_the_pages_cost_the_same_with_few_and_many_policies(
    name, office, clerk, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    address = MEETING if name == "meeting" else reverse("policies:awaiting")
    client = sign_in(clerk)
    in_review(clerk)
    with django_assert_max_num_queries(25) as few:
        client.get(address)
    for _ in range(8):
        version = in_review(clerk)
        actions.remark(version=version, words="Why?", by=office)
        in_review(office)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address)
