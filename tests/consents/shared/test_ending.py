"""Never asked again, and how what was agreed ends (C3, M13)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actions import sharing as actions
from consents.models import NeverAsk, SharedPicture
from consents.share_lifecycle import Seen
from notifications import delivery
from school.access import NotAllowed
from school.actions import change_parent
from school.errors import DomainError, WrongState
from school.models import Parenthood
from tests import factories
from tests.consents.other_families import a_day_too_late, letters, says, seen

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C3", "M13")]


# --- never ask us -------------------------------------------------------------------------------


def test_never_ask_me_makes_a_no_that_comes_when_every_no_comes(asked, parent, other_parent):
    actions.never_ask_me(by=other_parent)
    actions.never_ask_me(by=other_parent)
    says(parent, asked, True)
    assert seen(asked) == Seen.WAITING
    assert not letters(asked.asked_by, "shared_news").exists()

    a_day_too_late(asked)

    assert seen(asked) == Seen.NO
    assert NeverAsk.objects.count() == 1


def test_a_letter_that_asks_nothing_any_more_does_not_leave(asked, other_parent, mailoutbox):
    actions.never_ask_me(by=other_parent)

    delivery.deliver_all_due()

    assert [mail.to for mail in mailoutbox] == [["parent@example.test"]]


def test_asked_again_one_answers_what_still_waits(sent, family, parent, other_parent, office):
    actions.never_ask_me(by=other_parent)
    sent.children.add(family)
    actions.pass_on(picture=sent, by=office)

    actions.ask_me_again(by=other_parent)
    says(other_parent, sent, True)
    says(parent, sent, True)

    assert seen(sent) == Seen.YES


def test_a_yes_from_before_stays_until_it_is_taken_back(agreed, parent):
    actions.never_ask_me(by=parent)
    actions.bring_shared_up_to_date()
    assert seen(agreed) == Seen.YES

    says(parent, agreed, False)

    assert seen(agreed) == Seen.TAKE_DOWN


# --- the end ------------------------------------------------------------------------------------


def test_a_yes_taken_back_has_whoever_asked_told_and_is_over_for_good(agreed, parent, family):
    says(parent, agreed, False)

    assert seen(agreed) == Seen.TAKE_DOWN
    news = letters(agreed.asked_by, "shared_news")
    assert news.count() == 2
    for letter in news:
        email = delivery.render(letter)
        for word in (parent.full_name, family.full_name, "picture", "yes", "no longer"):
            assert word not in email.subject + email.body
    says(parent, agreed, True)
    assert seen(agreed) == Seen.TAKE_DOWN

    actions.take_down_shared(picture=agreed, by=agreed.asked_by)

    assert seen(agreed) == Seen.DOWN
    assert agreed.steps.get(move="take_down").by == agreed.asked_by


def test_a_yes_can_be_taken_back_long_after_the_day(agreed, parent):
    a_day_too_late(agreed)
    assert seen(agreed) == Seen.YES

    says(parent, agreed, False)

    assert seen(agreed) == Seen.TAKE_DOWN


def test_a_court_restriction_on_the_only_one_who_agreed_ends_it(
    asked, parent, other_parent, office
):
    lone = Parenthood.objects.get(person=other_parent)
    lone.has_responsibility = False
    lone.save()
    says(parent, asked, True)
    assert seen(asked) == Seen.YES

    change_parent(
        tie=Parenthood.objects.get(person=parent),
        relationship="",
        has_responsibility=True,
        is_restricted=True,
        by=office,
    )

    assert seen(asked) == Seen.TAKE_DOWN


def test_a_child_who_leaves_ends_no_yes(agreed, family):
    family.left_on = timezone.localdate() - timedelta(days=1)
    family.save()

    actions.bring_shared_up_to_date()

    assert seen(agreed) == Seen.YES


def test_the_office_ends_it_when_a_family_rings(agreed, office):
    actions.stop_shared(picture=agreed, by=office)

    assert seen(agreed) == Seen.TAKE_DOWN


def test_what_the_office_does_not_pass_on_is_told_of_on_the_day_like_any_no(sent, office):
    actions.stop_shared(picture=sent, by=office)
    assert seen(sent) == Seen.WAITING
    assert not letters(sent.asked_by, "shared_news").exists()

    a_day_too_late(sent)
    actions.bring_shared_up_to_date()

    assert seen(sent) == Seen.NO
    assert letters(sent.asked_by, "shared_news").count() == 1


@pytest.mark.parametrize("state", ["sent", "asking", "stopped"])
def test_called_back_nobody_is_asked_any_more(state, sent, family, parent):
    picture = factories.SharedPictureFactory(asked_by=sent.asked_by, children=[family], state=state)

    actions.call_back_shared(picture=picture, by=sent.asked_by)

    assert seen(picture) == Seen.CALLED_BACK
    assert not SharedPicture.objects.for_family(parent).exists()
    with pytest.raises(WrongState):
        actions.call_back_shared(picture=picture, by=sent.asked_by)


@pytest.mark.parametrize("state", ["sent", "asking", "stopped", "closed"])
def test_after_the_day_calling_back_is_refused_in_the_same_words(state, asker):
    picture = factories.SharedPictureFactory(
        asked_by=asker, state=state, answer_by=timezone.localdate() - timedelta(days=1)
    )

    with pytest.raises(WrongState, match="This is over"):
        actions.call_back_shared(picture=picture, by=asker)


def test_only_whoever_asked_calls_back_and_takes_down(agreed, parent, office):
    for person in (parent, office):
        with pytest.raises(DomainError):
            actions.call_back_shared(picture=agreed, by=person)
        with pytest.raises(NotAllowed):
            actions.take_down_shared(picture=agreed, by=person)


def test_settling_costs_the_same_with_three_as_with_thirty(office):
    def cost(number):
        for tie in factories.ParenthoodFactory.create_batch(number):
            factories.SharedPictureFactory(children=[tie.child], state="asking")
            standing = factories.SharedPictureFactory(children=[tie.child], state="agreed")
            standing.answers.create(person=tie.person, is_yes=True)
        with CaptureQueriesContext(connection) as queries:
            actions.bring_shared_up_to_date()
        return len(queries)

    cost(1)
    assert cost(3) == cost(27)
