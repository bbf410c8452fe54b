"""I11: looking at evidence on the page of its case."""

import pytest
from django.urls import reverse

from incidents import actions
from incidents.models import EvidenceLook, PictureWarning, State
from tests.incidents.bringing import a_file, a_piece
from tests.incidents.cases import a_case
from tests.uploads import clamd, nasty

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I11")]


@pytest.fixture
def case():
    return a_case(State.TRIAGED)


@pytest.fixture
def head(sign_in, headteacher):
    return sign_in(headteacher)


def page_of(case, name="piece", number=1):
    return reverse(f"incidents:{name}", args=[case.pk, number])


def step(case, name="evidence"):
    return reverse(f"incidents:{name}", args=[case.pk])


def test_a_handler_adds_a_picture_and_sees_its_copy_with_what_is_known_of_it(head, case):
    photo = a_file(nasty.jpeg(), "Übung 日本.jpg")
    brought = {"uploads": [photo], "caption": "The board", "happened_on": "2026-11-03"}

    sent = head.post(step(case), brought, follow=True)
    page = head.get(page_of(case)).content.decode()

    assert "Übung 日本.jpg" in sent.content.decode()
    assert "3 November 2026" in page
    assert f'src="{page_of(case, "piece_copy")}"' in page
    assert 'alt="The board"' in page
    assert "Nobody has looked at it yet" in page


