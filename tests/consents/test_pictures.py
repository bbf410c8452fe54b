"""The page on which a parent answers: signed in, and by personal link."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents.models import ImageAnswer, Purpose
from consents.queries import permissions_of
from school.links import new_link
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C1")]

MINE, BY_LINK = "/pictures/", "/pictures/by-link/"
YES_TO_ALL = {purpose.value: "yes" for purpose in Purpose}


@pytest.fixture
def ada(family):
    return family


@pytest.fixture
def siblings(ada, parent):
    second = factories.ChildFactory(full_name="Bo Younger")
    factories.ParenthoodFactory(person=parent, child=second)
    return ada, second


@pytest.fixture
def by_link(parent, client):
    """A browser in which the parent's link was opened."""
    link, path = new_link(parent)
    link.save()
    client.get(path)
    return client


@pytest.fixture(params=["signed in", "by link"])
def asked(request, parent, sign_in, by_link):
    """A browser and the address of the page, by either way in."""
    return (sign_in(parent), MINE) if request.param == "signed in" else (by_link, BY_LINK)


def of(child, **said):
    return {f"{purpose}-{child.pk}": answer for purpose, answer in said.items()}


def test_one_child_is_asked_about_for_each_purpose(ada, asked):
    browser, page = asked

    text = browser.get(page).text
    answer = browser.post(page, of(ada, website="yes", press="no"), follow=True)

    assert all(purpose.question.replace("'", "&#x27;") in text for purpose in Purpose)
    assert "Thank you. Your answers about pictures are kept" in answer.text
    assert permissions_of([ada.pk])[ada.pk, "website"]
    assert ImageAnswer.objects.count() == 2  # what was left open is no row


def test_several_children_are_answered_for_at_once(siblings, asked):
    browser, page = asked

    text = browser.get(page).text
    browser.post(page, YES_TO_ALL)

    assert "You answer once for all 2 children." in text
    assert "Ada Younger and Bo Younger" in text
    for child in siblings:
        assert all(permissions_of([child.pk]).values())


def test_or_for_each_child_by_itself(siblings, asked):
    browser, page = asked
    ada, bo = siblings

    text = browser.get(f"{page}?each=1").text
    browser.post(page, of(ada, website="yes") | of(bo, website="no") | {"each": "1"})

    assert "Answer once for all 2" in text
    assert permissions_of([ada.pk])[ada.pk, "website"]
    assert not permissions_of([bo.pk])[bo.pk, "website"]


def test_where_the_answers_differ_each_child_is_shown_by_itself(siblings, asked, parent, says):
    browser, page = asked
    says(parent, siblings[0], "website", True)

    text = browser.get(page).text

    assert 'name="each"' in text
    assert "once for all" not in text


def test_what_was_said_is_shown_and_chosen_already(ada, asked, parent, says):
    browser, page = asked
    says(parent, ada, "website", True)

    text = browser.get(page).text

    assert "You said yes on" in text
    assert re.search(rf'name="website-{ada.pk}" value="yes"[^>]*checked', text)
    assert len(re.findall(r"checked", text)) == 1


def test_what_was_said_on_the_telephone_is_shown_to_whoever_said_it(ada, asked, parent, office):
    browser, page = asked
    factories.ImageAnswerFactory(
        child=ada, person=parent, method="phone", evidence="Olive took it", recorded_by=office
    )

    text = browser.get(page).text

    assert "You said yes on the telephone on" in text
    assert "Olive took it" not in text


def test_the_same_answers_again_change_nothing_and_say_so(ada, asked):
    browser, page = asked
    for _ in range(2):
        answer = browser.post(page, of(ada, website="yes"), follow=True)

    assert "Nothing was changed" in answer.text
    assert ImageAnswer.objects.count() == 1


def test_nothing_chosen_is_no_answer(ada, asked):
    browser, page = asked

    answer = browser.post(page, {}, follow=True)

    assert answer.status_code == 200
    assert not ImageAnswer.objects.exists()


def test_an_answer_that_is_neither_yes_nor_no_is_refused(ada, asked):
    browser, page = asked

    answer = browser.post(page, of(ada, website="perhaps", press="no"))

    assert "Choose yes or no." in answer.text
    assert re.search(rf'name="press-{ada.pk}" value="no"[^>]*checked', answer.text)
    assert not ImageAnswer.objects.exists()


def test_a_form_made_up_for_another_child_changes_nothing(ada, asked):
    browser, page = asked
    another = factories.ParenthoodFactory().child

    browser.post(page, of(another, website="yes"))

    assert not ImageAnswer.objects.exists()


def test_a_child_restricted_while_the_page_is_open_is_not_answered_for(siblings, asked, parent):
    browser, page = asked
    browser.get(page)
    siblings[0].parenthoods.filter(person=parent).update(is_restricted=True)

    browser.post(page, YES_TO_ALL)

    assert not ImageAnswer.objects.filter(child=siblings[0]).exists()


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(method, ada, asked):
    browser, page = asked

    assert getattr(browser, method)(page).status_code == 405


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["class_teacher", "governor", "outsider", "headteacher"])
def test_somebody_without_a_child_here_has_no_such_page(who, request, sign_in):
    assert sign_in(request.getfixturevalue(who)).get(MINE).status_code == 404


def test_without_a_link_there_is_no_page_by_link(ada, client):
    assert client.get(BY_LINK).status_code == 404


@pytest.mark.parametrize("is_yes", [True, False])
def test_nothing_on_the_page_tells_what_the_other_parent_said_or_that_they_did(
    is_yes, ada, asked, other_parent, says_all
):
    browser, page = asked
    before = without_tokens(browser.get(page).text)

    says_all(other_parent, ada, is_yes)

    after = without_tokens(browser.get(page).text)
    assert after == before
    assert other_parent.full_name not in after
    assert "The school follows a no of either parent" in after


def without_tokens(text):
    return re.sub(r'value="[^"]{64}"', "", text)


def test_the_page_costs_the_same_with_one_child_as_with_six(ada, asked, parent):
    browser, page = asked

    def cost(more):
        for _ in range(more):
            factories.ParenthoodFactory(person=parent)
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"{page}?each=1")
        return len(queries)

    assert cost(0) == cost(5)
