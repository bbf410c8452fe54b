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
from acknowledgements.models import Acknowledgement, Method, Question, Reply, Scan, Slip
from acknowledgements.paper import codes
from acknowledgements.paper.batches import Batch
from audit.models import Event
from notifications.models import Message
from policies.models import Version
from school.access import NotAllowed
from school.errors import WrongState
from tests import factories
from tests.acknowledgements.paper import uploaded
from tests.uploads import nasty

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7")]

ENTER = "/sign-offs/board/paper/"
TODAY = timezone.localdate


@pytest.fixture
def no_email(db):
    """A parent whom no e-mail reaches, with two children."""
    person = factories.PersonFactory(full_name="Ned Noemail", email=None)
    for name in ("Nan Noemail", "Nat Noemail"):
        factories.ParenthoodFactory(person=person, child=factories.ChildFactory(full_name=name))
    return person


@pytest.fixture
def version(db):
    return factories.published(policy__title="Social media policy")


@pytest.fixture
def opened(version, head, no_email, class_teacher):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def asked(opened, no_email):
    return opened.requests.filter(person=no_email).order_by("pk").first()


@pytest.fixture
def address(asked):
    return reverse("acknowledgements:record_slip", args=[asked.pk])


def entered(asked, by, **kwargs):
    given = {"typed_name": "N. Noemail", "dated_on": TODAY()}
    return actions.record_signed_slip(request=asked, by=by, **given | kwargs)


def filled(**kwargs):
    said = {"ticked": "signed", "dated_on": TODAY().isoformat(), "typed_name": "Ned Noemail"}
    return said | kwargs


# --- the sign-off ---------------------------------------------------------------------------------


@pytest.mark.rule("A1")
def test_a_slip_becomes_a_sign_off_for_each_child_with_who_recorded_it(asked, no_email, office):
    signed = entered(asked, office, upload=uploaded())

    assert {one.child for one in signed} == set(no_email.children.all())
    for one in Acknowledgement.objects.all():
        assert (one.person, one.recorded_by) == (no_email, office)
        assert (one.method, one.dated_on) == (Method.PAPER, TODAY())
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
        entered(asked, office, dated_on=TODAY() + timedelta(days=1))
    with pytest.raises(WrongState, match="nobody can have signed it before"):
        entered(asked, office, dated_on=TODAY() - timedelta(days=1))
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
    answer = on_slip(ticked, asked, office, dated_on=TODAY(), upload=uploaded())

    assert (answer.method, answer.dated_on) == (Method.PAPER, TODAY())
    assert answer.scan == Scan.objects.get()
    assert answer.scan.sha256 == uploaded().examined.sha256


@pytest.mark.parametrize("ticked", list(ANSWERS))
def test_a_no_and_a_question_cannot_be_dated_before_the_version_or_to_come(ticked, asked, office):
    for day in (TODAY() + timedelta(days=1), TODAY() - timedelta(days=900)):
        with pytest.raises(WrongState):
            on_slip(ticked, asked, office, dated_on=day, upload=uploaded())

    assert not Scan.objects.exists()
    assert set(asked.round.requests.values_list("reply", flat=True)) == {Reply.NONE}


@pytest.mark.parametrize("ticked", list(ANSWERS))
def test_the_date_and_the_scan_of_a_no_or_a_question_are_shown_to_those_who_read_it(
    ticked, address, asked, office, head, cast, sign_in
):
    photo = SimpleUploadedFile("slip.jpg", nasty.jpeg())
    data = {"ticked": ticked, "words": "May I?", "dated_on": TODAY().isoformat(), "scan": photo}
    sign_in(office).post(address, data)
    scan = Scan.objects.get()
    shown_on = (
        reverse("acknowledgements:declined")
        if ticked == "declined"
        else reverse("acknowledgements:question", args=[Question.objects.get().pk])
    )
    its_scan = reverse("acknowledgements:scan", args=[scan.pk])

    page = sign_in(head).get(shown_on).text

    assert f"dated {date_format(TODAY())}" in page
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


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def slip(opened, office, no_email):
    actions.prepare_slips(asked=opened, batch=Batch(), by=office)
    return Slip.objects.get(request__person=no_email)


def test_the_code_finds_the_slip_however_it_was_typed(slip, address, office, sign_in):
    browser = sign_in(office)

    for typed in (slip.code, codes.in_groups(slip.code).lower(), f" {slip.code} "):
        assert browser.post(ENTER, {"code": typed}).url == address
    shown = browser.get(address).text
    assert "Slip of Ned Noemail" in shown
    assert "Nan Noemail and Nat Noemail" in shown
    assert slip.request.round.version.sign_off_text in shown


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type the code that is printed on the slip."),
        ("K" * 41, "too long"),
        ("KHTP", "one of its signs was misread"),
        ("' OR 1=1 --", "one of its signs was misread"),
    ],
)
def test_a_code_that_cannot_be_is_told_from_one_that_is_not_known(typed, says, office, sign_in):
    answer = sign_in(office).post(ENTER, {"code": typed})

    assert says in answer.text
    assert "We have no slip" in sign_in(office).post(ENTER, {"code": codes.new_code()}).text


