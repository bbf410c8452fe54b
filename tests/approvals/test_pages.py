"""The register's pages: for staff, for whoever decides, for families (C4, M4, M7, M19)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals import actions
from approvals.models import Approval
from school.models import Service
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C4")]

LIST, ASK = reverse("approvals:services"), reverse("approvals:ask")
FAMILIES = reverse("approvals:families")


def page_of(approval):
    return reverse("approvals:approval", args=[approval.pk])


def filled(owner, **changed):
    return {
        "known_service": "another",
        "name": "ReadRaccoon",
        "purpose": "Reading practice",
        "used_by": "Robins",
        "data_given": "First names",
        "minimum_age": "4",
        "dpia_reference": "DPIA 7",
        "owner": str(owner.pk),
    } | changed


def deciding(**changed):
    day = timezone.localdate() + timedelta(days=100)
    return {
        "decision": "approve",
        "review_on": day.isoformat(),
        "for_families": "Reading",
    } | changed


@pytest.fixture
def asked(class_teacher):
    return factories.ApprovalFactory(asked_by=class_teacher, state="asked", minimum_age=4)


def test_a_class_teacher_asks_and_reads_who_decides_and_by_when(
    class_teacher, headteacher, sign_in
):
    browser = sign_in(class_teacher)

    assert "Helen Hart decides, by" in browser.get(ASK).text
    answer = browser.post(ASK, filled(class_teacher), follow=True)

    assert "Sent. We write to you" in answer.text
    assert "Please do not use it before" in answer.text
    assert Approval.objects.get().asked_by == class_teacher


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"known_service": ""}, "Choose it from the list"),
        ({"known_service": "999999"}, "Please choose one of those offered here."),
        ({"name": ""}, "Write what it is called."),
        ({"purpose": ""}, "Write what you would like to use it for."),
        ({"minimum_age": ""}, "Write how old its terms say one must be, or 0."),
        ({"minimum_age": "old"}, "Write the age in figures"),
        ({"data_given": ""}, "or “nothing”."),
        ({"dpia_reference": ""}, "or why none is needed."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(wrong, sentence, class_teacher, sign_in):
    answer = sign_in(class_teacher).post(ASK, filled(class_teacher, **wrong))

    assert sentence in answer.text
    assert "Robins" in answer.text
    assert not Approval.objects.exists()


def test_a_name_that_is_too_long_is_not_asked_for_a_second_time(class_teacher, sign_in):
    answer = sign_in(class_teacher).post(ASK, filled(class_teacher, name="n" * 81))

    assert "shorten it to 80 letters" in answer.text
    assert "Write what it is called." not in answer.text


def test_whom_the_list_of_owners_does_not_hold_cannot_be_put_in(class_teacher, parent, sign_in):
    sign_in(class_teacher).post(ASK, filled(parent))

    assert not Approval.objects.exists()


def test_the_headteacher_decides_on_the_page_of_the_request(asked, headteacher, sign_in):
    browser = sign_in(headteacher)
    assert "Keep this decision" in browser.get(page_of(asked)).text

    answer = browser.post(page_of(asked), deciding(conditions="First names only"), follow=True)

    assert "First names only" in answer.text
    assert "Keep this decision" not in answer.text
    assert Approval.objects.in_use().exists()


def test_what_was_decided_in_another_window_is_said_and_the_words_stay(
    asked, headteacher, class_teacher, sign_in
):
    browser = sign_in(headteacher)
    browser.post(page_of(asked), deciding())

    answer = browser.post(page_of(asked), {"decision": "refuse", "reason": "It sells all it has."})

    assert answer.status_code == 200
    assert "It sells all it has." in answer.text
    assert "What you wrote was not kept" in answer.text
    assert "Keep this decision" not in answer.text
    assert Approval.objects.get().state == "approved"
    assert sign_in(class_teacher).post(page_of(asked), deciding()).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"decision": ""}, "Choose yes or no."),
        ({"review_on": ""}, "Choose the day by which somebody looks at it again."),
        ({"review_on": "2020-01-01"}, "Choose a review date that lies ahead."),
        ({"decision": "refuse"}, "Write why not."),
    ],
)
def test_a_decision_that_lacks_something_is_not_kept(wrong, sentence, asked, headteacher, sign_in):
    answer = sign_in(headteacher).post(page_of(asked), deciding(**wrong))

    assert sentence in answer.text
    assert Approval.objects.get().state == "asked"


def test_refused_with_its_reason_all_staff_read_it(asked, headteacher, office, sign_in):
    sign_in(headteacher).post(page_of(asked), {"decision": "refuse", "reason": "It sells data."})

    assert "It sells data." in sign_in(office).get(LIST, {"show": "no"}).text
    assert asked.name not in sign_in(office).get(LIST).text


def test_what_waits_is_seen_by_the_asker_and_whoever_decides_alone(
    asked, class_teacher, headteacher, office, chair, parent, sign_in
):
    for person in (class_teacher, headteacher):
        assert sign_in(person).get(page_of(asked)).status_code == 200
        assert asked.name in sign_in(person).get(LIST).text
    for person in (office, chair, parent):
        assert sign_in(person).get(page_of(asked)).status_code == 404


def test_nobody_decides_by_a_form_what_they_may_not(asked, class_teacher, office, sign_in):
    assert sign_in(class_teacher).post(page_of(asked), deciding()).status_code == 403
    assert sign_in(office).post(page_of(asked), deciding()).status_code == 404
    assert Approval.objects.get().state == "asked"


def test_an_overdue_review_is_said_and_looked_at_again(class_teacher, headteacher, sign_in):
    day = timezone.localdate() - timedelta(days=1)
    late = factories.ApprovalFactory(asked_by=class_teacher, review_on=day)
    browser = sign_in(headteacher)
    assert "Review overdue" in browser.get(LIST).text

    answer = browser.post(
        reverse("approvals:renew", args=[late.pk]),
        {"review_on": (day + timedelta(days=400)).isoformat()},
        follow=True,
    )

    assert "It may be used on until its next review" in answer.text
    assert "Review overdue" not in browser.get(LIST).text


def test_withdrawn_by_its_page_with_a_reason(class_teacher, headteacher, sign_in):
    approved = factories.ApprovalFactory(asked_by=class_teacher)
    address = reverse("approvals:withdraw", args=[approved.pk])

    assert "Write why." in sign_in(headteacher).post(address, {"reason": ""}).text
    answer = sign_in(headteacher).post(address, {"reason": "It was sold."}, follow=True)

    assert "It was sold." in answer.text
    assert sign_in(headteacher).get(address).status_code == 403


def test_whoever_comes_second_reads_what_happened_and_still_has_their_words(
    class_teacher, headteacher, sign_in
):
    approved = factories.ApprovalFactory(asked_by=class_teacher)
    renew = reverse("approvals:renew", args=[approved.pk])
    browser = sign_in(headteacher)
    mine = {
        "seen": browser.get(renew).context["form"]["seen"].value(),
        "review_on": (timezone.localdate() + timedelta(days=90)).isoformat(),
        "conditions": "Words that were typed already.",
    }
    theirs = timezone.localdate() + timedelta(days=30)
    actions.renew_service(approval=approved, review_on=theirs, by=headteacher)

    page = browser.post(renew, mine)
    assert "Somebody looked at this again while you wrote." in page.text
    assert "Words that were typed already." in page.text
    assert f"Last: Looked at again, {headteacher}" in page.text
    approved.refresh_from_db()
    assert approved.review_on == theirs
    again = mine | {"seen": page.context["form"]["seen"].value()}
    assert browser.post(renew, again).status_code == 302

    actions.withdraw_service(approval=approved, reason="It was sold.", by=headteacher)
    for address in (renew, reverse("approvals:withdraw", args=[approved.pk])):
        words = {"reason": "Words that were typed already."} | again
        page = browser.post(address, words).text
        assert "This approval was withdrawn." in page
        assert "It was sold." in page
        assert "Words that were typed already." in page
        assert sign_in(class_teacher).post(address, words).status_code == 403


def test_families_read_what_is_used_and_nothing_of_how_it_was_decided(class_teacher, headteacher):
    factories.ApprovalFactory(
        asked_by=class_teacher,
        for_families="Reading at home",
        conditions="Secret condition",
        data="Secret data",
        dpia_reference="Secret reference",
        used_by="Secret class",
    )
    for state in ("asked", "refused", "withdrawn"):
        factories.ApprovalFactory(name=f"Not {state}", state=state)
    factories.ApprovalFactory(name="Not overdue", review_on=timezone.localdate() - timedelta(1))

    answer = Client().get(FAMILIES)

    assert "Reading at home" in answer.text
    assert "do not use it at school" in answer.text
    for hidden in ("Secret", class_teacher.full_name, headteacher.full_name, "Not "):
        assert hidden not in answer.text
    assert "public" in answer["Cache-Control"]


def test_empty_lists_say_what_will_be_there(class_teacher, sign_in):
    assert "Ask for the first" in sign_in(class_teacher).get(LIST).text
    assert "Nothing was refused" in sign_in(class_teacher).get(LIST, {"show": "no"}).text
    assert "No app or website is approved" in Client().get(FAMILIES).text


def test_services_to_ask_for_show_the_ages_that_are_known(class_teacher, sign_in):
    assert Service.objects.filter(name="LinkedIn", minimum_age=16).exists()

    assert "LinkedIn (from 16)" in sign_in(class_teacher).get(ASK).text


@pytest.mark.parametrize("address", [LIST, f"{LIST}?show=no", FAMILIES])
def test_a_list_costs_the_same_with_three_as_with_twenty(address, class_teacher, sign_in):
    browser = sign_in(class_teacher)

    def cost(more):
        for state in ("approved", "refused"):
            factories.ApprovalFactory.create_batch(more, state=state)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    assert cost(3) == cost(17)


@pytest.mark.parametrize("name", ["services", "families"])
def test_lists_are_only_read(name, class_teacher, sign_in):
    assert sign_in(class_teacher).post(reverse(f"approvals:{name}")).status_code == 405
