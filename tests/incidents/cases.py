"""Cases brought to a state by hand, and reports received the real way, for this room's tests."""

from django.utils import timezone

from incidents import actions, placing
from incidents.actions import ReportDetails, clocks, receive_report
from incidents.clocks import Clock
from incidents.harm import Question
from incidents.models import State
from incidents.permissions import can_confirm_removal
from school.models import Person, Role
from tests import factories

MET = dict.fromkeys(State, (Clock.READ, Clock.TRIAGE)) | {
    State.RECEIVED: (),
    State.CLOSED: tuple(Clock),
}
WORDS = "Xanthippe posted a dreadful rhyme about Robins class."


def a_report(*, reporter=None, code="", **details):
    """Return a report's case, received as the form would."""
    details.setdefault("what_happened", WORDS)
    return receive_report(details=ReportDetails(**details), reporter=reporter, code=code)


def a_case(state=State.RECEIVED, *, by=None, **fields):
    """Return a case in a state, put there by hand: for tests whose point is the next step."""
    fields.setdefault("outside_school", False)
    if state == State.CLOSED:
        by = by or factories.PersonFactory()
        fields = {
            "closed_at": timezone.now(),
            "closed_by": by,
            "outcome": "no_breach",
            "outcome_explanation": "All is well.",
        } | fields
    case = factories.CaseFactory(state=state, **fields)
    factories.ReportFactory(case=case)
    if not {"due_at", "due_on"} & fields.keys():
        clocks.start(case)
        clocks.meet(case, *MET[state])
        case.save()
    return case


def answered(case, by, *, is_allegation):
    """Return a case about an adult here whose four questions were answered, as a handler would."""
    answers = dict.fromkeys(Question, "no") | ({Question.RISK: "unsure"} if is_allegation else {})
    words = {question.value: answer for question, answer in answers.items()}
    return actions.answer_harm_questions(case=case, by=by, why="As far as we know.", **words)


def a_low_level_concern(case, by):
    """Return a case that was found to be a low-level concern, and written down as one."""
    case = answered(case, by, is_allegation=False)
    words = {"context": "A post.", "action": "We talked.", "rationale": "It was small."}
    actions.write_down_low_level(case=case, by=by, **words)
    return case


def removed_for_good(mask, by):
    """Return a mask whose words one person asked to remove and a second, who is there, did."""
    if placing.second_person(mask.case, besides=by) is None:
        factories.RoleAssignmentFactory(role=Role.DSL)
    asked = actions.ask_to_remove(mask=mask, by=by)
    holding = Person.objects.holding(asked.confirmed_by_role)
    second = next(each for each in holding if can_confirm_removal(each, asked))
    return actions.confirm_removal(mask=asked, by=second)


def judged(within, by):
    """Return the fields of a remit test that was made."""
    return {
        "outside_school": True,
        "remit_within": within,
        "remit_grounds": ["threat"] if within else [],
        "remit_why": "We talked about it.",
        "remit_judged_at": timezone.now(),
        "remit_judged_by": by,
    }


def closed_report(by, **details):
    """Return a report whose case somebody has looked at and closed, the real way."""
    received = a_report(outside_school=False, **details)
    actions.triage_case(
        case=received.case,
        by=by,
        kind="breach",
        subject_kind=received.case.subject_kind,
        outside_school=False,
    )
    received.case.refresh_from_db()
    if received.case.asks_about_harm:
        answered(received.case, by, is_allegation=True)
        reason = "They know of it already."
        actions.record_contact(
            case=received.case, by=by, body="lado", was_made=False, reason=reason
        )
    actions.close_case(
        case=received.case, by=by, outcome="no_breach", explanation="All is well again."
    )
    received.case.refresh_from_db()
    return received
