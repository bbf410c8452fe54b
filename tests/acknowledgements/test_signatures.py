"""What a room below is told of who signed what (I9)."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from acknowledgements.models import Acknowledgement, Method
from policies.signatures import Signature, signatures_of
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I9")]
ASKED = timezone.make_aware(datetime(2026, 9, 1, 9))


def asked(person, version, *, at=ASKED):
    confirmation = factories.ConfirmationFactory(version=version)
    return factories.RequestFactory(person=person, round=confirmation, asked_at=at)


def sign(request, at, **fields):
    return Acknowledgement.objects.create(
        request=request,
        person=request.person,
        capacity=request.capacity,
        version=request.round.version,
        text_sha256="a" * 64,
        sentence="I have read it.",
        typed_name=request.person.full_name,
        signed_at=at,
        recorded_by=request.person,
        receipt_code=f"{request.pk:032}",
        **fields,
    )


def test_it_says_when_each_was_first_asked_and_first_signed(class_teacher, volunteer, outsider):
    version, other = factories.published(), factories.published()
    first = asked(class_teacher, version)
    sign(first, ASKED + timedelta(days=2))
    sign(asked(class_teacher, version, at=ASKED + timedelta(days=300)), ASKED + timedelta(days=301))
    asked(volunteer, version)

    known = signatures_of([class_teacher, volunteer, outsider], [version, other])

    assert known.of(class_teacher, version) == Signature(date(2026, 9, 3), date(2026, 9, 1))
    assert known.of(volunteer, version) == Signature(None, date(2026, 9, 1))
    assert known.of(outsider, version) == Signature()
    assert known.of(class_teacher, other) == Signature()


def test_on_paper_it_is_the_day_written_there(class_teacher):
    version = factories.published()
    paper = {"method": Method.PAPER, "dated_on": date(2026, 9, 2)}
    sign(asked(class_teacher, version), ASKED + timedelta(days=30), **paper)

    assert signatures_of([class_teacher], [version]).of(class_teacher, version).signed_on == date(
        2026, 9, 2
    )


def test_it_costs_the_same_however_many_are_asked_about(django_assert_num_queries):
    version = factories.published()
    people = [factories.PersonFactory() for _ in range(5)]
    for person in people:
        asked(person, version)

    with django_assert_num_queries(2):
        signatures_of(people, [version])
