import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions, queries
from acknowledgements.models import Acknowledgement, Reading
from acknowledgements.views.place import STEPS
from tests import factories
from tests.acknowledgements import walk

pytestmark = pytest.mark.django_db

MINE = "/sign-offs/"
SIGNED = {"typed_name": "Tom Thistle"}


@pytest.fixture
def opened(version, head, class_teacher):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def asked(opened, class_teacher):
    return opened.requests.get(person=class_teacher)


@pytest.fixture
def address(asked):
    return walk.address(asked)


def test_my_sign_offs_lists_what_waits_with_the_time_it_takes(opened, class_teacher, sign_in):
    page = sign_in(class_teacher).get(MINE)

    assert page.status_code == 200
    assert "Social media policy" in page.text
    assert "About 1 minute to read" in page.text


def test_my_sign_offs_lists_what_was_signed_with_date_and_version(
    opened, class_teacher, sign_in, asked
):
    browser = sign_in(class_teacher)
    walk.read_and_sign(browser, asked, "Tom Thistle")

    page = browser.get(MINE).text

    assert "Nothing is waiting for you" in page
    assert "Social media policy, version 1" in page
    assert f"{timezone.localdate():%Y}" in page


def test_nobody_sees_the_sign_offs_of_others(opened, head, sign_in, class_teacher, asked):
    walk.read_and_sign(sign_in(class_teacher), asked, "Tom Thistle")

    assert "version 1" not in sign_in(head).get(MINE).text


@pytest.mark.rule("A11")
def test_the_whole_text_stands_before_the_button_and_the_name_after_it(
    address, asked, class_teacher, sign_in, opened
):
    browser = sign_in(class_teacher)
    page = browser.get(address).text

    for section in opened.version.sections.all():
        assert section.heading in page
        for clause in section.clauses.all():
            assert page.index(clause.text) < page.index("I have read to the end")
    assert "Your full name" not in page
    walk.read(browser, asked)
    assert opened.version.sign_off_text in browser.get(walk.address(asked, "agree")).text


@pytest.mark.rule("A2")
def test_a_signature_is_kept_and_the_page_turns_calm(address, asked, class_teacher, sign_in):
    browser = sign_in(class_teacher)
    walk.read_and_sign(browser, asked, "Tom Thistle")

    page = browser.get(address)

    assert Acknowledgement.objects.get().person == class_teacher
    assert "You have signed Social media policy" in page.text
    assert '<form class="stack"' not in page.text


@pytest.mark.rule("A2")
def test_signing_twice_leaves_one_row(asked, class_teacher, sign_in):
    browser = sign_in(class_teacher)
    walk.read(browser, asked)

    answers = [walk.sign(browser, asked, "Tom Thistle").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Acknowledgement.objects.count() == 1


@pytest.mark.rule("A2")
def test_an_id_in_the_form_changes_nothing(asked, class_teacher, head, sign_in):
    browser = sign_in(class_teacher)

    walk.read_and_sign(browser, asked, "Tom Thistle", person=head.pk, by=head.pk)

    assert Acknowledgement.objects.get().person == class_teacher


@pytest.mark.rule("A2")
@pytest.mark.parametrize("who", ["headteacher", "office", "parent", "outsider"])
@pytest.mark.parametrize("step", STEPS)
def test_somebody_elses_request_does_not_exist_for_others(step, who, asked, request, sign_in):
    browser, path = sign_in(request.getfixturevalue(who)), walk.address(asked, step)

    assert browser.get(path).status_code == 404
    assert browser.post(path, SIGNED).status_code == 404
    assert not Acknowledgement.objects.exists()
    assert not Reading.objects.exists()


def test_signed_out_people_are_asked_to_sign_in(address):
    for path in (MINE, address):
        response = Client().get(path)
        assert response.status_code == 302
        assert "/accounts/login/" in response.url


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("step", STEPS)
def test_other_methods_are_refused(step, method, asked, class_teacher, sign_in):
    assert getattr(sign_in(class_teacher), method)(walk.address(asked, step)).status_code == 405
    assert sign_in(class_teacher).post(MINE).status_code == 405


@pytest.mark.parametrize("how", ["closed", "stopped"])
def test_what_is_no_longer_asked_says_so(how, asked, opened, class_teacher, sign_in):
    if how == "closed":
        opened.closed_at = timezone.now()
        opened.save()
    else:
        opened.requests.update(stopped_at=timezone.now())

    browser = sign_in(class_teacher)

    for step in ("sign", "points", "agree", "ask", "decline"):
        path = walk.address(asked, step)
        assert "There is nothing to sign here now" in browser.get(path).text
        assert "There is nothing to sign here now" in browser.post(path, SIGNED).text
    assert browser.post(walk.address(asked, "keep"), SIGNED).status_code == 410
    assert not Acknowledgement.objects.exists()


def test_a_parent_who_signs_in_signs_for_all_children_at_once(version, head, parent, sign_in):
    factories.ParenthoodFactory(person=parent)
    opened = actions.open_round(version=version, by=head)
    first = opened.requests.filter(person=parent).first()

    walk.read_and_sign(sign_in(parent), first, "Pat Parker")

    assert Acknowledgement.objects.filter(person=parent).count() == 2


@pytest.mark.rule("A3")
def test_staff_are_not_told_that_it_is_a_choice_and_parents_are(
    version, head, parent, class_teacher, sign_in
):
    opened = actions.open_round(version=version, by=head)

    def page(person):
        asked = opened.requests.get(person=person)
        return sign_in(person).get(reverse("acknowledgements:sign", args=[asked.pk])).text

    assert "you choose" in page(parent)
    assert "you choose" not in page(class_teacher)


def test_reading_time_grows_with_the_text(version):
    long = factories.VersionFactory(sections=[])
    section = factories.SectionFactory(version=long)
    factories.ClauseFactory(section=section, text="word " * 900)

    assert queries.minutes_to_read([version.pk, long.pk]) == {version.pk: 1, long.pk: 5}


def test_the_page_costs_the_same_with_3_policies_as_with_30(head, class_teacher, sign_in):
    browser = sign_in(class_teacher)

    def cost(policies):
        for _ in range(policies):
            opened = actions.open_round(version=factories.published(), by=head)
            if policies % 2:
                asked = opened.requests.get(person=class_teacher)
                actions.sign(
                    request=factories.has_read(asked), typed_name="Tom Thistle", by=class_teacher
                )
        with CaptureQueriesContext(connection) as queries:
            browser.get(MINE)
        return len(queries)

    cost(1)
    cost(2)
    assert cost(3) == cost(30)
