"""Adults who work with the children: the four questions, and low-level concerns (I8)."""

from django.db import transaction

from audit import chain
from incidents import harm, lifecycle, permissions
from incidents.actions import handover, reviews
from incidents.facts import facts_of
from incidents.harm import Question
from incidents.models import GOVERNING, Case, HarmAnswers, LowLevelConcern, Part, State
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

NOT_ASKED = "The four questions are about adults who work with our children."
NOT_LOW_LEVEL = "This is not a low-level concern."
LADO_FIRST = (
    "This has been an allegation. First record the contact with the LADO, or why there was none: "
    "then you can answer anew."
)


@transaction.atomic
def answer_harm_questions(
    *, case: Case, by: Person, harmed: str, offence: str, risk: str, unsuitable: str, why: str
) -> Case:
    """Record the four answers and why; they can be given again, and the latest stand.

    But not so that an allegation ends before the LADO was contacted, or it was said why not.
    """
    case = handover.locked(case)
    require(permissions.can_answer_harm(by, case))
    if verdict := harm_needs_answers(case):
        raise WrongState(verdict)
    answers: dict[str, str] = {
        Question.HARMED: harmed,
        Question.OFFENCE: offence,
        Question.RISK: risk,
        Question.UNSUITABLE: unsuitable,
    }
    try:
        found = harm.judge(answers, why)
    except ValueError as error:
        raise DomainError(str(error)) from error
    if not found.is_allegation and facts_of(case).lado_is_open:
        raise DomainError(LADO_FIRST)
    told_before = handover.team_of(case)
    HarmAnswers.objects.create(case=case, answered_by=by, why=why, **answers)
    case.meets_harm_threshold = found.is_allegation
    if not found.is_allegation and case.escalated_role in GOVERNING:
        handover.come_down(case)  # it was late, and turns out to be none of governors' business
    came_to = "an allegation" if found.is_allegation else "a low-level concern"
    title = f"Answered the four questions about harm: {came_to}"
    handover.add_entry(case, by=by, title=title, words=why)
    handover.move_if_needed(case, told_before=told_before)  # no low-level concern is for governors
    reviews.fit(case)
    chain.record("incidents.harm.answered", by=by, on=case, allegation=found.is_allegation)
    return case


def harm_needs_answers(case: Case) -> str:
    """Return why the four questions cannot be answered now, or nothing when they can."""
    if not case.asks_about_harm:
        return NOT_ASKED
    if case.state in (State.RECEIVED, State.CLOSED):
        return lifecycle.WHY_NOT_NOW[State(case.state)]
    return ""


def ask_again_if_another(case: Case, *, kind_before: str, newcomer: Person | None) -> None:
    """Ask anew when the case turns out to be about somebody else, or one more; not saved.

    An allegation stays one: only a person's answers end it.
    """
    if case.meets_harm_threshold is not False:
        return
    named = case.parties.filter(part=Part.ALLEGED, person__isnull=False, confirmed_at__isnull=False)
    others = named.exclude(person=newcomer)
    if case.subject_kind != kind_before or (newcomer is not None and others.exists()):
        case.meets_harm_threshold = None


@transaction.atomic
def write_down_low_level(
    *, case: Case, by: Person, context: str, action: str, rationale: str
) -> LowLevelConcern:
    """Keep what a low-level concern was, what was done and why. Earlier words stay on the
    timeline.
    """
    case = handover.locked(case)
    require(permissions.can_write_down_low_level(by, case))
    if verdict := low_level_cannot_be_written(case):
        raise WrongState(verdict)
    if not (context.strip() and action.strip() and rationale.strip()):
        raise DomainError("Say what happened, what was done, and why that was right.")
    words = {"context": context, "action": action, "rationale": rationale}
    concern, _ = LowLevelConcern.objects.update_or_create(
        case=case, defaults=words | {"recorded_by": by}
    )
    handover.add_entry(
        case, by=by, title="Wrote down a low-level concern", words="\n\n".join(words.values())
    )
    chain.record("incidents.low_level.written", by=by, on=case)
    return concern


def low_level_cannot_be_written(case: Case) -> str:
    """Return why a low-level concern cannot be written down now, or nothing when it can."""
    if not case.asks_about_harm or case.meets_harm_threshold is True:
        return NOT_LOW_LEVEL
    if case.state in (State.RECEIVED, State.CLOSED):
        return lifecycle.WHY_NOT_NOW[State(case.state)]
    if case.meets_harm_threshold is None:
        return "First answer the four questions about harm."
    return ""
