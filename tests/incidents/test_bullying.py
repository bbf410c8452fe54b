"""Bullying online: what it was about, and each step of the school's own procedure."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from incidents import actions, queries
from incidents.bullying import STANDS_ALONE, Motive, checked, describes_procedure
from incidents.models import BullyingRecord, ProcedureStep, Report, State
from policies.models import ExpectedAnswer
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories
from tests.days import counted_now, in_days, today, tomorrow
from tests.incidents.cases import a_case, judged

pytestmark = [pytest.mark.rule("I9"), pytest.mark.rule("M16")]
LONG_AGO = timezone.now() - timedelta(days=90)
HEADINGS = ["What bullying is", "What we do about bullying"]


def anti_bullying(**fields):
    """Return the anti-bullying policy in force, as somebody answered that it is."""
    version = factories.published(title="Anti-bullying policy", sections=HEADINGS, **fields)
    answer = {"policy": version.policy, "answered_by": version.created_by}
    ExpectedAnswer.objects.update_or_create(key="anti-bullying", defaults=answer)
    return version


def points_of(version):
    return [clause for section in version.sections.all() for clause in section.clauses.all()]


def bullying(state=State.TRIAGED, **fields):
    return a_case(state, kind="cyberbullying", **fields)


def close(case, by):
    return actions.close_case(case=case, by=by, outcome="no_breach", explanation="It is settled.")


# --- motives --------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", list(combinations(Motive, 2)))
def test_nothing_and_unknown_stand_alone_and_the_others_beside_each_other(pair):
    if STANDS_ALONE & set(pair):
        with pytest.raises(ValueError, match="Choose either"):
            checked(pair)
    else:
        assert checked(reversed(pair)) == list(pair)


@pytest.mark.parametrize("motive", Motive)
def test_any_one_is_an_answer(motive):
    assert checked([motive.value]) == [motive]
    assert motive.label


def test_no_motive_is_no_answer_and_none_is_invented():
    with pytest.raises(ValueError, match="what it seemed to be about"):
        checked([])
    with pytest.raises(ValueError, match="nonsense"):
        checked(["nonsense"])


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        ("Procedure", True),
        ("Procedures for dealing with bullying", True),
        ("What we do", True),
        ("What the school will do when bullying is reported", True),
        ("The steps we take", True),
        ("How we respond", True),
        ("Responding to bullying", True),
        ("What bullying is", False),
        ("Aims", False),
        ("Roles and responsibilities", False),
        ("", False),
    ],
)
def test_a_heading_tells_what_may_be_the_procedure(heading, is_one):
    assert describes_procedure(heading) is is_one


# --- closing waits --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_closing_waits_for_the_motive_and_then_for_each_step(headteacher):
    case, version = bullying(), anti_bullying()
    with pytest.raises(WrongState, match="what it seemed to be about"):
        close(case, headteacher)
    actions.note_motive(case=case, by=headteacher, motives=["race", "other"])
    with pytest.raises(WrongState, match="each step of the anti-bullying policy"):
        close(case, headteacher)
    actions.take_procedure(case=case, by=headteacher, clauses=points_of(version)[2:])
    first, second = case.procedure_steps.all()
    done = {"was_done": True, "done_on": today(), "done_by": "Mrs Hart"}
    actions.settle_steps(case=case, by=headteacher, steps=[first], **done)
    with pytest.raises(WrongState, match="each step"):
        close(case, headteacher)

    actions.settle_steps(
        case=case, by=headteacher, steps=[second], was_done=False, why_not="They moved away."
    )

    assert close(case, headteacher).state == State.CLOSED


@pytest.mark.django_db
def test_what_the_school_may_not_act_on_is_closed_without_it(headteacher):
    case = bullying(**judged(False, headteacher))

    with pytest.raises(WrongState, match="does not apply"):
        actions.note_motive(case=case, by=headteacher, motives=["none"])
    closed = actions.close_case(
        case=case, by=headteacher, outcome="outside_remit", explanation="Talk to the app."
    )

    assert closed.state == State.CLOSED


@pytest.mark.django_db
def test_a_case_of_another_kind_has_no_such_steps(headteacher, sign_in):
    case = a_case(State.TRIAGED)

    with pytest.raises(WrongState, match="not about bullying"):
        actions.note_motive(case=case, by=headteacher, motives=["none"])

    shown = sign_in(headteacher).get(case.get_absolute_url()).context["steps"]
    assert "bullying" not in str([*shown["can"], *shown["cannot"]])


# --- the procedure --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_steps_are_copied_with_their_numbers_and_the_case_cites_the_version(
    headteacher, sign_in
):
    case, version = bullying(), anti_bullying()
    points = points_of(version)[2:]

    actions.take_procedure(case=case, by=headteacher, clauses=reversed(points))

    copied = [(step.clause, step.number, step.text) for step in case.procedure_steps.all()]
    assert copied == [(point, point.number, point.text) for point in points]
    assert BullyingRecord.objects.get().version == version
    assert str(version) in sign_in(headteacher).get(case.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_it_is_the_version_of_the_day_on_which_it_happened(headteacher, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(timezone, "now", lambda: LONG_AGO)
        older = anti_bullying()
    factories.replace(older)
    newer = factories.published(policy=older.policy, number=2, sections=HEADINGS)
    case = bullying()
    Report.objects.filter(case=case).update(happened_on=in_days(-9))
    case.refresh_from_db()

    assert [*queries.procedure_clauses(case)] == points_of(older)
    with pytest.raises(DomainError, match="in force on the day"):
        actions.take_procedure(case=case, by=headteacher, clauses=points_of(newer))


@pytest.mark.django_db
def test_the_form_ticks_beforehand_what_a_heading_calls_procedure(headteacher, sign_in):
    case, version = bullying(), anti_bullying()

    form = sign_in(headteacher).get(f"{case.get_absolute_url()}procedure/").context["form"]

    assert form["clauses"].value() == [point.pk for point in points_of(version)[2:]]
    assert "why_none" not in form.fields


@pytest.mark.django_db
def test_more_points_can_be_taken_later_and_none_twice(headteacher):
    case, version = bullying(), anti_bullying()
    points = points_of(version)
    actions.take_procedure(case=case, by=headteacher, clauses=points[2:3])

    actions.take_procedure(case=case, by=headteacher, clauses=points[2:])

    assert [step.number for step in case.procedure_steps.all()] == ["2.1", "2.2"]
    with pytest.raises(DomainError, match="at least one"):
        actions.take_procedure(case=case, by=headteacher, clauses=points[2:])


@pytest.mark.django_db
@pytest.mark.parametrize("portal_has", ["nothing", "another policy", "a draft", "one from later"])
def test_without_the_policy_of_that_day_a_reason_stands_in_its_place(
    portal_has, headteacher, sign_in
):
    case = bullying()
    if portal_has == "another policy":
        factories.published(title="Anti-bullying policy")
    if portal_has == "a draft":
        draft = factories.VersionFactory()
        ExpectedAnswer.objects.create(key="anti-bullying", policy=draft.policy)
    if portal_has == "one from later":
        anti_bullying()
        Report.objects.filter(case=case).update(happened_on=in_days(-9))
    case.refresh_from_db()

    page = sign_in(headteacher).get(f"{case.get_absolute_url()}procedure/").content.decode()
    assert "has no anti-bullying policy that was in force" in page
    with pytest.raises(DomainError, match="what is done instead"):
        actions.take_procedure(case=case, by=headteacher, why_none=" ")
    actions.take_procedure(case=case, by=headteacher, why_none="We see both families.")
    actions.note_motive(case=case, by=headteacher, motives=["unknown"])

    assert close(case, headteacher).state == State.CLOSED


@pytest.mark.django_db
def test_where_there_is_a_policy_no_reason_takes_its_place(headteacher):
    case = bullying()
    anti_bullying()

    with pytest.raises(DomainError, match="at least one point"):
        actions.take_procedure(case=case, by=headteacher, why_none="Too much work.")

    assert not BullyingRecord.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"was_done": True, "done_on": None, "done_by": "Mrs Hart"}, "when it was done"),
        ({"was_done": True, "done_on": today, "done_by": " "}, "who did it"),
        ({"was_done": True, "done_on": tomorrow, "done_by": "x"}, "future"),
        ({"was_done": False, "why_not": " "}, "why this is not done"),
    ],
)
def test_a_step_is_done_by_somebody_on_a_day_or_it_is_said_why_not(how, why, headteacher):
    case, version = bullying(), anti_bullying()
    actions.take_procedure(case=case, by=headteacher, clauses=points_of(version)[2:])

    with pytest.raises(DomainError, match=why):
        actions.settle_steps(
            case=case, by=headteacher, steps=case.procedure_steps.all(), **counted_now(how)
        )

    assert case.procedure_steps.open().count() == 2


@pytest.mark.django_db
def test_a_step_is_settled_once_and_only_in_its_own_case(headteacher):
    case, other, version = bullying(), bullying(), anti_bullying()
    for one in (case, other):
        actions.take_procedure(case=one, by=headteacher, clauses=points_of(version)[2:])
    mine, theirs = case.procedure_steps.first(), other.procedure_steps.first()
    done = {"was_done": True, "done_on": today(), "done_by": "Mrs Hart"}
    actions.settle_steps(case=case, by=headteacher, steps=[mine], **done)

    for step in (mine, theirs):
        with pytest.raises(DomainError, match="still to be taken"):
            actions.settle_steps(
                case=case, by=headteacher, steps=[step], was_done=False, why_not="x"
            )

    assert case.procedure_steps.first().done_by == "Mrs Hart"


@pytest.mark.django_db
def test_the_database_refuses_a_step_both_done_and_left_out(headteacher):
    case, version = bullying(), anti_bullying()
    actions.take_procedure(case=case, by=headteacher, clauses=points_of(version)[2:])
    both = {"done_on": today(), "done_by": "x", "why_not": "x", "settled_at": timezone.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureStep.objects.update(settled_by=headteacher, **both)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["chair", "deputy", "governor", "outsider"])
def test_nobody_outside_the_case_says_what_was_done(who, cast):
    case, by = bullying(), getattr(cast, who)

    for act in (
        lambda: actions.note_motive(case=case, by=by, motives=["none"]),
        lambda: actions.take_procedure(case=case, by=by, why_none="x"),
        lambda: actions.settle_steps(case=case, by=by, steps=[], was_done=False, why_not="x"),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert not case.entries.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["motive", "procedure", "steps"])
def test_what_fails_half_way_leaves_nothing(step, headteacher, monkeypatch):
    case, version = bullying(), anti_bullying()
    if step == "steps":
        actions.take_procedure(case=case, by=headteacher, clauses=points_of(version)[2:])
    before = case.entries.count(), case.procedure_steps.count(), BullyingRecord.objects.count()

    def fails(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("incidents.actions.bullying.chain.record", fails)
    acts = {
        "motive": lambda: actions.note_motive(case=case, by=headteacher, motives=["none"]),
        "procedure": lambda: actions.take_procedure(
            case=case, by=headteacher, clauses=points_of(version)[2:]
        ),
        "steps": lambda: actions.settle_steps(
            case=case, by=headteacher, steps=case.procedure_steps.all(), was_done=False, why_not="x"
        ),
    }
    with pytest.raises(RuntimeError):
        acts[step]()

    after = case.entries.count(), case.procedure_steps.count(), BullyingRecord.objects.count()
    assert after == before
    assert case.procedure_steps.open().count() == before[1]
