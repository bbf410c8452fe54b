"""Receipts: the signer's own proof, which anybody can check and which tells of alterations."""

from datetime import UTC, timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions, checking, receipts
from acknowledgements.models import Acknowledgement
from acknowledgements.paper.making import receipt_pdf
from audit.models import Event
from policies.models import State
from school.links import new_link
from school.models import PersonalLink
from tests import factories
from tests.acknowledgements.paper import faults, keep, qr_codes, uploaded, words
from tests.support.management.commands.flush import lifted

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A8")]

CHECK = "/sign-offs/check/"


@pytest.fixture
def opened(version, head, class_teacher, parent, other_parent):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def signed(opened, class_teacher):
    return actions.sign(
        request=factories.has_read(opened.requests.get(person=class_teacher)),
        typed_name="Tom Thistle",
        by=class_teacher,
    )


@pytest.fixture
def by_parent(opened, parent):
    return actions.sign(
        request=factories.has_read(opened.requests.get(person=parent)),
        typed_name="Pat Parker",
        by=parent,
    )


@pytest.fixture
def link(parent):
    """A browser in which the parent's personal link was opened."""
    link, path = new_link(parent, days=30)
    link.save()
    client = Client()
    client.get(path)
    return client


def pdf_of(signed):
    return receipt_pdf(checking.with_all().get(pk=signed.pk))


def address(signed):
    return reverse("acknowledgements:receipt", args=[signed.pk])


def check_address(code):
    return reverse("acknowledgements:checked_receipt", args=[code])


def alter(column, value, where=""):
    """Write behind the portal's back, past the database's own refusals."""
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE acknowledgements_acknowledgement SET {column} = %s {where}", [value]
        )


# --- the receipt ----------------------------------------------------------------------------------


def test_a_receipt_says_all_that_the_sign_off_says(signed, version):
    data = pdf_of(signed)
    keep(data, "receipt")

    shown = words(data)
    assert "Tom Thistle" in shown
    assert "Member of staff" in shown
    assert version.title in shown
    assert version.sign_off_text in shown
    assert version.text_sha256 in shown.replace(" ", "")
    assert f"{signed.signed_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" in shown
    assert "school time" in shown
    assert "Online" in shown
    assert receipts.in_groups(signed.receipt_code) in shown
    assert CHECK in shown.replace(" ", "")


def test_a_telephone_reads_the_receipts_code_and_comes_to_its_check(signed, client):
    (address,) = qr_codes(pdf_of(signed))

    page = client.get(address.removeprefix("http://localhost"))

    assert page.status_code == 200
    assert receipts.in_groups(signed.receipt_code) in page.text


def test_a_receipt_of_paper_says_who_recorded_it_and_when_it_was_written(opened, parent, office):
    (signed,) = actions.record_signed_slip(
        request=opened.requests.get(person=parent),
        typed_name="P. Parker",
        dated_on=timezone.localdate(),
        upload=uploaded(),
        by=office,
    )

    data = pdf_of(signed)
    keep(data, "receipt-paper")
    shown = words(data)

    assert "On paper" in shown
    assert "Recorded by: Olive Offord" in shown
    assert "Parent or carer, for Child of Pat Parker" in shown
    assert "Date on the paper" in shown
    assert "P. Parker" in shown


def test_a_receipt_names_the_points_that_were_confirmed(signed):
    alter("points", '["7.1", "7.2"]')
    signed.refresh_from_db()

    assert "7.1, 7.2." in words(pdf_of(signed))


def test_a_receipt_is_tagged_and_made_to_last(signed):
    assert faults(pdf_of(signed)) == []


# --- who may have it ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["class_teacher", "headteacher", "deputy", "office"])
def test_the_signer_and_those_with_the_board_can_save_it(who, signed, cast, sign_in):
    answer = sign_in(getattr(cast, who)).get(address(signed))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert "Tom Thistle" in words(b"".join(answer.streaming_content))


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["parent", "governor", "chair", "clerk", "dsl", "teacher_parent"])
def test_for_everybody_else_there_is_none(who, signed, cast, sign_in):
    assert sign_in(getattr(cast, who)).get(address(signed)).status_code == 404


