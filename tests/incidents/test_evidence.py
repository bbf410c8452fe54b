"""I11: evidence comes in whole, is sealed, is seen only as a copy, and every look is kept."""

import hashlib
from datetime import date
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from PIL import Image

from audit.models import Event
from incidents import actions, evidence, tasks
from incidents.actions import files, handover
from incidents.models import Evidence, EvidenceLook, FileState, State
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError
from tests.incidents.bringing import a_photo, a_piece, an_upload, on_disk
from tests.incidents.cases import a_case, a_report
from tests.uploads import clamd, nasty

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I11")]


@pytest.fixture
def case():
    return a_case(State.TRIAGED)


def test_a_piece_is_kept_with_who_when_what_and_the_hash_of_what_came(case, headteacher):
    piece = a_piece(
        case,
        headteacher,
        nasty.jpeg(),
        "../Tafel.png",
        caption="The board",
        happened_on=date(2026, 11, 3),
    )

    assert (piece.number, piece.case, piece.added_by) == (1, case, headteacher)
    assert (piece.file_name, piece.caption) == ("Tafel.png", "The board")
    assert piece.file_kind == "JPEG"  # whatever its name says
    assert piece.sha256 == hashlib.sha256(nasty.jpeg()).hexdigest()
    assert piece.happened_on == date(2026, 11, 3) != piece.added_at.date()
    event = Event.objects.get(action="incidents.evidence.added")
    assert event.facts == {"numbers": [1], "sha256": [piece.sha256]}
    assert case.entries.get(title="Added evidence 1").words == "The board"


def test_the_copy_has_no_place_in_it_and_the_original_is_as_it_came(case, headteacher):
    piece = a_piece(case, headteacher, nasty.jpeg(), "photo.jpg")

    copy = actions.look_at_evidence(evidence=piece, by=headteacher)
    original = actions.open_original(evidence=piece, by=headteacher, reason="For the police.")

    assert dict(Image.open(BytesIO(copy)).getexif()) == {}
    assert nasty.SECRET not in copy
    assert original == nasty.jpeg()
    assert 0x8825 in Image.open(BytesIO(original)).getexif()  # where it was taken


def test_on_the_disk_nothing_is_called_as_the_file_was_nor_may_others_read_it(case, headteacher):
    a_piece(case, headteacher, name="Xanthippe.txt")

    assert len(on_disk()) >= 2
    for path in on_disk():
        assert "Xanthippe" not in path.name
        assert path.stat().st_mode & 0o077 == 0


def test_each_look_and_each_original_taken_is_on_record(case, headteacher):
    piece = a_piece(case, headteacher)

    actions.look_at_evidence(evidence=piece, by=headteacher)
    actions.open_original(evidence=piece, by=headteacher, reason="For the police.")

    assert list(piece.looks.values_list("by", "was_original", "reason")) == [
        (headteacher.pk, True, "For the police."),
        (headteacher.pk, False, ""),
    ]
    kept = Event.objects.on(case).filter(action__startswith="incidents.evidence.")
    assert [event.action.rsplit(".", 1)[1] for event in kept] == [
        "added",
        "viewed",
        "original_opened",
    ]
    assert case.entries.get(title="Took the original of evidence 1").words == "For the police."


def test_an_original_is_handed_out_with_a_reason_only_and_to_a_handler_only(cast):
    case = a_case(State.TRIAGED, besides_role="dsl")
    piece = a_piece(case, cast.dsl)

    assert actions.look_at_evidence(evidence=piece, by=cast.dsl)
    with pytest.raises(NotAllowed):
        actions.open_original(evidence=piece, by=cast.dsl, reason="I want it.")
    with pytest.raises(DomainError, match="Say why"):
        actions.open_original(evidence=piece, by=cast.headteacher, reason=" ")
    assert not EvidenceLook.objects.filter(was_original=True).exists()


