"""Asking people, by hand, to sign a text in force once more."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Acknowledgement, Occasion, Reply, Request, Round
from audit.models import Event
from notifications.delivery import deliver_all_due
from policies.actions import withdraw_version
from policies.signals import version_published
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Role
from school.signals import people_changed
from tests import factories
from tests.acknowledgements.confirming import in_ten_school_days, sign
from tests.days import counted_now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(version, head, cast):
    return actions.open_round(version=version, by=head)


def asked(asked_in):
    live = Request.objects.live().filter(round=asked_in)
    return {request.person for request in live.select_related("person")}


@pytest.mark.rule("A1")
def test_those_who_signed_are_asked_to_sign_the_same_text_again(
    published, cast, confirm, written_to
):
    sign(published, cast.class_teacher)
    deliver_all_due()

    opened = confirm(audiences=["staff"])
    sign(opened, cast.class_teacher)

    assert asked(opened) == {cast.class_teacher}  # the others have not replied to the first
    assert Acknowledgement.objects.filter(person=cast.class_teacher).count() == 2
    assert written_to(cast.class_teacher) == ["sign_waiting", "sign_waiting"]


def test_whoever_is_asked_for_the_text_already_is_not_asked_twice(published, cast, confirm):
    sign(published, *[p for p in vars(cast).values() if p != cast.volunteer])

    opened = confirm()

    assert cast.volunteer not in asked(opened)
    assert asked(opened) == asked(published) - {cast.volunteer}


@pytest.mark.rule("A3")
def test_whoever_says_no_where_they_were_asked_first_is_not_asked_in_the_confirmation_too(
    published, cast, confirm
):
    sign(published, cast.class_teacher)
    opened = confirm()
    Request.objects.filter(round=published, person=cast.parent).update(
        reply=Reply.DECLINED, replied_at=timezone.now()
    )

    actions.bring_up_to_date()

    assert cast.parent not in asked(opened)


def test_whoever_signs_the_text_elsewhere_since_it_opened_is_settled(published, cast, confirm):
    sign(published, cast.class_teacher)
    opened = confirm()
    sign(published, cast.volunteer)

    actions.bring_up_to_date()

    assert asked(opened) == {cast.class_teacher}


def test_only_the_chosen_audiences_are_asked(version, cast, confirm):
    opened = confirm(audiences=["governors", "volunteers"])

    assert asked(opened) == {cast.governor, cast.chair, cast.clerk, cast.volunteer}
    assert opened.occasion == Occasion.CONFIRMATION


def test_only_the_parents_of_the_chosen_classes_are_asked(version, cast, confirm):
    wrens = factories.SchoolClassFactory(name="Wrens")
    tie = factories.ParenthoodFactory(child__school_class=wrens)
    both = factories.ParenthoodFactory(child__school_class=wrens, person=cast.parent)

    opened = confirm(audiences=["parents_carers", "volunteers"], classes=[wrens])

    assert asked(opened) == {tie.person, cast.parent, cast.volunteer}
    assert opened.requests.get(person=cast.parent).child == both.child


@pytest.mark.rule("A5")
def test_a_child_who_moves_into_a_chosen_class_brings_its_parents_and_one_who_moves_out_not(
    version, cast, confirm
):
    wrens = factories.SchoolClassFactory(name="Wrens")
    leaves = factories.ParenthoodFactory(child__school_class=wrens)
    opened = confirm(audiences=["parents_carers"], classes=[wrens])
    moves_in = cast.parent.children.get()

    for child, school_class in ((moves_in, wrens), (leaves.child, moves_in.school_class)):
        child.school_class = school_class
        child.save()
    actions.bring_up_to_date()

    assert asked(opened) == {cast.parent}


@pytest.mark.rule("A5")
def test_a_joiner_is_asked_once_although_two_rounds_ask_their_audience(
    published, cast, confirm, written_to
):
    sign(published, cast.class_teacher)
    opened = confirm()
    joiner = factories.RoleAssignmentFactory(role=Role.STAFF).person

    people_changed.send(sender=Role, by=cast.headteacher)
    actions.bring_up_to_date()

    assert joiner in asked(published)
    assert joiner not in asked(opened)
    assert written_to(joiner) == ["sign_waiting"]


@pytest.mark.rule("A5")
def test_a_joiner_is_asked_in_a_confirmation_where_no_other_round_asks_them(
    head, cast, confirm, written_to
):
    unsigned = factories.published(must_be_signed=False)
    opened = confirm(of=unsigned, audiences=["staff"])
    joiner = factories.RoleAssignmentFactory(role=Role.STAFF).person

    actions.bring_up_to_date()
    actions.bring_up_to_date()

    assert joiner in asked(opened)
    assert written_to(joiner) == ["sign_waiting"]


@pytest.mark.rule("A5")
def test_somebody_who_leaves_and_comes_back_is_asked_once_again(published, cast, confirm):
    sign(published, cast.volunteer)
    opened = confirm()
    for ends_on in (timezone.localdate() - timedelta(days=1), None):
        cast.class_teacher.assignments.update(ends_on=ends_on)
        actions.bring_up_to_date()

    live = Request.objects.live().filter(person=cast.class_teacher)
    assert [request.round for request in live] == [published]
    assert opened.requests.filter(person=cast.class_teacher).count() == 0


@pytest.mark.rule("A1")
def test_next_years_confirmation_asks_those_who_confirmed_last_year(published, cast, confirm):
    sign(published, cast.class_teacher)
    first = confirm(audiences=["staff"])
    sign(first, cast.class_teacher)
    actions.close_confirmation(confirmation=first, why="All have signed.", by=cast.headteacher)

    second = confirm(audiences=["staff"])

    assert asked(second) == {cast.class_teacher}
    sign(second, cast.class_teacher)
    assert Acknowledgement.objects.filter(person=cast.class_teacher).count() == 3


@pytest.mark.rule("P5")
def test_after_a_correction_a_confirmation_goes_on_with_the_corrected_text(
    published, cast, confirm
):
    everybody = [p for p in vars(cast).values() if p != cast.volunteer]
    sign(published, *everybody)
    opened = confirm()
    sign(opened, cast.class_teacher)
    corrected = factories.published(
        policy=factories.replace(opened.version).policy, number=2, must_be_signed=False
    )

    version_published.send(sender=type(corrected), version=corrected, by=cast.headteacher)
    actions.bring_up_to_date()

    goes_on = Round.objects.open().confirmations().get()
    assert (goes_on.version, goes_on.why) == (corrected, opened.why)
    assert goes_on.counts_from == opened.counts_from
    opened.refresh_from_db()
    assert opened.closed_at is not None
    assert cast.class_teacher not in asked(goes_on)
    assert cast.governor in asked(goes_on)
    # Who had not replied when the text was published is asked in its own round, and only there.
    own = Round.objects.open().get(occasion=Occasion.PUBLISHED)
    assert asked(own) == {cast.volunteer}
    assert cast.volunteer not in asked(goes_on)


@pytest.mark.rule("P5")
def test_a_material_change_ends_a_confirmation_since_everybody_signs_the_new_text(
    published, cast, confirm
):
    sign(published, cast.class_teacher)
    opened = confirm()
    newer = factories.published(policy=factories.replace(opened.version).policy, number=2)

    version_published.send(sender=type(newer), version=newer, by=cast.headteacher)

    assert not Round.objects.open().confirmations().exists()
    assert cast.class_teacher in asked(Round.objects.open().get())


def test_a_signature_written_on_paper_before_it_opened_does_not_settle_it(published, cast, confirm):
    sign(published, cast.class_teacher)
    opened = confirm()
    before = Acknowledgement.objects.get(person=cast.class_teacher)
    slip = published.requests.get(person=cast.volunteer)
    Acknowledgement.objects.create(
        request=slip,
        person=cast.volunteer,
        capacity=slip.capacity,
        version=before.version,
        text_sha256=before.text_sha256,
        sentence=before.sentence,
        typed_name="Vera Vole",
        method="paper",
        dated_on=timezone.localdate() - timedelta(days=3),
        recorded_by=cast.office,
        receipt_code="A" * 25,
        receipt_salt="s",
    )
    Request.objects.filter(pk=slip.pk).update(
        reply=Reply.SIGNED, replied_at=timezone.now() - timedelta(days=3)
    )

    actions.bring_up_to_date()

    assert cast.volunteer in asked(opened)


def test_withdrawing_the_text_closes_its_confirmation(version, cast, confirm):
    opened = confirm()

    withdraw_version(version=version, by=cast.headteacher, why="We work in another way now.")

    opened.refresh_from_db()
    assert opened.closed_at is not None
    assert opened.closed_by is None


# --- who may, and what is refused -----------------------------------------------------------------


def test_the_deputy_may_open_one_too(version, cast, confirm):
    assert confirm(by=cast.deputy).opened_by == cast.deputy


@pytest.mark.parametrize("name", ["office", "chair", "clerk", "class_teacher", "parent"])
def test_nobody_else_may_open_or_close_one(name, version, cast, confirm):
    opened = confirm(audiences=["staff"])
    person = getattr(cast, name)

    with pytest.raises(NotAllowed):
        confirm(by=person, audiences=["governors"])
    with pytest.raises(NotAllowed):
        actions.close_confirmation(confirmation=opened, why="No.", by=person)

    assert Round.objects.open().count() == 1


def test_a_round_of_a_publication_is_not_closed_by_hand(published, cast):
    with pytest.raises(NotAllowed, match="as long as this version is in force"):
        actions.close_confirmation(confirmation=published, why="No.", by=cast.headteacher)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"audiences": []}, "Choose who is asked"),
        ({"audiences": ["pupils"]}, "Choose who is asked"),
        ({"audiences": ["martians"]}, "Choose who is asked"),
        ({"why": "  "}, "Write why you ask"),
        ({"due_on": today}, "Choose a day to come"),
    ],
)
def test_what_is_not_sound_is_refused_with_what_to_do(changed, sentence, cast, confirm):
    with pytest.raises(DomainError, match=sentence):
        confirm(**counted_now(changed))

    assert not Round.objects.exists()


def test_a_day_on_which_the_school_is_closed_is_refused_with_the_next(cast, confirm):
    closed = factories.ClosureDayFactory(day=in_ten_school_days()).day

    with pytest.raises(DomainError, match=f"closed on {closed:%A}.*The next school day is"):
        confirm(due_on=closed)


def test_classes_without_parents_are_refused(cast, confirm):
    with pytest.raises(DomainError, match="Classes narrow down the parents"):
        confirm(audiences=["staff"], classes=[factories.SchoolClassFactory()])


@pytest.mark.rule("A2")
def test_a_text_that_is_not_in_force_cannot_be_confirmed(version, cast, confirm):
    factories.replace(version)

    with pytest.raises(WrongState, match="not in force"):
        confirm()


def test_where_nobody_would_be_asked_nothing_opens(published, cast, confirm):
    with pytest.raises(WrongState, match="Nobody would be asked"):
        confirm()

    assert not Round.objects.confirmations().exists()


def test_pressed_twice_it_is_one_confirmation(version, cast, confirm):
    assert confirm(audiences=["staff"]) == confirm(audiences=["staff"])
    assert confirm(audiences=["governors"]).asked_audiences == ["governors"]
    assert Round.objects.confirmations().count() == 2


def test_closing_keeps_who_and_why_and_stops_asking(version, cast, confirm, written_to):
    opened = confirm(audiences=["staff"])

    closed = actions.close_confirmation(
        confirmation=opened, why="Enough have signed.", by=cast.deputy
    )

    assert (closed.closed_by, closed.closed_why) == (cast.deputy, "Enough have signed.")
    assert not Request.objects.live().exists()
    assert written_to(cast.class_teacher) == []  # it had not left yet
    event = Event.objects.latest("sequence")
    assert event.action == "acknowledgements.confirmation.closed"
    assert event.reason == "Enough have signed."
    with pytest.raises(NotAllowed, match="closed already"):
        actions.close_confirmation(confirmation=opened, why="Again.", by=cast.deputy)
    with pytest.raises(DomainError, match="Write why"):
        actions.close_confirmation(
            confirmation=confirm(audiences=["governors"]), why=" ", by=cast.deputy
        )


@pytest.mark.parametrize(
    "broken",
    [
        {"closed_why": "Somebody said so."},
        {"occasion": Occasion.PUBLISHED},
        {"counts_from": None},
    ],
)
def test_the_database_refuses_half_a_confirmation(broken, db):
    opened = factories.ConfirmationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=opened.pk).update(**broken)


def test_the_chain_says_who_asked_whom_and_why(version, cast, confirm):
    opened = confirm(audiences=["staff"])

    event = Event.objects.get(action="acknowledgements.confirmation.opened")
    assert event.reason == opened.why
    assert event.facts == {
        "version": version.pk,
        "audiences": ["staff"],
        "classes": [],
        "asked": 6,
    }


def test_a_fault_on_the_way_leaves_nothing_behind(version, cast, confirm, fault):
    with fault("audit_event"):
        confirm()

    assert not Round.objects.exists()
    assert not Request.objects.exists()
