"""Nothing of what a family said, or of why it is a no, shows to anybody else (C3, M13).

Not a byte of what whoever asked can open differs between one reason for a no and another, on any
day; nor does what one parent sees depend on what another one did.
"""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actions import sharing as actions
from consents.models import SharedPicture
from notifications import delivery
from notifications.models import Message
from school.links import new_link
from tests import factories
from tests.portal.conftest import without_tokens

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C3", "M13")]


def opened(person):
    link, path = new_link(person)
    link.save()
    browser = Client()
    browser.get(path)
    return browser


@pytest.fixture
def asker(family):
    return factories.ParenthoodFactory().person


@pytest.fixture
def picture(asker):
    return factories.SharedPictureFactory(asked_by=asker)


def pass_on(picture, family, office):
    picture.children.add(family)
    actions.pass_on(picture=picture, by=office)


def nothing(picture, **people):
    """The office has not got round to it."""


def silence(picture, family, office, **people):
    pass_on(picture, family, office)


def one_no(picture, family, office, parent, other_parent):
    pass_on(picture, family, office)
    actions.answer_shared(picture=picture, is_yes=True, by=parent)
    actions.answer_shared(picture=picture, is_yes=False, by=other_parent)


def all_no(picture, family, office, parent, other_parent):
    pass_on(picture, family, office)
    for person in (parent, other_parent):
        actions.answer_shared(picture=picture, is_yes=False, by=person)


def never(picture, family, office, parent, other_parent):
    actions.never_ask_me(by=parent)
    actions.never_ask_me(by=other_parent)
    pass_on(picture, family, office)


def never_in_between(picture, family, office, parent, other_parent):
    pass_on(picture, family, office)
    actions.answer_shared(picture=picture, is_yes=True, by=parent)
    actions.never_ask_me(by=other_parent)


def nobody_to_ask(picture, family, office, **people):
    family.parenthoods.update(has_responsibility=False)
    pass_on(picture, family, office)


def court(picture, family, office, parent, **people):
    pass_on(picture, family, office)
    actions.answer_shared(picture=picture, is_yes=False, by=parent)
    family.parenthoods.update(is_restricted=True)
    actions.bring_shared_up_to_date()


def left(picture, family, office, **people):
    pass_on(picture, family, office)
    family.left_on = timezone.localdate() - timedelta(days=1)
    family.save()


def not_passed_on(picture, office, **people):
    actions.stop_shared(picture=picture, by=office)


def stopped_while_asked(picture, family, office, **people):
    pass_on(picture, family, office)
    actions.stop_shared(picture=picture, by=office)


def court_for_the_asker(picture, family, office, **people):
    pass_on(picture, family, office)
    factories.ParenthoodFactory(child=family, person=picture.asked_by, is_restricted=True)


WHY = (nothing, silence, one_no, all_no, never, never_in_between, nobody_to_ask, court, left)
WHY += (not_passed_on, stopped_while_asked, court_for_the_asker)


def looks(picture, browsers):
    """Return all that whoever asked can open, and what each page costs."""
    found = []
    for browser, start in browsers:
        for end in (
            "",
            "ask/",
            f"{picture.pk}/",
            f"{picture.pk}/preview/",
            f"{picture.pk}/answer/",
        ):
            with CaptureQueriesContext(connection) as queries:
                page = browser.get(f"{start}{end}")
            content = page.content
            if page.headers["Content-Type"].startswith("text/"):
                content = without_tokens(page.text)
            found.append((end, page.status_code, content, len(queries)))
    return found


def mails(person):
    letters = Message.objects.filter(recipient=person, template="shared_news").order_by("pk")
    return [(letter.once, delivery.render(letter).subject) for letter in letters]


def all_seen_where(why, picture, people, browsers):
    """Let it happen; return what whoever asked saw on the last day, and on the day after it."""
    with transaction.atomic():
        why(picture, **people)
        actions.bring_shared_up_to_date()
        during = looks(picture, browsers), mails(picture.asked_by)
        yesterday = timezone.localdate() - timedelta(days=1)
        SharedPicture.objects.filter(pk=picture.pk).update(answer_by=yesterday)
        before_the_round = looks(picture, browsers)
        actions.bring_shared_up_to_date()
        after = mails(picture.asked_by)
        # The letter brought a new link; signed in, the pages are the same ones.
        pages = looks(picture, browsers[:1])
        transaction.set_rollback(True)
    return during, before_the_round, after, pages


def test_no_reason_for_a_no_can_be_told_from_another(
    picture, family, office, parent, other_parent, sign_in
):
    people = {"family": family, "office": office, "parent": parent, "other_parent": other_parent}
    browsers = [
        (sign_in(picture.asked_by), "/pictures/families/"),
        (opened(picture.asked_by), "/pictures/by-link/families/"),
    ]
    looks(picture, browsers)  # the first look at a page costs what later ones do not

    found = {why.__name__: all_seen_where(why, picture, people, browsers) for why in WHY}

    during, before_the_round, told, after = expected = found["nothing"]
    for name, seen in found.items():
        assert seen == expected, name
    assert during[1] == []
    assert len(told) == 1
    assert any("We are asking" in page[2] for page in during[0] if isinstance(page[2], str))
    for pages in (before_the_round, after):
        assert any("Not everybody has said yes" in str(page[2]) for page in pages)
        for page in pages:
            for person in (parent, other_parent, family):
                assert person.full_name not in str(page[2])


@pytest.mark.rule("A4")
def test_what_one_parent_sees_depends_on_nothing_that_others_do(
    picture, family, office, parent, other_parent, sign_in
):
    """A parent who said yes reads the same while others are asked, agree, disagree, or withdraw."""
    pass_on(picture, family, office)
    actions.answer_shared(picture=picture, is_yes=True, by=parent)
    browsers = [
        (sign_in(parent), "/pictures/families/"),
        (opened(parent), "/pictures/by-link/families/"),
    ]
    looks(picture, browsers)
    before = looks(picture, browsers)

    def other_says(is_yes):
        actions.answer_shared(picture=picture, is_yes=is_yes, by=other_parent)

    steps = (lambda: other_says(False), lambda: other_says(True), lambda: other_says(False))
    for step in (*steps, lambda: actions.never_ask_me(by=other_parent)):
        step()
        assert looks(picture, browsers) == before
    actions.take_down_shared(picture=picture, by=picture.asked_by)
    assert looks(picture, browsers) == before
    for _, _, content, _ in before:
        assert other_parent.full_name not in str(content)
        assert picture.asked_by.email not in str(content)


@pytest.mark.parametrize("answer", [True, False, None], ids=str)
def test_after_the_day_a_parent_cannot_tell_whether_the_others_agreed(
    answer, picture, family, office, parent, other_parent, sign_in
):
    pass_on(picture, family, office)
    actions.answer_shared(picture=picture, is_yes=True, by=parent)
    browsers = [(sign_in(parent), "/pictures/families/")]
    yesterday = timezone.localdate() - timedelta(days=1)
    SharedPicture.objects.filter(pk=picture.pk).update(answer_by=yesterday)
    looks(picture, browsers)
    before = looks(picture, browsers)
    SharedPicture.objects.filter(pk=picture.pk).update(answer_by=timezone.localdate())
    if answer is not None:
        actions.answer_shared(picture=picture, is_yes=answer, by=other_parent)
    SharedPicture.objects.filter(pk=picture.pk).update(answer_by=yesterday)

    actions.bring_shared_up_to_date()

    assert looks(picture, browsers) == before