def test_somebody_outside_the_case_can_neither_add_nor_look(case, cast):
    piece = a_piece(case, cast.headteacher)

    for person in (cast.chair, cast.governor, cast.class_teacher):
        with pytest.raises(NotAllowed):
            actions.add_evidence(case=case, by=person, uploads=[an_upload()])
        with pytest.raises(NotAllowed):
            actions.look_at_evidence(evidence=piece, by=person)
        assert not Evidence.objects.visible_to(person).exists()


@pytest.mark.rule("I4")
def test_whoever_is_named_later_loses_the_evidence_at_once(cast):
    case = a_case(State.TRIAGED, besides_role="dsl", child_at_risk=True)
    piece = a_piece(case, cast.headteacher)
    actions.look_at_evidence(evidence=piece, by=cast.dsl)

    actions.name_subject(case=case, by=cast.headteacher, person=cast.dsl)

    assert not Evidence.objects.visible_to(cast.dsl).exists()
    with pytest.raises(NotAllowed):
        actions.look_at_evidence(evidence=piece, by=cast.dsl)


def test_an_original_that_was_altered_or_lost_is_not_handed_out_as_if_it_were_it(case, headteacher):
    piece = a_piece(case, headteacher)
    with open(piece.original.path, "ab") as file:
        file.write(b"!")

    with pytest.raises(evidence.Altered, match="not what came in"):
        actions.open_original(evidence=piece, by=headteacher, reason="To see.")
    piece.original.delete(save=False)
    piece.refresh_from_db()
    with pytest.raises(evidence.Altered, match="missing"):
        actions.open_original(evidence=piece, by=headteacher, reason="To see.")
    assert not piece.looks.exists()


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"number": 9}, {"added_by": None}])
def test_the_database_refuses_to_change_what_came_in(change, case, headteacher):
    a_piece(case, headteacher)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Evidence.objects.update(**change)


def test_the_database_refuses_to_change_who_looked(case, headteacher, chair):
    actions.open_original(evidence=a_piece(case, headteacher), by=headteacher, reason="To see.")

    for change in ({"by": chair}, {"reason": "To look."}):
        with pytest.raises(DatabaseError, match="stays on record"), transaction.atomic():
            EvidenceLook.objects.update(**change)


def test_where_keeping_fails_nothing_is_left_behind(case, headteacher, monkeypatch):
    before = on_disk()

    def fail(*args, **kwargs):
        raise RuntimeError("planted")

    monkeypatch.setattr(handover, "tell_team", fail)
    with pytest.raises(RuntimeError, match="planted"):
        a_piece(case, headteacher)

    assert not Evidence.objects.exists()
    assert not Event.objects.filter(action="incidents.evidence.added").exists()
    assert on_disk() == before


def test_pieces_are_numbered_in_their_case_and_listed_at_one_price(
    case, headteacher, django_assert_num_queries
):
    actions.add_evidence(case=case, by=headteacher, uploads=[an_upload(), a_photo()])
    a_piece(case, headteacher)
    a_piece(a_case(), headteacher)

    with django_assert_num_queries(2):
        listed = evidence.pieces_of(case)

    assert [piece.number for piece in listed] == [1, 2, 3]
    assert listed[1].saved_as == f"{case.reference}-evidence-2.jpg"
    assert {piece.added_by for piece in listed} == {str(headteacher)}
    assert all(piece.is_shown for piece in listed)


# --- from the person who told us ------------------------------------------------------------------


def test_a_reporter_adds_files_and_the_handler_is_told_without_a_word_of_it(headteacher):
    case = a_report().case
    Message.objects.all().delete()

    (piece,) = actions.add_evidence_as_reporter(
        case=case, by=None, uploads=[a_photo("Xanthippe.jpg")], caption="Xanthippe"
    )

    assert (piece.from_reporter, piece.added_by) == (True, None)
    letter = Message.objects.get(recipient=headteacher)
    assert letter.template == "case_waiting"
    assert "Xanthippe" not in str(letter.context)
    assert Event.objects.get(action="incidents.evidence.added").actor_id == ""


