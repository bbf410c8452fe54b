"""Filling the places of a round in a constant number of statements, however many people there are.

Whoever is to be asked and is not is asked; whoever is asked and is not to be is stopped; whoever
was stopped and belongs there again is asked anew. The database compares: no list of people is made.

Whatever writes requests takes its turn at the end of the chain first (`chain.take_turn`), so that
it never waits for somebody who waits for it. Signing does so too: it records its event before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from itertools import count, takewhile
from operator import or_
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, DateField, Expression, F, Q, Value, When
from django.utils import timezone

from acknowledgements.models import Reply, Request, RequestQuerySet, Round, SignOffSettings
from acknowledgements.places import Rows, Scope, Source
from school.calendar import ONE_DAY, SchoolCalendar
from school.terms import school_calendar

LEFT = "No longer in the audience of this policy."
LEAST_SCHOOL_DAYS = 3


class Changed(NamedTuple):
    """How many places of a round are newly asked, and how many no longer."""

    asked: int
    stopped: int


@dataclass(frozen=True)
class Moment:
    """When people are asked, and by when they are to have signed."""

    now: datetime = field(default_factory=timezone.now)
    calendar: SchoolCalendar = field(default_factory=school_calendar)
    school_days: int = field(default_factory=lambda: SignOffSettings.current().due_school_days)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def due(self, asked_on: date | None = None) -> date:
        """Return the day by which somebody asked on a day (default: today) is to have signed."""
        return self.calendar.add_school_days(asked_on or self.today, self.school_days)

    def due_in(self, asked: Round) -> Expression:
        """Return as SQL over `first_day` when a newcomer to an open round is to have signed.

        Somebody who joined since it opened signs at induction: the days are counted from their
        first one. Whoever has long been here and is asked only now, or was written down so late
        that less than three school days would be left, has the full time from today. Nobody is due
        before the round itself is.
        """
        opened_on = timezone.localdate(asked.opened_at)
        least = self.calendar.add_school_days(self.today, min(LEAST_SCHOOL_DAYS, self.school_days))
        backwards = (self.today - ONE_DAY * number for number in count())
        joined_on = takewhile(lambda day: day > opened_on and self.due(day) >= least, backwards)
        first_day_of = {self.due(day): day for day in joined_on}
        return Case(
            *[
                When(first_day__gte=first_day, then=Value(max(due, asked.due_on)))
                for due, first_day in first_day_of.items()
            ],
            default=Value(max(self.due(), asked.due_on)),
            output_field=DateField(),
        )


def fill(asked: Round, moment: Moment, *, at_opening: bool = False) -> Changed:
    """Make a round's requests fit who is to be asked at this moment; return what changed.

    At its opening everybody has until the day of the round; those who come later, see `Moment`.
    """
    scope = Scope.of(asked)
    due_on = Value(asked.due_on) if at_opening else moment.due_in(asked)
    new = sum(
        _insert(
            source.with_first_day().order_by("person_id"),
            like=Request(round=asked, capacity=source.capacity, asked_at=moment.now),
            person=F("person_id"),
            due_on=due_on,
            **({"child": F("child_id")} if source.is_of_parents else {}),
        )
        for source in scope.to_ask(moment.today)
    )
    if at_opening:
        return Changed(new, 0)
    unsigned = Request.objects.filter(round=asked).exclude(reply=Reply.SIGNED)
    sources = scope.sources(moment.today)
    back = sum(_ask_again(unsigned, scope, source, moment, asked) for source in sources)
    return Changed(new + back, _stop(unsigned, sources, moment))


def _ask_again(
    unsigned: RequestQuerySet, scope: Scope, source: Source, moment: Moment, asked: Round
) -> int:
    """Ask those who were stopped and belong here again; a new invitation goes to them."""
    stopped = unsigned.filter(source.holds(), stopped_at__isnull=False)
    return stopped.filter(~scope.settled(source)).update(
        stopped_at=None,
        stopped_why="",
        asked_at=moment.now,
        invited_at=None,
        due_on=max(moment.due(), asked.due_on),
    )


def _stop(unsigned: RequestQuerySet, sources: Iterable[Source], moment: Moment) -> int:
    """Stop asking those who are in none of the places."""
    belongs = reduce(or_, (source.holds() for source in sources), Q(pk__in=[]))
    return unsigned.filter(~belongs, stopped_at=None).update(
        stopped_at=moment.now, stopped_why=LEFT
    )


def _insert(rows: Rows, *, like: Request, **columns: Expression | F) -> int:
    """Add a request like this one for each row, its columns in place; return how many.

    Where somebody else was quicker, theirs stands.
    """
    fields = [each for each in Request._meta.concrete_fields if not each.primary_key]
    values = [
        columns.get(each.name, Value(getattr(like, each.attname), output_field=each))
        for each in fields
    ]
    selected, params = rows.values_list(*values).query.sql_with_params()
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(each.column)) for each in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(Request._meta.db_table)} ({names}) {selected} "
            "ON CONFLICT DO NOTHING",
            params,
        )
        return cursor.rowcount
