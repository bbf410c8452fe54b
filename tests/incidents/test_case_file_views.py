"""The pages on which a case file is read, hidden in and taken away, and the command that checks."""

import json
import zipfile
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents import actions
from incidents.models import Bundle, Mask, WithheldEvidence
from incidents.views.removals import WAITS_NO_MORE
from school.models import Role
from tests import factories
from tests.incidents.cases import a_case, a_report, removed_for_good
from tests.incidents.packed import a_bundle, a_piece, unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I16")]


def address(name, case, *more):
    return reverse(f"incidents:{name}", args=[case.pk, *more])


@pytest.fixture
def case(headteacher):
    return a_report(what_happened="Xanthippe Ashe sang a dreadful rhyme.").case


@pytest.fixture
def client(headteacher, sign_in):
    return sign_in(headteacher)


def hide(client, case, words="Xanthippe Ashe", press="hide", why="Not needed."):
    sent = {"words": words, "why": why, press: "yes"}
    return client.post(address("hide_words", case), sent, follow=True)


def test_the_page_to_take_it_away_says_when_legal_advice_goes_with_it(client, case):
    page = client.get(address("bundles", case)).content.decode()

    assert "nor legal advice, unless those named on it released it" in page
    assert "Links to other cases are left out" in page


def test_words_are_looked_at_hidden_shown_again_and_hidden_once_more(client, case):
    preview = hide(client, case, press="look")
    assert "This hides them in 1 place" in preview.content.decode()
    assert not Mask.objects.exists()

    page = hide(client, case).content.decode()
    assert "Hidden in everything that leaves" in page
    assert "<mark>Xanthippe Ashe</mark>" in page
    read = client.get(address("case_file", case)).content.decode()
    assert "Ashe" not in read
    assert "[hidden] sang a dreadful rhyme" in read

    client.post(address("show_words", case, Mask.objects.get().pk))
    assert "Xanthippe Ashe" in client.get(address("case_file", case)).content.decode()
    again = client.post(address("show_words", case, 999))
    assert again.status_code == 404


def test_words_that_are_not_there_keep_what_was_typed_and_say_what_to_do(client, case):
    page = hide(client, case, words="Zebedee")

    assert "Nothing in this case file says that" in page.content.decode()
    assert ">\nZebedee</textarea>" in page.content.decode()
    assert "keep" not in hide(client, case, why="").context["form"].errors
    assert not Mask.objects.exists()


def test_removing_for_good_says_what_happens_and_takes_two(client, case, sign_in):
    hide(client, case)
    mask = Mask.objects.get()
    page = address("remove_words", case, mask.pk)

    assert "nobody else is free to confirm it" in client.get(page).content.decode()
    assert "nobody else is free" in client.post(page, follow=True).content.decode()
    chair = factories.RoleAssignmentFactory(role=Role.CHAIR).person
    asked = client.get(page).content.decode()
    assert "Nobody can bring them back" in asked
    assert "backups until they expire" in asked
    assert "Somebody else confirms it: the chair of governors" in asked
    done = client.post(page, follow=True).content.decode()
    assert "Asked. The words go once" in done
    assert "To be removed for good" in done
    assert client.get(page).status_code == client.post(page).status_code == 302
    assert "Xanthippe" in client.get(case.get_absolute_url()).content.decode()
    second, here = sign_in(chair), reverse("incidents:removals")
    assert "Xanthippe" in second.get(here).content.decode()
    assert f'href="{here}"' in second.get(reverse("incidents:queue")).content.decode()
    assert f'href="{here}"' in second.get("/").content.decode()
    confirm = reverse("incidents:confirm_removal", args=[mask.pk])
    done = second.post(confirm, {"remove": "yes"}, follow=True).content.decode()
    assert "Removed for good, in 1 place" in done
    assert "Nothing waits for you" in done
    again = second.post(confirm, {"remove": "yes"}, follow=True)
    assert WAITS_NO_MORE in again.content.decode()
    assert second.get(case.get_absolute_url()).status_code == 404
    client = sign_in(mask.hidden_by)
    assert "Xanthippe" not in client.get(case.get_absolute_url()).content.decode()
    assert client.get(page).status_code == 302
    assert client.post(address("show_words", case, mask.pk)).status_code == 302


@pytest.mark.rule("I2")
def test_the_reporter_reads_that_words_were_removed(client, parent, sign_in):
    case = a_report(reporter=parent, what_happened="Xanthippe Ashe sang.").case
    hide(client, case)
    removed_for_good(Mask.objects.get(), Mask.objects.get().hidden_by)

    read = sign_in(parent).get(reverse("incidents:my_report", args=[case.reference]))
    assert "[removed] sang." in read.content.decode()


