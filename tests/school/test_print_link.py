"""A link on paper, for a parent whom no e-mail reaches: handed over, shown once (A4, A7)."""

import re

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image

from audit.models import Event
from school.access import NotAllowed
from school.actions import print_link
from school.errors import WrongState
from school.links import hash_of
from school.models import PersonalLink
from school.qr import QUIET, qr_code
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A4", "A7")]


@pytest.fixture
def unreachable():
    return factories.ParenthoodFactory(person__full_name="Margaret Oduya", person__email=None)


def address(tie):
    return f"/school/people/{tie.person_id}/link/"


def path_in(page):
    return re.search(r"http://localhost(/family/link/[\w-]+/)", page)[1]


def test_the_letter_carries_a_link_that_works_without_an_account(
    unreachable, office, sign_in, client
):
    letter = sign_in(office).post(address(unreachable))

    home = client.get(path_in(letter.text), follow=True)
    assert home.status_code == 200
    assert "Hello Margaret" in home.text
    assert "Dear Margaret Oduya" in letter.text
    assert '<path class="qr__dots" d="M' in letter.text
    assert unreachable.child.full_name not in letter.text


def test_it_is_shown_once_and_only_its_hash_is_kept(unreachable, office, sign_in):
    browser = sign_in(office)
    letter = browser.post(address(unreachable))
    token = path_in(letter.text).rstrip("/").rsplit("/", 1)[1]

    again = browser.get(address(unreachable))

    assert token not in again.text
    assert "stops working" in again.text  # a second letter ends the first
    assert "no-store" in letter["Cache-Control"]
    link = PersonalLink.objects.get()
    assert (link.token_hash, link.is_printed) == (hash_of(token), True)
    assert token not in str(browser.session.items())


def test_another_letter_ends_the_one_before(unreachable, office, sign_in, client):
    browser = sign_in(office)
    first, second = (path_in(browser.post(address(unreachable)).text) for _ in range(2))

    assert client.get(first, follow=True).status_code == 410
    assert client.get(second, follow=True).status_code == 200


def test_a_printed_link_that_ran_out_offers_nothing_by_e_mail(unreachable, office, sign_in, client):
    path = path_in(sign_in(office).post(address(unreachable)).text)
    PersonalLink.objects.update(expires_at=timezone.now())

    page = client.get(path, follow=True)

    assert page.status_code == 410
    assert "Send me a new link" not in page.text
    assert "school office" in page.text


def test_the_chain_says_who_printed_it(unreachable, office):
    print_link(person=unreachable.person, by=office)

    event = Event.objects.get(action="school.personal_link.printed")
    assert (event.actor_id, event.target_id) == (str(office.pk), str(unreachable.person_id))


@pytest.mark.parametrize("field", ["is_restricted", "has_responsibility"])
def test_there_is_none_for_somebody_who_may_not_be_asked(field, unreachable, office, sign_in):
    setattr(unreachable, field, field == "is_restricted")
    unreachable.save()

    page = sign_in(office).post(address(unreachable))

    assert "for a parent with a child at the school" in page.text
    assert "Make the letter" not in page.text
    assert not PersonalLink.objects.exists()
    with pytest.raises(WrongState):
        print_link(person=unreachable.person, by=office)


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["class_teacher", "governor", "clerk", "parent"])
def test_nobody_else_prints_one(who, unreachable, request, sign_in):
    person = request.getfixturevalue(who)

    assert sign_in(person).post(address(unreachable)).status_code == 404
    with pytest.raises(NotAllowed):
        print_link(person=unreachable.person, by=person)


def test_the_persons_page_leads_there(unreachable, office, sign_in):
    page = sign_in(office).get(f"/school/people/{unreachable.person_id}/").text

    assert "Print a link to hand over" in page


def test_a_telephone_reads_the_square_with_its_white_rim():
    address = "http://localhost/family/link/abc/"
    code = qr_code(address)

    dots = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", code.path)}
    inner = range(QUIET, code.width - QUIET)
    drawn = Image.new("L", (code.width, code.width), 255)
    for dot in dots:
        drawn.putpixel(dot, 0)
    (read,) = zxingcpp.read_barcodes(drawn.resize((code.width * 5, code.width * 5), Image.NEAREST))

    assert all(x in inner and y in inner for x, y in dots)
    assert read.text == address
