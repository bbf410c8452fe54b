"""What whoever handles cases waits for: the list and one case, with 1,000 cases and with 100,000.

Nine in ten are open, which no school has; a list that is quick here is quick everywhere.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.measuring import Benchmark
from incidents.models import Case, CaseClaim, CaseEntry, CaseParty, Kind, Part, Report, State
from incidents.models import SubjectKind as About
from incidents.patterns import By
from school.models import Child, Person, Role
from tests import factories

FEW, MANY = 1_000, 100_000
A_CHUNK = 5_000
MOST_SLOWER = 1.5
TIMES = 15
OPEN = (State.RECEIVED, State.TRIAGED, State.INVESTIGATING)


def _make(number: int) -> None:
    """Fill up to this many cases, of every kind, some of them late, urgent, passed up, taken on."""
    head = _holding(Role.HEADTEACHER)
    child = Child.objects.first() or factories.ChildFactory()
    for start in range(Case.objects.count(), number, A_CHUNK):
        numbers = range(start, min(start + A_CHUNK, number))
        cases = Case.objects.bulk_create(_case(n, head) for n in numbers)
        Report.objects.bulk_create(map(_report, numbers, cases))
        CaseEntry.objects.bulk_create(
            CaseEntry(case=case, by=head, kind="step", title="Had a first look") for case in cases
        )
        CaseParty.objects.bulk_create(
            CaseParty(case=case, part=Part.ALLEGED, child=child, confirmed_at=case.received_at)
            for case in cases
        )
        if not start:  # nobody is on thousands
            CaseClaim.objects.bulk_create(CaseClaim(case=case, person=head) for case in cases[::7])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself within a minute


def _case(number: int, head: Person) -> Case:
    now = timezone.now()
    case = Case(
        reference=f"B{number:06d}",
        kind=list(Kind)[number % 7],
        subject_kind=list(About)[number % 8],
        state=OPEN[number % 3],
        received_at=now - timedelta(minutes=number),
        due_at=now + timedelta(minutes=7 * (number % 1_013) - 700),
        handling_role=Role.CHAIR if number % 20 == 0 else Role.HEADTEACHER,
        besides_role=Role.DSL if number % 9 == 0 else "",
        escalated_role=Role.DEPUTY if number % 11 == 0 else "",
        outside_school=False,
        routing_rule="everything_else",
        routing_because="No other rule applies, so it goes to the Headteacher.",
    )
    if number % 10 == 0:
        case.state, case.due_at, case.outcome = State.CLOSED, None, "no_breach"
        case.outcome_explanation, case.closed_at, case.closed_by = "All is well.", now, head
    return case


def _report(number: int, case: Case) -> Report:
    """Return a report that is like many others: in its page, its name, its app and day."""
    page = f"snapgram.example/p/{number % 300}"
    return Report(
        case=case,
        what_happened="A post.",
        link=f"https://{page}",
        page=page,
        subject_name=f"Parent {number % 200}",
        service=f"App {number % 40}",
        happened_on=timezone.localdate() - timedelta(days=number % 700),
    )


def _holding(role: Role) -> Person:
    known = Person.objects.holding(role).first()
    return known or factories.RoleAssignmentFactory(role=role).person


def _page(number: int, role: Role, asked: str = "") -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        _make(number)
        client = _signed_in(role)
        path = reverse("incidents:queue") + asked
        return lambda: _read(client, path)

    return prepare


def _one_case(number: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        _make(number)
        client = _signed_in(Role.HEADTEACHER)
        path = Case.objects.get(reference="B000001").get_absolute_url()
        return lambda: _read(client, path)

    return prepare


def _first_page(number: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        _make(number)
        client = _signed_in(Role.HEADTEACHER)
        return lambda: _read(client, reverse("home"))

    return prepare


def _patterns(number: int, by: By) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        _make(number)
        client = _signed_in(Role.HEADTEACHER)
        path = f"{reverse('incidents:patterns')}?by={by}"
        return lambda: _read(client, path)

    return prepare


def _signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(_holding(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _read(client: Client, path: str) -> object:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content


def _few_and_many(
    name: str, prepare: Callable[[int], Callable[[], Callable[[], object]]]
) -> tuple[Benchmark, Benchmark]:
    few = Benchmark(f"{name}, 1,000 cases", 0.6, prepare(FEW), times=TIMES)
    many = Benchmark(
        f"{name}, 100,000 cases",
        0.6,
        prepare(MANY),
        times=TIMES,
        same_queries_as=few.name,
        at_most_slower=MOST_SLOWER,
    )
    return few, many


PAIRS = [
    _few_and_many("list of cases", lambda n: _page(n, Role.HEADTEACHER)),
    _few_and_many("its page 20", lambda n: _page(n, Role.HEADTEACHER, "?page=20")),
    _few_and_many("late ones", lambda n: _page(n, Role.HEADTEACHER, "?clock=late")),
    _few_and_many(
        "one kind", lambda n: _page(n, Role.HEADTEACHER, "?kind=image&about=parent_family")
    ),
    _few_and_many("closed ones", lambda n: _page(n, Role.HEADTEACHER, "?state=closed")),
    _few_and_many("those I am on", lambda n: _page(n, Role.HEADTEACHER, "?whose=mine")),
    _few_and_many("list of the safeguarding lead", lambda n: _page(n, Role.DSL)),
    _few_and_many("one case", _one_case),
    _few_and_many("first page", _first_page),
]
# What comes up again is counted over all cases, so it grows with them: by the database, in the same
# number of queries, and within what somebody waits for once a term.
PATTERNS = [
    (
        few := Benchmark(f"what comes up again by {by}, 1,000 cases", 0.6, _patterns(FEW, by)),
        Benchmark(
            f"what comes up again by {by}, 100,000 cases",
            2.5,
            _patterns(MANY, by),
            same_queries_as=few.name,
        ),
    )
    for by in (By.SERVICE, By.CLASS, By.ALLEGED)
]
PAIRS += PATTERNS
# First all with few, then all with many: the cases are made once.
BENCHMARKS = [few for few, _ in PAIRS] + [many for _, many in PAIRS]
