"""Signing at a meeting: one sheet, many sign-offs, each its own (A7)."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions, checking
from acknowledgements.models import Acknowledgement, Capacity, Meeting, Method, Scan
from acknowledgements.paper.making import sheet_pdf
from audit import chain
from notifications.models import Message
from school.access import NotAllowed
from school.errors import WrongState
from school.models import Role
from tests import factories
from tests.acknowledgements.paper import faults, keep, uploaded, words
from tests.uploads import nasty

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7")]

MEETINGS = "/sign-offs/board/meetings/"


@pytest.fixture
def governors(db):
    return [factories.RoleAssignmentFactory(role=Role.GOVERNOR).person for _ in range(4)]


@pytest.fixture
def opened(version, head, governors, class_teacher, parent):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def meeting(office):
    return actions.hold_meeting(name="Governing body", held_on=timezone.localdate(), by=office)


@pytest.fixture
def address(meeting, opened):
    return reverse("acknowledgements:record_sheet", args=[meeting.pk, opened.pk, "governor"])


def recorded(meeting, opened, people, by, capacity=Capacity.GOVERNOR, **kwargs):
    return actions.record_meeting_sheet(
        meeting=meeting,
        asked=opened,
        capacity=capacity,
        signers=[person.pk for person in people],
        by=by,
        **kwargs,
    )


# --- the sign-offs --------------------------------------------------------------------------------


@pytest.mark.rule("A1")
def test_everybody_on_the_sheet_has_a_sign_off_of_their_own(meeting, opened, governors, office):
    done = recorded(meeting, opened, governors[:3], office, upload=uploaded())

    assert done == (3, 0)
    signed = Acknowledgement.objects.all()
    assert {one.person for one in signed} == set(governors[:3])
    for one in signed:
        assert (one.method, one.meeting, one.dated_on) == (Method.MEETING, meeting, meeting.held_on)
        assert (one.recorded_by, one.typed_name) == (office, one.person.full_name)
        assert one.text_sha256 == opened.version.text_sha256
        assert one.sentence == opened.version.sign_off_text
    assert Scan.objects.count() == 1
    assert len({one.scan_id for one in signed}) == 1
    assert len({one.receipt_code for one in signed}) == 3


@pytest.mark.rule("A8", "S5")
def test_each_can_be_checked_and_the_chain_holds(meeting, opened, governors, office):
    recorded(meeting, opened, governors, office)

    assert checking.check_all() == checking.CheckedAll(4)
    assert chain.verify().sound


def test_a_sheet_entered_twice_doubles_nobody(meeting, opened, governors, office):
    recorded(meeting, opened, governors[:2], office, upload=uploaded())

    assert recorded(meeting, opened, governors, office, upload=uploaded()) == (2, 2)
    assert recorded(meeting, opened, governors, office, upload=uploaded()) == (0, 4)
    assert Acknowledgement.objects.count() == 4
    assert Scan.objects.count() == 2


def test_who_signed_online_stays_as_they_are(meeting, opened, governors, office):
    first = actions.sign(
        request=factories.has_read(opened.requests.get(person=governors[0])),
        typed_name="Online",
        by=governors[0],
    )

    recorded(meeting, opened, governors, office)

    first.refresh_from_db()
    assert (first.method, first.typed_name) == (Method.ONLINE, "Online")
    assert Acknowledgement.objects.filter(person=governors[0]).count() == 1


def test_the_recorder_cannot_be_among_the_signers(meeting, opened, class_teacher, head, office):
    with pytest.raises(NotAllowed, match="Nobody enters their own"):
        recorded(meeting, opened, [class_teacher, head], head, Capacity.STAFF)
    assert not Acknowledgement.objects.exists()

    assert recorded(meeting, opened, [class_teacher, head], office, Capacity.STAFF).new == 2


def test_somebody_who_is_not_asked_stops_the_whole_sheet(
    meeting, opened, governors, office, outsider
):
    gone = governors[0]
    gone.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    for wrong in (outsider, gone):
        with pytest.raises(WrongState, match=wrong.full_name):
            recorded(meeting, opened, [*governors[1:], wrong], office)
    assert not Acknowledgement.objects.exists()


@pytest.mark.rule("A4")
def test_parents_never_sign_on_a_sheet(meeting, opened, office, parent):
    with pytest.raises(WrongState, match=parent.full_name):
        recorded(meeting, opened, [parent], office, Capacity.PARENT)


def test_a_meeting_before_the_version_or_to_come_signs_nothing(opened, governors, office):
    for days, says in ((-1, "nobody can have signed it before"), (1, "still to come")):
        day = timezone.localdate() + timedelta(days=days)
        meeting = actions.hold_meeting(name="Another", held_on=day, by=office)
        with pytest.raises(WrongState, match=says):
            recorded(meeting, opened, governors, office)
    assert not Acknowledgement.objects.exists()


def test_a_round_that_closed_signs_nothing(meeting, opened, governors, office):
    opened.closed_at = timezone.now()
    opened.save()

    with pytest.raises(WrongState, match="no longer in force"):
        recorded(meeting, opened, governors, office)


@pytest.mark.rule("A6")
def test_reminders_that_wait_are_taken_back(meeting, opened, governors, office):
    for person in governors[:2]:
        Message.objects.create(
            once=str(person.pk), template="reminder", recipient=person, address=person.email
        )

    recorded(meeting, opened, governors[:1], office)

    assert list(
        Message.objects.filter(template="reminder").values_list("recipient", flat=True)
    ) == [governors[1].pk]


def test_a_fault_half_way_signs_nobody(meeting, opened, governors, office, fault):
    with fault("audit_event"):
        recorded(meeting, opened, governors, office)

    assert not Acknowledgement.objects.exists()
    assert opened.requests.filter(reply="signed").count() == 0


def test_a_sheet_of_three_costs_as_many_queries_as_one_of_fifty(meeting, head, office):
    def cost(number):
        people = [
            factories.RoleAssignmentFactory(role=Role.VOLUNTEER).person for _ in range(number)
        ]
        opened = actions.open_round(version=factories.published(), by=head)
        with CaptureQueriesContext(connection) as captured:
            recorded(meeting, opened, people, office, Capacity.VOLUNTEER)
        return len(captured)

    assert cost(3) == cost(50)


# --- the sheet ------------------------------------------------------------------------------------


def test_the_sheet_names_who_is_asked_and_nobody_else(meeting, opened, governors, office, sign_in):
    recorded(meeting, opened, governors[:1], office)

    answer = sign_in(office).get(
        reverse("acknowledgements:print_sheet", args=[meeting.pk, opened.pk, "governor"])
    )

    data = b"".join(answer.streaming_content)
    keep(data, "sheet")
    shown = words(data)
    assert all(person.full_name in shown for person in governors[1:])
    assert governors[0].full_name not in shown
    assert "Tom Thistle" not in shown
    assert "Governing body" in shown
    assert opened.version.sign_off_text in shown


def test_a_long_sheet_repeats_its_header_and_is_tagged(meeting, opened):
    names = [f"Name{n} Example{n}" for n in range(120)]

    data = sheet_pdf(meeting, opened, Capacity.STAFF, names)

    assert faults(data) == []
    assert words(data).count("Signature") >= 4


# --- the pages ------------------------------------------------------------------------------------


def test_the_office_adds_a_meeting_once(office, sign_in):
    browser = sign_in(office)
    data = {"name": "Staff meeting", "held_on": timezone.localdate().isoformat()}

    first = browser.post(MEETINGS, data)
    second = browser.post(MEETINGS, data)

    assert first.url == second.url
    assert Meeting.objects.count() == 1
    assert "Staff meeting" in browser.get(MEETINGS).text


def test_the_page_offers_what_can_be_signed(meeting, opened, office, sign_in, parent):
    page = sign_in(office).get(reverse("acknowledgements:meeting", args=[meeting.pk])).text

    assert "Governor: 4 have not signed yet" in page
    assert "Parent or carer" not in page


def test_ticking_and_pressing_enters_them_all(meeting, address, governors, office, sign_in):
    photo = SimpleUploadedFile("sheet.jpg", nasty.jpeg())

    page = sign_in(office).post(
        address, {"signers": [p.pk for p in governors[:3]], "scan": photo}, follow=True
    )

    assert "3 people have signed at this meeting now." in page.text
    assert governors[0].full_name in page.text
    assert Acknowledgement.objects.count() == 3
    again = sign_in(office).get(address)
    assert "3 have signed already" in again.text


def test_pressed_twice_or_after_somebody_signed_online_the_others_are_entered(
    address, opened, governors, office, sign_in
):
    first, *others = governors
    request = factories.has_read(opened.requests.get(person=first))
    ticked = {"signers": [person.pk for person in governors]}
    browser = sign_in(office)
    browser.get(address)
    actions.sign(request=request, typed_name=first.full_name, by=first)

    once = browser.post(address, ticked, follow=True).text
    twice = browser.post(address, ticked, follow=True).text

    assert f"{len(others)} people have signed at this meeting now. 1 had signed before" in once
    assert "All whom you ticked had signed before. Nothing is doubled." in twice
    assert Acknowledgement.objects.count() == len(governors)


def test_the_recorder_is_told_where_their_own_name_is(meeting, opened, head, office, sign_in):
    own = reverse("acknowledgements:record_sheet", args=[meeting.pk, opened.pk, "staff"])
    browser = sign_in(head)

    shown = browser.get(own)
    forged = browser.post(own, {"signers": [head.pk]})

    assert "Your own name is not in this list" in shown.text
    assert "not asked any more" in forged.text
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Tick everybody who signed on the sheet."),
        ({"signers": ["x"]}, "is not asked any more"),
        ({"signers": ["999999"]}, "is not asked any more"),
    ],
)
def test_what_is_missing_is_said(data, says, address, office, sign_in):
    assert says in sign_in(office).post(address, data).text


def test_what_was_ticked_stays_ticked_when_the_scan_is_bad(address, governors, office, sign_in):
    bad = SimpleUploadedFile("sheet.jpg", b"<html>")

    page = sign_in(office).post(address, {"signers": [governors[0].pk], "scan": bad}).text

    assert "web page" in page
    assert re.search(rf'<input[^>]*value="{governors[0].pk}"[^>]*checked', page)
    assert not Acknowledgement.objects.exists()


def test_a_meeting_to_come_can_be_printed_and_not_yet_entered(opened, office, sign_in):
    day = timezone.localdate() + timedelta(days=3)
    meeting = actions.hold_meeting(name="Next", held_on=day, by=office)
    address = reverse("acknowledgements:record_sheet", args=[meeting.pk, opened.pk, "governor"])

    assert "still to come" in sign_in(office).get(address).text


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["class_teacher", "governor", "chair", "clerk", "dsl", "parent"])
def test_for_others_there_are_no_meetings(who, address, meeting, governors, cast, sign_in):
    browser = sign_in(getattr(cast, who))
    paths = [MEETINGS, f"{MEETINGS}{meeting.pk}/", address, f"{address}sheet/"]

    assert [browser.get(path).status_code for path in paths] == [404] * 4
    assert browser.post(address, {"signers": [governors[0].pk]}).status_code == 404
    assert browser.post(MEETINGS, {"name": "X"}).status_code == 404


def test_a_sheet_of_parents_or_of_nothing_is_not_found(meeting, opened, office, sign_in):
    browser = sign_in(office)

    for capacity in ("parent", "nobody"):
        path = f"{MEETINGS}{meeting.pk}/{opened.pk}/{capacity}/"
        assert browser.get(path).status_code == 404
        assert browser.get(f"{path}sheet/").status_code == 404
    assert browser.get(f"{MEETINGS}{meeting.pk}/99999/staff/").status_code == 404
    assert browser.get(f"{MEETINGS}99999/").status_code == 404
    assert browser.post(f"{MEETINGS}{meeting.pk}/").status_code == 405
