"""What was typed and goes into an inspector's file is searched for names first (G4)."""

import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from governance.inspection.actions import ask_for_inspection, make_inspections
from governance.inspection.forms import MORE_CAME
from governance.inspection.names import Names
from governance.inspection.searching import HELD_BACK, search
from governance.models import CountedTerm, Inspection, TermlyReport
from tests import factories
from tests.incidents.packed import unpacked, where

pytestmark = pytest.mark.rule("G4")
PAGE = reverse("governance:inspections")
NAMES = Names.of(
    ["Ada May Lovelace", "Zoë Khan", "Grace Bell", "Tom Thistle"],
    in_texts=["Ada May Lovelace", "Zoë Khan", "Grace Bell"],
)


# --- what is like a name --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Letter to the Khans", ["Khans"]),
        ("For Ada’s class", ["Ada’s"]),
        ("Meeting with ZOE", ["ZOE"]),
        ("grace before meals; the school bell", []),
        ("about zoë khan", ["Zoe Khan"]),
        ("Thistle, on his own", ["Thistle"]),
        ("After 7KQ-2MD", ["7KQ-2MD"]),
        ("After 7kq-2md, pre-set, FGB 4.2, COVID-19, 2026-11-24", ["7kq-2md"]),
        ("The policy for online safety in Year 2", []),
    ],
)
def test_in_a_title_each_part_of_a_name_counts_and_each_reference(words, named):
    assert NAMES.in_title(words) == named


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Children say grace. Ada may bring a bell, or May may.", ["Ada May"]),
        ("Lovelace, Ada", ["Lovelace Ada"]),
        ("Ask Mrs Khan at the gate.", ["Mrs Khan"]),
        ("Ask Mr Thistle, our deputy, Tom Thistle.", []),
        ("It is about ABC-1DE.", ["ABC-1DE"]),
        ("Khan is a place as well, and Grace is said.", []),
    ],
)
def test_in_a_long_text_first_name_and_surname_count_but_not_of_those_who_work_here(words, named):
    assert NAMES.in_text(words) == named


# --- what happens to it ---------------------------------------------------------------------------


@pytest.fixture
def school(db, class_teacher):
    """Return a policy that names a teacher who is a parent; one that names a child; a report."""
    child = factories.ChildFactory(
        full_name="Ada Lovelace", admitted_on=timezone.localdate() - timedelta(days=9)
    )
    factories.ParenthoodFactory(child=child, person=class_teacher)
    fine = factories.published(policy__title="Kindness", policy__slug="kindness")
    bad = factories.published(policy__title="Ada’s medicine", policy__slug="ada-lovelace")
    today = timezone.localdate()
    term = CountedTerm.objects.create(
        name="Summer", first_on=today - timedelta(days=90), last_on=today - timedelta(days=30),
        pupils=200, steps={}, sign_off={},
    )  # fmt: skip
    TermlyReport.objects.create(
        term=term,
        content={"sections": [{"rows": [["1 May", "Letter home to Lovelace"]]}]},
        pdf=b"%PDF about Lovelace",
        sha256="0" * 64,
        published_by=class_teacher,
    )
    factories.ApprovalFactory(name="Readalong", for_families="Ada reads")
    return fine, bad


def made_for(by, looked_at=()):
    ask_for_inspection(by=by, looked_at=looked_at)
    make_inspections()
    return Inspection.objects.order_by("-asked_at")[0]


def test_what_may_name_somebody_stays_behind_whole_and_the_file_says_so(school, clerk):
    found = [each.what for each in search()]
    made = made_for(clerk)
    files = unpacked(made)

    assert found == [
        "The policy “Ada’s medicine, version 1”, as a PDF",
        "“Ada’s medicine”",
        "“Ada reads”",
        "The report to governors of Summer",
    ]
    for name in ("Lovelace", "Ada’s", "ada-lovelace", "Ada reads"):
        assert where(name, files) == [], name
    assert "policies/kindness-version-1.pdf" in files
    assert HELD_BACK in files["policies/approvals.csv"].decode()
    assert "4 in all" in files["read-me.txt"].decode()
    assert made.held_back == 4


def test_what_somebody_looked_at_goes_until_it_says_something_else(school, clerk):
    policy, title, service, report = search()
    keys = [each.key for each in (policy, title, report)]
    files = unpacked(made_for(clerk, keys))

    assert "policies/ada-lovelace-version-1.pdf" in files
    assert "termly-reports" in " ".join(files)
    assert b"Ada reads" not in files["approved-services.csv"]
    assert Inspection.objects.get().held_back == 1

    assert service.key not in Inspection.objects.get().looked_at
    factories.ApprovalFactory(name="Another", for_families="Lovelace as well")
    assert b"as well" not in unpacked(made_for(clerk, keys))["approved-services.csv"]


@pytest.mark.django_db
def test_the_page_shows_each_before_anything_is_made_and_once_more_if_one_came_meanwhile(
    school, clerk, sign_in
):
    client = sign_in(clerk)
    page = client.get(PAGE)
    form = page.context["form"]
    assert "Please look at this first" in page.content.decode()
    assert (
        "The policy “Ada’s medicine, version 1”, as a PDF (because of: Ada’s)"
        in page.content.decode()
    )

    tick = form.found[1].key
    factories.ApprovalFactory(name="Third", for_families="Lovelace too")
    again = client.post(PAGE, {"looked_at": [tick], "seen": form.mark})
    assert MORE_CAME in again.content.decode()
    assert f'value="{tick}" checked' in " ".join(again.content.decode().split()).replace(
        'id="id_looked_at_1" ', ""
    )
    assert not Inspection.objects.exists()
    for wrong in ({"looked_at": ["nonsense"], "seen": form.mark}, {}):
        client.post(PAGE, wrong)
    assert not Inspection.objects.exists()

    client.post(PAGE, {"looked_at": [tick], "seen": again.context["form"].mark})
    assert Inspection.objects.get().looked_at == [tick]
    make_inspections()
    assert "Held back, because it may name somebody: 4" in client.get(PAGE).content.decode()


# --- the command ----------------------------------------------------------------------------------


def test_the_command_names_what_was_altered_added_or_is_missing_and_knows_its_own(
    school, clerk, tmp_path, capsys
):
    files = unpacked(made := made_for(clerk))
    path = tmp_path / "file.zip"
    with made.file.open("rb") as file:
        path.write_bytes(file.read())
    call_command("check_inspection", str(path))
    assert f"for {clerk}" in capsys.readouterr().out

    def refused(change):
        changed = dict(files)
        change(changed)
        with zipfile.ZipFile(path, "w") as packed:
            for name, content in changed.items():
                packed.writestr(name, content)
        with pytest.raises(CommandError, match="Not as it was made") as fault:
            call_command("check_inspection", str(path))
        assert "\n" not in str(fault.value)
        return str(fault.value)

    said = refused(
        lambda of: (
            of.update({"publicity.csv": b"none", "more\n.txt": b"more"}),
            of.pop("minimum-ages.csv"),
        )
    )
    assert "'publicity.csv': changed" in said
    assert "'more\\n.txt': in it, but not in its list" in said
    assert "'minimum-ages.csv': in its list, but missing" in said
    assert "no list of its files" in refused(lambda of: of.pop("manifest.json"))
    assert "no record of making" in refused(lambda of: None)


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 junk"], ids=["none", "0", "junk"])
def test_the_command_says_of_anything_else_that_it_is_no_such_file(content, tmp_path):
    path = tmp_path / "file.zip"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("check_inspection", str(path))
