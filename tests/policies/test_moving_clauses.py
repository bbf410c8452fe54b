"""A clause goes to another section of its draft, with what stands under it and is said about it."""

import pytest
from django.urls import reverse

from audit.models import Event
from policies import actions
from policies.models import Clause, State, WorkingCopy
from policies.remarks import remarks_on
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P7")]


@pytest.fixture
def version(office):
    """Section 1: A, B, under it c; section 2: D, E."""
    version = factories.VersionFactory(created_by=office, sections=["One", "Two"])
    for text, clause in zip("ABDE", clauses_of(version), strict=True):
        clause.text = text
        clause.save()
    first = version.sections.first()
    factories.ClauseFactory(section=first, position=3, number="1.2.1", text="c", level=2)
    return version


def clauses_of(version):
    return Clause.objects.filter(section__version=version).order_by("section__position", "position")


def outline(version):
    return [(one.number, one.text, one.level) for one in clauses_of(version)]


def address(section, clause):
    version = section.version
    return reverse(
        "policies:move_clause",
        args=[version.policy.slug, version.number, section.pk, clause.pk],
    )


def test_it_takes_along_what_stands_under_it_and_both_sections_are_numbered(version, office):
    clause, to = Clause.objects.get(text="B"), version.sections.last()

    moved = actions.move_clause(clause=clause, to=to, by=office)

    assert outline(version) == [
        ("1.1", "A", 1),
        ("2.1", "D", 1),
        ("2.2", "E", 1),
        ("2.3", "B", 1),
        ("2.3.1", "c", 2),
    ]
    assert moved.pk == clause.pk
    event = Event.objects.get(action="policies.version.edited")
    assert (event.facts["section"], event.facts["to"]) == ("1", "2")


def test_one_that_stood_under_another_stands_for_itself_then(version, office):
    actions.move_clause(clause=Clause.objects.get(text="c"), to=version.sections.last(), by=office)

    assert outline(version)[-1] == ("2.3", "c", 1)


def test_what_was_said_about_it_and_its_history_go_along(version, office, deputy):
    clause = Clause.objects.get(text="B")
    actions.remark(version=version, words="Whom do they ask?", by=deputy, clause=clause)

    actions.move_clause(clause=clause, to=version.sections.last(), by=office)

    found = remarks_on(version, list(version.sections.prefetch_related("clauses")))
    assert [thread.remark.words for thread in found.on_clauses[clause.pk]] == ["Whom do they ask?"]
    before, after = clause.history.order_by("-history_id")[:2][::-1]
    assert (before.section_id, after.section_id) == tuple(
        version.sections.values_list("pk", flat=True)
    )


def test_the_last_clause_of_a_section_does_not_leave_it_empty(version, office):
    to = version.sections.last()
    actions.move_clause(clause=Clause.objects.get(text="B"), to=to, by=office)

    with pytest.raises(DomainError, match="all that the section says"):
        actions.move_clause(clause=Clause.objects.get(text="A"), to=to, by=office)


@pytest.mark.parametrize("place", [0, 1])
def test_words_that_are_not_saved_are_saved_first(version, office, deputy, place):
    section, to = version.sections.all()[place], version.sections.last()
    draft = actions.as_draft(section)
    kept = {"section": section, "based_on": "x", "known": []}
    changed = type(draft)("Another heading", draft.audiences, draft.clauses)
    actions.keep_typing(draft=changed, by=office, **kept)
    clause = Clause.objects.get(text="B")

    with pytest.raises(DomainError, match="not saved"):
        actions.move_clause(clause=clause, to=to, by=office)

    WorkingCopy.objects.all().delete()
    actions.keep_typing(draft=changed, by=deputy, **kept)
    actions.move_clause(clause=clause, to=to, by=office)
    assert WorkingCopy.objects.get().person == deputy


def test_only_within_one_draft_and_only_by_those_who_may(version, office, governor):
    clause, to = Clause.objects.get(text="B"), version.sections.last()
    elsewhere = factories.VersionFactory().sections.get()

    with pytest.raises(NotAllowed):
        actions.move_clause(clause=clause, to=to, by=governor)
    with pytest.raises(WrongState):
        actions.move_clause(clause=clause, to=elsewhere, by=office)
    with pytest.raises(WrongState):
        actions.move_clause(clause=Clause(pk=999_999), to=to, by=office)
    version.state = State.IN_REVIEW
    version.save()
    with pytest.raises(WrongState, match="Only a draft"):
        actions.move_clause(clause=clause, to=to, by=office)


def test_a_fault_half_way_leaves_both_sections_as_they_were(version, office, monkeypatch):
    before = outline(version)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("audit.chain.record", fail)
    with pytest.raises(RuntimeError):
        actions.move_clause(
            clause=Clause.objects.get(text="B"), to=version.sections.last(), by=office
        )

    assert outline(version) == before


# --- by the page ----------------------------------------------------------------------------------


def test_by_the_page(version, office, sign_in):
    client, clause = sign_in(office), Clause.objects.get(text="B")
    source, target = version.sections.all()
    where = address(source, clause)
    section = reverse("policies:edit_section", args=[version.policy.slug, 1, source.pk])
    assert f'href="{where}"' in client.get(section).content.decode()

    shown = client.get(where).content.decode()
    assert "2 Two" in shown
    assert "1 One</label>" not in shown
    assert "Choose a section." in client.post(where, {}).content.decode()
    assert "Choose one of the sections" in client.post(where, {"section": 99}).content.decode()

    answer = client.post(where, {"section": target.pk}, follow=True)

    assert "It is clause 2.3 now." in answer.content.decode()
    again = client.post(where, {"section": target.pk}, follow=True).content.decode()
    assert "does not stand in this section any more" in again


def test_who_may_not_and_what_is_no_draft(version, office, governor, chair, sign_in):
    source, clause = version.sections.first(), Clause.objects.get(text="B")
    where = address(source, clause)

    assert sign_in(governor).get(where).status_code == 404
    assert sign_in(office).put(where).status_code == 405
    version.state = State.IN_REVIEW
    version.save()
    assert sign_in(chair).get(where).status_code == 403
    assert sign_in(office).post(where, {"section": source.pk}).url == version.get_work_url()


def test_a_policy_of_one_section_offers_no_other(office, sign_in):
    section = factories.VersionFactory(created_by=office).sections.get()
    version = section.version
    where = reverse("policies:edit_section", args=[version.policy.slug, 1, section.pk])

    assert "To another section" not in sign_in(office).get(where).content.decode()
