"""I11: a file goes for good only when one asks and somebody else confirms; a stub stays."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents import actions, evidence, letters
from incidents.actions.hiding import SAY_WHY, SETTLED
from incidents.actions.removing import ASKED_ALREADY
from incidents.actions.removing_evidence import ASKER_LEFT, NOT_ASKED
from incidents.casefile.content import case_file
from incidents.models import Evidence, EvidenceRemoval, FileState, Part
from incidents.views.removals import WAITS_NO_MORE
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Person, Role
from tests import factories
from tests.incidents.bringing import a_photo, a_piece, an_upload, on_disk
from tests.incidents.cases import a_report
from tests.uploads import clamd
from uploads import scanning

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I11")]

WHY = "It belongs to another family."
NAME = "anna-hart.txt"


@pytest.fixture(autouse=True)
def nothing_else_on_disk():
    for path in on_disk():
        path.unlink()


def a_case_with_a_piece(by, **details):
    case = a_report(outside_school=False, **details).case
    return case, a_piece(case, by, name=NAME)


def asked(piece, by):
    return actions.ask_to_remove_evidence(evidence=piece, by=by, why=WHY)


def removed(piece, cast, commit):
    with commit(execute=True):
        return actions.confirm_evidence_removal(
            removal=asked(piece, cast.headteacher), by=cast.chair
        )


def to_confirm(person):
    return list(EvidenceRemoval.objects.to_confirm(person))


def test_removed_nothing_of_the_file_is_left_but_a_stub(cast, django_capture_on_commit_callbacks):
    case, piece = a_case_with_a_piece(cast.headteacher)
    assert len(on_disk()) == 2
    removal = removed(piece, cast, django_capture_on_commit_callbacks)

    assert on_disk() == set()
    piece.refresh_from_db()
    assert (piece.state, piece.file_name) == (FileState.REMOVED, "")
    assert (removal.removal_asked_by, removal.removed_by) == (cast.headteacher, cast.chair)
    event = Event.objects.get(action="incidents.evidence.removed")
    assert event.facts == {"number": 1, "sha256": piece.sha256, "asked_by": cast.headteacher.pk}
    entry = case.entries.get(title="Evidence 1 was removed for good")
    assert (entry.by, entry.words) == (cast.chair, WHY)
    for read in (evidence.read_copy, evidence.read_original):
        with pytest.raises(DomainError):
            read(piece)


def test_the_file_stays_where_the_record_does_not_say_that_it_is_gone(
    cast, monkeypatch, django_capture_on_commit_callbacks
):
    _, piece = a_case_with_a_piece(cast.headteacher)
    monkeypatch.setattr("incidents.actions.removing_evidence.withdraw_files", lambda case: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        removed(piece, cast, django_capture_on_commit_callbacks)
    piece.refresh_from_db()
    assert (piece.state, piece.file_name) == (FileState.READY, NAME)
    assert len(on_disk()) == 2


@pytest.mark.rule("I16")
def test_the_case_file_says_that_it_was_there_who_removed_it_and_why(
    cast, django_capture_on_commit_callbacks
):
    case, piece = a_case_with_a_piece(cast.headteacher)
    bundle = actions.ask_for_bundle(case=case, by=cast.headteacher)
    assert actions.make_bundles() == 1
    bundle.refresh_from_db()
    path = bundle.file.path
    removed(piece, cast, django_capture_on_commit_callbacks)

    bundle.refresh_from_db()
    assert bundle.withdrawn_at
    assert not Path(path).exists()
    (said,) = case_file(case).hidden()["evidence"]
    assert (said["name"], said["is_there"]) == (evidence.NO_NAME, False)
    assert said["sha256_as_it_came"] == piece.sha256
    for words in (str(cast.headteacher), str(cast.chair), WHY):
        assert words in said["standing"]
    again = actions.ask_for_bundle(
        case=case, by=cast.headteacher, with_originals=True, why_originals="x"
    )
    assert actions.make_bundles() == 1
    with actions.take_away(bundle=again, by=cast.headteacher) as file:
        packed = zipfile.ZipFile(io.BytesIO(file.read()))
    assert not [name for name in packed.namelist() if name.startswith(("evidence/", "originals/"))]
    assert not [name for name in packed.namelist() if NAME.encode() in packed.read(name)]


def test_a_case_file_on_its_way_is_made_anew_without_it(cast, django_capture_on_commit_callbacks):
    from incidents.actions.bundles import _hides

    case, piece = a_case_with_a_piece(cast.headteacher)
    before = _hides(case)
    removed(piece, cast, django_capture_on_commit_callbacks)
    assert _hides(case) != before


def test_what_is_put_away_can_be_removed_by_head_and_safeguarding_lead_unseen(
    cast, django_capture_on_commit_callbacks
):
    case, piece = a_case_with_a_piece(cast.headteacher, child_in_danger=True)
    actions.add_evidence(case=case, by=cast.headteacher, uploads=[], words_only=True)
    removal = asked(piece, cast.headteacher)
    assert to_confirm(cast.dsl) == [removal]

    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_evidence_removal(removal=removal, by=cast.dsl)
    assert on_disk() == set()
    assert not piece.looks.exists()


def test_the_second_is_told_without_a_word_of_it_and_nobody_else_is(cast):
    case, piece = a_case_with_a_piece(cast.headteacher)
    Message.objects.all().delete()
    removal = asked(piece, cast.headteacher)

    message = Message.objects.get()
    here = reverse("incidents:removals")
    assert (message.recipient, message.context["path"]) == (cast.chair, here)
    assert letters.may_leave(message)
    for other in (cast.headteacher, cast.deputy, cast.dsl, cast.clerk, cast.governor):
        assert to_confirm(other) == []
        with pytest.raises(NotAllowed):
            actions.confirm_evidence_removal(removal=removal, by=other)
    with pytest.raises(WrongState, match=ASKED_ALREADY):
        asked(piece, cast.headteacher)
    factories.CasePartyFactory(case=case, person=cast.chair, part=Part.WITNESS)
    assert to_confirm(cast.chair) == []
    assert not letters.may_leave(message)


@pytest.mark.rule("I4")
def test_whom_the_case_is_about_neither_confirms_nor_hears_of_it(cast):
    case, piece = a_case_with_a_piece(cast.headteacher)
    removal = asked(piece, cast.headteacher)
    actions.name_subject(case=case, by=cast.headteacher, person=cast.chair)

    assert to_confirm(cast.chair) == []
    with pytest.raises((NotAllowed, WrongState)):
        actions.confirm_evidence_removal(removal=removal, by=cast.chair)


def test_whoever_asked_does_not_confirm_whatever_role_they_hold_nor_lets_the_database(cast):
    _, piece = a_case_with_a_piece(cast.headteacher)
    removal = asked(piece, cast.headteacher)
    factories.RoleAssignmentFactory(role=Role.CHAIR, person=cast.headteacher)

    with pytest.raises(NotAllowed, match="Somebody else"):
        actions.confirm_evidence_removal(
            removal=removal, by=Person.objects.get(pk=cast.headteacher.pk)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceRemoval.objects.update(removed_at=timezone.now(), removed_by=cast.headteacher)


@pytest.mark.parametrize("change", [{"file_name": "other.txt"}, {"file_name": ""}, {"sha256": "0"}])
def test_the_database_lets_only_the_name_of_a_removed_file_go(cast, change):
    _, piece = a_case_with_a_piece(cast.headteacher)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Evidence.objects.filter(pk=piece.pk).update(**change)


def test_no_removed_file_comes_back(cast, django_capture_on_commit_callbacks):
    _, piece = a_case_with_a_piece(cast.headteacher)
    removal = removed(piece, cast, django_capture_on_commit_callbacks)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Evidence.objects.filter(pk=piece.pk).update(state=FileState.READY)
    for deed in (
        lambda: asked(piece, cast.headteacher),
        lambda: actions.keep_evidence(removal=removal, by=cast.headteacher),
        lambda: actions.confirm_evidence_removal(removal=removal, by=cast.chair),
    ):
        with pytest.raises(WrongState, match=SETTLED):
            deed()


@pytest.mark.parametrize("who", ["chair", "headteacher"])
def test_either_of_them_keeps_the_file_and_it_can_be_asked_again(who, cast):
    _, piece = a_case_with_a_piece(cast.headteacher)
    removal = asked(piece, cast.headteacher)
    actions.keep_evidence(removal=removal, by=getattr(cast, who))

    assert to_confirm(cast.chair) == []
    with pytest.raises(WrongState, match=NOT_ASKED):
        actions.keep_evidence(removal=removal, by=getattr(cast, who))
    with pytest.raises(WrongState, match=NOT_ASKED):
        actions.confirm_evidence_removal(removal=removal, by=cast.chair)
    assert len(on_disk()) == 2
    assert asked(piece, cast.headteacher).why == WHY


@pytest.mark.parametrize("name", ["dsl", "chair", "governor", "office", "class_teacher", "deputy"])
def test_nobody_asks_but_whoever_takes_the_steps(name, cast):
    _, piece = a_case_with_a_piece(cast.headteacher, child_in_danger=True)
    with pytest.raises(NotAllowed):
        asked(piece, getattr(cast, name))


def test_nothing_is_confirmed_for_somebody_who_left_meanwhile(cast):
    _, piece = a_case_with_a_piece(cast.headteacher, child_in_danger=True)
    removal = asked(piece, cast.headteacher)
    cast.headteacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(WrongState, match=ASKER_LEFT):
        actions.confirm_evidence_removal(removal=removal, by=cast.dsl)


def test_it_needs_a_reason_and_somebody_to_confirm(headteacher):
    _, piece = a_case_with_a_piece(headteacher)
    with pytest.raises(DomainError, match=SAY_WHY):
        actions.ask_to_remove_evidence(evidence=piece, by=headteacher, why=" ")
    with pytest.raises(DomainError, match="takes two"):
        asked(piece, headteacher)
    assert not EvidenceRemoval.objects.exists()


def test_a_file_that_waits_for_the_scanner_is_removed_and_stays_so(
    cast, sign_in, django_capture_on_commit_callbacks
):
    case, piece = a_case_with_a_piece(cast.headteacher)
    Evidence.objects.filter(pk=piece.pk).update(state=FileState.WAITING)
    removed(piece, cast, django_capture_on_commit_callbacks)

    actions.scan_waiting()
    piece.refresh_from_db()
    assert piece.is_removed
    assert not scanning.is_set_up()
    page = reverse("incidents:piece", args=[case.pk, 1])
    stub = sign_in(cast.headteacher).get(page).content.decode()
    assert "None looked at it before it was removed" in stub
    assert "None was set up" not in stub


def test_no_request_waits_for_a_file_that_the_scanner_refused_meanwhile(cast, settings):
    settings.SCANNER_URL = clamd.NOBODY_THERE
    case = a_report(outside_school=False).case
    piece = a_piece(case, cast.headteacher, clamd.HARM)
    asked(piece, cast.headteacher)
    assert len(to_confirm(cast.chair)) == 1

    with clamd.scanner() as running:
        settings.SCANNER_URL = running.url
        assert actions.scan_waiting() == 1
    piece.refresh_from_db()
    assert piece.is_harmful
    assert to_confirm(cast.chair) == []


def test_governors_with_whom_it_was_shared_see_it_no_more(cast, django_capture_on_commit_callbacks):
    from governance import sharing

    case, piece = a_case_with_a_piece(cast.headteacher)
    referral = factories.ReferralFactory(case=case)
    referral.evidence.set([piece])
    assert [choice.piece.number for choice in sharing.files_of(referral)] == [1]
    removed(piece, cast, django_capture_on_commit_callbacks)

    assert sharing.files_of(referral) == []


def test_removed_files_take_no_room(cast, settings, django_capture_on_commit_callbacks):
    settings.EVIDENCE_FILES_A_CASE = 1
    case, piece = a_case_with_a_piece(cast.headteacher)
    removed(piece, cast, django_capture_on_commit_callbacks)

    (another,) = actions.add_evidence(case=case, by=cast.headteacher, uploads=[an_upload(b"More.")])
    assert another.number == 2


def test_the_pages_ask_confirm_and_show_the_stub(cast, sign_in, django_capture_on_commit_callbacks):
    case, piece = a_case_with_a_piece(cast.headteacher)
    here = reverse("incidents:remove_evidence", args=[case.pk, 1])
    page = reverse("incidents:piece", args=[case.pk, 1])
    head = sign_in(cast.headteacher)
    for way in (page, reverse("incidents:hide_words", args=[case.pk])):
        assert here in head.get(way).content.decode()
    assert "chair of governors" in head.get(here).content.decode()
    assert "Say why in a few words" in head.post(here, {"why": " "}).content.decode()
    assert not EvidenceRemoval.objects.exists()

    answer = head.post(here, {"why": WHY}, follow=True).content.decode()
    assert "To be removed for good" in answer
    assert ASKED_ALREADY in head.post(here, {"why": WHY}, follow=True).content.decode()
    assert "Taken back" in head.post(here, {"keep": "yes"}, follow=True).content.decode()
    twice = head.post(here, {"keep": "yes"}, follow=True)
    assert twice.redirect_chain == [(page, 302)]
    assert "Nobody asks to remove this file any more." in twice.content.decode()
    head.post(here, {"why": WHY})
    assert EvidenceRemoval.objects.count() == 1

    removal = EvidenceRemoval.objects.get()
    confirm = reverse("incidents:confirm_evidence_removal", args=[removal.pk])
    assert sign_in(cast.parent).post(confirm, {"remove": "yes"}).status_code == 404
    chair = sign_in(cast.chair)
    assert chair.get(page).status_code == 404
    listed = chair.get(reverse("incidents:removals")).content.decode()
    assert NAME in listed
    assert WHY in listed
    look = Event.objects.get(action="incidents.removal.read")
    assert (look.actor_id, look.facts) == (str(cast.chair.pk), {"evidence": 1})
    with django_capture_on_commit_callbacks(execute=True):
        answer = chair.post(confirm, {"remove": "yes"}, follow=True).content.decode()
    assert "removed for good" in answer
    assert "gone already" in chair.post(confirm, {"keep": "yes"}, follow=True).content.decode()
    assert on_disk() == set()

    head = sign_in(cast.headteacher)
    stub = head.get(page).content.decode()
    assert piece.sha256 in stub
    assert f"{cast.headteacher} asked for it and {cast.chair} confirmed it" in stub
    for address in (page, case.get_absolute_url(), reverse("incidents:hide_words", args=[case.pk])):
        assert NAME not in head.get(address).content.decode()
    assert head.get(reverse("incidents:piece_copy", args=[case.pk, 1])).status_code == 404
    assert "gone already" in head.get(here, follow=True).content.decode()
    answer = head.post(here, {"keep": "yes"}, follow=True).content.decode()
    assert "gone already" in answer


def test_a_picture_is_not_shown_while_somebody_asks_to_remove_it(cast, sign_in):
    case = a_report(outside_school=False).case
    (piece,) = actions.add_evidence(case=case, by=cast.headteacher, uploads=[a_photo()])
    page, head = reverse("incidents:piece", args=[case.pk, 1]), sign_in(cast.headteacher)
    assert "<img" in head.get(page).content.decode()
    asked(piece, cast.headteacher)

    assert "<img" not in head.get(page).content.decode()
    assert not piece.looks.exists()


def test_keeping_it_is_said_on_the_page_of_the_second(cast, sign_in):
    _, piece = a_case_with_a_piece(cast.headteacher)
    confirm = reverse(
        "incidents:confirm_evidence_removal", args=[asked(piece, cast.headteacher).pk]
    )

    answer = sign_in(cast.chair).post(confirm, {"keep": "yes"}, follow=True)
    assert "The file stays" in answer.content.decode()
    again = sign_in(cast.chair).post(confirm, {"keep": "yes"}, follow=True)
    assert again.redirect_chain == [(reverse("incidents:removals"), 302)]
    assert WAITS_NO_MORE in again.content.decode()
    assert len(on_disk()) == 2


@pytest.mark.rule("I4")
@pytest.mark.parametrize("name", ["headteacher", "deputy", "dsl", "clerk"])
@pytest.mark.parametrize("button", ["keep", "remove"])
def test_what_waits_for_somebody_else_gets_the_answer_of_what_never_was(
    name, button, cast, sign_in
):
    _, piece = a_case_with_a_piece(cast.headteacher)
    removal = asked(piece, cast.headteacher)
    client = sign_in(getattr(cast, name))

    answers = set()
    for pk in (removal.pk, removal.pk + 1):
        confirm = reverse("incidents:confirm_evidence_removal", args=[pk])
        answer = client.post(confirm, {button: "yes"}, follow=True)
        (said,) = answer.context["messages"]
        answers.add((str(said), *answer.redirect_chain))
    assert answers == {(WAITS_NO_MORE, (reverse("incidents:removals"), 302))}
    assert list(EvidenceRemoval.objects.waiting()) == [removal]


def test_the_list_of_what_waits_costs_the_same_for_many(cast, sign_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    case, piece = a_case_with_a_piece(cast.headteacher)
    asked(piece, cast.headteacher)
    chair, here = sign_in(cast.chair), reverse("incidents:removals")
    with CaptureQueriesContext(
        connection,
    ) as few:
        chair.get(here)
    for _ in range(5):
        asked(a_piece(case, cast.headteacher), cast.headteacher)
    with django_assert_num_queries(len(few)):
        chair.get(here)
