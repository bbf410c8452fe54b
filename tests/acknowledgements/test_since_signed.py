"""P8: who signed an earlier version is shown what changed since that one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from acknowledgements import actions
from policies.models import State
from school.links import new_link
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P8")]


@pytest.fixture
def sign_and_replace(head):
    """Return a way to have people sign a version and then put another one in its place."""

    def sign_and_replace(version, *signers, **text):
        opened = actions.open_round(version=version, by=head)
        for person in signers:
            for asked in opened.requests.filter(person=person):
                actions.sign(
                    request=factories.has_read(asked), typed_name=person.full_name, by=person
                )
        factories.replace(version)
        newer = factories.published(policy=version.policy, number=version.number + 1, **text)
        actions.open_round(version=newer, by=head)
        return newer

    return sign_and_replace


def to_sign(version, person, name="sign") -> str:
    asked = version.rounds.get().requests.filter(person=person).first()
    return reverse(f"acknowledgements:{name}", args=[asked.pk])


def compared(version, older) -> str:
    return reverse("policies:compare", args=[version.policy.slug, older, version.number])


def test_a_member_of_staff_sees_what_changed_since_the_version_they_signed(
    version, class_teacher, sign_in, sign_and_replace
):
    newer = sign_and_replace(version, class_teacher, title="Social media and phones")

    shown = sign_in(class_teacher).get(to_sign(newer, class_teacher)).text

    assert "What changed since you signed version 1" in shown
    assert "The title changed." in shown
    assert f'href="{compared(newer, 1)}"' in shown


def test_it_is_the_latest_that_they_signed_and_not_the_latest_there_was(
    version, class_teacher, sign_in, sign_and_replace
):
    second = sign_and_replace(version, class_teacher)
    third = sign_and_replace(second)

    shown = sign_in(class_teacher).get(to_sign(third, class_teacher)).text

    assert "since you signed version 1" in shown
    assert f'href="{compared(third, 1)}"' in shown


def test_a_parent_sees_it_by_their_personal_link_and_can_open_it(
    version, parent, client, sign_and_replace
):
    newer = sign_and_replace(version, parent)
    link, path = new_link(parent, days=30)
    link.save()
    client.get(path)

    shown = client.get(to_sign(newer, parent, "link_sign")).text

    assert "What changed since you signed version 1" in shown
    assert f'href="{compared(newer, 1)}"' in shown
    assert client.get(compared(newer, 1)).status_code == 200


def test_just_what_changed_stands_first_word_by_word_and_then_the_whole_text(
    version, class_teacher, sign_in, sign_and_replace
):
    newer = sign_and_replace(version, class_teacher, sections=["What we ask", "What is new"])

    shown = sign_in(class_teacher).get(to_sign(newer, class_teacher)).text

    start, end = shown.index('id="since"'), shown.index('id="section-1"')
    assert start < end
    assert "What is new" in shown[start:end]
    assert "added: " in shown[start:end]
    assert "I have read to the end" in shown[end:]
    new = newer.sections.get(heading="What is new")
    assert all(clause.text in shown[start:end] for clause in new.clauses.all())
    assert shown.count(f'id="{new.clauses.first().anchor}"') == 1


def test_who_never_signed_it_is_shown_nothing_of_the_kind(
    version, class_teacher, deputy, sign_in, sign_and_replace
):
    factories.RoleAssignmentFactory(person=deputy)
    newer = sign_and_replace(version, deputy)

    shown = sign_in(class_teacher).get(to_sign(newer, class_teacher)).text

    assert "What changed since" not in shown


def test_having_signed_another_policy_makes_no_difference(
    version, class_teacher, sign_in, sign_and_replace
):
    sign_and_replace(factories.published(), class_teacher)
    newer = sign_and_replace(version)

    assert (
        "What changed since" not in sign_in(class_teacher).get(to_sign(newer, class_teacher)).text
    )


def test_a_version_since_withdrawn_is_passed_over_as_nobody_may_read_it(
    version, class_teacher, sign_in, sign_and_replace
):
    second = sign_and_replace(version, class_teacher)
    third = sign_and_replace(second, class_teacher)
    second.state = State.WITHDRAWN
    second.save()

    shown = sign_in(class_teacher).get(to_sign(third, class_teacher)).text

    assert "since you signed version 1" in shown


def test_it_costs_the_same_however_long_the_text_and_the_history(
    version, class_teacher, sign_in, sign_and_replace
):
    browser, counts = sign_in(class_teacher), []
    long = [f"Part {part}" for part in range(50)]
    for sections in (["One"], long, long, long):
        version = sign_and_replace(version, class_teacher, sections=sections)
        address = to_sign(version, class_teacher)
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            browser.get(address)
        counts.append(len(captured))

    assert len(set(counts)) == 1