def test_nobody_adds_files_to_the_report_of_somebody_else(cast):
    case = a_report(reporter=cast.parent).case

    for person in (None, cast.other_parent):
        with pytest.raises(NotAllowed):
            actions.add_evidence_as_reporter(case=case, by=person, uploads=[an_upload()])


# --- how much -------------------------------------------------------------------------------------


def test_a_report_takes_so_many_files_and_so_much_of_them(settings, headteacher):
    settings.EVIDENCE_FILES_A_REPORT = 2
    case = a_report().case
    actions.add_evidence_as_reporter(case=case, by=None, uploads=[an_upload(), an_upload()])

    with pytest.raises(DomainError, match="room for 2 files"):
        actions.add_evidence_as_reporter(case=case, by=None, uploads=[an_upload()])
    settings.EVIDENCE_FILES_A_REPORT = 5
    settings.EVIDENCE_BYTES_A_REPORT = 40
    with pytest.raises(DomainError, match="larger than"):
        actions.add_evidence_as_reporter(case=case, by=None, uploads=[an_upload()])
    assert a_piece(case, headteacher).number == 3  # those who handle it have room of their own


def test_a_case_takes_so_many_as_well(case, headteacher, settings):
    settings.EVIDENCE_FILES_A_CASE = 1
    a_piece(case, headteacher)

    with pytest.raises(DomainError, match="room for one file"):
        a_piece(case, headteacher)


def test_choosing_nothing_says_so(case, headteacher):
    with pytest.raises(DomainError, match="Choose a file"):
        actions.add_evidence(case=case, by=headteacher, uploads=[])


# --- the virus scanner ----------------------------------------------------------------------------


@pytest.fixture
def scanner(settings):
    with clamd.scanner() as running:
        settings.SCANNER_URL = running.url
        yield running


def test_a_file_in_which_nothing_is_found_is_shown_and_says_when(case, headteacher, scanner):
    piece = a_piece(case, headteacher)

    assert piece.state == FileState.READY
    assert piece.scanned_at is not None
    assert actions.look_at_evidence(evidence=piece, by=headteacher)


def test_a_harmful_file_is_refused_and_logged_and_the_others_are_kept(case, headteacher, scanner):
    before, bad = on_disk(), an_upload(clamd.HARM, "bad.txt")

    with pytest.raises(files.Harmful, match=r"bad\.txt"):
        actions.add_evidence(case=case, by=headteacher, uploads=[an_upload(), bad])

    assert Evidence.objects.get().file_name == "messages.txt"
    assert len(on_disk() - before) == 2
    refused = Event.objects.on(case).get(action="incidents.evidence.refused")
    assert refused.facts == {"sha256": bad.examined.sha256, "found": clamd.NAME}
    assert clamd.NAME in case.entries.get(title="A harmful file was refused").words


def test_while_the_scanner_is_away_a_file_waits_unseen_and_is_asked_about_again(
    case, headteacher, settings
):
    settings.SCANNER_URL = clamd.NOBODY_THERE
    piece = a_piece(case, headteacher)

    assert piece.state == FileState.WAITING
    assert not evidence.pieces_of(case)[0].is_shown
    for read in (evidence.read_copy, evidence.read_original):
        with pytest.raises(DomainError):
            read(piece)
    with pytest.raises(DomainError):
        actions.look_at_evidence(evidence=piece, by=headteacher)
    assert tasks.scan_waiting() == 0

    with clamd.scanner() as running:
        settings.SCANNER_URL = running.url
        assert tasks.scan_waiting() == 1
        assert tasks.scan_waiting() == 0
    piece.refresh_from_db()
    assert piece.state == FileState.READY
    assert actions.look_at_evidence(evidence=piece, by=headteacher)


