"""The policies that an English maintained school is expected to have (P10).

Two lists stand beside this module: what law or statutory guidance asks for, and what this portal's
own subject needs besides. They are defaults of November 2026 that a school can answer otherwise;
what is not confirmed from a primary source is shown as something to check.
"""

from policies.expected.listing import EXPECTED, Expected, by_key, offered_for

__all__ = ["EXPECTED", "Expected", "by_key", "offered_for"]
