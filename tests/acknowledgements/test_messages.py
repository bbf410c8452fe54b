import pytest
from django.utils import timezone

from acknowledgements.actions.messages import write_to
from notifications import outbox
from notifications.models import Message
from school.links import hash_of
from school.models import PersonalLink
from tests import factories

pytestmark = pytest.mark.django_db


def letter(person, once, path):
    return Message(
        once=once, template="reminder", recipient=person, address=person.email, context={"p": path}
    )


def write(people, once="x"):
    return write_to(
        people,
        at_school="sign_waiting",
        by_link="personal_link",
        once=lambda person: f"{once}:{person.pk}",
    )


def test_many_messages_are_queued_and_named():
    people = factories.PersonFactory.create_batch(3)

    queued = outbox.enqueue_many([letter(p, f"a:{p.pk}", "/") for p in people])

    assert queued == {f"a:{p.pk}" for p in people}
    assert Message.objects.count() == 3


def test_a_message_queued_before_with_other_content_stands_and_is_not_named():
    person = factories.PersonFactory()
    outbox.enqueue_many([letter(person, "a", "/first/")])

    queued = outbox.enqueue_many([letter(person, "a", "/second/"), letter(person, "b", "/third/")])

    assert queued == {"b"}
    assert Message.objects.get(once="a").context == {"p": "/first/"}


def test_queueing_nothing_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert outbox.enqueue_many([]) == set()


@pytest.mark.rule("A4")
def test_writing_twice_under_the_same_words_keeps_the_link_that_was_sent():
    person = factories.PersonFactory()

    assert write([person]) == 1
    assert write([person]) == 0

    link = PersonalLink.objects.usable(timezone.now()).get(person=person)
    token = Message.objects.get().context["path"].rstrip("/").rsplit("/", 1)[1]
    assert link.token_hash == hash_of(token)


@pytest.mark.rule("A4")
def test_a_newer_message_replaces_the_older_link_of_that_person_only():
    person, another = factories.PersonFactory.create_batch(2)
    write([person, another], once="first")

    write([person], once="second")

    usable = PersonalLink.objects.usable(timezone.now())
    assert usable.filter(person=person).count() == 1
    assert PersonalLink.objects.filter(person=person).count() == 2
    assert PersonalLink.objects.filter(person=another, revoked_at=None).count() == 1


def test_people_without_an_address_are_passed_over():
    assert write([factories.PersonFactory(email=None)]) == 0
    assert not PersonalLink.objects.exists()
