import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.models import PUBLIC, State
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P8")]

BEFORE = ["Be kind in everything that you write.", "Ask before you post a photo of a child."]
NOW = ["Be kind in all that you write.", "Ask before you post a photo of a child."]


def in_force(texts, *, policy=None, number=1, sections=1, **kwargs):
    """Return a version in force whose every section has clauses of these texts."""
    policy = policy or factories.PolicyFactory(title="Photos")
    headings = [f"Part {part}" for part in range(1, sections + 1)]
    version = factories.VersionFactory(policy=policy, number=number, sections=headings, **kwargs)
    for section in version.sections.all():
        section.clauses.all().delete()
        for place, text in enumerate(texts, start=1):
            clause = f"{section.number}.{place}"
            factories.ClauseFactory(section=section, position=place, number=clause, text=text)
    return factories.put_in_force(version)


def two_versions(before=BEFORE, now=NOW, **kwargs):
    older = factories.replace(in_force(before, **kwargs))
    return older, in_force(now, policy=older.policy, number=2, **kwargs)


def address(slug, older, newer) -> str:
    return reverse("policies:compare", args=[slug, older, newer])


def page(version, older, newer, client=None) -> str:
    response = (client or Client()).get(address(version.policy.slug, older, newer))
    assert response.status_code == 200
    return response.content.decode()


def words_of(shown: str) -> str:
    """Return what a screen reader says of a page."""
    return " ".join(re.sub(r"<[^>]+>", "", shown).split())


def test_what_came_and_what_went_is_marked_and_said_to_a_screen_reader():
    _, newer = two_versions()

    shown = page(newer, 1, 2)

    assert "1 point changed." in shown
    assert shown.count("<del>") == shown.count("<ins>") == 2  # with one each in the key
    assert "removed: everything end removed" in words_of(shown)
    assert "added: all end added" in words_of(shown)
    assert ">Changed</span>" in shown


def test_a_section_that_did_not_change_is_folded_under_its_heading():
    older = factories.replace(in_force(BEFORE, sections=2))
    draft = factories.VersionFactory(policy=older.policy, number=2, sections=["Part 1", "Part 2"])
    for section in draft.sections.all():
        for clause, text in zip(section.clauses.all(), BEFORE, strict=True):
            clause.text = text + " Always." * (clause.number == "2.1")
            clause.save()
    newer = factories.put_in_force(draft)

    shown = page(newer, 1, 2)

    folded = re.search(r"<details[^>]*>(.*?)</details>", shown, re.DOTALL).group(1)
    assert "1 Part 1" in folded
    assert "No change" in folded
    assert shown.count("<details") == 1
    assert 'href="#section-2"' in shown
    assert 'href="#section-1"' not in shown


def test_what_moved_says_so_in_a_word_with_the_number_it_had():
    _, newer = two_versions(now=BEFORE[::-1])

    shown = page(newer, 1, 2)

    assert "1 point moved." in shown
    assert "Moved" in words_of(shown)
    assert "was 1." in words_of(shown)


def test_a_policy_put_back_to_its_old_words_has_not_changed():
    _, newer = two_versions(now=BEFORE)

    shown = page(newer, 1, 2)

    assert "Nothing changed." in shown
    assert "<ins>" not in shown
    assert "<del>" not in shown


def test_title_audience_and_the_sentence_to_sign_are_shown_when_they_changed():
    older = factories.replace(in_force(BEFORE, audiences=["staff"], sign_off_text="I agree."))
    newer = in_force(
        BEFORE,
        policy=older.policy,
        number=2,
        title="Pictures",
        audiences=["staff", "pupils"],
        sign_off_text="I agree and will ask.",
    )

    shown = words_of(page(newer, 1, 2))

    assert "added: Pictures end added" in shown
    assert "added: and will ask end added" in shown
    assert "Whom it is for changed." in shown


def test_the_versions_the_other_way_round_lead_to_the_page():
    older, newer = two_versions()

    answer = Client().get(address(newer.policy.slug, 2, 1))

    assert answer.status_code == 302
    assert answer.url == address(older.policy.slug, 1, 2)


@pytest.mark.parametrize(("older", "newer"), [(1, 1), (1, 3), (3, 4), (0, 1)])
def test_versions_that_are_not_there_are_not_compared(older, newer):
    _, version = two_versions()

    assert Client().get(address(version.policy.slug, older, newer)).status_code == 404
    assert Client().get(address("nothing", older, newer)).status_code == 404