def test_a_copy_is_handed_out_to_be_saved_and_never_run(head, case, headteacher):
    a_piece(case, headteacher, nasty.scripted_pdf(), '"><script>.pdf')

    answer = head.get(page_of(case, "piece_copy"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{case.reference}-evidence-1.pdf"'
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert nasty.SECRET not in answer.content
    page = head.get(page_of(case)).content.decode()
    assert "<script>.pdf" not in page
    assert f"<strong>{headteacher}</strong> saw the copy" in page


def test_the_original_is_handed_out_after_a_reason_as_bytes_of_no_kind(head, case, headteacher):
    a_piece(case, headteacher, nasty.jpeg(), "photo.jpg")
    address = page_of(case, "piece_original")

    assert "Say why you need" in head.post(address, {"reason": ""}).content.decode()
    answer = head.post(address, {"reason": "For the police."})

    assert answer.content == nasty.jpeg()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    page = head.get(page_of(case)).content.decode()
    assert "took the original" in page
    assert "For the police." in page


@pytest.mark.parametrize("name", ["piece", "piece_copy", "piece_original"])
def test_somebody_outside_the_case_finds_no_evidence(name, case, cast, sign_in):
    a_piece(case, cast.headteacher)

    assert sign_in(cast.chair).get(page_of(case, name)).status_code == 404
    assert not EvidenceLook.objects.exists()


@pytest.mark.parametrize("name", ["piece", "piece_copy", "piece_original"])
def test_evidence_of_another_case_is_not_found_by_its_number(name, case, head, headteacher):
    a_piece(a_case(), headteacher)

    assert head.get(page_of(case, name)).status_code == 404


def test_whoever_was_told_besides_sees_the_copy_and_not_the_original(cast, sign_in):
    case = a_case(State.TRIAGED, besides_role="dsl")
    a_piece(case, cast.headteacher)
    dsl = sign_in(cast.dsl)

    assert dsl.get(page_of(case, "piece_copy")).status_code == 200
    assert dsl.get(page_of(case, "piece_original")).status_code == 403
    assert "Get the original" not in dsl.get(page_of(case)).content.decode()


@pytest.mark.parametrize("name", ["piece", "piece_copy"])
def test_looking_takes_no_other_method(name, case, head, headteacher):
    a_piece(case, headteacher)

    assert head.post(page_of(case, name)).status_code == 405


def test_what_may_not_be_looked_at_says_why_and_is_not_handed_out(
    case, head, headteacher, settings
):
    settings.SCANNER_URL = clamd.NOBODY_THERE
    a_piece(case, headteacher)

    page = head.get(page_of(case)).content.decode()

    assert "has not looked at this file yet" in page
    assert head.get(page_of(case, "piece_copy")).status_code == 404
    refused = head.post(page_of(case, "piece_original"), {"reason": "Why not."})
    assert "may not be looked at now" in refused.content.decode()
    assert "Waits for the virus scanner" in head.get(case.get_absolute_url()).content.decode()


def test_a_bad_file_is_named_and_nothing_is_added(case, head):
    brought = [a_file(), a_file(b"<svg onload=alert(1)>", "drawing.png")]

    page = head.post(step(case), {"uploads": brought, "caption": "Both"}).content.decode()

    assert "drawing.png: This is a web page or an SVG drawing" in page
    assert "choose the others once more" in page
    assert 'value="Both"' in page
    assert not case.evidence.exists()


def test_beside_a_harmful_file_the_good_ones_stay_and_so_does_the_refusal(case, head, settings):
    seen = head.get(step(case)).context["seen"]
    brought = [a_file(), a_file(clamd.HARM, "bad.txt")]
    with clamd.scanner() as running:
        settings.SCANNER_URL = running.url
        page = head.post(step(case), {"uploads": brought, "seen": seen}).content.decode()

    assert "did not keep this: bad.txt" in page
    assert case.evidence.get().file_name == "messages.txt"
    titles = ["A harmful file was refused", "Added evidence 1"]
    assert sorted(case.entries.values_list("title", flat=True)) == titles
    assert all(title in page for title in titles)


def test_choosing_no_file_says_so(case, head):
    assert "Choose a file first" in head.post(step(case), {"caption": "x"}).content.decode()


def test_a_tick_that_a_child_may_be_shown_adds_nothing_and_puts_the_files_away(
    case, head, headteacher
):
    a_piece(case, headteacher)

    page = head.post(
        step(case),
        {
            "words_only": "on",
            "uploads": [a_file(nasty.jpeg(), "x.jpg")],
            "caption": "The board",
            "happened_on": "2026-11-03",
        },
        follow=True,
    ).content.decode()

    kept = case.entries.get(words="The board")
    assert kept.happened_on.isoformat() == "2026-11-03"
    assert "Nobody adds or opens files here" in page
    assert case.evidence.count() == 1
    assert head.get(page_of(case, "piece_copy")).status_code == 404
    assert "Put away" in head.get(page_of(case)).content.decode()
    assert head.get(step(case)).status_code == 302
    again = head.post(step(case, "files_again"), {"why": "The DSL made sure."}, follow=True)
    assert "Nobody adds or opens files here" not in again.content.decode()


def test_where_the_case_changed_meanwhile_the_page_asks_for_the_files_once_more(
    case, head, headteacher
):
    seen = head.get(step(case)).context["seen"]
    actions.add_note(case=case, by=headteacher, words="A thought.")

    brought = {"uploads": [a_file()], "caption": "The board", "seen": seen}
    page = head.post(step(case), brought).content.decode()

    assert "Choose your files once more" in page
    assert 'value="The board"' in page
    assert not case.evidence.exists()


def test_the_case_page_costs_the_same_with_much_evidence(
    head, case, headteacher, django_assert_max_num_queries
):
    def cost(number):
        for _ in range(number):
            a_piece(case, headteacher)
        with django_assert_max_num_queries(120) as seen:
            head.get(case.get_absolute_url())
        return len(seen)

    assert cost(1) == cost(5)


def test_the_page_of_a_piece_costs_the_same_however_often_it_was_looked_at(
    head, case, headteacher, django_assert_max_num_queries
):
    piece = a_piece(case, headteacher)

    def cost(number):
        for _ in range(number):
            actions.look_at_evidence(evidence=piece, by=headteacher)
        with django_assert_max_num_queries(30) as seen:
            head.get(page_of(case))
        return len(seen)

    assert cost(2) == cost(15)


def test_what_to_do_about_a_picture_is_shown_to_whoever_was_warned_alone(cast, sign_in):
    address = reverse("incidents:pictures")
    PictureWarning.objects.create(person=cast.dsl)

    page = sign_in(cast.dsl).get(address).content.decode()

    assert "Do not ask anybody to show, copy, print or send it" in page
    assert sign_in(cast.headteacher).get(address).status_code == 404
