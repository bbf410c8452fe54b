"""I3, I8: what waits to be removed for good is read by nobody who may not know of the case now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents import actions, letters, queries
from incidents.actions import pass_on_unattended
from incidents.models import Case, EvidenceRemoval, Mask
from notifications.models import Message
from school.access import NotAllowed
from school.errors import WrongState
from school.models import Role
from tests import factories
from tests.incidents.bringing import a_piece
from tests.incidents.cases import a_case, a_report, answered

pytestmark = pytest.mark.django_db

STAYS = {
    "mask": "Words are not removed: ask again",
    "evidence": "Evidence 1 is not removed: ask again",
}


def asked_for(what, case, by):
    """Return a request to remove words or evidence of a case."""
    if what == "mask":
        mask = actions.hide_words(case=case, by=by, words="Xanthippe", why="A name.")
        return actions.ask_to_remove(mask=mask, by=by)
    piece = a_piece(case, by)
    return actions.ask_to_remove_evidence(evidence=piece, by=by, why="Not ours.")


def confirmed(removal, by):
    if isinstance(removal, Mask):
        return actions.confirm_removal(mask=removal, by=by)
    return actions.confirm_evidence_removal(removal=removal, by=by)


def about_staff():
    case = a_case("triaged", subject_kind="staff")
    case.report.what_happened = "Xanthippe wrote to a child."
    case.report.save()
    return case


@pytest.fixture(params=["mask", "evidence"])
def what(request):
    return request.param


@pytest.mark.rule("I8")
def test_the_chair_reads_no_request_of_what_turns_out_to_be_a_low_level_concern(what, cast):
    case = about_staff()
    Message.objects.all().delete()
    removal = asked_for(what, case, cast.headteacher)
    message = Message.objects.get(recipient=cast.chair)
    assert queries.removals_for(cast.chair) == 1

    answered(case, cast.headteacher, is_allegation=False)

    assert queries.removals_for(cast.chair) == 0
    assert not letters.may_leave(message)
    with pytest.raises((NotAllowed, WrongState)):
        confirmed(removal, cast.chair)
    assert case.entries.filter(title=STAYS[what], by=None).exists()
    event = Event.objects.on(case).get(action="incidents.removal.withdrawn")
    assert event.facts == {what: removal.pk if what == "mask" else 1}


@pytest.mark.rule("I8")
def test_asked_again_a_low_level_concern_is_confirmed_by_a_deputy(cast):
    case = about_staff()
    mask = asked_for("mask", case, cast.headteacher)
    answered(case, cast.headteacher, is_allegation=False)

    mask = actions.ask_to_remove(mask=mask, by=cast.headteacher)

    assert mask.confirmed_by_role == Role.DEPUTY
    assert queries.removals_for(cast.deputy) == 1


@pytest.mark.rule("I8")
def test_no_governor_confirms_in_a_low_level_concern_whatever_role_was_asked(what, cast):
    case = about_staff()
    asked_for(what, case, cast.headteacher)
    assert queries.removals_for(cast.chair) == 1

    Case.objects.filter(pk=case.pk).update(meets_harm_threshold=False)

    assert queries.removals_for(cast.chair) == 0


@pytest.mark.rule("I3")
def test_the_deputy_reads_no_request_of_a_case_that_turns_out_to_be_about_the_head(
    what, cast, sign_in
):
    case = a_report(outside_school=False).case
    factories.CasePartyFactory(case=case, person=cast.chair, part="witness")
    factories.CasePartyFactory(case=case, person=cast.clerk, part="witness")
    removal = asked_for(what, case, cast.headteacher)
    assert removal.confirmed_by_role == Role.DEPUTY
    assert queries.removals_for(cast.deputy) == 1

    actions.name_subject(case=case, by=cast.headteacher, person=cast.headteacher)

    assert queries.removals_for(cast.deputy) == 0
    with pytest.raises((NotAllowed, WrongState)):
        confirmed(removal, cast.deputy)
    assert case.entries.filter(title=STAYS[what]).exists()
    page = sign_in(cast.deputy).get(reverse("incidents:removals")).content.decode()
    assert "A name." not in page
    assert "Not ours." not in page


@pytest.mark.rule("I3")
def test_nothing_waits_in_a_case_whose_handler_left(what, cast):
    case = a_report(outside_school=False).case
    asked_for(what, case, cast.headteacher)

    cast.headteacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert pass_on_unattended() == 1

    case.refresh_from_db()
    assert case.handling_role == Role.DEPUTY
    assert queries.removals_for(cast.chair) == 0
    assert case.entries.filter(title=STAYS[what]).exists()


def test_a_request_waits_on_where_the_same_two_have_to_do_with_it(what, cast):
    case = a_report(outside_school=False).case
    asked_for(what, case, cast.headteacher)

    actions.name_subject(case=case, by=cast.headteacher, person=cast.parent)

    assert queries.removals_for(cast.chair) == 1
    assert not case.entries.filter(title=STAYS[what]).exists()


def test_what_was_removed_stays_removed_when_the_case_moves(what, cast):
    case = a_report(outside_school=False).case
    removal = confirmed(asked_for(what, case, cast.headteacher), cast.chair)

    actions.name_subject(case=case, by=cast.headteacher, person=cast.headteacher)

    still = (Mask if what == "mask" else EvidenceRemoval).objects.get(pk=removal.pk)
    assert still.removal_asked_by == cast.headteacher
    assert still.removed_by == cast.chair
