import pytest
from django.core.management import CommandError, call_command

from audit.models import Event
from school.models import Person, Role

pytestmark = [pytest.mark.django_db, pytest.mark.rule("S2")]


def create(name="Helen Hart", email="head@example.test"):
    call_command("create_headteacher", name=name, email=email)


def test_the_first_headteacher_is_created_without_a_password(capsys):
    create()

    head = Person.objects.get()
    assert head.roles() == {Role.HEADTEACHER}
    assert not head.has_usable_password()
    assert "code sent to head@example.test" in capsys.readouterr().out


def test_it_is_recorded_as_done_by_nobody_in_the_portal():
    create()

    events = Event.objects.values_list("action", "actor_id")
    assert list(events) == [("school.person.added", ""), ("school.role.given", "")]


def test_somebody_known_already_is_given_the_role(office):
    create(name=office.full_name, email=office.email)

    assert office.roles() == {Role.OFFICE, Role.HEADTEACHER}


def test_a_second_headteacher_is_refused(headteacher):
    with pytest.raises(CommandError, match="Helen Hart is Headteacher already"):
        create(name="Some Body", email="other@example.test")


def test_somebody_who_may_not_be_headteacher_is_refused(chair):
    with pytest.raises(CommandError, match="cannot be held by one person"):
        create(name=chair.full_name, email=chair.email)

    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "email", "says"),
    [
        ("", "head@example.test", "--name must be"),
        ("x" * 121, "head@example.test", "--name must be"),
        ("Helen Hart", "not an address", "is not an e-mail address"),
        ("Helen Hart", "", "is not an e-mail address"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(name, email, says):
    with pytest.raises(CommandError, match=says):
        create(name, email)

    assert not Person.objects.exists()
