import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Acknowledgement
from acknowledgements.views.place import STEPS
from audit.models import Event
from notifications.delivery import render
from notifications.links import send_personal_link
from notifications.models import Message
from policies.models import State
from school.access import NotAllowed
from school.actions import change_person
from school.errors import WrongState
from school.links import new_link
from school.models import PersonalLink
from tests import factories
from tests.acknowledgements import walk

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A4")]

SIGNED = {"typed_name": "Pat Parker"}
LINK = "link_"
HOME = "/family/"


@pytest.fixture
def opened(version, head, parent):
    factories.ParenthoodFactory(person=parent, child__full_name="Ada Younger")
    return actions.open_round(version=version, by=head)


@pytest.fixture
def path(opened, parent, link_path):
    return link_path(parent)


@pytest.fixture
def asked(opened, parent):
    return opened.requests.filter(person=parent).order_by("pk").first()


def sign_address(opened, parent, step="sign"):
    first = opened.requests.filter(person=parent).order_by("pk").first()
    return walk.address(first, step, LINK)


# --- sending -------------------------------------------------------------------------------------


def test_only_the_hash_of_the_secret_is_stored(path, parent):
    token = path.rstrip("/").rsplit("/", 1)[1]

    link = PersonalLink.objects.get(person=parent)
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43  # 32 bytes
    assert link.expires_at - link.created_at >= timedelta(days=29)


def test_the_office_sends_a_new_link_that_replaces_the_older_one(
    path, parent, office, link_path, client
):
    assert send_personal_link(person=parent, by=office)

    assert client.get(link_path(parent), follow=True).status_code == 200
    assert client.get(path, follow=True).status_code == 410
    assert "newer link" in client.get(path, follow=True).text


def test_somebody_without_an_address_gets_no_link(office):
    person = factories.ParenthoodFactory(person__email=None).person

    assert not send_personal_link(person=person, by=office)
    assert not PersonalLink.objects.exists()


@pytest.mark.parametrize("how", ["not yet joined", "left", "restricted", "no responsibility"])
def test_nothing_is_sent_to_those_who_may_not_be_asked(how, office):
    today = timezone.localdate()
    tie = factories.ParenthoodFactory(
        is_restricted=how == "restricted",
        has_responsibility=how != "no responsibility",
        child__admitted_on=today + timedelta(days=how == "not yet joined"),
        child__left_on=None,
    )
    if how == "left":
        tie.child.admitted_on = today - timedelta(days=9)
        tie.child.left_on = today - timedelta(days=1)
        tie.child.save()

    with pytest.raises(WrongState):
        send_personal_link(person=tie.person, by=office)

    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["class_teacher", "governor", "clerk", "other_parent"])
def test_others_cannot_send_a_link(who, parent, request):
    with pytest.raises(NotAllowed):
        send_personal_link(person=parent, by=request.getfixturevalue(who))


def test_the_chain_says_who_sent_it(parent, office):
    send_personal_link(person=parent, by=office)

    event = Event.objects.get(action="school.personal_link.sent")
    assert (event.actor_id, event.target_id) == (str(office.pk), str(parent.pk))


# --- opening -------------------------------------------------------------------------------------


def test_a_link_leads_to_what_waits_without_its_secret_in_the_address(path, client):
    response = client.get(path)

    assert response.status_code == 302
    assert response.url == HOME


def test_the_page_lists_what_waits_with_every_child(path, client, parent):
    page = client.get(path, follow=True).text

    for child in parent.children.all():
        assert child.full_name in page
    assert page.count("Read and sign<") == 1
    assert parent.email not in page


@pytest.mark.rule("A3")
def test_the_page_says_that_silence_changes_nothing(path, client, opened, parent):
    assert "stay the same whatever you answer" in client.get(path, follow=True).text
    assert "stay the same whether you sign or not" in client.get(sign_address(opened, parent)).text


def test_opening_a_link_signs_nothing_and_uses_nothing_up(path, client):
    for _ in range(3):
        assert client.get(path, follow=True).status_code == 200

    assert not Acknowledgement.objects.exists()


