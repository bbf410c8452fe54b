"""What a benchmark complains of."""

from benchmarks.measuring import Benchmark, Measured, faults


def measured(name, *, median=0.5, queries=31, same_queries_as=""):
    benchmark = Benchmark(name, 1, lambda: int, same_queries_as=same_queries_as)
    return Measured(benchmark, median, median, queries)


def test_what_is_quick_and_takes_no_more_queries_for_more_people_is_no_fault():
    assert faults([measured("few"), measured("many", same_queries_as="few")]) == []


def test_what_is_too_slow_and_what_grows_with_people_are_faults():
    found = faults([measured("few", median=2), measured("many", queries=32, same_queries_as="few")])

    assert found == ["few: too slow.", "many: 32 queries, and not 31 as with fewer."]
