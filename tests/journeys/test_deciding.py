"""The Headteacher decides: an allegation against a colleague, and bullying online."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from incidents import actions
from incidents.models import Case, State
from policies.models import ExpectedAnswer
from tests import factories
from tests.browser import axe, picture, sign_in_as, tick
from tests.days import today, yesterday
from tests.incidents.cases import a_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def step(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def answer(page: Page, question: str, choice: str) -> None:
    page.get_by_role("group", name=question).locator("label").filter(has_text=choice).first.click()


@pytest.mark.rule("I8")
@pytest.mark.parametrize("device", ["page", "phone"])
def test_an_allegation_reaches_the_lado_before_anything_is_looked_into(device, cast, request):
    page = request.getfixturevalue(device)
    version = factories.published(title="Social media policy")
    factories.RequestFactory(round__version=version, person=cast.class_teacher)
    earlier = a_case(State.TRIAGED, subject_kind="staff", meets_harm_threshold=False)
    case = a_case(State.TRIAGED, subject_kind="staff", kind="comment")
    for one in (earlier, case):
        factories.CasePartyFactory(case=one, person=cast.class_teacher, confirmed_at=timezone.now())
    clause = version.sections.get().clauses.first()
    actions.name_clauses(case=case, by=cast.headteacher, clauses=[clause])
    sign_in_as(page, cast.headteacher)

    page.goto(case.get_absolute_url())
    step(page, "Answer the four questions about harm")
    page.get_by_text("Things to think about").click()
    axe(page)
    picture(page, f"harm-{device}")
    press(page, "Save these answers")
    axe(page)
    picture(page, f"harm-missing-{device}")
    for question in ("harmed a child", "criminal offence", "risk of harm", "not be suitable"):
        answer(page, question, "Not sure" if question == "harmed a child" else "No")
    page.get_by_label("Why do you answer so?").fill("A message to a child, late in the evening.")
    press(page, "Save these answers")

    expect(page.get_by_text("Contact the local authority designated officer")).to_be_visible()
    expect(page.get_by_role("link", name="Start looking into it")).to_have_count(0)
    step(page, "Record the contact with the LADO")
    axe(page)
    picture(page, f"lado-{device}")
    tick(page, "Yes")
    page.get_by_label("If yes, on which day?").fill(today().isoformat())
    page.get_by_label("If yes, what is the reference?").fill("LADO 26/114")
    page.get_by_label("Why, and what was said?").fill("An allegation. They call back tomorrow.")
    press(page, "Record this")

    expect(page.get_by_role("link", name="Start looking into it")).to_be_visible()
    expect(page.get_by_role("link", name=f"Case {earlier.reference}").first).to_be_visible()
    expect(page.get_by_text("Tom Thistle had not signed it.")).to_be_visible()
    axe(page)
    picture(page, f"allegation-{device}")
    assert Case.objects.get(pk=case.pk).is_allegation


@pytest.mark.rule("I9")
@pytest.mark.rule("M16")
@pytest.mark.parametrize("device", ["page", "phone"])
def test_bullying_online_is_closed_after_the_schools_own_procedure(device, cast, request):
    page = request.getfixturevalue(device)
    version = factories.published(
        title="Anti-bullying policy", sections=["What bullying is", "What we do about bullying"]
    )
    ExpectedAnswer.objects.create(key="anti-bullying", policy=version.policy)
    case = a_case(State.INVESTIGATING, kind="cyberbullying", subject_kind="pupil")
    sign_in_as(page, cast.headteacher)

    page.goto(case.get_absolute_url())
    step(page, "Note what the bullying seemed to be about")
    axe(page)
    picture(page, f"motive-{device}")
    tick(page, "A disability or special educational need")
    press(page, "Save")
    step(page, "Take the steps from the anti-bullying policy")
    axe(page)
    picture(page, f"procedure-{device}")
    press(page, "Take these steps")
    step(page, "Say what was done about the bullying")
    axe(page)
    picture(page, f"procedure-step-{device}")
    first, second = case.procedure_steps.all()
    tick(page, first.text)
    tick(page, "Yes")
    page.get_by_label("If yes, on which day?").fill((yesterday()).isoformat())
    page.get_by_label("If yes, who did it?").fill("Mrs Hart")
    press(page, "Record this")
    step(page, "Say what was done about the bullying")
    tick(page, second.text)
    tick(page, "No, and I say below why not")
    page.get_by_label("If not, why not?").fill("The family moved away.")
    press(page, "Record this")
    step(page, "Record that it was handed on")
    axe(page)
    picture(page, f"contact-{device}")
    tick(page, "The police")
    tick(page, "No, and I say below why not")
    page.get_by_label("Why, and what was said?").fill("Both children are six years old.")
    press(page, "Record this")

    expect(page.get_by_role("link", name="Close this case")).to_be_visible()
    axe(page)
    picture(page, f"bullying-{device}")
    assert not case.procedure_steps.open().exists()
