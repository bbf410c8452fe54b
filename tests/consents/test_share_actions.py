"""Asking other families about a picture: matching, answers, silence, withdrawal (C3, M13)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit import chain
from audit.models import Event
from consents.actions import sharing as actions
from consents.models import NeverAsk, SharedAnswer, SharedPicture, SharedQuestion, SharedStep
from consents.share_lifecycle import Seen
from notifications import delivery
from notifications.models import Message
from school.access import NotAllowed
from school.actions import change_parent
from school.errors import DomainError, WrongState
from school.models import Parenthood, Role
from tests import factories
from tests.uploads import nasty as files
from uploads import IMAGES, Limits, clean, examine
from uploads.fields import Upload

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C3", "M13")]


def upload(content=None):
    content = content or files.jpeg()
    examined = examine(content, Limits(IMAGES))
    return Upload("ada.jpg", content, examined, clean(content, examined.kind, longest_side=640))


def wanted(**changed):
    return actions.Wanted(**{"where": "My own page", "who": "Ada, and a boy"} | changed)


def seen(picture):
    return SharedPicture.objects.get(pk=picture.pk).seen


def says(person, picture, is_yes):
    actions.answer_shared(picture=picture, is_yes=is_yes, by=person)


def a_day_too_late(picture):
    """Let the last day for answers be over, and the round of that morning have been."""
    yesterday = timezone.localdate() - timedelta(days=1)
    SharedPicture.objects.filter(pk=picture.pk).update(answer_by=yesterday)
    actions.bring_shared_up_to_date()


def letters(person, template):
    return Message.objects.filter(recipient=person, template=template)


@pytest.fixture
def asker(family):
    """A parent of another child."""
    return factories.ParenthoodFactory().person


@pytest.fixture
def sent(asker):
    return factories.SharedPictureFactory(asked_by=asker)


@pytest.fixture
def asked(sent, family, office):
    """A picture with Ada in it, passed on to both her parents."""
    sent.children.add(family)
    actions.pass_on(picture=sent, by=office)
    return sent


@pytest.fixture
def agreed(asked, parent, other_parent):
    says(parent, asked, True)
    says(other_parent, asked, True)
    return asked


# --- asking -------------------------------------------------------------------------------------


def test_a_parent_asks_and_only_a_small_preview_is_kept(asker):
    picture = actions.ask_families(wanted=wanted(), upload=upload(), by=asker)

    assert (picture.state, seen(picture)) == ("sent", Seen.WAITING)
    assert "ada" not in picture.preview.name.rpartition("/")[2]
    assert Event.objects.filter(action="consents.shared_picture.sent").count() == 1


def test_two_presses_are_one_question(asker):
    one = actions.ask_families(wanted=wanted(), upload=upload(), by=asker)

    assert actions.ask_families(wanted=wanted(), upload=upload(), by=asker) == one


def test_no_family_is_flooded(asker):
    for number in range(3):
        factories.SharedPictureFactory(asked_by=asker, where=f"Page {number}")

    with pytest.raises(NotAllowed, match="waiting for answers"):
        actions.ask_families(wanted=wanted(), upload=upload(), by=asker)
    SharedPicture.objects.update(state="called_back")
    for number in range(3):
        factories.SharedPictureFactory(asked_by=asker, state="called_back", where=f"Web {number}")
    with pytest.raises(NotAllowed, match="in four weeks"):
        actions.ask_families(wanted=wanted(), upload=upload(), by=asker)
    assert SharedPicture.objects.count() == 6


def test_what_was_not_passed_on_counts_as_waiting_so_that_it_does_not_show(asker):
    factories.SharedPictureFactory.create_batch(3, asked_by=asker, state="stopped")

    with pytest.raises(NotAllowed, match="waiting for answers"):
        actions.ask_families(wanted=wanted(), upload=upload(), by=asker)


def test_contact_details_go_to_no_other_family(asker):
    with pytest.raises(DomainError, match="leave out telephone numbers"):
        actions.ask_families(wanted=wanted(where="@pat_posts"), upload=upload(), by=asker)


def test_somebody_without_a_child_at_the_school_asks_nothing(outsider, class_teacher):
    for person in (outsider, class_teacher):
        with pytest.raises(NotAllowed):
            actions.ask_families(wanted=wanted(), upload=upload(), by=person)


# --- the office ---------------------------------------------------------------------------------


def test_the_office_names_the_children_and_both_parents_get_one_letter_that_says_nothing(
    asked, family, parent, other_parent
):
    for person in (parent, other_parent):
        email = delivery.render(letters(person, "shared_question").get())
        for word in (*family.full_name.split(), asked.asked_by.full_name, "picture", "photo"):
            assert word not in email.subject + email.body
        assert "/link/" in email.body
    factories.SharedPictureFactory(asked_by=asked.asked_by, children=[family])
    second = SharedPicture.objects.first()
    actions.pass_on(picture=second, by=factories.RoleAssignmentFactory(role=Role.OFFICE).person)
    assert letters(parent, "shared_question").count() == 1


def test_a_parent_who_works_here_is_led_to_the_page(sent, family, parent, office):
    factories.RoleAssignmentFactory(person=parent, role=Role.STAFF)
    sent.children.add(family)

    actions.pass_on(picture=sent, by=office)

    assert letters(parent, "shared_question").get().context == {"path": "/pictures/families/"}


def test_children_of_whoever_asks_are_not_chosen_and_the_other_class_stays(sent, family, office):
    own = sent.asked_by.children.get()
    owl = factories.ChildFactory(school_class__name="Owls")
    sent.children.add(owl)

    actions.name_shared(
        picture=sent, school_class=family.school_class, children=[family, own], by=office
    )

    assert set(sent.children.all()) == {family, owl}


def test_only_the_office_and_leaders_match_and_nobody_their_own(sent, family, cast):
    allowed = {"office", "deputy", "headteacher"}
    for name, person in vars(cast).items():
        if name in allowed:
            actions.name_shared(picture=sent, school_class=None, children=[], by=person)
        else:
            with pytest.raises(NotAllowed):
                actions.name_shared(picture=sent, school_class=None, children=[], by=person)
    factories.RoleAssignmentFactory(person=sent.asked_by, role=Role.OFFICE)
    for deed in (actions.pass_on, actions.stop_shared):
        with pytest.raises(NotAllowed):
            deed(picture=sent, by=sent.asked_by)


def test_nobody_named_is_nobody_asked(sent, office):
    with pytest.raises(DomainError, match="at least one child"):
        actions.pass_on(picture=sent, by=office)


def test_whom_a_court_keeps_away_from_a_child_has_nobody_asked_about_it(sent, family, office):
    factories.ParenthoodFactory(child=family, person=sent.asked_by, is_restricted=True)
    sent.children.add(family)

    with pytest.raises(DomainError, match="court order"):
        actions.pass_on(picture=sent, by=office)
    assert not SharedQuestion.objects.exists()


@pytest.mark.parametrize("before", ["asking", "agreed"])
def test_a_court_order_that_comes_later_ends_what_was_asked(
    before, asked, family, parent, other_parent, office
):
    third = factories.ParenthoodFactory(child=family).person  # who has not answered
    if before == "agreed":
        Parenthood.objects.filter(person=third).delete()
    tie = factories.ParenthoodFactory(child=family, person=asked.asked_by)
    for person in (parent, other_parent):
        says(person, asked, True)
    assert SharedPicture.objects.get().state == before

    change_parent(tie=tie, relationship="", has_responsibility=False, is_restricted=True, by=office)

    if before == "agreed":
        assert seen(asked) == Seen.TAKE_DOWN
    else:
        assert seen(asked) == Seen.WAITING
        assert not SharedPicture.objects.for_family(parent).exists()
        assert not letters(third, "shared_question").exists()
        assert not letters(asked.asked_by, "shared_news").exists()


def test_who_is_in_it_stands_once_families_are_asked(asked, family, office):
    with pytest.raises(NotAllowed):
        actions.name_shared(picture=asked, school_class=None, children=[], by=office)


@pytest.mark.parametrize("why", ["restricted", "no responsibility", "left", "never"])
def test_whom_the_school_may_not_ask_is_not_asked(why, sent, family, parent, other_parent, office):
    tie = Parenthood.objects.get(person=other_parent)
    if why == "restricted":
        tie.is_restricted = True
    elif why == "no responsibility":
        tie.has_responsibility = False
    elif why == "left":
        family.left_on = timezone.localdate() - timedelta(days=1)
        family.save()
    else:
        actions.never_ask_me(by=other_parent)
    tie.save()
    sent.children.add(family)

    actions.pass_on(picture=sent, by=office)

    assert not letters(other_parent, "shared_question").exists()
    assert not SharedPicture.objects.for_family(other_parent).exists()


# --- answers ------------------------------------------------------------------------------------


def test_everybody_who_counts_says_yes_and_whoever_asked_is_told(agreed):
    assert seen(agreed) == Seen.YES
    assert letters(agreed.asked_by, "shared_news").count() == 1


def test_one_yes_of_two_is_still_a_wait_and_then_a_no(asked, parent):
    says(parent, asked, True)
    assert seen(asked) == Seen.WAITING

    a_day_too_late(asked)

    assert seen(asked) == Seen.NO
    assert letters(asked.asked_by, "shared_news").count() == 1


def test_disagreement_is_a_no_and_nobody_is_told_before_the_day(asked, parent, other_parent):
    says(parent, asked, True)
    says(other_parent, asked, False)
    assert not letters(asked.asked_by, "shared_news").exists()
    assert seen(asked) == Seen.WAITING

    a_day_too_late(asked)
    actions.bring_shared_up_to_date()

    assert seen(asked) == Seen.NO
    assert letters(asked.asked_by, "shared_news").count() == 1


def test_a_no_can_become_a_yes_until_the_day_and_not_after_it(asked, parent, other_parent):
    says(parent, asked, False)
    says(parent, asked, True)
    says(other_parent, asked, False)
    a_day_too_late(asked)

    with pytest.raises(WrongState, match="last day for a yes"):
        says(other_parent, asked, True)
    assert SharedAnswer.objects.count() == 3


def test_nobody_answers_for_others(asked, outsider, office, teacher_parent):
    for person in (asked.asked_by, outsider, office, teacher_parent):
        with pytest.raises(NotAllowed):
            says(person, asked, True)


def test_where_one_parent_may_be_asked_no_longer_the_other_ones_yes_is_enough(
    asked, parent, other_parent, office
):
    says(parent, asked, True)

    change_parent(
        tie=Parenthood.objects.get(person=other_parent),
        relationship="",
        has_responsibility=True,
        is_restricted=True,
        by=office,
    )

    assert seen(asked) == Seen.YES


def test_a_parent_who_comes_later_is_asked_too(asked, family, parent, other_parent):
    says(parent, asked, True)
    third = factories.ParenthoodFactory(child=family).person

    actions.bring_shared_up_to_date()
    says(other_parent, asked, True)

    assert seen(asked) == Seen.WAITING
    assert letters(third, "shared_question").count() == 1


def test_each_answer_is_evidence_that_the_database_keeps(agreed):
    for row in (SharedAnswer.objects.first(), SharedStep.objects.first()):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.delete()
    assert chain.verify().sound


def test_the_step_that_follows_from_answers_names_nobody(agreed, parent):
    says(parent, agreed, False)

    steps = {step.move: step.by for step in agreed.steps.all()}
    assert (steps["agree"], steps["end"]) == (None, None)


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
