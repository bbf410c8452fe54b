from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit import chain
from audit.models import Event
from consents import actions
from consents.models import ImageAnswer, Method, Purpose, TakeDown
from consents.queries import permissions_of
from school.access import NotAllowed
from school.errors import DomainError
from tests import factories
from tests.days import counted_now, in_days

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C1")]

WEBSITE, PRESS = Purpose.WEBSITE.value, Purpose.PRESS.value


def may(child, purpose=WEBSITE):
    return permissions_of([child.pk])[child.pk, purpose]


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def write_down(family, parent, office, today):
    """Return a way to write down a call: `write_down(website=True, given_on=…)`."""

    def write_down(
        *, method="phone", given_on=today, evidence="Rang at 9, Olive", by=office, **said
    ):
        return actions.write_down(
            child=family,
            person=parent,
            answers=said,
            method=method,
            given_on=given_on,
            evidence=evidence,
            by=by,
        )

    return write_down


# --- what holds -----------------------------------------------------------------------------------


def test_until_somebody_says_yes_it_is_a_no(family):
    assert not any(may(family, purpose) for purpose in Purpose)


def test_a_yes_is_for_its_purpose_and_its_child_only(family, parent, says):
    sister = factories.ChildFactory()
    factories.ParenthoodFactory(child=sister, person=parent)

    says(parent, family, WEBSITE, True)

    assert may(family)
    assert not may(family, PRESS)
    assert not may(sister)


def test_parents_who_disagree_make_a_no(family, parent, other_parent, says):
    says(parent, family, WEBSITE, True)
    says(other_parent, family, WEBSITE, False)

    assert not may(family)


@pytest.mark.parametrize("field", ["is_restricted", "has_responsibility"])
def test_an_answer_of_somebody_who_may_no_longer_be_asked_does_not_count(
    field, family, parent, other_parent, says
):
    says(parent, family, WEBSITE, True)
    says(other_parent, family, WEBSITE, False)
    family.parenthoods.filter(person=other_parent).update(**{field: field == "is_restricted"})

    assert may(family)


def test_of_a_child_who_has_left_nothing_may_be_used(family, parent, says, today):
    says(parent, family, WEBSITE, True)
    family.left_on = today - timedelta(days=1)
    family.save()

    assert not may(family)


# --- giving an answer -----------------------------------------------------------------------------


def test_an_answer_keeps_who_when_how_and_who_recorded_it(family, parent, says, today):
    says(parent, family, WEBSITE, True)

    answer = ImageAnswer.objects.get()
    assert (answer.person, answer.recorded_by, answer.method) == (parent, parent, Method.ONLINE)
    assert (answer.given_on, answer.evidence) == (today, "")
    event = Event.objects.get(action="consents.image_answer.kept")
    assert event.facts["is_yes"] is True
    assert family.full_name not in str(event.facts)


def test_a_second_press_adds_nothing(family, parent, says_all):
    assert says_all(parent, family) == len(Purpose)
    assert says_all(parent, family) == 0

    assert ImageAnswer.objects.count() == len(Purpose)


def test_a_change_of_mind_is_a_further_row(family, parent, says):
    for is_yes in (True, False, True):
        says(parent, family, WEBSITE, is_yes)

    assert list(ImageAnswer.objects.in_order().values_list("is_yes", flat=True)) == [
        True,
        False,
        True,
    ]
    assert may(family)


@pytest.mark.parametrize(
    "how", ["another's child", "restricted", "no responsibility", "not yet joined", "left"]
)
def test_nobody_answers_for_a_child_about_whom_they_may_not_be_asked(
    how, family, parent, other_parent, today
):
    own = factories.ParenthoodFactory(person=parent).child
    tie = family.parenthoods.get(person=parent)
    if how == "another's child":
        tie.delete()
    elif how in ("restricted", "no responsibility"):
        tie.is_restricted, tie.has_responsibility = how == "restricted", how == "restricted"
        tie.save()
    elif how == "not yet joined":
        family.admitted_on = today + timedelta(days=1)
        family.save()
    else:
        family.left_on = today - timedelta(days=1)
        family.save()

    with pytest.raises(NotAllowed):
        actions.answer_for_children(
            answers={(own.pk, WEBSITE): True, (family.pk, WEBSITE): True}, by=parent
        )

    assert not ImageAnswer.objects.exists()  # not even for the child who is theirs


