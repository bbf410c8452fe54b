from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from consents import actions
from consents.models import Purpose, TakeDown
from notifications.delivery import render
from notifications.models import Message
from school.access import NotAllowed
from school.actions import change_parent
from school.errors import DomainError
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C1")]

WEBSITE, PRESS = Purpose.WEBSITE.value, Purpose.PRESS.value
LIST = "/pictures/to-take-down/"
PLACES = list(Purpose.WEBSITE.places)
DONE = {"looked_at": PLACES, "what_was_done": "Two pictures taken off."}


@pytest.fixture
def task(family):
    return factories.TakeDownFactory(child=family)


def finish_address(task):
    return reverse("consents:finish_take_down", args=[task.pk])


# --- when a task is opened ------------------------------------------------------------------------


def test_taking_a_yes_back_opens_one_task(family, parent, says):
    says(parent, family, WEBSITE, True)
    says(parent, family, WEBSITE, False)
    says(parent, family, WEBSITE, False)

    task = TakeDown.objects.to_do().get()
    assert (task.child, task.purpose) == (family, WEBSITE)
    assert Event.objects.filter(action="consents.take_down.opened").count() == 1


def test_a_no_of_the_other_parent_opens_one_as_well(family, parent, other_parent, says):
    says(parent, family, WEBSITE, True)
    says(other_parent, family, WEBSITE, False)

    assert TakeDown.objects.to_do().count() == 1


@pytest.mark.parametrize("answers", [[False], [False, False], [False, True], [True], [True, True]])
def test_where_nothing_was_allowed_or_nothing_was_taken_back_there_is_none(
    answers, family, parent, says
):
    for is_yes in answers:
        says(parent, family, WEBSITE, is_yes)

    assert not TakeDown.objects.exists()


def test_a_yes_that_a_no_had_stopped_already_opens_none(family, parent, other_parent, says):
    says(other_parent, family, WEBSITE, False)
    says(parent, family, WEBSITE, True)
    says(parent, family, WEBSITE, False)

    assert not TakeDown.objects.exists()


def test_taken_back_a_second_time_after_it_was_done_opens_another(family, parent, says, office):
    for _ in range(2):
        says(parent, family, WEBSITE, True)
        says(parent, family, WEBSITE, False)
        task = TakeDown.objects.to_do().get()
        actions.finish_take_down(task=task, looked_at=task.places, what_was_done="Done.", by=office)

    assert TakeDown.objects.done().count() == 2


@pytest.mark.parametrize("field", ["is_restricted", "has_responsibility"])
def test_a_permission_that_rested_on_somebody_no_longer_asked_is_taken_down(
    field, family, parent, says, office
):
    says(parent, family, WEBSITE, True)
    says(parent, family, PRESS, False)
    told = {"is_restricted": False, "has_responsibility": True} | {field: field == "is_restricted"}

    tie = family.parenthoods.get(person=parent)
    for _ in range(2):  # said twice, it is one task
        change_parent(tie=tie, relationship="", **told, by=office)

    assert [task.purpose for task in TakeDown.objects.to_do()] == [WEBSITE]


def test_with_the_yes_of_the_other_parent_it_goes_on(family, parent, other_parent, says, office):
    says(parent, family, WEBSITE, True)
    says(other_parent, family, WEBSITE, True)

    change_parent(
        tie=family.parenthoods.get(person=parent),
        relationship="",
        has_responsibility=True,
        is_restricted=True,
        by=office,
    )

    assert not TakeDown.objects.exists()


def test_done_for_somebody_no_longer_asked_it_is_not_opened_again_each_day(
    family, parent, says, office
):
    says(parent, family, WEBSITE, True)
    family.parenthoods.filter(person=parent).update(is_restricted=True)
    actions.open_for_those_no_longer_asked()
    task = TakeDown.objects.get()
    actions.finish_take_down(task=task, looked_at=task.places, what_was_done="Done.", by=office)

    actions.open_for_those_no_longer_asked()

    assert TakeDown.objects.count() == 1


@pytest.mark.rule("S1")
def test_office_and_headteacher_are_told_once_a_day_without_a_name(
    family, parent, says_all, office, headteacher, class_teacher
):
    says_all(parent, family, True)
    says_all(parent, family, False)

    letters = Message.objects.filter(template="take_down")
    assert {letter.recipient for letter in letters} == {office, headteacher}
    assert letters.count() == 2
    body = render(letters.first()).body
    assert family.full_name not in body
    assert parent.full_name not in body
    assert LIST in body


