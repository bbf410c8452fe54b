"""What the Headteacher waits for when looking who has signed, in a school of 20,000 people."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from acknowledgements.models import Round
from benchmarks import big_school
from benchmarks.measuring import Benchmark
from school.models import Child, Person, Role, SchoolClass


def _head(people: int, policies: int) -> Client:
    """Return the Headteacher's browser; the school is made when it is first asked for."""
    there = Person.objects.holding(Role.HEADTEACHER).first()
    head = there or big_school.build(people, policies)
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(
    address: Callable[[], str], people: int = 20_000, policies: int = 30
) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        client, path = _head(people, policies), address()

        def call() -> object:
            answer = client.get(path)
            assert answer.status_code == 200, answer.status_code
            return b"".join(answer.streaming_content) if answer.streaming else answer.content

        return call

    return prepare


def _of_round(name: str, asked: str = "") -> Callable[[], str]:
    return lambda: reverse(f"acknowledgements:{name}", args=[Round.objects.latest("pk").pk]) + asked


def _of(name: str, model: type) -> Callable[[], str]:
    return lambda: reverse(f"acknowledgements:{name}", args=[model.objects.latest("pk").pk])


PAGES: list[tuple[str, float, Callable[[], str]]] = [
    ("board of all policies", 0.8, lambda: reverse("acknowledgements:board")),
    ("one policy of the board", 0.8, _of_round("board_round")),
    (
        "its parents who have not replied",
        0.8,
        _of_round("board_round", "?audience=parent&state=none&page=9"),
    ),
    ("one person's sign-offs", 0.2, _of("board_person", Person)),
    ("one family's", 0.3, _of("board_family", Child)),
    ("one class's", 0.3, _of("board_class", SchoolClass)),
    (
        "pages to print of all policies",
        0.8,
        lambda: reverse("acknowledgements:board_print_all"),
    ),
    ("reminders of this month", 2, lambda: reverse("acknowledgements:reminders")),
]


def _in_a_small_school(name: str) -> str:
    return f"{name}: 400 people"


# The same pages in a school of 400 people with 3 policies, and in one of 20,000 with 30.
SMALL = [
    Benchmark(_in_a_small_school(name), within, _page(address, 400, 3), times=1)
    for name, within, address in PAGES
]
BENCHMARKS = [
    *(
        Benchmark(
            f"{name}: 20,000, 30 policies",
            within,
            _page(address),
            same_queries_as=_in_a_small_school(name),
        )
        for name, within, address in PAGES
    ),
    Benchmark("CSV of 20,000 people", 5, _page(_of_round("board_csv")), times=1),
    Benchmark("XLSX of 20,000 people", 10, _page(_of_round("board_xlsx")), times=1),
]
