"""I4: a name that was written is offered to be matched with somebody, and never assumed to be."""

import pytest
from django.urls import reverse

from audit.models import Event
from incidents import actions, likeness
from incidents.models import Case, NameMatch, Part, State, SubjectKind
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Person, Role
from tests import factories
from tests.incidents.cases import a_case, a_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I4")]
WHY = "The reporter told us her first name."


def person_called(name, *roles):
    person = factories.PersonFactory(full_name=name)
    for role in roles:
        factories.RoleAssignmentFactory(person=person, role=role)
    return person


def names_offered(written):
    return [offer.who.full_name for offer in likeness.offers_for(written)]


def who_can_open(case):
    return {p.pk for p in Person.objects.all() if Case.objects.visible_to(p).filter(pk=case.pk)}


# --- who is offered -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("Helen Hart", ["Helen Hart", "Harry Hart", "Helen Mistry"]),
        ("Mrs Hart", ["Harry Hart", "Helen Hart"]),
        ("Harte", ["Harry Hart", "Helen Hart"]),
        ("Helen", ["Helen Hart", "Helen Mistry"]),
        ("the head", ["Helen Hart"]),
        ("Mistri", ["Helen Mistry"]),
        ("Mrs Zamora", []),
        ("a mum in year 1", []),
        ("", []),
    ],
)
def test_whoever_has_a_name_like_it_is_offered_most_alike_first(written, offered):
    person_called("Helen Hart", Role.HEADTEACHER)
    person_called("Harry Hart", Role.GOVERNOR)
    person_called("Helen Mistry")
    person_called("Ben Bailey", Role.STAFF)

    assert names_offered(written) == offered


def test_parents_and_children_are_offered_and_told_apart(parent):
    twin = person_called("Pat Parker", Role.VOLUNTEER)
    factories.ChildFactory(full_name="Poppy Parker")

    offers = likeness.offers_for("Parker")

    assert {str(offer) for offer in offers} == {
        "Child of Pat Parker (a child in Robins)",
        "Pat Parker (parent or carer, Robins)",
        "Pat Parker (volunteer)",
        "Poppy Parker (a child in Robins)",
    }
    assert {offer.key for offer in offers} >= {f"adult-{twin.pk}", f"adult-{parent.pk}"}


def test_a_leaver_and_a_child_who_left_are_not_offered(parent):
    Person.objects.update(is_active=False)
    assert "Pat Parker" not in names_offered("Parker")


def test_ten_at_the_most_in_the_same_number_of_queries(django_assert_num_queries):
    for _ in range(3):
        person_called("Jo Smith", Role.STAFF)
    with django_assert_num_queries(5):
        assert len(likeness.offers_for("Smith")) == 3
    for _ in range(20):
        person_called("Jo Smith", Role.STAFF)
    with django_assert_num_queries(5):
        assert len(likeness.offers_for("Smith")) == likeness.MOST


# --- what follows ---------------------------------------------------------------------------------


def test_a_name_alone_confirms_nobody(cast):
    case = a_report(subject_name="Pat Parker").case

    assert not case.parties.exists()
    assert case.subject_kind == SubjectKind.UNKNOWN
    assert likeness.offered_in(case)[1][0].who == cast.parent


def test_whoever_a_handler_says_was_meant_takes_the_part_and_loses_the_case_at_once(cast):
    case = a_report(subject_name="Dina", child_in_danger=True).case
    assert cast.dsl.pk in who_can_open(case)

    case = actions.settle_name(
        case=case, by=cast.headteacher, written="Dina", person=cast.dsl, why=WHY
    )

    party = case.parties.get()
    assert (party.person, party.part, party.added_by) == (cast.dsl, Part.ALLEGED, cast.headteacher)
    assert party.confirmed_at
    assert case.subject_kind == SubjectKind.STAFF
    assert cast.dsl.pk not in who_can_open(case)
    assert not Message.objects.waiting().filter(recipient=cast.dsl).exists()
    match = NameMatch.objects.get()
    assert (match.written, match.person, match.why) == ("Dina", cast.dsl, WHY)
    assert "first name" not in str(Event.objects.get(action="incidents.name.settled").__dict__)
    assert likeness.open_names(case) == []


def test_one_of_two_harts_is_meant_and_the_other_gets_the_case_back_only_when_said(cast):
    other = person_called("Harry Hart", Role.STAFF)
    case = a_report(subject_name="Hart").case
    assert who_can_open(case) == {cast.chair.pk}

    kept = actions.settle_name(case=case, by=cast.chair, written="Hart", person=other, why=WHY)
    assert who_can_open(kept) == {cast.chair.pk}

    case = a_report(subject_name="Hart").case
    actions.settle_name(
        case=case, by=cast.chair, written="Hart", person=other, why=WHY, not_the_others=True
    )
    assert who_can_open(case) == {cast.headteacher.pk}


@pytest.mark.parametrize(("part", "who"), [(Part.ALLEGED, "chair"), (Part.WITNESS, "headteacher")])
def test_whom_another_open_name_may_mean_is_not_let_in_by_a_tick(part, who, cast):
    other = person_called("Harry Hart", Role.STAFF)
    case = a_report(subject_name="Hart").case
    case = actions.name_subject(case=case, by=cast.chair, name="the head", part=part)

    actions.settle_name(
        case=case, by=cast.chair, written="Hart", person=other, why=WHY, not_the_others=True
    )

    assert who_can_open(case) == {getattr(cast, who).pk}


