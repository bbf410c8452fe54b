"""P4: a version goes live by itself on the day that was decided, once."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from notifications.models import Message
from policies import actions
from policies.awaiting import reading_of
from policies.models import ApproverLevel, Clause, State, Version
from policies.signals import version_published
from policies.tasks import publish_due
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories
from tests.days import in_days, today, tomorrow

pytestmark = [pytest.mark.rule("P4"), pytest.mark.django_db]


def approved(clerk, **kwargs):
    version = factories.VersionFactory(state=State.IN_REVIEW, **kwargs)
    return actions.approve_version(
        version=version,
        by=clerk,
        approved_on=today(),
        next_review_on=in_days(365),
        minute="26/14",
        reading=reading_of(version),
    )


def scheduled(clerk, by, on=None, **kwargs):
    return actions.schedule_version(
        version=approved(clerk, **kwargs),
        by=by,
        goes_live_on=on or tomorrow(),
        must_be_signed=False,
        why="A correction.",
    )


def test_it_goes_live_on_its_day_and_not_before(clerk, headteacher):
    version = scheduled(clerk, headteacher)

    assert actions.publish_due(today=today()) == 0
    version.refresh_from_db()
    assert version.state == State.APPROVED

    assert actions.publish_due(today=tomorrow()) == 1
    version.refresh_from_db()
    assert version.state == State.PUBLISHED
    assert version.published_by == headteacher
    assert version.must_be_signed is False
    assert version.must_be_signed_why == "A correction."
    assert version.text_sha256


def test_it_replaces_the_version_before_it_that_day(clerk, headteacher):
    before = factories.published()
    after = scheduled(clerk, headteacher, policy=before.policy, number=2)

    actions.publish_due(today=tomorrow())

    assert before.policy.current() == after
    before.refresh_from_db()
    assert before.state == State.SUPERSEDED


def test_a_scheduler_that_was_down_for_days_makes_up_for_it_once(clerk, headteacher):
    version = scheduled(clerk, headteacher)

    assert actions.publish_due(today=in_days(9)) == 1
    assert actions.publish_due(today=in_days(9)) == 0

    assert Event.objects.on(version).filter(action="policies.version.published").count() == 1


@pytest.mark.parametrize(
    ("now", "is_live"),
    [
        (datetime(2027, 7, 1, 22, 59, tzinfo=UTC), False),
        (datetime(2027, 7, 1, 23, 1, tzinfo=UTC), True),
    ],
)
def test_the_schools_own_midnight_begins_the_day(clerk, headteacher, now, is_live):
    version = scheduled(clerk, headteacher)
    Version.objects.filter(pk=version.pk).update(publish_on=date(2027, 7, 2))

    actions.publish_due(today=timezone.localdate(now))

    version.refresh_from_db()
    assert (version.state == State.PUBLISHED) is is_live


def test_the_task_looks_at_today(clerk, headteacher):
    version = scheduled(clerk, headteacher)
    Version.objects.filter(pk=version.pk).update(publish_on=today())

    assert publish_due() == 1


def test_beat_runs_the_task_more_than_once_an_hour():
    entry = settings.CELERY_BEAT_SCHEDULE["put policies in force on their day"]

    assert entry["task"] == publish_due.name
    assert entry["schedule"] <= 3600


def test_one_that_cannot_go_live_holds_up_no_other(clerk, headteacher):
    bad, good = scheduled(clerk, headteacher), scheduled(clerk, headteacher)

    def refuse(sender, version, by, **kwargs):
        if version.pk == bad.pk:
            raise WrongState("Not this one.")

    version_published.connect(refuse)
    try:
        assert actions.publish_due(today=tomorrow()) == 1
    finally:
        version_published.disconnect(refuse)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.APPROVED, State.PUBLISHED)
    told = Message.objects.filter(template="policy_not_live")
    assert {message.recipient for message in told} == {clerk, headteacher}
    assert all(message.context["path"] == bad.get_work_url() for message in told)


@pytest.mark.rule("P2")
def test_words_that_nobody_approved_never_go_live(clerk, headteacher):
    version = scheduled(clerk, headteacher)
    Clause.objects.filter(section__version=version).update(text="Slipped in behind the portal.")

    assert actions.publish_due(today=tomorrow()) == 0

    version.refresh_from_db()
    assert version.state == State.APPROVED
    assert {m.recipient for m in Message.objects.filter(template="policy_not_live")} == {
        clerk,
        headteacher,
    }
    with pytest.raises(WrongState, match="not the one that was approved"):
        actions.publish_version(version=version, by=clerk, must_be_signed=False, why="Now.")


def test_the_day_can_be_changed_and_taken_back(clerk, headteacher):
    version = scheduled(clerk, headteacher)
    later = in_days(8)
    actions.schedule_version(
        version=version, by=clerk, goes_live_on=later, must_be_signed=True, why="It is new."
    )
    assert actions.publish_due(today=tomorrow()) == 0

    actions.unschedule_version(version=version, by=headteacher)

    assert actions.publish_due(today=in_days(365)) == 0
    version.refresh_from_db()
    assert (version.publish_on, version.scheduled_at, version.scheduled_by) == (None, None, None)
    with pytest.raises(WrongState, match="No day is set"):
        actions.unschedule_version(version=version, by=headteacher)


def test_withdrawn_work_never_goes_live(clerk, headteacher):
    version = scheduled(clerk, headteacher)

    actions.withdraw_version(version=version, by=clerk, why="Not needed.")

    assert actions.publish_due(today=tomorrow()) == 0


@pytest.mark.parametrize(
    ("ahead", "sentence"),
    [
        (0, "still to come"),
        (-1, "still to come"),
        (900, "within the next year"),
        (365, "review would be due"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(clerk, headteacher, ahead, sentence):
    with pytest.raises(DomainError, match=sentence):
        scheduled(clerk, headteacher, on=in_days(ahead))

    assert Version.objects.get().publish_on is None


def test_only_a_publisher_schedules_and_only_what_is_approved(clerk, office, headteacher):
    version = approved(clerk)
    words = {"goes_live_on": tomorrow(), "must_be_signed": True, "why": "It is new."}
    with pytest.raises(NotAllowed):
        actions.schedule_version(version=version, by=office, **words)
    with pytest.raises(WrongState):
        actions.schedule_version(version=factories.VersionFactory(), by=headteacher, **words)
    with pytest.raises(DomainError, match="Say why"):
        actions.schedule_version(version=version, by=headteacher, **(words | {"why": " "}))


def test_the_head_schedules_on_the_page_of_the_work(clerk, headteacher, sign_in):
    version = approved(clerk)
    address = [version.policy.slug, version.number]
    client = sign_in(headteacher)
    answers = {"must_be_signed": "no", "why": "A comma.", "goes_live_on": tomorrow().isoformat()}

    client.post(reverse("policies:publish", args=address), answers)

    page = client.get(version.get_work_url())
    assert "it goes live by itself on" in page.content.decode()
    assert "A comma." in page.content.decode()

    client.post(reverse("policies:unschedule", args=address))

    version.refresh_from_db()
    assert version.publish_on is None
    page = client.post(reverse("policies:unschedule", args=address))
    assert "No day is set" in page.content.decode()


def test_a_bad_day_keeps_what_was_typed(clerk, headteacher, sign_in):
    version = approved(clerk)
    answers = {"must_be_signed": "no", "why": "A comma.", "goes_live_on": today().isoformat()}

    page = sign_in(headteacher).post(
        reverse("policies:publish", args=[version.policy.slug, version.number]), answers
    )

    assert "still to come" in page.content.decode()
    assert "A comma." in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_put_it_in_force_once(clerk, headteacher):
    version = scheduled(clerk, headteacher)
    start, counts = Barrier(2), []

    def work():
        start.wait()
        counts.append(actions.publish_due(today=tomorrow()))
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(counts) == [0, 1]
    assert Event.objects.on(version).filter(action="policies.version.published").count() == 1


# --- a second pair of eyes (P2) -------------------------------------------------------------------


@pytest.mark.rule("P2")
def test_the_only_author_approves_once_a_colleague_has_agreed(headteacher, deputy, sign_in):
    version = factories.VersionFactory(
        created_by=headteacher, policy__approver_level=ApproverLevel.HEADTEACHER
    )
    version = actions.submit_for_review(version=version, by=headteacher)
    facts = {"approved_on": today(), "next_review_on": in_days(365), "reading": reading_of(version)}
    with pytest.raises(NotAllowed, match="You alone prepared"):
        actions.approve_version(version=version, by=headteacher, **facts)

    address = reverse("policies:agree", args=[version.policy.slug, version.number])
    for _ in range(2):
        sign_in(deputy).post(address)
    assert version.comments.filter(agrees=True).count() == 1
    actions.approve_version(version=version, by=headteacher, **facts)

    version.refresh_from_db()
    assert version.state == State.APPROVED


@pytest.mark.rule("P2")
def test_what_was_agreed_before_the_text_was_sent_anew_does_not_count(headteacher, deputy):
    version = factories.VersionFactory(
        created_by=headteacher, policy__approver_level=ApproverLevel.HEADTEACHER
    )
    actions.submit_for_review(version=version, by=headteacher)
    actions.agree_with_version(version=version, by=deputy)
    actions.send_back(version=version, by=headteacher, why="One more thought.")
    version = actions.submit_for_review(version=version, by=headteacher)

    with pytest.raises(NotAllowed, match="You alone prepared"):
        actions.approve_version(
            version=version,
            by=headteacher,
            approved_on=today(),
            next_review_on=in_days(365),
            reading=reading_of(version),
        )


@pytest.mark.rule("P2")
def test_an_author_cannot_be_their_own_second_pair_of_eyes(headteacher):
    version = factories.VersionFactory(created_by=headteacher)
    actions.submit_for_review(version=version, by=headteacher)

    with pytest.raises(NotAllowed, match="second pair of eyes"):
        actions.agree_with_version(version=version, by=headteacher)


@pytest.mark.rule("P2")
def test_a_committee_is_named(clerk):
    version = factories.VersionFactory(
        state=State.IN_REVIEW, policy__approver_level=ApproverLevel.COMMITTEE
    )
    days = {"approved_on": today(), "next_review_on": in_days(365), "reading": reading_of(version)}
    with pytest.raises(DomainError, match="name of the committee"):
        actions.approve_version(version=version, by=clerk, **days)

    actions.approve_version(version=version, by=clerk, committee="Standards", **days)

    version.refresh_from_db()
    assert version.approval_committee == "Standards"


def test_an_empty_draft_is_not_sent_for_review(office):
    version = factories.VersionFactory()
    version.sections.all().delete()

    with pytest.raises(DomainError, match="no clauses"):
        actions.submit_for_review(version=version, by=office)
