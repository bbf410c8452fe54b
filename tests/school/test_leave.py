from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from school import actions
from school.access import NotAllowed
from school.errors import DomainError
from school.models import Leave
from tests import factories
from tests.days import in_days, today, tomorrow, yesterday

pytestmark = pytest.mark.django_db


@pytest.mark.rule("A5")
def test_the_first_day_back_is_the_day_after_the_latest_leave_that_is_over():
    person, away, _ = factories.PersonFactory.create_batch(3)
    Leave.objects.create(person=person, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1))
    Leave.objects.create(person=person, starts_on=date(2026, 5, 1), ends_on=date(2026, 6, 30))
    Leave.objects.create(person=person, starts_on=date(2026, 9, 1), ends_on=None)
    Leave.objects.create(person=away, starts_on=date(2026, 5, 1), ends_on=None)

    assert Leave.objects.last_returns(date(2026, 6, 30)) == {person.pk: date(2026, 3, 2)}
    assert Leave.objects.last_returns(date(2026, 7, 1)) == {person.pk: date(2026, 7, 1)}
    assert {each.person for each in Leave.objects.in_force(date(2026, 9, 1))} == {person, away}


def test_first_days_back_are_one_query(django_assert_num_queries):
    for _ in range(3):
        Leave.objects.create(
            person=factories.PersonFactory(),
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 3, 1),
        )

    with django_assert_num_queries(1):
        assert len(Leave.objects.last_returns(date(2026, 7, 1))) == 3


# --- noting it, and ending it ---------------------------------------------------------------------


def note(person, by, starts_on=None, ends_on=None):
    return actions.note_leave(person=person, starts_on=starts_on or today(), ends_on=ends_on, by=by)


@pytest.mark.parametrize("name", ["office", "deputy", "headteacher"])
@pytest.mark.rule("A5")
def test_those_who_look_after_people_note_leave_and_end_it(name, cast):
    by = getattr(cast, name)

    leave = note(cast.class_teacher, by)
    away = Leave.objects.in_force().filter(person=cast.class_teacher).exists()
    ended = actions.end_leave(leave=leave, ends_on=today(), by=by)

    assert away
    assert ended.ends_on == today()
    assert not Leave.objects.in_force(tomorrow()).exists()


def test_the_chain_and_the_history_know_the_days_and_no_reason(office, class_teacher):
    leave = note(class_teacher, office)
    actions.end_leave(leave=leave, ends_on=today(), by=office)

    events = Event.objects.on(class_teacher).filter(action__startswith="school.leave.")
    assert [(each.action, each.actor_id, each.reason) for each in events] == [
        ("school.leave.noted", str(office.pk), ""),
        ("school.leave.ended", str(office.pk), ""),
    ]
    assert events[1].facts == {"starts_on": str(today()), "ends_on": str(today())}
    assert leave.history.count() == 2


def test_setting_the_same_last_day_again_writes_nothing(office, class_teacher):
    leave = note(class_teacher, office, ends_on=today())
    events = Event.objects.count()

    actions.end_leave(leave=leave, ends_on=today(), by=office)

    assert Event.objects.count() == events


@pytest.mark.parametrize("name", ["class_teacher", "chair", "clerk", "dsl", "parent"])
def test_nobody_else_notes_or_ends_leave(name, cast):
    by, leave = getattr(cast, name), factories.LeaveFactory(person=cast.volunteer)

    with pytest.raises(NotAllowed, match="note who is on leave"):
        note(cast.class_teacher, by)
    with pytest.raises(NotAllowed):
        actions.end_leave(leave=leave, ends_on=today(), by=by)

    assert Leave.objects.get().ends_on is None


@pytest.mark.parametrize(
    ("first", "last"), [(0, None), (-40, None), (-40, -30), (-30, -30), (-5, -1), (-10, -10)]
)
def test_leave_that_overlaps_other_leave_is_refused(first, last, office, class_teacher):
    day = [None if number is None else in_days(number) for number in (first, last)]
    note(class_teacher, office, in_days(-30), today())

    with pytest.raises(DomainError, match="is noted already"):
        note(class_teacher, office, *day)

    assert Leave.objects.count() == 1


def test_leave_beside_other_leave_is_noted(office, class_teacher):
    note(class_teacher, office, in_days(-30), in_days(-20))
    note(class_teacher, office, in_days(-19), today())
    note(class_teacher, office, tomorrow())

    assert Leave.objects.count() == 3


def test_a_last_day_before_the_first_or_into_other_leave_is_refused(office, class_teacher):
    first = note(class_teacher, office, in_days(-30), in_days(-20))
    note(class_teacher, office, in_days(-10))

    with pytest.raises(DomainError, match="comes before the first"):
        actions.end_leave(leave=first, ends_on=in_days(-31), by=office)
    with pytest.raises(DomainError, match="is noted already"):
        actions.end_leave(leave=first, ends_on=in_days(-10), by=office)
    with pytest.raises(DomainError, match="comes before the first"):
        note(class_teacher, office, tomorrow(), today())


def test_the_database_refuses_two_open_leaves(class_teacher):
    factories.LeaveFactory(person=class_teacher)

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.LeaveFactory(person=class_teacher)


# --- its pages ------------------------------------------------------------------------------------


def adding(person):
    return reverse("school:add_leave", args=[person.pk])