def test_whoever_holds_the_post_it_is_about_is_not_let_in_by_a_tick(cast):
    case = a_report(subject_kind="headteacher", subject_name="Hart").case

    actions.settle_name(case=case, by=cast.chair, written="Hart", why=WHY, not_the_others=True)

    assert who_can_open(case) == {cast.chair.pk}


def test_a_child_may_be_meant(cast):
    child = factories.ChildFactory(full_name="Poppy Plum")
    case = a_report(subject_name="Poppy").case

    case = actions.settle_name(
        case=case, by=cast.headteacher, written="Poppy", child=child, why=WHY
    )

    assert case.parties.get().child == child
    assert case.subject_kind == SubjectKind.PUPIL


def test_a_name_that_a_handler_wrote_is_offered_and_keeps_its_part(cast):
    case = a_report().case
    case = actions.name_subject(case=case, by=cast.headteacher, name="Grace", part=Part.WITNESS)
    assert likeness.open_names(case) == ["Grace"]

    case = actions.settle_name(
        case=case, by=cast.headteacher, written="Grace", person=cast.governor, why=WHY
    )

    assert [(p.part, p.person) for p in case.parties.all()] == [(Part.WITNESS, cast.governor)]


def test_a_name_is_settled_once_with_a_reason_and_by_a_handler(cast):
    case = a_report(subject_name="Grace").case
    settle = {"case": case, "written": "Grace", "person": cast.governor}
    with pytest.raises(DomainError, match="Say how you know"):
        actions.settle_name(**settle, by=cast.headteacher, why=" ")
    with pytest.raises(NotAllowed):
        actions.settle_name(**settle, by=cast.dsl, why=WHY)
    actions.settle_name(**settle, by=cast.headteacher, why=WHY)

    for written in ("Grace", "Made up"):
        with pytest.raises(WrongState):
            actions.settle_name(**settle | {"written": written}, by=cast.clerk, why=WHY)


def test_what_fails_half_way_leaves_nothing(cast, monkeypatch):
    case = a_report(subject_name="Grace").case
    monkeypatch.setattr("incidents.actions.matching.reviews.fit", lambda case: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.settle_name(
            case=case, by=cast.headteacher, written="Grace", person=cast.governor, why=WHY
        )

    assert not NameMatch.objects.exists()
    assert not case.parties.exists()


# --- the page -------------------------------------------------------------------------------------


def test_a_handler_is_offered_it_on_the_case_and_nobody_is_chosen_beforehand(cast, sign_in):
    client = sign_in(cast.headteacher)
    case = a_report(subject_name="Grace").case
    page = reverse("incidents:match", args=[case.pk])

    words = client.get(case.get_absolute_url()).content.decode()
    form = client.get(page)

    assert "Grace Governey <span" in words
    assert page in words
    assert " checked" not in form.content.decode()
    assert "Grace Governey (governor)" in form.content.decode()
    answer = client.post(
        page, {"written": "Grace", "who": f"adult-{cast.governor.pk}", "why": WHY}, follow=True
    )
    assert "no longer with you" in answer.content.decode()
    assert Case.objects.get().handling_role == Role.CLERK


def test_nobody_in_the_list_settles_it_too(cast, sign_in):
    client = sign_in(cast.headteacher)
    case = a_report(subject_name="Grace").case
    page = reverse("incidents:match", args=[case.pk])

    answer = client.post(page, {"written": "Grace", "who": "nobody", "why": WHY}, follow=True)

    assert answer.redirect_chain[-1][0] == case.get_absolute_url()
    assert "could be" not in answer.content.decode()
    assert NameMatch.objects.get().person is None


@pytest.mark.parametrize(
    "typed",
    [
        {"who": "", "why": WHY},
        {"who": "adult-999999", "why": WHY},
        {"who": "nobody", "why": ""},
        {"who": "nobody", "why": WHY, "written": "Another"},
    ],
)
def test_bad_input_changes_nothing_and_keeps_what_was_typed(typed, cast, sign_in):
    case = a_report(subject_name="Grace").case
    page = reverse("incidents:match", args=[case.pk])

    answer = sign_in(cast.headteacher).post(page, {"written": "Grace"} | typed)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert typed["why"] in answer.content.decode()
    assert not NameMatch.objects.exists()


def test_whoever_only_reads_the_case_is_offered_nobody(cast, sign_in):
    case = a_report(subject_name="Grace", child_in_danger=True).case

    words = sign_in(cast.dsl).get(case.get_absolute_url()).content.decode()

    assert "Grace Governey" not in words


@pytest.mark.parametrize("who", ["headteacher", "governor", "parent", "office"])
def test_nobody_outside_the_case_sees_an_offer_least_of_all_whoever_is_in_it(who, cast, sign_in):
    case = a_report(subject_name="Hart").case

    answer = sign_in(getattr(cast, who)).get(reverse("incidents:match", args=[case.pk]))

    assert answer.status_code == 404


def test_once_somebody_like_it_is_named_it_is_not_asked(cast):
    case = a_case(State.TRIAGED)
    case.report.subject_name = "Grace"
    case.report.save()
    assert likeness.offered_in(case)[1]

    case = actions.name_subject(
        case=case, by=cast.headteacher, person=cast.governor, part=Part.WITNESS
    )

    assert likeness.offered_in(case) == ("", [])
