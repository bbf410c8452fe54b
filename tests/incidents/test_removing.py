"""I16: words go for good only when one asks and somebody else confirms."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents import actions, letters, placing
from incidents.actions.removing import ASKED_ALREADY, ASKER_LEFT
from incidents.models import Mask, Part
from incidents.views.removals import WAITS_NO_MORE
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Person, Role
from tests import factories
from tests.incidents.cases import a_case, a_low_level_concern, a_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I16")]


def asked(case, by):
    mask = actions.hide_words(case=case, by=by, words="Xanthippe", why="A name.")
    return actions.ask_to_remove(mask=mask, by=by)


def to_confirm(person):
    return list(Mask.objects.to_confirm(person))


def test_the_second_is_a_colleague_else_who_was_told_else_the_next_in_line(cast):
    def second(**more):
        return placing.second_person(a_report(**more).case, besides=cast.headteacher)

    assert second() == Role.CHAIR
    assert second(child_in_danger=True) == Role.DSL
    low = a_low_level_concern(a_case("triaged", subject_kind="staff"), cast.headteacher)
    assert placing.second_person(low, besides=cast.headteacher) == Role.DEPUTY
    in_it = a_report().case
    factories.CasePartyFactory(case=in_it, person=cast.chair, part=Part.WITNESS)
    assert placing.second_person(in_it, besides=cast.headteacher) == Role.CLERK
    factories.RoleAssignmentFactory(role=Role.HEADTEACHER)
    assert second() == Role.HEADTEACHER


def test_where_nobody_else_is_there_they_stay_hidden(headteacher):
    mask = actions.hide_words(case=a_report().case, by=headteacher, words="Robins", why="A class.")

    with pytest.raises(DomainError, match="takes two"):
        actions.ask_to_remove(mask=mask, by=headteacher)
    mask.refresh_from_db()
    assert (mask.words, mask.removal_asked_at) == ("Robins", None)


def test_the_second_is_told_without_a_word_of_it_and_nobody_else_is(cast):
    case = a_report().case
    Message.objects.all().delete()
    mask = asked(case, cast.headteacher)

    message, here = Message.objects.get(), reverse("incidents:removals")
    assert (message.recipient, message.context["path"]) == (cast.chair, here)
    assert letters.may_leave(message)
    assert to_confirm(cast.chair) == [mask]
    for other in (cast.headteacher, cast.deputy, cast.dsl, cast.clerk, cast.governor):
        assert to_confirm(other) == []
    with pytest.raises(WrongState, match=ASKED_ALREADY):
        actions.ask_to_remove(mask=mask, by=cast.headteacher)
    factories.CasePartyFactory(case=case, person=cast.chair, part=Part.WITNESS)
    assert to_confirm(cast.chair) == []
    assert not letters.may_leave(message)


def test_whoever_asked_does_not_confirm_whatever_role_they_hold_nor_lets_the_database(cast):
    mask = asked(a_report().case, cast.headteacher)
    factories.RoleAssignmentFactory(role=Role.CHAIR, person=cast.headteacher)

    with pytest.raises(NotAllowed, match="Somebody else"):
        actions.confirm_removal(mask=mask, by=Person.objects.get(pk=cast.headteacher.pk))
    with pytest.raises(IntegrityError), transaction.atomic():
        Mask.objects.update(
            removed_at=timezone.now(), removed_by=cast.headteacher, places=1, words=""
        )


def test_confirmed_they_are_gone_and_a_stub_says_who_asked_and_who_confirmed(cast):
    case = a_report().case
    mask = actions.confirm_removal(mask=asked(case, cast.headteacher), by=cast.chair)

    case.report.refresh_from_db()
    assert case.report.what_happened.startswith("[removed]")
    assert (mask.words, mask.places) == ("", 1)
    assert (mask.removal_asked_by, mask.removed_by) == (cast.headteacher, cast.chair)
    event = Event.objects.get(action="incidents.words.removed")
    assert event.facts["asked_by"] == cast.headteacher.pk
    assert case.entries.filter(title="Words were removed for good", by=cast.chair).exists()
    with pytest.raises(NotAllowed):
        actions.confirm_removal(mask=mask, by=cast.chair)


@pytest.mark.parametrize("who", ["chair", "headteacher"])
def test_either_of_them_keeps_the_words_and_it_can_be_asked_again(who, cast):
    mask = asked(a_report().case, cast.headteacher)
    actions.keep_words(mask=mask, by=getattr(cast, who))

    assert to_confirm(cast.chair) == []
    with pytest.raises((WrongState, NotAllowed)):
        actions.keep_words(mask=mask, by=getattr(cast, who))
    with pytest.raises(NotAllowed):
        actions.confirm_removal(mask=mask, by=cast.chair)
    assert actions.ask_to_remove(mask=mask, by=cast.headteacher).words == "Xanthippe"


def test_nothing_is_confirmed_for_somebody_who_left_meanwhile(cast):
    case = a_report(child_in_danger=True).case
    mask = asked(case, cast.headteacher)
    assert to_confirm(cast.dsl) == [mask]
    cast.headteacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(WrongState, match=ASKER_LEFT):
        actions.confirm_removal(mask=mask, by=cast.dsl)
    mask.refresh_from_db()
    assert mask.words == "Xanthippe"


def test_what_fails_half_way_leaves_every_word(cast, monkeypatch):
    case = a_report().case
    mask = asked(case, cast.headteacher)
    monkeypatch.setattr("incidents.actions.removing.withdraw_files", lambda case: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.confirm_removal(mask=mask, by=cast.chair)
    case.report.refresh_from_db()
    assert case.report.what_happened.startswith("Xanthippe")


def test_the_pages_keep_and_are_not_there_for_others(cast, sign_in):
    case = a_report().case
    mask = asked(case, cast.headteacher)
    here = reverse("incidents:confirm_removal", args=[mask.pk])

    assert sign_in(cast.parent).post(here, {"keep": "yes"}).status_code == 404
    never = reverse("incidents:confirm_removal", args=[mask.pk + 1])
    for other in (cast.headteacher, cast.deputy, cast.dsl):
        for address in (here, never):
            answer = sign_in(other).post(address, {"keep": "yes"}, follow=True)
            assert [str(said) for said in answer.context["messages"]] == [WAITS_NO_MORE]
    assert to_confirm(cast.chair) == [mask]
    assert sign_in(cast.chair).get(here).status_code == 405
    sign_in(cast.chair).get(reverse("incidents:removals"))
    look = Event.objects.get(action="incidents.removal.read")
    assert (look.actor_id, look.facts) == (str(cast.chair.pk), {"mask": mask.pk})
    answer = sign_in(cast.chair).post(here, {"keep": "yes"}, follow=True)
    assert "They stay hidden" in answer.content.decode()
    again = sign_in(cast.chair).post(here, {"keep": "yes"}, follow=True)
    assert WAITS_NO_MORE in again.content.decode()

    actions.ask_to_remove(mask=mask, by=cast.headteacher)
    back = reverse("incidents:keep_words", args=[case.pk, mask.pk])
    assert sign_in(cast.chair).post(back).status_code == 404
    answer = sign_in(cast.headteacher).post(back, follow=True)
    assert "Taken back" in answer.content.decode()
    mask.refresh_from_db()
    assert mask.removal_asked_at is None
