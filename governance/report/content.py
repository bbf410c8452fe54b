"""What the termly report says: sections of plain data, alike on the page, on paper and in keeping.

What it says of breaches is, word for word, what the breach history shows of that term, and no more:
nothing is counted here that could be set beside it (docs/decisions/0024-termly-reports.md). Cases
that were put before governors and legal advice are not in it at all.
"""

import hashlib
import json
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from acknowledgements.models import AgeReminder
from approvals.queries import approved_on
from governance.history.cuts import CUTS
from governance.history.showing import History, Table
from governance.models import CountedTerm
from policies.coverage import Standing, coverage
from policies.models import Publicity, State, Version
from school.calendar import ONE_DAY

Section = dict[str, Any]
LACKS = {Standing.MISSING: "There is none", Standing.IN_WORK: "Being worked on"}


def report_of(term: CountedTerm) -> dict[str, Any]:
    """Return what the report of a term would say if it were published today."""
    history = History((term,))
    return {
        "term": term.name,
        "from": date_format(term.first_on),
        "to": date_format(term.last_on),
        "made_on": date_format(timezone.localdate()),
        "sections": [
            _sign_off(history),
            _breaches(history),
            *(_table(table) for table in history.tables(CUTS)),
            _reviewed(term),
            _overdue(term.last_on),
            _lacking(),
            _services(term.last_on),
            _ages(term),
            _publicity(term),
        ],
    }


def fingerprint(content: dict[str, Any]) -> str:
    """Return a mark of what a draft says, to be compared with later."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _section(heading: str, says: str, columns: list[str], rows: list[list[str]]) -> Section:
    return {"heading": heading, "says": says, "columns": columns, "rows": rows, "begins": []}


def _sign_off(history: History) -> Section:
    (line,) = history.terms
    return _section(
        "How far policies are signed",
        f"At the end of the term, of those who have to sign: {line.required}. "
        f"Of parents, who are invited: {line.parents}.",
        ["Policy", "Signed, of those who have to", "Signed, of parents"],
        [[each.title, each.required, each.parents] for each in history.sign_off()],
    )


def _breaches(history: History) -> Section:
    (line,) = history.terms
    return _section(
        "Breaches of our policies",
        history.finding,
        ["In the whole term", "What is shown"],
        [
            ["Breaches reported", line.reported],
            ["For every 100 pupils", line.rate],
            ["Outside the school's remit", line.outside],
        ],
    )


def _table(table: Table) -> Section:
    rows = [[line.label, line.cells[-1].words] for line in table.lines]
    section = _section(table.cut.title, table.finding, [table.cut.name, table.terms[-1]], rows)
    begins = [begins for _, begins in table.latest]
    return section | {"key": table.cut.key, "begins": begins, "note": table.cut.note}


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + ONE_DAY, time.min))


def _reviewed(term: CountedTerm) -> Section:
    found = Version.objects.filter(approved_on__range=(term.first_on, term.last_on))
    found = found.exclude(state=State.WITHDRAWN).order_by("approved_on", "title", "pk")
    rows = [
        [
            str(version),
            _day(version.approved_on),
            version.approved_by_whom,
            version.approval_minute,
        ]
        for version in found
    ]
    return _section(
        "Policies that were approved",
        _number(
            len(rows), "policy was looked at and approved", "policies were looked at and approved"
        )
        + " in this term.",
        ["Policy", "Approved on", "By", "Minute"],
        rows,
    )


def _overdue(day: date) -> Section:
    end = _end_of(day)
    found = (
        Version.objects.filter(published_at__lt=end, next_review_on__lte=day)
        .filter(Q(superseded_at=None) | Q(superseded_at__gte=end))
        .exclude(state=State.WITHDRAWN)
        .order_by("next_review_on", "title")
    )
    rows = [[str(version), _day(version.next_review_on)] for version in found]
    return _section(
        "Policies to be looked at again",
        _number(len(rows), "policy was", "policies were")
        + " past the day of review at the end of the term. Each stays in force meanwhile.",
        ["Policy", "Review was due by"],
        rows,
    )


def _lacking() -> Section:
    found = [one for one in coverage() if one.is_lacking]
    rows = [[one.expected.title, LACKS[one.standing]] for one in found]
    return _section(
        "Policies that a school is expected to have",
        f"{_number(len(rows), 'expected policy is', 'expected policies are')} not in force "
        "on the day of this report.",
        ["Policy", "How it stands"],
        rows,
    )


def _services(day: date) -> Section:
    number = len(approved_on(day))
    says = _number(number, "use of an app or website was", "uses of apps and websites were")
    return _section("Approved services", f"{says} approved at the end of the term.", [], [])


def _ages(term: CountedTerm) -> Section:
    sent = AgeReminder.objects.filter(
        begun_at__gte=_end_of(term.first_on - ONE_DAY), begun_at__lt=_end_of(term.last_on)
    )
    rows = [[date_format(timezone.localdate(one.begun_at)), one.title] for one in sent]
    return _section(
        "Reminders of minimum ages",
        f"Reminders to parents of how old one must be for which app: {len(rows) or 'none'}.",
        ["Sent on", "About"],
        rows,
    )


def _publicity(term: CountedTerm) -> Section:
    """Return when policies were made known; where is written freely, and may name anybody."""
    found = Publicity.objects.standing().select_related("version").order_by("publicised_on", "pk")
    rows = [
        [
            date_format(entry.publicised_on),
            str(entry.version),
            str(entry.get_channel_display()),
        ]
        for entry in found.filter(publicised_on__range=(term.first_on, term.last_on))
    ]
    return _section(
        "How policies were made known",
        f"Times that a policy was made known, as recorded: {len(rows) or 'none'}.",
        ["On", "Policy", "By"],
        rows,
    )


def _day(day: date | None) -> str:
    return date_format(day) if day else ""


def _number(number: int, one: str, many: str) -> str:
    return f"{number or 'No'} {one if number == 1 else many}"
