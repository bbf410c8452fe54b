"""Measuring one thing several times, and saying what it took."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Benchmark:
    """One thing that people wait for.

    `prepare` makes what is needed, within a transaction that is rolled back afterwards, and returns
    the call to measure. `within` is how many seconds it may take, in the median of `times` calls.
    `same_queries_as` names another, of fewer people or things: the number of queries may not
    differ, nor may this one take more than `at_most_slower` times as long, where that is given.
    """

    name: str
    within: float
    prepare: Callable[[], Callable[[], object]]
    times: int = 5
    same_queries_as: str = ""
    at_most_slower: float = 0


@dataclass(frozen=True)
class Measured:
    """What a benchmark came to: seconds of the median, fastest and slowest call, queries of one."""

    benchmark: Benchmark
    median: float
    fastest: float
    slowest: float
    queries: int

    @property
    def is_within(self) -> bool:
        return self.median <= self.benchmark.within


def measure(benchmark: Benchmark) -> Measured:
    """Return what a benchmark takes, after one call that is not counted."""
    call = benchmark.prepare()
    call()
    seconds = []
    for _ in range(benchmark.times):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    with CaptureQueriesContext(connection) as queries:
        call()
    return Measured(benchmark, statistics.median(seconds), min(seconds), max(seconds), len(queries))


def faults(results: Iterable[Measured]) -> list[str]:
    """Return in words what took too long, or took more queries for more people."""
    results = list(results)
    late = [f"{each.benchmark.name}: too slow." for each in results if not each.is_within]
    queries = {each.benchmark.name: each.queries for each in results}
    grown = [
        f"{each.benchmark.name}: {each.queries} queries, and not {queries[fewer]} as with fewer."
        for each in results
        if (fewer := each.benchmark.same_queries_as) in queries and each.queries != queries[fewer]
    ]
    # The fastest of several calls says what the work itself takes, whatever else the machine does.
    fastest = {each.benchmark.name: each.fastest for each in results}
    slower = [
        f"{each.benchmark.name}: {times:.1f} times as slow as with fewer."
        for each in results
        if (most := each.benchmark.at_most_slower)
        and each.benchmark.same_queries_as in fastest
        and (times := each.fastest / fastest[each.benchmark.same_queries_as]) > most
    ]
    return late + grown + slower


def table(results: Iterable[Measured]) -> str:
    """Return the results as a table in plain text."""
    lines = [f"{'':<54}{'median':>10}{'slowest':>10}{'may take':>10}{'queries':>9}"]
    for result in results:
        late = "" if result.is_within else "  too slow"
        lines.append(
            f"{result.benchmark.name:<54}{result.median:>9.3f}s{result.slowest:>9.3f}s"
            f"{result.benchmark.within:>9.1f}s{result.queries:>9}{late}"
        )
    return "\n".join(lines)
