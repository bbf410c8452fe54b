"""A11: nobody signs before the end, and staff confirm their own section point by point (M9)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.actions import Typed
from acknowledgements.audience import is_for_staff_in_particular
from acknowledgements.models import Acknowledgement, Capacity, Reading
from acknowledgements.points import points_to_confirm
from audit.models import Event
from school.access import NotAllowed
from school.errors import WrongState
from tests import factories
from tests.acknowledgements import walk

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11")]

EVERYBODY = ["pupils", "staff", "parents_carers", "governors", "volunteers"]
POINTS = ["2.1", "2.2"]


@pytest.fixture
def version(db):
    """A version in force whose second section is for staff in particular."""
    return factories.published_with_staff_section(policy__title="Social media policy")


@pytest.fixture
def opened(version, head, class_teacher, parent, governor):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def asked(opened, class_teacher):
    return opened.requests.get(person=class_teacher)


@pytest.fixture
def browser(class_teacher, sign_in):
    return sign_in(class_teacher)


# --- which points ---------------------------------------------------------------------------------


@pytest.mark.rule("M9")
@pytest.mark.parametrize(
    ("section", "policy", "expected"),
    [
        (["staff"], EVERYBODY, True),
        (["staff", "governors"], EVERYBODY, True),
        (["staff", "governors", "volunteers"], EVERYBODY, True),
        (["staff", "parents_carers"], EVERYBODY, False),
        (["pupils", "staff"], EVERYBODY, False),
        (EVERYBODY, EVERYBODY, False),
        ([], EVERYBODY, False),
        (["governors", "volunteers"], EVERYBODY, False),
        (["staff"], ["staff", "governors"], True),
        (["staff", "governors"], ["staff", "governors"], False),
        (["staff"], ["staff"], False),
    ],
)
def test_a_section_is_for_staff_in_particular_by_whom_it_speaks_to(section, policy, expected):
    assert is_for_staff_in_particular(section, policy) is expected


@pytest.mark.rule("M9")
@pytest.mark.parametrize("capacity", Capacity)
def test_only_staff_confirm_points(capacity, version):
    expected = POINTS if capacity == Capacity.STAFF else []

    assert points_to_confirm(version, capacity) == expected


# --- the gate -------------------------------------------------------------------------------------


def signs(asked, person):
    return actions.sign(request=asked, typed_name=person.full_name, by=person)


def test_the_server_refuses_a_signature_before_the_end_was_reached(asked, class_teacher):
    with pytest.raises(WrongState, match="read to the end first"):
        signs(asked, class_teacher)

    actions.keep_reading(
        request=asked, typed=Typed(ticked=POINTS, name="Tom Thistle"), by=class_teacher
    )
    with pytest.raises(WrongState, match="read to the end first"):
        signs(asked, class_teacher)
    assert not Acknowledgement.objects.exists()


@pytest.mark.rule("M9")
def test_the_server_refuses_a_signature_while_a_point_is_not_confirmed(asked, class_teacher):
    actions.reach_end(request=asked, by=class_teacher)
    with pytest.raises(WrongState, match="2 points are not confirmed"):
        signs(asked, class_teacher)

    actions.keep_reading(request=asked, typed=Typed(ticked=["2.2"]), by=class_teacher)
    with pytest.raises(WrongState, match="1 point is not confirmed"):
        signs(asked, class_teacher)

    actions.keep_reading(request=asked, typed=Typed(ticked=POINTS), by=class_teacher)
    assert signs(asked, class_teacher).points == POINTS


def test_a_parent_and_a_governor_need_only_have_reached_the_end(opened, parent, governor):
    for person in (parent, governor):
        asked = opened.requests.get(person=person)
        actions.reach_end(request=asked, by=person)
        assert signs(asked, person).points == []


def test_having_read_one_round_is_not_having_read_the_next(asked, opened, head, class_teacher):
    factories.has_read(asked)
    other = actions.open_round(version=factories.published(), by=head)

    with pytest.raises(WrongState, match="read to the end first"):
        signs(other.requests.get(person=class_teacher), class_teacher)


def test_reaching_the_end_again_keeps_the_first_time(asked, class_teacher):
    first = actions.reach_end(request=asked, by=class_teacher).reached_end_at

    assert actions.reach_end(request=asked, by=class_teacher).reached_end_at == first
    assert Reading.objects.count() == 1


@pytest.mark.rule("A2")
def test_nobody_reads_for_somebody_else(asked, head):
    for deed in (
        lambda: actions.reach_end(request=asked, by=head),
        lambda: actions.keep_reading(request=asked, typed=Typed(name="H"), by=head),
    ):
        with pytest.raises(NotAllowed):
            deed()

    assert not Reading.objects.exists()


# --- keeping --------------------------------------------------------------------------------------


def keep(asked, person, **typed):
    return actions.keep_reading(request=asked, typed=Typed(**typed), by=person)


def test_what_one_window_ticked_another_does_not_untick(asked, class_teacher):
    keep(asked, class_teacher, ticked=["2.1"])

    keep(asked, class_teacher, ticked=["2.2"], known=[])

    assert Reading.objects.get().points == POINTS


def test_what_a_page_showed_as_ticked_and_is_no_more_was_unticked(asked, class_teacher):
    keep(asked, class_teacher, ticked=POINTS)

    keep(asked, class_teacher, ticked=["2.1"], known=POINTS)

    assert Reading.objects.get().points == ["2.1"]


def test_only_points_of_the_staff_section_are_kept_in_the_order_of_the_text(asked, class_teacher):
    keep(asked, class_teacher, ticked=["2.2", "1.1", "9.9", "2.1"])

    assert Reading.objects.get().points == POINTS


def test_what_a_page_does_not_hold_stays_as_it_was(asked, class_teacher):
    keep(asked, class_teacher, name="Tom", ticked=["2.1"])
    keep(asked, class_teacher, question="May I?")
    keep(asked, class_teacher, reason="")

    reading = Reading.objects.get()
    assert (reading.typed_name, reading.question, reading.points) == ("Tom", "May I?", ["2.1"])


def test_keeping_is_no_event_and_nothing_is_kept_after_signing(asked, class_teacher):
    events = Event.objects.count()
    keep(asked, class_teacher, name="Tom")
    assert Event.objects.count() == events

    signs(factories.has_read(asked), class_teacher)

    with pytest.raises(WrongState, match="nothing left to sign"):
        keep(asked, class_teacher, name="Tom")
    assert Reading.objects.get().typed_name == ""


# --- the pages ------------------------------------------------------------------------------------


def test_the_button_stands_after_the_text_in_reading_order_and_works_without_script(
    asked, browser, version
):
    page = browser.get(walk.address(asked)).text

    last = version.sections.last().clauses.last().text
    assert page.index(last) < page.index("I have read to the end</button>")
    assert "aria-disabled" not in page

    answer = walk.read(browser, asked)

    assert answer.url == walk.address(asked, "points")
    assert Reading.objects.get().reached_end_at is not None


@pytest.mark.parametrize("step", ["points", "agree"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_later_page_opens_before_the_end_was_reached(step, method, asked, browser):
    answer = getattr(browser, method)(
        walk.address(asked, step), {"typed_name": "Tom Thistle", "boxes": "yes", "point": POINTS}
    )

    assert (answer.status_code, answer.url) == (302, walk.address(asked))
    assert not Acknowledgement.objects.exists()


@pytest.mark.rule("M9")
def test_the_last_page_does_not_open_before_every_point_is_ticked(asked, browser):
    walk.read(browser, asked)

    answer = walk.sign(browser, asked, "Tom Thistle")

    assert (answer.status_code, answer.url) == (302, walk.address(asked, "points"))
    assert not Acknowledgement.objects.exists()


@pytest.mark.rule("M9")
def test_the_points_page_shows_each_point_of_the_staff_section_and_no_other(asked, browser):
    walk.read(browser, asked)

    page = browser.get(walk.address(asked, "points")).text

    assert page.count('type="checkbox"') == len(POINTS)
    assert all(f'value="{number}"' in page for number in POINTS)


@pytest.mark.rule("M9")
def test_ticks_are_saved_on_every_press_and_what_is_open_is_said(asked, browser):
    walk.read(browser, asked)

    page = browser.post(walk.address(asked, "points"), {"boxes": "yes", "point": ["2.1"]})

    assert page.status_code == 200
    assert "1 point is not ticked yet" in page.text
    assert "Point 2.2" in page.text
    assert Reading.objects.get().points == ["2.1"]


def test_somebody_stops_and_goes_on_elsewhere(asked, browser, sign_in, class_teacher):
    walk.read(browser, asked)
    later = browser.post(
        walk.address(asked, "points"), {"boxes": "yes", "point": ["2.1"], "press": "later"}
    )
    assert later.url == "/sign-offs/"

    other_device = sign_in(class_teacher)
    listed = other_device.get("/sign-offs/").text
    assert walk.address(asked, "agree") in listed
    page = other_device.get(walk.address(asked, "agree"), follow=True)

    assert page.redirect_chain[-1][0] == walk.address(asked, "points")
    assert page.text.count(" checked") == 1


def test_a_question_about_a_point_keeps_the_ticks_and_carries_its_number(asked, browser, version):
    walk.read(browser, asked)

    answer = browser.post(
        walk.address(asked, "points"), {"boxes": "yes", "point": ["2.1"], "press": "ask:2.2"}
    )

    assert answer.url == f"{walk.address(asked, 'ask')}?point=2.2"
    assert Reading.objects.get().points == ["2.1"]
    clause = version.sections.get(number="2").clauses.get(number="2.2")
    assert clause.text in browser.get(answer.url).text


@pytest.mark.rule("M9")
def test_where_there_is_no_staff_section_the_step_is_left_out(head, class_teacher, browser):
    opened = actions.open_round(version=factories.published(), by=head)
    asked = opened.requests.get(person=class_teacher)

    assert walk.read(browser, asked).url == walk.address(asked, "agree")
    assert browser.get(walk.address(asked, "points")).url == walk.address(asked, "agree")


def test_the_confirmed_points_are_shown_with_the_signature(asked, browser):
    walk.read_and_sign(browser, asked, "Tom Thistle")

    assert "2.1, 2.2" in browser.get(walk.address(asked)).text
    assert Acknowledgement.objects.get().points == POINTS


def test_after_the_signature_every_page_leads_to_it(asked, browser):
    walk.read_and_sign(browser, asked, "Tom Thistle")

    for step in ("points", "agree", "ask", "decline"):
        assert browser.get(walk.address(asked, step)).url == walk.address(asked)


@pytest.mark.parametrize("step", ["sign", "points", "agree", "ask", "decline"])
def test_each_page_costs_the_same_however_long_the_text(step, asked, browser, head, class_teacher):
    long = factories.VersionFactory(sections=[f"Part {part}" for part in range(40)])
    long.sections.filter(number__in=["2", "3", "4", "5"]).update(audiences=["staff"])
    opened = actions.open_round(version=factories.put_in_force(long), by=head)
    counts = []
    for one in (asked, opened.requests.get(person=class_teacher)):
        factories.has_read(one)
        browser.get(walk.address(one, step))
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(walk.address(one, step)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


# --- when it was begun ----------------------------------------------------------------------------


def test_reading_begins_when_the_text_is_first_opened_and_that_moment_stands(
    asked, class_teacher, sign_in
):
    browser, address = sign_in(class_teacher), reverse("acknowledgements:sign", args=[asked.pk])
    before = timezone.now()

    browser.head(address)
    assert not Reading.objects.exists()
    browser.get(address)
    opened = Reading.objects.get()
    browser.get(address)
    browser.post(address)

    again = Reading.objects.get()
    assert before < opened.begun_at == again.begun_at < again.reached_end_at
    assert not opened.keeps_something


def test_what_a_browser_kept_before_the_text_was_opened_is_not_taken_for_old(
    asked, class_teacher, sign_in
):
    browser, ask = sign_in(class_teacher), reverse("acknowledgements:ask", args=[asked.pk])
    browser.get(reverse("acknowledgements:sign", args=[asked.pk]))
    assert "data-kept-at" not in browser.get(ask).text

    actions.keep_reading(request=asked, typed=Typed(question="May I?"), by=class_teacher)

    assert "data-kept-at" in browser.get(ask).text