def ending(leave):
    return reverse("school:end_leave", args=[leave.pk])


def test_leave_is_noted_and_ended_on_the_persons_page(office, class_teacher, sign_in):
    browser = sign_in(office)
    page = reverse("school:person", args=[class_teacher.pk])

    before = browser.get(page).text
    noted = browser.post(adding(class_teacher), {"starts_on": str(today())}, follow=True)
    leave = Leave.objects.get()
    shown = browser.get(ending(leave))
    ended = browser.post(ending(leave), {"ends_on": str(in_days(3))}, follow=True)

    assert "Not away." in before
    assert noted.redirect_chain == [(page, 302)]
    assert "Away now" in noted.text
    assert "not known yet" in noted.text
    assert shown.status_code == 200
    assert "Change the last day" in ended.text


def test_leave_to_come_and_leave_that_is_over_say_so(office, class_teacher, sign_in):
    note(class_teacher, office, in_days(-30), in_days(-20))
    note(class_teacher, office, in_days(5))

    page = sign_in(office).get(reverse("school:person", args=[class_teacher.pk])).text

    assert "To come" in page
    assert "Over" in page
    assert "Away now" not in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"starts_on": ""}, "Choose the first day away."),
        ({"starts_on": "31/02/2026"}, "Write a date such as"),
        ({"starts_on": "2026-10-02", "ends_on": "2026-10-01"}, "comes before the first"),
    ],
)
def test_wrong_days_say_what_to_do_and_keep_what_was_typed(
    given, sentence, office, class_teacher, sign_in
):
    page = sign_in(office).post(adding(class_teacher), given)

    assert page.status_code == 200
    assert sentence in page.text
    assert given["starts_on"] in page.text
    assert not Leave.objects.exists()


def test_a_wrong_last_day_says_what_to_do(office, class_teacher, sign_in):
    leave = note(class_teacher, office)

    page = sign_in(office).post(ending(leave), {"ends_on": str(yesterday())})

    assert page.status_code == 200
    assert "comes before the first" in page.text


@pytest.mark.parametrize("name", ["class_teacher", "chair", "clerk", "parent"])
def test_nobody_else_learns_who_is_on_leave(name, cast, sign_in):
    leave = factories.LeaveFactory(person=cast.governor)
    browser = sign_in(getattr(cast, name))

    assert browser.get(adding(cast.governor)).status_code == 404
    assert browser.post(ending(leave), {"ends_on": str(today())}).status_code == 404
    person = browser.get(reverse("school:person", args=[cast.governor.pk]))
    assert "leave" not in person.text or person.status_code == 404


def test_a_person_who_is_not_there_is_not_found(office, sign_in):
    assert sign_in(office).get(reverse("school:add_leave", args=[0])).status_code == 404
    assert sign_in(office).get(reverse("school:end_leave", args=[0])).status_code == 404


# --- noted by mistake -----------------------------------------------------------------------------


@pytest.mark.rule("A5")
def test_leave_noted_by_mistake_goes_and_what_was_wrong_with_it_is_kept(office, class_teacher):
    leave = note(class_teacher, office)

    actions.remove_leave(leave=leave, reason="The wrong person.", by=office)
    actions.remove_leave(leave=leave, reason="The wrong person.", by=office)

    assert not Leave.objects.exists()
    event = Event.objects.get(action="school.leave.removed")
    assert (event.reason, event.actor_id) == ("The wrong person.", str(office.pk))
    assert event.facts == {"starts_on": str(today()), "ends_on": ""}
    assert {row.history_type for row in Leave.history.all()} == {"+", "-"}


@pytest.mark.parametrize("name", ["class_teacher", "governor", "dsl", "parent", "clerk"])
def test_others_take_no_leave_away(name, cast):
    leave = note(cast.volunteer, cast.office)

    with pytest.raises(NotAllowed):
        actions.remove_leave(leave=leave, reason="x", by=getattr(cast, name))


def test_the_page_asks_what_was_wrong_and_then_takes_it_away(office, class_teacher, sign_in):
    leave = note(class_teacher, office)
    browser, address = sign_in(office), reverse("school:remove_leave", args=[leave.pk])
    assert address in browser.get(reverse("school:person", args=[class_teacher.pk])).text

    empty = browser.post(address, {"reason": ""})
    done = browser.post(address, {"reason": "The wrong person."}, follow=True)

    assert "Write what was wrong with it" in empty.text
    assert "Taken away." in done.text
    assert not Leave.objects.exists()

    again = browser.post(address, {"reason": "The wrong person."}, follow=True)

    assert again.redirect_chain[-1][0] == reverse("school:person", args=[class_teacher.pk])
    assert "taken away before" in again.text
    assert sign_in(class_teacher).get(address).status_code == 404
    assert browser.get(reverse("school:remove_leave", args=[leave.pk + 1])).status_code == 404


def test_leave_that_is_noted_twice_with_the_same_days_is_noted_once(office, class_teacher, sign_in):
    address = reverse("school:add_leave", args=[class_teacher.pk])

    for _ in range(2):
        answer = sign_in(office).post(address, {"starts_on": str(today())}, follow=True)
        assert "Noted. While" in answer.text

    assert Leave.objects.count() == Event.objects.filter(action="school.leave.noted").count() == 1
