"""What needs a person, gathered from every room for their first page: one part for each role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from acknowledgements import queries as sign_offs
from acknowledgements.models import Capacity, Round
from governance.models import Referral
from incidents.models import Case
from incidents.models import State as CaseState
from incidents.queries import reports_of, reviews_for
from policies.models import State, Version
from policies.permissions import can_approve, can_manage, can_publish
from school.models import Child, PeopleImport, Person, Role
from school.terms import school_calendar

REVIEW_IN_SIGHT = timedelta(days=61)  # an owner first hears of a review two months before (P6)


@dataclass(frozen=True)
class Need:
    """One line of the page: what it is, where it leads, how many, and whether it presses."""

    title: str
    url: str
    detail: str = ""
    count: int | None = None
    is_late: bool = False
    icon: str = "icons/_pen.html"

    @property
    def mood(self) -> str:
        if self.is_late:
            return "late"
        return "calm" if self.count == 0 else "waiting"


@dataclass(frozen=True)
class Part:
    """What needs a person in one of their roles."""

    heading: str
    needs: list[Need]


@dataclass
class Asked:
    """Whom the page is for, with what several parts ask about them fetched once."""

    person: Person
    today: date

    def __post_init__(self) -> None:
        self.roles = self.person.roles()
        self.to_sign = sign_offs.to_sign(sign_offs.outstanding_for(self.person))
        open_versions = Version.objects.open().worked_on_by(self.person)
        in_work = open_versions.select_related("policy").prefetch_related("authors")
        self.in_work = list(in_work.order_by("title", "pk"))


@dataclass(frozen=True)
class Gatherer:
    """A part of the page: its roles, each with its heading, and what it gathers for them."""

    headings: dict[Role, str]
    gather: Callable[[Asked], list[Need]]

    def part(self, asked: Asked) -> Part | None:
        heading = next((words for role, words in self.headings.items() if role in asked.roles), "")
        needs = self.gather(asked) if heading else []
        return Part(heading, needs) if needs else None


def parts_for(person: Person, on: date | None = None) -> list[Part]:
    """Return a part for each role in which something needs the person on a day (default: today)."""
    asked = Asked(person, on or timezone.localdate())
    return [part for gatherer in GATHERERS if (part := gatherer.part(asked))]


def has_reported(person: Person) -> bool:
    return reports_of(person).exists()


# --- what each role sees, most pressing first -----------------------------------------------------


def _leading(asked: Asked) -> list[Need]:
    return [
        *_cases(asked, Role.HEADTEACHER, Role.DEPUTY),
        *_to_approve(asked, Role.HEADTEACHER),
        *_replies_to_come(),
        *_to_publish(asked),
        *_to_review(asked),
    ]


def _safeguarding(asked: Asked) -> list[Need]:
    return _cases(asked, Role.DSL)


def _governing(asked: Asked) -> list[Need]:
    needs = [*_to_sign(asked, Capacity.GOVERNOR)]
    if asked.person.is_any(Role.CHAIR, Role.CLERK):
        needs += _cases(asked, Role.CHAIR, Role.CLERK)
    needs += _referrals(asked)
    needs += _to_approve(asked, Role.GOVERNOR, Role.CHAIR, Role.CLERK)
    if asked.person.is_any(Role.CLERK):
        needs += [*_to_publish(asked), *_to_review(asked)]
    history = Need(
        "Breach history",
        reverse("governance:history"),
        "How many reports, about what, term by term. Never names.",
        icon="icons/_chart.html",
    )
    return [*needs, history]


def _office(asked: Asked) -> list[Need]:
    return [*_lists_to_confirm(asked), *_joiners(asked), *_without_email(), *_drafts(asked)]


def _staff(asked: Asked) -> list[Need]:
    return _to_sign(asked, Capacity.STAFF)


def _volunteering(asked: Asked) -> list[Need]:
    return _to_sign(asked, Capacity.VOLUNTEER)


def _parenting(asked: Asked) -> list[Need]:
    return _to_sign(asked, Capacity.PARENT)


GATHERERS = (
    Gatherer(
        {Role.HEADTEACHER: "As Headteacher", Role.DEPUTY: "As deputy headteacher"},
        _leading,
    ),
    Gatherer({Role.DSL: "As safeguarding lead"}, _safeguarding),
    Gatherer(
        {
            Role.CHAIR: "As chair of governors",
            Role.CLERK: "As clerk to the governors",
            Role.GOVERNOR: "As a governor",
        },
        _governing,
    ),
    Gatherer({Role.OFFICE: "In the school office"}, _office),
    Gatherer(
        dict.fromkeys(
            (Role.STAFF, Role.HEADTEACHER, Role.DEPUTY, Role.DSL, Role.OFFICE),
            "As a member of staff",
        ),
        _staff,
    ),
    Gatherer({Role.VOLUNTEER: "As a volunteer"}, _volunteering),
    Gatherer({Role.PARENT: "As a parent or carer"}, _parenting),
)


# --- the lines ------------------------------------------------------------------------------------


def _to_sign(asked: Asked, capacity: Capacity) -> list[Need]:
    return [
        Need(
            title=f"Read and sign: {item.version.title}",
            url=reverse("acknowledgements:sign", args=[item.first.pk]),
            detail=_about(item),
        )
        for item in asked.to_sign
        if item.first.capacity == capacity
    ]


def _about(item: sign_offs.ToSign) -> str:
    minutes = "1 minute" if item.minutes == 1 else f"{item.minutes} minutes"
    whom = f"For {_listed(item.children)}. " if item.children else ""
    return f"{whom}About {minutes} to read, by {date_format(item.first.due_on)}."


def _cases(asked: Asked, *roles: Role) -> list[Need]:
    as_this = Q(handling_role__in=roles) | Q(besides_role__in=roles) | Q(escalated_role__in=roles)
    cases = Case.objects.visible_to(asked.person).open().filter(as_this)
    found = cases.aggregate(number=Count("pk"), due=Min("due_at"))
    number, due_at = found["number"], found["due"]
    due = timezone.localdate(due_at) if due_at else None
    return [
        Need(
            title="Case with you" if number == 1 else "Cases with you",
            url=reverse("incidents:queue"),
            detail=_by_when(due, asked.today) if number else "When a report comes, it is here.",
            count=number,
            is_late=bool(due and due < asked.today),
        ),
        *_reviews(asked, *roles),
    ]


def _reviews(asked: Asked, *roles: Role) -> list[Need]:
    found = reviews_for(asked.person).filter(role__in=roles).order_by()
    sums = found.aggregate(number=Count("pk"), due=Min("due_at"))
    if not (number := sums["number"]):
        return []
    due = timezone.localdate(sums["due"])
    return [
        Need(
            title="Case to look at again" if number == 1 else "Cases to look at again",
            url=reverse("incidents:queue"),
            detail=f"Whoever told us asked for it. The first answer is due on {date_format(due)}.",
            count=number,
            is_late=due < asked.today,
        )
    ]


def _by_when(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return f"The first waits for a step since {date_format(due)}."
    days = school_calendar().school_days_between(today, due)
    when = {0: "today", 1: "in 1 school day"}.get(days, f"in {days} school days")
    return f"The next step is due on {date_format(due)}, {when}."


def _replies_to_come() -> list[Need]:
    rounds = list(Round.objects.open())
    coverage = sign_offs.coverage_of(rounds).values()
    to_come = sum(one.no_reply for one in coverage)
    if not rounds:
        return []
    policies = "1 policy" if len(rounds) == 1 else f"{len(rounds)} policies"
    signed, asked = sum(one.signed for one in coverage), sum(one.asked for one in coverage)
    return [
        Need(
            title="Sign-offs still to come" if to_come else "Everybody has signed",
            url=reverse("acknowledgements:board"),
            detail=f"{signed} of {asked} have signed, over {policies}.",
            count=to_come,
        )
    ]


def _to_approve(asked: Asked, *roles: Role) -> list[Need]:
    if not asked.person.is_any(*roles):
        return []
    return [
        Need(
            f"Approve: {version.title}",
            version.get_work_url(),
            f"{version.policy.get_approver_level_display()} approves this policy.",
        )
        for version in asked.in_work
        if version.state == State.IN_REVIEW and can_approve(asked.person, version)
    ]


def _to_publish(asked: Asked) -> list[Need]:
    if not can_publish(asked.person):
        return []
    return [
        Need(f"Publish: {version.title}", version.get_work_url(), "It is approved and ready.")
        for version in asked.in_work
        if version.state == State.APPROVED
    ]


def _drafts(asked: Asked) -> list[Need]:
    drafts = sum(version.state == State.DRAFT for version in asked.in_work)
    if not drafts or not can_manage(asked.person):
        return []
    return [
        Need(
            "Policies being drafted",
            reverse("policies:manage"),
            "Send each for review when it is ready.",
            count=drafts,
        )
    ]


def _to_review(asked: Asked) -> list[Need]:
    if not can_manage(asked.person):
        return []
    near = Version.objects.published().filter(next_review_on__lte=asked.today + REVIEW_IN_SIGHT)
    found = near.aggregate(number=Count("pk"), first=Min("next_review_on"))
    if not found["number"]:
        return []
    return [
        Need(
            "Policies to review",
            reverse("policies:manage"),
            f"The first review is due on {date_format(found['first'])}. Until then it stands.",
            count=found["number"],
            is_late=found["first"] < asked.today,
        )
    ]


def _referrals(asked: Asked) -> list[Need]:
    mine = Referral.objects.visible_to(asked.person).exclude(case__state=CaseState.CLOSED)
    if not (number := mine.count()):
        return []
    return [
        Need(
            "Case put to you" if number == 1 else "Cases put to you",
            reverse("governance:referrals"),
            "Only the governors named on it can see it.",
            count=number,
        )
    ]


def _lists_to_confirm(asked: Asked) -> list[Need]:
    waiting = PeopleImport.objects.visible_to(asked.person).filter(applied_at=None).count()
    if not waiting:
        return []
    return [
        Need(
            "Lists of people to confirm",
            reverse("school:import_people"),
            "Nobody on them is put in until you say yes.",
            count=waiting,
        )
    ]


def _joiners(asked: Asked) -> list[Need]:
    joining = Child.objects.filter(admitted_on__gt=asked.today)
    found = joining.aggregate(number=Count("pk"), first=Min("admitted_on"))
    if not found["number"]:
        return []
    return [
        Need(
            "Children who join soon",
            reverse("school:children"),
            f"The first on {date_format(found['first'])}. Their parents get their links that day.",
            count=found["number"],
        )
    ]


def _without_email() -> list[Need]:
    number = Person.objects.filter(is_active=True, email=None).count()
    if not number:
        return []
    return [
        Need(
            "People without an e-mail address",
            reverse("school:people"),
            "Print for them what there is to read.",
            count=number,
        )
    ]


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
