from itertools import combinations

import pytest

from incidents.remit import Ground, judge, needs_remit_test

pytestmark = pytest.mark.rule("I7")

WHY = "Two families stopped speaking at the gate because of it."
CHOICES = [frozenset(some) for size in range(4) for some in combinations(Ground, size)]


@pytest.mark.parametrize("grounds", [some for some in CHOICES if some])
def test_any_one_of_the_three_grounds_is_enough(grounds):
    verdict = judge(grounds, WHY)

    assert verdict.within
    for ground in Ground:
        assert (ground.label in verdict.sentence) is (ground in grounds)


def test_without_any_ground_it_is_outside_the_remit():
    verdict = judge(frozenset(), WHY)

    assert not verdict.within
    assert "outside the school's remit" in verdict.sentence


@pytest.mark.parametrize("why", ["", "   ", "\n"])
@pytest.mark.parametrize("grounds", CHOICES)
def test_every_answer_needs_its_reason(grounds, why):
    with pytest.raises(ValueError, match="why you decided this"):
        judge(grounds, why)


@pytest.mark.parametrize(("outside", "needed"), [(True, True), (False, False), (None, True)])
def test_only_what_is_known_to_have_happened_in_school_needs_no_test(outside, needed):
    assert needs_remit_test(outside) is needed


def test_the_sentence_does_not_depend_on_the_order_in_which_the_boxes_were_ticked():
    one_way = judge(frozenset([Ground.THREAT, Ground.REPUTATION]), WHY)
    the_other = judge(frozenset([Ground.REPUTATION, Ground.THREAT]), WHY)

    assert one_way == the_other
