"""Who may be pictured, for staff before an event: per purpose, never why."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents.models import Purpose
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C1")]

LIST = "/pictures/classes/"


@pytest.fixture
def robins(family, parent, says_all):
    """A class of two: of Ada everything may be used, of Bo nothing."""
    says_all(parent, family)
    factories.ChildFactory(full_name="Bo Burr", school_class=family.school_class)
    return family.school_class


def test_the_first_class_is_shown_for_every_purpose(robins, class_teacher, sign_in):
    text = sign_in(class_teacher).get(LIST).text

    assert text.count('<span class="tag tag--ok">Yes</span>') == len(Purpose)
    assert text.count('<span class="tag tag--late">No</span>') == len(Purpose)


def test_for_one_purpose_it_names_those_who_may_not(robins, class_teacher, sign_in):
    page = sign_in(class_teacher).get(LIST, {"school_class": robins.pk, "purpose": "press"}).text

    assert "Newspapers and television: 1 of 2 may not be pictured" in page
    assert "Bo Burr" in page
    assert "Ada Younger" not in page


def test_a_no_of_either_parent_looks_like_no_answer_at_all(
    robins, family, other_parent, says, class_teacher, sign_in
):
    browser = sign_in(class_teacher)
    factories.ChildFactory(full_name="Ada Younger", school_class=robins)  # nobody answered
    says(other_parent, family, "press", False)

    rows = re.findall(r"<tr>\s*<th scope=\"row\">Ada Younger.*?</tr>", browser.get(LIST).text, re.S)
    cells = [re.findall(r'data-label="Newspapers and television">(.*?)</td>', row) for row in rows]

    assert len(rows) == 2
    assert cells[0] == cells[1]
    assert other_parent.full_name not in browser.get(LIST).text


def test_teachers_find_no_way_to_what_parents_said_and_the_office_does(
    robins, class_teacher, office, sign_in
):
    assert "/pictures/children/" not in sign_in(class_teacher).get(LIST).text
    assert "/pictures/children/" in sign_in(office).get(LIST).text


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["parent", "governor", "chair", "clerk", "volunteer", "outsider"])
def test_the_list_is_for_the_staff_of_the_school_only(who, robins, request, sign_in):
    answer = sign_in(request.getfixturevalue(who)).get(LIST)

    assert answer.status_code == 403
    assert "for the staff of the school" in answer.text
    assert "Ada Younger" not in answer.text


@pytest.mark.parametrize(
    "asked", ["?school_class=nonsense", "?purpose=billboard", "?school_class="]
)
def test_a_class_or_purpose_that_there_is_not_shows_nobody(asked, robins, class_teacher, sign_in):
    answer = sign_in(class_teacher).get(LIST + asked)

    assert answer.status_code == 200
    assert "Ada Younger" not in answer.text


def test_without_any_class_it_says_what_to_do(class_teacher, sign_in):
    assert "There are no children here today" in sign_in(class_teacher).get(LIST).text


def test_it_is_only_looked_at(robins, class_teacher, sign_in):
    assert sign_in(class_teacher).post(LIST).status_code == 405


def test_it_costs_the_same_with_two_children_as_with_thirty(robins, class_teacher, sign_in):
    browser = sign_in(class_teacher)

    def cost(more):
        for child in factories.ChildFactory.create_batch(more, school_class=robins):
            factories.ParenthoodFactory(child=child)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        return len(queries)

    assert cost(0) == cost(28)
