"""Searching every policy in force: what is found, what never is, and what it costs."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies import actions
from policies.models import SearchEntry, State
from policies.search import END, MOST, START, index_everything, index_version, search, words_of
from tests import factories

pytestmark = pytest.mark.django_db


def in_force(*texts, title="Kindness Policy", heading="What we ask"):
    version = factories.VersionFactory(title=title, sections=[heading])
    section = version.sections.get()
    section.clauses.all().delete()
    for place, text in enumerate(texts, start=1):
        factories.ClauseFactory(section=section, position=place, number=f"1.{place}", text=text)
    factories.put_in_force(version)
    index_version(version)
    return version


def numbers(question) -> list[str]:
    return [hit.clause.number for hit in search(question).hits]


def page(question, **more) -> str:
    answer = Client().get(reverse("policies:find"), {"q": question, **more})
    assert answer.status_code == 200
    return answer.content.decode()


# --- what is found --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("photograph", ["1.1"]),
        ("photo", ["1.1"]),
        ("PHOTOS", ["1.1"]),
        ("photographs of children", ["1.1"]),
        ("what is the rule about phones", ["1.2"]),
        ("phone", ["1.2"]),
        ("café", ["1.3"]),
        ("kindness phones", ["1.2"]),
        ("asking phone", ["1.2"]),
        ("submarine", []),
    ],
)
def test_words_are_found_in_any_form(question, found):
    in_force(
        "Nobody posts photographs of children.",
        "Phones stay in the staff room; this is a rule.",
        "Not even in a café.",
    )

    assert numbers(question) == found


def test_a_clause_with_all_the_words_in_it_comes_before_one_with_some():
    in_force("Phones are off.", "Photographs are kept.", "A phone takes no photographs.")

    assert numbers("phone photographs") == ["1.3"]
    some = search("phone submarine")
    assert not some.has_all_words
    assert {hit.clause.number for hit in some.hits} == {"1.1", "1.3"}


def test_the_words_that_were_asked_for_are_marked():
    in_force("Nobody posts photographs of children & friends.", "Films of <b>all</b> of them.")

    [hit] = search("photograph").hits

    assert ("photographs", True) in hit.runs
    assert "".join(w for w, _ in hit.runs) == "Nobody posts photographs of children & friends."
    assert "<mark>photographs</mark> of children &amp; friends" in page("photograph")
    assert "<b>" not in page("films")


@pytest.mark.rule("P7")
def test_a_result_leads_to_its_clause():
    version = in_force("Be kind.", "Nobody posts photographs.")

    assert f'{version.policy.get_absolute_url()}#clause-1.2"' in page("photographs")


# --- what never is --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_only_what_is_in_force_is_found_whatever_the_index_holds(state):
    version = factories.VersionFactory(state=State.DRAFT)
    clause = version.sections.get().clauses.first()
    clause.text = "Nobody posts photographs."
    clause.save()
    index_version(version)
    if state == State.SUPERSEDED:
        factories.put_in_force(version)
    version.state = state
    version.save()

    assert numbers("photographs") == []
    assert "photographs." not in page("photographs")


def approved(office, clerk, headteacher, policy=None, number=1, text="Nobody posts photographs."):
    more = {"policy": policy} if policy else {}
    version = factories.VersionFactory(
        created_by=office, number=number, state=State.APPROVED, **more
    )
    version.approved_by, version.approved_on = clerk, version.created_at.date()
    version.next_review_on = version.created_at.date().replace(year=version.created_at.year + 1)
    version.save()
    clause = version.sections.get().clauses.first()
    clause.text = text
    clause.save()
    return version


def test_publishing_replacing_and_withdrawing_keep_the_index(office, clerk, headteacher):
    first = approved(office, clerk, headteacher)
    assert numbers("photographs") == []
    actions.publish_version(version=first, by=headteacher, must_be_signed=False, why="New.")
    assert numbers("photographs") == ["1.1"]

    second = approved(
        office, clerk, headteacher, policy=first.policy, number=2, text="Nobody posts films."
    )
    actions.publish_version(version=second, by=headteacher, must_be_signed=False, why="New.")
    assert (numbers("photographs"), numbers("films")) == ([], ["1.1"])

    actions.withdraw_version(version=second, by=headteacher, why="Gone.")
    assert numbers("films") == []
    assert not SearchEntry.objects.exists()


def test_the_index_can_be_made_anew(capsys):
    in_force("Nobody posts photographs.")
    SearchEntry.objects.all().delete()
    assert numbers("photographs") == []

    call_command("index_policies")

    assert numbers("photographs") == ["1.1"]
    assert "1 policies" in capsys.readouterr().out
    assert index_everything() == 1


# --- what people type -----------------------------------------------------------------------------


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(question):
    assert search(question).hits == []


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "' OR 1=1 --",
        "NEAR(a b)",
        "title:kind",
        "kind AND",
        "kind*",
        "a & b | !c",
        "(((",
        "<script>",
        "\x00kind",
        "\ue000",
        "%",
        "kind " * 100,
    ],
)
def test_signs_of_a_query_language_are_only_signs(question):
    in_force("Be kind.")

    page(question)
    search(question)


def test_a_text_with_the_marks_of_the_search_in_it_loses_no_word():
    in_force(f"Be {END}kind{START} now.")

    [hit] = search("kind").hits

    assert "kind" in "".join(words for words, _ in hit.runs)


def test_small_words_alone_are_answered_with_a_sentence():
    assert words_of("what is the") == []
    assert "means something on its own" in page("what is the")


def test_nothing_found_says_what_to_do():
    shown = page("submarine <b>")

    assert "No policy speaks of “submarine &lt;b&gt;”" in shown
    assert "see all policies" in shown


def test_an_empty_search_is_only_the_form():
    assert "No policy speaks" not in page("  ")


@pytest.mark.parametrize("number", ["0", "99", "x"])
def test_a_page_that_is_not_there_shows_one_that_is(number):
    in_force(*[f"Be kind, point {n}." for n in range(30)])

    assert "30 points speak" in page("kind", page=number)


# --- what it costs --------------------------------------------------------------------------------


def test_many_results_are_cut_short_and_cost_no_more_queries():
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page("kind")
        return len(queries)

    in_force("Be kind.")
    few = cost()
    in_force(*[f"Be kind, point {n}." for n in range(MOST + 20)], title="Another policy")

    assert cost() == few
    assert f"More than {MOST} points" in page("kind")
