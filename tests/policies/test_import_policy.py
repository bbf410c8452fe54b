import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError

from policies.importing import read_document
from policies.models import Policy, State, Version
from tests import factories
from tests.policies.documents_in_words import SOCIAL_MEDIA
from tests.policies.documents_made import docx, odt, odt_para, para, pdf

pytestmark = pytest.mark.rule("P9")


@pytest.fixture
def document(tmp_path) -> Path:
    path = tmp_path / "social-media.txt"
    path.write_bytes(SOCIAL_MEDIA)
    return path


def run(*arguments) -> str:
    out = StringIO()
    call_command("import_policy", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_preview_as_json_is_exactly_what_was_understood_and_asks_no_database(document):
    shown = json.loads(run(document, "--preview", "--json"))

    assert shown == read_document(SOCIAL_MEDIA, name=document.name).as_json()
    assert set(shown) == {"title", "dates", "sections", "sign_off_text", "left_out", "unsure"}


def test_the_preview_in_words_asks_no_database(document):
    shown = run(document, "--preview")

    assert shown.startswith("Social Media Policy\n===================\n")
    assert "approved: not recorded" in shown
    assert "2 Use of social media by staff (for: Staff)" in shown
    assert "2.1 Staff must check their privacy settings." in shown
    assert "Unsure: " in shown
    assert "Left out: " in shown


@pytest.mark.django_db
def test_a_document_is_loaded_as_a_draft_and_the_command_says_where(document):
    said = run(document)

    version = Version.objects.get()
    assert version.state == State.DRAFT
    assert version.created_by is None
    assert "Social Media Policy, version 1, with 2 sections and 4 clauses" in said
    assert "/policies/social-media-policy/versions/1/work/" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("phones.docx", docx(para("Phone Policy", style="Title"), para("We care."))),
        ("phones.odt", odt(odt_para("Phone Policy", "Title"), odt_para("We care."))),
        ("phones.pdf", pdf("Phone Policy\n\nWe care.")),
    ],
)
def test_an_office_document_becomes_a_draft_and_is_kept_as_it_was(tmp_path, name, content):
    document = tmp_path / name
    document.write_bytes(content)

    run(document)

    version = Version.objects.get()
    assert version.policy.title == "Phone Policy"
    assert [clause.text for clause in version.sections.get().clauses.all()] == ["We care."]
    with version.original.open("rb") as original:
        assert original.read() == content


@pytest.mark.django_db
def test_a_slug_names_the_policy(document):
    run(document, "--slug", "social-media")

    assert Policy.objects.get().slug == "social-media"


@pytest.mark.django_db
def test_what_is_unsure_or_left_out_is_pointed_at(tmp_path):
    document = tmp_path / "policy.txt"
    document.write_bytes(b"Together we love to learn\n\n" + SOCIAL_MEDIA + b"\nPage 1 of 1\n")

    assert "--preview" in run(document)


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "empty but for spaces"),
        (bytes(range(256)) * 40, "control characters|cannot be made out"),
        (b"%PDF-1.7\n", "damaged or cut short"),
        ("Ünïcödé".encode("utf-16")[:-1], "cannot be made out"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--preview",), ("--preview", "--json")])
def test_a_bad_document_gets_one_line_and_nothing_is_kept(tmp_path, content, sentence, options):
    document = tmp_path / "policy.txt"
    document.write_bytes(content)

    with pytest.raises(CommandError, match=sentence) as refusal:
        run(document, *options)

    assert "\n" not in str(refusal.value)
    assert not Policy.objects.exists()


@pytest.mark.parametrize(
    ("name", "sentence"), [("missing.txt", "is not there"), (".", "is a folder")]
)
def test_a_path_that_is_no_file_gets_one_line(tmp_path, name, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(tmp_path / name)


def test_50_megabytes_are_refused_before_they_are_read(tmp_path, monkeypatch):
    document = tmp_path / "policy.txt"
    with document.open("wb") as file:
        file.truncate(50_000_000)

    def never(*args):
        raise AssertionError("it was read")

    monkeypatch.setattr(Path, "read_bytes", never)
    with pytest.raises(CommandError, match="larger than 5 MB"):
        run(document)


def test_a_name_that_no_file_system_can_hold_gets_one_line():
    with pytest.raises(CommandError):
        run("x" * 5000)


def test_json_is_only_for_the_preview(document):
    with pytest.raises(CommandError, match="--preview"):
        run(document, "--json")


@pytest.mark.django_db
def test_a_version_in_work_stops_the_next_with_one_line(document):
    work = factories.VersionFactory()

    with pytest.raises(CommandError, match="still in work"):
        run(document, "--slug", work.policy.slug)

    assert Version.objects.count() == 1


def test_a_database_that_is_not_ready_is_named_with_what_to_do(document, monkeypatch):
    def not_ready(**kwargs):
        raise OperationalError("no such table")

    monkeypatch.setattr("policies.actions.draft_from_import", not_ready)
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        run(document)


# --- as a person runs it --------------------------------------------------------------------------


def manage(tmp_path, *arguments) -> subprocess.CompletedProcess:
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_DATA": str(tmp_path / "data"),
        "SECRET_KEY": "for-tests-only-" + "0" * 40,
    }
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "import_policy", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_before_any_migration_the_preview_works_and_writes_no_database(tmp_path, document):
    done = manage(tmp_path, document, "--preview", "--json")

    assert done.returncode == 0
    assert done.stderr == ""
    assert json.loads(done.stdout)["title"] == "Social Media Policy"
    assert not (tmp_path / "data/portal.sqlite3").exists()


def test_before_any_migration_loading_says_what_to_do_first(tmp_path, document):
    done = manage(tmp_path, document)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "manage.py migrate" in done.stderr


def test_a_bad_file_ends_the_command_with_one_line_and_a_failure(tmp_path):
    done = manage(tmp_path, tmp_path / "missing.txt", "--preview", "--json")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
