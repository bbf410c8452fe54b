import csv
import io
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from acknowledgements import actions
from acknowledgements.board import rows, sheets
from audit.models import Event
from school.access import NotAllowed
from school.models import Leave
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9")]

SHEET = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def opened(version, cast):
    return actions.open_round(version=version, by=cast.headteacher)


def address(kind, opened, asked=""):
    return reverse(f"acknowledgements:board_{kind}", args=[opened.pk]) + asked


def table(answer):
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def cells(answer):
    """Return the cells of an XLSX file row by row, and whether any of them is a formula."""
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    written = [
        [cell.xpath("string(.)", namespaces=SHEET) for cell in row.xpath("x:c", namespaces=SHEET)]
        for row in sheet.xpath("//x:row", namespaces=SHEET)
    ]
    return written, bool(sheet.xpath("//x:f", namespaces=SHEET))


def test_the_csv_holds_exactly_what_the_filter_shows(opened, cast, sign_in):
    asked = opened.requests.get(person=cast.class_teacher)
    actions.sign(request=factories.has_read(asked), typed_name="Tom Thistle", by=cast.class_teacher)
    browser = sign_in(cast.headteacher)

    (line,) = table(browser.get(address("csv", opened, "?audience=staff&state=signed")))

    now = timezone.localtime()
    assert line["Policy"] == "Social media policy"
    assert (line["Name"], line["Asked as"]) == ("Tom Thistle", "Member of staff")
    assert (line["Required or invited"], line["Reply"]) == ("Required", "Signed")
    assert line["Replied on"].startswith(f"{now:%Y-%m-%d %H:}")
    assert (line["How"], line["Recorded by"], line["Has e-mail"]) == ("Online", "", "Yes")
    assert len(table(browser.get(address("csv", opened)))) == 13


def test_a_parents_line_names_the_child_and_class_and_says_invited(opened, cast, sign_in):
    lines = table(sign_in(cast.office).get(address("csv", opened, "?words=pat+parker")))

    assert {line["Name"] for line in lines} == {"Pat Parker"}
    assert lines[0]["For child"] == "Child of Pat Parker"
    assert lines[0]["Class"] == "Robins"
    assert lines[0]["Required or invited"] == "Invited"


def test_a_file_says_who_is_on_leave(opened, cast, sign_in):
    Leave.objects.create(person=cast.dsl, starts_on=timezone.localdate())

    (line,) = table(sign_in(cast.headteacher).get(address("csv", opened, "?away=on")))

    assert (line["Name"], line["On long leave"]) == ("Dina Sadler", "Yes")


def test_the_spreadsheet_holds_the_same_as_the_csv(opened, cast, sign_in):
    browser = sign_in(cast.headteacher)

    lines = table(browser.get(address("csv", opened, "?state=none")))
    written, _ = cells(browser.get(address("xlsx", opened, "?state=none")))

    assert written[0] == [name for name, _ in sheets.COLUMNS]
    assert [row[2] for row in written[1:]] == [line["Name"] for line in lines]
    assert len(written) == 14


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(0)", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\n=1"]
)
def test_a_name_is_never_run_as_a_formula(name, cast, version, sign_in):
    factories.RoleAssignmentFactory(person__full_name=name)
    opened = actions.open_round(version=version, by=cast.headteacher)
    browser = sign_in(cast.headteacher)

    names = [line["Name"] for line in table(browser.get(address("csv", opened)))]
    written, has_formula = cells(browser.get(address("xlsx", opened)))

    assert f"'{name}" in names
    assert name not in names
    assert not has_formula
    assert any(name.strip() in row[2] for row in written)


def test_names_with_accents_commas_and_quotes_come_through(cast, version, sign_in):
    name = 'Zoë "Zed" Ångström, née Łuka'
    factories.RoleAssignmentFactory(person__full_name=name)
    opened = actions.open_round(version=version, by=cast.headteacher)

    lines = table(sign_in(cast.headteacher).get(address("csv", opened)))

    assert name in [line["Name"] for line in lines]


@pytest.mark.rule("S5")
def test_the_record_says_who_took_what_and_holds_no_name(opened, cast, sign_in):
    answer = sign_in(cast.office).get(address("xlsx", opened, "?audience=staff&words=Thistle"))

    b"".join(answer.streaming_content)
    event = Event.objects.get(action="acknowledgements.round.exported")
    assert (event.actor_id, event.target_id) == (str(cast.office.pk), str(opened.pk))
    assert event.facts == {
        "form": "xlsx",
        "narrowed": {"audience": "staff", "words": True},
        "rows": 1,
    }
    assert "Thistle" not in str(event.facts)


