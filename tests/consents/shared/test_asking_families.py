"""Asking other families about a picture: matching, answers, silence, withdrawal (C3, M13)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from audit import chain
from audit.models import Event
from consents.actions import sharing as actions
from consents.models import SharedAnswer, SharedPicture, SharedQuestion, SharedStep
from consents.share_lifecycle import Seen
from notifications import delivery
from school.access import NotAllowed
from school.actions import change_parent
from school.errors import DomainError, WrongState
from school.models import Parenthood, Role
from tests import factories
from tests.consents.other_families import a_day_too_late, letters, says, seen, upload, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C3", "M13")]


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
    again = date_format(timezone.localtime() + timedelta(weeks=4))
    with pytest.raises(NotAllowed, match=f"in four weeks.* You can ask again after {again}."):
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
