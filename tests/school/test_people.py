"""People, their roles, and who may give which."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from notifications.delivery import render
from notifications.models import Message
from school import actions
from school.access import NotAllowed
from school.errors import DomainError
from school.models import Person, Role, RoleAssignment
from school.permissions import can_change_person, can_end_role, can_give_role
from school.roles import MAY_GIVE, Held, clash, may_give
from school.signals import people_changed
from tests import factories

pytestmark = pytest.mark.django_db
SOME_DAY = date(2026, 9, 1)


@pytest.mark.parametrize("giver", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_each_role_gives_what_the_table_says_and_nothing_else(giver, role):
    assert (role in may_give([giver], in_post=[])) == (role in MAY_GIVE.get(giver, ()))


def test_nobody_else_gives_a_role_that_handles_cases(cast):
    handling = [Role.HEADTEACHER, Role.DEPUTY, Role.CHAIR, Role.CLERK, Role.DSL, Role.OFFICE]

    for giver in (cast.office, cast.deputy, cast.governor, cast.dsl, cast.parent):
        assert not any(can_give_role(giver, role) for role in handling)
    assert not can_give_role(cast.headteacher, Role.PARENT)


@pytest.mark.rule("I4")
def test_the_headteacher_never_chooses_who_reads_reports_about_the_headteacher(cast):
    chairs = cast.chair.assignments.get(role=Role.CHAIR)

    assert not can_give_role(cast.headteacher, Role.CHAIR)
    assert not can_give_role(cast.headteacher, Role.CLERK)
    assert not can_end_role(cast.headteacher, chairs)
    assert not can_change_person(cast.headteacher, cast.chair)
    assert can_end_role(cast.clerk, chairs)
    assert can_give_role(cast.chair, Role.CLERK)


def test_the_headteacher_fills_an_empty_post_that_nobody_else_can(headteacher, chair):
    assert can_give_role(headteacher, Role.CHAIR)
    assert not can_give_role(headteacher, Role.CLERK)

    chair.assignments.filter(role=Role.CHAIR).delete()

    assert can_give_role(headteacher, Role.CLERK)


@pytest.mark.rule("I4")
def test_a_post_never_changes_hands_unseen(cast):
    newcomer = factories.PersonFactory()
    was = cast.chair.assignments.get(role=Role.CHAIR)

    actions.end_role(assignment=was, ends_on=timezone.localdate(), by=cast.clerk)
    actions.add_role(
        person=newcomer,
        role=Role.CHAIR,
        starts_on=timezone.localdate() + timedelta(days=1),
        by=cast.clerk,
    )

    told = list(Message.objects.filter(template="post_changed").values_list("recipient", flat=True))
    assert set(told) == {cast.headteacher.pk, cast.chair.pk, newcomer.pk}
    assert "Chair of governors" in render(Message.objects.last()).body


@pytest.mark.rule("I3")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Role.CHAIR, Role.HEADTEACHER),
        (Role.CHAIR, Role.STAFF),
        (Role.CLERK, Role.HEADTEACHER),
        (Role.CLERK, Role.GOVERNOR),
        (Role.CLERK, Role.CHAIR),
    ],
)
def test_roles_that_check_each_other_are_not_held_by_one_person_on_one_day(one, other):
    held = [Held(other, SOME_DAY, SOME_DAY)]

    assert clash(Held(one, SOME_DAY), held)
    assert clash(Held(other, SOME_DAY), [Held(one, SOME_DAY)])
    assert not clash(Held(one, SOME_DAY + timedelta(days=1)), held)


@pytest.mark.rule("I4")
def test_the_headteacher_cannot_take_the_chair_to_see_what_is_not_theirs(headteacher):
    with pytest.raises(DomainError, match="cannot be held"):
        actions.add_role(
            person=headteacher, role=Role.CHAIR, starts_on=timezone.localdate(), by=headteacher
        )


def test_a_role_given_is_held_recorded_and_told(office, parent):
    heard = []

    def listen(sender, by, **kwargs):
        heard.append(by)

    people_changed.connect(listen)
    try:
        actions.add_role(person=parent, role=Role.VOLUNTEER, starts_on=SOME_DAY, by=office)
    finally:
        people_changed.disconnect(listen)

    assert Person.objects.get(pk=parent.pk).roles(SOME_DAY) >= {Role.VOLUNTEER}
    assert Event.objects.on(parent).filter(action="school.role.given").exists()
    assert heard == [office]


def test_a_role_held_already_is_not_given_twice(office, class_teacher):
    with pytest.raises(DomainError, match="holds this role"):
        actions.add_role(person=class_teacher, role=Role.STAFF, starts_on=SOME_DAY, by=office)


def test_the_action_itself_refuses_who_may_not_give_the_role(office, class_teacher):
    with pytest.raises(NotAllowed, match="Only the Headteacher"):
        actions.add_role(person=class_teacher, role=Role.DSL, starts_on=SOME_DAY, by=office)


def test_a_leaver_holds_the_role_to_the_last_day_and_not_after(office, class_teacher):
    assignment = class_teacher.assignments.get()
    today = timezone.localdate()

    actions.end_role(assignment=assignment, ends_on=today, by=office)

    leaver = Person.objects.get(pk=class_teacher.pk)
    assert Role.STAFF in leaver.roles(today)
    assert Role.STAFF not in leaver.roles(today + timedelta(days=1))


def test_a_role_cannot_end_before_it_began_nor_run_into_its_own_return(office, class_teacher):
    assignment = class_teacher.assignments.get()
    with pytest.raises(DomainError, match="before the first"):
        actions.end_role(assignment=assignment, ends_on=date(2000, 1, 1), by=office)

    actions.end_role(assignment=assignment, ends_on=date(2025, 1, 1), by=office)
    factories.RoleAssignmentFactory(person=class_teacher, starts_on=date(2026, 1, 1))
    with pytest.raises(DomainError, match="begins again on 1 January 2026"):
        actions.end_role(assignment=assignment, ends_on=date(2026, 2, 1), by=office)


def test_the_own_headship_does_not_end_by_one_press(headteacher, sign_in):
    address = reverse("school:end_role", args=[headteacher.assignments.get().pk])
    client = sign_in(headteacher)

    client.post(address, {"ends_on": "2030-01-01"})
    assert headteacher.assignments.get().ends_on is None

    client.post(address, {"ends_on": "2030-01-01", "sure": "on"})
    assert headteacher.assignments.get().ends_on == date(2030, 1, 1)


def test_somebody_new_is_added_with_a_role(office, sign_in):
    answer = sign_in(office).post(
        reverse("school:add_person"),
        {
            "full_name": "Nia Novak",
            "email": "Nia@Example.test",
            "role": "volunteer",
            "starts_on": "2026-09-01",
        },
    )

    person = Person.objects.get(email="nia@example.test")
    assert answer.url == reverse("school:person", args=[person.pk])
    assert person.assignments.get().role == Role.VOLUNTEER


def test_an_address_that_is_known_gets_the_role_but_keeps_its_name(office, parent):
    common = {"email": parent.email, "starts_on": SOME_DAY, "by": office}

    added = actions.add_person(full_name="pat  parker", role=Role.VOLUNTEER, **common)
    assert added == parent
    with pytest.raises(DomainError, match="another name"):
        actions.add_person(full_name="Somebody Else", role=Role.STAFF, **common)


def test_a_role_that_the_form_does_not_offer_cannot_be_sent(office, sign_in):
    answer = sign_in(office).post(
        reverse("school:add_person"),
        {"full_name": "X Y", "email": "", "role": "headteacher", "starts_on": "2026-09-01"},
    )

    assert answer.context["form"].errors["role"]
    assert not RoleAssignment.objects.filter(role=Role.HEADTEACHER).exists()


def test_the_clerk_adds_a_governor_and_finds_only_the_governing_body(clerk, sign_in, cast):
    client = sign_in(clerk)
    client.post(
        reverse("school:add_person"),
        {
            "full_name": "Nia Novak",
            "email": "nia@example.test",
            "role": "governor",
            "starts_on": "2026-09-01",
        },
    )

    page = client.get(reverse("school:people")).content.decode()
    assert "Nia Novak" in page
    assert cast.governor.full_name in page
    assert cast.class_teacher.full_name not in page
    assert f"Child of {cast.parent.full_name}" not in page


def test_an_old_address_signs_nobody_in_once_it_was_changed(office, parent):
    EmailAddress.objects.create(user=parent, email=parent.email, verified=True, primary=True)

    actions.change_person(
        person=parent, full_name=parent.full_name, email="New@Example.test", by=office
    )

    parent.refresh_from_db()
    assert parent.email == "new@example.test"
    assert not EmailAddress.objects.filter(user=parent).exists()
    facts = Event.objects.on(parent).get(action="school.person.changed").facts
    assert facts == {"fields": ["email"]}


def test_an_address_belongs_to_one_person_only(office, parent, other_parent):
    with pytest.raises(DomainError, match="Somebody else has this address"):
        actions.change_person(
            person=parent, full_name=parent.full_name, email=other_parent.email.upper(), by=office
        )


@pytest.mark.rule("S3")
def test_the_office_cannot_take_over_who_handles_cases_by_changing_an_address(cast):
    for person in (cast.headteacher, cast.chair, cast.clerk, cast.dsl, cast.deputy):
        assert not can_change_person(cast.office, person)
        with pytest.raises(NotAllowed):
            actions.change_person(
                person=person,
                full_name=person.full_name,
                email="taken@example.test",
                by=cast.office,
            )
    assert can_change_person(cast.office, cast.parent)
    assert not can_change_person(cast.clerk, cast.parent)
    assert can_change_person(cast.headteacher, cast.headteacher)


def test_a_role_that_only_begins_later_protects_its_holder_already(office, outsider):
    factories.RoleAssignmentFactory(
        person=outsider, role=Role.HEADTEACHER, starts_on=timezone.localdate() + timedelta(days=9)
    )

    assert not can_change_person(office, outsider)


def test_the_list_is_searched_by_name_and_address_and_shows_who_has_no_email(office, sign_in):
    factories.PersonFactory(full_name="Nia Novak", email=None)
    factories.PersonFactory(full_name="Bo Ray", email="bo@example.test")
    client = sign_in(office)

    found = client.get(reverse("school:people"), {"words": "bo@ex"}).content.decode()
    assert "Bo Ray" in found
    assert "Nia Novak" not in found

    without = client.get(reverse("school:people"), {"no_email": ""}).content.decode()
    assert "Nia Novak" in without
    assert "Bo Ray" not in without
    assert "No e-mail" in without


def test_a_search_that_finds_nobody_says_so(office, sign_in):
    page = sign_in(office).get(reverse("school:people"), {"words": "zzz"}).content.decode()

    assert "Nobody was found" in page


@pytest.mark.parametrize("name", ["people", "children"])
def test_a_list_costs_the_same_queries_with_few_and_many(
    name, office, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client, address = sign_in(office), reverse(f"school:{name}")
    families(3)
    with django_assert_max_num_queries(25) as few:
        client.get(address)
    families(30)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address)


def families(count: int) -> None:
    for _ in range(count):
        tie = factories.ParenthoodFactory()
        factories.RoleAssignmentFactory(person=tie.person)


def test_a_person_page_shows_roles_and_what_cannot_be_done_and_why(office, chair, sign_in):
    page = sign_in(office).get(reverse("school:person", args=[chair.pk])).content.decode()

    assert "Chair of governors" in page
    assert "Only the clerk to the governors gives or ends this role" in page
    assert "cannot be changed here" in page


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("add_person", {"full_name": "", "email": "no", "role": "", "starts_on": "soon"}),
        ("add_role", {"role": "king", "starts_on": ""}),
        ("change_person", {"full_name": "", "email": "no"}),
    ],
)
def test_bad_input_comes_back_with_sentences(name, data, office, class_teacher, sign_in):
    args = [] if name == "add_person" else [class_teacher.pk]

    answer = sign_in(office).post(reverse(f"school:{name}", args=args), data)

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_domain_error_becomes_a_sentence_on_the_form(office, class_teacher, sign_in):
    answer = sign_in(office).post(
        reverse("school:add_role", args=[class_teacher.pk]),
        {"role": "staff", "starts_on": "2026-09-01"},
    )

    assert "holds this role" in answer.content.decode()
