"""When and where each version was made known, and through which channels not yet (M12)."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from policies import actions
from policies.models import Channel, Publicity, State
from policies.publicity import known
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import School
from tests import factories
from tests.days import in_days, today, tomorrow

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def version():
    return factories.published(title="Photos", summary="Ask first.\nThen post.")


def recorded(version, by, channel=Channel.NEWSLETTER, on=None, where="Autumn newsletter"):
    return actions.publicise(
        version=version, channel=channel, publicised_on=on or today(), where=where, by=by
    )


def not_yet(version) -> list[str]:
    return known([version])[0].not_yet


# --- the record -----------------------------------------------------------------------------------


def test_publishing_puts_it_on_the_policy_page_and_records_so(office, clerk, headteacher):
    draft = factories.VersionFactory(created_by=office, state=State.APPROVED)
    draft.approved_by, draft.approved_on = clerk, today()
    draft.next_review_on = in_days(365)
    draft.save()

    actions.publish_version(version=draft, by=headteacher, must_be_signed=False, why="New.")

    entry = Publicity.objects.get()
    assert (entry.version, entry.channel, entry.recorded_by) == (draft, Channel.PORTAL, None)
    draft.refresh_from_db()
    assert not_yet(draft) == ["When a child joins", "The school's website", "A newsletter"]


def test_each_channel_that_was_used_is_missing_no_more(version, office):
    for channel in (Channel.WEBSITE, Channel.NEWSLETTER, Channel.ENROLMENT):
        recorded(version, office, channel=channel)

    assert not_yet(version) == ["The policy page"]
    assert Event.objects.filter(action="policies.publicity.recorded").count() == 3


def test_a_new_version_has_to_be_made_known_anew(version, office):
    recorded(version, office)
    version.state, version.superseded_at = State.SUPERSEDED, timezone.now()
    version.save()
    newer = factories.published(policy=version.policy, number=2)

    assert "A newsletter" in not_yet(newer)
    assert "A newsletter" not in not_yet(version)


def test_what_is_not_for_parents_misses_nothing():
    assert not_yet(factories.published(audiences=["staff"])) == []


def test_an_entry_that_was_a_mistake_is_struck_out_and_stays(version, office, deputy):
    entry = recorded(version, office)

    actions.strike_publicity(entry=entry, why=" Another policy. ", by=deputy)

    entry.refresh_from_db()
    assert (entry.struck_by, entry.struck_why) == (deputy, "Another policy.")
    assert "A newsletter" in not_yet(version)
    with pytest.raises(WrongState):
        actions.strike_publicity(entry=entry, why="Again.", by=deputy)


def test_what_cannot_be_is_not_recorded(version, office, governor):
    draft = factories.VersionFactory()
    before = timezone.localdate(version.published_at) - timedelta(days=1)

    with pytest.raises(WrongState):
        recorded(draft, office)
    for more in (
        {"channel": Channel.PORTAL},
        {"channel": "pigeon"},
        {"on": tomorrow()},
        {"on": before},
    ):
        with pytest.raises(DomainError):
            recorded(version, office, **more)
    with pytest.raises(NotAllowed):
        recorded(version, governor)
    entry = recorded(version, office)
    with pytest.raises(DomainError):
        actions.strike_publicity(entry=entry, why=" ", by=office)
    with pytest.raises(NotAllowed):
        actions.strike_publicity(entry=entry, why="Mine.", by=governor)
    assert Publicity.objects.count() == 1


def test_enrolment_is_noted_once_for_a_version(version):
    other = factories.published()
    for _ in range(2):
        actions.note_enrolment(versions=[version.pk, other.pk, version.pk])

    assert Publicity.objects.filter(channel=Channel.ENROLMENT).count() == 2


# --- the pages ------------------------------------------------------------------------------------


def words(client, name, *args, **query) -> str:
    answer = client.get(reverse(f"policies:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_overview_says_what_has_not_been_yet(version, office, sign_in):
    recorded(version, office)
    factories.published(title="Staff handbook", audiences=["staff"])

    shown = words(sign_in(office), "publicity")

    assert shown.count("Not yet") == 3
    assert shown.count("Not needed") == 4


def test_recording_and_striking_by_the_pages(version, office, sign_in):
    client, slug = sign_in(office), version.policy.slug
    address = reverse("policies:publicity_of", args=[slug])
    assert "checked" in words(client, "publicity_of", slug, channel="newsletter")
    assert "checked" not in words(client, "publicity_of", slug, channel="pigeon")

    for wrong, sentence in [
        ({}, "Choose how it was made known."),
        ({"channel": "portal", "publicised_on": today()}, "Choose how it was made known."),
        ({"channel": "website", "publicised_on": "soon"}, "Give a day, such as"),
        (
            {"channel": "website", "publicised_on": in_days(2), "where": "Kept words"},
            "still to come",
        ),
    ]:
        shown = client.post(address, wrong).content.decode()
        assert sentence in shown
    assert "Kept words" in shown
    assert not Publicity.objects.exists()

    client.post(address, {"channel": "website", "publicised_on": today(), "where": "Home page"})
    entry = Publicity.objects.get()
    assert (entry.where, entry.recorded_by) == ("Home page", office)

    strike = reverse("policies:strike_publicity", args=[slug, entry.pk])
    assert "Say why" in client.post(strike, {"why": ""}).content.decode()
    client.post(strike, {"why": "Wrong day."})
    assert "Wrong day." in words(client, "publicity_of", slug)


def test_an_entry_of_another_policy_is_not_found(version, office, sign_in):
    entry = recorded(version, office)
    other = factories.published()

    address = reverse("policies:strike_publicity", args=[other.policy.slug, entry.pk])
    assert sign_in(office).get(address).status_code == 404


def test_a_policy_that_is_not_in_force_has_nothing_to_make_known(office, sign_in):
    policy = factories.VersionFactory().policy
    client = sign_in(office)

    assert "No version is in force" in words(client, "publicity_of", policy.slug)
    address = reverse("policies:publicity_of", args=[policy.slug])
    client.post(address, {"channel": "website", "publicised_on": today()})
    assert not Publicity.objects.exists()
    newsletter = reverse("policies:newsletter", args=[policy.slug])
    assert client.get(newsletter).status_code == 404


def test_the_overview_costs_the_same_with_three_policies_as_with_twenty(office, sign_in):
    client = sign_in(office)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            words(client, "publicity")
        return len(queries)

    for _ in range(3):
        recorded(factories.published(), office)
    few = cost()
    for _ in range(17):
        recorded(factories.published(), office)

    assert cost() == few


def test_the_newsletter_piece_is_words_and_html(office, sign_in, settings):
    version = factories.published(title="Photos <& films>", summary="Ask first.")

    shown = words(sign_in(office), "newsletter", version.policy.slug)

    address = settings.PORTAL_URL + version.policy.get_absolute_url()
    assert f"Read it here: {address}" in shown
    assert "We ask every parent and carer to read it." in shown
    # In the words as they are; in the HTML escaped, and that again to be shown in a field.
    assert "Our Photos &lt;&amp; films&gt;" in shown
    assert "&lt;h2&gt;Our Photos &amp;lt;&amp;amp; films&amp;gt;&lt;/h2&gt;" in shown


# --- for the school's website ---------------------------------------------------------------------


def framing() -> str:
    """Return who may frame the small page."""
    [directive] = [
        part.strip()
        for part in Client().get(reverse("policies:embed"))["Content-Security-Policy"].split(";")
        if "frame-ancestors" in part
    ]
    return directive.removeprefix("frame-ancestors ")


@pytest.mark.parametrize(
    ("website", "allowed"),
    [
        ("", "'self'"),
        (
            "https://www.stmarys.example/about",
            "https://stmarys.example https://www.stmarys.example",
        ),
        ("https://stmarys.example", "https://stmarys.example https://www.stmarys.example"),
        ("http://site.example:8080", "http://site.example:8080 http://www.site.example:8080"),
    ],
)
def test_only_the_website_in_the_schools_details_may_frame_the_small_page(website, allowed):
    School.objects.update_or_create(pk=1, defaults={"website": website})

    assert set(framing().split()) == {"'self'", *allowed.split()}


def test_what_to_paste_is_offered_once_the_website_is_known(sign_in, office):
    def shown() -> str:
        return sign_in(office).get(reverse("policies:publicity")).content.decode()

    assert "&lt;iframe" not in shown()
    assert reverse("school:settings") in shown()

    School.objects.update_or_create(pk=1, defaults={"website": "https://www.stmarys.example"})

    assert "&lt;iframe" in shown()


def test_a_website_that_is_no_address_is_refused_with_a_sentence(sign_in, office):
    answer = sign_in(office).post(reverse("school:settings"), {"website": "our school"})

    assert "Give the website&#x27;s address" in answer.content.decode()
    assert School.current().website == ""


def test_only_the_small_page_may_be_framed_at_all(version, settings):
    answer = Client().get(reverse("policies:embed"))

    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    link = settings.PORTAL_URL + version.policy.get_absolute_url()
    assert f'href="{link}" target="_blank" rel="noopener"' in answer.content.decode()
    other = Client().get(reverse("policies:library"))
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert other["X-Frame-Options"] == "DENY"


def test_the_small_page_shows_only_what_is_in_force():
    factories.VersionFactory(title="In work")
    factories.superseded(title="Replaced")

    shown = words(Client(), "embed")

    assert "In work" not in shown
    assert "Replaced" not in shown
    assert "as soon as the first is published" in shown


def test_the_feed_tells_of_each_publication(version, settings):
    factories.VersionFactory(title="In work")

    answer = Client().get(reverse("policies:feed"))

    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Photos, version 1"
    assert entry.findtext(f"{ATOM}summary") == "Ask first.<br>Then post."
    link = settings.PORTAL_URL + version.get_absolute_url()
    assert entry.find(f"{ATOM}link").get("href") == link
    assert entry.findtext(f"{ATOM}published")
    assert 'rel="alternate"' in words(Client(), "library")


def test_an_empty_feed_is_a_feed():
    feed = ET.fromstring(Client().get(reverse("policies:feed")).content)

    assert feed.findtext(f"{ATOM}title").startswith("Policies of")
    # A feed is no Atom without an author (RFC 4287, 4.1.1), an id and a date.
    assert feed.find(f"{ATOM}author").findtext(f"{ATOM}name") == str(School.current())
    assert feed.findtext(f"{ATOM}id")
    assert feed.findtext(f"{ATOM}updated")


def test_the_feed_and_the_small_page_cost_the_same_for_three_as_for_thirty():
    def cost(name) -> int:
        with CaptureQueriesContext(connection) as queries:
            words(Client(), name)
        return len(queries)

    for _ in range(3):
        factories.published()
    few = [cost("feed"), cost("embed")]
    for _ in range(27):
        factories.published()

    assert [cost("feed"), cost("embed")] == few
