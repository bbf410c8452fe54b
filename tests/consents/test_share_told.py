"""What a parent says of another family's picture by telephone or on paper (C3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from consents.actions import sharing as actions
from consents.models import SharedAnswer
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Parenthood, Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C3", "M13")]


def at(name, picture):
    return reverse(f"consents:{name}", args=[picture.pk])


@pytest.fixture
def asked(family, office):
    asker = factories.ParenthoodFactory().person
    sent_at = timezone.now() - timedelta(days=3)
    picture = factories.SharedPictureFactory(asked_by=asker, children=[family], asked_at=sent_at)
    actions.pass_on(picture=picture, by=office)
    return picture


@pytest.fixture
def tells(asked, office):
    def tells(person, is_yes=True, *, by=office, **changed):
        said = {
            "method": "phone",
            "given_on": timezone.localdate(),
            "evidence": "Olive took the call at nine.",
        }
        actions.write_down_shared(
            picture=asked, person=person, is_yes=is_yes, by=by, **(said | changed)
        )
        asked.refresh_from_db()

    return tells


def test_a_call_and_a_paper_count_like_any_answer_and_keep_what_shows_them(
    asked, parent, other_parent, office, tells
):
    tells(parent)
    tells(parent)  # pressed twice
    assert asked.state == "asking"
    tells(other_parent, method="paper", evidence="In the blue folder.")

    assert asked.state == "agreed"
    first, second = SharedAnswer.objects.all()
    assert (first.method, first.recorded_by) == ("phone", office)
    assert second.evidence == "In the blue folder."
    event = Event.objects.on(first).get()
    assert event.facts["parent"] == parent.pk
    assert "Olive" not in str(event.facts)

    tells(parent, is_yes=False)
    assert asked.state == "ended"
    with pytest.raises(NotAllowed, match="Nobody is asked"):
        tells(parent)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedAnswer.objects.update(is_yes=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedAnswer.objects.create(picture=asked, person=parent, is_yes=True, method="phone")


def test_what_a_parent_said_here_on_a_later_day_stands(asked, parent, other_parent, tells):
    actions.answer_shared(picture=asked, is_yes=False, by=parent)
    yesterday = timezone.localdate() - timedelta(days=1)

    tells(parent, given_on=yesterday)
    tells(other_parent)
    assert asked.state == "asking"
    tells(parent)
    assert asked.state == "agreed"


def test_a_paper_of_before_does_not_undo_what_was_said_since_but_a_no_of_today_does(
    asked, parent, other_parent, tells
):
    for person in (parent, other_parent):
        actions.answer_shared(picture=asked, is_yes=True, by=person)
    tells(parent, is_yes=False, given_on=timezone.localdate() - timedelta(days=2))
    assert asked.state == "agreed"

    tells(parent, is_yes=False)
    assert asked.state == "ended"


def test_only_of_a_parent_who_is_asked_with_evidence_and_by_somebody_who_has_no_part_in_it(
    asked, parent, other_parent, office, headteacher, tells
):
    for wrong, sentence in (
        ({"method": "online"}, "on the telephone or on paper"),
        ({"evidence": " "}, "who took the call"),
        ({"given_on": timezone.localdate() + timedelta(days=1)}, "cannot lie ahead"),
        ({"given_on": timezone.localdate() - timedelta(days=4)}, "nobody was asked before that"),
    ):
        with pytest.raises(DomainError, match=sentence):
            tells(parent, **wrong)
    for stranger in (office, asked.asked_by):
        with pytest.raises(NotAllowed):
            tells(stranger)
    Parenthood.objects.filter(person=other_parent).update(is_restricted=True)
    with pytest.raises(NotAllowed):
        tells(other_parent)
    factories.RoleAssignmentFactory(person=parent, role=Role.OFFICE)
    with pytest.raises(NotAllowed, match="your own family"):
        tells(parent, by=type(parent).objects.get(pk=parent.pk))
    asked.refresh_from_db()
    asked.answer_by = timezone.localdate() - timedelta(days=1)
    asked.save()
    with pytest.raises(WrongState, match="last day for a yes"):
        tells(parent)
    tells(parent, is_yes=False)
    assert not SharedAnswer.objects.get().is_yes


def test_the_office_writes_it_down_without_seeing_what_anybody_said(
    asked, parent, other_parent, office, class_teacher, sign_in
):
    actions.answer_shared(picture=asked, is_yes=False, by=other_parent)
    parent.email = None
    parent.save()
    browser = sign_in(office)
    page = browser.get(at("match_shared", asked)).text
    assert at("told_shared", asked) in page

    blank = browser.post(at("told_shared", asked), {"evidence": "Typed already."}).text
    assert "Choose who told us." in blank
    assert "Typed already." in blank
    assert "You said" not in blank
    said = {
        "person": parent.pk,
        "answer": "yes",
        "method": "phone",
        "given_on": timezone.localdate().isoformat(),
        "evidence": "Olive took the call.",
    }
    stranger = browser.post(at("told_shared", asked), said | {"person": office.pk}).text
    assert "Choose one of them." in stranger
    answer = browser.post(at("told_shared", asked), said, follow=True).text

    assert "Written down." in answer
    assert SharedAnswer.objects.get(person=parent).is_yes
    assert sign_in(class_teacher).get(at("told_shared", asked)).status_code == 404
    assert browser.put(at("told_shared", asked)).status_code == 405


def test_whoever_writes_it_down_too_late_still_has_their_words(
    asked, parent, other_parent, office, sign_in, tells
):
    browser = sign_in(office)
    tells(other_parent)
    tells(parent)
    tells(other_parent, is_yes=False)
    said = {
        "person": parent.pk,
        "answer": "no",
        "method": "phone",
        "given_on": timezone.localdate().isoformat(),
        "evidence": "Olive took the call.",
    }

    page = browser.post(at("told_shared", asked), said).text

    assert "Nobody is asked about this picture now." in page
    assert "What you wrote was not kept" in page
    assert "Olive took the call." in page
    assert "Write it down</button>" not in page
    assert SharedAnswer.objects.filter(person=parent).count() == 1
    assert browser.get(at("told_shared", asked)).status_code == 403
    factories.RoleAssignmentFactory(person=parent, role=Role.OFFICE)
    assert sign_in(parent).post(at("told_shared", asked), said).status_code == 403


def test_the_parent_reads_how_it_was_said(asked, parent, tells, sign_in):
    tells(parent)

    page = " ".join(sign_in(parent).get(at("answer_shared", asked)).text.split())

    assert "Yes</span> by telephone," in page
    assert "Olive" not in page