# --- doing it -------------------------------------------------------------------------------------


def test_it_is_kept_by_whom_and_when_it_was_done(task, office):
    actions.finish_take_down(
        task=task,
        looked_at=[*PLACES, "The moon"],
        what_was_done=" Taken off. ",
        by=office,
    )

    task.refresh_from_db()
    assert task.done_by == office
    assert timezone.now() - task.done_at < timedelta(minutes=1)
    assert task.looked_at == PLACES
    assert task.what_was_done == "Taken off."


def test_it_is_not_done_before_each_place_was_looked_at(task, office, sign_in):
    answer = sign_in(office).post(finish_address(task), DONE | {"looked_at": PLACES[:1]})

    assert f"Still to come: {PLACES[1]}." in answer.text
    assert DONE["what_was_done"] in answer.text
    assert TakeDown.objects.to_do().get() == task


def test_said_twice_the_first_stands(task, office, headteacher):
    for by in (office, headteacher):
        actions.finish_take_down(task=task, looked_at=task.places, what_was_done=str(by), by=by)

    task.refresh_from_db()
    assert task.done_by == office
    assert Event.objects.filter(action="consents.take_down.done").count() == 1


def test_only_those_who_look_after_families_say_so_and_they_say_what(task, class_teacher, office):
    with pytest.raises(NotAllowed):
        actions.finish_take_down(
            task=task, looked_at=task.places, what_was_done="x", by=class_teacher
        )
    with pytest.raises(DomainError, match="Write what you did"):
        actions.finish_take_down(task=task, looked_at=task.places, what_was_done=" ", by=office)

    assert TakeDown.objects.to_do().exists()


def test_the_page_says_where_to_look_and_takes_what_was_done(task, office, sign_in):
    browser = sign_in(office)
    page = browser.get(LIST).text
    answer = browser.post(finish_address(task), DONE, follow=True)

    assert task.child.full_name in page
    assert "Newsletters that can be downloaded" in page
    assert "There is nothing to take down" in answer.text
    assert "Two pictures taken off." in browser.get(f"{LIST}?show=done").text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({**DONE, "what_was_done": ""}, "Write what you did, or that there was nothing."),
        ({**DONE, "looked_at": []}, "Tick where you looked."),
        ({**DONE, "looked_at": ["The moon"]}, "Please choose one of those offered here."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(data, sentence, task, office, sign_in):
    answer = sign_in(office).post(finish_address(task), data)

    assert sentence in answer.text
    assert data["what_was_done"] in answer.text
    assert TakeDown.objects.to_do().exists()


def test_a_task_that_is_done_says_so(task, office, sign_in):
    actions.finish_take_down(task=task, looked_at=task.places, what_was_done="Done.", by=office)

    for method in ("get", "post"):
        answer = getattr(sign_in(office), method)(finish_address(task), follow=True)
        assert "done already" in answer.text


def test_whoever_says_second_what_came_down_reads_who_was_quicker_and_keeps_their_words(
    task, headteacher, office, sign_in
):
    actions.finish_take_down(task=task, looked_at=task.places, what_was_done="Done.", by=office)

    for sent in (DONE, DONE | {"looked_at": []}):
        answer = sign_in(headteacher).post(finish_address(task), sent)
        assert f"A colleague was quicker: {office} has said already what came down." in answer.text
        assert "Two pictures taken off." in answer.text
        assert "to put right" not in answer.text
        assert "It is done</button>" not in answer.text

    task.refresh_from_db()
    assert (task.done_by, task.what_was_done) == (office, "Done.")


def test_a_task_that_does_not_exist_is_not_found(office, sign_in):
    assert sign_in(office).get("/pictures/to-take-down/99/").status_code == 404


def test_a_permission_given_again_is_said_on_the_list(family, parent, says, office, sign_in):
    for is_yes in (True, False, True):
        says(parent, family, WEBSITE, is_yes)

    assert "the parents have said yes again" in sign_in(office).get(LIST).text


def test_the_list_costs_the_same_with_three_tasks_as_with_twenty(office, sign_in):
    browser = sign_in(office)

    def cost(more):
        factories.TakeDownFactory.create_batch(more)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        return len(queries)

    assert cost(3) == cost(17)
