"""P9: the preview of a document, and the pages on which a person puts it right."""

import pytest
from django.urls import reverse

from policies import actions
from policies.models import PolicyUpload, Version
from tests.policies.corrected import nothing
from tests.policies.test_importing import clauses

pytestmark = pytest.mark.rule("P9")


def address(upload, name="preview", *place):
    return reverse(f"policies:{name}", args=[upload.pk, *place])


def text_now(upload) -> list[str]:
    policy = actions.reading_of(PolicyUpload.objects.get(pk=upload.pk)).policy
    return [text for _, _, text in clauses(policy)]


def test_the_preview_counts_what_is_to_be_looked_at_and_links_to_it(upload, office, sign_in):
    shown = sign_in(office).get(address(upload)).content.decode()

    assert "1 thing to look at" in shown
    assert "1 thing is not looked at yet" in shown
    assert f"{address(upload, 'correct_clause', 2, 1)}?thing=0" in shown


def test_a_thing_is_marked_as_right_or_settled_by_its_correction(upload, office, sign_in):
    client = sign_in(office)
    client.post(address(upload, "look_at_passage"), {"thing": "0"})
    assert "You have looked at all 1" in client.get(address(upload)).content.decode()

    client.post(address(upload, "start_again"))
    client.post(
        address(upload, "correct_facts"),
        {"turn": "1", "thing": "0", "title": "Kindness", "approved": "", "review": "2027-05-31"},
    )

    reading = actions.reading_of(PolicyUpload.objects.get())
    assert reading.still_to_look_at == 0
    assert reading.policy.title == "Kindness"
    assert reading.policy.dates == {"approved": None, "review": "2027-05-31"}


@pytest.mark.parametrize("thing", ["", "x", "-1", "99", "9" * 50])
def test_nonsense_marks_nothing(upload, office, sign_in, thing):
    response = sign_in(office).post(address(upload, "look_at_passage"), {"thing": thing})

    assert response.status_code == 302
    assert actions.reading_of(PolicyUpload.objects.get()).still_to_look_at == 1


@pytest.mark.parametrize("do", ["save", "join", "nest", "heading", "leave_out", "nonsense"])
def test_the_words_that_were_typed_count_whichever_button_is_pressed(upload, office, sign_in, do):
    client = sign_in(office)

    response = client.post(
        address(upload, "correct_clause", 1, 1),
        {"turn": "0", "text": "Phones stay at home.", "do": do},
    )

    assert response.status_code == 302
    assert "Phones stay at home." in client.get(address(upload)).content.decode()


def test_an_unnested_clause_moves_out(upload, office, sign_in):
    sign_in(office).post(
        address(upload, "correct_clause", 0, 2), {"turn": "0", "text": "be kind", "do": "unnest"}
    )

    assert clauses(actions.reading_of(PolicyUpload.objects.get()).policy)[2][:2] == ("1.3", 1)


def test_a_section_is_corrected_and_joined(upload, office, sign_in):
    client = sign_in(office)
    given = {"turn": "0", "number": "2", "heading": "In class", "audiences": ["staff"]}
    client.post(address(upload, "correct_section", 1), given)
    assert "2 In class" in client.get(address(upload)).content.decode()

    client.post(address(upload, "correct_section", 1), given | {"turn": "1", "do": "join_above"})
    assert "In class" in text_now(upload)


def test_what_was_left_out_is_put_back_where_it_belongs(upload, office, sign_in):
    client = sign_in(office)
    url = address(upload, "put_back", 0)
    assert "After 2.2 Phones" in client.get(url).content.decode()

    client.post(url, {"turn": "0", "after": "1.1"})

    assert text_now(upload)[7] == "Page 3 of 12"
    assert (
        "Choose" in client.post(url, {"turn": "1", "after": "77.7"}, follow=True).content.decode()
    )


def test_a_second_press_changes_nothing_and_keeps_what_was_typed(upload, office, sign_in):
    client = sign_in(office)
    given = {"turn": "0", "text": "Ask nicely.", "do": "leave_out"}
    client.post(address(upload, "correct_clause", 1, 0), given)

    again = client.post(address(upload, "correct_clause", 1, 0), given)

    assert again.status_code == 200
    shown = again.content.decode()
    assert "Nothing more was changed" in shown
    assert "Ask nicely." in shown
    assert 'name="turn" value="1"' in shown
    assert "Phones stay in the bag." in text_now(upload)


def test_a_place_that_is_gone_leads_back_and_says_what_was_typed(upload, office, sign_in):
    response = sign_in(office).post(
        address(upload, "correct_clause", 9, 9), {"turn": "0", "text": "My words."}, follow=True
    )

    assert "You had typed: “My words.”" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "place"),
    [("correct_facts", ()), ("correct_section", (0,)), ("correct_clause", (0, 0))],
)
def test_a_form_without_its_words_says_what_to_do(upload, office, sign_in, name, place):
    response = sign_in(office).post(address(upload, name, *place), {"turn": "0"})

    assert response.status_code == 200
    assert 'aria-invalid="true"' in response.content.decode()
    assert actions.reading_of(PolicyUpload.objects.get()).turn == 0


def test_an_upload_that_is_kept_leads_on_to_its_draft(upload, office, sign_in):
    client = sign_in(office)
    version = actions.keep_upload(upload=upload, by=office)

    for name, place in [("correct_facts", ()), ("correct_clause", (0, 0)), ("start_again", ())]:
        response = client.post(address(upload, name, *place), {"turn": "0"})
        assert response.headers["Location"] == version.get_work_url()


def test_marking_is_a_press_and_no_link(upload, office, sign_in):
    assert sign_in(office).get(address(upload, "look_at_passage")).status_code == 405


def test_keeping_from_a_page_that_is_behind_says_so_and_keeps_nothing(upload, office, sign_in):
    client = sign_in(office)
    actions.correct_upload(upload=upload, by=office, turn=0, change=nothing)

    behind = client.post(address(upload), {"slug": "+", "turn": "0"})
    assert "Nothing is kept yet" in behind.content.decode()
    assert not Version.objects.exists()

    assert client.post(address(upload), {"slug": "+", "turn": "1"}).status_code == 302
    assert Version.objects.count() == 1


def test_a_long_preview_costs_no_more_queries_than_a_short_one(
    upload, office, sign_in, django_assert_max_num_queries
):
    long = b"Long Policy\n\n1. Aims\n\n" + b"".join(
        b"1.%d We care for all.\n" % n for n in range(1, 201)
    )
    held = actions.upload_document(content=long, name="long.txt", by=office)
    client = sign_in(office)
    client.get(address(upload))

    with django_assert_max_num_queries(12):
        assert client.get(address(held)).content.count(b"Correct<span") > 200
