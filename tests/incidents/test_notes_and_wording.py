"""Notes with three visibilities, and wording to begin a reply with (I12)."""

import pytest
from django.urls import reverse

from incidents import actions
from incidents.models import CaseEntry, SavedWording, Visibility
from school.access import NotAllowed
from school.errors import DomainError
from school.models import Role, RoleAssignment
from tests import factories
from tests.incidents.cases import a_case, a_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I12")]

OWN, TEAM, THEIRS = "My own thought.", "For the team.", "Which day was it?"


def page_of(case, step=""):
    return reverse(f"incidents:{step or 'case'}", args=[case.pk])


def test_each_reads_just_what_is_meant_for_them(cast, sign_in):
    case = a_report(reporter=cast.parent, child_in_danger=True).case
    head = sign_in(cast.headteacher)
    head.post(page_of(case, "note"), {"words": OWN, "visibility": "own"})
    head.post(page_of(case, "note"), {"words": TEAM, "visibility": "team"})
    head.post(page_of(case, "message"), {"words": THEIRS})

    def reads(client, page):
        words = client.get(page).content.decode()
        return {said for said in (OWN, TEAM, THEIRS) if said in words}

    assert reads(head, page_of(case)) == {OWN, TEAM, THEIRS}
    assert reads(sign_in(cast.dsl), page_of(case)) == {TEAM, THEIRS}
    mine = reverse("incidents:my_report", args=[case.reference])
    assert reads(sign_in(cast.parent), mine) == {THEIRS}


def test_an_own_note_does_not_come_to_a_successor_nor_to_anything_that_lists_entries(cast, sign_in):
    case = a_case()
    actions.add_note(case=case, by=cast.headteacher, words=OWN, visibility=Visibility.OWN)
    RoleAssignment.objects.filter(person=cast.headteacher).delete()
    factories.RoleAssignmentFactory(person=cast.deputy, role=Role.HEADTEACHER)

    assert OWN not in sign_in(cast.deputy).get(page_of(case)).content.decode()
    assert not case.entries.exists()
    assert not CaseEntry.objects.exists()
    assert CaseEntry.with_own_notes.get().words == OWN


def test_a_note_is_never_sent_to_the_reporter(headteacher):
    with pytest.raises(DomainError):
        actions.add_note(case=a_case(), by=headteacher, words="x", visibility="reporter")


# --- saved wording --------------------------------------------------------------------------------


@pytest.fixture
def head(sign_in, headteacher):
    return sign_in(headteacher)


def test_the_headteacher_adds_changes_and_removes_wording(head):
    head.post(reverse("incidents:new_wording"), {"title": "Thanks", "words": "Thank you."})
    kept = SavedWording.objects.get()
    page = reverse("incidents:wording", args=[kept.pk])
    head.post(page, {"title": "Thanks", "words": "Thank you very much."})

    assert "Thank you very much." in head.get(reverse("incidents:wordings")).content.decode()
    head.post(page, {"remove": "yes"})
    assert not SavedWording.objects.exists()


@pytest.mark.parametrize("who", ["deputy", "chair", "clerk", "dsl"])
def test_nobody_else_changes_it(who, cast):
    with pytest.raises(NotAllowed):
        actions.save_wording(by=getattr(cast, who), title="Thanks", words="Thank you.")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Thanks", "Thank you for case 7KD-2MQ."),
        ("For 7kd-2mq", "Thank you."),
        ("Thanks", "Thank you. Robin Redbreast is well."),
        ("Thanks", " "),
        ("", "Thank you."),
        ("known", "Thank you."),
    ],
    ids=["reference", "in the title", "child", "no words", "no title", "same title"],
)
def test_wording_speaks_of_no_case_and_bad_input_keeps_what_was_typed(title, words, head):
    factories.ChildFactory(full_name="Robin Redbreast")
    factories.SavedWordingFactory(title="Known")

    page = head.post(reverse("incidents:new_wording"), {"title": title, "words": words})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert words.strip() in page.content.decode()
    assert SavedWording.objects.count() == 1


@pytest.mark.parametrize(
    ("step", "field"), [("message", "words"), ("close", "explanation"), ("review", "answer")]
)
def test_wording_is_put_after_what_was_typed_and_nothing_is_sent(step, field, head, headteacher):
    wording = factories.SavedWordingFactory()
    if step == "review":
        case = a_case("closed", by=factories.PersonFactory())
        factories.ReviewRequestFactory(case=case, role=Role.HEADTEACHER)
    else:
        case = a_case("triaged")
    assert wording.title in head.get(page_of(case, step)).content.decode()

    page = head.post(
        page_of(case, step), {field: "Dear you,", "outcome": "no_breach", "draft": wording.pk}
    )

    form = page.context["form"]
    assert form[field].value() == f"Dear you,\n\n{wording.words}"
    assert not form.errors
    if step == "close":
        assert form["outcome"].value() == "no_breach"
    assert not case.entries.exists()


@pytest.mark.parametrize("draft", ["", "x", "999999"])
def test_wording_that_is_gone_leaves_what_was_typed(draft, head):
    page = head.post(page_of(a_case(), "message"), {"words": "Dear you,", "draft": draft})

    assert page.context["form"]["words"].value() == "Dear you,"
