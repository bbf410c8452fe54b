"""What governors are shown, and who among them may be asked about a case."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format

from acknowledgements.board.counts import coverage_of
from acknowledgements.models import Round
from governance.models import ReferralMember
from governance.suppression import THRESHOLD, PublishedGrid, publish_grid
from incidents.models import Case, CaseParty, Kind, Report
from policies.models import State as VersionState
from policies.models import Version
from school.access import YES, Verdict, no
from school.models import Parenthood, Person, Role, RoleAssignment, Term
from school.roles import EMPLOYED

TERMS_SHOWN = 6
PANEL = 3  # governors that a later panel needs who have heard nothing of the case


@dataclass(frozen=True)
class Candidate:
    """A governor, and whether they may be asked about one case."""

    person: Person
    verdict: Verdict
    was_asked: bool


def candidates(case: Case) -> list[Candidate]:
    """Return today's governors, each with the conflict of interest that keeps them out, if any."""
    governors = Person.objects.holding(Role.GOVERNOR, Role.CHAIR).by_name()
    in_force = RoleAssignment.objects.in_force()
    employed = set(in_force.filter(role__in=EMPLOYED).values_list("person_id", flat=True))
    handling = set(in_force.filter(role=case.handling_role).values_list("person_id", flat=True))
    parties = CaseParty.objects.filter(case=case)
    concerned = set(parties.values_list("person_id", flat=True))
    given_up = set(case.recusals.values_list("person_id", flat=True))
    reported = set(Report.objects.filter(case=case).values_list("reporter_id", flat=True))
    children = parties.filter(child__isnull=False).values("child_id")
    parents = set(Parenthood.objects.filter(child__in=children).values_list("person_id", flat=True))
    asked = set(
        ReferralMember.objects.filter(referral__case=case).values_list("person_id", flat=True)
    )

    def verdict(person: Person) -> Verdict:
        if person.pk in concerned | reported:
            return no("has a part in this case.")
        if person.pk in given_up:
            return no("stepped back from this case.")
        if person.pk in parents:
            return no("is the parent or carer of a child in this case.")
        if person.pk in employed:
            return no("works at the school.")
        if person.pk in handling:
            return no("handles this case.")
        return YES

    return [Candidate(each, verdict(each), each.pk in asked) for each in governors]


def left_for_a_panel(case: Case) -> int:
    """Return how many governors could still sit on a later panel: free, and not asked so far."""
    return sum(1 for each in candidates(case) if each.verdict and not each.was_asked)


@dataclass(frozen=True)
class Period:
    """A completed term with the holiday after it: the day before the next term is its last."""

    name: str
    first: date
    last: date


def completed_periods() -> list[Period]:
    """Return the last six terms that are over, earliest first.

    A term is over once the next one has begun. The term that runs is left out: its counts still
    grow, and yesterday's page less today's would show a single report. Where several have one name,
    as the two halves of a term may, each is named with its first day.
    """
    today = timezone.localdate()
    begun = list(Term.objects.filter(starts_on__lte=today).order_by("starts_on"))
    times = Counter(term.name for term in begun)
    periods = [
        Period(
            term.name if times[term.name] == 1 else f"{term.name}, {date_format(term.starts_on)}",
            term.starts_on,
            following.starts_on - timedelta(days=1),
        )
        for term, following in pairwise(begun)
    ]
    return periods[-TERMS_SHOWN:]


# What anybody who handles ordinary cases could count for themselves. A case about the Headteacher
# or a governor goes to the chair or the clerk, and is left out: else the Headteacher could subtract
# the cases they handle from this table, and learn that there is one about them (I4). Low-level
# concerns are left out too, and what may still turn out to be one: governors never see those (I8).
COUNTED = (Role.HEADTEACHER, Role.DEPUTY)


def counts_of(period: Period) -> dict[str, int]:
    """Return how many cases of each kind came in; a question or worry is no breach."""
    found = (
        Case.objects.without_low_level()
        .filter(
            received_at__date__gte=period.first,
            received_at__date__lte=period.last,
            handling_role__in=COUNTED,
        )
        .values_list("kind")
        .annotate(Count("pk"))
        .order_by()
    )
    counts = dict.fromkeys(Kind.values, 0) | dict(found)
    del counts[Kind.CONCERN]
    return counts


@dataclass(frozen=True)
class History:
    """The breach history as it may be shown: nothing under five, and nothing to work it out."""

    terms: tuple[str, ...]
    published: PublishedGrid

    @property
    def finding(self) -> str:
        """Say in one sentence what the table shows."""
        if not self.terms:
            return "No term is over yet, so there is nothing to count."
        term, total = self.terms[-1], self.published.rows[self.terms[-1]].total
        if total is None:
            return f"In {term}, the last term that is over, no kind of breach came up often."
        counted = f"In {term}, the last term that is over, {total} breaches were reported"
        shown = self.published.rows[term].cells
        known = {kind: count for kind, count in shown.items() if count is not None}
        if not known:
            return f"{counted}."
        most = max(known, key=lambda kind: known[kind])
        return f"{counted}. The most frequent kind: {Kind(most).label.lower()} ({known[most]})."

    def lines(self) -> list[tuple[str, list[tuple[str, int | None]]]]:
        """Return each kind in words with its count for each term, None where it is not shown."""
        kinds = [kind for kind in Kind if kind != Kind.CONCERN]
        return [
            (
                kind.label,
                [(term, self.published.rows[term].cells[kind.value]) for term in self.terms],
            )
            for kind in kinds
        ]

    def totals(self) -> list[tuple[str, int | None]]:
        return [(term, self.published.rows[term].total) for term in self.terms]


def breach_history() -> History:
    """Return the counts of every completed term, made safe to show (G1)."""
    periods = completed_periods()
    grid = {period.name: counts_of(period) for period in periods}
    return History(tuple(grid), publish_grid(grid))


@dataclass(frozen=True)
class SignOff:
    """How far one policy's sign-off has come, in words that point at nobody."""

    title: str
    words: str


def sign_off_coverage() -> list[SignOff]:
    """Return the sign-off of each policy in force, without a figure that singles anybody out."""
    in_force = Version.objects.filter(state=VersionState.PUBLISHED)
    latest: dict[int, Round] = {}
    rounds = Round.objects.filter(version__in=in_force).select_related("version")
    for one in rounds.order_by("opened_at"):
        latest[one.version_id] = one
    counted = coverage_of(latest.values())
    return [
        SignOff(one.version.title, in_words(counted[one.pk].all.signed, counted[one.pk].all.asked))
        for one in sorted(latest.values(), key=lambda one: one.version.title)
    ]


def in_words(signed: int, asked: int) -> str:
    """Return a share in steps of ten, which hides fewer than five on either side."""
    if asked < 2 * THRESHOLD:
        return "too few people to show"
    if asked - signed < THRESHOLD:
        return "all, or nearly all"
    if signed < THRESHOLD:
        return "none yet, or very few"
    return f"about {round(10 * signed / asked) * 10} %"
