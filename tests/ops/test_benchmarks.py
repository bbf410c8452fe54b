"""What a benchmark complains of."""

from benchmarks.measuring import Benchmark, Measured, faults


def measured(name, *, median=0.5, queries=31, same_queries_as="", at_most_slower=0):
    benchmark = Benchmark(
        name, 1, lambda: int, same_queries_as=same_queries_as, at_most_slower=at_most_slower
    )
    return Measured(benchmark, median, median, median, queries)


def test_what_is_quick_and_takes_no_more_queries_for_more_people_is_no_fault():
    assert faults([measured("few"), measured("many", same_queries_as="few")]) == []


def test_what_is_too_slow_and_what_grows_with_people_are_faults():
    found = faults([measured("few", median=2), measured("many", queries=32, same_queries_as="few")])

    assert found == ["few: too slow.", "many: 32 queries, and not 31 as with fewer."]


def test_what_slows_down_with_more_things_is_a_fault_beyond_what_it_may():
    few, limits = measured("few", median=0.1), {"same_queries_as": "few", "at_most_slower": 1.5}

    assert faults([few, measured("many", median=0.14, **limits)]) == []
    assert faults([few, measured("many", median=0.2, **limits)]) == [
        "many: 2.0 times as slow as with fewer."
    ]
