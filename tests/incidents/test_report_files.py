"""I11: pictures and files with a report that is on its way, in a browser without scripts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents import tasks
from incidents.models import Case, Evidence, FileState, HeldFile, PictureWarning
from notifications.models import Message
from tests.incidents.bringing import WORDS, a_file, on_disk
from tests.incidents.telling import answer, begin, send, ticket_on, walk
from tests.uploads import clamd, nasty

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I11")]

FILES = reverse("incidents:files")
CHECK = reverse("incidents:check")


def to_files(client, **said):
    """Answer what comes before the page that asks for files."""
    walk(client, **said)
    return client.get(FILES)


def add(client, *files, **more):
    return client.post(FILES, {"uploads": files, "do": "add", **more}, follow=True)


def words_of(page):
    return page.content.decode()


def test_before_anything_is_chosen_the_page_says_what_must_never_be_added(client):
    page = words_of(to_files(client))

    assert page.index("Never add a nude or semi-nude picture of a child") < page.index(
        'type="file"'
    )
    assert page.index('name="words_only"') < page.index('type="file"')


def test_several_files_are_added_shown_taken_out_and_sent_with_the_report(client, headteacher):
    to_files(client)

    page = add(client, a_file(nasty.jpeg(), "../../Übung 日本.jpg"), a_file(name="b.txt"))
    assert "Übung 日本.jpg" in words_of(page)
    page = add(client, a_file(name="c.txt"))
    taken_out = HeldFile.objects.get(file_name="b.txt")
    client.post(reverse("incidents:remove_file"), {"file": taken_out.pk})
    gone_on = client.post(FILES, {"files_show": "The messages"})
    check = client.get(CHECK)
    assert gone_on.url == CHECK
    assert "Übung 日本.jpg, c.txt" in words_of(check)
    send(client, check)

    sent = Evidence.objects.all()
    assert [(one.number, one.file_name) for one in sent] == [(1, "Übung 日本.jpg"), (2, "c.txt")]
    assert {(one.from_reporter, one.added_by, one.caption) for one in sent} == {
        (True, None, "The messages")
    }
    assert not HeldFile.objects.exists()
    assert Event.objects.get(action="incidents.report.received").facts["evidence"] == [1, 2]


def test_files_chosen_and_not_added_come_along_when_going_on(client):
    to_files(client)

    assert client.post(FILES, {"uploads": [a_file()]}).url == CHECK
    assert "messages.txt" in words_of(client.get(CHECK))


def test_going_back_shows_what_was_added_before(client):
    to_files(client)
    add(client, a_file(), files_show="The messages")
    client.post(FILES, {"files_show": "The messages"})

    page = words_of(client.get(FILES))

    assert "messages.txt" in page
    assert 'value="The messages"' in page


def test_a_bad_file_is_named_the_good_ones_and_the_words_stay(client):
    to_files(client)

    page = words_of(add(client, a_file(), a_file(b"<html>", "x.jpg"), files_show="Two of them"))

    assert "x.jpg: This is a web page" in page
    assert "messages.txt" in page
    assert 'value="Two of them"' in page
    assert HeldFile.objects.get().file_name == "messages.txt"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "nothing.png", "nothing.png: This file is empty"),
        (b"x" * (20 * 1024 * 1024 + 1), "long.txt", "long.txt: This file is larger than 20 MB"),
        (
            b"<?xml version='1.0'?><svg onload='x()'/>",
            "a.jpg",
            "a.jpg: This is a web page or an SVG",
        ),
        (b"<!DOCTYPE html><script>x()</script>", "a.txt", "a.txt: This is a web page"),
        (nasty.jpeg() + nasty.zipped(), "two.jpg", "two.jpg: This file is two kinds"),
        (nasty.bomb(), "small.png", "small.png: This file unpacks to more"),
        (nasty.zipped(), "pictures.jpg", "pictures.jpg: This file is a packed folder"),
    ],
    ids=["empty", "long", "svg", "html", "two-in-one", "bomb", "zip"],
)
def test_what_may_harm_does_not_come_in(content, name, says, client):
    to_files(client)
    before = on_disk()

    assert says in words_of(add(client, a_file(content, name)))
    assert not HeldFile.objects.exists()
    assert on_disk() == before


def test_a_hundred_megabytes_are_refused_in_words(client):
    to_files(client)

    page = add(client, a_file(b"x" * (100 * 1024 * 1024), "film.txt"))

    assert "film.txt: This file is larger than 20 MB" in words_of(page)


@pytest.mark.parametrize("name", ["photo.heic", "photo.exe"])
def test_a_picture_from_a_telephone_comes_in_whatever_its_name_says(name, client):
    to_files(client)

    add(client, a_file(nasty.HEIC, name))

    assert HeldFile.objects.get().copy_kind == "JPEG"


def test_adding_without_choosing_says_so_and_going_on_without_is_fine(client):
    to_files(client)

    assert "Choose a file first" in words_of(add(client))
    assert client.post(FILES, {}).url == CHECK


# --- as long as the draft -------------------------------------------------------------------------


def test_files_end_with_the_draft_and_live_on_with_it(client):
    to_files(client)
    add(client, a_file())
    before = timezone.now()
    HeldFile.objects.update(kept_until=before)
    answer(client, "where", where="in")
    assert HeldFile.objects.get().kept_until > before + timedelta(hours=1)

    HeldFile.objects.update(kept_until=before)
    assert tasks.forget_unsent_files() == 1

    assert not HeldFile.objects.exists()
    assert tasks.forget_unsent_files() == 0


def test_files_that_are_over_leave_nothing_on_the_disk(client):
    to_files(client)
    before = on_disk()
    add(client, a_file(), a_file(nasty.png(), "a.png"))
    assert len(on_disk() - before) == 4

    client.post(reverse("incidents:forget"))

    assert not HeldFile.objects.exists()
    assert on_disk() == before


def test_what_went_meanwhile_is_said_before_the_rest_is_sent(client, headteacher):
    to_files(client)
    add(client, a_file())
    client.post(FILES, {})
    check = client.get(CHECK)
    HeldFile.objects.update(kept_until=timezone.now() - timedelta(hours=1))
    tasks.forget_unsent_files()

    page = client.post(CHECK, {"ticket": ticket_on(check)})

    assert "not here any more" in words_of(page)
    assert not Case.objects.exists()
    send(client, page)
    assert not Case.objects.get().evidence.exists()


def test_pressing_send_twice_keeps_one_report_with_its_files(client, headteacher):
    to_files(client)
    add(client, a_file())
    client.post(FILES, {})
    check = client.get(CHECK)

    send(client, check)
    send(client, check)

    assert Case.objects.get().evidence.count() == 1


def test_nobody_takes_out_or_sends_the_file_of_another_report(client):
    to_files(client)
    add(client, a_file())
    theirs = HeldFile.objects.get()
    other = Client()
    to_files(other)

    other.post(reverse("incidents:remove_file"), {"file": theirs.pk})
    other.post(reverse("incidents:remove_file"), {"file": "nonsense"})
    named = f'[["{theirs.pk}", "x"]]'
    other.post(FILES, {"held": named})
    send(other, other.get(CHECK))

    assert HeldFile.objects.get() == theirs
    assert not Evidence.objects.exists()


def test_the_files_of_all_reports_on_their_way_together_have_an_end(client, settings):
    settings.EVIDENCE_BYTES_UNSENT = 2 * len(WORDS)
    to_files(client)
    add(client, a_file(), a_file())
    other = Client()
    to_files(other)

    page = words_of(add(other, a_file()))

    assert "cannot take files at this moment" in page
    assert other.post(FILES, {}).url == CHECK


def test_one_report_takes_so_many_files(client, settings):
    settings.EVIDENCE_FILES_A_REPORT = 1
    to_files(client)
    add(client, a_file())

    assert "room for one file" in words_of(add(client, a_file()))


def test_a_robot_that_adds_without_end_has_to_wait(client):
    to_files(client)

    answers = [client.post(FILES, {"do": "add"}) for _ in range(60)]

    assert answers[-1].status_code == 429
    assert "Count to ten" in words_of(answers[-1])


def test_the_page_is_not_there_before_the_first_question_nor_for_a_worry(client):
    assert client.get(FILES).url == reverse("incidents:start")
    assert client.post(FILES, {"uploads": [a_file()]}).url == reverse("incidents:start")
    assert client.get(reverse("incidents:remove_file")).status_code == 405
    begin(client, talk_to_us=True)
    assert client.get(FILES).url.endswith("/what/")
    assert not HeldFile.objects.exists()


# --- the virus scanner ----------------------------------------------------------------------------


def test_a_harmful_file_is_refused_and_the_others_stay(client, settings):
    to_files(client)
    with clamd.scanner() as running:
        settings.SCANNER_URL = running.url
        page = words_of(add(client, a_file(), a_file(clamd.HARM, "bad.txt")))

    assert "did not keep this: bad.txt" in page
    assert HeldFile.objects.get().file_name == "messages.txt"
    refused = Event.objects.get(action="incidents.evidence.refused")
    assert (refused.actor_id, refused.target_id) == ("", "")


def test_a_file_that_waits_says_so_and_is_settled_after_it_was_sent(client, settings, headteacher):
    settings.SCANNER_URL = clamd.NOBODY_THERE
    to_files(client)
    assert "Waits for our virus scanner" in words_of(add(client, a_file()))
    client.post(FILES, {})
    send(client, client.get(CHECK))
    assert Evidence.objects.get().state == FileState.WAITING

    with clamd.scanner() as running:
        settings.SCANNER_URL = running.url
        assert tasks.scan_waiting() == 1

    assert Evidence.objects.get().state == FileState.READY


def test_a_file_found_harmful_before_sending_is_not_sent(client, settings, headteacher):
    settings.SCANNER_URL = clamd.NOBODY_THERE
    to_files(client)
    add(client, a_file(clamd.HARM, "bad.txt"))
    with clamd.scanner() as running:
        settings.SCANNER_URL = running.url
        tasks.scan_waiting()

    assert "Harmful: deleted, and not sent" in words_of(client.get(FILES))
    client.post(FILES, {})
    send(client, client.get(CHECK))
    assert not Evidence.objects.exists()


# --- words only -----------------------------------------------------------------------------------


def test_a_tick_turns_adding_off_forgets_what_was_added_and_tells_the_dsl(client, cast):
    to_files(client, about="IMAGE", subject_kind="parent_family")
    add(client, a_file())

    page = client.post(
        FILES, {"words_only": "on", "uploads": [a_file(nasty.jpeg(), "x.jpg")]}, follow=True
    )

    assert 'type="file"' not in words_of(page)
    assert "tell us in words" in words_of(page)
    assert not HeldFile.objects.exists()
    letter = Message.objects.get()
    assert (letter.recipient, letter.template) == (cast.dsl, "case_waiting")
    assert PictureWarning.objects.get().person == cast.dsl
    add(client, a_file())  # from a page that was left open, or by "back"
    assert not HeldFile.objects.exists()


def test_the_tick_is_not_taken_back_by_the_address_that_keeps_what_is_typed(client):
    to_files(client)
    client.post(FILES, {"words_only": "on"})

    kept = client.post(reverse("incidents:keep", args=["files"]), {"words_only": ""})

    assert kept.status_code == 404
    assert 'type="file"' not in words_of(client.get(FILES))


def test_what_was_typed_of_the_files_begins_what_is_told_in_words(client):
    to_files(client)

    page = client.post(FILES, {"words_only": "on", "files_show": "Monday’s chat"}, follow=True)

    assert "Monday’s chat</textarea>" in words_of(page)


def test_the_warning_names_nobody_and_a_report_sent_after_it_comes_without_files(client, cast):
    to_files(client, subject_kind="parent_family")
    client.post(FILES, {"words_only": "on"})
    client.post(FILES, {"picture_in_words": "It shows a child in the bath."})
    check = client.get(CHECK)
    assert "no files are sent" in words_of(check)
    assert "in the bath" in words_of(check)
    warned = Event.objects.get(action="incidents.picture.warned")
    assert warned.actor_id == ""
    send(client, check)

    case = Case.objects.get()
    assert case.child_at_risk
    assert case.besides_role == "dsl"
    assert case.words_only.get().words == "It shows a child in the bath."
    assert case.entries.filter(words="It shows a child in the bath.").exists()


@pytest.mark.rule("I4")
def test_a_warning_goes_round_a_safeguarding_lead_whom_it_is_about(client, cast):
    to_files(client, subject_kind="staff", subject_name="Mrs Sadler")

    client.post(FILES, {"words_only": "on"})

    assert Message.objects.get().recipient == cast.headteacher


@pytest.mark.rule("I2")
def test_somebody_signed_in_is_not_tied_to_what_they_add(cast, sign_in):
    client = sign_in(cast.parent)
    to_files(client)
    add(client, a_file())
    client.post(FILES, {})

    send(client, client.get(CHECK))

    assert Evidence.objects.get().added_by is None
    assert str(cast.parent.pk) not in Event.objects.values_list("actor_id", flat=True)
