"""Two handlers, or two tabs, at one case: nobody overwrites, and nothing typed is lost (I12)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from incidents import actions
from incidents.models import State, Visibility
from school.models import Role
from tests import factories
from tests.incidents.cases import a_case

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I12")]

CLOSE = {"outcome": "no_breach", "explanation": "We have talked, and all is well."}


def page_of(case, step=""):
    return reverse(f"incidents:{step or 'case'}", args=[case.pk])


def opened(client, case, step):
    """Return the mark on a form that was opened now."""
    return client.get(page_of(case, step)).context["seen"]


@pytest.fixture
def second_head(deputy):
    factories.RoleAssignmentFactory(person=deputy, role=Role.HEADTEACHER)
    return deputy


def test_the_second_of_two_is_told_what_the_first_did_and_keeps_what_they_typed(
    headteacher, second_head, sign_in
):
    case = a_case(State.TRIAGED)
    first, second = sign_in(headteacher), sign_in(second_head)
    seen = opened(second, case, "close")
    first.post(page_of(case, "message"), {"words": "Which day was it?", "seen": seen})

    told = second.post(page_of(case, "close"), CLOSE | {"seen": seen})

    words = told.content.decode()
    assert "Something happened in this case since you opened this page" in words
    assert "Which day was it?" in words
    assert CLOSE["explanation"] in words
    case.refresh_from_db()
    assert case.state == State.TRIAGED

    again = second.post(page_of(case, "close"), CLOSE | {"seen": told.context["seen"]})
    assert again.status_code == 302
    case.refresh_from_db()
    assert case.state == State.CLOSED


def test_in_a_second_tab_of_ones_own_a_step_that_is_over_says_so(headteacher, sign_in):
    case, client = a_case(State.TRIAGED), sign_in(headteacher)
    seen = opened(client, case, "close")
    client.post(page_of(case, "close"), CLOSE | {"seen": seen})

    told = client.post(page_of(case, "close"), {**CLOSE, "explanation": "Longer.", "seen": seen})

    words = told.content.decode()
    assert "This case is closed: open it again first" in words
    assert "Longer." in words
    assert "Closed: " in words
    case.refresh_from_db()
    assert case.outcome_explanation == CLOSE["explanation"]


@pytest.mark.rule("I4")
def test_neither_a_link_nor_somebodys_own_note_is_told(headteacher, second_head, sign_in):
    case, client = a_case(State.TRIAGED), sign_in(second_head)
    seen = opened(client, case, "close")
    actions.add_note(case=case, by=headteacher, words="Mine.", visibility=Visibility.OWN)
    other = a_case()
    actions.link_cases(
        case=case, by=headteacher, reference=other.reference, is_repeat=False, why="A gala."
    )

    assert client.post(page_of(case, "close"), CLOSE | {"seen": seen}).status_code == 302


@pytest.mark.rule("I4")
def test_the_mark_on_a_form_counts_no_lines_of_other_cases(headteacher, sign_in):
    case, client = a_case(State.TRIAGED), sign_in(headteacher)
    actions.add_note(case=case, by=headteacher, words="A thought.")
    before = opened(client, case, "close")
    hidden = a_case(handling_role=Role.CHAIR)
    factories.CasePartyFactory(case=hidden, person=headteacher)
    for _ in range(3):
        hidden.entries.create(kind="note", title="Note")

    actions.add_note(case=case, by=headteacher, words="Another.")

    assert opened(client, case, "close") == before + 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "²"])
def test_a_spoilt_mark_has_seen_nothing(seen, headteacher, sign_in):
    case = a_case(State.TRIAGED)
    actions.add_note(case=case, by=headteacher, words="A thought.")

    told = sign_in(headteacher).post(page_of(case, "close"), CLOSE | {"seen": seen})

    assert told.status_code == 200
    assert "A thought." in told.content.decode()


@pytest.mark.rule("I4")
def test_whoever_lost_the_case_meanwhile_is_told_nothing(headteacher, second_head, sign_in):
    case, client = a_case(State.TRIAGED), sign_in(second_head)
    seen = opened(client, case, "close")
    actions.name_subject(case=case, by=headteacher, person=second_head)

    assert client.post(page_of(case, "close"), CLOSE | {"seen": seen}).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["close", "clauses"])
def test_of_two_presses_at_the_same_moment_one_holds_and_the_other_is_told(
    step, headteacher, deputy, sign_in
):
    factories.RoleAssignmentFactory(person=deputy, role=Role.HEADTEACHER)
    clause = factories.published().sections.get().clauses.first()
    case = a_case(State.TRIAGED)
    clients = [sign_in(headteacher), sign_in(deputy)]
    sent = CLOSE if step == "close" else {"clauses": [clause.pk]}
    seen = [opened(client, case, step) for client in clients]
    barrier = Barrier(2)

    def press(client, mark):
        barrier.wait()
        try:
            return client.post(page_of(case, step), sent | {"seen": mark}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(press, clients, seen))

    assert answers == [200, 302]
    assert case.entries.count() == 1