@pytest.mark.parametrize("state", [state for state in State if state not in PUBLIC])
def test_work_is_compared_by_those_at_work_on_it_and_by_nobody_else(
    state, parent, class_teacher, office, sign_in
):
    before = in_force(BEFORE)
    factories.VersionFactory(policy=before.policy, number=2, state=state)
    compared = address(before.policy.slug, 1, 2)

    assert Client().get(compared).status_code == 404
    assert sign_in(parent).get(compared).status_code == 404
    assert sign_in(class_teacher).get(compared).status_code == 404
    assert sign_in(office).get(compared).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_takes_nothing_but_reading(method):
    _, newer = two_versions()

    answer = getattr(Client(), method)(address(newer.policy.slug, 1, 2))

    assert answer.status_code == 405


def test_words_of_a_policy_never_become_markup():
    _, newer = two_versions(now=["<b>Bold</b>", "<img src=x> and then some"])

    shown = page(newer, 1, 2)

    assert "<b>" not in shown
    assert "<img src=x>" not in shown


def test_two_hundred_clauses_cost_no_more_queries_than_two():
    counts = []
    for sections in (1, 100):
        _, newer = two_versions(sections=sections)
        page(newer, 1, 2)
        with CaptureQueriesContext(connection) as captured:
            page(newer, 1, 2)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 6


def test_each_page_of_a_policy_leads_to_what_changed():
    older, newer = two_versions()
    compared = f'href="{address(newer.policy.slug, 1, 2)}"'

    for url in (newer.policy.get_absolute_url(), older.get_absolute_url()):
        assert compared in Client().get(url).content.decode()


def test_a_draft_is_compared_with_the_version_in_force_from_its_own_page(office, sign_in):
    before = in_force(BEFORE)
    draft = factories.VersionFactory(policy=before.policy, number=2)

    shown = sign_in(office).get(draft.get_absolute_url()).content.decode()

    assert f'href="{address(before.policy.slug, 1, 2)}"' in shown


# --- any two versions -----------------------------------------------------------------------------


def three_versions():
    first = factories.replace(in_force(BEFORE))
    second = factories.replace(in_force(NOW, policy=first.policy, number=2))
    return first, second, in_force([*NOW, "New."], policy=first.policy, number=3)


def chosen(version, client=None, **given):
    url = reverse("policies:choose_comparison", args=[version.policy.slug])
    return (client or Client()).get(url, given)


@pytest.mark.parametrize(("older", "newer"), [(1, 3), (3, 1)])
def test_any_two_versions_can_be_chosen_in_any_order(older, newer):
    _, _, version = three_versions()

    answer = chosen(version, older=older, newer=newer)

    assert answer.status_code == 302
    assert answer.url == address(version.policy.slug, 1, 3)


def test_the_page_of_a_comparison_offers_the_other_versions():
    _, _, version = three_versions()

    shown = page(version, 1, 3)

    assert "Compare two other versions" in shown
    assert shown.count('<option value="1" selected>') == 1
    assert shown.count('<option value="3" selected>') == 1


def test_with_two_versions_there_is_nothing_to_choose_on_their_comparison():
    _, version = two_versions()

    assert "Compare two other versions" not in page(version, 1, 2)
    assert chosen(version).status_code == 200


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"older": 2, "newer": 2}, "Choose another version than the first"),
        ({"older": 2}, "Choose a version."),
        ({"older": 2, "newer": 9}, "Choose one of the versions in the list."),
        ({"older": "x", "newer": "1\0"}, "Choose one of the versions in the list."),
    ],
)
def test_a_choice_that_makes_no_sense_is_asked_again(given, sentence):
    _, _, version = three_versions()

    answer = chosen(version, **given)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_only_versions_that_a_person_may_read_are_offered(office, class_teacher, sign_in):
    _, _, version = three_versions()
    factories.VersionFactory(policy=version.policy, number=4)

    offered = '<option value="4"'
    assert offered in chosen(version, sign_in(office)).content.decode()
    assert offered not in chosen(version, sign_in(class_teacher)).content.decode()
    assert offered not in chosen(version).content.decode()


def test_a_policy_with_one_version_has_nothing_to_compare():
    assert chosen(in_force(BEFORE)).status_code == 404
    assert Client().get("/policies/nothing/compare/").status_code == 404


def test_choosing_takes_nothing_but_reading():
    _, version = two_versions()
    url = reverse("policies:choose_comparison", args=[version.policy.slug])

    assert Client().post(url).status_code == 405
