"""Several policies in one sitting: how long, how far, and what comes next."""

import pytest

from acknowledgements import actions
from acknowledgements.sitting import sitting_of
from tests import factories
from tests.acknowledgements import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(head, class_teacher):
    """Three policies that wait for the class teacher, the first of them a long one."""
    drafts = [
        factories.VersionFactory(policy__title=title)
        for title in ("Online safety", "Photographs", "Mobile phones")
    ]
    factories.ClauseFactory(section=drafts[0].sections.get(), text="word " * 500)
    rounds = [actions.open_round(version=factories.put_in_force(d), by=head) for d in drafts]
    return [one.requests.get(person=class_teacher) for one in rounds]


def test_the_list_says_how_many_wait_and_how_long_they_take(three, class_teacher, sign_in):
    page = sign_in(class_teacher).get("/sign-offs/").text

    assert "3 policies to read and sign, about 5 minutes in all" in page
    assert "About 3 minutes to read" in page


def test_after_each_signature_the_next_is_offered_with_how_far_one_has_come(
    three, class_teacher, sign_in
):
    browser = sign_in(class_teacher)
    first, second, third = three

    page = browser.get(walk.read_and_sign(browser, first, "Tom Thistle").url).text
    assert "1 of 3 done today" in page
    assert "Next: Photographs (1 minute)" in page
    assert f'href="{walk.address(second)}"' in page

    page = browser.get(walk.read_and_sign(browser, second, "Tom Thistle").url).text
    assert "2 of 3 done today" in page
    assert "Next: Mobile phones" in page

    page = browser.get(walk.read_and_sign(browser, third, "Tom Thistle").url).text
    assert "All done, thank you" in page
    assert "Next:" not in page


def test_a_question_or_a_no_is_no_end_of_the_sitting(three, class_teacher, sign_in):
    browser = sign_in(class_teacher)

    asked = browser.post(walk.address(three[0], "ask"), {"question": "May I?"}, follow=True).text
    declined = browser.post(walk.address(three[1], "decline"), {}, follow=True).text

    assert "1 of 3 done today" in asked
    assert "Next: Photographs" in asked
    assert "2 of 3 done today" in declined
    assert "Next: Mobile phones" in declined


def test_who_has_read_one_goes_on_behind_its_text(three, class_teacher, sign_in):
    browser = sign_in(class_teacher)
    walk.read(browser, three[1])

    page = browser.get(walk.read_and_sign(browser, three[0], "Tom Thistle").url).text

    assert "Next: Photographs (read already)" in page
    assert f'href="{walk.address(three[1], "agree")}"' in page


def test_a_parents_sitting_by_link_leaves_out_what_waits_for_them_as_staff(
    version, head, teacher_parent
):
    actions.open_round(version=version, by=head)

    assert len(sitting_of(teacher_parent).to_do) == 2
    (only,) = sitting_of(teacher_parent, capacity="parent").to_do
    assert only.first.capacity == "parent"


def test_sisters_and_brothers_are_one_thing_to_do(version, head, parent):
    factories.ParenthoodFactory(person=parent)
    opened = actions.open_round(version=version, by=head)
    first = factories.has_read(opened.requests.filter(person=parent).first())
    assert sitting_of(parent).total == 1

    actions.sign_for_family(request=first, typed_name="Pat Parker", by=parent)

    sitting = sitting_of(parent)
    assert (sitting.done, sitting.total, sitting.next) == (1, 1, None)


def test_a_child_who_joins_after_a_no_waits_by_itself(version, head, parent):
    opened = actions.open_round(version=version, by=head)
    actions.decline(request=opened.requests.get(person=parent), why="", by=parent)
    tie = factories.ParenthoodFactory(person=parent)
    actions.bring_up_to_date()

    (item,) = sitting_of(parent).waiting

    assert item.children == [tie.child.full_name]
    assert sitting_of(parent).declined == []
