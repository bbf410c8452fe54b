"""Invented schools for the breach history: cases as they may be, drawn or put in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from hypothesis import strategies as st

from governance.history import cuts
from governance.suppression import step_of
from incidents.bullying import Motive
from incidents.models import Case, Kind, State, SubjectKind
from incidents.outcomes import allowed_outcomes
from incidents.remit import Ground
from tests import factories

POINTS = ("Social media, 1.1: One", "Social media, 1.2: Two", "Social media, 2.1: Three")
KINDS = [kind for kind in Kind if kind != Kind.CONCERN]
SUBJECTS = [
    SubjectKind.PARENT_FAMILY,
    SubjectKind.PUPIL,
    SubjectKind.STAFF,
    SubjectKind.VOLUNTEER,
    SubjectKind.UNKNOWN,
]


@dataclass(frozen=True)
class Breach:
    kind: str
    subject: str
    outcome: str
    days: int | None
    grounds: tuple[str, ...]
    motives: tuple[str, ...]
    points: frozenset[str] = field(default_factory=frozenset)


ALIKE = Breach("comment", "parent_family", "talk", 4, (), ())


@st.composite
def breaches(draw) -> Breach:
    """Draw a case that the portal would accept: an outcome that fits, a motive of bullying only."""
    kind = draw(st.sampled_from(KINDS))
    subjects = [SubjectKind.PUPIL] if kind == Kind.PUPIL_ACCESS else SUBJECTS
    subject = draw(st.sampled_from(subjects))
    days = draw(st.none() | st.integers(0, 30))
    outcomes = [outcome.code for outcome in allowed_outcomes(subject, within_remit=True)]
    bullying = kind == Kind.CYBERBULLYING
    return Breach(
        kind=kind.value,
        subject=subject.value,
        outcome="" if days is None else draw(st.sampled_from(outcomes)),
        days=days,
        grounds=tuple(draw(st.lists(st.sampled_from([g.value for g in Ground]), unique=True))),
        motives=(draw(st.sampled_from([m.value for m in Motive])),) if bullying else (),
        points=frozenset(draw(st.lists(st.sampled_from(POINTS), unique=True))),
    )


def schools(most: int):
    """Draw a term of a small school; few different cases, many times each, reach the extremes."""
    several = st.lists(st.tuples(breaches(), st.integers(1, 6)), max_size=most)
    return several.map(lambda drawn: [case for case, times in drawn for _ in range(times)])


def steps_of_school(cases: list[Breach]) -> dict:
    """Return what would be shown of these cases, counted one by one."""

    def table(cut: cuts.Cut, lines: list[str]) -> dict[str, int]:
        return {line: step_of(lines.count(line)) for line in cut.lines}

    bullying = [case for case in cases if case.kind == Kind.CYBERBULLYING]
    points = [point for case in cases for point in case.points]
    return {
        "all": step_of(len(cases)),
        "kind": table(cuts.KIND, [case.kind for case in cases]),
        "audience": table(cuts.AUDIENCE, [case.subject for case in cases]),
        "outcome": table(cuts.OUTCOME, [cuts.outcome_line(case.outcome) for case in cases]),
        "time": table(cuts.TIME, [cuts.time_line(case.days) for case in cases]),
        "remit": table(cuts.REMIT, [cuts.remit_line(list(case.grounds)) for case in cases]),
        "motive": table(cuts.MOTIVE, [cuts.motive_line(list(c.motives)) for c in bullying]),
        "clause": {point: step for point in POINTS if (step := step_of(points.count(point)))},
    }


def put(day, breach: Breach, closed_by, **kwargs) -> Case:
    at = timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=12)
    closed = {}
    if breach.outcome:
        closed = {
            "state": State.CLOSED,
            "outcome": breach.outcome,
            "outcome_explanation": "It is settled.",
            "closed_at": at + timedelta(days=7),
            "closed_by": closed_by,
        }
    facts = {
        "kind": breach.kind,
        "subject_kind": breach.subject,
        "received_at": at,
        "remit_grounds": list(breach.grounds),
        "meets_harm_threshold": True,
    }
    return factories.CaseFactory(**facts | closed | kwargs)
