"""The steps of a case as a table: who may take each, when, what it asks, what it does.

One view takes them all, in `taking.py`.
"""

from collections.abc import Callable, Iterator
from functools import partial

from django.urls import reverse
from django.utils.formats import date_format

from incidents import actions, lifecycle, likeness, permissions, queries
from incidents.actions.bullying import NO_STEPS, NONE_OPEN, bullying_cannot_be_dealt_with
from incidents.actions.harm import harm_needs_answers, low_level_cannot_be_written
from incidents.actions.steps import remit_needs_judging
from incidents.elsewhere import OFFERED
from incidents.facts import facts_of
from incidents.forms import deciding, links, naming
from incidents.forms import steps as forms
from incidents.lifecycle import Move
from incidents.models import (
    Body,
    BullyingRecord,
    Case,
    Kind,
    LowLevelConcern,
    ReviewRequest,
    State,
)
from incidents.views.evidence_steps import EVIDENCE_STEPS
from incidents.views.step import Step, always
from school.access import YES, Verdict, no
from school.models import Person


def open_to_move(move: Move) -> Callable[[Case], Verdict]:
    return lambda case: lifecycle.may(move, case.state, facts_of(case))


def when_not(reason_of: Callable[[Case], str]) -> Callable[[Case], Verdict]:
    """Return a question that is answered yes where this gives no reason why not."""
    return lambda case: no(reason) if (reason := reason_of(case)) else YES


def needs_lado(case: Case) -> Verdict:
    return YES if case.is_allegation else no("This case is no allegation against an adult here.")


def is_bullying(case: Case) -> bool:
    return case.kind == Kind.CYBERBULLYING


def has_open_steps(case: Case) -> Verdict:
    if reason := bullying_cannot_be_dealt_with(case):
        return no(reason)
    if case.procedure_steps.open().exists():
        return YES
    return no(NONE_OPEN if case.procedure_steps.exists() else NO_STEPS)


def may_reopen(case: Case) -> Verdict:
    facts = facts_of(case)
    return lifecycle.may(lifecycle.way_to_reopen(facts), case.state, facts)


def is_being_handled(case: Case) -> Verdict:
    if case.state in (State.RECEIVED, State.CLOSED):
        return no(lifecycle.WHY_NOT_NOW[State(case.state)])
    return YES


def has_points_to_choose(case: Case) -> Verdict:
    if not (verdict := is_being_handled(case)):
        return verdict
    if queries.clauses_for(case).exists():
        return YES
    day = date_format(queries.day_of(case))
    return no(f"No policy with points to choose is kept here that was in force on {day}.")


def is_open(case: Case) -> Verdict:
    return no(lifecycle.WHY_NOT_NOW[State.CLOSED]) if case.state == State.CLOSED else YES


def can_be_given_up(case: Case) -> Verdict:
    waits = ReviewRequest.objects.undecided().filter(case=case).exists()
    return YES if waits else is_open(case)


def has_a_name_to_settle(case: Case) -> Verdict:
    if likeness.offered_in(case)[1]:
        return YES
    return no("No name in this case is like that of somebody at the school.")


def has_possible_subjects(case: Case) -> Verdict:
    if case.parties.possible_subjects().exists():
        return YES
    return no("Nobody is in this case only because of a name.")