def test_what_is_found_harmful_later_is_deleted_and_the_handler_told(case, headteacher, settings):
    settings.SCANNER_URL = clamd.NOBODY_THERE
    before = on_disk()
    piece = a_piece(case, headteacher, clamd.HARM)
    Message.objects.all().delete()

    with clamd.scanner() as running:
        settings.SCANNER_URL = running.url
        tasks.scan_waiting()

    piece.refresh_from_db()
    assert piece.is_harmful
    assert on_disk() == before
    assert Message.objects.filter(recipient=headteacher).exists()
    assert case.entries.filter(title="Evidence 1 was harmful").exists()
    with pytest.raises(DomainError):
        actions.open_original(evidence=piece, by=headteacher, reason="To see.")


# --- words only -----------------------------------------------------------------------------------


def test_once_a_picture_may_show_a_child_nothing_is_added_or_opened(case, headteacher):
    piece = a_piece(case, headteacher)

    actions.add_evidence(case=case, by=headteacher, uploads=[], words_only=True)

    assert evidence.is_words_only(case)
    assert not evidence.pieces_of(case)[0].is_shown
    with pytest.raises(DomainError):
        a_piece(case, headteacher)
    for read in (evidence.read_copy, evidence.read_original):
        with pytest.raises(DomainError):
            read(piece)


def test_the_safeguarding_lead_is_told_at_once_and_the_clocks_run_in_hours(cast):
    case = a_report().case
    Message.objects.all().delete()

    actions.say_words_only_as_reporter(case=case, by=None, words="It shows a child.")
    actions.say_words_only_as_reporter(case=case, by=None, words="")

    case.refresh_from_db()
    assert case.child_at_risk
    assert all(clock.in_hours for clock in case.clocks.all())
    letter = Message.objects.get(recipient=cast.dsl)
    assert letter.context == {"path": case.get_absolute_url(), "urgent": True}
    assert case.words_only.count() == 1


def test_where_it_is_about_the_safeguarding_lead_somebody_else_is_told(cast):
    case = a_report(subject_kind="staff", subject_name="Mrs Sadler").case
    Message.objects.all().delete()

    actions.say_words_only_as_reporter(case=case, by=None, words="It shows a child.")

    assert not Message.objects.filter(recipient=cast.dsl).exists()
    assert Message.objects.filter(recipient=cast.headteacher).exists()


def test_somebody_who_handles_the_case_opens_the_files_again_and_says_why(cast):
    case = a_case(State.TRIAGED, besides_role="dsl")
    piece = a_piece(case, cast.headteacher)
    actions.say_words_only(case=case, by=cast.dsl)

    with pytest.raises(NotAllowed):
        actions.open_files_again(case=case, by=cast.dsl, why="It is a drawing.")
    with pytest.raises(DomainError, match="Say how"):
        actions.open_files_again(case=case, by=cast.headteacher, why="")
    actions.open_files_again(case=case, by=cast.headteacher, why="The DSL made sure.")

    assert actions.look_at_evidence(evidence=piece, by=cast.headteacher)
    assert Event.objects.on(case).filter(action="incidents.words_only.lifted").exists()
    with pytest.raises(DomainError, match="open already"):
        actions.open_files_again(case=case, by=cast.headteacher, why="Again.")


@pytest.mark.rule("I4")
@pytest.mark.parametrize(
    ("told", "about"),
    [
        ("dsl", {"subject_kind": "parent_family", "subject_name": ""}),
        ("headteacher", {"subject_kind": "staff", "subject_name": "Dina Sadler"}),
        ("chair", {"subject_kind": "headteacher", "subject_name": "Dina Sadler"}),
        ("dsl", {"subject_kind": "headteacher", "subject_name": ""}),
    ],
    ids=["dsl", "head", "chair", "dsl-about-head"],
)
def test_a_warning_from_a_report_on_its_way_reaches_one_whom_it_is_not_about(told, about, cast):
    actions.warn_before_sending(kind="image", **about)
    actions.warn_before_sending(kind="image", **about)

    letter = Message.objects.get()
    assert letter.recipient == getattr(cast, told)
    assert letter.template == "case_waiting"
    assert letter.context == {"path": "/reports/cases/pictures/", "urgent": True}
