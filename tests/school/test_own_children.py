"""Whoever works in the office changes nothing about who is asked for a child of their own (A4)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from school import actions
from school.access import NotAllowed
from school.actions.children import NewParent
from school.errors import DomainError
from school.models import Child, Parenthood, Person, PersonalLink
from tests import factories
from tests.school.test_apply_people_import import put_in, written

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A4")]
JOINED = "2021-09-02"
COLLEAGUE = "A colleague must bring in line {}: Ada Lee is a child of yours"


@pytest.fixture
def ada(office):
    """Return a child of whoever works in the office, and of Max, who is asked as well."""
    robins = factories.SchoolClassFactory(name="Robins")
    ada = factories.ChildFactory(full_name="Ada Lee", school_class=robins, admitted_on=JOINED)
    factories.ParenthoodFactory(child=ada, person=office, relationship="mother")
    other = factories.PersonFactory(full_name="Max Lee", email="max@example.test")
    factories.ParenthoodFactory(child=ada, person=other, relationship="father")
    ada.refresh_from_db()
    return ada


@pytest.fixture
def max_lee(ada):
    return Person.objects.get(email="max@example.test")


def line(name="Max Lee", email="max@example.test", child="Ada Lee", rest="father,yes,no"):
    return f"{name},{email},parent,,,{child},Robins,{JOINED},{rest}"


ABOUT_ADA = [
    pytest.param(line(rest="father,yes,yes"), id="a restriction"),
    pytest.param(line(rest="father,no,no"), id="no responsibility"),
    pytest.param(line(rest="uncle,yes,no"), id="another relationship"),
    pytest.param(line("New Friend", "new@example.test", rest=",yes,no"), id="one more parent"),
    pytest.param(line("New Friend", "", rest=",yes,no"), id="one more without an address"),
    pytest.param(line("MAX  LEE", "MAX@example.test", " ada  LEE ", "father,yes,yes"), id="case"),
]


@pytest.mark.parametrize("about_ada", ABOUT_ADA)
def test_a_list_leaves_such_a_line_for_a_colleague_and_the_rest_goes_on(about_ada, ada, office):
    ties = list(Parenthood.objects.order_by("pk").values())
    others = line("Bea Bell", "bea@example.test", "Bo Bell", "mother,yes,no")

    put_in(about_ada, others, by=office)

    assert list(Parenthood.objects.filter(child=ada).order_by("pk").values()) == ties
    assert Child.objects.get(full_name="Bo Bell").parenthoods.get().person.full_name == "Bea Bell"
    assert not Person.objects.filter(full_name="New Friend").exists()
    facts = Event.objects.get(action="school.people.imported").facts
    assert facts["left_for_a_colleague"] == 1


def test_the_page_names_the_line_and_still_offers_a_yes(ada, office, sign_in):
    content = written(line(rest="father,yes,yes"), line("Bea Bell", "bea@example.test", "Bo Bell"))
    upload = actions.preview_people(content=content, file_name="people.csv", by=office)

    page = sign_in(office).get(reverse("school:import_preview", args=[upload.pk])).content.decode()

    assert COLLEAGUE.format(2) in page
    assert "Put in the list" in page
    assert "need correcting" not in page


def test_a_list_of_nothing_but_such_lines_says_that_there_is_nothing_to_put_in(
    ada, office, sign_in
):
    upload = actions.preview_people(
        content=written(line(rest="father,yes,yes")), file_name="people.csv", by=office
    )

    page = sign_in(office).get(reverse("school:import_preview", args=[upload.pk])).content.decode()

    assert COLLEAGUE.format(2) in page
    assert "There is nothing for you to put in." in page
    assert "Put in the list" not in page


def test_what_a_list_says_as_it_is_on_record_stands(ada, office):
    same = actions.plan_of(written(line(), line(rest=",,")).decode(), by=office)

    assert same.for_a_colleague == []


def test_a_colleague_and_the_command_line_bring_such_a_line_in(ada, max_lee, headteacher):
    content = written(line(rest="father,yes,yes"))
    assert actions.plan_of(content.decode(), by=headteacher).for_a_colleague == []

    actions.import_people(content)

    assert Parenthood.objects.get(child=ada, person=max_lee).is_restricted


def test_which_children_are_ones_own_costs_no_query_more(
    ada, office, django_assert_num_queries, django_assert_max_num_queries
):
    lines = [line(rest="father,yes,yes"), line("Bea Bell", "bea@example.test", "Bo Bell")]
    actions.plan_of(written(*lines).decode(), by=office)  # what roles they hold is asked once
    with django_assert_max_num_queries(6) as few:
        actions.plan_of(written(*lines).decode(), by=office)
    more = [line(f"New {n}", f"n{n}@example.test") for n in range(60)]

    with django_assert_num_queries(len(few.captured_queries)):
        assert len(actions.plan_of(written(*more).decode(), by=office).for_a_colleague) == 60


def test_nobody_adds_a_parent_to_a_child_of_their_own(ada, office, sign_in):
    answer = sign_in(office).get(reverse("school:add_parent", args=[ada.pk]))

    assert answer.status_code == 403
    with pytest.raises(NotAllowed, match="child of yours"):
        actions.add_parent(child=ada, parent=NewParent("New Friend"), by=office)


def test_the_page_offers_only_what_is_open_on_a_child_of_ones_own(
    ada, office, headteacher, sign_in
):
    tie = ada.parenthoods.first()
    change = reverse("school:change_parent", args=[tie.pk])
    page = reverse("school:child", args=[ada.pk])

    own = sign_in(office).get(page).text

    assert "The days below are for a colleague too." in own
    assert change not in own
    assert change in sign_in(headteacher).get(page).text


def test_nobody_moves_the_days_of_a_child_of_their_own_but_their_class(ada, office, headteacher):
    owls = factories.SchoolClassFactory(name="Owls")
    days = {"admitted_on": ada.admitted_on, "left_on": None}
    actions.change_child(child=ada, school_class=owls, **days, by=office)
    left = days | {"left_on": timezone.localdate() - timedelta(days=1)}
    with pytest.raises(NotAllowed, match="child of yours"):
        actions.change_child(child=ada, school_class=owls, **left, by=office)

    actions.change_child(child=ada, school_class=owls, **left, by=headteacher)
    ada.refresh_from_db()
    assert ada.left_on


def test_nobody_becomes_the_other_parent_by_address_or_link_nor_sends_them_away(
    ada, max_lee, office, sign_in
):
    """A new address signs its holder in, and a printed link answers for whom it names."""
    client = sign_in(office)
    printing = reverse("school:print_link", args=[max_lee.pk])
    changing = reverse("school:change_person", args=[max_lee.pk])

    assert client.get(printing).status_code == client.post(printing).status_code == 403
    assert client.post(changing, {"full_name": "Max Lee", "email": "me@x.test"}).status_code == 403
    with pytest.raises(NotAllowed, match="both parents"):
        actions.change_person(person=max_lee, full_name="Max Lee", email="me@x.test", by=office)
    with pytest.raises(NotAllowed, match="both parents"):
        actions.print_link(person=max_lee, by=office)
    with pytest.raises(NotAllowed, match="both parents"):
        actions.note_left(person=max_lee, reason="He left.", by=office)
    max_lee.refresh_from_db()
    assert (max_lee.email, max_lee.is_active) == ("max@example.test", True)
    assert not PersonalLink.objects.exists()
    page = client.get(reverse("school:person", args=[max_lee.pk])).content.decode()
    assert "Print a link" not in page
    assert "You are both parents of a child here." in page


def test_nobody_adds_a_child_of_their_own_nor_themselves_to_a_child(ada, office, headteacher):
    me = NewParent(office.full_name, office.email)
    other = NewParent("Max Lee", "max@example.test", is_restricted=True)
    new = {"full_name": "Bo Lee", "school_class": None, "admitted_on": timezone.localdate()}

    with pytest.raises(DomainError, match="parent of this child yourself"):
        actions.add_child(**new, parents=[me, other], by=office)
    assert not Child.objects.filter(full_name="Bo Lee").exists()
    bo = actions.add_child(**new, parents=[other], by=office)
    with pytest.raises(DomainError, match="parent of this child yourself"):
        actions.add_parent(child=bo, parent=me, by=office)
    assert bo.parenthoods.count() == 1

    actions.add_parent(child=bo, parent=me, by=headteacher)


def test_a_list_with_a_new_child_of_ones_own_leaves_it_for_a_colleague(ada, office, headteacher):
    mine = line(office.full_name, office.email.upper(), "Bo Lee", "mother,yes,no")
    content = written(line(child="Bo Lee", rest="father,yes,yes"), mine).decode()

    assert len(actions.plan_of(content, by=office).for_a_colleague) == 2
    assert actions.plan_of(content, by=headteacher).for_a_colleague == []


def test_nobody_notes_that_the_other_parent_of_their_child_is_away(
    ada, max_lee, office, headteacher, sign_in
):
    today = {"starts_on": timezone.localdate(), "ends_on": None}
    adding = reverse("school:add_leave", args=[max_lee.pk])
    with pytest.raises(NotAllowed, match="both parents"):
        actions.note_leave(person=max_lee, **today, by=office)
    assert sign_in(office).get(adding).status_code == 403

    leave = actions.note_leave(person=max_lee, **today, by=headteacher)

    with pytest.raises(NotAllowed, match="both parents"):
        actions.end_leave(leave=leave, ends_on=timezone.localdate(), by=office)
    with pytest.raises(NotAllowed, match="both parents"):
        actions.remove_leave(leave=leave, reason="It is over.", by=office)
    page = sign_in(office).get(reverse("school:person", args=[max_lee.pk])).text
    assert "Long leave" not in page
    assert reverse("school:change_parent", args=[max_lee.parenthoods.get().pk]) not in page


def test_a_colleague_does_all_that(ada, max_lee, headteacher):
    actions.print_link(person=max_lee, by=headteacher)
    actions.change_person(person=max_lee, full_name="Max Lee", email="m@x.test", by=headteacher)
    actions.note_left(person=max_lee, reason="He moved.", by=headteacher)

    max_lee.refresh_from_db()
    assert not max_lee.is_active
