"""Two at the same moment, on the real database: one row, one e-mail."""

import time

import pytest
from django.db import transaction
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import (
    Acknowledgement,
    Question,
    Reading,
    Refusal,
    Reminder,
    Reply,
    Request,
    Round,
)
from audit import chain
from notifications.models import Message
from policies.models import State, Version
from school import actions as school
from school.access import NotAllowed
from school.errors import WrongState
from school.links import hash_of
from school.models import PersonalLink, Role
from school.terms import school_calendar
from tests import factories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opened(version, head, class_teacher, parent):
    return actions.open_round(version=version, by=head)


def school_day(number):
    return school_calendar().add_school_days(timezone.localdate(), number)


@pytest.mark.rule("A2")
def test_two_clicks_at_once_make_one_sign_off(opened, class_teacher):
    asked = factories.has_read(opened.requests.get(person=class_teacher))

    first, second, third = at_once(
        *[lambda: actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher)] * 3
    )

    assert first == second == third
    assert Acknowledgement.objects.count() == 1
    assert chain.verify().sound


@pytest.mark.rule("A6")
def test_two_workers_reminding_at_once_send_each_reminder_once(opened):
    day = school_day(3)

    sent = at_once(*[lambda: actions.remind(on=day)] * 3)

    people = Request.objects.values("person").distinct().count()
    assert sum(sent) == people
    assert Message.objects.filter(template="reminder").count() == people
    assert Reminder.objects.count() == Request.objects.count()


@pytest.mark.rule("A4")
def test_two_workers_reminding_at_once_leave_the_parent_the_link_that_was_sent(opened, parent):
    day = school_day(3)

    at_once(*[lambda: actions.remind(on=day)] * 2)

    usable = PersonalLink.objects.usable(timezone.now()).get(person=parent)
    path = Message.objects.get(recipient=parent, template="reminder").context["path"]
    assert usable.token_hash == hash_in(path)


def hash_in(path):
    return hash_of(path.rstrip("/").rsplit("/", 1)[1])


@pytest.mark.rule("A6")
def test_signing_and_reminding_at_once_never_reminds_after_the_signature(opened, class_teacher):
    asked = factories.has_read(opened.requests.get(person=class_teacher))
    day = school_day(3)

    at_once(
        lambda: actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher),
        lambda: actions.remind(on=day),
    )

    # Whichever came first: none was written, or the one that was is taken back unsent.
    actions.remind(on=school_day(9))
    assert not Message.objects.filter(recipient=class_teacher, template="reminder").exists()


@pytest.mark.rule("A5")
def test_bringing_up_to_date_twice_at_once_asks_each_newcomer_once(opened):
    newcomer = factories.RoleAssignmentFactory(role=Role.STAFF).person
    tie = factories.ParenthoodFactory()

    at_once(*[actions.bring_up_to_date] * 3)

    for person, template in ((newcomer, "sign_waiting"), (tie.person, "personal_link")):
        assert Request.objects.filter(person=person).count() == 1
        assert Message.objects.filter(recipient=person, template=template).count() == 1
    path = Message.objects.get(recipient=tie.person).context["path"]
    link = PersonalLink.objects.usable(timezone.now()).get(person=tie.person)
    assert link.token_hash == hash_in(path)


def test_opening_a_round_twice_at_once_makes_one_round(version, head, class_teacher):
    at_once(*[lambda: actions.open_round(version=version, by=head)] * 3)

    assert Round.objects.count() == 1
    assert Request.objects.count() == 2  # the head and the class teacher


def test_publishing_twice_at_once_asks_and_writes_to_everybody_once(version, head, class_teacher):
    for _ in range(6):
        factories.ParenthoodFactory()

    at_once(*[lambda: actions.follow_publication(version=version, by=head)] * 3)

    everybody = Request.objects.values("person").distinct().count()
    assert Round.objects.count() == 1
    assert Request.objects.count() == everybody == 8
    assert Message.objects.count() == 8
    assert chain.verify().sound


def test_workers_who_invite_at_once_write_to_each_person_once(
    version, head, class_teacher, settings
):
    settings.INVITATIONS_AT_A_TIME = 2
    parents = [factories.ParenthoodFactory().person for _ in range(12)]
    actions.open_round(version=version, by=head)

    at_once(*[actions.invite_all] * 3)
    actions.invite_all()  # what one worker held, another left to the next sweep

    assert not Request.objects.filter(invited_at=None).exists()
    assert Message.objects.count() == 14
    for parent in parents:
        path = Message.objects.get(recipient=parent).context["path"]
        link = PersonalLink.objects.usable(timezone.now()).get(person=parent)
        assert link.token_hash == hash_in(path)


