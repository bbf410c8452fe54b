"""What was judged, decided and done in a case, section by section, for its file (I16)."""

from typing import TypedDict

from incidents import harm, outcomes, remit
from incidents.casefile.moments import at, on
from incidents.models import BullyingRecord, Case, ReviewRequest
from incidents.routing import RULES
from incidents.signed import clauses_of

Rows = list[tuple[str, str]]


class Section(TypedDict):
    """A heading, and what stands below it as names and words."""

    heading: str
    rows: list[list[str]]


def sections_of(case: Case) -> list[Section]:
    """Return every section that has something to say, in the order of the work."""
    found = {
        "Who is in it": _people(case),
        "Why it went to whom": _route(case),
        "By when": _clocks(case),
        "Harm by an adult": _harm(case),
        "Low-level concern": _low_level(case),
        "May the school act?": _remit(case),
        "What the policy says": _clauses(case),
        "Bullying online": _bullying(case),
        "Steps of the anti-bullying policy": _procedure(case),
        "Handed on": _contacts(case),
        "How it ended": _outcome(case),
        "Asked to be looked at again": _review(case),
    }
    return [
        {"heading": heading, "rows": [[name, words] for name, words in rows if words]}
        for heading, rows in found.items()
        if rows
    ]


def _people(case: Case) -> Rows:
    parties = case.parties.select_related("person", "child").order_by("added_at", "pk")
    return [
        (
            party.label,
            party.get_part_display()
            + ("" if party.confirmed_at else " (perhaps meant, not confirmed)")
            + f"; recorded {at(party.added_at)}",
        )
        for party in parties
    ]


def _route(case: Case) -> Rows:
    words = next((rule.in_words() for rule in RULES if rule.code == case.routing_rule), "")
    return [
        ("With", case.get_handling_role_display()),
        ("Told as well", case.get_besides_role_display() if case.besides_role else ""),
        ("Also, because it was late", case.get_escalated_role_display()),
        ("Why", case.routing_because),
        ("The rule", words),
    ]


def _clocks(case: Case) -> Rows:
    return [
        (
            clock.get_clock_display(),
            f"promised by {at(clock.due_at)}; "
            + (f"done {at(clock.met_at)}" if clock.met_at else "not done yet")
            + (f"; passed up {at(clock.went_up_at)}" if clock.went_up_at else ""),
        )
        for clock in case.clocks.all()
    ]


def _harm(case: Case) -> Rows:
    rows: Rows = []
    for answers in case.harm_answers.select_related("answered_by").order_by("answered_at", "pk"):
        rows += [
            ("Answered", f"{at(answers.answered_at)}, {answers.answered_by}"),
            *answers.in_words(),
            ("Why", answers.why),
            ("What it comes to", harm.judge(answers.answers, answers.why).sentence),
        ]
    return rows


def _low_level(case: Case) -> Rows:
    concern = getattr(case, "low_level_concern", None) if case.asks_about_harm else None
    if concern is None:
        return []
    return [
        ("What happened", concern.context),
        ("What was done", concern.action),
        ("Why", concern.rationale),
        ("Recorded", f"{at(concern.recorded_at)}, {concern.recorded_by}"),
    ]


def _remit(case: Case) -> Rows:
    if case.remit_judged_at is None:
        return []
    grounds = {remit.Ground(ground) for ground in case.remit_grounds}
    return [
        ("Decided", remit.judge(grounds, case.remit_why).sentence),
        ("Why", case.remit_why),
        ("Recorded", f"{at(case.remit_judged_at)}, {case.remit_judged_by}"),
    ]


def _clauses(case: Case) -> Rows:
    return [
        (
            f"{named.clause.section.version}, {named.clause.number}",
            "\n".join([named.clause.text, *named.signed]),
        )
        for named in clauses_of(case, with_signatures=True)
    ]


def _bullying(case: Case) -> Rows:
    record = BullyingRecord.objects.filter(case=case).select_related("version").first()
    if record is None:
        return []
    return [
        ("What it seemed to be about", "; ".join(record.motives_in_words)),
        ("The policy in force on the day", str(record.version or "")),
        ("Why there were no steps to take", record.why_no_procedure),
    ]


def _procedure(case: Case) -> Rows:
    rows: Rows = []
    for step in case.procedure_steps.select_related("settled_by"):
        if step.done_on:
            how = f"Happened: {on(step.done_on)}, by {step.done_by}"
        else:
            how = f"Left out: {step.why_not}" if step.why_not else "Not done yet"
        recorded = f"Recorded: {at(step.settled_at)}, {step.settled_by}" if step.settled_at else ""
        rows.append((step.number, "\n".join(filter(None, [step.text, how, recorded]))))
    return rows


def _contacts(case: Case) -> Rows:
    rows: Rows = []
    for contact in case.outside_contacts.select_related("recorded_by"):
        if contact.was_made:
            how = f"Happened: {on(contact.made_on)}, reference {contact.reference}"
        else:
            how = "Decided not to"
        recorded = f"Recorded: {at(contact.recorded_at)}, {contact.recorded_by}"
        rows.append((contact.get_body_display(), "\n".join([how, contact.reason, recorded])))
    return rows


def _outcome(case: Case) -> Rows:
    outcome = outcomes.BY_CODE.get(case.outcome)
    if outcome is None:
        return []
    return [
        ("Outcome", outcome.label),
        ("What the person who told us reads", case.outcome_explanation),
        ("Reference of the HR file", case.hr_reference),
        ("Closed", f"{at(case.closed_at)}, {case.closed_by}"),
    ]


def _review(case: Case) -> Rows:
    review = ReviewRequest.objects.filter(case=case).select_related("decided_by").first()
    if review is None:
        return []
    rows = [("Asked", at(review.asked_at)), ("In their words", review.words)]
    if review.decided_at is None:
        return [*rows, ("With", f"{review.get_role_display()}, by {at(review.due_at)}")]
    return [
        *rows,
        ("Answer", "The outcome stands." if review.upheld else "The case was opened again."),
        ("What the person who told us reads", review.answer),
        ("Answered", f"{at(review.decided_at)}, {review.decided_by}"),
    ]