def test_several_slips_one_after_another_keep_the_date(opened, address, office, sign_in):
    browser = sign_in(office)

    after = browser.post(address, filled(), follow=True)
    teacher = opened.requests.exclude(capacity="parent").first()
    nxt = browser.get(reverse("acknowledgements:record_slip", args=[teacher.pk]))

    assert after.redirect_chain == [(ENTER, 302)]
    assert "Recorded: Ned Noemail has signed" in after.text
    assert f'value="{TODAY().isoformat()}"' in nxt.text
    assert "autofocus" in after.text


def test_a_person_without_a_code_is_found_by_name(opened, office, sign_in, no_email, address):
    browser = sign_in(office)

    found = browser.get(ENTER, {"words": "noem"})

    assert [one.person for one in found.context["page"]] == [no_email]
    assert address in found.text
    assert "Nobody of this name" in browser.get(ENTER, {"words": "Zebedee"}).text
    assert not browser.get(ENTER).context["page"].object_list


def test_a_scan_comes_with_the_slip(address, office, sign_in):
    photo = SimpleUploadedFile("slip.html", nasty.jpeg(), content_type="text/html")

    sign_in(office).post(address, filled(scan=photo))

    scan = Scan.objects.get()
    assert scan.content_type == scan.copy_type == "image/jpeg"
    assert set(Acknowledgement.objects.values_list("scan", flat=True)) == {scan.pk}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"ticked": ""}, "Choose what is ticked on the slip."),
        ({"ticked": "question"}, "Write the question as it stands on the slip."),
        ({"dated_on": ""}, "Give the date that stands on the slip."),
        ({"dated_on": "soon"}, "Write a date such as"),
        ({"dated_on": "2999-01-01"}, "still to come"),
        ({"typed_name": ""}, "Write the name as it stands on the slip."),
        ({"typed_name": "N"}, "Write the full name"),
        ({"scan": SimpleUploadedFile("s.jpg", b"<svg>")}, "SVG drawing"),
        ({"scan": SimpleUploadedFile("s.jpg", b"")}, "This file is empty"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(data, says, address, office, sign_in):
    answer = sign_in(office).post(address, filled(typed_name="Ned N. Oemail") | data)

    assert answer.status_code == 200
    assert says in answer.text
    assert "typed_name" in data or "Ned N. Oemail" in answer.text
    assert not Acknowledgement.objects.exists()


def test_a_slip_entered_before_says_so_and_shows_its_receipt(address, asked, office, sign_in):
    (first, _) = entered(asked, office)
    browser = sign_in(office)

    shown = browser.get(address).text
    again = browser.post(address, filled(), follow=True).text

    assert "There is nothing more to enter" in shown
    assert reverse("acknowledgements:receipt", args=[first.pk]) in shown
    assert "Nothing was doubled" in again


def test_ones_own_slip_has_no_form_but_the_reason(opened, head, sign_in):
    own = reverse("acknowledgements:record_slip", args=[opened.requests.get(person=head).pk])
    browser = sign_in(head)

    assert "Nobody enters their own signature" in browser.get(own).text
    assert browser.post(own, filled()).status_code == 403
    assert not Acknowledgement.objects.exists()


def test_an_unticked_point_is_not_signed(head, office, class_teacher, sign_in):
    draft = factories.VersionFactory(audiences=["staff", "governors"])
    section = factories.SectionFactory(version=draft, number="7", audiences=["staff"])
    factories.ClauseFactory(section=section, number="7.1")
    opened = actions.open_round(version=factories.put_in_force(draft), by=head)
    asked = opened.requests.get(person=class_teacher)
    address = reverse("acknowledgements:record_slip", args=[asked.pk])
    browser = sign_in(office)

    refused = browser.post(address, filled())
    accepted = browser.post(address, filled(points="on"))

    assert "Every point has to be ticked" in refused.text
    assert accepted.status_code == 302
    assert Version.objects.filter(acknowledgements__points=["7.1"]).exists()


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["class_teacher", "governor", "chair", "clerk", "dsl", "parent"])
def test_others_enter_nothing_and_know_of_nothing(who, address, slip, cast, sign_in):
    browser = sign_in(getattr(cast, who))

    answers = [
        browser.get(ENTER),
        browser.post(ENTER, {"code": slip.code}),
        browser.get(address),
        browser.post(address, filled()),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not Acknowledgement.objects.exists()


def test_a_request_that_is_not_there_is_not_found(office, sign_in):
    missing = reverse("acknowledgements:record_slip", args=[999_999])

    assert sign_in(office).get(missing).status_code == 404
    assert sign_in(office).delete(ENTER).status_code == 405
