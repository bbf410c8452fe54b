from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from policies import actions, lifecycle
from policies.awaiting import reading_of
from policies.diagram import as_mermaid
from policies.models import State
from school.errors import WrongState
from tests import factories
from tests.diagrams import redrawn

pytestmark = pytest.mark.rule("P2")

D, R, A, P, S, W = (
    State.DRAFT,
    State.IN_REVIEW,
    State.APPROVED,
    State.PUBLISHED,
    State.SUPERSEDED,
    State.WITHDRAWN,
)
ALLOWED = {(D, R), (R, A), (R, D), (A, P), (P, S), (D, W), (R, W), (A, W), (P, W)}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_each_move_between_two_states_is_allowed_or_not(state, to):
    verdict = lifecycle.can_move(state, to)

    assert bool(verdict) is ((state, to) in ALLOWED)


def test_a_refused_move_says_from_where_it_is_possible_and_where_the_version_stands():
    with pytest.raises(WrongState) as refusal:
        lifecycle.require(State.DRAFT, State.PUBLISHED)

    assert str(refusal.value) == (
        "Only a version that is approved can be published. This one is a draft."
    )


def test_an_allowed_move_passes_in_silence():
    lifecycle.require(State.APPROVED, State.PUBLISHED)


def test_every_state_has_its_words():
    assert set(lifecycle.STANDING) == set(lifecycle.DEED) == set(lifecycle.MOVES) == set(State)


def test_no_state_leads_nowhere_but_the_last_two():
    assert [state for state, targets in lifecycle.MOVES.items() if not targets] == [S, W]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(
    ("deed", "only_in"),
    [
        (lifecycle.WRITTEN, D),
        (lifecycle.READ, R),
        (lifecycle.SCHEDULED, A),
        (lifecycle.KEPT_BACK, A),
    ],
)
def test_what_moves_nothing_is_done_in_one_state_alone(state, deed, only_in):
    assert bool(lifecycle.can_within(state, deed)) is (state == only_in)


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
def test_from_each_state_what_people_do_leads_where_the_table_says_and_nowhere_else(
    state, cast, headteacher
):
    reached = set()
    for deed in deeds(cast):
        # A deed that a rule stands against, or a fault of the test's own, leads nowhere.
        with transaction.atomic():
            version = version_in(state, by=headteacher)
            with suppress(WrongState):
                deed(version)
            version.refresh_from_db()
            reached.add(State(version.state))
            transaction.set_rollback(True)

    assert reached == {to for origin, to in ALLOWED if origin == state} | {state}


def version_in(state, *, by):
    today = timezone.localdate()
    version = factories.VersionFactory()
    version.state, version.submitted_at = state, timezone.now()
    if state in (A, P, S):
        version.approved_by, version.approved_on = by, today
        version.next_review_on = today + timedelta(days=300)
    if state in (P, S):
        version.published_by, version.published_at, version.text_sha256 = by, timezone.now(), "f"
    if state == A:
        version.publish_on, version.scheduled_at, version.scheduled_by = today, timezone.now(), by
    version.save()
    return version


def deeds(cast):
    """Return everything that people, or the clock, do to a version, each as somebody who may."""
    today = timezone.localdate()
    signed = {"must_be_signed": False, "why": "A correction."}
    dates = {"approved_on": today, "next_review_on": today + timedelta(days=300), "minute": "1"}
    tomorrow = today + timedelta(days=1)

    def write(version):
        section = version.sections.get()
        actions.add_section(version=version, heading="New", text="New.", by=cast.office)
        actions.move_section(section=section, up=False, by=cast.office)

    def take_its_place(version):
        after = factories.VersionFactory(policy=version.policy, number=2, state=A)
        after.approved_by, after.approved_on = cast.chair, today
        after.next_review_on = tomorrow
        after.save()
        actions.publish_version(version=after, by=cast.headteacher, **signed)

    return [
        write,
        lambda v: actions.submit_for_review(version=v, by=cast.office),
        lambda v: actions.agree_with_version(version=v, by=cast.deputy),
        lambda v: actions.send_back(version=v, by=cast.chair, why="Say more."),
        lambda v: actions.approve_version(version=v, by=cast.chair, reading=reading_of(v), **dates),
        lambda v: actions.schedule_version(
            version=v, by=cast.clerk, goes_live_on=tomorrow, **signed
        ),
        lambda v: actions.unschedule_version(version=v, by=cast.clerk),
        lambda v: actions.publish_version(version=v, by=cast.headteacher, **signed),
        lambda v: actions.publish_due(),
        lambda v: actions.withdraw_version(version=v, by=cast.headteacher, why="Not needed."),
        lambda v: None if v.state in (D, R, A) else take_its_place(v),
    ]


def test_the_diagram_in_the_documentation_is_the_table():
    page = Path("docs/states/policies.md").read_text()

    assert redrawn(page, as_mermaid) == page, "The tables have changed: run `make states`."
    assert page.count("```mermaid") == 1


@pytest.mark.parametrize(
    "fault", ["    in_review --> draft: sent back\n", "    draft --> published"]
)
def test_a_diagram_that_is_not_the_table_is_noticed(fault):
    page = Path("docs/states/policies.md").read_text()
    false = page.replace(fault, "") if fault in page else page.replace("```\n", f"{fault}\n```\n")

    assert redrawn(false, as_mermaid) == page != false