def test_by_link_a_parent_saves_their_own_and_nobody_elses(by_parent, signed, link, opened, cast):
    theirs = actions.sign(
        request=factories.has_read(opened.requests.get(person=cast.other_parent)),
        typed_name="Omar",
        by=cast.other_parent,
    )

    own = link.get(address(by_parent))

    assert "Pat Parker" in words(b"".join(own.streaming_content))
    assert link.get(address(theirs)).status_code == 404
    assert link.get(address(signed)).status_code == 404


def test_a_parents_link_does_not_open_what_they_signed_as_staff(opened, teacher_parent):
    actions.bring_up_to_date()
    as_staff = actions.sign(
        request=factories.has_read(opened.requests.get(person=teacher_parent, child=None)),
        typed_name="Tess",
        by=teacher_parent,
    )
    made, path = new_link(teacher_parent, days=30)
    made.save()
    client = Client()
    client.get(path)

    assert client.get(address(as_staff)).status_code == 404


def test_a_link_that_ended_opens_no_receipt(by_parent, link):
    PersonalLink.objects.update(revoked_at=timezone.now())

    assert link.get(address(by_parent)).status_code == 302


def test_signed_out_people_are_asked_to_sign_in_and_a_receipt_is_only_read(signed, sign_in, head):
    answer = Client().get(address(signed))

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url
    assert sign_in(head).post(address(signed)).status_code == 405
    assert sign_in(head).get(address(signed).replace(str(signed.pk), "99999")).status_code == 404


def test_my_sign_offs_lead_to_each_receipt_old_versions_included(
    signed, class_teacher, head, version, sign_in
):
    version.state, version.superseded_at = State.SUPERSEDED, timezone.now()
    version.save()
    later = factories.published(policy=version.policy, number=2)
    asked = actions.open_round(version=later, by=head).requests.get(person=class_teacher)
    second = actions.sign(
        request=factories.has_read(asked), typed_name="Tom Thistle", by=class_teacher
    )

    page = sign_in(class_teacher).get("/sign-offs/").text

    assert address(signed) in page
    assert address(second) in page


def test_the_links_home_leads_to_the_receipt(by_parent, link):
    home = link.get(reverse("family")).text

    assert address(by_parent) in home


def test_a_sign_off_that_was_altered_gives_no_receipt(signed, class_teacher, sign_in):
    alter("typed_name", "Somebody Else")

    answer = sign_in(class_teacher).get(address(signed))

    assert answer.status_code == 409
    assert "No receipt can be given" in answer.text


# --- checking it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "as_typed", [str, str.lower, receipts.in_groups, lambda c: f" {c[:9]} {c[9:]}"]
)
def test_anybody_checks_a_code_however_they_type_it(as_typed, signed, client, version):
    page = client.post(CHECK, {"code": as_typed(signed.receipt_code)}, follow=True)

    assert page.status_code == 200
    assert "This receipt is valid" in page.text
    assert version.title in page.text
    assert "T. T." in page.text
    assert "Online" in page.text


def test_the_public_page_says_nothing_of_the_holder_but_initials(opened, parent, office, client):
    (signed,) = actions.record_signed_slip(
        request=opened.requests.get(person=parent),
        typed_name="Pat Parker",
        dated_on=timezone.localdate(),
        by=office,
    )

    page = client.get(check_address(signed.receipt_code)).text

    assert "P. P." in page
    for private in ("Pat", "Parker", "Child", parent.email, "Olive", "Offord", "Parent or carer"):
        assert private not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type the code that is printed on the receipt."),
        ("ABC", "25 letters and figures"),
        ("A" * 61, "too long"),
        ("!" * 25, "25 letters and figures"),
    ],
)
def test_what_is_no_code_is_told_so(typed, says, client):
    assert says in client.post(CHECK, {"code": typed}).text


