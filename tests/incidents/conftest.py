"""A case in which something of everything was done, for what is made from whole cases."""

import pytest
from django.utils import timezone

from incidents import actions, queries
from incidents.models import Part
from tests.days import in_days
from tests.incidents.cases import a_low_level_concern, a_report
from tests.incidents.test_bullying import LONG_AGO, anti_bullying


@pytest.fixture
def busy_case(headteacher):
    """A case about a member of staff in which something of everything was done."""
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(timezone, "now", lambda: LONG_AGO)
        anti_bullying()
    case = a_report(
        subject_kind="staff",
        kind="cyberbullying",
        happened_on=in_days(-7),
        service="Snapgram",
        reporter_name="Rhoda Reporter",
        reporter_email="rhoda@example.test",
        outside_school=True,
    ).case
    actions.triage_case(
        case=case,
        by=headteacher,
        kind="cyberbullying",
        subject_kind="staff",
        outside_school=True,
        words="Seen at breakfast.",
    )
    actions.judge_remit(case=case, by=headteacher, grounds=["threat"], why="It frightened some.")
    case.refresh_from_db()
    a_low_level_concern(case, headteacher)
    actions.note_motive(case=case, by=headteacher, motives=["sex"])
    points = list(queries.procedure_clauses(case))
    actions.take_procedure(case=case, by=headteacher, clauses=points)
    actions.settle_steps(
        case=case,
        by=headteacher,
        steps=list(case.procedure_steps.all()),
        was_done=True,
        done_on=in_days(-7),
        done_by="Miss Moth",
    )
    actions.name_clauses(case=case, by=headteacher, clauses=points[:1])
    actions.record_contact(
        case=case,
        by=headteacher,
        body="police",
        was_made=True,
        made_on=in_days(-7),
        reference="CAD 77",
        reason="They asked to know.",
    )
    actions.name_subject(case=case, by=headteacher, name="Wilf Weaver", part=Part.WITNESS)
    actions.write_to_reporter(case=case, by=headteacher, words="Thank you for telling us.")
    actions.add_note(case=case, by=headteacher, words="A quiet word was had.")
    case.refresh_from_db()
    return case
