"""What counting a term takes, and what a governor waits for, with 100,000 cases on record."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.measuring import Benchmark
from governance.history.counting import completed_periods, count_terms, steps_of
from incidents.models import BullyingRecord, Case, Kind, State, SubjectKind
from policies.models import Clause
from school.models import Role, Term
from tests import factories

TERMS, LENGTH = 18, 60  # days
KINDS = [kind.value for kind in Kind]
SUBJECTS = ["parent_family", "pupil", "unknown", "staff"]
OUTCOMES = ["talk", "talk_with_family", "not_established", "advice_given"]
GROUNDS = [["threat"], ["reputation"], ["threat", "reputation"], []]


def _cases(number: int) -> None:
    """Put so many cases into eighteen terms that are over, all but a few of them decided."""
    start = timezone.localdate() - timedelta(days=LENGTH * TERMS + 20)
    Term.objects.bulk_create(
        Term(
            name=f"Term {place}",
            starts_on=start + timedelta(days=LENGTH * place),
            ends_on=start + timedelta(days=LENGTH * place + LENGTH - 5),
        )
        for place in range(TERMS + 1)
    )
    head, at = factories.PersonFactory(), timezone.now() - timedelta(days=LENGTH * TERMS + 19)
    made = Case.objects.bulk_create(
        (_case(n, at + timedelta(days=n % (LENGTH * TERMS)), head) for n in range(number)),
        batch_size=2000,
    )
    clauses = list(Clause.objects.filter(section__version=factories.published()))
    named = Case.clauses.through
    named.objects.bulk_create(
        (named(case=case, clause=clauses[n % len(clauses)]) for n, case in enumerate(made)),
        batch_size=2000,
    )
    BullyingRecord.objects.bulk_create(
        (
            BullyingRecord(case=case, motives=[["race"], ["none"], ["race", "sex"]][n % 3])
            for n, case in enumerate(made)
            if case.kind == Kind.CYBERBULLYING
        ),
        batch_size=2000,
    )


def _case(n: int, at, head) -> Case:  # type: ignore[no-untyped-def]
    subject = SUBJECTS[n % 4]
    case = Case(
        reference=f"B{n:09d}",
        kind=KINDS[n % len(KINDS)],
        subject_kind=subject,
        received_at=at,
        handling_role=Role.HEADTEACHER,
        routing_rule="everything_else",
        routing_because="It goes to the Headteacher.",
        meets_harm_threshold=True if subject == SubjectKind.STAFF else None,
        remit_grounds=GROUNDS[n // 4 % 4],
    )
    if n % 20:
        case.state, case.outcome = State.CLOSED, OUTCOMES[n % 4]
        case.outcome_explanation = "It is settled."
        case.closed_at, case.closed_by = at + timedelta(days=n % 40), head
    return case


def clear() -> None:
    """Take away what an earlier one of these has made, all of it within one transaction."""
    Case.clauses.through.objects.all().delete()
    BullyingRecord.objects.all().delete()
    Case.objects.all().delete()
    Term.objects.all().delete()


def _count(number: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        clear()
        _cases(number)
        latest = completed_periods(timezone.localdate())[-1]
        return lambda: steps_of(latest)

    return prepare


def _page(name: str) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        count_terms()
        governor, client = factories.PersonFactory(), Client()
        factories.RoleAssignmentFactory(person=governor, role=Role.GOVERNOR)
        client.force_login(governor, backend="django.contrib.auth.backends.ModelBackend")

        def call() -> object:
            answer = client.get(reverse(f"governance:{name}"))
            assert answer.status_code == 200, answer.status_code
            return answer

        return call

    return prepare


FEW = "counting one of 18 terms, 2,000 cases"
BENCHMARKS = [
    Benchmark(FEW, 0.2, _count(2_000)),
    Benchmark("counting one of 18 terms, 100,000 cases", 5, _count(100_000), same_queries_as=FEW),
    Benchmark("breach history, 100,000 cases", 0.3, _page("history")),
    Benchmark("its pages to print", 0.5, _page("history_print")),
    Benchmark("its CSV of 18 terms", 0.3, _page("history_csv")),
]