def test_an_unknown_code_is_not_valid(client, signed):
    page = client.get(check_address("A" * 25))

    assert page.status_code == 404
    assert "This receipt is not valid" in page.text
    assert client.get(check_address("<svg>")).status_code == 404
    assert client.post(check_address("A" * 25)).status_code == 405


def test_a_valid_receipt_stays_valid_when_the_version_was_replaced(signed, version, client):
    version.state, version.superseded_at = State.SUPERSEDED, timezone.now()
    version.save()

    assert "This receipt is valid" in client.get(check_address(signed.receipt_code)).text


def test_guessing_the_rest_of_a_code_is_held_back_and_shuts_nobody_else_out(
    signed, by_parent, client
):
    cache.clear()
    start = signed.receipt_code[: receipts.GROUP]
    for _ in range(10):
        assert client.get(check_address(start + "A" * 20)).status_code == 404

    held_back = client.get(check_address(signed.receipt_code))

    assert held_back.status_code == 429
    assert "Please wait 15 minutes" in held_back.text
    assert "This receipt is valid" in client.get(check_address(by_parent.receipt_code)).text
    cache.clear()
    assert "This receipt is valid" in client.get(check_address(signed.receipt_code)).text


# --- alterations behind the portal's back ---------------------------------------------------------

COLUMNS = {
    "typed_name": "Somebody Else",
    "sentence": "I agree to anything.",
    "text_sha256": "b" * 64,
    "capacity": "governor",
    "points": '["9.9"]',
    "signed_at": "2020-01-01 00:00:00",
    "receipt_salt": "0" * 32,
}


@pytest.mark.rule("A1")
@pytest.mark.parametrize("column", COLUMNS)
def test_an_altered_row_says_so_on_the_page_and_at_the_command_line(column, signed, client):
    alter(column, COLUMNS[column])

    page = client.get(check_address(signed.receipt_code)).text

    assert "This receipt is not valid" in page
    assert "is not what was signed" in page
    assert "T. T." not in page
    assert "Invalid" in told(signed.receipt_code)
    assert f"Sign-off {signed.pk}" in told("--all")


@pytest.mark.rule("A1")
def test_a_row_altered_together_with_its_code_is_found_out_by_the_chain(signed, client):
    old_code = signed.receipt_code
    alter("typed_name", "Somebody Else")
    signed.refresh_from_db()
    alter("receipt_code", receipts.code_of(signed))
    new_code = Acknowledgement.objects.get().receipt_code

    assert "This receipt is not valid" in client.get(check_address(new_code)).text
    assert "This receipt is not valid" in client.get(check_address(old_code)).text
    assert "altered or removed" in told(old_code)
    assert f"Sign-off {signed.pk}" in told("--all")


@pytest.mark.rule("A1", "S5")
def test_a_row_and_its_event_altered_together_break_the_chain(signed, by_parent):
    alter("typed_name", "Somebody Else", f"WHERE id = {signed.pk}")
    signed.refresh_from_db()
    alter("receipt_code", receipts.code_of(signed), f"WHERE id = {signed.pk}")
    signed.refresh_from_db()
    event = Event.objects.on(signed).get()
    event.facts["receipt"] = receipts.digest_of(signed)
    with lifted(connection):
        event.save()

    assert "altered" in told(signed.receipt_code)
    assert f"Event {event.sequence} was altered" in told("--all")


@pytest.mark.rule("A1", "P1")
def test_a_text_altered_after_it_was_signed_is_found_out(signed, version, client):
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE policies_clause SET text = 'Post what you like.'")

    page = client.get(check_address(signed.receipt_code)).text

    assert "This receipt is not valid" in page
    assert "text of this version is not the one" in told(signed.receipt_code)
    assert f"Sign-off {signed.pk}" in told("--all")


