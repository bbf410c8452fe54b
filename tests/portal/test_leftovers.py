"""Files that no record leads to are found and removed, and never one that has its record."""

import os
import time
import uuid
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.utils import timezone

from acknowledgements.models import Scan
from audit import chain
from consents.actions.sharing.holding import hold_picture
from governance.models import Inspection
from incidents import actions, evidence
from incidents.actions.held_files import hold_files
from incidents.models import Bundle, Evidence, FileState, HeldFile
from stmarys_portal.leftovers import (
    LEFT_ALONE,
    TooMany,
    file_fields,
    last_removal,
    leftovers,
    remove_leftovers,
)
from stmarys_portal.tasks import sweep_leftovers
from tests import factories
from tests.at_once import at_once
from tests.incidents.bringing import a_photo, a_piece, an_upload
from tests.incidents.cases import a_case, a_report
from tests.incidents.packed import a_bundle

pytestmark = pytest.mark.django_db

at_the_same_time = pytest.mark.django_db(transaction=True)

LONG_AGO = (timezone.now() - timedelta(days=2)).timestamp()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Give this test a folder for files of its own."""
    kept = settings.STORAGES["default"]
    options = kept["OPTIONS"] | {"location": tmp_path / "originals"}
    settings.STORAGES = settings.STORAGES | {"default": kept | {"OPTIONS": options}}
    return tmp_path / "originals"


def files_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def grown_old(folder):
    for name in files_in(folder):
        os.utime(folder / name, (LONG_AGO, LONG_AGO))


def lost(name="evidence/originals/nobody.jpg"):
    """Leave a file as a machine does that stops before the commit."""
    return default_storage.save(name, ContentFile(b"A picture of a child."))


def keep_one_of_each(headteacher):
    """Keep a file in every place where the rooms keep one, each with its record."""
    case = a_case()
    a_piece(case, headteacher)
    a_bundle(case, headteacher)
    hold_files(draft=uuid.uuid4(), uploads=[an_upload(b"Not sent yet.")])
    factories.PhotoFactory()
    factories.SharedPictureFactory()
    hold_picture(upload=a_photo(), by=headteacher)
    scan = Scan(file_name="slip.pdf", uploaded_by=headteacher)
    scan.file.save("original.pdf", ContentFile(b"paper"), save=False)
    scan.copy.save("copy.pdf", ContentFile(b"paper"))
    made = Inspection(asked_by=headteacher, made_at=timezone.now(), sha256="0" * 64)
    made.expires_at = timezone.now()
    made.file.save("made.zip", ContentFile(b"packed"))
    return case


def test_every_place_where_a_room_keeps_files_is_looked_into_but_for_documents_of_policies():
    places = {
        field.upload_to
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    }

    assert all(isinstance(place, str) and place.endswith("/") for place in places)
    assert places - {field.upload_to for field in file_fields()} == LEFT_ALONE


def test_only_what_has_no_record_and_is_a_day_old_is_removed(headteacher, folder, caplog):
    case = keep_one_of_each(headteacher)
    kept, places = files_in(folder), {field.upload_to for field in file_fields()}
    assert {f"{Path(name).parent}/" for name in kept} == places
    with transaction.atomic():
        a_piece(case, headteacher, b"Written, and never committed.")
        transaction.set_rollback(True)
    without = {lost(f"{place}nobody.jpg") for place in places}
    without |= files_in(folder) - kept
    policy = default_storage.save("policies/of-a-draft.docx", ContentFile(b"words"))
    grown_old(folder)
    fresh = lost("evidence/copies/being-written.jpg")

    assert {file.name for file in leftovers()} == without
    assert sweep_leftovers() == len(without) == len(places) + 2

    assert files_in(folder) == kept | {policy, fresh}
    assert not any(name in line for name in without for line in caplog.messages)
    event = last_removal()
    assert event.facts["files"] == len(without)
    assert set(event.facts) == {"files", "bytes"}
    assert sweep_leftovers() == 0
    assert last_removal() == event


def test_what_was_thrown_away_or_found_harmful_and_is_there_still_is_removed(headteacher, folder):
    case = a_case()
    a_piece(case, headteacher, b"One that stays.")
    harmful, bundle = a_piece(case, headteacher, b"Harm."), a_bundle(case, headteacher)
    Evidence.objects.filter(pk=harmful.pk).update(state=FileState.HARMFUL)
    Bundle.objects.update(withdrawn_at=timezone.now())
    grown_old(folder)

    removed = {file.name for file in remove_leftovers(even_many=True)}

    assert removed == {harmful.original.name, harmful.copy.name, bundle.file.name}


def test_where_fewer_files_have_a_record_than_have_none_nothing_is_removed(
    headteacher, folder, caplog
):
    a_piece(a_case(), headteacher)
    names = {lost(f"sign-offs/{number}.pdf") for number in range(3)}
    grown_old(folder)

    with pytest.raises(TooMany, match="the right database"):
        remove_leftovers()
    assert sweep_leftovers() == 0
    with pytest.raises(CommandError, match="--even-many"):
        call_command("leftover_files", remove=True)

    assert "the right database" in caplog.text
    assert names < files_in(folder)


def test_the_command_lists_removes_and_says_when_it_last_did(headteacher, folder):
    a_piece(a_case(), headteacher)
    name = lost()
    grown_old(folder)

    def said(**options):
        out = StringIO()
        call_command("leftover_files", stdout=out, **options)
        return out.getvalue()

    before, removing, after = said(), said(remove=True), said()

    assert f"{name}  21 bytes, of " in before
    assert before.endswith("Without a record: 1.\nNone was ever removed.\n")
    assert removing.endswith("Removed: 1.\n")
    assert "Without a record: 0.\nLast removed: 1, on " in after


@at_the_same_time
def test_two_workers_remove_each_file_once(headteacher, folder):
    a_piece(a_case(), headteacher)
    lost(), lost("evidence/copies/nobody.jpg")
    grown_old(folder)

    removed = at_once(remove_leftovers, remove_leftovers)

    assert sum(len(files) for files in removed) == 2
    assert last_removal().facts["files"] == 2
    assert chain.verify().sound


@at_the_same_time
def test_a_file_whose_record_is_not_committed_yet_stays(headteacher, folder):
    case = a_case()
    a_piece(case, headteacher)
    name = lost()
    grown_old(folder)

    @transaction.atomic
    def add_slowly():
        piece = a_piece(case, headteacher, b"On its way.")
        time.sleep(0.4)  # the sweep begins meanwhile
        return piece

    def sweep():
        time.sleep(0.1)
        return remove_leftovers()

    piece, removed = at_once(add_slowly, sweep)

    assert [file.name for file in removed] == [name]
    assert evidence.read_original(piece) == b"On its way."


@at_the_same_time
def test_a_file_that_passes_from_a_report_to_its_case_is_never_without_a_record(
    headteacher, folder
):
    a_piece(a_case(), headteacher)
    for number in range(4):
        draft = uuid.uuid4()
        (held,) = hold_files(draft=draft, uploads=[an_upload(b"Brought %d." % number)])
        lost()
        grown_old(folder)

        def send(draft=draft, held=held):
            return a_report(draft=draft, files=(held.pk,))

        sent, _ = at_once(send, remove_leftovers)

        assert evidence.read_original(sent.case.evidence.get()) == b"Brought %d." % number
    assert not HeldFile.objects.exists()
    assert actions.forget_unsent_files() == 0
