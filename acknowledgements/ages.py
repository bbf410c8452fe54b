"""When parents are reminded that some services are not for young children, and in which words (M8).

Once a term, on the first school day of its second week. The weeks before and after a half-term are
entered as two terms and count as one: a reminder follows the one before no sooner than ten weeks
later. Where the portal learns of a term late, or was down, it gives two school days' notice.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from school.calendar import SchoolCalendar

APART = timedelta(weeks=10)
NOTICE = 2

TITLE = "Which apps are for which age"
WORDS = """Hello,

Our children hear a lot about apps and websites. Most well-known ones ask that people are 13 or \
older before they have an account, and so they are not meant for children of our age.

What helps is to look together at what your child uses, to keep accounts in a grown-up's name, and \
to choose the version made for children where there is one.

If something online has worried you or your child, please tell us, early rather than late."""


def day_in_term(
    *, starts_on: date, ends_on: date, today: date, last_on: date | None, calendar: SchoolCalendar
) -> date | None:
    """Return the day of a term's reminder, or None where this term needs none.

    `last_on` is the day of the last one that was planned by itself, called off or not.
    """
    second_week = starts_on + timedelta(days=7 - starts_on.weekday())
    day = calendar.add_school_days(second_week, 0)
    if day <= today:
        day = calendar.add_school_days(today, NOTICE)
    if day > ends_on or (last_on is not None and day < last_on + APART):
        return None
    return day


def in_words(services: Sequence[Mapping[str, Any]]) -> str:
    """Return the ages as lines of a letter, the youngest first."""
    return "\n".join(
        f"- {one['name']}: {one['minimum_age']}" + (f" ({one['note']})" if one["note"] else "")
        for one in sorted(services, key=lambda one: (one["minimum_age"], one["name"].casefold()))
    )
