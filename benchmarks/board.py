"""What the Headteacher waits for when looking who has signed, in a school of 20,000 people."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from acknowledgements.models import Round
from benchmarks import big_school
from benchmarks.measuring import Benchmark
from school.models import Child, Person, Role, SchoolClass


def _head() -> Client:
    """Return the Headteacher's browser; the school is made when it is first asked for."""
    head = Person.objects.holding(Role.HEADTEACHER).first() or big_school.build()
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(address: Callable[[], str]) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        client, path = _head(), address()

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


BENCHMARKS = [
    Benchmark(
        "board of 30 policies, 20,000 people", 0.8, _page(lambda: reverse("acknowledgements:board"))
    ),
    Benchmark("one policy of the board", 0.8, _page(_of_round("board_round"))),
    Benchmark(
        "its parents who have not replied",
        0.8,
        _page(_of_round("board_round", "?audience=parent&state=none&page=9")),
    ),
    Benchmark("one person's sign-offs", 0.2, _page(_of("board_person", Person))),
    Benchmark("one family's", 0.3, _page(_of("board_family", Child))),
    Benchmark("one class's", 0.3, _page(_of("board_class", SchoolClass))),
    Benchmark(
        "pages to print of all 30 policies",
        0.8,
        _page(lambda: reverse("acknowledgements:board_print_all")),
    ),
    Benchmark("CSV of 20,000 people", 5, _page(_of_round("board_csv")), times=1),
    Benchmark("XLSX of 20,000 people", 10, _page(_of_round("board_xlsx")), times=1),
]