def test_a_link_signs_nobody_in(path, client):
    client.get(path)

    assert client.get(reverse("acknowledgements:my_sign_offs")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_opening_a_link_changes_the_sessions_key(path, client):
    client.get(path)
    first = client.session.session_key

    client.get(path)

    assert client.session.session_key != first


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_link_only_opens(method, path, client):
    assert getattr(client, method)(path).status_code == 405
    assert getattr(client, method)(HOME).status_code == 405


def test_an_altered_link_gets_a_page_that_says_what_to_do(path, client):
    response = client.get(path[:-2] + ("x/" if path[-2] != "x" else "y/"))

    assert response.status_code == 404
    assert "We do not know this link" in response.text
    assert "school office" in response.text


def test_without_a_link_there_is_no_page(client, opened, parent):
    assert client.get(HOME).status_code == 404
    assert client.get(sign_address(opened, parent)).status_code == 404


def test_a_link_that_ran_out_says_so_and_offers_a_new_one(path, client, parent, link_path):
    PersonalLink.objects.update(
        expires_at=timezone.now() - timedelta(seconds=1),
        created_at=timezone.now() - timedelta(days=30),
    )

    ended = client.get(path, follow=True)
    renewed = client.post(reverse("renew_link"), follow=True)

    assert ended.status_code == 410
    assert "This link has run out" in ended.text
    assert "A new link is on its way" in renewed.text
    assert parent.email not in renewed.text
    assert link_path(parent) != path
    assert client.get(link_path(parent), follow=True).status_code == 200


def test_asking_for_a_new_link_again_and_again_sends_one_email(path, client, parent):
    PersonalLink.objects.update(
        expires_at=timezone.now() - timedelta(seconds=1),
        created_at=timezone.now() - timedelta(days=30),
    )
    client.get(path)
    before = Message.objects.filter(recipient=parent).count()

    for _ in range(3):
        client.post(reverse("renew_link"))

    assert Message.objects.filter(recipient=parent).count() == before + 1


def test_a_link_that_works_is_not_renewed(path, client, parent):
    client.get(path)
    before = Message.objects.count()

    client.post(reverse("renew_link"))

    assert Message.objects.count() == before


def test_renewing_without_a_link_does_nothing(client, opened):
    before = Message.objects.count()

    assert client.post(reverse("renew_link")).status_code == 302
    assert Message.objects.count() == before


@pytest.mark.parametrize("how", ["restricted", "left", "inactive"])
def test_the_link_of_a_parent_no_longer_asked_shows_nothing_and_offers_nothing(
    how, path, client, parent
):
    client.get(path)
    if how == "restricted":
        parent.parenthoods.update(is_restricted=True)
    elif how == "left":
        for child in parent.children.all():
            child.left_on = timezone.localdate() - timedelta(days=1)
            child.save()
    else:
        parent.is_active = False
        parent.save()

    page = client.get(HOME)

    assert page.status_code == 410
    assert "no longer works" in page.text
    assert "Send me a new link" not in page.text
    assert not any(child.full_name in page.text for child in parent.children.all())


def test_a_parent_restricted_from_one_child_sees_only_the_other(path, client, parent):
    hidden = parent.parenthoods.order_by("pk").first()
    hidden.is_restricted = True
    hidden.save()

    page = client.get(path, follow=True).text

    assert hidden.child.full_name not in page
    assert "Ada Younger" in page


# --- signing -------------------------------------------------------------------------------------


def test_one_press_signs_for_every_child_and_the_page_says_thank_you(path, client, asked, parent):
    client.get(path)

    page = client.get(walk.read_and_sign(client, asked, "Pat Parker", LINK).url)

    assert Acknowledgement.objects.filter(person=parent).count() == 2
    assert "Thank you" in page.text
    assert "1 of 2 things done" in client.get(HOME).text  # the pictures are left


def test_a_used_link_shows_what_was_signed(path, client, asked, opened, parent):
    client.get(path)
    walk.read_and_sign(client, asked, "Pat Parker", LINK)

    home = client.get(path, follow=True)
    again = client.get(sign_address(opened, parent))

    assert "What you have done" in home.text
    assert "You have signed Social media policy" in again.text
    assert "Pat Parker" in again.text


@pytest.mark.rule("A2")
def test_two_clicks_make_one_row(path, client, asked, parent):
    client.get(path)
    walk.read(client, asked, LINK)

    for _ in range(2):
        assert walk.sign(client, asked, "Pat Parker", LINK).status_code == 302

    assert Acknowledgement.objects.filter(person=parent).count() == 2  # one for each child


@pytest.mark.rule("A11")
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Type your full name."),
        ({"typed_name": "   "}, "Type your full name."),
        ({"typed_name": "P"}, "Type your full name, first and last."),
        ({"typed_name": "12 34"}, "Type your full name, first and last."),
        ({"typed_name": "P" * 121}, "That name is too long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_signed(
    data, sentence, path, client, asked, opened, parent
):
    client.get(path)
    walk.read(client, asked, LINK)

    response = client.post(sign_address(opened, parent, "agree"), data)

    assert response.status_code == 200
    assert sentence in response.text
    assert not Acknowledgement.objects.exists()


@pytest.mark.rule("A11")
def test_the_name_comes_after_the_whole_text_was_read(path, client, asked, opened, parent):
    client.get(path)

    page = client.get(sign_address(opened, parent)).text
    walk.read(client, asked, LINK)
    last_page = client.get(sign_address(opened, parent, "agree")).text

    last_clause = opened.version.sections.last().clauses.last().text
    assert page.index(last_clause) < page.index("I have read to the end")
    assert "Your full name" in last_page
    assert opened.version.sign_off_text in last_page


@pytest.mark.rule("A2")
def test_a_link_opens_nobody_elses_request(path, client, opened, head, other_parent):
    actions.bring_up_to_date()
    theirs = opened.requests.get(person=other_parent)
    client.get(path)

    for step in STEPS:
        address = walk.address(theirs, step, LINK)
        assert client.get(address).status_code == 404
        assert client.post(address, SIGNED).status_code == 404
    assert not Acknowledgement.objects.exists()


@pytest.mark.rule("A2")
def test_a_parents_link_does_not_sign_what_waits_for_them_as_staff(
    version, head, teacher_parent, client, office
):
    opened = actions.open_round(version=version, by=head)
    link, path = new_link(teacher_parent, days=30)
    link.save()
    client.get(path)
    as_staff = opened.requests.get(person=teacher_parent, child=None)

    for step in STEPS:
        assert client.post(walk.address(as_staff, step, LINK), SIGNED).status_code == 404


def test_a_text_replaced_while_it_was_read_is_not_signed(path, client, opened, parent):
    client.get(path)
    opened.version.state, opened.version.superseded_at = State.SUPERSEDED, timezone.now()
    opened.version.save()

    response = client.post(sign_address(opened, parent), SIGNED)

    assert response.status_code == 200
    assert "nothing to sign" in response.text
    assert not Acknowledgement.objects.exists()


def test_a_link_that_ends_while_the_page_is_open_signs_nothing(path, client, opened, parent):
    client.get(path)
    PersonalLink.objects.update(revoked_at=timezone.now())

    assert client.post(sign_address(opened, parent), SIGNED).status_code == 410
    assert not Acknowledgement.objects.exists()


@pytest.mark.rule("S1")
def test_the_email_names_no_child_and_links_to_the_page(path, parent):
    message = render(Message.objects.get(recipient=parent))

    assert not any(child.full_name in message.body for child in parent.children.all())
    assert f"http://localhost{path}" in message.body
    assert "stay the same either way" in message.body


def test_a_link_opened_on_a_shared_device_ends_with_the_browser(client, path):
    answer = client.get(path)

    assert answer.cookies["sessionid"]["max-age"] == ""


# --- a wrong address -----------------------------------------------------------------------------


def test_a_corrected_address_ends_the_link_that_went_to_the_wrong_one_and_sends_another(
    path, parent, office, link_path, client
):
    change_person(person=parent, full_name=parent.full_name, email="right@example.test", by=office)

    assert client.get(path, follow=True).status_code == 410
    message = Message.objects.filter(recipient=parent).latest("pk")
    assert (message.template, message.address) == ("personal_link", "right@example.test")
    assert client.get(link_path(parent), follow=True).status_code == 200


def test_a_letter_that_still_waits_never_leaves_for_the_wrong_address(path, parent, office):
    change_person(person=parent, full_name=parent.full_name, email="right@example.test", by=office)

    waiting = Message.objects.waiting().filter(recipient=parent)
    assert {message.address for message in waiting} == {"right@example.test"}


def test_an_address_that_is_taken_away_ends_the_link_and_sends_none(path, parent, office, client):
    change_person(person=parent, full_name=parent.full_name, email="", by=office)

    assert client.get(path, follow=True).status_code == 410
    assert not Message.objects.waiting().filter(recipient=parent).exists()
