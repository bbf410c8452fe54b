"""To whom a case was handed, whether its subject had signed, and what a reporter is told."""

from datetime import date
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from incidents import actions
from incidents.models import Body, OutsideContact, Part, State
from incidents.naming import names_said
from incidents.outcomes import OUTCOMES
from incidents.prompts import BY_STEP, STAFF_OUTCOME, for_step
from incidents.signed import in_words
from incidents.views.steps import BY_NAME
from notifications.models import Message
from policies.signatures import Signature
from school.errors import DomainError, WrongState
from tests import factories
from tests.days import counted_now, today, tomorrow
from tests.incidents.cases import a_case, judged

MADE = {"was_made": True, "made_on": today, "reference": "REF-9", "reason": "It may be a crime."}


def hand_on(case, by, body="police", **changed):
    return actions.record_contact(case=case, by=by, body=body, **counted_now(MADE | changed))


# --- handing on -----------------------------------------------------------------------------------


@pytest.mark.rule("I13")
@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("body", Body)
def test_handing_on_is_kept_with_date_reference_and_reason_in_every_state(
    body, state, headteacher, sign_in
):
    case = a_case(state, by=headteacher)

    hand_on(case, headteacher, body)

    page = unescape(sign_in(headteacher).get(case.get_absolute_url()).content.decode())
    for shown in (body.label, "reference REF-9", "It may be a crime.", "Handed on: "):
        assert shown in page
    event = Event.objects.get(action="incidents.contact.recorded")
    assert event.facts == {"body": body, "made": True}
    assert not Message.objects.exists()


@pytest.mark.rule("I13")
@pytest.mark.django_db
def test_a_decision_not_to_is_kept_with_its_reason(headteacher, sign_in):
    case = a_case(State.TRIAGED)

    hand_on(case, headteacher, was_made=False, reason="Nobody was threatened.")

    contact = OutsideContact.objects.get()
    assert (contact.made_on, contact.reference) == (None, "")
    page = sign_in(headteacher).get(case.get_absolute_url()).content.decode()
    assert "decided not to" in page
    assert "Nobody was threatened." in case.entries.get().words


@pytest.mark.rule("I13")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"reason": " "}, "Say why"),
        ({"made_on": None}, "the date"),
        ({"reference": " "}, "the reference"),
        ({"made_on": tomorrow}, "future"),
        ({"was_made": False, "reason": ""}, "Say why"),
    ],
)
def test_without_its_particulars_nothing_is_kept(changed, why, headteacher):
    with pytest.raises(DomainError, match=why):
        hand_on(a_case(State.TRIAGED), headteacher, **changed)

    assert not OutsideContact.objects.exists()


@pytest.mark.rule("I13")
@pytest.mark.django_db
def test_the_database_refuses_a_contact_without_its_reference(headteacher):
    with pytest.raises(IntegrityError), transaction.atomic():
        OutsideContact.objects.create(
            case=a_case(),
            body="police",
            was_made=True,
            made_on=today(),
            reason="x",
            recorded_by=headteacher,
        )


@pytest.mark.rule("I7")
@pytest.mark.rule("M17")
@pytest.mark.django_db
@pytest.mark.parametrize("within", [None, False, True])
@pytest.mark.parametrize("body", Body)
def test_only_a_report_to_the_platform_waits_for_the_remit_test(body, within, headteacher):
    known = {"outside_school": True} if within is None else judged(within, headteacher)
    case = a_case(State.TRIAGED, **known)

    if body == Body.PLATFORM and within is not True:
        with pytest.raises(WrongState, match="may act"):
            hand_on(case, headteacher, body)
        hand_on(case, headteacher, body, was_made=False)
    else:
        hand_on(case, headteacher, body)

    assert case.outside_contacts.count() == 1


@pytest.mark.rule("I13")
@pytest.mark.rule("M15")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "body"),
    [("report_to_platform", "platform"), ("passed_on", "police"), ("passed_on", "social_care")],
)
def test_an_outcome_that_hands_it_on_needs_that_on_record(outcome, body, headteacher):
    case = a_case(State.TRIAGED, subject_kind="parent_family")
    end = {"case": case, "by": headteacher, "outcome": outcome, "explanation": "See above."}
    hand_on(case, headteacher, body, was_made=False)
    with pytest.raises(DomainError, match="to whom it was handed"):
        actions.close_case(**end)

    hand_on(case, headteacher, body)

    assert actions.close_case(**end).outcome == outcome


def test_each_body_that_an_outcome_asks_for_exists():
    asked_for = set().union(*(outcome.needs_contact_with for outcome in OUTCOMES))

    assert asked_for <= set(Body.values)
    assert asked_for


# --- what the reporter is told --------------------------------------------------------------------


@pytest.mark.rule("I14")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("We talked with Tom about it.", "Tom"),
        ("Mrs Thistle was sorry.", "Thistle"),
        ("It was Thistle's post.", "Thistle"),
        ("Tom's post is gone.", "Tom"),
        ("We hope that it is settled.", ""),
        ("The post is gone.", ""),
        ("A tomcat sat there.", ""),
        ("Somebody wrote it.", ""),
    ],
)
def test_a_name_is_found_in_words_as_names_are_written(words, said):
    assert names_said(words, ["Mr Tom Thistle", "Joy Hope", "Somebody in Year 2"]) == said


