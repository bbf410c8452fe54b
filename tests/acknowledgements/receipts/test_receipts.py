"""Receipts: the signer's own proof, which anybody can check and which tells of alterations."""

from datetime import UTC

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions, receipts
from policies.models import State
from school.links import new_link
from school.models import PersonalLink
from tests import factories
from tests.acknowledgements.paper import faults, keep, qr_codes, uploaded, words
from tests.acknowledgements.receipts.proving import address, alter, check_address, pdf_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A8")]

CHECK = "/sign-offs/check/"


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