def test_a_case_with_hidden_words_is_printed_as_its_case_file(client, case):
    assert "hides-words" not in client.get(case.get_absolute_url()).content.decode()
    hide(client, case)

    page = client.get(case.get_absolute_url()).content.decode()
    assert 'class="serious hides-words"' in page
    assert "Open the case file and print that" in page


def test_evidence_is_left_behind_and_let_go_again(client, case):
    piece = a_piece(case)
    page = address("withhold_evidence", case, piece.pk)

    assert "Say why" in client.post(page, {"why": ""}).content.decode()
    client.post(page, {"why": "It shows a child."})
    assert WithheldEvidence.objects.get().why == "It shows a child."
    assert "It shows a child." in client.get(address("hide_words", case)).content.decode()
    client.post(page, {"let_go": "yes"})
    assert not WithheldEvidence.objects.exists()
    other = a_piece(a_case())
    assert client.get(address("withhold_evidence", case, other.pk)).status_code == 404


def test_the_file_is_asked_for_watched_and_saved(client, case, headteacher):
    page = address("bundles", case)
    asked = client.post(page, follow=True).content.decode()
    assert "Being put together" in asked
    assert 'data-watch="going"' in asked
    client.post(page)
    bundle = Bundle.objects.get()
    take = address("take_bundle", case, bundle.pk)
    assert client.get(take).url == page

    actions.make_bundles()
    ready = client.get(page).content.decode()
    assert "Ready" in ready
    answer = client.get(take)
    saved = b"".join(answer.streaming_content)
    assert zipfile.ZipFile(BytesIO(saved)).testzip() is None
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert f"Saved by {headteacher}" in client.get(page).content.decode()
    assert Event.objects.filter(action="incidents.bundle.taken").count() == 1
    other = factories.BundleFactory()
    assert client.get(address("take_bundle", case, other.pk)).status_code == 404


def test_originals_need_a_reason_on_the_page(client, case):
    answer = client.post(address("bundles", case), {"with_originals": "on"})

    assert "Say why the originals are needed" in answer.content.decode()
    assert not Bundle.objects.exists()


def test_what_was_thrown_away_says_why(client, case, headteacher):
    a_bundle(case, headteacher)
    hide(client, case)

    page = client.get(address("bundles", case)).content.decode()
    assert "because other words or evidence are hidden since" in page


def test_a_long_list_has_pages_and_costs_the_same(client, case, headteacher):
    page = address("bundles", case)
    costs = []
    for _ in range(2):
        factories.BundleFactory.create_batch(8, case=case, asked_by=headteacher)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(page)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert "Page 1 of 2" in shown.content.decode()


# --- the command ----------------------------------------------------------------------------------


def rewritten(bundle, path, change):
    """Write a bundle anew with something changed in it."""
    files = unpacked(bundle)
    change(files)
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def spoil(files):
    files["case.json"] += b" "


def add(files):
    files["more.txt"] = b"more"


def lose(files):
    del files["chronology.pdf"]


def unlist(files):
    del files["manifest.json"]


def spoil_well(files):
    manifest = json.loads(files["manifest.json"])
    lost = files.pop("read-me.txt")
    manifest["files"] = [entry for entry in manifest["files"] if entry["path"] != "read-me.txt"]
    files["manifest.json"] = json.dumps(manifest).encode()
    assert lost


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (spoil, "'case.json': changed"),
        (add, "'more.txt': in it, but not in its list"),
        (lose, "'chronology.pdf': in its list, but missing"),
        (unlist, "no list of its files"),
        (spoil_well, "no record of making this file"),
    ],
)
def test_the_command_names_what_is_wrong(change, sentence, case, headteacher, tmp_path):
    path = rewritten(a_bundle(case, headteacher), tmp_path / "file.zip", change)

    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("check_bundle", str(path))
    assert "\n" not in str(refused.value)


def test_the_command_finds_a_file_as_it_was_made(case, headteacher, tmp_path, capsys):
    bundle = a_bundle(case, headteacher)
    path = tmp_path / "file.zip"
    with default_storage.open(bundle.file.name) as file:
        path.write_bytes(file.read())
    Bundle.objects.update(withdrawn_at=timezone.now())

    call_command("check_bundle", str(path))
    assert f"As it was made: case {case.reference}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", [None, b"", b"PK\x03\x04 and nonsense"], ids=["none", "0", "junk"]
)
def test_the_command_says_of_anything_else_that_it_is_no_case_file(content, tmp_path):
    path = tmp_path / "file.zip"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("check_bundle", str(path))
