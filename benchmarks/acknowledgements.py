"""What a school waits for when a round of sign-off opens, and as people come and go."""

from collections.abc import Callable

from django.db import connection

from acknowledgements import actions
from acknowledgements.actions.invitations import invite_some
from benchmarks.measuring import Benchmark
from policies.models import Version
from school.models import Child, Parenthood, Person, Role, RoleAssignment
from tests import factories

A_CHUNK = 5000


def _people(number: int) -> None:
    """Make this many people: nine in ten parents of a child each, the rest members of staff."""
    for start in range(0, number, A_CHUNK):
        numbers = range(start, min(start + A_CHUNK, number))
        people = Person.objects.bulk_create(
            Person(full_name=f"Person {n}", email=f"bench{n}@example.test") for n in numbers
        )
        staff, parents = people[::10], [one for n, one in enumerate(people) if n % 10]
        RoleAssignment.objects.bulk_create(
            RoleAssignment(person=one, role=Role.STAFF, starts_on="2020-09-01") for one in staff
        )
        children = Child.objects.bulk_create(
            Child(full_name=f"Child of {one}", admitted_on="2024-09-02") for one in parents
        )
        Parenthood.objects.bulk_create(
            Parenthood(person=one, child=child)
            for one, child in zip(parents, children, strict=True)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself within a minute


def _head() -> Person:
    head: Person = factories.RoleAssignmentFactory(role=Role.HEADTEACHER).person
    return head


def opening(number: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        _people(number)
        head = _head()
        versions: list[Version] = [factories.published() for _ in range(TIMES + 2)]

        def call() -> object:
            return actions.open_round(version=versions.pop(), by=head)

        return call

    return prepare


def coming_and_going(number: int) -> Callable[[], Callable[[], object]]:
    """Bring a round up to date that has somebody to ask each time."""

    def prepare() -> Callable[[], object]:
        _people(number)
        actions.open_round(version=factories.published(), by=_head())
        everybody = iter(Parenthood.objects.order_by("pk")[: TIMES + 2])
        factories.ParenthoodFactory()
        actions.bring_up_to_date()  # the first newcomers' is recorded once for the version

        def call() -> object:
            tie = next(everybody)
            Parenthood.objects.filter(pk=tie.pk).update(is_restricted=True)
            factories.ParenthoodFactory()
            return actions.bring_up_to_date()

        return call

    return prepare


def inviting(number: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        _people(number)
        actions.open_round(version=factories.published(), by=_head())
        return invite_some

    return prepare


TIMES = 3
BENCHMARKS = [
    Benchmark("open a round for 1,000 people", 2, opening(1_000), times=TIMES),
    Benchmark(
        "open a round for 100,000 people",
        30,
        opening(100_000),
        times=TIMES,
        same_queries_as="open a round for 1,000 people",
    ),
    Benchmark("bring a round of 2,000 up to date", 2, coming_and_going(2_000), times=TIMES),
    Benchmark(
        "bring a round of 100,000 up to date",
        10,
        coming_and_going(100_000),
        times=TIMES,
        same_queries_as="bring a round of 2,000 up to date",
    ),
    Benchmark("write to the next 200 of 100,000 people", 1, inviting(100_000), times=TIMES),
]