# In the order of the case page: first what moves the case on, then the rest.
STEPS = (
    Step(
        name="triage",
        title="Have a first look",
        lead="Check what it is about and whom it concerns. It takes a few minutes.",
        button="Save the first look",
        done="Saved. Now you can say what happens next.",
        form=forms.TriageForm,
        act=actions.triage_case,
        may=permissions.can_triage,
        now=open_to_move(Move.TRIAGE),
    ),
    Step(
        name="harm",
        title="Answer the four questions about harm",
        lead="They come first, because this is about an adult who works with our children.",
        button="Save these answers",
        done="Saved. The case now shows what has to happen next.",
        form=deciding.HarmForm,
        act=actions.answer_harm_questions,
        may=permissions.can_answer_harm,
        now=when_not(harm_needs_answers),
        fits=lambda case: case.asks_about_harm,
        taken=lambda case: case.meets_harm_threshold is not None,
    ),
    Step(
        name="lado",
        title="Record the contact with the LADO",
        lead="Nothing is looked into before you have talked with them, or said why not.",
        button="Record this",
        done="Recorded, and on the timeline.",
        form=deciding.ContactForm,
        act=partial(actions.record_contact, body=Body.LADO),
        may=permissions.can_answer_harm,
        now=needs_lado,
        fits=lambda case: case.is_allegation,
        taken=lambda case: case.outside_contacts.filter(body=Body.LADO).exists(),
    ),
    Step(
        name="remit",
        title="Decide whether we may act",
        lead="It happened outside school. Our policy says when the school may act all the same.",
        button="Save this decision",
        done="Saved. The case now shows what can be done.",
        form=forms.RemitForm,
        act=actions.judge_remit,
        may=permissions.can_judge_remit,
        now=when_not(remit_needs_judging),
        taken=lambda case: case.remit_judged_at is not None,
    ),
    Step(
        name="investigate",
        title="Start looking into it",
        lead="From here on you talk to people and find out what happened.",
        button="Start",
        done="The case is being looked into.",
        form=forms.InvestigateForm,
        act=actions.start_investigation,
        may=permissions.can_investigate,
        now=open_to_move(Move.INVESTIGATE),
    ),
    Step(
        name="motive",
        title="Note what the bullying seemed to be about",
        lead="It helps the school to see what children are bullied for, and to do something.",
        button="Save",
        done="Saved.",
        form=deciding.MotiveForm,
        act=actions.note_motive,
        may=permissions.can_follow_procedure,
        now=when_not(bullying_cannot_be_dealt_with),
        fits=is_bullying,
        taken=lambda case: BullyingRecord.objects.filter(case=case).exclude(motives=[]).exists(),
    ),
    Step(
        name="procedure",
        title="Take the steps from the anti-bullying policy",
        lead="The points that say what is done about bullying become steps of this case.",
        button="Take these steps",
        done="Saved. You can now say what was done.",
        form=deciding.ProcedureForm,
        act=actions.take_procedure,
        may=permissions.can_follow_procedure,
        now=when_not(bullying_cannot_be_dealt_with),
        fits=is_bullying,
        taken=lambda case: case.procedure_steps.exists(),
    ),
    Step(
        name="procedure_step",
        title="Say what was done about the bullying",
        lead="Each step of the anti-bullying policy is done, or you say why it is not.",
        button="Record this",
        done="Recorded.",
        form=deciding.SettleForm,
        act=actions.settle_steps,
        may=permissions.can_follow_procedure,
        now=has_open_steps,
        fits=is_bullying,
    ),
    Step(
        name="low_level",
        title="Write down the low-level concern",
        lead="What it was, what was done, and why. Governors never see it.",
        button="Save",
        done="Written down.",
        form=deciding.LowLevelForm,
        act=actions.write_down_low_level,
        may=permissions.can_write_down_low_level,
        now=when_not(low_level_cannot_be_written),
        fits=lambda case: case.asks_about_harm and case.meets_harm_threshold is False,
        taken=lambda case: LowLevelConcern.objects.filter(case=case).exists(),
    ),
    Step(
        name="close",
        title="Close this case",
        lead="Say how it ends. The person who told us reads the outcome.",
        button="Close the case",
        done="The case is closed, and the person who told us can read the outcome.",
        form=forms.CloseForm,
        act=actions.close_case,
        may=permissions.can_close,
        now=open_to_move(Move.CLOSE),
    ),
    Step(
        name="reopen",
        title="Open it again",
        lead="Say what is new, or what was missed.",
        button="Open it again",
        done="The case is open again.",
        form=forms.ReopenForm,
        act=actions.reopen_case,
        may=permissions.can_reopen,
        now=may_reopen,
    ),
    Step(
        name="review",
        title="Answer the request to look at it again",
        lead="The person who told us asked for it. Read the case once more before you answer.",
        button="Save my answer",
        done="Saved. The person who told us can read your answer.",
        form=forms.ReviewForm,
        act=actions.decide_review,
        may=permissions.can_decide_review,
        now=always,
    ),
    Step(
        name="message",
        title="Write to the person who told us",
        lead="They read it on their own page. If we have their address, an e-mail says to look.",
        button="Send this message",
        done="Sent. Whoever told us reads it on their own page.",
        form=forms.MessageForm,
        act=actions.write_to_reporter,
        may=permissions.can_write_to_reporter,
        now=always,
    ),
    Step(
        name="note",
        title="Add a note",
        lead="For those who handle this case, or for yourself alone.",
        button="Add the note",
        done="Your note is on the timeline.",
        form=forms.NoteForm,
        act=actions.add_note,
        may=permissions.can_add_note,
        now=always,
    ),
    Step(
        name="contact",
        title="Record that it was handed on",
        lead="To social care, the police, the website: or that you decided not to.",
        button="Record this",
        done="Recorded, and on the timeline.",
        form=deciding.AnyContactForm,
        act=actions.record_contact,
        may=permissions.can_record_contact,
        now=always,
    ),
    Step(
        name="link",
        title="Link it with another case",
        lead="The same thing told again, or something that belongs together with it.",
        button="Link them",
        done="Linked. Whoever sees both cases sees the link on both.",
        form=links.LinkForm,
        act=actions.link_cases,
        may=permissions.can_link,
        now=always,
    ),
    Step(
        name="unlink",
        title="Undo a link",
        lead="Both cases stay as they are. That they were linked stays on record.",
        button="Undo the link",
        done="The link is undone.",
        form=links.UnlinkForm,
        act=actions.unlink_cases,
        may=permissions.can_unlink,
        now=always,
    ),
    Step(
        name="subject",
        title="Name somebody in this case",
        lead="Record who is in this case, and what their part in it is.",
        button="Record this",
        done="Recorded.",
        form=forms.SubjectForm,
        act=actions.name_subject,
        may=permissions.can_name_subject,
        now=always,
    ),
    Step(
        name="match",
        title="Say who is meant by a name",
        lead="A name was written, and somebody at the school has one like it.",
        button="Save",
        done="Saved.",
        form=naming.MatchForm,
        act=actions.settle_name,
        may=permissions.can_name_subject,
        now=has_a_name_to_settle,
        fits=lambda case: bool(likeness.open_names(case)),
    ),
    Step(
        name="not_meant",
        title="Say that somebody was not meant",
        lead="A name in the report may be somebody's here, so the case was kept from them.",
        button="They were not meant",
        done="Saved.",
        form=forms.NotMeantForm,
        act=actions.clear_possible_subject,
        may=permissions.can_name_subject,
        now=has_possible_subjects,
    ),
    Step(
        name="step_back",
        title="Step back from this case",
        lead="For when you are too close to somebody in it. It cannot be taken back.",
        button="Step back",
        done="You stepped back.",
        form=forms.StepBackForm,
        act=actions.step_back,
        may=permissions.can_step_back,
        now=can_be_given_up,
    ),
    Step(
        name="clauses",
        title="Note what the policy says",
        lead="Choose the points that it goes against, if any.",
        button="Save",
        done="Saved.",
        form=forms.ClausesForm,
        act=actions.name_clauses,
        may=permissions.can_name_clauses,
        now=has_points_to_choose,
    ),
    *EVIDENCE_STEPS,
)
BY_NAME = {step.name: step for step in STEPS}


def open_to(person: Person, case: Case) -> dict[str, list[dict[str, str]]]:
    """Return what this person can do with the case now, and what not, each with its reason."""
    can: list[dict[str, str]] = []
    cannot: list[dict[str, str]] = []
    for title, url, verdict in _all_steps(person, case):
        (can if verdict else cannot).append({"title": title, "url": url, "reason": verdict.reason})
    return {"can": can, "first": can[:1], "rest": can[1:], "cannot": cannot}


def _all_steps(person: Person, case: Case) -> Iterator[tuple[str, str, Verdict]]:
    fitting = [step for step in STEPS if step.fits(case)]
    may = {right: right(person, case) for right in {step.may for step in fitting}}
    for step in sorted(fitting, key=lambda step: step.taken(case)):
        url = reverse(f"incidents:{step.name}", args=[case.pk])
        yield step.title, url, step.now(case) if may[step.may] else may[step.may]
    to_file = reverse("incidents:case_file", args=[case.pk])
    yield "Read, print or take away the case file", to_file, permissions.can_export(person, case)
    for other in OFFERED:
        yield other.title, other.url(case), other.may(person, case)
