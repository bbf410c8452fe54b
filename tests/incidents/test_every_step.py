"""Every step of a case, taken for real in every state that a case was really brought to (I6).

What may be done when stands in `tests/rules/steps.csv`: yes, no, or never, where no such case
comes to that state (a low-level concern is never with governors). The moves between states are
held against the table of `lifecycle.py` too, whose sentence a refusal repeats. A refusal changes
nothing.
"""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from audit.models import Event
from incidents import actions, lifecycle, queries
from incidents.facts import facts_of
from incidents.lifecycle import Move
from incidents.models import Case, CaseEntry, CaseLink, Part, State
from school.access import NotAllowed
from school.errors import DomainError
from tests.incidents.bringing import an_upload
from tests.incidents.cases import a_report
from tests.incidents.test_bullying import LONG_AGO, anti_bullying

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I6")]

TABLE = Path(__file__).parent.parent / "rules" / "steps.csv"
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))
MOVES = {
    "triage_case": Move.TRIAGE,
    "start_investigation": Move.INVESTIGATE,
    "refer_case": Move.REFER,
    "return_case": Move.RETURN,
    "close_case": Move.CLOSE,
    "reopen_case": Move.REOPEN,
}
NO = "Not at all."
MEETS_NONE = {"harmed": "no", "offence": "no", "risk": "no", "unsuitable": "no"}
AS_DONE = {"was_done": True, "done_on": date(2026, 11, 2), "done_by": "Miss Moth"}
NOT_MADE = {"body": "police", "was_made": False, "reason": "No crime."}
ENDED = {"outcome": "no_breach", "explanation": "All is well."}
LOW = {"context": "A post.", "action": "We talked.", "rationale": "It was small."}


class Deeds:
    """Each step, as the handler of a case takes it; some are taken by whoever told us."""

    def __init__(self, case, cast):
        self.case, self.cast = case, cast
        self.mine = {"case": case, "by": cast.headteacher}

    def triage_case(self):
        told = {"kind": self.case.kind, "subject_kind": self.case.subject_kind}
        actions.triage_case(**self.mine, **told, outside_school=False)

    def judge_remit(self):
        actions.judge_remit(**self.mine, grounds=["threat"], why="It frightened some.")

    def start_investigation(self):
        actions.start_investigation(**self.mine)

    def refer_case(self):
        actions.refer_case(**self.mine)

    def return_case(self):
        actions.return_case(**self.mine)

    def note_decision_of_governors(self):
        actions.note_decision_of_governors(**self.mine, decision="Leave it", reasons=NO)

    def name_clauses(self):
        actions.name_clauses(**self.mine, clauses=queries.clauses_for(self.case)[:1])

    def close_case(self):
        actions.close_case(**self.mine, **ENDED)

    def reopen_case(self):
        actions.reopen_case(**self.mine, why="Something is new.")

    def answer_harm_questions(self):
        actions.answer_harm_questions(**self.mine, **MEETS_NONE, why=NO)

    def write_down_low_level(self):
        actions.write_down_low_level(**self.mine, **LOW)

    def note_motive(self):
        actions.note_motive(**self.mine, motives=["none"])

    def take_procedure(self):
        actions.take_procedure(**self.mine, clauses=queries.procedure_clauses(self.case)[1:2])

    def settle_steps(self):
        actions.settle_steps(**self.mine, steps=self.case.procedure_steps.open(), **AS_DONE)

    def record_contact(self):
        actions.record_contact(**self.mine, **NOT_MADE)

    def open_case(self):
        actions.open_case(**self.mine)

    def take_on(self):
        actions.take_on(**self.mine)

    def put_back(self):
        self.take_on()
        actions.put_back(**self.mine)

    def step_back(self):
        actions.step_back(**self.mine, why="A friend of mine.")

    def name_subject(self):
        actions.name_subject(**self.mine, name="Rose", part=Part.WITNESS)

    def settle_name(self):
        actions.settle_name(**self.mine, written="Mr Vole", why="I asked.")

    def clear_possible_subject(self):
        party = self.case.parties.possible_subjects().get()
        actions.clear_possible_subject(**self.mine, party=party, why="I asked.")

    def link_cases(self):
        other = a_report().case.reference
        actions.link_cases(**self.mine, reference=other, is_repeat=False, why="Both.")

    def unlink_cases(self):
        other = CaseLink.objects.of(self.case).get().other_than(self.case)
        actions.unlink_cases(**self.mine, reference=other.reference, why="Not both.")

    def tell_apart(self):
        actions.tell_apart(**self.mine, other=a_report().case)

    def add_note(self):
        actions.add_note(**self.mine, words="Noted.")

    def write_to_reporter(self):
        actions.write_to_reporter(**self.mine, words="Thank you.")

    def add_evidence(self):
        actions.add_evidence(**self.mine, uploads=[an_upload()])

    def say_words_only(self):
        actions.say_words_only(**self.mine, words="It may show a child.")

    def open_files_again(self):
        self.say_words_only()
        actions.open_files_again(**self.mine, why="We made sure.")

    def hide_words(self):
        actions.hide_words(**self.mine, words="Xanthippe", why="A name.")

    def ask_for_bundle(self):
        actions.ask_for_bundle(**self.mine)

    def decide_review(self):
        self.ask_for_review()
        mine = {"case": self.case, "by": self.cast.deputy}
        actions.decide_review(**mine, upheld=True, answer="It stands.")

    def ask_for_review(self):
        actions.ask_for_review(case=self.case, by=None, words="Please look again.")

    def reply_as_reporter(self):
        actions.reply_as_reporter(case=self.case, by=None, words="One thing more.")

    def add_evidence_as_reporter(self):
        actions.add_evidence_as_reporter(case=self.case, by=None, uploads=[an_upload()])

    def say_words_only_as_reporter(self):
        actions.say_words_only_as_reporter(case=self.case, by=None, words="It may show a child.")

    def change_address(self):
        actions.change_address(case=self.case, email="me@example.test")


