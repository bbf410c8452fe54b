"""Children, and who is asked for them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from school import actions
from school.access import NotAllowed
from school.errors import DomainError
from school.models import Child, Parenthood, Person
from tests import factories
from tests.days import tomorrow

pytestmark = pytest.mark.django_db


def new_child(by, *parents, **changed):
    parents = parents or (actions.NewParent("Ann Lee", "ann@example.test", "mother"),)
    told = {"full_name": "Ada Lee", "school_class": None, "admitted_on": tomorrow()} | changed
    return actions.add_child(**told, parents=parents, by=by)


def form_data(**changed) -> dict[str, str]:
    return {
        "child-full_name": "Ada Lee",
        "child-admitted_on": "2026-09-02",
        "parents-TOTAL_FORMS": "2",
        "parents-INITIAL_FORMS": "0",
        "parents-0-full_name": "Ann Lee",
        "parents-0-email": "ann@example.test",
        "parents-0-relationship": "mother",
        "parents-0-has_responsibility": "on",
        "parents-1-has_responsibility": "on",
    } | changed


def test_a_child_is_added_with_each_parent(office, sign_in):
    answer = sign_in(office).post(
        reverse("school:add_child"),
        form_data(**{"parents-1-full_name": "Bo Lee", "parents-1-is_restricted": "on"}),
    )

    child = Child.objects.get(full_name="Ada Lee")
    assert answer.url == reverse("school:child", args=[child.pk])
    assert child.parenthoods.get(person__full_name="Bo Lee").is_restricted
    assert child.parenthoods.get(person__full_name="Ann Lee").has_responsibility


def test_a_part_left_blank_is_nobody(office, sign_in):
    sign_in(office).post(reverse("school:add_child"), form_data())

    assert Parenthood.objects.count() == 1


def test_a_child_without_anybody_is_not_added(office, sign_in):
    blank = {f"parents-0-{name}": "" for name in ("full_name", "email", "relationship")}

    answer = sign_in(office).post(reverse("school:add_child"), form_data(**blank))

    assert "at least one parent" in answer.content.decode()
    assert not Child.objects.exists()


def test_a_parent_who_is_known_is_found_by_address(office, class_teacher):
    child = new_child(office, actions.NewParent("Tom Thistle", class_teacher.email))

    assert child.parents.get() == class_teacher


def test_a_parent_written_down_twice_is_refused_and_nothing_is_half_written(office):
    parent = actions.NewParent("Ann Lee", "ann@example.test")

    with pytest.raises(DomainError, match="twice"):
        new_child(office, parent, parent)

    assert not Child.objects.exists()
    assert not Person.objects.filter(email="ann@example.test").exists()
    assert not Event.objects.exists()


def test_what_is_missing_is_named(office, sign_in):
    nothing = dict.fromkeys(form_data(), "") | {
        "parents-TOTAL_FORMS": "2",
        "parents-INITIAL_FORMS": "0",
        "parents-0-email": "ann@example.test",
    }

    answer = sign_in(office).post(reverse("school:add_child"), nothing)

    page = answer.content.decode()
    assert "Write the child&#x27;s full name." in page
    assert "Choose the day on which the child joins." in page
    assert "Write the full name." in page


def test_a_second_child_of_that_name_needs_a_middle_name(office):
    new_child(office)

    with pytest.raises(DomainError, match="middle name"):
        new_child(office, full_name="ada lee")


@pytest.mark.rule("A4")
def test_a_parent_under_a_court_restriction_is_not_asked(office):
    child = new_child(office, admitted_on=timezone.localdate())
    tie = child.parenthoods.get()
    assert tie in Parenthood.objects.asked()

    actions.change_parent(
        tie=tie, relationship="mother", has_responsibility=True, is_restricted=True, by=office
    )

    assert not Parenthood.objects.asked().exists()
    event = Event.objects.on(child).get(action="school.parent.changed")
    assert event.facts["is_restricted"] is True


@pytest.mark.rule("A4")
def test_nobody_is_asked_for_a_child_who_has_not_joined_or_has_left(office):
    child = new_child(office)
    assert not Parenthood.objects.asked().exists()

    actions.change_child(
        child=child,
        school_class=None,
        admitted_on=date(2026, 1, 5),
        left_on=timezone.localdate() - timedelta(days=1),
        by=office,
    )

    assert not Parenthood.objects.asked().exists()


def test_a_child_does_not_leave_before_joining(office, sign_in):
    child = factories.ChildFactory()

    answer = sign_in(office).post(
        reverse("school:child", args=[child.pk]),
        {"admitted_on": "2026-09-02", "left_on": "2026-09-01"},
    )

    assert "cannot leave before joining" in answer.content.decode()


def test_class_and_days_are_changed_on_the_child_page(office, sign_in):
    child = factories.ChildFactory()
    owls = factories.SchoolClassFactory(name="Owls")

    sign_in(office).post(
        reverse("school:child", args=[child.pk]),
        {"school_class": owls.pk, "admitted_on": "2024-09-02", "left_on": ""},
    )

    child.refresh_from_db()
    assert child.school_class == owls


def test_one_more_parent_is_added_once(office, sign_in):
    child = factories.ChildFactory()
    address = reverse("school:add_parent", args=[child.pk])
    data = {"full_name": "Ann Lee", "email": "ann@example.test", "has_responsibility": "on"}

    sign_in(office).post(address, data)
    again = sign_in(office).post(address, data)

    assert child.parenthoods.count() == 1
    assert "twice" in again.content.decode()


def test_the_tie_is_changed_on_its_page(office, sign_in):
    tie = factories.ParenthoodFactory()

    sign_in(office).post(reverse("school:change_parent", args=[tie.pk]), {"relationship": "aunt"})

    tie.refresh_from_db()
    assert (tie.relationship, tie.has_responsibility) == ("aunt", False)


@pytest.mark.rule("A4")
def test_nobody_changes_who_is_asked_for_a_child_of_their_own(office, sign_in):
    child = factories.ChildFactory()
    factories.ParenthoodFactory(child=child, person=office)
    tie = factories.ParenthoodFactory(child=child, has_responsibility=True)
    address = reverse("school:change_parent", args=[tie.pk])

    shown = sign_in(office).get(address)
    sent = sign_in(office).post(address, {"relationship": "", "is_restricted": "on"})

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert "Ask a colleague" in shown.content.decode()
    with pytest.raises(NotAllowed):
        actions.change_parent(
            tie=tie, relationship="", has_responsibility=True, is_restricted=True, by=office
        )
    tie.refresh_from_db()
    assert not tie.is_restricted


def test_a_teacher_adds_and_changes_no_child(class_teacher):
    tie = factories.ParenthoodFactory()

    with pytest.raises(NotAllowed):
        new_child(class_teacher)
    with pytest.raises(NotAllowed):
        actions.change_parent(
            tie=tie, relationship="", has_responsibility=True, is_restricted=False, by=class_teacher
        )


def test_children_are_found_by_name_and_class(office, sign_in):
    factories.ChildFactory(full_name="Ada Lee")
    factories.ChildFactory(
        full_name="Bo Ray", school_class=factories.SchoolClassFactory(name="Owls")
    )

    page = sign_in(office).get(reverse("school:children"), {"words": "owls"}).content.decode()

    assert "Bo Ray" in page
    assert "Ada Lee" not in page
