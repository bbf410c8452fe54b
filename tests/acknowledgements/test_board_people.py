import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Reply, Request
from school.models import Leave, SchoolClass
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9")]


@pytest.fixture
def family():
    """Two parents of one child, one of whom has another child here too."""
    one = factories.ParenthoodFactory(
        child__full_name="Ivy Ash", person__full_name="Ann Ash", child__school_class__name="Wrens"
    )
    other = factories.ParenthoodFactory(child=one.child, person__full_name="Bob Birch")
    sibling = factories.ParenthoodFactory(person=one.person, child__full_name="Ned Ash")
    return one, other, sibling


@pytest.fixture
def opened(family, version, cast):
    return actions.open_round(version=version, by=cast.headteacher)


def page(name, *args):
    return reverse(f"acknowledgements:board_{name}", args=args)


def declines(person):
    Request.objects.filter(person=person).update(reply=Reply.DECLINED, replied_at=timezone.now())


def test_a_persons_page_shows_all_that_was_asked_and_what_they_signed(opened, cast, sign_in):
    earlier = factories.RoundFactory(
        version=factories.published(policy__title="Old policy"), closed_at=timezone.now()
    )
    factories.AcknowledgementFactory(
        request=factories.RequestFactory(
            round=earlier,
            person=cast.class_teacher,
            reply=Reply.SIGNED,
            replied_at=timezone.now(),
        )
    )

    shown = sign_in(cast.headteacher).get(page("person", cast.class_teacher.pk))

    assert [one.round for one in shown.context["page"]] == [opened, earlier]
    assert "Of 1 signature asked now: 1 no reply." in shown.text
    assert "Old policy" in shown.text


def test_somebody_who_is_asked_nothing_has_a_page_that_says_so(opened, cast, sign_in):
    shown = sign_in(cast.office).get(page("person", cast.outsider.pk)).text

    assert "Nothing is asked of Una now." in shown


def test_somebody_on_leave_is_said_to_be_away(opened, cast, sign_in):
    Leave.objects.create(person=cast.dsl, starts_on=timezone.localdate())

    shown = sign_in(cast.headteacher).get(page("person", cast.dsl.pk)).text

    assert "On long leave" in shown
    assert "is not reminded" in shown


@pytest.mark.rule("A3")
def test_a_familys_page_shows_each_parent_apart(opened, family, cast, sign_in):
    one, other, sibling = family
    declines(other.person)

    shown = sign_in(cast.office).get(page("family", one.child.pk))

    found = {
        each.person: [r.reply for r in each.requests] for each in shown.context["family"].parents
    }
    assert found == {one.person: ["none"], other.person: ["declined"]}
    assert shown.context["family"].siblings == [sibling.child]
    assert "late" not in shown.text


def test_a_parent_who_is_not_asked_is_shown_without_saying_why(opened, family, cast, sign_in):
    one, other, _ = family
    other.is_restricted = True
    other.save()
    actions.bring_up_to_date()

    shown = sign_in(cast.office).get(page("family", one.child.pk)).text

    assert "Is not asked for this child today." in shown
    assert "court" not in shown


@pytest.mark.rule("A4")
def test_a_deputy_sees_nothing_of_the_other_parent_of_their_own_child(
    opened, family, cast, sign_in
):
    one, other, _ = family
    factories.ParenthoodFactory(person=cast.deputy, child=one.child)
    actions.bring_up_to_date()
    declines(other.person)
    browser = sign_in(cast.deputy)

    own = browser.get(page("family", one.child.pk))
    of_other = browser.get(page("person", other.person.pk))
    listed = browser.get(page("round", opened.pk) + "?state=declined")
    grid = browser.get(page("class", one.child.school_class_id))

    assert [each.person for each in own.context["family"].parents] == [cast.deputy]
    assert own.context["family"].siblings == []
    assert "shows your own replies and nobody else’s" in own.text
    assert list(of_other.context["page"]) == []
    assert list(listed.context["page"]) == []
    assert "not shown to you, nor counted" in listed.text
    assert "1 declined" not in grid.text


def test_the_class_page_lays_children_against_policies(opened, family, cast, sign_in):
    one, other, _ = family
    declines(other.person)
    wrens = SchoolClass.objects.get(name="Wrens")

    shown = sign_in(cast.headteacher).get(page("class", wrens.pk))

    ((child, (cell,)),) = shown.context["grid"]
    assert (child, cell.round) == (one.child, opened)
    assert cell.replies == [("declined", "declined", 1), ("none", "no reply", 1)]
    assert shown.context["sums"] == [(opened, 0, 1)]


def test_the_class_page_has_pages_of_policies(cast, family, sign_in):
    for number in range(7):
        version = factories.published(policy__title=f"Policy {number}")
        actions.open_round(version=version, by=cast.headteacher)
    wrens = SchoolClass.objects.get(name="Wrens")
    browser = sign_in(cast.headteacher)

    first = browser.get(page("class", wrens.pk))
    second = browser.get(page("class", wrens.pk) + "?policies=2")

    assert [len(each.context["rounds"]) for each in (first, second)] == [6, 1]


def test_a_class_without_children_or_policies_says_so(cast, sign_in):
    empty = SchoolClass.objects.create(name="Owls")
    browser = sign_in(cast.headteacher)

    assert "not asked to sign anything now" in browser.get(page("class", empty.pk)).text
    actions.open_round(version=factories.published(), by=cast.headteacher)
    assert "No child is in this class today." in browser.get(page("class", empty.pk)).text


def test_people_and_children_are_found_by_a_part_of_the_name(opened, family, cast, sign_in):
    browser = sign_in(cast.office)

    found = browser.get(page("find") + "?words=ash")
    nobody = browser.get(page("find") + "?words=xyzzy").text
    too_long = browser.get(page("find") + "?words=" + "x" * 121).text

    assert [one.full_name for one in found.context["people"]] == ["Ann Ash"]
    assert [one.full_name for one in found.context["children"]] == ["Ivy Ash", "Ned Ash"]
    assert "Nobody of that name." in nobody
    assert "120 letters at the most" in too_long
    assert "Write a part of a name" in browser.get(page("find")).text


@pytest.mark.rule("S3", "A4")
@pytest.mark.parametrize(
    "who", ["class_teacher", "governor", "chair", "clerk", "dsl", "parent", "volunteer", "outsider"]
)
def test_for_everybody_else_none_of_these_pages_is_there(who, opened, family, cast, sign_in):
    one, *_ = family
    factories.ParenthoodFactory(person=cast.parent, child=one.child)
    browser = sign_in(getattr(cast, who))
    addresses = [
        page("find"),
        page("person", one.person.pk),
        page("person", getattr(cast, who).pk),
        page("family", one.child.pk),
        page("classes"),
        page("class", one.child.school_class_id),
    ]

    assert [browser.get(each).status_code for each in addresses] == [404] * 6
    assert [Client().get(each).status_code for each in addresses] == [302] * 6


def test_what_is_not_there_is_not_found_and_nothing_is_posted(opened, cast, sign_in):
    browser = sign_in(cast.headteacher)

    for name in ("person", "family", "class"):
        assert browser.get(page(name, 0)).status_code == 404
    for address in (page("find"), page("classes"), page("person", cast.parent.pk)):
        assert browser.post(address).status_code == 405