@pytest.mark.rule("A1")
def test_a_removed_sign_off_is_missed(signed, by_parent):
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM acknowledgements_acknowledgement WHERE id = %s", [signed.pk])

    assert f"Sign-off {signed.pk} was removed" in told("--all")
    assert "altered or removed" in told(signed.receipt_code)


@pytest.mark.rule("A1")
def test_a_sign_off_that_was_slipped_in_has_no_event(signed, opened, parent):
    forged = Acknowledgement.objects.get(pk=signed.pk)
    forged.pk = None
    forged.request = opened.requests.get(person=parent)
    forged.person, forged.capacity, forged.child = parent, "parent", forged.request.child
    forged.receipt_code = receipts.code_of(forged)
    forged.save(force_insert=True)

    assert "Nothing in the record of events" in told(forged.receipt_code)
    assert f"Sign-off {forged.pk}" in told("--all")


def test_a_sign_off_from_before_there_were_receipts_is_checked_by_its_text(signed):
    """Its event has the hash of the text only, as events had then."""
    event = Event.objects.on(signed).get()
    del event.facts["receipt"]
    event.hash = event.computed_hash()

    assert not checking._fault(signed, event)
    signed.text_sha256 = "b" * 64
    signed.receipt_code = receipts.code_of(signed)
    assert checking._fault(signed, event) == checking.ALTERED


# --- the command ----------------------------------------------------------------------------------


def told(*args):
    """Return what the command says, whether it ends well or not."""
    out = StringIO()
    try:
        call_command("check_receipt", *args, stdout=out)
    except CommandError as error:
        return str(error)
    return out.getvalue()


def test_what_is_not_valid_ends_with_an_exit_code(signed):
    alter("typed_name", "Somebody Else")

    for args in ([signed.receipt_code], ["--all"], ["A" * 25], []):
        with pytest.raises(CommandError) as refused:
            call_command("check_receipt", *args)
        assert refused.value.returncode == 1


def test_the_command_prints_what_a_valid_receipt_says(signed, version):
    said = told(receipts.in_groups(signed.receipt_code).lower())

    assert said.startswith("Valid.")
    assert "Signed by: Tom Thistle" in said
    assert f"SHA-256 of the text: {version.text_sha256}" in said


def test_the_command_checks_all_in_a_number_of_queries_that_does_not_grow(
    signed, by_parent, opened, other_parent
):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            told("--all")
        return len(captured)

    before = cost()
    actions.sign(
        request=factories.has_read(opened.requests.get(person=other_parent)),
        typed_name="Omar",
        by=other_parent,
    )

    assert cost() == before
    assert "All 3 sign-offs are as they were signed" in told("--all")


def test_more_sign_offs_than_one_handful_are_all_checked(signed, by_parent, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK", 1)

    assert "All 2 sign-offs" in told("--all")
    alter("typed_name", "X", f"WHERE id = {by_parent.pk}")
    assert f"Sign-off {by_parent.pk}" in told("--all")
    assert "The 1 sign-offs before it are sound" in told("--all")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "Give either a receipt's code or --all."),
        (["--all", "A" * 25], "Give either a receipt's code or --all."),
        (["ABC"], "This is no receipt's code"),
        (["' OR 1=1"], "This is no receipt's code"),
        (["A" * 25], "no sign-off has this code"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(args, says):
    assert says in told(*args)
    assert "\n" not in told(*args)


def test_an_empty_school_has_nothing_to_check():
    assert "All 0 sign-offs" in told("--all")


def test_initials_are_those_of_any_name():
    assert receipts.initials("Pat  van der Parker-Oakes") == "P. V. D. P."
    assert receipts.initials("Łucja") == "Ł."
    assert receipts.initials("??") == ""
    assert timedelta(seconds=checking._tries.seconds) == timedelta(minutes=15)
