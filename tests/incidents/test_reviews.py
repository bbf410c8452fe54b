"""I14: a reporter asks once to have it looked at again; somebody who did not decide it does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents import actions, reviewing
from incidents.actions.reviews import ask_until
from incidents.models import Case, CaseEntry, Part, ReviewRequest, State
from incidents.tasks import keep_reviews
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Person, Role
from tests import factories
from tests.incidents.cases import a_report, closed_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I14")]

WHY = "You missed the second post."


def ask(case, by=None, words=WHY):
    return actions.ask_for_review(case=case, by=by, words=words)


def decide(case, by, *, upheld=True, **said):
    said = {"answer": "We read it all again.", "why": "The second post."} | said
    return actions.decide_review(case=case, by=by, upheld=upheld, **said)


# --- who looks at it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handled_by", "about", "free", "goes_to", "nobody_else"),
    [
        ("headteacher", (), {"deputy", "chair"}, "deputy", False),
        ("headteacher", (), {"chair"}, "chair", False),
        ("headteacher", ("deputy",), {"deputy", "chair"}, "chair", False),
        ("deputy", (), {"headteacher", "chair"}, "headteacher", False),
        ("chair", ("headteacher",), {"deputy", "headteacher", "clerk"}, "clerk", False),
        ("clerk", ("governor",), {"chair", "headteacher"}, "chair", False),
        ("dsl", ("headteacher",), {"headteacher", "deputy", "chair"}, "chair", False),
        ("clerk", ("headteacher", "chair"), {"clerk"}, "clerk", False),
        ("clerk", ("headteacher", "chair"), set(), "clerk", True),
        ("headteacher", (), set(), "headteacher", True),
    ],
)
def test_it_goes_one_step_up_to_somebody_free(handled_by, about, free, goes_to, nobody_else):
    found = reviewing.reviewer(handled_by, subject_roles=about, free=free)

    assert found == (goes_to, nobody_else)


def test_a_case_that_the_head_decided_goes_to_the_deputy_and_to_nobody_else(cast, sign_in):
    case = closed_report(cast.headteacher).case
    Message.objects.all().delete()

    ask(case)

    assert ReviewRequest.objects.get().role == Role.DEPUTY
    assert [m.recipient for m in Message.objects.all()] == [cast.deputy]
    assert sign_in(cast.deputy).get(case.get_absolute_url()).status_code == 200
    for name in ("chair", "clerk", "dsl", "office", "class_teacher", "governor", "parent"):
        assert sign_in(getattr(cast, name)).get(case.get_absolute_url()).status_code == 404


def test_a_case_about_the_head_goes_from_the_chair_to_the_clerk(cast):
    case = closed_report(cast.chair, subject_kind="headteacher").case

    ask(case)

    assert ReviewRequest.objects.get().role == Role.CLERK
    assert not Case.objects.visible_to(cast.headteacher).exists()
    assert not Case.objects.visible_to(cast.deputy).exists()


@pytest.mark.parametrize("part", Part)
def test_whoever_has_a_part_in_the_case_does_not_look_at_it(part, cast):
    case = closed_report(cast.headteacher).case
    factories.CasePartyFactory(case=case, person=cast.deputy, part=part)

    ask(case)

    assert ReviewRequest.objects.get().role == Role.CHAIR
    assert not Case.objects.visible_to(cast.deputy).exists()


def test_whoever_reported_it_does_not_look_at_it(cast):
    case = closed_report(cast.headteacher, reporter=cast.deputy).case

    ask(case, by=cast.deputy)

    assert ReviewRequest.objects.get().role == Role.CHAIR
    assert not Case.objects.visible_to(cast.deputy).exists()


def test_a_colleague_in_the_same_post_looks_at_it_where_nobody_stands_above(headteacher):
    colleague = factories.RoleAssignmentFactory(role=Role.HEADTEACHER).person
    case = closed_report(headteacher).case

    ask(case)

    assert not ReviewRequest.objects.get().nobody_else
    assert list(case.looking_again()) == [colleague]
    with pytest.raises(NotAllowed, match="did not decide"):
        decide(case, headteacher)


def test_where_there_is_nobody_else_whoever_decided_it_answers_and_the_case_says_so(
    headteacher, sign_in
):
    case = closed_report(headteacher).case

    ask(case)

    page = sign_in(headteacher).get(case.get_absolute_url()).content.decode()
    assert "Nobody else is there to ask" in page
    decide(case, headteacher)
    assert ReviewRequest.objects.get().decided_by == headteacher


def test_whoever_may_look_is_exactly_whoever_is_told(cast):
    case = closed_report(cast.headteacher).case
    ask(case)

    may_open = {p for p in Person.objects.all() if Case.objects.visible_to(p).exists()}

    assert set(case.team()) == may_open == {cast.headteacher, cast.deputy}


# --- asking ---------------------------------------------------------------------------------------


def test_it_can_be_asked_once(headteacher, deputy):
    case = closed_report(headteacher).case
    ask(case)
    decide(case, deputy)

    with pytest.raises(WrongState, match="once"):
        ask(case)


def test_not_even_after_the_case_was_opened_and_closed_again(headteacher, deputy):
    case = closed_report(headteacher).case
    ask(case)
    decide(case, deputy, upheld=False)
    actions.close_case(case=case, by=headteacher, outcome="no_breach", explanation="Still well.")

    with pytest.raises(WrongState, match="once"):
        ask(case)


def test_it_cannot_be_asked_while_the_case_is_open(headteacher):
    with pytest.raises(WrongState, match="have not finished"):
        ask(a_report().case)


def test_it_can_be_asked_for_twenty_school_days_and_no_longer(headteacher, deputy):
    case = closed_report(headteacher).case
    last = ask_until(case)
    over = timezone.localdate() - last + timedelta(days=-1)

    Case.objects.filter(pk=case.pk).update(closed_at=case.closed_at + over)
    with pytest.raises(WrongState, match="20 school days"):
        ask(case)
    Case.objects.filter(pk=case.pk).update(closed_at=case.closed_at)
    ask(case)


@pytest.mark.parametrize("who", ["other_parent", "headteacher", "nobody"])
def test_only_the_reporter_can_ask(who, parent, request, headteacher):
    case = closed_report(headteacher, reporter=parent).case
    by = None if who == "nobody" else request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        ask(case, by=by)


def test_it_needs_words(headteacher, deputy):
    with pytest.raises(DomainError, match="Say why"):
        ask(closed_report(headteacher).case, words=" ")


# --- answering ------------------------------------------------------------------------------------


def test_that_the_outcome_stands_is_read_by_the_reporter_and_ends_it(headteacher, deputy, sign_in):
    received = closed_report(headteacher, reporter_name="G", reporter_email="g@example.test")
    case = received.case
    ask(case)
    Message.objects.all().delete()

    decide(case, deputy, answer="We read both posts again.")

    case.refresh_from_db()
    assert case.state == State.CLOSED
    assert [m.address for m in Message.objects.all()] == ["g@example.test"]
    assert not Case.objects.visible_to(deputy).exists()
    assert Event.objects.get(action="incidents.review.decided").actor_id == str(deputy.pk)
    with pytest.raises(NotAllowed):
        decide(case, deputy)


def test_opening_it_again_gives_it_back_to_whoever_handles_it(headteacher, deputy):
    case = closed_report(headteacher).case
    ask(case)
    Message.objects.all().delete()

    decide(case, deputy, upheld=False, why="There are two posts.")

    case.refresh_from_db()
    assert case.state == State.INVESTIGATING
    assert case.handling_role == Role.HEADTEACHER
    assert [m.recipient for m in Message.objects.all()] == [headteacher]
    assert CaseEntry.objects.filter(case=case, words="There are two posts.").exists()
    assert not Case.objects.visible_to(deputy).exists()


@pytest.mark.parametrize(
    ("said", "sentence"), [({"answer": " "}, "will read"), ({"why": " "}, "opened again")]
)
def test_an_answer_needs_its_words(said, sentence, headteacher, deputy):
    case = closed_report(headteacher).case
    ask(case)

    with pytest.raises(DomainError, match=sentence):
        decide(case, deputy, upheld=False, **said)
    assert ReviewRequest.objects.get().decided_at is None


@pytest.mark.parametrize("who", ["headteacher", "chair", "parent", "class_teacher"])
def test_nobody_else_answers(who, cast):
    case = closed_report(cast.headteacher).case
    ask(case)

    with pytest.raises(NotAllowed):
        decide(case, getattr(cast, who))


def test_a_deputy_who_is_named_in_it_later_cannot_answer_it(cast):
    case = closed_report(cast.headteacher).case
    ask(case)

    actions.name_subject(case=case, by=cast.headteacher, person=cast.deputy)

    assert not Case.objects.visible_to(cast.deputy).exists()
    assert ReviewRequest.objects.get().role == Role.CHAIR
    assert keep_reviews() == 0


def test_a_review_that_nobody_is_left_for_goes_to_the_next(cast):
    case = closed_report(cast.headteacher).case
    ask(case)
    cast.deputy.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    Message.objects.all().delete()

    assert keep_reviews() == 1

    assert [m.recipient for m in Message.objects.all()] == [cast.chair]


def test_one_that_only_the_decider_could_answer_goes_to_somebody_who_comes(headteacher):
    case = closed_report(headteacher).case
    ask(case)
    assert keep_reviews() == 0

    deputy = factories.RoleAssignmentFactory(role=Role.DEPUTY).person

    assert keep_reviews() == 1
    assert list(case.looking_again()) == [deputy]


@pytest.mark.rule("I10")
def test_a_late_one_is_nudged_once_a_school_day(headteacher, deputy):
    case = closed_report(headteacher).case
    review = ask(case)
    Message.objects.all().delete()
    monday = review.due_at + timedelta(days=(7 - review.due_at.weekday()))

    assert actions.keep_reviews(now=review.due_at - timedelta(hours=1)) == 0
    assert actions.keep_reviews(now=monday) == 1
    assert actions.keep_reviews(now=monday + timedelta(hours=1)) == 0
    assert actions.keep_reviews(now=monday + timedelta(days=1)) == 1
    assert actions.keep_reviews(now=monday + timedelta(days=5)) == 0

    assert {m.recipient for m in Message.objects.all()} == {deputy}


# --- on the pages ---------------------------------------------------------------------------------


def open_with_code(client, received):
    client.post(
        reverse("incidents:follow"), {"reference": received.reference, "code": received.code}
    )
    return reverse("incidents:followed")


@pytest.mark.rule("M5")
def test_a_reporter_with_a_code_asks_and_reads_the_answer(client, headteacher, deputy, sign_in):
    received = closed_report(headteacher)
    here = open_with_code(client, received)
    assert "Ask us to look at it again" in client.get(here).content.decode()

    client.post(reverse("incidents:followed_review"), {"words": WHY})
    asked = client.get(here).content.decode()
    sign_in(deputy).post(
        reverse("incidents:review", args=[received.case.pk]),
        {"upheld": "yes", "answer": "We read both posts."},
    )
    answered = client.get(here).content.decode()

    assert WHY in asked
    assert "We mean to answer you by" in asked
    assert "the outcome stands" in answered
    assert "We read both posts." in answered
    assert deputy.full_name not in answered


def test_a_reporter_with_an_account_asks_on_their_own_page(parent, headteacher, deputy, sign_in):
    case = closed_report(headteacher, reporter=parent).case
    client = sign_in(parent)
    address = reverse("incidents:my_review", args=[case.reference])

    assert client.get(address).status_code == 200
    assert client.post(address, {"words": WHY}).status_code == 302
    assert ReviewRequest.objects.get().words == WHY
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("name", ["my_review", "my_slip"])
def test_another_parent_finds_neither_page(name, parent, other_parent, headteacher, sign_in):
    case = closed_report(headteacher, reporter=parent).case
    address = reverse(f"incidents:{name}", args=[case.reference])

    assert sign_in(other_parent).get(address).status_code == 404
    assert sign_in(parent).get(address).status_code == 200
    assert sign_in(parent).put(address).status_code == 405


def test_words_that_come_too_late_are_kept_on_the_page(client, headteacher, deputy):
    received = closed_report(headteacher)
    open_with_code(client, received)
    ask(received.case)

    page = client.post(reverse("incidents:followed_review"), {"words": "Once more."})

    assert page.status_code == 200
    assert "Once more." in page.content.decode()
    assert "asked once" in page.content.decode()


def test_asking_with_no_words_says_so(client, headteacher, deputy):
    open_with_code(client, closed_report(headteacher))

    page = client.post(reverse("incidents:followed_review"), {"words": " "})

    assert "Say why you would like us" in page.content.decode()


def test_whoever_looks_at_it_finds_it_above_their_cases_and_takes_no_other_step(
    headteacher, deputy, sign_in
):
    case = closed_report(headteacher).case
    ask(case)
    client = sign_in(deputy)

    queue = client.get(reverse("incidents:queue")).content.decode()
    page = client.get(case.get_absolute_url()).content.decode()

    assert "To look at again" in queue
    assert case.reference in queue
    assert "Answer the request" in page
    assert WHY in page
    assert client.get(reverse("incidents:reopen", args=[case.pk])).status_code == 403
    assert client.get(reverse("incidents:review", args=[case.pk])).status_code == 200


def test_whoever_decided_it_reads_the_request_and_cannot_answer(headteacher, deputy, sign_in):
    case = closed_report(headteacher).case
    ask(case)
    client = sign_in(headteacher)

    assert WHY in client.get(case.get_absolute_url()).content.decode()
    assert client.get(reverse("incidents:review", args=[case.pk])).status_code == 403
    assert "To look at again" not in client.get(reverse("incidents:queue")).content.decode()


def test_an_answer_without_a_choice_or_words_keeps_what_was_typed(headteacher, deputy, sign_in):
    case = closed_report(headteacher).case
    ask(case)

    page = sign_in(deputy).post(
        reverse("incidents:review", args=[case.pk]), {"answer": "We read it.", "upheld": ""}
    )

    assert "Choose whether the outcome stands." in page.content.decode()
    assert "We read it." in page.content.decode()


def test_the_queue_costs_the_same_with_three_reviews_as_with_twenty(
    headteacher, deputy, sign_in, django_assert_max_num_queries
):
    client = sign_in(deputy)

    def cost(number):
        for _ in range(number):
            case = factories.CaseFactory(state=State.RECEIVED)
            factories.ReportFactory(case=case)
            factories.ReviewRequestFactory(case=case)
        with django_assert_max_num_queries(60) as seen:
            client.get(reverse("incidents:queue"))
        return len(seen)

    assert cost(3) == cost(17)
