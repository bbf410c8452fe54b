"""What tests of confirmations begin with."""

from django.utils import timezone

from acknowledgements import actions
from school.terms import school_calendar
from tests import factories

EVERYBODY = ["staff", "parents_carers", "governors", "volunteers"]


def in_ten_school_days():
    return school_calendar().add_school_days(timezone.localdate(), 10)


def proposed(version, audiences=EVERYBODY, classes=(), **kwargs):
    given = {"due_on": in_ten_school_days(), "why": "We all confirm this each September."}
    return actions.NewConfirmation(version, audiences, list(classes), **(given | kwargs))


def sign(asked_in, *people):
    for person in people:
        for asked in asked_in.requests.filter(person=person):
            read = factories.has_read(asked)
            actions.sign(request=read, typed_name=person.full_name, by=person)
