"""Remarks pinned to the clauses of a draft: who makes them, who is told, and that none is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from notifications.models import Message
from policies import actions
from policies.models import ReviewComment, State
from policies.remarks import open_remarks, open_remarks_by_section, remarks_on
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P2")]


@pytest.fixture
def draft(office):
    return factories.VersionFactory(created_by=office)


@pytest.fixture
def in_review(draft, office):
    return actions.submit_for_review(version=draft, by=office)


@pytest.fixture
def clause(draft):
    return draft.sections.get().clauses.first()


def remarks(version):
    return remarks_on(version, list(version.sections.prefetch_related("clauses")))


def told() -> list[str]:
    return [m.recipient.full_name for m in Message.objects.filter(template="policy_remarks")]


# --- saying something -----------------------------------------------------------------------------


def test_a_remark_stands_beside_its_clause_and_keeps_its_words(in_review, clause, chair):
    was = clause.text

    said = actions.remark(version=in_review, clause=clause, words=" Too long. ", by=chair)

    assert (said.words, said.about_number, said.about_words) == ("Too long.", "1.1", was)
    assert [t.remark for t in remarks(in_review).on_clauses[clause.pk]] == [said]
    assert Event.objects.get(action="policies.remark.made").actor_id == str(chair.pk)


def test_what_is_said_is_not_in_the_chain(in_review, chair):
    actions.remark(version=in_review, words="Ask Mrs Secret", by=chair)

    assert "Secret" not in str(Event.objects.get(action="policies.remark.made").__dict__)


def test_a_clause_that_goes_takes_no_remark_with_it(draft, clause, deputy, office):
    actions.remark(version=draft, clause=clause, words="Why?", by=deputy)

    actions.take_out_section(section=clause.section, by=office)

    [thread] = remarks(draft).on_what_went
    assert (thread.remark.about_number, thread.remark.about_words) == ("1.1", clause.text)
    assert open_remarks(draft) == 1
    assert open_remarks_by_section(draft) == {}


def test_a_clause_that_was_reworded_shows_what_the_remark_was_about(draft, clause, deputy):
    actions.remark(version=draft, clause=clause, words="Why?", by=deputy)
    clause.text = "Reads otherwise."
    clause.save()

    [thread] = remarks(draft).on_clauses[clause.pk]

    assert thread.words_changed
    assert thread.remark.about_words != clause.text


def test_an_answer_stands_below_its_remark_and_counts_for_none(draft, office, deputy):
    said = actions.remark(version=draft, words="Why?", by=deputy)

    answer = actions.answer_remark(remark=said, words="Because of the law.", by=office)

    [thread] = remarks(draft).on_whole
    assert thread.answers == [answer]
    assert open_remarks(draft) == 1


def test_a_remark_is_settled_and_opened_again(draft, clause, office, deputy):
    said = actions.remark(version=draft, clause=clause, words="Why?", by=deputy)
    assert open_remarks_by_section(draft) == {clause.section_id: 1}

    settled = actions.settle_remark(remark=said, by=office)
    assert (settled.settled_by, open_remarks(draft)) == (office, 0)
    assert actions.settle_remark(remark=said, by=deputy).settled_by == office

    assert actions.reopen_remark(remark=said, by=deputy).settled_at is None
    assert open_remarks(draft) == 1


def test_an_agreement_is_no_remark(in_review, deputy):
    actions.agree_with_version(version=in_review, by=deputy)

    assert remarks(in_review).threads == []


# --- who may, and when ----------------------------------------------------------------------------


def test_the_owner_may_and_others_may_not(draft, class_teacher, governor):
    with pytest.raises(NotAllowed):
        actions.remark(version=draft, words="Why?", by=class_teacher)
    with pytest.raises(NotAllowed):
        actions.remark(version=draft, words="Why?", by=governor)
    draft.policy.owner = class_teacher
    draft.policy.save()

    assert actions.remark(version=draft, words="Why?", by=class_teacher).pk


@pytest.mark.parametrize(
    "state", [state for state in State if state not in (State.DRAFT, State.IN_REVIEW)]
)
def test_what_is_decided_takes_no_more_remarks(draft, office, deputy, state):
    said = actions.remark(version=draft, words="Why?", by=deputy)
    if state in (State.PUBLISHED, State.SUPERSEDED):
        factories.put_in_force(draft)
    draft.state = state
    draft.save()

    for act in (
        lambda: actions.remark(version=draft, words="More?", by=deputy),
        lambda: actions.answer_remark(remark=said, words="More.", by=office),
        lambda: actions.settle_remark(remark=said, by=office),
        lambda: actions.reopen_remark(remark=said, by=office),
    ):
        with pytest.raises(WrongState):
            act()
    assert ReviewComment.objects.count() == 1


def test_a_clause_of_another_text_and_no_words_are_refused(draft, deputy):
    elsewhere = factories.VersionFactory().sections.get().clauses.first()

    with pytest.raises(WrongState):
        actions.remark(version=draft, clause=elsewhere, words="Why?", by=deputy)
    with pytest.raises(DomainError):
        actions.remark(version=draft, words="  ", by=deputy)


# --- who is told ----------------------------------------------------------------------------------


def test_authors_are_told_once_a_day_and_nobody_of_themselves(draft, clause, office, deputy):
    said = actions.remark(version=draft, clause=clause, words="Why?", by=deputy)
    actions.remark(version=draft, words="And why?", by=deputy)
    assert told() == [office.full_name]

    actions.answer_remark(remark=said, words="Because.", by=office)
    assert sorted(told()) == sorted([office.full_name, deputy.full_name])


def test_whoever_sent_it_back_is_written_to_only_once_they_may_read_it_again(
    in_review, chair, office
):
    said = actions.remark(version=in_review, words="Whom do they ask?", by=chair)
    actions.send_back(version=in_review, by=chair, why="See my remark.")
    Message.objects.all().delete()

    actions.answer_remark(remark=said, words="The Headteacher.", by=office)
    assert not Message.objects.exists()

    actions.submit_for_review(version=in_review, by=office)
    actions.answer_remark(remark=said, words="It says so now.", by=office)
    assert Message.objects.filter(recipient=chair, template="policy_remarks").exists()


def test_the_message_says_nothing_of_the_remark(draft, clause, deputy):
    actions.remark(version=draft, clause=clause, words="Too harsh on parents", by=deputy)

    assert "harsh" not in str(Message.objects.get(template="policy_remarks").context)


# --- the page -------------------------------------------------------------------------------------


def page(version, query=""):
    return f"{version.get_review_url()}{query}"


def test_the_page_opens_a_form_at_the_clause_and_keeps_the_remark(
    sign_in, in_review, clause, chair
):
    client = sign_in(chair)
    shown = client.get(page(in_review, f"?about={clause.pk}")).content.decode()
    assert "Your remark on 1.1" in shown

    answer = client.post(page(in_review, f"?about={clause.pk}"), {"words": "Too long."})

    said = ReviewComment.objects.get()
    assert (said.clause, said.written_by) == (clause, chair)
    assert answer.url == f"{in_review.get_review_url()}#remark-{said.pk}"
    assert "Too long." in client.get(page(in_review)).content.decode()


def test_empty_words_are_asked_for(sign_in, in_review, chair):
    shown = sign_in(chair).post(page(in_review, "?about=whole"), {"words": " "})

    assert "Write what you want to say." in shown.content.decode()
    assert not ReviewComment.objects.exists()


@pytest.mark.parametrize("about", ["999999", "nonsense", "-1"])
def test_words_about_a_clause_that_went_are_kept_on_the_page(sign_in, in_review, chair, about):
    shown = sign_in(chair).post(page(in_review, f"?about={about}"), {"words": "Mind this."})

    assert not ReviewComment.objects.exists()
    assert "Mind this." in shown.content.decode()
    assert "taken out of the draft meanwhile" in shown.content.decode()


def test_answering_settling_and_opening_again_by_the_pages(sign_in, in_review, chair, office):
    said = actions.remark(version=in_review, words="Why?", by=chair)
    client = sign_in(office)
    where = [in_review.policy.slug, in_review.number, said.pk]

    assert "Why?" in client.get(reverse("policies:answer_remark", args=where)).content.decode()
    empty = client.post(reverse("policies:answer_remark", args=where), {"words": ""})
    assert "Write what you want to say." in empty.content.decode()
    client.post(reverse("policies:answer_remark", args=where), {"words": "The law."})
    client.post(reverse("policies:settle_remark", args=where))
    shown = client.get(page(in_review)).content.decode()
    assert "The law." in shown
    assert f"Settled by {office}" in shown

    client.post(reverse("policies:reopen_remark", args=where))
    assert open_remarks(in_review) == 1


def test_an_answer_is_not_answered_and_anothers_remark_is_not_found(sign_in, in_review, office):
    said = actions.remark(version=in_review, words="Why?", by=office)
    answer = actions.answer_remark(remark=said, words="So.", by=office)
    other = factories.VersionFactory()
    client = sign_in(office)

    for version, pk in [(in_review, answer.pk), (other, said.pk)]:
        where = reverse("policies:answer_remark", args=[version.policy.slug, version.number, pk])
        assert client.get(where).status_code == 404
        assert client.post(where, {"words": "More."}).status_code == 404


def test_what_is_in_force_shows_its_remarks_and_takes_none(sign_in, draft, office, deputy):
    actions.remark(version=draft, words="Why?", by=deputy)
    factories.put_in_force(draft)
    client = sign_in(office)

    shown = client.get(page(draft)).content.decode()
    assert "Why?" in shown
    assert "Say something" not in shown
    refused = client.post(page(draft, "?about=whole"), {"words": "More?"})
    assert "while a version is a draft or in review" in refused.content.decode()


def test_writers_see_the_remarks_where_they_write(sign_in, draft, clause, office, deputy):
    actions.remark(version=draft, clause=clause, words="Too long.", by=deputy)
    client = sign_in(office)
    edit = reverse("policies:edit", args=[draft.policy.slug, draft.number])

    assert f'review/#{clause.section.anchor}">1<' in client.get(edit).content.decode()
    assert "Too long." in client.get(f"{edit}{clause.section_id}/").content.decode()
    assert "1 open remark" in client.get(draft.get_work_url()).content.decode()


def test_many_remarks_cost_no_more_queries(sign_in, draft, office, deputy):
    client = sign_in(office)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page(draft))
        return len(queries)

    actions.remark(version=draft, words="Why?", by=deputy)
    few = cost()
    for clause in draft.sections.get().clauses.all():
        for words in ("One.", "Two."):
            said = actions.remark(version=draft, clause=clause, words=words, by=deputy)
            actions.answer_remark(remark=said, words="So.", by=office)

    assert cost() == few
