"""What people wait for with paper in their hands: slips, a meeting's sheet, receipts and checks."""

from collections.abc import Callable

from django.utils import timezone

from acknowledgements import actions, checking
from acknowledgements.models import Capacity, Meeting, Round, Slip
from acknowledgements.paper.batches import Batch, Whom, places
from acknowledgements.paper.making import receipt_pdf, slips_pdf
from benchmarks.measuring import Benchmark
from school.models import Person, Role
from tests import factories
from tests.uploads import nasty
from uploads import Kind, clean


def _office() -> Person:
    person: Person = factories.RoleAssignmentFactory(role=Role.OFFICE).person
    return person


def _volunteers(count: int, by: Person) -> Round:
    for _ in range(count):
        factories.RoleAssignmentFactory(role=Role.VOLUNTEER)
    return actions.open_round(version=factories.published(), by=by)


def slips(count: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        by = _office()
        for _ in range(count):
            factories.ParenthoodFactory(person__email=None)
        opened = actions.open_round(version=factories.published(), by=by)
        batch = Batch(Whom.NO_EMAIL)

        def call() -> object:
            Slip.objects.all().delete()
            actions.prepare_slips(asked=opened, batch=batch, by=by)
            found = dict(Slip.objects.values_list("request_id", "code"))
            return slips_pdf(opened, [(p, found[p.first]) for p in places(opened, batch)])

        return call

    return prepare


def _meeting(opened: Round, by: Person) -> tuple[Meeting, list[int]]:
    meeting = actions.hold_meeting(name="Meeting", held_on=timezone.localdate(), by=by)
    asked = opened.requests.filter(capacity=Capacity.VOLUNTEER)
    return meeting, list(asked.values_list("person", flat=True))


def _sign(opened: Round, by: Person) -> object:
    meeting, signers = _meeting(opened, by)
    return actions.record_meeting_sheet(
        meeting=meeting, asked=opened, capacity=Capacity.VOLUNTEER, signers=signers, by=by
    )


def sheet(count: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        by = _office()
        for _ in range(count):
            factories.RoleAssignmentFactory(role=Role.VOLUNTEER)
        # What is signed stays signed: each call takes a round of its own.
        rounds = iter([actions.open_round(version=factories.published(), by=by) for _ in range(8)])
        return lambda: _sign(next(rounds), by)

    return prepare


def receipt() -> Callable[[], object]:
    by = _office()
    _sign(opened := _volunteers(1, by), by)
    signed = checking.with_all().get(request__round=opened)
    return lambda: receipt_pdf(signed)


def check_one() -> Callable[[], object]:
    by = _office()
    _sign(opened := _volunteers(300, by), by)
    code = checking.with_all().filter(request__round=opened)[0].receipt_code
    return lambda: checking.check(code)


def check_all(count: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        by = _office()
        _sign(_volunteers(count, by), by)

        def call() -> object:
            report = checking.check_all()
            assert not report.fault, report
            assert report.checked >= count, report
            return report

        return call

    return prepare


def photo() -> Callable[[], object]:
    taken = nasty.jpeg(size=(4000, 3000))
    return lambda: clean(taken, Kind.JPEG)


BENCHMARKS = [
    Benchmark("300 slips: codes and the file to print", 5, slips(300), times=3),
    Benchmark("sheet of a meeting with 300 signatures", 2, sheet(300), times=3),
    Benchmark("receipt as a PDF", 1, receipt),
    Benchmark("check of one receipt among 300", 0.1, check_one),
    Benchmark("check of 5,000 sign-offs against the chain", 10, check_all(5_000), times=3),
    Benchmark("cleaned copy of a photo of 12 megapixels", 2, photo, times=3),
]
