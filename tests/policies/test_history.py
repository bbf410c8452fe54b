"""How a draft came to be: told from its history, to its owner, and words brought back from it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from policies import actions
from policies.comparison import Change
from policies.history import Story
from policies.models import Clause, Section, State, Version
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories
from tests.policies.documents_in_words import SOCIAL_MEDIA, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    version = factories.VersionFactory(sections=["Phones", "Photos"])
    aged(version)
    return version


def aged(version, minutes=10):
    """Make all that was saved so far older, so that what comes next is another save."""
    for model in (Version, Section, Clause):
        for row in model.history.all():
            row.history_date -= timedelta(minutes=minutes)
            row.save()


def story(version):
    story = Story(version)
    return story.told(story.groups)


def first_clause(version) -> Clause:
    return version.sections.first().clauses.first()


def reword(clause, text):
    clause.text = text
    clause.save()


def page(version, person, sign_in, **query):
    return sign_in(person).get(address(version), query)


def address(version, name="history") -> str:
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number])


def shown(response) -> str:
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# --- what it tells --------------------------------------------------------------------------------


def test_a_draft_begins_with_its_sections_and_clauses(draft):
    (beginning,) = story(draft)

    assert beginning.is_beginning
    assert beginning.count == (2, 4)
    assert beginning.sections == ()


def test_words_that_changed_are_told_word_by_word_under_their_section(draft):
    clause = first_clause(draft)
    before = Clause.history.filter(id=clause.pk).latest().pk
    reword(clause, clause.text + " Always.")

    newest, _ = story(draft)

    (section,) = newest.sections
    (told,) = section.clauses
    assert section.how.shown.heading == "Phones"
    assert section.how.change == Change.SAME
    assert [run.words for run in told.how.runs if run.change == Change.ADDED] == ["Always."]
    assert told.row == before


def test_what_is_done_within_a_moment_is_one_save_and_what_is_undone_in_it_is_none(draft):
    clause = first_clause(draft)
    before = clause.text
    reword(clause, "Something else.")
    reword(clause, before)

    assert [save.sections for save in story(draft)] == [(), ()]


def test_another_save_is_told_apart(draft):
    clause = first_clause(draft)
    reword(clause, "Once.")
    aged(draft, minutes=1)
    reword(clause, "Twice.")

    newest, before, _ = story(draft)

    assert newest.sections[0].clauses[0].how.was.text == "Once."
    assert before.sections[0].clauses[0].how.shown.text == "Once."


def test_what_was_put_in_and_taken_out_is_told_with_its_words(draft):
    first, second = draft.sections.all()
    gone = first.clauses.get(number="1.2")
    words = gone.text
    gone.delete()
    factories.ClauseFactory(section=second, position=3, number="2.3", text="New words.")

    newest, _ = story(draft)

    out, put_in = (section.clauses[0] for section in newest.sections)
    assert (out.how.change, out.how.shown.text) == (Change.REMOVED, words)
    assert out.row
    assert (put_in.how.change, put_in.how.shown.text) == (Change.ADDED, "New words.")
    assert put_in.row is None


def test_a_clause_put_in_before_others_gives_them_new_numbers_and_moves_none(draft):
    section = draft.sections.first()
    for clause in section.clauses.order_by("-position"):
        clause.position += 1
        clause.number = f"1.{clause.position}"
        clause.save()
    factories.ClauseFactory(section=section, position=1, number="1.1", text="First of all.")

    newest, _ = story(draft)

    (told,) = newest.sections
    assert [one.how.change for one in told.clauses] == [Change.ADDED]
    assert told.renumbered == 2


def test_a_clause_that_overtook_another_or_went_to_another_section_was_moved(draft):
    first, second = draft.sections.all()
    one, two = first.clauses.all()
    one.position, one.number = 9, "1.9"
    one.save()
    went = second.clauses.get(number="2.2")
    went.section, went.position, went.number = first, 10, "1.10"
    went.save()
    two.position = 1
    two.save()

    newest, _ = story(draft)

    (told,) = newest.sections
    assert sorted(c.how.shown.number for c in told.clauses if c.how.is_moved) in (
        ["1.10", "1.2"],
        ["1.10", "1.9"],
    )


def test_a_section_taken_out_is_told_with_all_its_clauses(draft):
    section = draft.sections.last()
    row = Section.history.filter(id=section.pk).latest().pk
    section.delete()

    newest, _ = story(draft)

    (told,) = newest.sections
    assert told.how.change == Change.REMOVED
    assert [one.how.change for one in told.clauses] == [Change.REMOVED] * 2
    assert told.row == row


def test_facts_of_the_version_and_its_standing_are_told(draft):
    draft.summary, draft.state, draft.audiences = "What we ask.", State.IN_REVIEW, ["staff"]
    draft.save()

    newest, _ = story(draft)

    assert [fact.label for fact in newest.facts] == ["In three lines", "For", "Stands as"]


def test_the_person_who_saved_is_known_from_the_request(draft, office, sign_in):
    sign_in(office).post(
        address(draft, "describe"),
        {
            "summary": "What we ask.",
            "audiences": ["staff"],
            "sign_off_text": "I agree.",
            "approver_level": "headteacher",
        },
    )

    newest, beginning = story(draft)

    assert newest.who == str(office)
    assert beginning.who == "The portal's operator"


def test_clauses_of_an_imported_document_know_who_brought_them(office):
    version = actions.draft_from_import(
        imported=imported(), original=SOCIAL_MEDIA, original_name="a.txt", by=office
    )

    assert {row.history_user_id for row in Clause.history.all()} == {office.pk}
    (beginning,) = story(version)
    assert beginning.who == str(office)
    assert beginning.count[1] == Clause.objects.count()


# --- the page -------------------------------------------------------------------------------------


def test_the_owner_of_a_policy_reads_how_its_draft_came_to_be(draft, class_teacher, sign_in):
    draft.policy.owner = class_teacher
    draft.policy.save()
    reword(first_clause(draft), "Be kind always.")

    text = shown(page(draft, class_teacher, sign_in))

    assert "added:" in text
    assert "Begun with 2 sections and 4 points." in text
    assert "Bring the earlier words back" not in text
    assert sign_in(class_teacher).get(draft.get_work_url()).status_code == 200
    assert sign_in(class_teacher).get(draft.get_absolute_url()).status_code == 200
    assert sign_in(class_teacher).get(address(draft, "describe")).status_code == 403
    assert sign_in(class_teacher).post(address(draft, "bring_back")).status_code == 403


def test_others_do_not(draft, class_teacher, parent, chair, office, sign_in):
    assert Client().get(address(draft)).status_code == 302
    assert page(draft, class_teacher, sign_in).status_code == 404
    assert page(draft, parent, sign_in).status_code == 404
    assert page(draft, office, sign_in).status_code == 200
    draft.state = State.IN_REVIEW
    draft.save()
    assert page(draft, chair, sign_in).status_code == 403


def test_the_owner_of_one_policy_sees_no_other(draft, class_teacher, sign_in):
    factories.PolicyFactory(owner=class_teacher)

    assert page(draft, class_teacher, sign_in).status_code == 404


def test_words_of_a_draft_never_become_markup(draft, office, sign_in):
    reword(first_clause(draft), "<b>Bold</b> <script>alert(1)</script>")

    assert b"<b>" not in page(draft, office, sign_in).content


def test_a_long_story_costs_no_more_queries_than_a_short_one(draft, office, sign_in):
    client = sign_in(office)
    counts = []
    for saves in (1, 30):
        for number in range(saves):
            for clause in Clause.objects.all():
                reword(clause, f"Be kind, {saves} and {number}.")
            aged(draft, minutes=1)
        client.get(address(draft))
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address(draft))
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 15
    assert "Page 1 of 4" in shown(response)
    assert "Begun with" in shown(client.get(address(draft), {"page": 4}))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_story_takes_nothing_but_reading(draft, office, sign_in, method):
    assert getattr(sign_in(office), method)(address(draft)).status_code == 405


# --- bringing back --------------------------------------------------------------------------------


def last_row(model, thing) -> int:
    return model.history.filter(id=thing.pk).exclude(history_type="-").latest().pk


def test_earlier_words_are_brought_back_from_the_page(draft, office, sign_in):
    clause = first_clause(draft)
    words, row = clause.text, last_row(Clause, clause)
    reword(clause, "Something else.")
    assert f'name="row" value="{row}"' in page(draft, office, sign_in).content.decode()

    answer = sign_in(office).post(
        address(draft, "bring_back"), {"kind": "clause", "row": row}, follow=True
    )

    clause.refresh_from_db()
    assert clause.text == words
    assert "Brought back: point 1.1 in section 1." in shown(answer)
    assert Event.objects.on(draft).filter(action="policies.clause.brought_back").count() == 1


def test_words_that_stand_there_already_are_not_brought_back_twice(draft, office):
    clause = first_clause(draft)
    row = last_row(Clause, clause)

    with pytest.raises(DomainError, match="already"):
        actions.bring_back_clause(version=draft, row=row, by=office)


def test_a_clause_taken_out_comes_back_where_it_stood_as_the_same_clause(draft, office):
    clause = first_clause(draft)
    pk, row, words = clause.pk, last_row(Clause, clause), clause.text
    section = clause.section
    clause.delete()
    other = section.clauses.get()
    other.position = 1
    other.save()

    back = actions.bring_back_clause(version=draft, row=row, by=office)

    assert (back.pk, back.number, back.text) == (pk, "1.1", words)
    assert [c.number for c in section.clauses.all()] == ["1.1", "1.2"]


def test_a_clause_whose_number_was_given_away_comes_back_last(draft, office):
    clause = first_clause(draft)
    row, section = last_row(Clause, clause), clause.section
    clause.delete()
    other = section.clauses.get()
    other.position, other.number = 1, "1.1"
    other.save()

    actions.bring_back_clause(version=draft, row=row, by=office)

    assert [c.number for c in section.clauses.all()] == ["1.1", "1.2"]


def test_a_section_comes_back_with_the_clauses_that_went_with_it(draft, office):
    first, second = draft.sections.all()
    earlier = first.clauses.get(number="1.1")
    earlier.delete()
    aged(draft)
    row, words, pk = last_row(Section, first), first.clauses.get().text, first.pk
    clause_row = Clause.history.filter(id=first.clauses.get().pk).latest().pk
    first.delete()
    second.position, second.number = 1, "1"
    second.save()

    with pytest.raises(DomainError, match="bring that back first"):
        actions.bring_back_clause(version=draft, row=clause_row, by=office)
    back = actions.bring_back_section(version=draft, row=row, by=office)

    assert (back.pk, back.number, back.position) == (pk, "2", 2)
    assert [(c.number, c.text) for c in back.clauses.all()] == [("2.2", words)]
    with pytest.raises(DomainError, match="already"):
        actions.bring_back_section(version=draft, row=row, by=office)


@pytest.mark.parametrize("state", [state for state in State if state in ("in_review", "approved")])
def test_only_into_a_draft_words_are_brought_back(draft, office, state):
    clause = first_clause(draft)
    row = last_row(Clause, clause)
    reword(clause, "Something else.")
    draft.state = state
    draft.save()

    with pytest.raises(WrongState):
        actions.bring_back_clause(version=draft, row=row, by=office)


def test_nobody_but_those_who_look_after_policies_brings_back(draft, class_teacher):
    with pytest.raises(NotAllowed):
        actions.bring_back_section(version=draft, row=1, by=class_teacher)


def test_rows_of_another_policy_are_not_brought_into_this_one(draft, office):
    other = factories.VersionFactory()
    clause = first_clause(other)
    row, section_row = last_row(Clause, clause), last_row(Section, clause.section)

    for act, given in ((actions.bring_back_clause, row), (actions.bring_back_section, section_row)):
        with pytest.raises(DomainError, match="no longer kept"):
            act(version=draft, row=given, by=office)


@pytest.mark.parametrize(
    "given", [{}, {"kind": "clause"}, {"kind": "x", "row": 1}, {"kind": "clause", "row": 10**12}]
)
def test_a_choice_that_makes_no_sense_brings_nothing_back(draft, office, sign_in, given):
    answer = sign_in(office).post(address(draft, "bring_back"), given, follow=True)

    assert "Choose on this page" in shown(answer)
    assert timezone.now() - Clause.history.latest().history_date > timedelta(minutes=5)


def test_if_the_event_cannot_be_written_nothing_comes_back(draft, office, monkeypatch):
    clause = first_clause(draft)
    row = last_row(Clause, clause)
    reword(clause, "Something else.")

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions.restoring.chain, "record", broken)
    with pytest.raises(RuntimeError):
        actions.bring_back_clause(version=draft, row=row, by=office)

    clause.refresh_from_db()
    assert clause.text == "Something else."