# What is no step of one case: reports, settings, lists, what runs by itself; and what is done with
# a file, hidden words or a bundle, which hangs on no state and has tests of its own.
NO_STEPS = {
    *("receive_report", "Received", "ReportDetails", "change_settings", "save_list", "remove_list"),
    *("save_wording", "remove_wording", "take_on_together", "warn_before_sending", "keep_clocks"),
    *("fit_to_calendar", "keep_reviews", "pass_on_unattended", "scan_waiting", "make_bundles"),
    *("clear_bundles", "forget_file", "forget_files", "forget_unsent_files", "hold_files"),
    *("keep_longer", "take_away", "withdraw_files", "show_shared_copy", "show_words"),
    *(
        "ask_to_remove",
        "ask_to_remove_evidence",
        "confirm_evidence_removal",
        "keep_evidence",
        "keep_words",
        "confirm_removal",
        "read_requests",
        "withhold_evidence",
        "let_evidence_go",
    ),
    *("look_at_evidence", "open_original"),
}


# By which steps a case comes to a state after the first look; the rest go the way of a pupil's.
WAYS = {
    (State.TRIAGED, "pupil"): (),
    (State.INVESTIGATING, "pupil"): ("start_investigation",),
    (State.WITH_GOVERNORS, "pupil"): ("refer_case",),
    (State.CLOSED, "pupil"): ("start_investigation", "close_case"),
    (State.TRIAGED, "staff"): ("answer_harm_questions",),
    (State.INVESTIGATING, "staff"): ("answer_harm_questions", "start_investigation"),
    (State.CLOSED, "staff"): ("answer_harm_questions", "write_down_low_level", "close_case"),
    (State.INVESTIGATING, "outside"): ("judge_remit", "start_investigation"),
    (State.WITH_GOVERNORS, "outside"): ("judge_remit", "refer_case"),
    (State.CLOSED, "outside"): ("judge_remit", "close_case"),
    (State.CLOSED, "bullying"): ("note_motive", "settle_steps", "close_case"),
}


def brought_to(state, about, cast):
    """Return a case that went the whole way to a state, by the real steps of its handler."""
    kind = "cyberbullying" if about == "bullying" else "breach"
    subject = "staff" if about == "staff" else "pupil"
    case = a_report(kind=kind, subject_kind=subject, subject_name="Mr Vole").case
    deeds = Deeds(case, cast)
    deeds.link_cases()
    if state == State.RECEIVED:
        return case
    told = {"kind": kind, "subject_kind": subject, "outside_school": about == "outside"}
    actions.triage_case(**deeds.mine, **told)
    case.refresh_from_db()
    if about == "bullying":
        first = queries.procedure_clauses(case)[:1]
        actions.take_procedure(**deeds.mine, clauses=first)
    for step in WAYS[state, about] if (state, about) in WAYS else WAYS[state, "pupil"]:
        getattr(deeds, step)()
    return case


def test_every_step_that_somebody_can_take_is_in_the_table():
    assert {row["step"] for row in ROWS} | NO_STEPS == set(actions.__all__)
    assert not {row["step"] for row in ROWS} & NO_STEPS


@pytest.mark.parametrize("state", State)
def test_each_step_is_allowed_or_refused_as_the_tables_say(state, cast, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(timezone, "now", lambda: LONG_AGO)
        anti_bullying()
    rows = [row for row in ROWS if row[state] != "never"]
    kinds = sorted({row["about"] for row in rows})
    keys = {about: brought_to(state, about, cast).pk for about in kinds}

    for row in rows:
        case = Case.objects.get(pk=keys[row["about"]])
        assert case.state == state
        said = refusal(case, row["step"], cast)
        assert (row[state] == "yes") == (said is None), (row["step"], said)
        if move := MOVES.get(row["step"]):
            expected = lifecycle.may(move, case.state, facts_of(case))
            assert (said or "") == expected.reason, row["step"]


def refusal(case, step, cast):
    """Take a step and undo it; return why it was refused, or None. A refusal changed nothing."""
    said, before = None, standing(case)
    with transaction.atomic():
        try:
            getattr(Deeds(case, cast), step)()
        except (DomainError, NotAllowed) as error:
            said = str(error)
            assert said.endswith("."), said
            if step not in {"link_cases", "tell_apart"}:  # they made the other case first
                assert standing(case) == before, step
        transaction.set_rollback(True)
    return said


def standing(case):
    """Return what a step could have changed: the case itself, its timeline, the record."""
    row = Case.objects.filter(pk=case.pk).values().get()
    return row, CaseEntry.with_own_notes.count(), Event.objects.count()