@pytest.mark.rule("I14")
@pytest.mark.django_db
@pytest.mark.parametrize("part", [Part.ALLEGED, Part.TARGET, Part.WITNESS])
def test_an_outcome_that_names_somebody_in_the_case_is_refused(part, cast):
    case = a_case(State.TRIAGED)
    child = factories.ChildFactory(full_name="Alfie Brown")
    factories.CasePartyFactory(case=case, person=None, child=child, part=part)
    end = {"case": case, "by": cast.headteacher, "outcome": "no_breach"}

    with pytest.raises(DomainError, match="“Alfie”"):
        actions.close_case(explanation="We talked with Alfie.", **end)

    assert actions.close_case(explanation="We talked with him.", **end).state == State.CLOSED


@pytest.mark.rule("I14")
@pytest.mark.django_db
def test_the_reporter_may_be_called_by_name(cast):
    case = a_case(State.TRIAGED)
    case.report.reporter = cast.parent
    case.report.save()
    factories.CasePartyFactory(case=case, person=cast.parent, part=Part.TARGET)

    closed = actions.close_case(
        case=case, by=cast.headteacher, outcome="no_breach", explanation="Thank you, Pat."
    )

    assert closed.state == State.CLOSED


# --- whether they had signed ----------------------------------------------------------------------

DAY = date(2026, 11, 20)
BEFORE, AFTER = date(2026, 9, 3), date(2026, 11, 23)


@pytest.mark.rule("I9")
@pytest.mark.parametrize(
    ("signature", "words"),
    [
        (Signature(BEFORE, BEFORE), "had signed it on Thursday 3 September 2026."),
        (Signature(DAY, BEFORE), "had signed it on Friday 20 November 2026."),
        (Signature(None, BEFORE), "had not signed it."),
        (Signature(None, AFTER), "was not asked to sign it by then."),
        (Signature(None, None), "was not asked to sign it by then."),
        (
            Signature(AFTER, BEFORE),
            "had not signed it; signed it later, on Monday 23 November 2026.",
        ),
        (
            Signature(AFTER, AFTER),
            "was not asked to sign it by then; signed it later, on Monday 23 November 2026.",
        ),
    ],
)
def test_the_page_says_how_the_signing_stood_on_the_day(signature, words):
    assert in_words(signature, DAY) == words


@pytest.fixture
def named_in_a_clause(cast):
    """Return a case about the class teacher that names a clause, seen by the DSL too."""
    version = factories.published(title="Social media policy")
    clause = version.sections.get().clauses.first()
    case = a_case(State.TRIAGED, subject_kind="staff", besides_role="dsl")
    factories.CasePartyFactory(case=case, person=cast.class_teacher, confirmed_at=timezone.now())
    factories.CasePartyFactory(case=case, person=cast.teacher_parent)  # perhaps meant
    actions.name_clauses(case=case, by=cast.headteacher, clauses=[clause])
    factories.RequestFactory(round__version=version, person=cast.class_teacher)
    return case


@pytest.mark.rule("I9")
@pytest.mark.django_db
def test_the_handler_sees_whether_whoever_was_confirmed_had_signed(
    named_in_a_clause, cast, sign_in
):
    page = sign_in(cast.headteacher).get(named_in_a_clause.get_absolute_url()).content.decode()

    assert "Tom Thistle had not signed it." in page
    assert "Tess Parry had" not in page
    assert "Tess Parry was not asked" not in page


@pytest.mark.rule("I9")
@pytest.mark.django_db
def test_whoever_only_reads_the_case_does_not_see_it(named_in_a_clause, cast, sign_in):
    page = sign_in(cast.dsl).get(named_in_a_clause.get_absolute_url()).content.decode()

    assert "Social media policy, 1.1" in page
    assert "had not signed it" not in page


# --- prompts --------------------------------------------------------------------------------------


def test_each_prompt_belongs_to_a_step_and_names_its_source():
    assert set(BY_STEP) <= set(BY_NAME)
    for prompts in [*BY_STEP.values(), STAFF_OUTCOME]:
        for prompt in prompts:
            assert prompt.source
            assert prompt.consider.endswith((".", "?"))
            assert len(prompt.consider) < 240


@pytest.mark.rule("I7")
def test_only_closing_a_case_about_staff_speaks_of_employment():
    assert for_step("close", about_staff=True) == STAFF_OUTCOME
    assert for_step("close", about_staff=False) == ()
    assert for_step("note", about_staff=True) == ()


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["remit", "harm", "contact"])
def test_the_page_of_a_step_lists_what_to_think_about(step, headteacher, sign_in):
    case = a_case(State.TRIAGED, outside_school=True, subject_kind="staff")

    page = sign_in(headteacher).get(f"{case.get_absolute_url()}{step}/").content.decode()

    assert "They decide nothing: you do." in page
    assert BY_STEP[step][0].source in page
