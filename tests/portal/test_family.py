"""A parent's page by personal link: what waits and what is done, for all their children at once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acknowledgements import actions as sign_off
from acknowledgements.models import Reply, Request
from consents import actions as pictures
from consents.models import Purpose
from school.links import new_link
from school.models import PersonalLink
from tests import factories
from tests.acknowledgements import walk

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A4")]

HOME = "/family/"


def sign(browser, opened, person):
    first = opened.requests.filter(person=person).order_by("pk").first()
    return walk.read_and_sign(browser, first, "Pat Parker", "link_")


def answer_pictures(browser):
    return browser.post("/pictures/by-link/", {purpose.value: "yes" for purpose in Purpose})


def test_it_shows_everything_that_waits_with_every_child(policies, parent, opens):
    page = opens(parent).get(HOME).text

    assert "0 of 3 things done" in page
    assert "Social media policy" in page
    assert "Anti-bullying policy" in page
    assert page.count("For Ada Parker and Bo Parker") == 3
    assert "Answer about pictures" in page
    assert "stay the same whatever you answer" in page


def test_what_is_done_on_one_device_is_done_on_the_other(policies, parent, opens):
    phone = opens(parent)
    sign(phone, policies[0], parent)
    tablet = Client()

    tablet.get(phone.path)
    answer_pictures(tablet)

    for device in (phone, tablet):
        page = device.get(HOME).text
        assert "2 of 3 things done" in page
        assert "Anti-bullying policy" in page
        assert "See or change your answers" in page


def test_once_all_is_done_it_says_so_and_thanks(policies, parent, opens):
    browser = opens(parent)
    for opened in policies:
        sign(browser, opened, parent)
    answer_pictures(browser)

    page = browser.get(HOME).text

    assert "All done, thank you" in page
    assert "Read and sign" not in page
    assert page.count(">Social media policy, version 1<") == 2  # once a child


def test_a_refusal_is_an_answer_and_is_shown_as_one(policies, parent, opens):
    asked = Request.objects.filter(person=parent, round=policies[0])
    asked.update(reply=Reply.DECLINED, replied_at=timezone.now())

    page = opens(parent).get(HOME).text

    assert "1 of 3 things done" in page
    assert "What you would rather not sign" in page


def test_what_is_asked_for_a_child_about_whom_they_may_not_be_asked_does_not_count(
    policies, siblings, parent, opens
):
    ada, bo = siblings
    for asked in Request.objects.filter(person=parent, child=ada):
        sign_off.sign(request=factories.has_read(asked), typed_name="Pat Parker", by=parent)
    bo.parenthoods.update(is_restricted=True)

    page = opens(parent).get(HOME).text

    assert "2 of 3 things done" in page
    assert "Bo Parker" not in page


def test_half_the_questions_are_not_all_of_them(siblings, parent, opens):
    pictures.answer_for_children(answers={(siblings[0].pk, "press"): False}, by=parent)

    page = opens(parent).get(HOME).text

    assert "9 questions left" in page


def test_where_nothing_is_asked_about_policies_the_pictures_are_asked_all_the_same(
    siblings, parent, opens
):
    page = opens(parent).get(HOME).text

    assert "Answer about pictures" in page
    assert "things done" not in page  # of one thing there is no progress to show


@pytest.mark.parametrize("address", ["/sign-offs/link/{token}/", "/family/link/{token}/"])
def test_links_that_were_sent_before_go_on_working(address, siblings, parent, client):
    link, path = new_link(parent)
    link.save()
    token = path.rstrip("/").rsplit("/", 1)[1]

    page = client.get(address.format(token=token), follow=True)

    assert page.status_code == 200
    assert "Hello Pat" in page.text


def test_the_page_that_was_remembered_before_is_there_still(siblings, parent, opens):
    assert "Hello Pat" in opens(parent).get("/sign-offs/my-link/").text


def test_when_a_link_was_first_opened_is_kept_once(siblings, parent, opens):
    browser = opens(parent)
    assert PersonalLink.objects.get().opened_at is None  # a mail program comes no further

    browser.get(HOME)
    first = PersonalLink.objects.get().opened_at
    browser.get(HOME)

    assert timezone.now() - first < timedelta(minutes=1)
    assert PersonalLink.objects.get().opened_at == first


def test_on_a_shared_device_the_page_is_closed_and_the_link_brings_it_back(siblings, parent, opens):
    browser = opens(parent)

    closed = browser.post("/family/close/", follow=True)

    assert "Your page is closed on this device" in closed.text
    assert browser.get(HOME).status_code == 404
    assert browser.get(browser.path, follow=True).status_code == 200


def test_a_child_not_yet_admitted_is_not_there(siblings, parent, opens):
    _, bo = siblings
    bo.admitted_on = timezone.localdate() + timedelta(days=1)
    bo.save()

    page = opens(parent).get(HOME).text

    assert "Ada Parker" in page
    assert "Bo Parker" not in page


@pytest.mark.parametrize("page", [HOME, "/pictures/by-link/", "/family/account/"])
@pytest.mark.parametrize("how", ["run out", "replaced", "restricted", "left"])
def test_every_page_by_link_is_shut_once_the_link_has_ended(how, page, siblings, parent, opens):
    browser = opens(parent)
    now = timezone.now()
    if how == "run out":
        PersonalLink.objects.update(expires_at=now, created_at=now - timedelta(days=30))
    elif how == "replaced":
        opens(parent)
        PersonalLink.objects.filter(pk=browser.link.pk).update(revoked_at=now)
    elif how == "restricted":
        parent.parenthoods.update(is_restricted=True)
    else:
        for child in siblings:
            child.left_on = timezone.localdate() - timedelta(days=1)
            child.save()

    answer = browser.get(page)

    assert answer.status_code == 410
    assert "Parker" not in answer.text
    assert browser.post(page, {"website": "yes"}).status_code in (405, 410)


def test_the_page_costs_the_same_with_one_child_as_with_six(policies, parent, opens):
    browser = opens(parent)

    def cost(more):
        for _ in range(more):
            factories.ParenthoodFactory(person=parent)
        with CaptureQueriesContext(connection) as queries:
            browser.get(HOME)
        return len(queries)

    cost(0)  # the first look is noted
    assert cost(0) == cost(4)


def test_the_signed_in_home_asks_about_pictures_too(siblings, parent, sign_in):
    page = sign_in(parent).get("/").text

    assert "pictures of your children" in page
    assert "10 questions" in page


@pytest.mark.rule("C1")
@pytest.mark.parametrize("who", ["office", "headteacher", "deputy"])
def test_who_sees_to_it_is_told_at_home_of_pictures_to_take_down(who, request, sign_in):
    factories.TakeDownFactory()

    page = sign_in(request.getfixturevalue(who)).get("/").text

    assert re.search(r'href="/pictures/to-take-down/".*?Pictures to take down', page, re.DOTALL)
