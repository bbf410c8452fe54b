"""What changed between two texts of a policy, in the order in which the newer one is read.

In words a deputy head could check (P8). First it is found out which section of the newer text each
section of the older one became, and then the same for the clauses: those that say the same words
are the same clause, wherever they stand; of the rest, those that stand in the same place and say
something alike; and then those that are simply much alike. What finds no partner was added or
removed. A partner in another section, or one that overtook its neighbours, was moved; a number that
shifts because something was put in before it makes nobody move. Only inside a pair are words
compared. Spaces and line ends are no words: a text that was merely wrapped anew has not changed.

The module knows no database, no settings and no clock. The work is bounded by counting it, so equal
texts always give equal answers: what would be too much to compare word by word is shown as taken
out and put in whole.
"""

from policies.comparison.changes import (
    ClauseChange,
    ClauseText,
    Comparison,
    PolicyText,
    SectionChange,
    SectionText,
)
from policies.comparison.comparing import compare
from policies.comparison.words import Change, Run

__all__ = [
    "Change",
    "ClauseChange",
    "ClauseText",
    "Comparison",
    "PolicyText",
    "Run",
    "SectionChange",
    "SectionText",
    "compare",
]
