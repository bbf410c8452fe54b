from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from acknowledgements.models import Acknowledgement, Request
from audit import chain
from consents.models import PhotoRequest, TakeDown
from governance.models import Referral
from incidents.models import (
    Case,
    CaseClaim,
    CaseEntry,
    CaseLink,
    ReviewRequest,
    SavedWording,
    Visibility,
)
from policies.models import Version
from school.models import Child, Person
from stmarys_portal.demo import mailbox
from stmarys_portal.demo.cast import CHARACTERS
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    settings.PORTAL_DEMO = True


def test_the_demonstration_school_is_built_through_the_real_doors_and_only_once(demonstration):
    call_command("demo_school", stdout=StringIO())

    assert Version.objects.published().count() == 2
    assert Child.objects.on_roll().count() >= 10
    assert Request.objects.outstanding().exists()
    assert Acknowledgement.objects.exists()
    assert Case.objects.open().exists()
    assert ReviewRequest.objects.undecided().exists()
    states = PhotoRequest.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["asked", "expired", "granted"]
    assert TakeDown.objects.to_do().filter(photo_request__state="expired").exists()
    assert_a_newcomer_sees_what_can_be_on_a_desk()
    assert chain.verify().sound
    for character in CHARACTERS:
        assert Person.objects.get(email=character.address).full_name == character.name
    before = Person.objects.count(), Case.objects.count(), chain.verify().head

    call_command("demo_school", stdout=StringIO())

    assert (Person.objects.count(), Case.objects.count(), chain.verify().head) == before


def assert_a_newcomer_sees_what_can_be_on_a_desk():
    head = Person.objects.get(email=CHARACTERS[0].address)
    busy = Case.objects.get(evidence__file_kind="PDF")
    assert busy.evidence.filter(copy_kind="PNG", state="ready").exists()
    assert CaseClaim.objects.filter(case=busy, person=head).exists()
    assert CaseLink.objects.of(busy).count() == 2
    written = CaseEntry.with_own_notes.filter(case=busy)
    assert {entry.visibility for entry in written} == set(Visibility)
    assert SavedWording.objects.count() == 3
    assert Case.objects.open().filter(due_at__lt=timezone.now()).exists()
    assert PhotoRequest.objects.to_decide(head).exists()
    assert Referral.objects.get().members.count() == 3


def test_outside_the_demonstration_nothing_invented_is_put_in(settings):
    settings.PORTAL_DEMO = False

    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("demo_school")

    assert not Person.objects.exists()


def test_one_press_signs_in_as_an_invented_person(client, demonstration):
    character = CHARACTERS[0]
    factories.PersonFactory(full_name=character.name, email=character.address)

    answer = client.post(reverse("demo_sign_in"), {"address": character.address})

    assert answer.status_code == 302
    assert client.get(reverse("home")).context["user"].full_name == character.name


def test_nobody_but_the_invented_people_can_be_signed_in_that_way(
    client, demonstration, headteacher
):
    answer = client.post(reverse("demo_sign_in"), {"address": headteacher.email})

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.rule("S2")
def test_outside_the_demonstration_its_pages_do_not_exist(client, settings):
    settings.PORTAL_DEMO = False

    assert (
        client.post(reverse("demo_sign_in"), {"address": CHARACTERS[0].address}).status_code == 404
    )
    assert client.get(reverse("demo_mailbox")).status_code == 404
    assert CHARACTERS[0].name not in client.get(reverse("account_login")).content.decode()


def test_the_sign_in_page_offers_everybody_in_the_demonstration(client, demonstration):
    page = client.get(reverse("account_login")).content.decode()

    assert all(character.address in page for character in CHARACTERS)


def test_the_mailbox_shows_letters_and_passes_over_what_is_none(tmp_path, client, demonstration):
    (tmp_path / "one.log").write_bytes(
        b"Subject: Something to read\nTo: sophie@example.test\n"
        b"Date: Mon, 23 Nov 2026 09:00:00 -0000\n\nDear Sophie\n" + b"-" * 79 + b"\n"
    )
    (tmp_path / "two.log").write_bytes(b"\x00\x01 not a letter")

    (letter,) = mailbox.letters(tmp_path)

    assert (letter.to, letter.subject) == ("sophie@example.test", "Something to read")
    assert letter.body == "Dear Sophie"
    assert client.get(reverse("demo_mailbox")).status_code == 200
