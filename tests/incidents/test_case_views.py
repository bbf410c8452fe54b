"""The queue, the page of a case, and its steps as pages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents.elsewhere import OFFERED
from incidents.models import Case, CaseLink, Report, State
from incidents.views.steps import BY_NAME
from school.models import Role
from tests import factories
from tests.incidents.bringing import a_file
from tests.incidents.cases import WORDS, a_case, a_report, judged

pytestmark = pytest.mark.django_db

QUEUE = "incidents:queue"
CASE_FILE = "Read, print or take away the case file"
NO_STEPS_OF_THIS_ROOM = {CASE_FILE, *(step.title for step in OFFERED)}


def page_of(case, step=""):
    return reverse(f"incidents:{step or 'case'}", args=[case.pk])


@pytest.fixture
def head(sign_in, headteacher):
    return sign_in(headteacher)


# --- queue ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["headteacher", "deputy", "chair", "clerk", "dsl"])
def test_whoever_may_be_given_cases_has_a_queue(who, cast, sign_in):
    assert sign_in(getattr(cast, who)).get(reverse(QUEUE)).status_code == 200


@pytest.mark.rule("I4")
@pytest.mark.parametrize("who", ["governor", "office", "class_teacher", "volunteer", "parent"])
def test_for_everybody_else_there_is_no_queue(who, cast, sign_in):
    a_case()

    assert sign_in(getattr(cast, who)).get(reverse(QUEUE)).status_code == 404


@pytest.mark.rule("I3")
def test_a_governor_who_was_given_a_case_as_the_last_in_line_has_a_queue(governor, sign_in):
    case = a_case(handling_role=Role.GOVERNOR)

    assert case.reference in sign_in(governor).get(reverse(QUEUE)).content.decode()


def test_the_queue_shows_what_is_due_first_at_the_top(head):
    today = timezone.localdate()
    later = a_case(due_on=today + timedelta(days=5))
    late = a_case(due_on=today - timedelta(days=5))
    no_clock = a_case(due_on=None)

    cases = [row["case"] for row in head.get(reverse(QUEUE)).context["rows"]]

    assert cases == [late, later, no_clock]


# --- one case -------------------------------------------------------------------------------------


@pytest.mark.rule("I3")
def test_the_page_shows_what_was_said_why_it_came_here_and_what_can_be_done(head):
    case = a_report(subject_kind="staff").case

    words = head.get(page_of(case)).content.decode()

    assert WORDS in words
    assert case.routing_because in words
    assert "Have a first look" in words
    assert "have a first look at it before anything else" in words
    assert "Somebody who wants to stay anonymous" in words


@pytest.mark.rule("M3")
def test_every_look_at_a_case_is_kept(head, headteacher):
    case = a_case()

    head.get(page_of(case))
    head.get(page_of(case))

    looks = Event.objects.on(case).filter(action="incidents.case.viewed")
    assert [look.actor_id for look in looks] == [str(headteacher.pk)] * 2


def test_a_case_costs_the_same_with_much_on_its_timeline(head, django_assert_max_num_queries):
    def cost(number):
        case = a_case(State.TRIAGED)
        for _ in range(number):
            factories.CasePartyFactory(case=case, part="witness")
            case.entries.create(kind="note", title="Note", by=factories.PersonFactory())
        with django_assert_max_num_queries(80) as seen:
            head.get(page_of(case))
        return len(seen)

    cost(0)  # the first event of all makes the chain's head
    assert cost(3) == cost(30)


@pytest.mark.parametrize("state", State)
def test_the_page_offers_in_each_state_just_what_can_be_done(state, head, headteacher):
    offered = {
        State.RECEIVED: {"triage"},
        State.TRIAGED: {"investigate", "clauses", "close"},
        State.INVESTIGATING: {"clauses", "close"},
        State.WITH_GOVERNORS: {"clauses"},
        State.CLOSED: {"reopen"},
    }
    always = {"subject", "message", "note", "contact", "evidence", "link"}
    factories.published()
    case = a_case(state, by=headteacher)

    steps = head.get(page_of(case)).context["steps"]

    titles = {BY_NAME[name].title for name in offered[state] | always}
    assert {row["title"] for row in steps["can"]} - NO_STEPS_OF_THIS_ROOM == titles
    assert all(row["reason"] for row in steps["cannot"])


@pytest.mark.rule("M17")
def test_an_outside_case_offers_the_remit_test_and_says_why_not_the_rest(head):
    case = a_case(State.TRIAGED, outside_school=True)

    steps = head.get(page_of(case)).context["steps"]

    assert BY_NAME["remit"].title in {row["title"] for row in steps["can"]}
    reasons = {row["title"]: row["reason"] for row in steps["cannot"]}
    assert "outside school" in reasons[BY_NAME["investigate"].title]
    assert "outside school" in reasons[BY_NAME["close"].title]


@pytest.mark.rule("M17")
def test_the_page_shows_how_the_remit_test_came_out(head, headteacher):
    case = a_case(State.TRIAGED, **judged(True, headteacher))

    words = head.get(page_of(case)).content.decode()

    assert "poses a threat to a member of the school community" in words
    assert "We talked about it." in words


def test_the_lado_is_named_where_the_rules_say_so(cast, sign_in):
    case = a_case(handling_role=Role.CLERK, name_lado=True)

    words = sign_in(cast.clerk).get(page_of(case)).content.decode()

    assert "local authority designated officer (LADO)" in words


def test_words_typed_by_a_reporter_are_shown_as_words(head):
    case = a_report(what_happened="<script>alert(1)</script>", link="javascript:alert(1)").case

    words = head.get(page_of(case)).content.decode()

    assert "<script>alert" not in words
    assert 'href="javascript' not in words


# --- steps ----------------------------------------------------------------------------------------

ANSWERS = {
    "triage": {"kind": "breach", "subject_kind": "unknown", "outside_school": "no"},
    "remit": {"grounds": ["threat"], "why": "A child is sad."},
    "investigate": {},
    "subject": {"part": "alleged", "name": "Somebody else"},
    "not_meant": {"why": "Another family of that name."},
    "clauses": {},
    "message": {"words": "Which day?"},
    "note": {"words": "A thought."},
    "link": {"is_repeat": "yes", "why": "The same post."},
    "unlink": {"why": "Another post."},
    "close": {"outcome": "no_breach", "explanation": "All is well."},
    "reopen": {"why": "Something new."},
    "harm": dict.fromkeys(("harmed", "offence", "risk", "unsuitable"), "no") | {"why": "A joke."},
    "lado": {"was_made": "no", "reason": "They know of it already."},
    "low_level": {"context": "A post.", "action": "We talked.", "rationale": "It was small."},
    "motive": {"motives": ["race", "sex"]},
    "procedure": {"why_none": "We talk with both families."},
    "procedure_step": {"was_done": "no", "why_not": "The family moved away."},
    "contact": {"body": "police", "was_made": "no", "reason": "It was no crime."},
    "review": {"upheld": "yes", "answer": "We read it again."},
    "evidence": {"caption": "What was written."},
    "files_again": {"why": "The safeguarding lead made sure."},
    "match": {"written": "Plum", "who": "nobody", "why": "Another family of that name."},
    "step_back": {"why": "A relative of mine is in it."},
}
RIGHT_STATE = {
    "triage": State.RECEIVED,
    "reopen": State.CLOSED,
    "review": State.CLOSED,
}
WRONG_STATE = {
    "triage": State.CLOSED,
    "remit": State.RECEIVED,
    "investigate": State.CLOSED,
    "clauses": State.RECEIVED,
    "not_meant": State.TRIAGED,
    "close": State.RECEIVED,
    "reopen": State.TRIAGED,
    "harm": State.CLOSED,
    "lado": State.TRIAGED,
    "low_level": State.CLOSED,
    "motive": State.RECEIVED,
    "procedure": State.CLOSED,
    "procedure_step": State.TRIAGED,
    "files_again": State.TRIAGED,
    "match": State.TRIAGED,
    "step_back": State.CLOSED,
}


STAFF, BULLYING = {"subject_kind": "staff"}, {"kind": "cyberbullying"}
NEEDS = {
    "harm": STAFF,
    "lado": STAFF | {"meets_harm_threshold": True},
    "low_level": STAFF | {"meets_harm_threshold": False},
    "motive": BULLYING,
    "procedure": BULLYING,
    "procedure_step": BULLYING,
}


def with_a_name_like_somebodys(case):
    factories.ChildFactory(full_name="Poppy Plum")
    Report.objects.filter(case=case).update(subject_name="Plum")


READY = {
    "clauses": lambda case: factories.published(),
    "link": lambda case: a_case(),
    "unlink": lambda case: factories.CaseLinkFactory(first=case, second=a_case()),
    "files_again": lambda case: case.words_only.create(),
    "match": with_a_name_like_somebodys,
    "step_back": lambda case: factories.RoleAssignmentFactory(role=Role.CLERK),
}


def ready_for(step):
    state = RIGHT_STATE.get(step, State.TRIAGED)
    case = a_case(state, outside_school=step == "remit", **NEEDS.get(step, {}))
    if step == "procedure_step":
        clause = factories.published().sections.get().clauses.first()
        case.procedure_steps.create(position=1, clause=clause, number="1.1", text="Ask both.")
    if step == "not_meant":
        factories.CasePartyFactory(case=case)
    READY.get(step, lambda case: None)(case)
    if step == "review":
        factories.ReviewRequestFactory(case=case, role=Role.HEADTEACHER)
    return case


def answers_for(step, case):
    party, procedure = case.parties.first(), case.procedure_steps.first()
    chosen = {"party": party.person_id} if party else {}
    chosen |= {"steps": [procedure.position]} if procedure else {}
    chosen |= {"uploads": [a_file()]} if step == "evidence" else {}
    if step == "link":
        chosen["reference"] = Case.objects.exclude(pk=case.pk).get().reference
    if step == "unlink":
        chosen["reference"] = CaseLink.objects.get().other_than(case).reference
    return ANSWERS[step] | chosen


# A line of the timeline would tell the team of one case of the other.
LEAVE_NO_LINE = ("link", "unlink")


def test_every_step_is_tried_here():
    assert set(ANSWERS) == set(BY_NAME)


@pytest.mark.parametrize("step", ANSWERS)
def test_a_step_shows_its_form_and_is_taken(step, head):
    case = ready_for(step)

    shown = head.get(page_of(case, step))
    taken = head.post(page_of(case, step), answers_for(step, case))

    assert shown.status_code == 200
    assert BY_NAME[step].title in shown.content.decode()
    assert taken.status_code == 302, taken.context["form"].errors
    assert taken.url == (reverse(QUEUE) if step == "step_back" else page_of(case))
    assert case.entries.exists() == (step not in LEAVE_NO_LINE)


@pytest.mark.parametrize("step", ANSWERS)
def test_a_step_is_not_found_by_somebody_outside_the_case(step, cast, sign_in):
    case = ready_for(step)

    assert sign_in(cast.chair).post(page_of(case, step), ANSWERS[step]).status_code == 404


FOR_READERS = ("note", "contact", "review", "evidence", "step_back")


@pytest.mark.parametrize("step", [name for name in ANSWERS if name not in FOR_READERS])
def test_a_step_is_refused_to_the_safeguarding_lead_who_only_reads(step, cast, sign_in):
    case = ready_for(step)
    Case.objects.update(besides_role=Role.DSL)

    answer = sign_in(cast.dsl).get(page_of(case, step))

    assert answer.status_code == 403
    assert "This step is for the Headteacher" in answer.content.decode()


@pytest.mark.parametrize("step", ANSWERS)
def test_a_step_takes_no_other_method(step, head):
    assert head.put(page_of(ready_for(step), step)).status_code == 405


@pytest.mark.parametrize("step", WRONG_STATE)
def test_in_the_wrong_state_a_step_leads_back_and_says_why(step, head):
    case = a_case(WRONG_STATE[step], outside_school=step == "remit")
    factories.RoleAssignmentFactory(role=Role.DEPUTY)

    answer = head.get(page_of(case, step), follow=True)

    assert answer.redirect_chain[-1][0] == page_of(case)
    assert list(answer.context["messages"])


@pytest.mark.parametrize(
    ("step", "state", "typed"),
    [
        ("remit", State.CLOSED, "A child is sad."),
        ("close", State.WITH_GOVERNORS, "All is well."),
        ("reopen", State.INVESTIGATING, "Something new."),
    ],
)
def test_a_form_left_open_too_long_gets_a_sentence_and_keeps_the_words(step, state, typed, head):
    case = a_case(state, outside_school=step == "remit")

    answer = head.post(page_of(case, step), ANSWERS[step])

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert typed in answer.content.decode()
    assert not case.entries.exists()


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        ("triage", {}),
        ("triage", {"kind": "x", "subject_kind": "y", "outside_school": "z"}),
        ("remit", {"grounds": ["nonsense"], "why": "x"}),
        ("remit", {"why": ""}),
        ("subject", {"part": "alleged"}),
        ("subject", {"part": "reporter", "name": "x"}),
        ("subject", {"part": "alleged", "person": "999999"}),
        ("clauses", {"clauses": ["999999"]}),
        ("message", {"words": " "}),
        ("note", {"words": "x" * 10_001}),
        ("close", {"outcome": "referred_disciplinary", "explanation": "x"}),
        ("close", {"outcome": "no_breach", "explanation": ""}),
        ("reopen", {"why": ""}),
        ("harm", {"why": "x"}),
        ("harm", ANSWERS["harm"] | {"why": " "}),
        ("harm", ANSWERS["harm"] | {"risk": "perhaps"}),
        ("lado", {"was_made": "yes", "reason": "x"}),
        ("lado", {"was_made": "no"}),
        ("lado", {"was_made": "yes", "reason": "x", "reference": "1", "made_on": "2999-01-01"}),
        ("low_level", ANSWERS["low_level"] | {"rationale": ""}),
        ("motive", {}),
        ("motive", {"motives": ["none", "race"]}),
        ("procedure", {}),
        ("procedure_step", {}),
        ("contact", {"body": "nobody", "was_made": "no", "reason": "x"}),
        ("contact", {"body": "police", "was_made": "yes", "reason": "x", "made_on": "x"}),
        ("link", {"is_repeat": "yes", "why": "x", "reference": "NOT-ONE"}),
        ("link", {"is_repeat": "yes", "why": "x"}),
        ("link", {"reference": "NOT-ONE"}),
        ("unlink", {"why": "x", "reference": "NOT-ONE"}),
        ("note", {"words": "x", "visibility": "reporter"}),
        ("review", {"upheld": "yes"}),
        ("step_back", {"why": " "}),
        ("review", {"upheld": "no", "answer": "x", "why": " "}),
    ],
)
def test_bad_input_changes_nothing_and_gets_a_sentence(step, answers, head):
    case = ready_for(step)

    answer = head.post(page_of(case, step), answers)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not case.entries.exists()


@pytest.mark.rule("I4")
def test_a_handler_who_names_themselves_is_led_away_from_the_case(head, headteacher, chair):
    case = a_case(State.TRIAGED)

    answer = head.post(
        page_of(case, "subject"), {"part": "alleged", "person": headteacher.pk}, follow=True
    )

    assert answer.redirect_chain[-1][0] == reverse(QUEUE)
    assert "no longer with you" in answer.content.decode()
    assert head.get(page_of(case)).status_code == 404


@pytest.mark.rule("M9")
def test_the_clauses_offered_are_those_of_the_policy_in_force(head):
    version = factories.published(title="Social media policy")
    case = a_case(State.TRIAGED)
    clause = version.sections.get().clauses.first()

    head.post(page_of(case, "clauses"), {"clauses": [clause.pk]})

    words = head.get(page_of(case)).content.decode()
    assert re.search(rf"Social media policy, {re.escape(clause.number)}", words)


@pytest.mark.rule("I9")
def test_without_a_policy_in_force_on_the_day_no_empty_choice_is_offered_but_why(head):
    factories.published(title="Social media policy")
    case = a_case(State.TRIAGED)
    Report.objects.filter(case=case).update(happened_on="2024-03-05")

    page = head.get(page_of(case, "clauses"), follow=True)

    assert page.redirect_chain[-1][0] == page_of(case)
    assert "No policy with points to choose is kept here" in page.text
    assert "was in force on Tuesday 5 March 2024." in page.text
    titles = {row["title"] for row in page.context["steps"]["can"]}
    assert BY_NAME["clauses"].title not in titles


@pytest.mark.rule("I7")
def test_closing_offers_a_parent_no_staff_outcome_and_no_hr_reference(head):
    case = a_case(State.TRIAGED, subject_kind="parent_family")

    form = head.get(page_of(case, "close")).context["form"]

    codes = {code for code, _ in form.fields["outcome"].choices}
    assert "talk" in codes
    assert "referred_disciplinary" not in codes
    assert "hr_reference" not in form.fields
