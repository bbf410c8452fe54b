"""What each step does, to whom it is open, and that none leaves half of itself behind."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from audit.models import Event
from incidents import actions
from incidents.models import Case, CaseEntry, CaseParty, Part, Report, State, SubjectKind
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Role
from tests import factories
from tests.incidents.cases import a_case, a_low_level_concern, a_report, judged

pytestmark = pytest.mark.django_db


def triage(case, by, **changed):
    facts = {"kind": case.kind, "subject_kind": case.subject_kind, "outside_school": False}
    return actions.triage_case(case=case, by=by, **(facts | changed))


def fails(*args, **kwargs):
    raise RuntimeError("the disk is full")


# --- steps ----------------------------------------------------------------------------------------


@pytest.mark.rule("I6")
def test_a_first_look_sets_the_facts_the_state_and_the_clock(headteacher):
    case = a_case(received_at=timezone.make_aware(datetime(2026, 11, 9, 9, 0)))

    case = triage(case, headteacher, kind="image", subject_kind="pupil", words="A quick look.")

    assert (case.state, case.kind, case.subject_kind) == (State.TRIAGED, "image", "pupil")
    assert case.due_on == date(2026, 11, 23)
    assert case.entries.get(title="Had a first look").words == "A quick look."
    assert Event.objects.get(action="incidents.case.triaged").actor_id == str(headteacher.pk)


@pytest.mark.rule("I4")
def test_a_first_look_that_finds_it_is_about_the_head_moves_it_away(cast):
    case = triage(a_case(), cast.headteacher, subject_kind="headteacher")

    assert case.handling_role == Role.CHAIR
    assert not Case.objects.visible_to(cast.headteacher).exists()
    assert Message.objects.get().recipient == cast.chair


def test_a_first_look_can_bring_in_the_safeguarding_lead(cast):
    case = triage(a_case(), cast.headteacher, child_at_risk=True)

    assert case.besides_role == Role.DSL
    assert Message.objects.get().recipient == cast.dsl


@pytest.mark.rule("I7")
@pytest.mark.rule("M17")
def test_nothing_is_done_about_something_outside_school_before_the_remit_test(headteacher):
    case = triage(a_case(), headteacher, outside_school=True)

    for act in (
        lambda: actions.start_investigation(case=case, by=headteacher),
        lambda: actions.refer_case(case=case, by=headteacher),
        lambda: actions.close_case(
            case=case, by=headteacher, outcome="no_further_action", explanation="Done."
        ),
    ):
        with pytest.raises(WrongState, match="outside school"):
            act()


@pytest.mark.rule("M17")
def test_one_ground_and_a_reason_open_the_way(headteacher):
    case = a_case(State.TRIAGED, outside_school=True)

    case = actions.judge_remit(case=case, by=headteacher, grounds=["threat"], why="A child is sad.")

    assert case.remit_within is True
    assert case.remit_grounds == ["threat"]
    assert actions.start_investigation(case=case, by=headteacher).state == State.INVESTIGATING


@pytest.mark.rule("M17")
def test_with_no_ground_it_can_only_be_closed_as_outside_the_remit(headteacher):
    case = a_case(State.TRIAGED, outside_school=True)
    case = actions.judge_remit(case=case, by=headteacher, grounds=[], why="Between two families.")

    with pytest.raises(WrongState, match="may not act"):
        actions.start_investigation(case=case, by=headteacher)
    with pytest.raises(DomainError, match="does not fit"):
        actions.close_case(case=case, by=headteacher, outcome="no_breach", explanation="Done.")
    closed = actions.close_case(
        case=case, by=headteacher, outcome="outside_remit", explanation="Talk to the app."
    )

    assert closed.state == State.CLOSED


def test_the_remit_test_needs_a_reason_and_the_right_moment(headteacher):
    with pytest.raises(DomainError, match="why"):
        actions.judge_remit(
            case=a_case(State.TRIAGED, outside_school=True), by=headteacher, grounds=[], why=" "
        )
    with pytest.raises(WrongState, match="in school"):
        actions.judge_remit(
            case=a_case(State.TRIAGED, outside_school=False), by=headteacher, grounds=[], why="x"
        )
    with pytest.raises(WrongState, match="first look"):
        actions.judge_remit(case=a_case(outside_school=True), by=headteacher, grounds=[], why="x")


@pytest.mark.rule("I14")
def test_closing_tells_the_reporter_that_there_is_something_to_read(headteacher, parent):
    case = a_report(reporter=parent, outside_school=False).case
    triage(case, headteacher)
    Message.objects.all().delete()

    case = actions.close_case(
        case=case, by=headteacher, outcome="no_breach", explanation="All is well."
    )

    assert (case.state, case.due_at) == (State.CLOSED, None)
    assert case.closed_by == headteacher
    assert Message.objects.get().recipient == parent


def test_closing_an_anonymous_report_writes_to_nobody(headteacher):
    case = a_case(State.TRIAGED)

    actions.close_case(case=case, by=headteacher, outcome="no_breach", explanation="Fine.")

    assert not Message.objects.exists()


def test_closing_needs_words_for_the_reporter(headteacher):
    with pytest.raises(DomainError, match="will read"):
        actions.close_case(
            case=a_case(State.TRIAGED), by=headteacher, outcome="no_breach", explanation=" "
        )


@pytest.mark.rule("I7")
@pytest.mark.parametrize("outcome", ["referred_disciplinary", "behaviour_steps", "nonsense"])
def test_a_parent_cannot_be_given_a_sanction_for_staff_or_pupils(headteacher, outcome):
    case = a_case(State.TRIAGED, subject_kind=SubjectKind.PARENT_FAMILY)

    with pytest.raises(DomainError, match="does not fit"):
        actions.close_case(case=case, by=headteacher, outcome=outcome, explanation="Done.")


@pytest.mark.rule("M11")
def test_the_disciplinary_outcome_needs_the_reference_of_the_hr_file(headteacher):
    case = a_case(State.TRIAGED, subject_kind=SubjectKind.STAFF)
    case = a_low_level_concern(case, headteacher)
    words = {"outcome": "referred_disciplinary", "explanation": "Dealt with."}

    with pytest.raises(DomainError, match="HR file"):
        actions.close_case(case=case, by=headteacher, **words)
    case = actions.close_case(case=case, by=headteacher, hr_reference="HR-12", **words)

    assert case.hr_reference == "HR-12"


@pytest.mark.rule("I7")
def test_an_outcome_for_staff_is_the_heads_alone_even_where_another_stands_in(deputy):
    case = a_case(State.TRIAGED, subject_kind=SubjectKind.STAFF, handling_role=Role.DEPUTY)
    case = a_low_level_concern(case, deputy)

    with pytest.raises(NotAllowed, match="Headteacher"):
        actions.close_case(case=case, by=deputy, outcome="advice_given", explanation="Done.")


@pytest.mark.rule("I7")
def test_an_outcome_for_the_head_is_the_chairs(chair):
    case = a_case(State.TRIAGED, subject_kind=SubjectKind.HEADTEACHER, handling_role=Role.CHAIR)
    case = a_low_level_concern(case, chair)

    closed = actions.close_case(case=case, by=chair, outcome="advice_given", explanation="Done.")

    assert closed.state == State.CLOSED


@pytest.mark.rule("I6")
def test_a_closed_case_is_opened_again_with_a_reason(headteacher):
    case = a_case(State.CLOSED, by=headteacher)

    with pytest.raises(DomainError, match="why"):
        actions.reopen_case(case=case, by=headteacher, why=" ")
    case = actions.reopen_case(case=case, by=headteacher, why="Somebody else saw it.")

    assert (case.state, case.outcome, case.closed_at) == (State.INVESTIGATING, "", None)
    assert case.due_on is not None


def test_one_closed_as_outside_the_remit_goes_back_to_that_question(headteacher):
    case = a_case(
        State.CLOSED, by=headteacher, outcome="outside_remit", **judged(False, headteacher)
    )

    case = actions.reopen_case(case=case, by=headteacher, why="It reached the playground.")

    assert (case.state, case.remit_within) == (State.TRIAGED, None)


@pytest.mark.rule("M20")
def test_a_case_goes_to_governors_and_comes_back(headteacher):
    case = actions.refer_case(case=a_case(State.INVESTIGATING), by=headteacher)
    assert case.state == State.WITH_GOVERNORS

    case = actions.return_case(case=case, by=headteacher)

    assert case.state == State.INVESTIGATING


def test_only_head_and_chair_put_a_case_before_governors(deputy):
    case = a_case(State.TRIAGED, handling_role=Role.DEPUTY)

    with pytest.raises(NotAllowed, match="Headteacher or the chair"):
        actions.refer_case(case=case, by=deputy)


def test_what_is_not_with_governors_cannot_come_back(headteacher):
    with pytest.raises(WrongState, match="not with governors"):
        actions.return_case(case=a_case(State.CLOSED), by=headteacher)


STEPS = {
    "triage": lambda case, by: triage(case, by),
    "remit": lambda case, by: actions.judge_remit(case=case, by=by, grounds=[], why="x"),
    "investigate": lambda case, by: actions.start_investigation(case=case, by=by),
    "refer": lambda case, by: actions.refer_case(case=case, by=by),
    "return": lambda case, by: actions.return_case(case=case, by=by),
    "name": lambda case, by: actions.name_subject(case=case, by=by, name="Somebody"),
    "clauses": lambda case, by: actions.name_clauses(case=case, by=by, clauses=[]),
    "close": lambda case, by: actions.close_case(
        case=case, by=by, outcome="no_breach", explanation="x"
    ),
    "reopen": lambda case, by: actions.reopen_case(case=case, by=by, why="x"),
    "write": lambda case, by: actions.write_to_reporter(case=case, by=by, words="x"),
}


@pytest.mark.rule("I6")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", ["chair", "clerk", "deputy", "governor", "parent", "outsider"])
def test_no_step_is_open_to_somebody_the_case_is_not_with(step, who, cast):
    case = a_case(State.TRIAGED)

    with pytest.raises(NotAllowed, match="not with you"):
        STEPS[step](case, getattr(cast, who))

    assert not CaseEntry.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_the_safeguarding_lead_told_besides_takes_no_step_but_may_add_a_note(step, cast):
    case = a_case(State.TRIAGED, besides_role=Role.DSL, child_at_risk=True)

    with pytest.raises(NotAllowed, match="for the Headteacher"):
        STEPS[step](case, cast.dsl)
    actions.add_note(case=case, by=cast.dsl, words="Known to us.")

    assert case.entries.get().by == cast.dsl


@pytest.mark.parametrize("step", ["triage", "name", "close"])
def test_a_step_that_fails_half_way_leaves_nothing(step, headteacher, monkeypatch):
    case = a_case(State.RECEIVED if step == "triage" else State.TRIAGED)
    before = Case.objects.filter(pk=case.pk).values().get()
    for module in ("steps", "people"):
        monkeypatch.setattr(f"incidents.actions.{module}.chain.record", fails)

    with pytest.raises(RuntimeError):
        STEPS[step](case, headteacher)

    assert Case.objects.filter(pk=case.pk).values().get() == before
    assert not CaseEntry.objects.exists()
    assert not CaseParty.objects.exists()


# --- people ---------------------------------------------------------------------------------------


@pytest.mark.rule("I4")
def test_naming_the_head_moves_the_case_away_at_once(cast):
    case = a_case(State.INVESTIGATING)

    case = actions.name_subject(case=case, by=cast.headteacher, person=cast.headteacher)

    assert case.handling_role == Role.CHAIR
    assert case.subject_kind == SubjectKind.HEADTEACHER
    assert not Case.objects.visible_to(cast.headteacher).exists()
    assert Case.objects.visible_to(cast.chair).get() == case
    assert set(Message.objects.values_list("recipient", flat=True)) == {cast.chair.pk}


def test_naming_confirms_whoever_was_only_possibly_meant(cast):
    case = a_report(subject_name="Mrs Hart").case

    actions.name_subject(case=case, by=cast.chair, person=cast.headteacher)

    assert case.parties.get(part=Part.ALLEGED).confirmed_at is not None


def test_a_target_keeps_the_case_where_it_is(cast):
    case = a_case(State.TRIAGED)

    case = actions.name_subject(
        case=case, by=cast.headteacher, person=cast.class_teacher, part=Part.TARGET
    )

    assert case.handling_role == Role.HEADTEACHER
    assert case.subject_kind == SubjectKind.UNKNOWN


@pytest.mark.parametrize(
    ("who", "subject_kind"),
    [
        ("class_teacher", "staff"),
        ("governor", "governor"),
        ("volunteer", "volunteer"),
        ("parent", "parent_family"),
        ("teacher_parent", "staff"),
        ("outsider", "unknown"),
    ],
)
def test_naming_somebody_says_whom_the_case_is_about(cast, who, subject_kind):
    case = actions.name_subject(
        case=a_case(State.TRIAGED), by=cast.headteacher, person=getattr(cast, who)
    )

    assert case.subject_kind == subject_kind


@pytest.mark.rule("I5")
def test_a_part_in_one_case_says_nothing_of_another(headteacher, parent):
    first, second = a_case(State.TRIAGED), a_case(State.TRIAGED)
    child = factories.ChildFactory()

    actions.name_subject(case=first, by=headteacher, child=child)
    actions.name_subject(case=first, by=headteacher, person=parent, part=Part.WITNESS)

    assert first.parties.count() == 2
    assert not second.parties.exists()


def test_naming_nobody_is_refused(headteacher):
    with pytest.raises(DomainError, match="Say who"):
        actions.name_subject(case=a_case(), by=headteacher, name="  ")


@pytest.mark.rule("I4")
def test_a_handler_may_say_that_somebody_else_of_that_name_was_meant(cast):
    case = a_report(subject_kind="parent_family", subject_name="Mr Hart").case
    assert case.handling_role == Role.CHAIR
    party = case.parties.get()

    case = actions.clear_possible_subject(
        case=case, by=cast.chair, party=party, why="It is her neighbour."
    )

    assert case.handling_role == Role.HEADTEACHER
    assert Case.objects.visible_to(cast.headteacher).get() == case
    assert Message.objects.filter(recipient=cast.headteacher).count() == 1


@pytest.mark.rule("I4")
def test_whoever_holds_the_post_it_is_about_is_not_cleared(cast):
    case = a_report(subject_kind="headteacher").case

    with pytest.raises(DomainError, match="holds this post"):
        actions.clear_possible_subject(
            case=case, by=cast.chair, party=case.parties.get(), why="I think not."
        )

    assert case.parties.get().person == cast.headteacher


def test_somebody_confirmed_is_not_cleared_and_a_reason_is_needed(cast):
    case = a_report(subject_name="Mrs Sadler").case
    party = case.parties.get()

    with pytest.raises(DomainError, match="how you know"):
        actions.clear_possible_subject(case=case, by=cast.headteacher, party=party, why=" ")
    actions.name_subject(case=case, by=cast.headteacher, person=cast.dsl)
    with pytest.raises(WrongState, match="settled"):
        actions.clear_possible_subject(case=case, by=cast.headteacher, party=party, why="x")


# --- clauses and conversation ---------------------------------------------------------------------


@pytest.mark.rule("I9")
@pytest.mark.rule("M9")
def test_clauses_come_from_the_version_in_force_on_the_day(headteacher):
    version = factories.published(title="Social media policy")
    clause = version.sections.get().clauses.first()
    draft = factories.VersionFactory().sections.get().clauses.first()
    case = a_case(State.TRIAGED)

    actions.name_clauses(case=case, by=headteacher, clauses=[clause])

    assert list(case.clauses.all()) == [clause]
    with pytest.raises(DomainError, match="in force"):
        actions.name_clauses(case=case, by=headteacher, clauses=[draft])


def test_a_day_before_the_policy_has_no_clauses(headteacher):
    from incidents import queries

    factories.published()
    case = a_case(State.TRIAGED)
    Report.objects.filter(case=case).update(happened_on=date(2001, 1, 1))
    case.refresh_from_db()

    assert not queries.clauses_for(case).exists()


@pytest.mark.rule("I12")
def test_only_the_reporter_adds_to_a_report(parent, other_parent, headteacher):
    case = a_report(reporter=parent).case

    for somebody in (other_parent, None):
        with pytest.raises(NotAllowed):
            actions.reply_as_reporter(case=case, by=somebody, words="Hello")


@pytest.mark.parametrize("act", [actions.write_to_reporter, actions.add_note])
def test_empty_words_are_refused(act, headteacher):
    with pytest.raises(DomainError, match="Write something"):
        act(case=a_case(), by=headteacher, words="  ")