@pytest.mark.rule("A5")
def test_people_who_change_while_a_round_is_brought_up_to_date_do_not_stand_in_its_way(
    opened, head, office, class_teacher, parent
):
    asked = factories.has_read(opened.requests.get(person=class_teacher))
    factories.ParenthoodFactory()

    at_once(
        actions.bring_up_to_date,
        lambda: actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher),
        lambda: school.end_role(
            assignment=head.assignments.get(), ends_on=timezone.localdate(), by=head
        ),
        lambda: school.note_leave(
            person=parent, starts_on=timezone.localdate(), ends_on=None, by=office
        ),
        actions.invite_all,
    )

    assert Acknowledgement.objects.count() == 1
    assert chain.verify().sound


def test_opening_a_confirmation_twice_at_once_makes_one(opened, version, head, class_teacher):
    asked = factories.has_read(opened.requests.get(person=class_teacher))
    actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher)
    confirmation = actions.NewConfirmation(
        version, ["staff"], [], school_day(5), "We all confirm this each September."
    )

    at_once(*[lambda: actions.open_confirmation(confirmation=confirmation, by=head)] * 3)

    assert Round.objects.confirmations().count() == 1
    assert Request.objects.filter(person=class_teacher).count() == 2


@pytest.mark.rule("A9")
@pytest.mark.parametrize("press", ["one", "all"])
def test_reminding_by_hand_keeps_no_round_from_whoever_is_at_the_end_of_the_chain(
    opened, head, press
):
    day = school_day(1)

    @transaction.atomic
    def close():
        chain.take_turn()
        time.sleep(0.3)  # the press has begun, and comes no further than to wait for its turn
        Round.objects.open().update(closed_at=timezone.now())
        chain.record("tests.round.closed")

    presses = {
        "one": lambda: actions.chase(chased=opened, by=head, on=day),
        "all": lambda: actions.chase_all(by=head, on=day),
    }

    def remind():
        time.sleep(0.1)
        with pytest.raises(NotAllowed):  # all of them are closed by then
            presses[press]()

    at_once(close, remind)

    assert not Round.objects.open().exists()
    assert chain.verify().sound


@pytest.mark.rule("A2")
def test_signing_at_the_moment_of_replacement_signs_the_old_text_or_nothing(
    opened, version, head, class_teacher
):
    asked = factories.has_read(opened.requests.get(person=class_teacher))

    @transaction.atomic
    def replace():
        old = Version.objects.select_for_update().get(pk=version.pk)
        old.state, old.superseded_at = State.SUPERSEDED, timezone.now()
        old.save()
        newer = factories.published(policy=version.policy, number=2, created_by=head)
        actions.open_round(version=newer, by=head)
        return old.superseded_at

    signed, superseded_at = at_once(
        lambda: actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher), replace
    )

    assert isinstance(signed, WrongState) or signed.version == version
    opened.refresh_from_db()
    assert opened.closed_at is not None
    assert superseded_at is not None


@pytest.mark.rule("A3")
def test_signing_and_declining_at_once_leaves_it_signed_once(opened, class_teacher):
    asked = factories.has_read(opened.requests.get(person=class_teacher))

    signed, declined = at_once(
        lambda: actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher),
        lambda: actions.decline(request=asked, why="", by=class_teacher),
    )

    asked.refresh_from_db()
    assert asked.reply == Reply.SIGNED
    assert Acknowledgement.objects.get() == signed
    assert isinstance(declined, WrongState) or declined == Refusal.objects.get()
    assert chain.verify().sound


@pytest.mark.rule("A10")
def test_three_presses_at_once_ask_one_question(opened, class_teacher):
    asked = opened.requests.get(person=class_teacher)

    at_once(*[lambda: actions.ask(request=asked, words="May I?", by=class_teacher)] * 3)

    assert Question.objects.count() == 1
    assert Message.objects.filter(template="question_asked").count() == 1


@pytest.mark.rule("A10")
def test_answering_and_signing_at_once_leaves_it_signed_and_answered(opened, class_teacher, head):
    asked = factories.has_read(opened.requests.get(person=class_teacher))
    question = actions.ask(request=asked, words="May I?", by=class_teacher)

    at_once(
        lambda: actions.answer_question(question=question, words="Yes.", by=head),
        lambda: actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher),
    )

    asked.refresh_from_db()
    question.refresh_from_db()
    assert (asked.reply, question.answer) == (Reply.SIGNED, "Yes.")


@pytest.mark.rule("A11")
def test_two_windows_that_tick_and_type_at_once_lose_nothing(head, class_teacher):
    opened = actions.open_round(version=factories.published_with_staff_section(), by=head)
    asked = opened.requests.get(person=class_teacher)

    def kept(**typed):
        return lambda: actions.keep_reading(
            request=asked, typed=actions.Typed(**typed), by=class_teacher
        )

    at_once(kept(ticked=["2.1"]), kept(ticked=["2.2"]), kept(name="Tom"), kept(question="May I?"))

    reading = Reading.objects.get()
    assert reading.points == ["2.1", "2.2"]
    assert (reading.typed_name, reading.question) == ("Tom", "May I?")
