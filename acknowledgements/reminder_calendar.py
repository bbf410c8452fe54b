"""The month of reminders as it is shown before it runs: what goes when, and why not on others."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Sum

from acknowledgements.models import AgeReminder, ReminderRun, Round
from acknowledgements.outlook import Outlook, Waiting, people_of, sent_on
from school.terms import days_off


@dataclass(frozen=True)
class Day:
    """One day of the month: what was sent, what will be, or why nothing goes."""

    on: date
    today: date
    off: str = ""
    sent: int = 0
    by_hand: int = 0
    people: int = 0
    policies: list[tuple[str, int]] = field(default_factory=list)
    ages: AgeReminder | None = None

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def says_something(self) -> bool:
        """Tell whether a phone, which shows a list of days, has anything to show of this one."""
        return bool(
            self.off or self.sent or self.by_hand or self.people or self.ages or self.is_today
        )

    @property
    def is_weekend(self) -> bool:
        return self.off == "Weekend"


@dataclass(frozen=True)
class Month:
    """One month, as weeks from Monday to Sunday; None stands for a day of another month."""

    first: date
    weeks: list[list[Day | None]]
    people: int

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)


def last_of(first: date) -> date:
    """Return the last day of the month that begins on a day."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_of(first: date, seen: Outlook) -> Month:
    """Return the month that begins on a day, as it is seen today. The queries are always five."""
    last = last_of(first)
    ahead = seen.ahead(last) if last >= seen.today else {}
    titles = titles_of_rounds()
    off, sent = days_off(first, last, seen.calendar), sent_on(first, last)
    ages = {one.send_on: one for one in _age_reminders(first, last)}
    by_hand = _by_hand(first, last)

    def day(on: date) -> Day | None:
        if on.month != first.month:
            return None
        waiting = ahead.get(on, [])
        return Day(
            on=on,
            today=seen.today,
            off=off.get(on, ""),
            sent=sent.get(on, 0),
            by_hand=by_hand.get(on, 0),
            people=len(people_of(waiting)),
            policies=policies_of(waiting, titles),
            ages=ages.get(on),
        )

    weeks = Calendar().monthdatescalendar(first.year, first.month)
    shown = people_of(one for on, found in ahead.items() if on >= first for one in found)
    return Month(first, [[day(on) for on in week] for week in weeks], len(shown))


def titles_of_rounds() -> dict[int, str]:
    """Return what the policy of each open round is called."""
    return dict(Round.objects.open().order_by().values_list("pk", "version__title"))


def policies_of(waiting: Sequence[Waiting], titles: dict[int, str]) -> list[tuple[str, int]]:
    """Return of what people are reminded, and how many of each, most people first."""
    found: dict[str, list[Waiting]] = defaultdict(list)
    for one in waiting:
        found[one.thing.what or titles.get(one.thing.round_id or 0, "")].append(one)
    counted = [(title, len(people_of(theirs))) for title, theirs in found.items()]
    return sorted(counted, key=lambda item: (-item[1], item[0].casefold()))


def _age_reminders(first: date, last: date) -> list[AgeReminder]:
    planned = AgeReminder.objects.filter(send_on__range=(first, last), cancelled_at=None)
    return list(planned)


def _by_hand(first: date, last: date) -> dict[date, int]:
    pressed = ReminderRun.objects.by_hand().filter(on__range=(first, last)).order_by()
    return dict(pressed.values_list("on").annotate(Sum("reminded")))
