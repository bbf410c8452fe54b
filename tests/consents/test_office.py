"""What the office sees and writes down about pictures of one child."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.actions import write_down
from consents.models import ImageAnswer
from school.access import NotAllowed
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C1")]

CALL = {
    "method": "phone",
    "given_on": "2026-01-05",
    "evidence": "Olive, at nine",
    "website": "yes",
    "press": "no",
}


@pytest.fixture
def address(family, parent):
    return reverse("consents:write_down", args=[family.pk, parent.pk])


def child_address(child):
    return reverse("consents:child", args=[child.pk])


def test_the_page_shows_what_holds_and_what_each_parent_said(
    family, parent, other_parent, says, office, sign_in
):
    says(parent, family, "website", True)
    says(other_parent, family, "website", False)

    page = sign_in(office).get(child_address(family)).text

    assert parent.full_name in page
    assert other_parent.full_name in page
    assert "tell no parent what the other one said" in page
    assert "There are pictures to take down" in page


def test_a_call_is_written_down_with_its_evidence(family, address, office, sign_in):
    answer = sign_in(office).post(address, CALL, follow=True)

    assert "Written down." in answer.text
    assert "Olive, at nine" in answer.text
    assert ImageAnswer.objects.filter(recorded_by=office).count() == 2


def test_of_their_own_child_somebody_in_the_office_reads_and_writes_down_nothing(
    family, address, parent, other_parent, says, sign_in
):
    says(other_parent, family, "website", False)
    factories.RoleAssignmentFactory(person=parent, role="office")
    browser = sign_in(parent)

    for refused in (browser.get(child_address(family)), browser.post(address, CALL)):
        assert refused.status_code == 403
        assert "a colleague sees to it" in refused.text
        assert other_parent.full_name not in refused.text
    with pytest.raises(NotAllowed, match="own child"):
        write_down(
            child=family,
            person=other_parent,
            answers={"website": True},
            method="phone",
            given_on=timezone.localdate(),
            evidence="I asked them.",
            by=type(parent).objects.get(pk=parent.pk),
        )
    assert ImageAnswer.objects.count() == 1


def test_written_down_twice_it_is_one(address, office, sign_in):
    for _ in range(2):
        answer = sign_in(office).post(address, CALL, follow=True)

    assert "on record already" in answer.text
    assert ImageAnswer.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"evidence": ""}, "Write who took the call, or where the paper is kept."),
        ({"method": ""}, "Choose how they told us."),
        ({"given_on": "yesterday"}, "Write a date such as 01/09/2026."),
        ({"given_on": "2999-01-01"}, "cannot lie ahead"),
        ({"website": "", "press": ""}, "at least once"),
        ({"website": "maybe"}, "Choose yes or no."),
        ({"method": "online"}, "Please choose one of those offered here."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(change, sentence, address, office, sign_in):
    answer = sign_in(office).post(address, CALL | change)

    assert answer.status_code == 200
    assert sentence in answer.text
    assert (CALL | change)["evidence"] in answer.text
    assert not ImageAnswer.objects.exists()


def test_all_that_is_missing_is_said_at_once(address, office, sign_in):
    nothing = {"given_on": CALL["given_on"], "evidence": "", "method": ""}

    answer = sign_in(office).post(address, nothing)

    assert "Choose how they told us." in answer.text
    assert "Choose yes or no for what they told us, at least once." in answer.text


def test_nobody_is_written_down_for_who_is_no_parent_to_be_asked(
    family, address, parent, office, outsider, sign_in
):
    browser = sign_in(office)
    other = reverse("consents:write_down", args=[family.pk, outsider.pk])
    family.parenthoods.filter(person=parent).update(is_restricted=True)

    assert browser.get(other).status_code == 404
    assert browser.post(address, CALL).status_code == 404


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["parent", "class_teacher", "governor", "dsl", "outsider"])
def test_for_everybody_else_there_are_no_such_pages(who, family, address, request, sign_in):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(child_address(family)).status_code == 404
    assert browser.post(address, CALL).status_code == 404
    assert not ImageAnswer.objects.exists()


def test_a_child_of_whom_nobody_is_asked_has_a_page_all_the_same(office, sign_in):
    page = sign_in(office).get(child_address(factories.ChildFactory())).text

    assert "everything is a no" in page


def test_a_long_story_is_turned_page_by_page(family, parent, says, office, sign_in):
    for number in range(30):
        says(parent, family, "website", number % 2 == 0)

    browser = sign_in(office)

    assert "Page 1 of 2" in browser.get(child_address(family)).text
    assert "Page 2 of 2" in browser.get(child_address(family) + "?page=9").text


def test_the_page_is_only_looked_at(family, office, sign_in):
    assert sign_in(office).post(child_address(family)).status_code == 405
