"""How old for which app: read by everybody, kept by office and Headteacher (rows M7, M8)."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from school import actions
from school.access import NotAllowed
from school.models import Service
from tests import factories

pytestmark = pytest.mark.django_db

AGES, SERVICES = reverse("school:ages"), reverse("school:services")
ADD, CHECK = reverse("school:add_service"), reverse("school:check_services")


@pytest.fixture
def service(db):
    Service.objects.all().delete()
    return factories.ServiceFactory(name="PicPuma", note="Only with a grown-up")


def filled(**changed):
    return {"name": "ChatCat", "kind": "messaging", "minimum_age": "16", "note": ""} | changed


def test_anybody_reads_the_ages_the_youngest_first(service):
    factories.ServiceFactory(name="ChatCat", minimum_age=16)
    factories.ServiceFactory(name="Unknown", minimum_age=None)

    page = Client().get(AGES)

    assert page.text.index("PicPuma") < page.text.index("ChatCat")
    assert "Only with a grown-up" in page.text
    assert "We last looked at them all on Sunday 1 November 2026" in page.text
    assert "Unknown" not in page.text


def test_read_without_signing_in_it_may_be_kept_and_signed_in_it_may_not(service, parent, sign_in):
    assert "public" in Client().get(AGES)["Cache-Control"]
    assert "max-age=600" in Client().get(AGES)["Cache-Control"]
    assert "no-store" in sign_in(parent).get(AGES)["Cache-Control"]
    assert Client().post(AGES).status_code == 405


def test_without_any_it_says_what_will_be_there():
    Service.objects.all().delete()

    assert "will be here once" in Client().get(AGES).text


def test_the_class_page_of_a_policy_leads_to_it(service):
    version = factories.published(pupil_text="Be kind online.")

    page = Client().get(reverse("policies:for_pupils", args=[version.policy.slug]))

    assert AGES in page.text


@pytest.mark.parametrize("who", ["office", "deputy", "headteacher"])
def test_those_who_keep_it_add_one_and_its_age_counts_as_looked_up_today(who, request, sign_in):
    person = request.getfixturevalue(who)

    answer = sign_in(person).post(ADD, filled(), follow=True)

    added = Service.objects.get(name="ChatCat")
    assert "Saved" in answer.text
    assert (added.minimum_age, added.age_checked_on) == (16, timezone.localdate())
    event = Event.objects.get(action="school.service.added")
    assert (event.actor_id, event.facts) == (str(person.pk), {"minimum_age": [None, 16]})


def test_a_changed_age_counts_as_looked_up_today_and_other_words_do_not(service, office, sign_in):
    address = reverse("school:change_service", args=[service.pk])
    browser = sign_in(office)

    browser.post(address, filled(name="PicPuma", minimum_age="13", note="Ask first"))
    service.refresh_from_db()
    assert (service.note, service.age_checked_on) == ("Ask first", date(2026, 11, 1))

    browser.post(address, filled(name="PicPuma", minimum_age="15"))
    service.refresh_from_db()
    assert (service.minimum_age, service.age_checked_on) == (15, timezone.localdate())

    browser.post(address, filled(name="PicPuma", minimum_age=""))
    service.refresh_from_db()
    assert (service.minimum_age, service.age_checked_on) == (None, None)


def test_one_or_all_can_be_marked_as_looked_up_today(service, office, sign_in):
    other = factories.ServiceFactory()
    unknown = factories.ServiceFactory(minimum_age=None, age_checked_on=None)
    browser = sign_in(office)

    answer = browser.post(CHECK, {"service": service.pk}, follow=True)
    assert "1 age was looked up today" in answer.text
    other.refresh_from_db()
    assert other.age_checked_on == date(2026, 11, 1)

    answer = browser.post(CHECK, follow=True)
    assert "2 ages were looked up today" in answer.text
    unknown.refresh_from_db()
    assert unknown.age_checked_on is None
    assert Event.objects.filter(action="school.services.checked").count() == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Write what it is called."),
        ({"name": "PicPuma"}, "on the list already"),
        ({"minimum_age": "old"}, "Write the age in figures"),
        ({"minimum_age": "-1"}, "Write an age from 0 to 25."),
        ({"minimum_age": "99"}, "Write an age from 0 to 25."),
        ({"note": "x" * 201}, "200"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(service, office, sign_in, wrong, says):
    page = sign_in(office).post(ADD, filled(**wrong))

    assert says in page.text
    assert page.context["form"]["kind"].value() == "messaging"
    assert Service.objects.count() == 1


@pytest.mark.parametrize("who", ["parent", "class_teacher", "governor", "chair", "clerk", "dsl"])
def test_others_cannot_change_it(who, service, request, sign_in):
    person = request.getfixturevalue(who)
    browser = sign_in(person)

    for address in (ADD, reverse("school:change_service", args=[service.pk]), CHECK):
        assert browser.post(address, filled()).status_code == 403
    with pytest.raises(NotAllowed):
        actions.save_service(service=service, by=person)
    with pytest.raises(NotAllowed):
        actions.check_services(services=[service], by=person)


def test_one_that_is_not_there_is_not_found_and_checking_is_a_press(office, sign_in):
    browser = sign_in(office)

    assert browser.get(reverse("school:change_service", args=[0])).status_code == 404
    assert browser.get(CHECK).status_code == 405
    assert browser.post(SERVICES).status_code == 405


def test_the_pages_cost_the_same_with_3_as_with_300(office, sign_in):
    browser = sign_in(office)

    def cost(number):
        factories.ServiceFactory.create_batch(number)
        with CaptureQueriesContext(connection) as queries:
            browser.get(AGES)
            browser.get(SERVICES)
        return len(queries)

    assert cost(3) == cost(297)