def test_a_purpose_that_does_not_exist_is_not_kept(family, parent, says):
    with pytest.raises(ValueError, match="billboard"):
        says(parent, family, "billboard", True)

    assert not ImageAnswer.objects.exists()


def test_answers_and_their_record_stand_or_fall_together(family, parent, says_all):
    def refuse(execute, sql, params, many, context):
        if 'INSERT INTO "audit_event"' in sql and len(kept) == 2:
            raise IntegrityError("the chain is broken")
        if 'INSERT INTO "audit_event"' in sql:
            kept.append(sql)
        return execute(sql, params, many, context)

    kept = []
    with connection.execute_wrapper(refuse), pytest.raises(IntegrityError):
        says_all(parent, family)

    assert not ImageAnswer.objects.exists()
    assert chain.verify().sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consents_imageanswer SET is_yes = NOT is_yes",
        "UPDATE consents_imageanswer SET given_on = '2020-01-01'",
        "DELETE FROM consents_imageanswer",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_an_answer(statement, family, parent, says):
    says(parent, family, WEBSITE, False)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert ImageAnswer.objects.get().is_yes is False


def test_bulk_writes_are_no_way_round(family, parent, says):
    says(parent, family, WEBSITE, False)

    for deed in (
        lambda: ImageAnswer.objects.update(is_yes=True),
        lambda: ImageAnswer.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()

    assert ImageAnswer.objects.get().is_yes is False


def test_an_online_answer_is_always_the_parents_own(family, parent, office):
    with pytest.raises(IntegrityError):
        factories.ImageAnswerFactory(child=family, person=parent, recorded_by=office)


# --- writing down a call or a paper ---------------------------------------------------------------


def test_the_office_writes_down_a_call_with_its_evidence(write_down, family, parent, office):
    write_down(website=True)

    answer = ImageAnswer.objects.get()
    assert (answer.person, answer.recorded_by, answer.method) == (parent, office, Method.PHONE)
    assert answer.evidence == "Rang at 9, Olive"
    assert may(family)


@pytest.mark.parametrize("who", ["class_teacher", "governor", "other_parent", "clerk", "volunteer"])
def test_nobody_else_writes_down_what_a_parent_said(who, write_down, request):
    with pytest.raises(NotAllowed):
        write_down(website=True, by=request.getfixturevalue(who))

    assert not ImageAnswer.objects.exists()


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"evidence": "  "}, "who took the call"),
        ({"method": "online"}, "telephone or on paper"),
        ({"method": "rumour"}, "telephone or on paper"),
        ({"given_on": lambda: in_days(2)}, "cannot lie ahead"),
        ({"given_on": lambda: in_days(-5 * 365 - 1)}, "more than five years ago. Look at the year"),
    ],
)
def test_what_is_missing_of_the_evidence_is_said(how, sentence, write_down):
    with pytest.raises(DomainError, match=sentence):
        write_down(website=True, **counted_now(how))

    assert not ImageAnswer.objects.exists()


def test_a_paper_of_an_earlier_day_does_not_undo_what_was_said_since(
    write_down, family, parent, says, today
):
    says(parent, family, WEBSITE, False)

    write_down(website=True, method="paper", given_on=today - timedelta(days=3))

    assert not may(family)
    assert ImageAnswer.objects.count() == 2  # it is kept all the same


def test_a_call_is_written_down_for_nobody_who_may_not_be_asked(write_down, family, parent):
    family.parenthoods.filter(person=parent).update(is_restricted=True)

    with pytest.raises(NotAllowed):
        write_down(website=True)


def test_a_no_by_telephone_takes_down_what_was_allowed(write_down, family, parent, says):
    says(parent, family, WEBSITE, True)

    write_down(website=False)

    assert not may(family)
    assert TakeDown.objects.to_do().get().child == family
