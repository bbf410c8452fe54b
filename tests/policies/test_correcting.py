"""P9: what an import got wrong is put right by a person before it is kept."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.models import Event
from policies import actions
from policies.importing import ImportedPolicy, Passage, correcting
from policies.importing.correcting import CannotCorrect, Place, Reading
from policies.models import Policy, PolicyUpload, Section, Version
from school.access import NotAllowed
from school.errors import BadFile, DomainError, WrongState
from tests.policies.corrected import KINDNESS, nothing
from tests.policies.documents_in_words import imported
from tests.policies.test_importing import clauses, headings
from tests.policies.test_importing_properties import WORD

pytestmark = pytest.mark.rule("P9")


def kindness() -> ImportedPolicy:
    return imported(KINDNESS, "kindness.txt")


def test_a_heading_that_is_none_becomes_a_clause_and_the_numbers_go_on_counting():
    policy = correcting.join_to_section_above(kindness(), 1)

    assert headings(policy) == [("1", "Aims"), ("2", "At home")]
    assert clauses(policy)[4:8] == [
        ("1.3", 1, "Be brave."),
        ("1.4", 1, "At school"),
        ("1.5", 1, "Ask before you take a photo."),
        ("1.6", 1, "Phones stay in the bag."),
    ]
    assert clauses(policy)[8][0] == "2.1"


def test_a_clause_that_is_a_heading_begins_a_section_and_those_after_it_move_up():
    policy = correcting.make_heading(kindness(), Place(0, 1))

    assert headings(policy) == [
        ("1", "Aims"),
        ("2", "Staff must:"),
        ("3", "At school"),
        ("4", "At home"),
    ]
    assert clauses(policy)[:5] == [
        ("1.1", 1, "We care for all."),
        ("2.1", 1, "be kind"),
        ("2.2", 1, "be fair."),
        ("2.3", 1, "Be brave."),
        ("3.1", 1, "Ask before you take a photo."),
    ]


def test_a_clause_is_joined_nested_moved_out_left_out_and_put_back():
    joined = correcting.join_to_clause_before(kindness(), Place(1, 1))
    assert clauses(joined)[5] == (
        "2.1",
        1,
        "Ask before you take a photo. Phones stay in the bag.",
    )

    nested = correcting.nest(kindness(), Place(0, 4))
    assert clauses(nested)[4] == ("1.2.c", 2, "Be brave.")
    assert clauses(correcting.unnest(nested, Place(0, 4)))[4] == ("1.3", 1, "Be brave.")

    without = correcting.leave_out(kindness(), Place(0, 0))
    assert clauses(without)[0] == ("1.1", 1, "Staff must:")
    assert without.left_out[-1] == Passage("We care for all.", "Left out by hand.")

    back = correcting.put_back(without, len(without.left_out) - 1, Place(0, None))
    assert (clauses(back), back.left_out) == (clauses(kindness()), kindness().left_out)


def test_what_stood_under_a_clause_that_goes_takes_its_level():
    policy = correcting.leave_out(kindness(), Place(0, 1))

    assert clauses(policy)[:4] == [
        ("1.1", 1, "We care for all."),
        ("1.2", 1, "be kind"),
        ("1.3", 1, "be fair."),
        ("1.4", 1, "Be brave."),
    ]


def test_an_empty_line_makes_two_clauses_of_one():
    policy = correcting.reword(kindness(), Place(1, 0), "Ask first.\r\n \r\nThen take a photo.")

    assert clauses(policy)[5:8] == [
        ("2.1", 1, "Ask first."),
        ("2.2", 1, "Then take a photo."),
        ("2.3", 1, "Phones stay in the bag."),
    ]


def test_a_section_with_another_number_takes_its_clauses_along():
    policy = correcting.rehead(kindness(), 1, number="7", heading="In class", audiences=["staff"])

    assert headings(policy)[1] == ("7", "In class")
    assert [number for number, _, _ in clauses(policy)[5:7]] == ["7.1", "7.2"]
    assert policy.sections[1].audiences == ("staff",)


def test_numbers_of_the_documents_own_that_do_not_count_on_stay():
    odd = replace(
        kindness(),
        sections=tuple(
            replace(section, number=number)
            for section, number in zip(kindness().sections, ["4", "9", "A"], strict=True)
        ),
    )

    policy = correcting.make_heading(odd, Place(0, 1))

    assert [number for number, _ in headings(policy)] == ["4", "1", "9", "A"]


@pytest.mark.parametrize(
    ("correct", "says"),
    [
        (lambda p: correcting.join_to_section_above(p, 0), "first section"),
        (lambda p: correcting.join_to_section_above(p, 9), "not there any more"),
        (lambda p: correcting.join_to_clause_before(p, Place(0, 0)), "first clause"),
        (lambda p: correcting.nest(p, Place(0, 0)), "already stands under"),
        (lambda p: correcting.unnest(p, Place(0, 0)), "directly in its section"),
        (lambda p: correcting.reword(p, Place(0, 0), " \n \n "), "A clause has words"),
        (lambda p: correcting.leave_out(p, Place(0, 99)), "not there any more"),
        (lambda p: correcting.put_back(p, 99, Place(0)), "not among what was left out"),
        (lambda p: correcting.put_back(p, 0, Place(0, 99)), "not there any more"),
        (
            lambda p: correcting.rehead(p, 0, number="2", heading="x", audiences=()),
            "section 2 already",
        ),
        (
            lambda p: correcting.make_heading(
                correcting.reword(p, Place(0, 0), "x" * 301), Place(0, 0)
            ),
            "at most 300 letters",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(correct, says):
    with pytest.raises(CannotCorrect, match=says):
        correct(kindness())


def words(policy: ImportedPolicy) -> Counter[str]:
    texts = [policy.title, policy.sign_off_text, *(each.text for each in policy.left_out)]
    for section in policy.sections:
        texts += [section.heading, *(clause.text for clause in section.clauses)]
    return Counter(word for text in texts for word in WORD.findall(text))


CORRECTIONS = [
    lambda p, s, c: correcting.join_to_section_above(p, s),
    lambda p, s, c: correcting.make_heading(p, Place(s, c)),
    lambda p, s, c: correcting.join_to_clause_before(p, Place(s, c)),
    lambda p, s, c: correcting.nest(p, Place(s, c)),
    lambda p, s, c: correcting.unnest(p, Place(s, c)),
    lambda p, s, c: correcting.leave_out(p, Place(s, c)),
    lambda p, s, c: correcting.put_back(p, c, Place(s, None if c % 2 else c)),
    lambda p, s, c: correcting.rehead(
        p, s, number=str(c), heading=p.sections[s].heading, audiences=()
    ),
    lambda p, s, c: correcting.reword(
        p, Place(s, c), p.sections[s].clauses[c].text.replace(" ", "\n\n", 1)
    ),
]
steps = st.lists(
    st.tuples(st.sampled_from(CORRECTIONS), st.integers(0, 5), st.integers(0, 6)), max_size=25
)


@settings(max_examples=300, deadline=None)
@given(steps)
def test_no_word_is_lost_by_any_corrections_and_every_number_stands_once(taken):
    before = policy = kindness()
    for correct, section, clause in taken:
        try:
            policy = correct(policy, section, clause)
        except (CannotCorrect, IndexError):
            continue
    assert words(policy) == words(before)
    numbers = [section.number for section in policy.sections]
    numbers += [clause.number for section in policy.sections for clause in section.clauses]
    assert all(numbers)
    assert len(numbers) == len(set(numbers))
    for section in policy.sections:
        above = 0
        for clause in section.clauses:
            assert 1 <= clause.level <= min(above + 1, 6)
            above = clause.level
    reading = Reading(policy, frozenset({1}), 4)
    assert Reading.from_json(reading.as_json()) == reading


def test_what_is_too_long_is_named_with_its_place():
    policy = kindness()
    long = correcting.rehead(policy, 1, number="2", heading="x" * 301, audiences=())
    long = replace(long, title="y" * 201)

    assert [(place, sentence[:36]) for place, sentence in correcting.misfits(long)] == [
        (Place(), "The title has more than 200 letters:"),
        (Place(1), "The heading of section 2 (“xxxxxxxxx"),
    ]
    assert correcting.misfits(policy) == []


def test_the_longest_that_fits_is_what_the_tables_hold():
    lengths = {
        (model, name): model._meta.get_field(name).max_length
        for model, name in [(Policy, "title"), (Version, "title"), (Section, "heading")]
    }
    assert set(lengths.values()) == {correcting.LONGEST_TITLE, correcting.LONGEST_HEADING}
    assert Section._meta.get_field("number").max_length == correcting.LONGEST_SECTION_NUMBER


def test_what_was_corrected_is_what_is_kept_and_the_original_stays(upload, office):
    actions.correct_upload(
        upload=upload,
        by=office,
        turn=0,
        change=lambda policy: correcting.join_to_section_above(policy, 1),
    )

    version = actions.keep_upload(upload=upload, by=office)

    assert [section.heading for section in version.sections.all()] == ["Aims", "At home"]
    with version.original.open("rb") as original:
        assert original.read() == KINDNESS
    assert Event.objects.on(version).get().facts["corrections"] == 1
    assert version.dates_in_document["approved"] == "2024-05-31"


def test_a_correction_of_an_earlier_state_is_refused_and_changes_nothing(upload, office):
    actions.correct_upload(upload=upload, by=office, turn=0, change=nothing)
    before = PolicyUpload.objects.get().corrected

    with pytest.raises(actions.MovedOn, match="Nothing more was changed"):
        actions.correct_upload(
            upload=upload,
            by=office,
            turn=0,
            change=lambda policy: correcting.leave_out(policy, Place(0, 0)),
        )
    with pytest.raises(actions.MovedOn, match="Nothing is kept yet"):
        actions.keep_upload(upload=upload, by=office, turn=0)

    assert PolicyUpload.objects.get().corrected == before


def test_starting_again_brings_back_the_document_as_it_was_read(upload, office):
    actions.look_at_passages(upload=upload, by=office, passages=[0, 99])
    actions.correct_upload(
        upload=upload,
        by=office,
        turn=0,
        change=lambda policy: correcting.leave_out(policy, Place(0, 0)),
    )

    reading = actions.start_again(upload=upload, by=office)

    assert (reading.policy, reading.looked_at, reading.turn) == (kindness(), frozenset(), 2)


def test_an_upload_from_before_corrections_is_read_when_it_is_needed(upload, office):
    PolicyUpload.objects.update(corrected=None)

    assert actions.reading_of(PolicyUpload.objects.get()).policy == kindness()


def test_only_its_uploader_corrects_and_only_until_it_is_kept(upload, office, clerk, parent):
    with pytest.raises(NotAllowed):
        actions.correct_upload(upload=upload, by=parent, turn=0, change=nothing)
    with pytest.raises(DomainError, match="Somebody else"):
        actions.correct_upload(upload=upload, by=clerk, turn=0, change=nothing)
    actions.keep_upload(upload=upload, by=office)
    with pytest.raises(WrongState, match="kept as a draft already"):
        actions.start_again(upload=upload, by=office)


def test_what_is_too_long_is_refused_in_sentences_that_name_the_place(upload, office):
    long = correcting.rehead(kindness(), 1, number="2", heading="x" * 301, audiences=())
    actions.correct_upload(upload=upload, by=office, turn=0, change=lambda _: long)

    with pytest.raises(BadFile, match=r"The heading of section 2 .* more than 300 letters"):
        actions.keep_upload(upload=upload, by=office)

    assert not Policy.objects.exists()
