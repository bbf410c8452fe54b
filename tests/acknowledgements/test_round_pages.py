"""The pages on which rounds are seen, opened by hand and closed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Round
from school.terms import school_calendar
from tests import factories

pytestmark = pytest.mark.django_db

ROUNDS, CHOOSE = "/sign-offs/board/rounds/", "/sign-offs/board/rounds/confirm/"


@pytest.fixture
def due_on():
    return school_calendar().add_school_days(timezone.localdate(), 10)


@pytest.fixture
def address(version):
    return reverse("acknowledgements:confirm", args=[version.pk])


@pytest.fixture
def filled_in(due_on):
    return {
        "audiences": ["staff", "governors"],
        "due_on": str(due_on),
        "why": "We all confirm this each September.",
    }


@pytest.fixture
def opened(version, cast):
    return actions.open_round(version=version, by=cast.headteacher)


def page_of(one):
    return reverse("acknowledgements:round", args=[one.pk])


def test_the_list_says_of_each_round_who_is_asked_and_how_far_it_has_come(opened, cast, sign_in):
    page = sign_in(cast.office).get(ROUNDS)

    assert "12 of 12 people written to" in page.text
    assert "This version was published" in page.text
    assert "Staff, Parents and carers, Governors" in page.text
    assert "Pupils" not in page.text  # who read it too, and are never asked to sign
    assert "The Headteacher or the deputy asks people" in page.text
    assert CHOOSE not in page.text


def test_an_empty_list_says_what_will_be_there(head, sign_in):
    page = sign_in(head).get(ROUNDS).text

    assert "No round yet" in page
    assert CHOOSE in page


def test_the_list_costs_the_same_with_3_rounds_as_with_20(head, sign_in):
    browser = sign_in(head)

    def cost(number):
        for _ in range(number):
            actions.open_round(version=factories.published(), by=head)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(ROUNDS).status_code == 200
        return len(queries)

    assert cost(3) == cost(17)


def test_the_page_shows_how_far_it_has_come_and_then_that_it_is_done(
    version, cast, sign_in, settings
):
    settings.INVITATIONS_AT_A_TIME = 5
    opened = actions.open_round(version=version, by=cast.headteacher)
    browser = sign_in(cast.headteacher)

    under_way = browser.get(page_of(opened)).text
    actions.invite_all()
    done = browser.get(page_of(opened)).text

    assert "5 of 12 people have been written to." in under_way
    assert "7 still to go" in under_way
    assert 'data-watch="going"' in under_way
    assert "watch.js" in under_way
    assert "12 of 12 people have been written to." in done
    assert 'data-watch="done"' in done
    assert "watch.js" not in done


def test_large_numbers_are_easy_to_read():
    from django.template.loader import render_to_string

    from acknowledgements.progress import Progress

    words = render_to_string(
        "acknowledgements/_progress.html",
        {"progress": Progress(people=100_000, written=12_300, waiting=87_700)},
    )

    assert "12,300 of 100,000 people have been written to." in words


def test_choosing_lists_the_texts_in_force_and_those_for_pupils_without_a_link(head, sign_in):
    asks = factories.published(policy__title="Social media")
    pupils = factories.published(policy__title="Playground rules", audiences=["pupils"])
    factories.VersionFactory(policy__title="Only a draft")

    page = sign_in(head).get(CHOOSE).text

    assert reverse("acknowledgements:confirm", args=[asks.pk]) in page
    assert reverse("acknowledgements:confirm", args=[pupils.pk]) not in page
    assert "Playground rules" in page
    assert "Only a draft" not in page


def test_the_form_proposes_all_audiences_and_a_day_in_school_days(address, head, due_on, sign_in):
    page = sign_in(head).get(address)

    form = page.context["form"]
    assert form["audiences"].value() == ["staff", "parents_carers", "governors", "volunteers"]
    assert form["due_on"].value() == due_on
    assert "10 school days from today" in page.text
    assert "Pupils" not in page.text


def test_classes_are_offered_only_where_parents_are_asked(head, sign_in):
    factories.SchoolClassFactory()
    for_all = factories.published()
    for_staff = factories.published(audiences=["staff"])
    browser = sign_in(head)

    with_classes = browser.get(reverse("acknowledgements:confirm", args=[for_all.pk])).text
    without = browser.get(reverse("acknowledgements:confirm", args=[for_staff.pk])).text

    assert "Only the parents of these classes" in with_classes
    assert "Only the parents of these classes" not in without


def test_before_anything_is_sent_a_page_says_how_many_people_it_asks(
    address, filled_in, cast, sign_in
):
    page = sign_in(cast.headteacher).post(address, filled_in | {"step": "check"})

    assert page.status_code == 200
    assert "<strong>9 people</strong>" in page.text
    assert "Each gets one e-mail" in page.text
    assert "Ask these 9 people" in page.text
    assert not Round.objects.exists()


def test_sending_opens_it_once_and_shows_its_page(address, filled_in, cast, sign_in):
    browser = sign_in(cast.headteacher)

    first = browser.post(address, filled_in | {"step": "send"}, follow=True)
    browser.post(address, filled_in | {"step": "send"})

    opened = Round.objects.get()
    assert first.redirect_chain == [(page_of(opened), 302)]
    assert "It is open, and each person gets one e-mail." in first.text
    assert "9 of 9 people have been written to." in first.text
    assert "We all confirm this each September." in first.text
    assert opened.opened_by == cast.headteacher


def test_changing_something_gives_the_form_back_as_it_was_filled_in(
    address, filled_in, head, sign_in
):
    page = sign_in(head).post(address, filled_in | {"step": "change"})

    assert page.context["form"]["audiences"].value() == ["staff", "governors"]
    assert "We all confirm this each September." in page.text
    assert not Round.objects.exists()


def test_the_check_page_carries_on_exactly_what_was_filled_in(address, filled_in, cast, sign_in):
    wrens = factories.SchoolClassFactory(name="Wrens")
    tie = factories.ParenthoodFactory(child__school_class=wrens)
    given = filled_in | {"audiences": ["parents_carers"], "classes": [str(wrens.pk)]}
    browser = sign_in(cast.headteacher)

    check = browser.post(address, given | {"step": "check"})
    kept = check.context["form"].kept()
    browser.post(address, {**_grouped(kept), "step": "send"})

    assert "Wrens" in check.text
    assert "1 to sign, one for each child" in check.text
    assert [one.person for one in Round.objects.get().requests.all()] == [tie.person]


def _grouped(pairs):
    grouped = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


@pytest.mark.parametrize("step", ["check", "send"])
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"audiences": []}, "Tick who is asked."),
        ({"audiences": ["pupils"]}, "Please choose one of those offered here."),
        ({"due_on": ""}, "Choose a day."),
        ({"due_on": "31/02/2027"}, "Write a date such as"),
        ({"due_on": "2020-01-01"}, "Choose a day to come"),
        ({"why": ""}, "Write why you ask"),
        ({"classes": ["999999"]}, "Please choose one of those offered here."),
    ],
)
def test_wrong_input_says_what_to_do_and_loses_nothing(
    step, wrong, sentence, address, filled_in, head, sign_in
):
    factories.SchoolClassFactory()

    page = sign_in(head).post(address, filled_in | wrong | {"step": step})

    assert page.status_code == 200
    assert sentence in page.text
    assert wrong.get("why", "We all confirm") in page.text
    assert not Round.objects.exists()


def test_a_press_without_a_step_sends_nothing(address, filled_in, head, sign_in):
    page = sign_in(head).post(address, filled_in)

    assert page.status_code == 200
    assert not Round.objects.exists()


def test_where_nobody_would_be_asked_there_is_no_button(opened, filled_in, cast, sign_in):
    address = reverse("acknowledgements:confirm", args=[opened.version_id])

    page = sign_in(cast.headteacher).post(address, filled_in | {"step": "check"})

    assert "Nobody would be asked." in page.text
    assert 'value="send"' not in page.text


def test_an_open_confirmation_of_the_same_text_is_pointed_at(address, filled_in, cast, sign_in):
    browser = sign_in(cast.headteacher)
    browser.post(address, filled_in | {"step": "send"})

    page = browser.post(address, filled_in | {"audiences": ["volunteers"], "step": "check"})

    assert "A confirmation of this policy is open since" in page.text
    assert page_of(Round.objects.get()) in page.text


def test_a_text_replaced_meanwhile_leads_back_to_the_choice(
    version, address, filled_in, head, sign_in
):
    factories.replace(version)

    page = sign_in(head).post(address, filled_in | {"step": "send"}, follow=True)

    assert page.redirect_chain == [(CHOOSE, 302)]
    assert "cannot be confirmed now" in page.text


def test_a_text_for_pupils_only_or_a_draft_cannot_be_confirmed(head, sign_in):
    pupils = factories.published(audiences=["pupils"])
    draft = factories.VersionFactory()
    browser = sign_in(head)

    for_pupils = browser.get(reverse("acknowledgements:confirm", args=[pupils.pk]))
    of_draft = browser.get(reverse("acknowledgements:confirm", args=[draft.pk]))

    assert (for_pupils.status_code, of_draft.status_code) == (302, 404)


def test_the_office_reads_why_it_cannot_open_one(address, filled_in, office, sign_in):
    browser = sign_in(office)

    for page in (browser.get(CHOOSE), browser.post(address, filled_in | {"step": "send"})):
        assert page.status_code == 403
        assert "The Headteacher or the deputy asks people" in page.text
    assert not Round.objects.exists()


def test_an_outsider_does_not_learn_that_there_are_rounds(opened, address, cast, sign_in):
    browser = sign_in(cast.class_teacher)

    for path in (ROUNDS, page_of(opened), CHOOSE, address):
        assert browser.get(path).status_code == 404
    assert browser.post(address, {"step": "send"}).status_code == 404


@pytest.mark.parametrize("path", [ROUNDS, CHOOSE])
def test_lists_are_only_read(path, head, sign_in):
    assert sign_in(head).post(path).status_code == 405


# --- closing --------------------------------------------------------------------------------------


@pytest.fixture
def confirmation(version, cast):
    return factories.ConfirmationFactory(version=version, opened_by=cast.headteacher)


def closing(one):
    return reverse("acknowledgements:close_confirmation", args=[one.pk])


def test_closing_asks_why_and_keeps_it_on_the_page(confirmation, cast, sign_in):
    browser = sign_in(cast.deputy)

    asked = browser.get(closing(confirmation))
    without = browser.post(closing(confirmation), {"why": ""})
    done = browser.post(closing(confirmation), {"why": "Enough have signed."}, follow=True)

    assert asked.status_code == 200
    assert "Write why you close it" in without.text
    assert done.redirect_chain == [(page_of(confirmation), 302)]
    assert "by Dev Patel: Enough have signed." in done.text
    assert closing(confirmation) not in done.text


def test_closing_a_second_time_says_that_it_is_closed(confirmation, cast, sign_in):
    browser = sign_in(cast.headteacher)
    browser.post(closing(confirmation), {"why": "Enough have signed."})

    again = browser.post(closing(confirmation), {"why": "Again."})

    assert again.status_code == 403
    assert "closed already" in again.text


def test_the_round_of_a_publication_says_why_it_is_not_closed(opened, cast, sign_in):
    browser = sign_in(cast.headteacher)

    page = browser.get(page_of(opened)).text
    refused = browser.post(closing(opened), {"why": "No."})

    assert "as long as this version is in force" in page
    assert refused.status_code == 403


def test_a_round_closed_by_the_portal_says_that_a_newer_version_took_its_place(
    opened, cast, sign_in
):
    opened.closed_at = timezone.now() - timedelta(days=1)
    opened.save()

    assert "A newer version took its place" in sign_in(cast.office).get(page_of(opened)).text
