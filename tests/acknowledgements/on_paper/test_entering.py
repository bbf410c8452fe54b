"""What comes back on paper: entered by a colleague, with the scan, quickly and once (A7)."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from acknowledgements import actions
from acknowledgements.models import Acknowledgement, Method, Question, Reply, Scan
from audit.models import Event
from notifications.models import Message
from school.access import NotAllowed
from school.errors import WrongState
from tests import factories
from tests.acknowledgements.on_paper.entering import entered
from tests.acknowledgements.paper import uploaded
from tests.days import today
from tests.uploads import nasty

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7")]


# --- the sign-off ---------------------------------------------------------------------------------


@pytest.mark.rule("A1")
def test_a_slip_becomes_a_sign_off_for_each_child_with_who_recorded_it(asked, no_email, office):
    signed = entered(asked, office, upload=uploaded())

    assert {one.child for one in signed} == set(no_email.children.all())
    for one in Acknowledgement.objects.all():
        assert (one.person, one.recorded_by) == (no_email, office)
        assert (one.method, one.dated_on) == (Method.PAPER, today())
        assert one.typed_name == "N. Noemail"
        assert one.scan.sha256 == uploaded().examined.sha256
    assert Scan.objects.count() == 1
    assert set(asked.round.requests.filter(person=no_email).values_list("reply", flat=True)) == {
        Reply.SIGNED
    }


@pytest.mark.rule("A2")
def test_a_slip_entered_twice_is_one_sign_off_a_child_and_one_scan(asked, office):
    first = entered(asked, office, upload=uploaded())
    second = entered(asked, office, typed_name="Another", upload=uploaded())

    assert second == first
    assert Acknowledgement.objects.count() == 2
    assert Scan.objects.count() == 1


def test_nobody_is_the_witness_of_their_own_slip(opened, head, office):
    own = opened.requests.get(person=head)

    with pytest.raises(NotAllowed, match="Nobody enters their own"):
        entered(own, head)
    (signed,) = entered(own, office)
    assert signed.recorded_by == office


@pytest.mark.parametrize("who", ["class_teacher", "governor", "chair", "dsl", "parent"])
def test_nobody_but_the_office_the_deputy_and_the_head_enters_slips(who, asked, cast):
    with pytest.raises(NotAllowed):
        entered(asked, getattr(cast, who))

    assert not Acknowledgement.objects.exists()


def test_a_date_that_cannot_be_is_refused(asked, office, version):
    with pytest.raises(WrongState, match="still to come"):
        entered(asked, office, dated_on=today() + timedelta(days=1))
    with pytest.raises(WrongState, match="nobody can have signed it before"):
        entered(asked, office, dated_on=today() - timedelta(days=1))
    assert not Acknowledgement.objects.exists()


def test_a_slip_of_somebody_who_is_not_asked_any_more_signs_nothing(asked, office, no_email):
    no_email.parenthoods.update(is_restricted=True)

    with pytest.raises(WrongState, match="no longer asked"):
        entered(asked, office)


def test_a_slip_that_comes_after_the_round_closed_signs_nothing(asked, opened, office):
    opened.closed_at = timezone.now()
    opened.save()

    with pytest.raises(WrongState, match="no longer asked"):
        entered(asked, office)


@pytest.mark.rule("A4")
def test_a_child_under_a_restriction_is_left_out_and_the_other_is_signed_for(
    asked, office, no_email
):
    hidden = no_email.parenthoods.get(child__full_name="Nan Noemail")
    hidden.is_restricted = True
    hidden.save()

    (signed,) = entered(asked, office)

    assert signed.child.full_name == "Nat Noemail"


def test_somebody_who_declined_before_can_still_sign_on_paper(asked, office):
    asked.round.requests.filter(person=asked.person).update(
        reply=Reply.DECLINED, replied_at=timezone.now()
    )

    assert len(entered(asked, office)) == 2


@pytest.mark.rule("A6")
def test_a_reminder_that_waits_is_taken_back(opened, class_teacher, office):
    Message.objects.create(
        once="r", template="reminder", recipient=class_teacher, address="t@example.test"
    )

    entered(opened.requests.get(person=class_teacher), office)

    assert not Message.objects.filter(template="reminder").exists()


@pytest.mark.rule("M9")
def test_staff_sign_on_paper_with_their_points(head, office, class_teacher):
    draft = factories.VersionFactory(audiences=["staff", "governors"])
    section = factories.SectionFactory(version=draft, number="7", audiences=["staff"])
    factories.ClauseFactory(section=section, number="7.1")
    opened = actions.open_round(version=factories.put_in_force(draft), by=head)

    (signed,) = entered(opened.requests.get(person=class_teacher), office)

    assert signed.points == ["7.1"]


def test_a_fault_leaves_neither_sign_off_nor_file(asked, office, fault):
    before = (
        set(default_storage.listdir("sign-offs")[1])
        if default_storage.exists("sign-offs")
        else set()
    )

    with fault("acknowledgements_acknowledgement"):
        entered(asked, office, upload=uploaded())

    assert not Acknowledgement.objects.exists()
    assert not Scan.objects.exists()
    assert set(default_storage.listdir("sign-offs")[1]) == before


# --- a no, and a question -------------------------------------------------------------------------


@pytest.mark.rule("A3")
def test_a_no_on_paper_is_noted_for_each_child_once_and_can_become_a_signature(asked, office):
    first = actions.record_declined_slip(request=asked, why="We talked it over.", by=office)
    again = actions.record_declined_slip(request=asked, why="Again", by=office)

    assert again == first
    assert (first.method, first.recorded_by, first.why) == ("paper", office, "We talked it over.")
    own = asked.round.requests.filter(person=asked.person)
    assert set(own.values_list("reply", flat=True)) == {Reply.DECLINED}
    assert not Acknowledgement.objects.exists()
    assert len(entered(asked, office)) == 2
    with pytest.raises(WrongState, match="what is signed stays"):
        actions.record_declined_slip(request=asked, why="", by=office)


@pytest.mark.rule("A3", "A10")
def test_a_question_on_paper_reaches_whoever_answers_once(asked, office, head, written_to):
    first = actions.record_question_on_slip(request=asked, words="May I post this?", by=office)
    again = actions.record_question_on_slip(request=asked, words="May I post this?", by=office)

    assert again == first
    assert Question.objects.count() == 1
    assert written_to(head).count("question_asked") == 1
    own = asked.round.requests.filter(person=asked.person)
    assert set(own.values_list("reply", flat=True)) == {Reply.QUESTION}
    with pytest.raises(WrongState, match="Another question of theirs"):
        actions.record_question_on_slip(request=asked, words="And this?", by=office)


def test_nobody_enters_their_own_no_or_question(opened, head, class_teacher, asked):
    own = opened.requests.get(person=head)

    for by, request in ((head, own), (class_teacher, asked)):
        with pytest.raises(NotAllowed):
            actions.record_declined_slip(request=request, why="", by=by)
        with pytest.raises(NotAllowed):
            actions.record_question_on_slip(request=request, words="Why?", by=by)


def test_what_is_not_asked_any_more_is_neither_declined_nor_questioned(asked, office, no_email):
    no_email.parenthoods.update(is_restricted=True)

    with pytest.raises(WrongState, match="no longer asked"):
        actions.record_declined_slip(request=asked, why="", by=office)
    with pytest.raises(WrongState, match="no longer asked"):
        actions.record_question_on_slip(request=asked, words="Why?", by=office)


@pytest.mark.rule("A3")
@pytest.mark.parametrize(
    ("ticked", "says", "then"),
    [
        ("declined", "would rather not sign", "They said that they would rather not sign"),
        ("question", "has a question", "A question of theirs waits"),
    ],
)
def test_another_box_than_the_first_needs_no_date_and_no_name(
    ticked, says, then, address, office, sign_in
):
    browser = sign_in(office)

    done = browser.post(address, {"ticked": ticked, "words": "May I post this?"}, follow=True)

    assert f"Recorded: Ned Noemail {says}" in done.text
    assert then in browser.get(address).text
    assert not Acknowledgement.objects.exists()


ANSWERS = {"declined": "record_declined_slip", "question": "record_question_on_slip"}


def on_slip(ticked, asked, by, **more):
    words = {"declined": {"why": "Not now."}, "question": {"words": "May I?"}}[ticked]
    return getattr(actions, ANSWERS[ticked])(request=asked, by=by, **words, **more)


@pytest.mark.parametrize("ticked", list(ANSWERS))
def test_a_no_and_a_question_keep_the_date_on_the_slip_and_its_scan(ticked, asked, office):
    answer = on_slip(ticked, asked, office, dated_on=today(), upload=uploaded())

    assert (answer.method, answer.dated_on) == (Method.PAPER, today())
    assert answer.scan == Scan.objects.get()
    assert answer.scan.sha256 == uploaded().examined.sha256


@pytest.mark.parametrize("ticked", list(ANSWERS))
def test_a_no_and_a_question_cannot_be_dated_before_the_version_or_to_come(ticked, asked, office):
    for day in (today() + timedelta(days=1), today() - timedelta(days=900)):
        with pytest.raises(WrongState):
            on_slip(ticked, asked, office, dated_on=day, upload=uploaded())

    assert not Scan.objects.exists()
    assert set(asked.round.requests.values_list("reply", flat=True)) == {Reply.NONE}


@pytest.mark.parametrize("ticked", list(ANSWERS))
def test_the_date_and_the_scan_of_a_no_or_a_question_are_shown_to_those_who_read_it(
    ticked, address, asked, office, head, cast, sign_in
):
    photo = SimpleUploadedFile("slip.jpg", nasty.jpeg())
    data = {"ticked": ticked, "words": "May I?", "dated_on": today().isoformat(), "scan": photo}
    sign_in(office).post(address, data)
    scan = Scan.objects.get()
    shown_on = (
        reverse("acknowledgements:declined")
        if ticked == "declined"
        else reverse("acknowledgements:question", args=[Question.objects.get().pk])
    )
    its_scan = reverse("acknowledgements:scan", args=[scan.pk])

    page = sign_in(head).get(shown_on).text

    assert f"dated {date_format(today())}" in page
    assert its_scan in page
    assert sign_in(head).get(its_scan).status_code == 200
    # What somebody wrote on the slip is read by those who read their answer, and by nobody else.
    for who in (office, cast.class_teacher, cast.parent):
        assert sign_in(who).get(its_scan).status_code == 404


# --- the scan -------------------------------------------------------------------------------------


@pytest.fixture
def scan(asked, office):
    entered(asked, office, upload=uploaded())
    return Scan.objects.get()


def test_the_original_is_kept_as_it_came_and_the_copy_has_no_place(scan):
    with scan.file.open() as original, scan.copy.open() as copy:
        assert original.read() == nasty.HEIC
        shown = copy.read()
    assert b"Telephone" in nasty.HEIC
    assert b"Telephone" not in shown
    assert (scan.content_type, scan.copy_type) == ("image/heic", "image/jpeg")
    assert scan.file_name == "IMG_0042.HEIC"
    assert "IMG_0042" not in scan.file.name


def test_only_the_copy_is_handed_out_and_each_look_is_recorded(scan, office, head, sign_in):
    address = reverse("acknowledgements:scan", args=[scan.pk])

    answer = sign_in(head).get(address)

    with scan.copy.open() as copy:
        assert answer.content == copy.read()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    seen = Event.objects.get(action="acknowledgements.scan.viewed")
    assert (seen.actor_id, seen.target_id) == (str(head.pk), str(scan.pk))


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["class_teacher", "governor", "chair", "dsl", "parent", "outsider"])
def test_for_everybody_else_there_is_no_scan(who, scan, cast, sign_in):
    answer = sign_in(getattr(cast, who)).get(reverse("acknowledgements:scan", args=[scan.pk]))

    assert answer.status_code == 404
    assert not Event.objects.filter(action="acknowledgements.scan.viewed").exists()


def test_a_scan_is_only_looked_at(scan, office, sign_in):
    browser = sign_in(office)

    assert browser.post(reverse("acknowledgements:scan", args=[scan.pk])).status_code == 405
    assert browser.get(reverse("acknowledgements:scan", args=[scan.pk + 9])).status_code == 404
    assert Client().get(reverse("acknowledgements:scan", args=[scan.pk])).status_code == 302


@pytest.mark.rule("A1")
@pytest.mark.parametrize("write", ["update", "delete"])
def test_the_database_refuses_to_change_a_scan(scan, write):
    rows = Scan.objects.filter(pk=scan.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(sha256="b" * 64) if write == "update" else rows._raw_delete(rows.db)
