"""The tables of an inspector's file, each as CSV.

No table comes near a case. No child is named, nor a parent: of parents and of pictures of children
there are shares, which hide fewer than five on either side. Whoever works here or governs is named
where they signed, and only there: who declined or has not replied is not for an inspector. What the
school wrote freely for itself stays out, for it may name anybody; what families read anyway goes.
What was typed and does go is searched for names first (`searching.py`).

Shares are as they stood at the end of the last month. Made day by day, files would else tell on
which day the fifth parent from the end signed, and so how many had not (G1).
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from io import StringIO
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from acknowledgements.age_reminders import log
from acknowledgements.models import Acknowledgement, Capacity, Reply, Request, Round
from approvals.models import Approval
from consents.models import Purpose
from consents.queries import permissions_of
from governance.suppression import in_words, share_in_words, share_of, step_of
from policies.coverage import coverage
from policies.models import Publicity, Version
from school.calendar import ONE_DAY
from school.models import Child

NOT_YET = "asked since, so not counted yet"
BOM = "\ufeff"  # by it a spreadsheet program knows that the file is UTF-8
RUN_AS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
Row = Iterable[Any]


@dataclass(frozen=True)
class Table:
    """One table: where it stands in the file, what it is, and its rows."""

    path: str
    title: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]
    # Columns of the portal's own words, days and figures, or of those who may be named. What stands
    # in any other was typed by somebody.
    own: tuple[str, ...]
    # What was typed stands in another table as well, and is searched for names there.
    repeats: bool = False

    def as_csv(self, let: Callable[[str], str] = str) -> bytes:
        """Return it as CSV; `let` lets typed words through, or says what stands in their place."""
        file = StringIO(newline="")
        file.write(BOM)
        writer = csv.writer(file)
        writer.writerow(self.columns)
        for row in self.rows():
            named = zip(self.columns, map(_as_text, row), strict=True)
            writer.writerow(
                _no_formula(text if column in self.own else let(text)) for column, text in named
            )
        return file.getvalue().encode()

    def typed_words(self) -> Iterator[str]:
        """Return all words in it that somebody typed."""
        for row in self.rows():
            for column, cell in zip(self.columns, row, strict=True):
                if column not in self.own:
                    yield _as_text(cell)


def _as_text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _no_formula(text: str) -> str:
    return f"'{text}" if text.lstrip().startswith(RUN_AS_FORMULA) else text


def in_force() -> Any:
    return Version.objects.published().select_related("policy", "approved_by").order_by("title")


def _approvals() -> Iterator[Row]:
    for version in in_force():
        yield (
            version.title,
            version.number,
            version.approved_on,
            version.approved_by_whom,
            version.approval_minute,
            version.approved_by,
            version.published_at and timezone.localdate(version.published_at),
            version.next_review_on,
            "overdue" if version.is_overdue else "",
            version.text_sha256,
        )


def _rounds() -> list[int]:
    """Return the latest round of each version in force."""
    rounds = Round.objects.filter(version__in=Version.objects.published()).order_by("opened_at")
    return list(dict(rounds.values_list("version_id", "pk")).values())


def this_month() -> datetime:
    """Return when the month began, and so when the last one ended."""
    return timezone.make_aware(datetime.combine(timezone.localdate().replace(day=1), time.min))


def _coverage() -> Iterator[Row]:
    signed, counts_now = Q(reply=Reply.SIGNED), Q(stopped_at=None) | Q(reply=Reply.SIGNED)
    until = this_month()
    signed_then = signed & Q(replied_at__lt=until)
    counted_then = Q(asked_at__lt=until) & (
        signed_then | Q(stopped_at=None) | Q(stopped_at__gte=until)
    )
    counted = (
        Request.objects.filter(round__in=_rounds())
        .values_list("round__version__title", "round__version__number", "capacity")
        .annotate(
            asked=Count("pk", filter=counts_now),
            signed=Count("pk", filter=signed),
            asked_then=Count("pk", filter=counted_then),
            signed_then=Count("pk", filter=counted_then & signed_then),
        )
        .order_by("round__version__title", "capacity")
    )
    for title, number, capacity, asked, has_signed, asked_then, had_signed in counted:
        of_whom = (title, number, Capacity(capacity).label)
        if capacity != Capacity.PARENT:
            if asked:
                yield *of_whom, has_signed, asked
        elif asked_then:
            yield *of_whom, share_in_words(share_of(had_signed, asked_then)), ""
        elif asked:
            yield *of_whom, NOT_YET, ""


def _signed() -> Iterator[Row]:
    found = Acknowledgement.objects.filter(request__round__in=_rounds())
    found = found.exclude(capacity=Capacity.PARENT).select_related("version", "person")
    for one in found.order_by("version__title", "person__full_name", "pk"):
        at = timezone.localtime(one.signed_at)
        yield (
            one.version.title,
            one.version.number,
            one.person.full_name,
            one.get_capacity_display(),
            f"{at:%Y-%m-%d %H:%M}",
            one.get_method_display(),
        )


def _expected() -> Iterator[Row]:
    for one in coverage():
        yield (
            one.expected.title,
            "Yes" if one.expected.is_statutory else "No",
            STANDS[one.standing],
            one.version or "",
        )


STANDS = {
    "in_force": "In force",
    "overdue": "In force, review overdue",
    "in_work": "Being worked on",
    "not_needed": "Not needed",
    "missing": "Missing",
}


def _publicity() -> Iterator[Row]:
    found = Publicity.objects.standing().select_related("version")
    for entry in found.order_by("publicised_on", "pk"):
        yield entry.publicised_on, entry.version, entry.get_channel_display()


def _ages() -> Iterator[Row]:
    sent: Any = log().filter(begun_at__isnull=False)  # with its counts, which are annotated
    for one in sent:
        # Together: two steps beside each other would tell, with the number of all parents, of how
        # many the school has no address.
        reached = in_words(step_of(one.by_email + one.on_paper))
        yield timezone.localdate(one.begun_at), one.title, reached


def _services() -> Iterator[Row]:
    for one in Approval.objects.in_use():
        yield one.name, one.for_families, one.minimum_age, one.review_on


def _pictures() -> Iterator[Row]:
    until = this_month()
    on_roll = Child.objects.on_roll(timezone.localdate(until) - ONE_DAY)
    children = list(on_roll.values_list("pk", flat=True))
    allowed = permissions_of(children, before=until)
    for purpose in Purpose:
        yes = sum(allowed[child, purpose] for child in children)
        yield purpose.label, share_in_words(share_of(yes, len(children)))


TABLES = (
    Table(
        "policies/approvals.csv",
        "Policies in force: when, by whom and at which meeting each was approved",
        (
            "Policy",
            "Version",
            "Approved on",
            "By",
            "Minute",
            "Recorded by",
            "Published on",
            "Next review",
            "Overdue",
            "SHA-256 of the text",
        ),
        _approvals,
        (
            "Version",
            "Approved on",
            "Recorded by",
            "Published on",
            "Next review",
            "Overdue",
            "SHA-256 of the text",
        ),
    ),
    Table(
        "statutory-policies.csv",
        "Policies that a school is expected to have, and which are missing",
        ("Policy", "Required by law", "How it stands", "Version"),
        _expected,
        ("Policy", "Required by law", "How it stands"),
    ),
    Table(
        "sign-off/how-far.csv",
        "How far each policy in force is signed; of parents as a share, at the end of last month",
        ("Policy", "Version", "Asked as", "Signed", "Of"),
        _coverage,
        ("Version", "Asked as", "Signed", "Of"),
        repeats=True,
    ),
    Table(
        "sign-off/signed.csv",
        "Which staff, governors and volunteers signed, by name; no parent is named",
        ("Policy", "Version", "Name", "As", "Signed at", "How"),
        _signed,
        ("Version", "Name", "As", "Signed at", "How"),
        repeats=True,
    ),
    Table(
        "publicity.csv",
        "When and how each policy was made known",
        ("On", "Policy", "By"),
        _publicity,
        ("On", "By"),
    ),
    Table(
        "minimum-ages.csv",
        "Reminders to parents of how old one must be for which app",
        ("Sent on", "About", "Parents reached"),
        _ages,
        ("Sent on", "Parents reached"),
    ),
    Table(
        "approved-services.csv",
        "Apps and websites approved today",
        ("Name", "What families read of it", "Minimum age", "Review by"),
        _services,
        ("Minimum age", "Review by"),
    ),
    Table(
        "image-permissions.csv",
        "Of all children, how many may be pictured for what, as a share, at the end of last month",
        ("For", "Children with a yes"),
        _pictures,
        ("For", "Children with a yes"),
        repeats=True,
    ),
)
