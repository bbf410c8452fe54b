"""I2, I11: a reporter who comes back adds pictures and files, and never gets them out again."""

import pytest
from django.urls import reverse

from incidents import actions
from incidents.models import Evidence
from notifications.models import Message
from tests.incidents.bringing import a_file, an_upload
from tests.incidents.cases import a_report
from tests.uploads import nasty

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I11"), pytest.mark.rule("I2")]

FILES = reverse("incidents:followed_files")
FOLLOWED = reverse("incidents:followed")


@pytest.fixture
def report(headteacher):
    return a_report()


@pytest.fixture
def reporter(client, report):
    typed = {"reference": report.reference, "code": report.code}
    client.post(reverse("incidents:follow"), typed)
    return client


def test_with_the_code_files_are_added_and_their_names_shown(reporter, report):
    sent = reporter.post(
        FILES,
        {"uploads": [a_file(nasty.jpeg(), "a.jpg"), a_file()], "caption": "More"},
        follow=True,
    )

    page = sent.content.decode()
    assert sent.redirect_chain[-1][0] == FOLLOWED
    assert "a.jpg" in page
    assert "messages.txt" in page
    assert "We will look at what you added" in page
    assert report.case.evidence.filter(from_reporter=True, caption="More").count() == 2


def test_nothing_on_the_pages_of_a_reporter_leads_to_a_file(reporter, report):
    reporter.post(FILES, {"uploads": [a_file(nasty.jpeg(), "a.jpg")]})

    for page in (FOLLOWED, FILES):
        assert "/evidence/" not in reporter.get(page).content.decode()
    copy = reverse("incidents:piece_copy", args=[report.case.pk, 1])
    assert reporter.get(copy).status_code == 302  # to sign in


def test_a_reporter_does_not_see_what_the_handlers_added(reporter, report, headteacher):
    actions.add_evidence(case=report.case, by=headteacher, uploads=[an_upload(name="ours.txt")])

    assert "ours.txt" not in reporter.get(FOLLOWED).content.decode()


def test_a_bad_file_is_named_and_the_good_one_kept(reporter):
    page = reporter.post(
        FILES, {"uploads": [a_file(), a_file(b"<svg>", "x.png")], "caption": "Both"}
    ).content.decode()

    assert "x.png: This is a web page or an SVG" in page
    assert "messages.txt" in page
    assert 'value="Both"' in page
    assert Evidence.objects.get().file_name == "messages.txt"


def test_choosing_nothing_says_so(reporter):
    assert "Choose a file first" in reporter.post(FILES, {}).content.decode()


def test_a_tick_adds_nothing_keeps_the_words_and_tells_the_dsl(reporter, report, dsl):
    reporter.post(FILES, {"uploads": [a_file()]})
    page = reporter.post(
        FILES,
        {
            "words_only": "on",
            "picture_in_words": "A child in the bath.",
            "caption": "Sent on Monday",
            "uploads": [a_file()],
        },
        follow=True,
    ).content.decode()

    assert "Please tell us in words only" in page
    assert "A child in the bath." in page
    assert "Sent on Monday" in page
    assert report.case.evidence.count() == 1
    assert Message.objects.filter(recipient=dsl).exists()
    assert reporter.get(FILES).url == FOLLOWED
    assert reporter.post(FILES, {"uploads": [a_file()]}).url == FOLLOWED
    assert report.case.evidence.count() == 1


def test_without_the_code_nothing_is_taken(client):
    assert client.post(FILES, {"uploads": [a_file()]}).url == reverse("incidents:follow")
    assert client.put(FILES).status_code == 405


def test_with_an_account_it_is_ones_own_report_and_nobody_elses(cast, sign_in):
    case = a_report(reporter=cast.parent).case
    address = reverse("incidents:my_files", args=[case.reference])

    sign_in(cast.parent).post(address, {"uploads": [a_file()]})

    assert case.evidence.get().added_by == cast.parent
    assert sign_in(cast.other_parent).post(address, {"uploads": [a_file()]}).status_code == 404
