"""A5: a leaver's requests stop the same day, their access ends, and all that they signed stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions as sign_offs
from acknowledgements.models import Acknowledgement, Request
from audit.models import Event
from notifications import delivery, outbox
from notifications.models import Message
from school import actions
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import PersonalLink, Role
from school.terms import school_calendar
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5")]

TODAY = timezone.localdate


@pytest.fixture
def opened(headteacher, class_teacher, parent):
    return sign_offs.open_round(version=factories.published(), by=headteacher)


def leave(person, by, reason="Has moved to another school."):
    return actions.note_left(person=person, reason=reason, by=by)


@pytest.mark.parametrize("who", ["class_teacher", "parent"])
def test_what_waits_for_a_leaver_stops_the_same_day_and_no_email_leaves(
    who, opened, office, request
):
    person = request.getfixturevalue(who)
    sign_offs.remind(on=school_calendar().add_school_days(TODAY(), 3))
    assert Message.objects.waiting().filter(recipient=person).exists()

    leave(person, office)

    assert not Request.objects.live().filter(person=person).exists()
    assert not Message.objects.waiting().filter(recipient=person).exists()
    outbox.enqueue(to=person, template="as_written", once="late", context={"body": "Hello"})
    delivery.deliver_all_due()
    assert not Message.objects.filter(recipient=person).exists()
    assert not PersonalLink.objects.usable(timezone.now()).filter(person=person).exists()
    assert person.pk not in sign_offs_people(school_calendar().add_school_days(TODAY(), 7))


def sign_offs_people(day):
    sign_offs.remind(on=day)
    return set(Message.objects.filter(once__endswith=f":{day}").values_list("recipient", flat=True))


def test_a_browser_that_is_signed_in_is_signed_out_at_once(office, class_teacher, sign_in):
    browser = sign_in(class_teacher)
    mine = reverse("acknowledgements:my_sign_offs")
    assert browser.get(mine).status_code == 200

    leave(class_teacher, office)

    assert browser.get(mine).status_code == 302


@pytest.mark.rule("A1")
def test_nothing_of_proof_is_removed(opened, office, class_teacher):
    request = factories.has_read(opened.requests.get(person=class_teacher))
    signed = sign_offs.sign(request=request, typed_name="Tom Thistle", by=class_teacher)

    leave(class_teacher, office)

    assert Acknowledgement.objects.get() == signed
    assert Request.objects.filter(pk=request.pk).exists()
    assert class_teacher.assignments.get().ends_on == TODAY()


def test_who_said_so_and_why_is_kept_and_said_twice_it_is_said_once(office, class_teacher):
    leave(class_teacher, office)
    leave(class_teacher, office, reason="Again")

    event = Event.objects.get(action="school.person.left")
    assert (event.actor_id, event.target_id) == (str(office.pk), str(class_teacher.pk))
    assert event.reason == "Has moved to another school."
    assert event.facts == {"roles": ["staff"]}


def test_without_a_reason_nothing_happens(office, class_teacher):
    with pytest.raises(DomainError, match="Write why"):
        leave(class_teacher, office, reason=" ")

    class_teacher.refresh_from_db()
    assert class_teacher.is_active


@pytest.mark.parametrize(
    ("by", "whom"),
    [
        ("office", "headteacher"),
        ("office", "dsl"),
        ("deputy", "chair"),
        ("headteacher", "clerk"),
        ("headteacher", "headteacher"),
        ("class_teacher", "parent"),
        ("chair", "governor"),
        ("parent", "other_parent"),
    ],
)
def test_it_takes_the_right_to_end_each_role_and_is_never_ones_own(by, whom, cast):
    with pytest.raises(NotAllowed):
        leave(getattr(cast, whom), getattr(cast, by))


def test_who_is_let_back_is_asked_again_once_they_have_a_role(opened, office, class_teacher):
    leave(class_teacher, office)
    with pytest.raises(WrongState, match="has left"):
        actions.add_role(person=class_teacher, role=Role.STAFF, starts_on=TODAY(), by=office)

    actions.let_back(person=class_teacher, by=office)
    actions.add_role(
        person=class_teacher, role=Role.STAFF, starts_on=TODAY() + timedelta(days=1), by=office
    )

    class_teacher.refresh_from_db()
    assert class_teacher.is_active
    assert Request.objects.live().filter(person=class_teacher).exists()
    assert Event.objects.filter(action="school.person.let_back").count() == 1


def test_a_parent_who_is_let_back_is_asked_for_their_children_as_before(opened, office, parent):
    leave(parent, office)

    actions.let_back(person=parent, by=office)

    assert Request.objects.live().filter(person=parent).exists()


def test_a_list_of_people_does_not_bring_a_leaver_back_unseen(office, class_teacher):
    leave(class_teacher, office)
    line = f"full_name,email,role\n{class_teacher},{class_teacher.email},staff\n"

    plan = actions.plan_of(line, by=office)

    assert "has left" in str(plan.faults[0])


# --- the pages ------------------------------------------------------------------------------------


def test_the_page_says_what_ends_and_one_press_does_it(office, class_teacher, parent, sign_in):
    browser = sign_in(office)
    address = reverse("school:note_left", args=[class_teacher.pk])
    shown = reverse("school:person", args=[class_teacher.pk])
    assert address in browser.get(shown).text

    asked = browser.get(address).text
    empty = browser.post(address, {"reason": ""})
    done = browser.post(address, {"reason": "Retired."}, follow=True).text

    assert "Today is their last day as member of staff" in asked
    assert "Write why: it is kept on record." in empty.text
    again = browser.post(address, {"reason": "Retired."}, follow=True).text

    assert "Has left" in done
    assert "has left is noted already" in again
    assert "Has left" in browser.get(reverse("school:people")).text
    assert (
        str(parent.children.get())
        in browser.get(reverse("school:note_left", args=[parent.pk])).text
    )

    back = browser.post(reverse("school:let_back", args=[class_teacher.pk]), follow=True).text
    assert "can sign in again" in back


def test_pages_of_somebody_whose_roles_one_may_not_end_say_why(office, headteacher, sign_in):
    browser = sign_in(office)

    assert (
        "Ask somebody who may give"
        in browser.get(reverse("school:person", args=[headteacher.pk])).text
    )
    for name in ("note_left", "let_back"):
        answer = browser.post(reverse(f"school:{name}", args=[headteacher.pk]), {"reason": "x"})
        assert answer.status_code == 403
    headteacher.refresh_from_db()
    assert headteacher.is_active
