"""What was altered behind the portal's back is found out, by the page and by the command (A8)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acknowledgements import actions, checking, receipts
from acknowledgements.models import Acknowledgement
from audit.models import Event
from tests import factories
from tests.acknowledgements.receipts.proving import alter, check_address
from tests.support.management.commands.flush import lifted

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A8")]


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