def test_a_head_request_takes_nothing_and_records_nothing(opened, cast, sign_in):
    answer = sign_in(cast.headteacher).head(address("csv", opened))

    assert answer.status_code == 200
    assert not Event.objects.filter(action="acknowledgements.round.exported").exists()


def test_the_file_is_named_after_the_policy_version_and_day(opened, cast, sign_in):
    for kind in ("csv", "xlsx"):
        answer = sign_in(cast.headteacher).get(address(kind, opened))
        b"".join(answer.streaming_content)

        assert answer["Content-Disposition"] == (
            f'attachment; filename="{opened.version.policy.slug}-version-1-'
            f'{timezone.localdate():%Y-%m-%d}.{kind}"'
        )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filter_that_makes_no_sense_gives_no_file_but_says_what_to_do(
    kind, opened, cast, sign_in
):
    page = sign_in(cast.headteacher).get(address(kind, opened, "?state=angry"), follow=True)

    assert "Choose one of the list." in page.text
    assert "Nobody is shown until the choice above is put right." in page.text
    assert not Event.objects.filter(action="acknowledgements.round.exported").exists()


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["class_teacher", "governor", "chair", "clerk", "dsl", "parent"])
def test_for_everybody_else_there_is_no_file(who, opened, cast, sign_in):
    browser = sign_in(getattr(cast, who))

    for kind in ("csv", "xlsx", "print"):
        assert browser.get(address(kind, opened)).status_code == 404
    assert browser.get(reverse("acknowledgements:board_print_all")).status_code == 404
    with pytest.raises(NotAllowed):
        actions.note_export(exported=opened, form="csv", narrowed={}, rows=0, by=getattr(cast, who))
    assert not Event.objects.filter(action="acknowledgements.round.exported").exists()


def test_files_are_only_fetched(opened, cast, sign_in):
    browser = sign_in(cast.headteacher)

    for kind in ("csv", "xlsx", "print"):
        assert browser.post(address(kind, opened)).status_code == 405


def test_many_rows_need_no_more_memory_than_some(headteacher):
    line = ["Policy", 1, "Name", "Staff", "Required", "", "", "Signed", timezone.now(), "Online"]
    line = [*line, "", timezone.localdate(), timezone.localdate(), "", "Yes"]
    line[8] = line[8].replace(tzinfo=None)

    def peak(number, written):
        tracemalloc.start()
        for _ in written(line for _ in range(number)):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    def xlsx(lines):
        with sheets.as_xlsx(lines) as file:
            yield file.read(1)

    for written in (sheets.as_csv, xlsx):
        peak(1, written)
        assert peak(3_000, written) < 2 * peak(600, written) + 500_000


def test_the_page_to_print_shows_counts_dates_and_hash_and_no_name(opened, cast, sign_in):
    the_day_before = timezone.now() - timedelta(days=1)
    Event.objects.create(sequence=0, at=the_day_before, action="tests.day.ended", hash="b" * 64)
    asked = opened.requests.get(person=cast.class_teacher)
    actions.sign(request=factories.has_read(asked), typed_name="Tom Thistle", by=cast.class_teacher)

    page = sign_in(cast.headteacher).get(address("print", opened)).text

    assert "Sign-off of Social media policy" in page
    assert opened.version.text_sha256 in page
    assert "1 of 6 staff has signed" in page
    assert "Those who are invited to sign" in page
    assert "b" * 64 in page
    assert Event.objects.latest("sequence").hash not in page
    main = page[page.index("<main") : page.index("</main")]
    assert "Thistle" not in main
    assert "Pat Parker" not in main


def test_the_pages_for_an_inspector_sum_up_all_policies_and_name_those_not_signed(
    opened, cast, sign_in
):
    factories.published(policy__title="Charging policy", must_be_signed=False)
    other = factories.RoundFactory(
        version=factories.published(policy__title="Behaviour policy"),
        closed_at=timezone.now() - timedelta(days=1),
    )

    page = sign_in(cast.deputy).get(reverse("acknowledgements:board_print_all")).text

    assert page.count("SHA-256 of the text") == 1
    assert "In force, and not being signed" in page
    assert "Charging policy" in page
    assert other.version.title in page  # its round is closed, so nobody is asked any more


def test_lines_come_in_the_order_of_the_page(opened, cast):
    shown = rows.seen_by(cast.headteacher).filter(round=opened)

    written = [line[2] for line in sheets.lines(shown, frozenset())]

    assert written == [one.person.full_name for one in rows.by_name(shown)]
