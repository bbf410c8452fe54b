"""The dates that a policy states about itself: what was only proposed is not an approval."""

import pytest

from policies.importing import ImportedPolicy
from tests.policies.documents_in_words import imported
from tests.policies.test_importing import left_out, unsure

pytestmark = pytest.mark.rule("P9")


def policy_with(*lines: str) -> ImportedPolicy:
    text = "\n".join(lines)
    return imported(
        f"Kindness Policy\n\n{text}\n\n1. Aims\n\nWe care for all of our children.\n".encode(),
        "kindness.txt",
    )


@pytest.mark.parametrize(
    "line",
    [
        "For approval by the governing body on 11 July 2017",
        "For approval by Governors 11 July 2017",
        "To be approved by the governing body: 11 July 2017",
        "Proposed approval date: 11 July 2017",
        "Draft for approval 11 July 2017",
        "Draft for consultation until 11 July 2017",
        "Consultation closes: 11 July 2017",
        "Draft for review 11 July 2017",
        "Awaiting approval 11 July 2017",
        "Subject to approval at the meeting on 11 July 2017",
        "Pending ratification: 11 July 2017",
        "Not yet approved. Meeting 11 July 2017",
        "Approval expected | 11 July 2017",
        "This policy will be presented for approval on 11 July 2017.",
        "This policy is due to be approved by governors on 11 July 2017.",
        "Governors will approve this policy on 11 July 2017.",
    ],
)
def test_what_was_only_proposed_is_no_approval_and_is_shown(line):
    policy = policy_with(line)

    assert policy.dates == {"approved": None, "review": None}
    assert f"{line} This was only proposed" in unsure(policy)


@pytest.mark.parametrize(
    "line", ["Previous version approved: 3 May 2020", "First adopted: 3 May 2020"]
)
def test_the_approval_of_an_earlier_version_is_not_this_ones(line):
    policy = policy_with(line)

    assert policy.dates["approved"] is None
    assert "an earlier version" in unsure(policy)


@pytest.mark.parametrize(
    ("lines", "approved", "review"),
    [
        (["First approved: 3 May 2010", "Last approved: 3 May 2024"], "2024-05-03", None),
        (["Agreed by staff: 3 May 2024", "Agreed by governors: 9 May 2024"], "2024-05-09", None),
        (["Approved by governors: 9 May 2024", "Agreed by staff: 3 May 2024"], "2024-05-09", None),
        (["Date of review: 1 May 2025", "Next review: 1 May 2027"], None, "2027-05-01"),
        (["Next review: 1 May 2027", "Review date: 1 May 2025"], None, "2027-05-01"),
        (["Approved: 3 May 2024", "Approved: 9 May 2024"], "2024-05-03", None),
    ],
)
def test_of_several_dates_the_one_that_says_so_counts_and_the_other_is_shown(
    lines, approved, review
):
    policy = policy_with(*lines)

    assert policy.dates == {"approved": approved, "review": review}
    assert policy.unsure


@pytest.mark.parametrize(
    "line",
    [
        "Approved by: ____________ Date: ____________",
        "Approval date: TBC",
        "Approved by:",
        "Date approved: ………………",
        "Review: every two years",
        "Date of last review: 3 May 2024",
    ],
)
def test_a_blank_or_another_date_is_never_an_approval(line):
    policy = policy_with(line)

    assert policy.dates["approved"] is None
    assert policy.dates["review"] is None
    assert line.split(":")[0] in left_out(policy)


def test_a_sentence_on_the_cover_states_the_approval_and_asks_for_a_look():
    policy = policy_with("The governing body approved this policy on 3 May 2024.")

    assert policy.dates["approved"] == "2024-05-03"
    assert "please confirm" in unsure(policy)


def test_a_review_by_a_day_and_in_a_term_are_reviews():
    assert policy_with("To be reviewed by 3 May 2027").dates["review"] == "2027-05-03"
    assert policy_with("Review date: Summer 2026").dates["review"] == "2026-07-31"
