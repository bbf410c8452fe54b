"""The pages on which slips are entered, one after another (A7)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from acknowledgements import actions
from acknowledgements.models import Acknowledgement, Scan, Slip
from acknowledgements.paper import codes
from acknowledgements.paper.batches import Batch
from policies.models import Version
from tests import factories
from tests.acknowledgements.on_paper.entering import entered, filled
from tests.days import today
from tests.uploads import nasty

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7")]


ENTER = "/sign-offs/board/paper/"


@pytest.fixture
def slip(opened, office, no_email):
    actions.prepare_slips(asked=opened, batch=Batch(), by=office)
    return Slip.objects.get(request__person=no_email)


def test_the_code_finds_the_slip_however_it_was_typed(slip, address, office, sign_in):
    browser = sign_in(office)

    for typed in (slip.code, codes.in_groups(slip.code).lower(), f" {slip.code} "):
        assert browser.post(ENTER, {"code": typed}).url == address
    shown = browser.get(address).text
    assert "Slip of Ned Noemail" in shown
    assert "Nan Noemail and Nat Noemail" in shown
    assert slip.request.round.version.sign_off_text in shown


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type the code that is printed on the slip."),
        ("K" * 41, "too long"),
        ("KHTP", "one of its signs was misread"),
        ("' OR 1=1 --", "one of its signs was misread"),
    ],
)
def test_a_code_that_cannot_be_is_told_from_one_that_is_not_known(typed, says, office, sign_in):
    answer = sign_in(office).post(ENTER, {"code": typed})

    assert says in answer.text
    assert "We have no slip" in sign_in(office).post(ENTER, {"code": codes.new_code()}).text


def test_several_slips_one_after_another_keep_the_date(opened, address, office, sign_in):
    browser = sign_in(office)

    after = browser.post(address, filled(), follow=True)
    teacher = opened.requests.exclude(capacity="parent").first()
    nxt = browser.get(reverse("acknowledgements:record_slip", args=[teacher.pk]))

    assert after.redirect_chain == [(ENTER, 302)]
    assert "Recorded: Ned Noemail has signed" in after.text
    assert f'value="{today().isoformat()}"' in nxt.text
    assert "autofocus" in after.text


def test_a_person_without_a_code_is_found_by_name(opened, office, sign_in, no_email, address):
    browser = sign_in(office)

    found = browser.get(ENTER, {"words": "noem"})

    assert [one.person for one in found.context["page"]] == [no_email]
    assert address in found.text
    assert "Nobody of this name" in browser.get(ENTER, {"words": "Zebedee"}).text
    assert not browser.get(ENTER).context["page"].object_list


def test_a_scan_comes_with_the_slip(address, office, sign_in):
    photo = SimpleUploadedFile("slip.html", nasty.jpeg(), content_type="text/html")

    sign_in(office).post(address, filled(scan=photo))

    scan = Scan.objects.get()
    assert scan.content_type == scan.copy_type == "image/jpeg"
    assert set(Acknowledgement.objects.values_list("scan", flat=True)) == {scan.pk}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"ticked": ""}, "Choose what is ticked on the slip."),
        ({"ticked": "question"}, "Write the question as it stands on the slip."),
        ({"dated_on": ""}, "Give the date that stands on the slip."),
        ({"dated_on": "soon"}, "Write a date such as"),
        ({"dated_on": "2999-01-01"}, "still to come"),
        ({"typed_name": ""}, "Write the name as it stands on the slip."),
        ({"typed_name": "N"}, "Write the full name"),
        ({"scan": SimpleUploadedFile("s.jpg", b"<svg>")}, "SVG drawing"),
        ({"scan": SimpleUploadedFile("s.jpg", b"")}, "This file is empty"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(data, says, address, office, sign_in):
    answer = sign_in(office).post(address, filled(typed_name="Ned N. Oemail") | data)

    assert answer.status_code == 200
    assert says in answer.text
    assert "typed_name" in data or "Ned N. Oemail" in answer.text
    assert not Acknowledgement.objects.exists()


def test_a_slip_entered_before_says_so_and_shows_its_receipt(address, asked, office, sign_in):
    (first, _) = entered(asked, office)
    browser = sign_in(office)

    shown = browser.get(address).text
    again = browser.post(address, filled(), follow=True).text

    assert "There is nothing more to enter" in shown
    assert reverse("acknowledgements:receipt", args=[first.pk]) in shown
    assert "Nothing was doubled" in again


def test_ones_own_slip_has_no_form_but_the_reason(opened, head, sign_in):
    own = reverse("acknowledgements:record_slip", args=[opened.requests.get(person=head).pk])
    browser = sign_in(head)

    assert "Nobody enters their own signature" in browser.get(own).text
    assert browser.post(own, filled()).status_code == 403
    assert not Acknowledgement.objects.exists()


def test_an_unticked_point_is_not_signed(head, office, class_teacher, sign_in):
    draft = factories.VersionFactory(audiences=["staff", "governors"])
    section = factories.SectionFactory(version=draft, number="7", audiences=["staff"])
    factories.ClauseFactory(section=section, number="7.1")
    opened = actions.open_round(version=factories.put_in_force(draft), by=head)
    asked = opened.requests.get(person=class_teacher)
    address = reverse("acknowledgements:record_slip", args=[asked.pk])
    browser = sign_in(office)

    refused = browser.post(address, filled())
    accepted = browser.post(address, filled(points="on"))

    assert "Every point has to be ticked" in refused.text
    assert accepted.status_code == 302
    assert Version.objects.filter(acknowledgements__points=["7.1"]).exists()


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["class_teacher", "governor", "chair", "clerk", "dsl", "parent"])
def test_others_enter_nothing_and_know_of_nothing(who, address, slip, cast, sign_in):
    browser = sign_in(getattr(cast, who))

    answers = [
        browser.get(ENTER),
        browser.post(ENTER, {"code": slip.code}),
        browser.get(address),
        browser.post(address, filled()),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not Acknowledgement.objects.exists()


def test_a_request_that_is_not_there_is_not_found(office, sign_in):
    missing = reverse("acknowledgements:record_slip", args=[999_999])

    assert sign_in(office).get(missing).status_code == 404
    assert sign_in(office).delete(ENTER).status_code == 405
