"""Cases about adults who work with the children: questions first, the LADO, low-level concerns."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from incidents import actions, queries
from incidents.facts import facts_of
from incidents.models import Case, HarmAnswers, LowLevelConcern, Part, State
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Role, School
from tests import factories
from tests.incidents.cases import a_case, a_low_level_concern, answered

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I8")]


def about_staff(state=State.TRIAGED, **fields):
    return a_case(state, **({"subject_kind": "staff"} | fields))


def ring_the_lado(case, by, **changed):
    words = {
        "was_made": True,
        "made_on": timezone.localdate(),
        "reference": "L-7",
        "reason": "Told.",
    }
    return actions.record_contact(case=case, by=by, body="lado", **(words | changed))


def act_on(case, by):
    """Return each way to act on a case, or to end it."""
    return [
        lambda: actions.start_investigation(case=case, by=by),
        lambda: actions.refer_case(case=case, by=by),
        lambda: actions.close_case(case=case, by=by, outcome="no_breach", explanation="Done."),
    ]


@pytest.mark.parametrize("kind", ["staff", "volunteer", "governor"])
def test_nothing_is_done_before_the_four_questions_are_answered(kind, headteacher):
    for act in act_on(about_staff(subject_kind=kind), headteacher):
        with pytest.raises(WrongState, match="four questions"):
            act()


@pytest.mark.parametrize("kind", ["parent_family", "pupil", "unknown"])
def test_of_parents_and_children_they_are_not_asked(kind, headteacher):
    case = about_staff(subject_kind=kind)

    with pytest.raises(WrongState, match="adults who work"):
        answered(case, headteacher, is_allegation=True)
    assert actions.start_investigation(case=case, by=headteacher).state == State.INVESTIGATING


def test_an_allegation_waits_for_the_lado(headteacher):
    case = answered(about_staff(), headteacher, is_allegation=True)
    for act in act_on(case, headteacher):
        with pytest.raises(WrongState, match="LADO"):
            act()

    ring_the_lado(case, headteacher)

    assert actions.start_investigation(case=case, by=headteacher).state == State.INVESTIGATING


def test_a_reason_for_no_contact_opens_the_way_too(headteacher):
    case = answered(about_staff(), headteacher, is_allegation=True)

    with pytest.raises(DomainError, match="why"):
        ring_the_lado(case, headteacher, was_made=False, reason=" ")
    ring_the_lado(case, headteacher, was_made=False, reason="They rang us.")

    assert actions.start_investigation(case=case, by=headteacher).state == State.INVESTIGATING


def test_a_contact_with_anybody_else_does_not_stand_for_the_lado(headteacher):
    case = answered(about_staff(), headteacher, is_allegation=True)
    ring = {"was_made": False, "reason": "No crime."}

    actions.record_contact(case=case, by=headteacher, body="police", **ring)

    assert facts_of(case).lado_is_open


def test_an_allegation_is_not_answered_away_before_the_lado_heard_of_it(headteacher):
    case = answered(about_staff(), headteacher, is_allegation=True)

    with pytest.raises(DomainError, match="First record the contact with the LADO"):
        answered(case, headteacher, is_allegation=False)
    case.refresh_from_db()
    assert case.is_allegation
    assert HarmAnswers.objects.filter(case=case).count() == 1
    ring_the_lado(case, headteacher, was_made=False, reason="I ticked the wrong box.")

    assert not answered(case, headteacher, is_allegation=False).is_allegation


@pytest.mark.parametrize("who", ["child", "parent"])
def test_an_allegation_is_not_named_away_before_the_lado_heard_of_it(who, cast):
    case = answered(about_staff(), cast.headteacher, is_allegation=True)
    named = {"child": factories.ChildFactory()} if who == "child" else {"person": cast.parent}

    actions.name_subject(case=case, by=cast.headteacher, **named)

    case.refresh_from_db()
    assert case.is_allegation
    assert facts_of(case).lado_is_open
    for act in act_on(case, cast.headteacher):
        with pytest.raises(WrongState, match="LADO"):
            act()


def test_once_the_lado_heard_of_it_it_may_turn_out_to_be_about_a_child(headteacher):
    case = answered(about_staff(), headteacher, is_allegation=True)
    ring_the_lado(case, headteacher)

    actions.name_subject(case=case, by=headteacher, child=factories.ChildFactory())

    case.refresh_from_db()
    assert case.subject_kind == "pupil"


def test_the_page_names_the_lado_once_it_is_an_allegation(headteacher, sign_in):
    School.objects.update_or_create(pk=1, defaults={"lado_contact": "Lena Lado, 01632 960 003"})
    case = about_staff()
    client = sign_in(headteacher)
    assert "Lena Lado" not in client.get(case.get_absolute_url()).content.decode()

    answered(case, headteacher, is_allegation=True)

    assert "Lena Lado, 01632 960 003" in client.get(case.get_absolute_url()).content.decode()


def test_the_questions_come_even_before_the_remit_test(headteacher):
    case = about_staff(outside_school=True)

    case = answered(case, headteacher, is_allegation=True)

    assert case.is_allegation


def test_a_low_level_concern_is_closed_once_it_is_written_down(headteacher):
    case = answered(about_staff(), headteacher, is_allegation=False)
    end = {"outcome": "advice_given", "explanation": "It is dealt with."}
    with pytest.raises(WrongState, match="write the low-level concern down"):
        actions.close_case(case=case, by=headteacher, **end)

    case = a_low_level_concern(case, headteacher)

    assert actions.close_case(case=case, by=headteacher, **end).state == State.CLOSED


def test_writing_it_down_needs_all_three_and_keeps_earlier_words_on_the_timeline(headteacher):
    case = a_low_level_concern(about_staff(), headteacher)
    words = {"context": "A second post.", "action": "We talked.", "rationale": "It was small."}

    with pytest.raises(DomainError, match="what was done"):
        actions.write_down_low_level(case=case, by=headteacher, **(words | {"action": " "}))
    actions.write_down_low_level(case=case, by=headteacher, **words)

    assert LowLevelConcern.objects.get().context == "A second post."
    written = case.entries.filter(title="Wrote down a low-level concern")
    assert [entry.words.split("\n")[0] for entry in written] == ["A post.", "A second post."]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"subject_kind": "pupil"}, "not a low-level"),
        ({"meets_harm_threshold": True}, "not a low-level"),
        ({"meets_harm_threshold": None}, "four questions"),
        ({"meets_harm_threshold": False, "state": State.RECEIVED}, "first look"),
    ],
)
def test_only_a_low_level_concern_is_written_down_as_one(fields, why, headteacher):
    with pytest.raises(WrongState, match=why):
        actions.write_down_low_level(
            case=about_staff(**fields), by=headteacher, context="x", action="x", rationale="x"
        )


@pytest.mark.parametrize("state", [State.RECEIVED, State.CLOSED])
def test_the_questions_are_answered_after_the_first_look_and_before_the_end(state, headteacher):
    with pytest.raises(WrongState):
        answered(about_staff(state), headteacher, is_allegation=False)


def test_answers_can_be_given_again_and_earlier_ones_are_kept(headteacher):
    case = answered(about_staff(), headteacher, is_allegation=True)
    ring_the_lado(case, headteacher)

    case = answered(case, headteacher, is_allegation=False)

    assert not case.is_allegation
    assert HarmAnswers.objects.count() == 2
    told = Event.objects.filter(action="incidents.harm.answered").order_by("sequence")
    assert [event.facts["allegation"] for event in told] == [True, False]
    assert case.harm_answers.first().answers["risk"] == "no"


def test_every_answer_needs_a_reason(headteacher):
    no = dict.fromkeys(["harmed", "offence", "risk", "unsuitable"], "no")

    with pytest.raises(DomainError, match="why you answered so"):
        actions.answer_harm_questions(case=about_staff(), by=headteacher, why=" ", **no)

    assert not HarmAnswers.objects.exists()


@pytest.mark.parametrize("who", ["chair", "clerk", "deputy", "governor", "outsider"])
def test_nobody_outside_the_case_answers_writes_down_or_hands_on(who, cast):
    case, by = about_staff(meets_harm_threshold=False), getattr(cast, who)
    words = {"context": "x", "action": "x", "rationale": "x"}

    with pytest.raises(NotAllowed):
        answered(case, by, is_allegation=True)
    with pytest.raises(NotAllowed):
        actions.write_down_low_level(case=case, by=by, **words)
    with pytest.raises(NotAllowed):
        ring_the_lado(case, by)

    assert not case.entries.exists()


def test_the_safeguarding_lead_told_besides_may_record_the_call_but_not_answer(cast):
    case = about_staff(besides_role=Role.DSL, child_at_risk=True)

    with pytest.raises(NotAllowed, match="for the Headteacher"):
        answered(case, cast.dsl, is_allegation=True)
    ring_the_lado(case, cast.dsl)

    assert case.outside_contacts.get().recorded_by == cast.dsl


@pytest.mark.parametrize("step", ["answers", "low-level", "contact"])
def test_a_step_that_fails_half_way_leaves_nothing(step, headteacher, monkeypatch):
    case = about_staff(meets_harm_threshold=False)
    for module in ("harm", "contacts"):
        monkeypatch.setattr(f"incidents.actions.{module}.chain.record", fails)
    act = {
        "answers": lambda: answered(case, headteacher, is_allegation=True),
        "low-level": lambda: actions.write_down_low_level(
            case=case, by=headteacher, context="x", action="x", rationale="x"
        ),
        "contact": lambda: ring_the_lado(case, headteacher),
    }[step]

    with pytest.raises(RuntimeError):
        act()

    case.refresh_from_db()
    assert case.meets_harm_threshold is False
    assert not case.entries.exists()
    assert not HarmAnswers.objects.exists()
    assert not LowLevelConcern.objects.exists()
    assert not case.outside_contacts.exists()


def fails(*args, **kwargs):
    raise RuntimeError("the disk is full")


def test_the_database_refuses_a_low_level_concern_without_its_reason(headteacher):
    with pytest.raises(IntegrityError), transaction.atomic():
        LowLevelConcern.objects.create(
            case=about_staff(), context="x", action="x", rationale="", recorded_by=headteacher
        )


# --- somebody is named later ----------------------------------------------------------------------


def name(case, by, person):
    return actions.name_subject(case=case, by=by, person=person)


def test_naming_whom_it_is_about_asks_nothing_anew(cast):
    case = a_low_level_concern(about_staff(), cast.headteacher)

    assert name(case, cast.headteacher, cast.class_teacher).meets_harm_threshold is False


def test_one_more_adult_or_another_kind_of_adult_asks_the_questions_again(cast, sign_in):
    case = a_low_level_concern(about_staff(), cast.headteacher)
    name(case, cast.headteacher, cast.class_teacher)

    case = name(case, cast.headteacher, cast.teacher_parent)

    assert case.meets_harm_threshold is None
    page = sign_in(cast.headteacher).get(case.get_absolute_url()).content.decode()
    assert "answer them again" in page
    other = a_low_level_concern(about_staff(), cast.headteacher)
    assert name(other, cast.headteacher, cast.volunteer).meets_harm_threshold is None


def test_an_allegation_stays_one_whoever_is_named(cast):
    case = answered(about_staff(), cast.headteacher, is_allegation=True)

    assert name(case, cast.headteacher, cast.volunteer).is_allegation


def test_a_closed_case_that_turns_out_to_be_about_an_adult_is_opened_to_the_questions(cast):
    case = a_case(State.CLOSED, by=cast.headteacher)
    case = name(case, cast.headteacher, cast.class_teacher)

    case = actions.reopen_case(case=case, by=cast.headteacher, why="It was a teacher.")

    assert case.state == State.TRIAGED


# --- a pattern ------------------------------------------------------------------------------------


def concern_about(person, by, *, handling_role=Role.HEADTEACHER, confirmed=True, **fields):
    case = a_case(State.TRIAGED, subject_kind="staff", handling_role=handling_role, **fields)
    factories.CasePartyFactory(
        case=case, person=person, confirmed_at=timezone.now() if confirmed else None
    )
    Case.objects.filter(pk=case.pk).update(meets_harm_threshold=False)
    case.refresh_from_db()
    return case


def test_the_head_sees_other_low_level_concerns_about_the_same_person(cast, sign_in):
    earlier = concern_about(cast.class_teacher, cast.headteacher)
    now = concern_about(cast.class_teacher, cast.headteacher)

    page = sign_in(cast.headteacher).get(now.get_absolute_url())

    assert page.context["deciding"]["others"] == [earlier]
    assert earlier.reference in page.content.decode()


def test_the_chair_sees_those_about_the_head_and_the_head_none(cast, sign_in):
    earlier = concern_about(cast.headteacher, cast.chair, handling_role=Role.CHAIR)
    now = concern_about(cast.headteacher, cast.chair, handling_role=Role.CHAIR)

    assert list(queries.other_low_level(cast.chair, now)) == [earlier]
    assert not queries.other_low_level(cast.headteacher, now).exists()


@pytest.mark.rule("I4")
def test_a_pattern_shows_only_what_this_person_handles_and_what_was_confirmed(cast):
    now = concern_about(cast.class_teacher, cast.headteacher)
    concern_about(cast.class_teacher, cast.headteacher, confirmed=False)
    concern_about(cast.class_teacher, cast.clerk, handling_role=Role.CLERK)
    concern_about(cast.teacher_parent, cast.headteacher)
    both = concern_about(cast.class_teacher, cast.headteacher)
    factories.CasePartyFactory(case=both, person=cast.headteacher)
    seen = concern_about(cast.class_teacher, cast.headteacher)
    factories.CasePartyFactory(case=seen, person=cast.class_teacher, part=Part.WITNESS)
    allegation = concern_about(cast.class_teacher, cast.headteacher)
    Case.objects.filter(pk=allegation.pk).update(meets_harm_threshold=True)

    assert list(queries.other_low_level(cast.headteacher, now)) == [seen]


def test_whoever_only_reads_the_case_sees_no_pattern(cast, sign_in):
    concern_about(cast.class_teacher, cast.headteacher)
    now = concern_about(cast.class_teacher, cast.headteacher, besides_role=Role.DSL)

    page = sign_in(cast.dsl).get(now.get_absolute_url())

    assert page.status_code == 200
    assert page.context["deciding"]["others"] == []


def test_only_possibly_meant_here_shows_no_pattern_either(cast):
    concern_about(cast.class_teacher, cast.headteacher)
    now = concern_about(cast.class_teacher, cast.headteacher, confirmed=False)

    assert not queries.other_low_level(cast.headteacher, now).exists()


# --- somebody of another kind besides -------------------------------------------------------------


@pytest.mark.parametrize("first", ["by account", "by name alone"])
@pytest.mark.parametrize("second", ["a child", "a parent"])
def test_a_child_or_parent_named_besides_lifts_nothing_from_an_adult_who_works_here(
    first, second, cast
):
    head, case = cast.headteacher, about_staff()
    known = {"person": cast.class_teacher} if first == "by account" else {"name": "Mr Cover"}
    case = actions.name_subject(case=case, by=head, **known)
    child = second == "a child"
    other = {"child": factories.ChildFactory()} if child else {"person": cast.parent}

    case = actions.name_subject(case=case, by=head, **other)

    assert case.asks_about_harm
    assert not Case.objects.without_low_level().exists()
    with pytest.raises(WrongState, match="four questions"):
        actions.start_investigation(case=case, by=head)


def test_where_nobody_else_did_it_the_case_is_about_whoever_is_named(cast):
    case = actions.name_subject(case=about_staff(), by=cast.headteacher, person=cast.parent)

    assert case.subject_kind == "parent_family"
    assert not case.asks_about_harm
