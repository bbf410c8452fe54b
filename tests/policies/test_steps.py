"""What the page of a version says to whoever decides about it."""

import pytest
from django.urls import reverse

from policies import actions
from policies.models import State
from policies.steps import next_steps
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P2")]


@pytest.fixture
def draft(office):
    return factories.VersionFactory(created_by=office)


@pytest.fixture
def in_review(draft, office):
    return actions.submit_for_review(version=draft, by=office)


def step(name, person, version):
    return next(one for one in next_steps(person, version) if one.name == name)


def shown(client, version):
    return client.get(version.get_work_url()).content.decode()


@pytest.mark.parametrize("state", [s for s in State if s != State.IN_REVIEW])
def test_only_what_is_in_review_is_agreed_with(draft, deputy, state):
    draft.state = state

    verdict = step("agree", deputy, draft).verdict

    assert not verdict
    assert "Only a version that is in review can be read and agreed with." in verdict.reason


def test_whoever_agreed_is_not_asked_again_until_it_is_sent_anew(in_review, deputy, chair, office):
    assert step("agree", deputy, in_review).verdict
    version = actions.agree_with_version(version=in_review, by=deputy)

    assert "on record already" in step("agree", deputy, version).verdict.reason

    actions.send_back(version=version, by=chair, why="Say more.")
    version = actions.submit_for_review(version=version, by=office)
    assert step("agree", deputy, version).verdict


def test_keeping_back_is_offered_only_where_a_day_is_set(draft, headteacher):
    draft.state = State.APPROVED

    assert "No day is set" in step("unschedule", headteacher, draft).verdict.reason


def test_open_remarks_are_said_before_it_is_sent_or_approved(draft, office, deputy, chair, sign_in):
    actions.remark(version=draft, words="Whom do they ask?", by=deputy)
    actions.remark(version=draft, words="And when?", by=deputy)

    assert "2 remarks are still open." in shown(sign_in(office), draft)
    version = actions.submit_for_review(version=draft, by=office)
    assert "2 remarks are still open." in shown(sign_in(chair), version)
    for one in version.comments.filter(agrees=False):
        actions.settle_remark(remark=one, by=office)
    assert "still open." not in shown(sign_in(chair), version)


def test_an_approver_is_led_to_what_changes_from_the_version_in_force(office, chair, sign_in):
    before = factories.published()
    after = actions.start_next_version(policy=before.policy, by=office)
    actions.submit_for_review(version=after, by=office)
    client = sign_in(chair)

    link = reverse("policies:compare", args=[before.policy.slug, 1, 2])

    assert f'href="{link}"' in shown(client, after)
    assert client.get(link).status_code == 200
    assert f'href="{link}"' not in shown(sign_in(office), before)


def test_everybody_who_prepared_it_is_named(draft, office, deputy, sign_in):
    actions.add_section(version=draft, heading="Where", text="At school.", by=deputy)

    assert f"<dd>{deputy}, {office}</dd>" in shown(sign_in(office), draft)


def test_a_draft_without_a_section_says_what_will_be_there(office, sign_in):
    version = actions.begin_policy(title="Phones at school", by=office)
    outline = reverse("policies:edit", args=[version.policy.slug, 1])

    page = sign_in(office).get(outline).content.decode()

    assert "The sections of this policy will be listed here." in page
    assert "<table" not in page


def test_after_a_section_moved_its_writer_goes_on_beside_it(office, sign_in):
    version = factories.VersionFactory(created_by=office, sections=["One", "Two", "Three"])
    client, last = sign_in(office), version.sections.last()
    where = reverse("policies:move_section", args=[version.policy.slug, 1, last.pk])

    for number, button in ((2, "up"), (1, "down")):
        page = client.post(where, {"press": "up"}, follow=True).content.decode()

        assert page.count(" autofocus") == 1
        row = page[page.index(f"{number} Three</a>") :]
        assert f'value="{button}" autofocus' in row[: row.index("</tr>")]
