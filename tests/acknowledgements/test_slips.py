"""Slips: who is on them, that they can be read by everybody, and the code that finds them again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from acknowledgements import actions
from acknowledgements.models import Request, Slip
from acknowledgements.paper import codes
from acknowledgements.paper.batches import Batch, Whom, places
from acknowledgements.paper.making import slips_pdf
from audit.models import Event
from school.access import NotAllowed
from school.errors import WrongState
from school.models import Role
from tests import factories
from tests.acknowledgements.paper import faults, keep, pages, qr_codes, words

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7")]

EVERYBODY = Batch(Whom.EVERYBODY)


@pytest.fixture
def family(db):
    """Two parents without an address who live apart, and their two children in two classes."""
    mother = factories.PersonFactory(full_name="Mona Moss", email=None)
    father = factories.PersonFactory(full_name="Fred Fern", email=None)
    for name, in_class in [("Ada Moss", "Robins"), ("Ben Moss", "Wrens")]:
        child = factories.ChildFactory(full_name=name, school_class__name=in_class)
        factories.ParenthoodFactory(person=mother, child=child)
        factories.ParenthoodFactory(person=father, child=child)
    return mother, father


@pytest.fixture
def opened(version, head, family, class_teacher, parent):
    return actions.open_round(version=version, by=head)


def prepared(opened, by, batch=EVERYBODY):
    """Prepare a batch and return its places with their codes, as the view hands them on."""
    actions.prepare_slips(asked=opened, batch=batch, by=by)
    found = dict(Slip.objects.values_list("request_id", "code"))
    return [(place, found[place.first]) for place in places(opened, batch)]


# --- who gets one ---------------------------------------------------------------------------------


def test_each_parent_gets_one_slip_for_all_their_children(opened, family):
    mother, _ = family

    (place,) = places(opened, Batch(Whom.PERSON, person=mother.pk))

    assert place.children == [("Ada Moss", "Robins"), ("Ben Moss", "Wrens")]


@pytest.mark.rule("A4")
def test_parents_who_live_apart_get_slips_that_say_nothing_of_each_other(opened, family, office):
    mother, father = family

    made = pages(slips_pdf(opened, prepared(opened, office, Batch(Whom.PERSON, person=mother.pk))))

    assert "Mona Moss" in " ".join(made)
    assert father.full_name not in " ".join(made)
    assert {p.person_id for p in places(opened, Batch())} == {mother.pk, father.pk}


@pytest.mark.rule("A4")
def test_a_child_about_whom_a_parent_may_not_be_asked_is_on_no_slip_of_theirs(opened, family):
    mother, _ = family
    mother.parenthoods.filter(child__full_name="Ben Moss").update(is_restricted=True)

    (place,) = places(opened, Batch(Whom.PERSON, person=mother.pk))

    assert place.children == [("Ada Moss", "Robins")]


def test_a_class_is_its_parents_with_their_other_children_too(opened, family, parent):
    robins = family[0].children.get(full_name="Ada Moss").school_class
    parent.children.update(school_class=None)

    found = places(opened, Batch(Whom.CLASS, school_class=robins.pk))

    assert {place.name for place in found} == {"Mona Moss", "Fred Fern"}
    assert all(len(place.children) == 2 for place in found)


def test_everybody_is_whoever_waits_staff_first(opened, class_teacher, parent, head):
    actions.sign(
        request=factories.has_read(opened.requests.get(person=class_teacher)),
        typed_name="Tom",
        by=class_teacher,
    )

    found = places(opened, EVERYBODY)

    assert found[0].name == head.full_name
    assert class_teacher.pk not in {place.person_id for place in found}
    assert parent.pk in {place.person_id for place in found}


# --- their codes ----------------------------------------------------------------------------------


@given(st.integers(0, 6), st.sampled_from(codes.SIGNS))
def test_one_wrong_sign_is_noticed(position, wrong):
    code = codes.new_code()
    misread = code[:position] + wrong + code[position + 1 :]

    assert codes.is_whole(code)
    assert codes.is_whole(misread) == (misread == code)


@given(st.integers(0, 6))
def test_two_signs_in_each_others_place_are_noticed(position):
    code = codes.new_code()
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]

    assert codes.is_whole(swapped) == (swapped == code)


def test_no_sign_of_a_code_looks_like_another():
    assert not set(codes.SIGNS) & set("01258OQILZSBGUVAE")
    assert codes.tidy(" khtp-39xm ") == "KHTP39XM"


def test_a_slip_that_is_printed_again_keeps_its_code(opened, office):
    first = prepared(opened, office)
    again = prepared(opened, office)

    assert [code for _, code in again] == [code for _, code in first]
    assert len({code for _, code in first}) == len(first) == Slip.objects.count()


def test_a_code_that_is_taken_is_drawn_again(opened, office, monkeypatch):
    drawn = iter(["A" * 8] * 3 + [codes.new_code() for _ in range(200)])
    monkeypatch.setattr(codes, "new_code", lambda: next(drawn))

    found = prepared(opened, office)

    assert len({code for _, code in found}) == len(found)


def test_codes_for_three_cost_as_many_queries_as_for_sixty(head, version):
    def cost(people):
        for _ in range(people):
            factories.ParenthoodFactory(person__email=None)
        opened = actions.open_round(version=factories.published(), by=head)
        with CaptureQueriesContext(connection) as captured:
            actions.prepare_slips(asked=opened, batch=EVERYBODY, by=head)
        return len(captured)

    cost(1)
    assert cost(3) == cost(60)


def test_that_slips_were_printed_is_on_record(opened, office):
    actions.prepare_slips(asked=opened, batch=Batch(), by=office)

    event = Event.objects.get(action="acknowledgements.slips.prepared")
    assert (event.actor_id, event.facts) == (str(office.pk), {"whom": "no_email", "slips": 2})


def test_a_closed_round_or_one_that_waits_for_nobody_prints_nothing(opened, office):
    with pytest.raises(WrongState, match="Nobody of these is waiting"):
        actions.prepare_slips(
            asked=opened, batch=Batch(Whom.PERSON, person=office.pk + 999), by=office
        )
    opened.closed_at = timezone.now()
    opened.save()
    with pytest.raises(WrongState, match="needs no slips"):
        actions.prepare_slips(asked=opened, batch=EVERYBODY, by=office)


def test_only_the_office_the_deputy_and_the_head_prepare_slips(opened, class_teacher, parent):
    for person in (class_teacher, parent):
        with pytest.raises(NotAllowed):
            actions.prepare_slips(asked=opened, batch=EVERYBODY, by=person)
    assert not Slip.objects.exists()


# --- on paper -------------------------------------------------------------------------------------


def test_a_slip_says_all_that_somebody_needs(opened, family, office, version):
    batch = Batch(Whom.PERSON, person=family[0].pk)
    ((_, code),) = found = prepared(opened, office, batch)

    data = slips_pdf(opened, found)
    keep(data, "slip-one")

    shown = words(data)
    assert "St Mary's CE Infant School" in shown
    assert str(version) in shown
    assert version.get_absolute_url() in shown.replace(" ", "")
    assert version.sign_off_text in shown
    assert "For Ada Moss (Robins) and Ben Moss (Wrens)" in shown
    assert "I would rather not sign" in shown
    assert "I have a question" in shown
    assert "stay the same whether you sign or not" in shown
    assert codes.in_groups(code) in shown


def test_a_slip_of_staff_has_their_points_to_tick(class_teacher, head, office):
    version = factories.VersionFactory(audiences=["staff", "governors"])
    section = factories.SectionFactory(version=version, number="7", audiences=["staff"])
    factories.ClauseFactory(section=section, number="7.1")
    opened = actions.open_round(version=factories.put_in_force(version), by=head)

    shown = words(slips_pdf(opened, prepared(opened, office)))

    assert "I confirm each of these points of the part for staff" in shown
    assert "7.1" in shown
    assert "whether you sign or not" not in shown


def test_slips_stand_two_on_a_sheet_unless_they_are_long(opened, office, head):
    found = prepared(opened, office)
    data = slips_pdf(opened, found)
    keep(data, "slips-two")
    long = factories.published(sign_off_text="I have read all of it and agree with it. " * 40)
    other = actions.open_round(version=long, by=head)
    tall = slips_pdf(other, prepared(other, office))
    keep(tall, "slips-long")

    assert len(pages(data)) == (len(found) + 1) // 2
    assert len(pages(tall)) == len(places(other, EVERYBODY))


def test_a_telephone_reads_the_codes_on_each_slip(opened, office, version):
    found = prepared(opened, office)

    read = qr_codes(slips_pdf(opened, found))

    where_to_read = f"http://localhost{version.get_absolute_url()}"
    assert sorted(read) == sorted([code for _, code in found] + [where_to_read] * len(found))


def test_slips_are_tagged_and_made_to_last(opened, office):
    assert faults(slips_pdf(opened, prepared(opened, office))) == []


def test_markup_in_a_name_stays_text(opened, family, office):
    family[0].full_name = '#eval("1+1") *bold* $x$ <there> = Moss'
    family[0].save()

    batch = Batch(Whom.PERSON, person=family[0].pk)

    assert "#eval" in words(slips_pdf(opened, prepared(opened, office, batch)))


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def address(opened):
    return reverse("acknowledgements:slips", args=[opened.pk])


def test_the_office_prints_slips_for_those_without_an_address(opened, address, office, sign_in):
    browser = sign_in(office)

    ready = browser.post(address, {"whom": "no_email"}, follow=True)

    assert "2 slips are ready" in ready.text
    made = browser.get(ready.context["files"][0]["query"] and f"{address}pdf/?whom=no_email&part=1")
    assert made["Content-Type"] == "application/pdf"
    assert "Mona Moss" in words(b"".join(made.streaming_content))


def test_one_slip_is_printed_by_the_button_beside_a_name(opened, address, office, sign_in, family):
    browser = sign_in(office)
    board = browser.get(reverse("acknowledgements:board_round", args=[opened.pk])).text
    assert "Print a slip" in board

    ready = browser.post(address, {"person": family[0].pk}, follow=True)

    assert "One slip is ready" in ready.text


def test_many_slips_come_in_several_files(opened, address, office, sign_in, monkeypatch):
    monkeypatch.setattr("acknowledgements.views.paper.A_FILE", 2)
    browser = sign_in(office)

    ready = browser.post(address, {"whom": "everybody"}, follow=True)

    assert "Slips 1 to 2 (PDF)" in ready.text
    assert len(ready.context["files"]) == (ready.context["number"] + 1) // 2
    last = browser.get(f"{address}pdf/?whom=everybody&part={len(ready.context['files'])}")
    assert last.status_code == 200
    b"".join(last.streaming_content)
    assert browser.get(f"{address}pdf/?whom=everybody&part=99").status_code == 404


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Choose for whom to print slips."),
        ({"whom": "nobody"}, "Please choose one of those offered here."),
        ({"whom": "class"}, "Choose which class."),
        ({"person": "999999"}, "Nobody of these is waiting to sign"),
    ],
)
def test_what_is_missing_is_said(data, says, address, office, sign_in):
    answer = sign_in(office).post(address, data, follow=True)

    assert says in answer.text
    assert not Slip.objects.exists()


def test_there_is_nothing_to_see_for_others_nor_without_a_code(
    opened, address, cast, sign_in, office
):
    for who in ("class_teacher", "governor", "chair", "dsl", "parent", "outsider"):
        browser = sign_in(getattr(cast, who))
        for path in (address, f"{address}ready/", f"{address}pdf/"):
            assert browser.get(path).status_code == 404
        assert browser.post(address, {"whom": "everybody"}).status_code == 404
    assert Client().get(address).status_code == 302
    assert sign_in(office).get(f"{address}pdf/?whom=everybody").status_code == 404  # no codes yet
    assert sign_in(office).get(f"{address}ready/?whom=x").status_code == 404
    assert sign_in(office).post(f"{address}pdf/").status_code == 405


def test_a_round_that_closed_is_gone(opened, address, office, sign_in):
    opened.closed_at = timezone.now()
    opened.save()

    assert sign_in(office).get(address).status_code == 404


def test_nobody_who_waits_any_more_leaves_a_page_that_says_so(
    opened, address, office, sign_in, family
):
    browser = sign_in(office)
    browser.post(address, {"whom": "no_email"})
    Request.objects.filter(person__in=family).update(stopped_at=timezone.now())

    assert "waiting to sign any more" in browser.get(f"{address}ready/?whom=no_email").text


def test_the_class_is_chosen_from_those_that_there_are(opened, address, office, sign_in, family):
    robins = family[0].children.get(full_name="Ada Moss").school_class

    ready = sign_in(office).post(address, {"whom": "class", "school_class": robins.pk}, follow=True)

    assert ready.context["number"] >= 2
    assert Role.OFFICE in office.roles()
