"""Who handles a case after what happened to it and to people, against `tests/rules/moving.csv`.

Then every subject with every post empty: always with somebody, and never with somebody whom it is
about. Here the chair is no governor besides, so that one person is one role. Every combination of
roles is walked in `test_every_route.py`, which needs no database.
"""

import csv
import itertools
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from incidents import actions
from incidents.models import Case, Part, ReviewRequest, SubjectKind
from incidents.promises import promises
from notifications.models import Message
from school.models import Person, Role, School
from tests import factories
from tests.incidents.cases import a_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I3"), pytest.mark.rule("I4")]

TABLE = Path(__file__).parent.parent / "rules" / "moving.csv"
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))
POSTS = ("headteacher", "deputy", "chair", "clerk", "dsl", "governor")


@pytest.fixture
def school(cast):
    cast.chair.assignments.filter(role=Role.GOVERNOR).delete()
    cast.dsl.assignments.filter(role=Role.STAFF).delete()
    return cast


def handler(case):
    return case.handlers().by_name().first()


def is_named(case, person):
    actions.name_subject(case=case, by=handler(case), person=person)


def child_is_named(case, person):
    child = factories.ParenthoodFactory(person=person, has_responsibility=False).child
    actions.name_subject(case=case, by=handler(case), child=child, part=Part.TARGET)


def steps_back(case, person):
    actions.step_back(case=case, by=person, why="A relative of mine is in it.")


def leaves(case, person):
    person.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))


def is_on_leave(case, person):
    factories.LeaveFactory(person=person)


def returns(case, person):
    person.leave.update(ends_on=timezone.localdate() - timedelta(days=1))


def becomes(role):
    return lambda case, person: factories.RoleAssignmentFactory(
        person=person, role=role, starts_on=timezone.localdate()
    )


HAPPENINGS = {
    r"(.*)'s child is named": child_is_named,
    r"(.*) (?:is|are) named": is_named,
    r"(.*) steps back": steps_back,
    r"(.*) (?:is|are) on leave": is_on_leave,
    r"(.*) (?:leaves|leave)": leaves,
    r"(.*) returns": returns,
    r"(.*) becomes headteacher": becomes(Role.HEADTEACHER),
    r"(.*) becomes governor": becomes(Role.GOVERNOR),
}


def happen(words, case, school):
    for pattern, act in HAPPENINGS.items():
        if found := re.fullmatch(pattern, words):
            for name in found[1].split(" and "):
                act(Case.objects.get(pk=case.pk), getattr(school, name))
            actions.pass_on_unattended()
            return
    raise AssertionError(words)


def who_can_open(case):
    return {p for p in Person.objects.all() if Case.objects.visible_to(p).filter(pk=case.pk)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "; ".join(row.values()))
def test_a_case_is_with_whom_the_table_says(row, school):
    about = row["who it is about at first"]
    kind = SubjectKind.UNKNOWN if about == "nobody known" else about
    case = a_report(subject_kind=kind, child_in_danger=row["child at risk"] == "yes").case
    for words in filter(None, row["then"].split("; ")):
        happen(words, case, school)

    case.refresh_from_db()
    besides = row["who is told besides"]
    expected = {getattr(school, row["who handles it"])}
    assert set(case.handlers()) == expected
    assert who_can_open(case) == expected | ({getattr(school, besides)} if besides else set())


@pytest.mark.parametrize("subject", SubjectKind)
def test_whoever_it_is_about_and_whichever_post_is_empty_it_is_with_somebody_not_in_it(
    subject, school
):
    named = itertools.cycle(["headteacher", "chair", "clerk", "deputy", "dsl"])
    for post in POSTS:
        person = getattr(school, post)
        leaves(None, person)
        case = a_report(subject_kind=subject, child_in_danger=True).case
        is_named(case, getattr(school, next(named)))

        case.refresh_from_db()
        concerned, team = set(case.subjects()), set(case.team())
        assert case.handlers().exists(), post
        assert not concerned & team, post
        mail = Message.objects.waiting().filter(context__path=case.get_absolute_url())
        assert not concerned & {message.recipient for message in mail}, post
        assert school.headteacher not in concerned or school.deputy not in team, post
        person.assignments.update(ends_on=None)


def test_naming_the_head_takes_it_from_all_who_work_for_the_head(school):
    """The late case went up to the deputy, whose mail still waits."""
    case = a_report().case
    Case.objects.filter(pk=case.pk).update(escalated_role=Role.DEPUTY)
    case.refresh_from_db()
    for person in (school.deputy, school.headteacher):
        Message.objects.create(
            once=f"late:{person.pk}",
            template="case_late",
            recipient=person,
            address=person.email,
            context={"path": case.get_absolute_url()},
        )
    assert school.deputy in who_can_open(case)

    actions.name_subject(case=case, by=school.headteacher, person=school.headteacher)

    assert who_can_open(case) == {school.chair}
    waiting = Message.objects.waiting().filter(context__path=case.get_absolute_url())
    assert {message.recipient for message in waiting} == {school.chair}


def test_a_request_to_look_again_leaves_the_deputy_once_the_head_is_named(school):
    case = a_report().case
    factories.ReviewRequestFactory(case=case, role=Role.DEPUTY)
    assert school.deputy in who_can_open(case)

    actions.name_subject(case=case, by=school.headteacher, person=school.headteacher)

    assert school.deputy not in who_can_open(case)
    assert ReviewRequest.objects.get(case=case).role == Role.CLERK


def test_a_part_other_than_having_done_it_takes_the_case_from_nobody(school):
    case = a_report().case

    for part in (Part.WITNESS, Part.TARGET):
        actions.name_subject(case=case, by=school.headteacher, person=school.headteacher, part=part)

    assert who_can_open(case) == {school.headteacher}


def test_while_nobody_at_all_is_there_its_reporter_reads_whom_to_turn_to(parent):
    School.objects.create(pk=1, lado_contact="01234 567890")
    case = a_report(reporter=parent, subject_kind="headteacher").case

    (said,) = promises(case, timezone.now())
    assert "01234 567890" in said
    assert "999" in said

    factories.RoleAssignmentFactory(role=Role.CHAIR)
    actions.pass_on_unattended()
    case.refresh_from_db()
    assert "LADO" not in " ".join(promises(case, timezone.now()))
