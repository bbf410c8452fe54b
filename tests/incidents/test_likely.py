"""Which other cases are offered as belonging together, and to whom; nothing follows by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from incidents import actions, likely
from incidents.models import Case, CaseLink, CasesApart, Part
from incidents.pages import page_of
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories
from tests.days import in_days
from tests.incidents.cases import a_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I15")]

POST = "https://www.snapgram.example/p/Cx12/?igsh=abc&utm_source=app"
SAME = "http://m.snapgram.example/p/Cx12"


def offered(person, case):
    found = likely.offered_to(person, Case.objects.get(pk=case.pk))
    return {each.case: each.reasons for each in found}


@pytest.mark.parametrize(
    ("link", "page"),
    [
        (POST, "snapgram.example/p/Cx12"),
        (SAME, "snapgram.example/p/Cx12"),
        ("Snapgram.example/p/Cx12/#comments", "snapgram.example/p/Cx12"),
        ("https://tube.example/watch?v=77&si=who", "tube.example/watch?v=77"),
        ("https://snapgram.example/", ""),
        ("on her page", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_two_links_are_compared_by_the_page_that_they_lead_to(link, page):
    assert page_of(link) == page


def test_what_is_alike_is_offered_with_its_reason_the_strongest_first(headteacher):
    child = factories.ChildFactory()
    case = a_report(
        link=POST, subject_name="Zoë Quill", service="Snapgram", happened_on=in_days(-4)
    ).case
    actions.name_subject(case=case, by=headteacher, child=child, part=Part.TARGET)
    other_day = in_days(-4) - timedelta(days=2)
    same_day = a_report(service="SNAPGRAM", happened_on=in_days(-4) - timedelta(days=1)).case
    a_report(service="Snapgram", happened_on=other_day)
    a_report(service="Other", happened_on=in_days(-4))
    a_report(link="https://snapgram.example/p/Another")
    same_name = a_report(subject_name="zoë quill").case
    same_child = a_report().case
    actions.name_subject(case=same_child, by=headteacher, child=child)
    witness = a_report().case
    actions.name_subject(case=witness, by=headteacher, child=child, part=Part.WITNESS)
    same_page = a_report(link=SAME, service="Snapgram", happened_on=in_days(-4)).case

    assert list(offered(headteacher, case).items()) == [
        (same_page, [likely.SAME_PAGE, likely.SAME_DAY]),
        (same_child, [likely.SAME_PERSON]),
        (same_name, [likely.SAME_NAME]),
        (same_day, [likely.SAME_DAY]),
    ]


@pytest.mark.rule("I4")
def test_nothing_is_offered_that_somebody_may_not_see_or_has_a_part_in(cast):
    case = a_report(link=POST).case
    a_report(link=POST, subject_kind="headteacher")
    as_target = a_report(link=POST).case
    factories.CasePartyFactory(case=as_target, person=cast.headteacher, part=Part.TARGET)
    a_report(link=POST, reporter=cast.headteacher)

    assert offered(cast.headteacher, case) == {}


def test_five_are_offered_at_most_in_the_same_number_of_queries(
    headteacher, django_assert_num_queries
):
    case = a_report(
        link=POST, subject_name="Zoe Quill", service="Snapgram", happened_on=in_days(-4)
    ).case
    case = Case.objects.select_related("report").get(pk=case.pk)
    headteacher.roles()

    def expect(number, queries):
        with django_assert_num_queries(queries):
            assert len(likely.offered_to(headteacher, case)) == number

    a_report(link=SAME, service="Snapgram", happened_on=in_days(-4))
    expect(1, 7)
    for _ in range(6):
        a_report(link=SAME, service="Snapgram", happened_on=in_days(-4))
    expect(likely.MOST, 7)


def test_said_to_be_not_related_they_are_offered_on_neither_and_can_be_linked_all_the_same(
    headteacher, sign_in
):
    case, other = a_report(link=POST).case, a_report(link=SAME).case
    client = sign_in(headteacher)
    page = client.get(case.get_absolute_url()).content.decode()
    assert other.reference in page
    assert likely.SAME_PAGE in page

    address = reverse("incidents:tell_apart", args=[case.pk])
    for _ in range(2):
        assert client.post(address, {"other": other.pk}).url == case.get_absolute_url()

    apart = CasesApart.objects.get()
    assert apart.said_by == headteacher
    assert Event.objects.on(apart).get().action == "incidents.cases.told_apart"
    assert offered(headteacher, case) == offered(headteacher, other) == {}
    actions.link_cases(
        case=case, by=headteacher, reference=other.reference, is_repeat=True, why="Both."
    )
    with pytest.raises(WrongState):
        actions.tell_apart(case=case, by=headteacher, other=other)


def test_a_link_is_begun_with_what_was_offered_and_made_by_a_person(headteacher, sign_in):
    case, other = a_report(link=POST).case, a_report(link=SAME).case
    client, address = sign_in(headteacher), reverse("incidents:link", args=[case.pk])

    begun = client.post(address, {"draft": "", "reference": other.reference, "why": "Same page."})

    assert f'value="{other.reference}"' in begun.content.decode()
    assert not CaseLink.objects.exists()
    client.post(address, {"reference": other.reference, "is_repeat": "yes", "why": "Same page."})
    assert CaseLink.objects.get().is_repeat
    assert offered(headteacher, case) == {}


@pytest.mark.rule("I4")
def test_only_whoever_handles_is_offered_any_and_only_of_two_that_they_see(cast, sign_in):
    case = a_report(link=POST, child_in_danger=True).case
    other = a_report(link=SAME, child_in_danger=True).case
    hidden = a_report(link=SAME, subject_kind="headteacher").case
    page = sign_in(cast.dsl).get(case.get_absolute_url()).content.decode()
    assert "May belong together" not in page
    address = reverse("incidents:tell_apart", args=[case.pk])

    assert sign_in(cast.dsl).post(address, {"other": other.pk}).status_code == 403
    client = sign_in(cast.headteacher)
    for nonsense in (hidden.pk, "nonsense", ""):
        assert client.post(address, {"other": nonsense}).status_code == 404
    assert client.get(address).status_code == 405
    assert sign_in(cast.parent).post(address, {"other": other.pk}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.tell_apart(case=case, by=cast.dsl, other=other)
    with pytest.raises(DomainError):
        actions.tell_apart(case=case, by=cast.headteacher, other=case)
    assert not CasesApart.objects.exists()


def test_a_name_that_was_removed_for_good_likens_nothing(headteacher):
    case, other = (a_report(subject_name="Zoe Quill").case for _ in range(2))
    for each in (case, other):
        type(each.report).objects.filter(case=each).update(subject_name="[removed]")

    assert offered(headteacher, case) == {}
