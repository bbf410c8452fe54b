"""Each way for a case to end, against `tests/rules/outcomes.csv`.

A "yes" under a kind of subject: a case about such a person can end so. "The Headteacher alone"
becomes "the chair of governors alone" when the case is about the Headteacher.
"""

import csv
from pathlib import Path

import pytest

from incidents.outcomes import BY_CODE, OUTCOMES, STAFF, Subject, allowed_outcomes

pytestmark = pytest.mark.rule("I7")

TABLE = Path(__file__).parent.parent / "rules" / "outcomes.csv"
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))
STAFF_SANCTIONS = {"advice_given", "training", "management_guidance", "referred_disciplinary"}
PUPIL_STEPS = {"talk_with_family", "support_children", "behaviour_steps", "class_lesson"}


def codes(subject: str, within_remit: bool | None) -> set[str]:
    return {outcome.code for outcome in allowed_outcomes(subject, within_remit)}


def test_the_table_lists_every_outcome_once_in_order():
    assert [row["outcome"] for row in ROWS] == [outcome.code for outcome in OUTCOMES]
    assert len(BY_CODE) == len(OUTCOMES)


@pytest.mark.parametrize("within_remit", [True, False, None])
@pytest.mark.parametrize("subject", Subject)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["outcome"])
def test_a_case_ends_only_as_the_table_says(row, subject, within_remit):
    is_outside = row["outside remit"] == "yes"
    expected = row[subject] == "yes" and is_outside is (within_remit is False)

    assert (row["outcome"] in codes(subject, within_remit)) is expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["outcome"])
def test_the_table_says_who_records_it_and_what_it_needs(row):
    outcome = BY_CODE[row["outcome"]]
    alone = row["recorded by"] == "the Headteacher alone"

    assert outcome.needs_hr_reference is (row["HR reference"] == "yes")
    for subject in Subject:
        whose = "chair" if subject == "headteacher" else "headteacher"
        assert outcome.alone_recorded_by(subject) == (whose if alone else None)


@pytest.mark.parametrize("subject", Subject)
def test_outside_the_remit_there_is_one_way_to_end_and_it_carries_advice(subject):
    (only,) = allowed_outcomes(subject, False)

    assert only.code == "outside_remit"
    assert only.advice


@pytest.mark.parametrize("within_remit", [True, None])
@pytest.mark.parametrize("subject", Subject)
def test_nobody_is_given_a_sanction_that_belongs_to_others(subject, within_remit):
    open_to_them = codes(subject, within_remit)

    assert open_to_them
    assert subject in STAFF or not open_to_them & STAFF_SANCTIONS
    assert subject == Subject.PUPIL or not open_to_them & PUPIL_STEPS


@pytest.mark.rule("M3")
def test_a_reporter_cannot_tell_from_the_sentence_what_became_of_a_member_of_staff():
    sentences = {BY_CODE[code].sentence for code in STAFF_SANCTIONS}

    assert len(sentences) == 1


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.code)
def test_a_sentence_for_the_reporter_is_plain_and_tells_nothing_of_a_person(outcome):
    words = outcome.sentence.lower()

    assert words.startswith(("we ", "this "))
    assert words.endswith(".")
    assert not any(
        telling in words
        for telling in ("disciplin", "headteacher", "staff", "teacher", "training", "guilty", "{")
    )
    assert all(len(sentence.split()) <= 30 for sentence in outcome.sentence.split(". "))


def test_an_unknown_kind_of_subject_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        allowed_outcomes("nobody", None)


def test_the_table_speaks_of_the_subjects_that_cases_have():
    from incidents.models import SubjectKind

    assert set(Subject) == set(SubjectKind.values)
