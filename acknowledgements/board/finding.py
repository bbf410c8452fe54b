"""What the figures say, in a sentence that a tired Headteacher understands at once.

Staff, governors and volunteers have to sign, so the sentence says how many have. Parents are
invited: of them it says how many replies have come, since a "no" and a question are replies too,
and it never calls anybody late. Whoever is away is not waited for. An audience is called furthest
behind only where others who have to sign are ahead of it, and never families.
"""

from collections.abc import Sequence

from acknowledgements.board.tally import Tally

# One, and several, in the middle of a sentence.
NOUNS = {
    "staff": ("member of staff", "staff"),
    "governor": ("governor", "governors"),
    "volunteer": ("volunteer", "volunteers"),
    "parent": ("family", "families"),
}
INVITED = "parent"

Parts = Sequence[tuple[str, Tally]]


def finding(parts: Parts, *, of_many: bool = False) -> str:
    """Return how far one policy (or `of_many`) has come; the parts are named by capacity."""
    asked = [(capacity, tally) for capacity, tally in parts if tally.asked]
    if not asked:
        return "Nobody is asked to sign."
    said = "; ".join(_said(capacity, tally, of_many) for capacity, tally in asked)
    return " ".join(filter(None, [f"{said[0].upper()}{said[1:]}.", _behind(asked)]))


def finding_of_classes(classes: Parts) -> str:
    """Return from which class most replies of families are still to come; it blames nobody."""
    waiting = [(name, tally) for name, tally in classes if tally.none]
    if not waiting:
        return "Every reply asked of these families has come."
    name, most = max(waiting, key=lambda one: one[1].none)
    if len(classes) == 1:
        return f"{most.none:,} of {most.asked:,} replies from {name} are still to come."
    return f"Most replies are still to come from {name}: {most.none:,} of {most.asked:,}."


def finding_of_children(policies: Sequence[tuple[str, int, int]]) -> str:
    """Return for which policy the fewest children have a parent's signature, of how many asked."""
    asked = [one for one in policies if one[2]]
    if not asked:
        return "No parent in this class is asked to sign."
    if all(signed == children for _, signed, children in asked):
        return "For every child a parent has signed each of these policies."
    title, signed, children = min(asked, key=lambda one: one[1] / one[2])
    fewest = "" if len(asked) == 1 else "The fewest signatures have come for one policy. "
    return f"{fewest}{title}: for {signed:,} of {children:,} children a parent has signed."


def _said(capacity: str, tally: Tally, of_many: bool) -> str:
    if capacity == INVITED:
        return _invited(tally)
    return _many(capacity, tally) if of_many else _required(capacity, tally)


def _required(capacity: str, tally: Tally) -> str:
    one, several = NOUNS[capacity]
    if tally.asked == 1:
        signed = "has signed" if tally.signed else "has not signed yet"
        return f"the one {one} who is asked {signed}{_away(tally)}"
    if not tally.unsigned:
        return f"all {tally.asked:,} {several} have signed"
    if not tally.signed:
        return f"none of the {tally.asked:,} {several} have signed yet{_away(tally)}"
    verb = "has" if tally.signed == 1 else "have"
    return f"{tally.signed:,} of {tally.asked:,} {several} {verb} signed{_away(tally)}"


def _many(capacity: str, tally: Tally) -> str:
    _, several = NOUNS[capacity]
    if not tally.unsigned:
        return f"every signature asked of {several} is in"
    verb = "is" if tally.signed == 1 else "are"
    return (
        f"{tally.signed:,} of {tally.asked:,} signatures asked of {several} {verb} in{_away(tally)}"
    )


def _invited(tally: Tally) -> str:
    if not tally.none:
        return "every reply asked of families has come"
    if tally.none == tally.asked:
        return f"none of the {tally.asked:,} replies asked of families has come yet"
    verb = "has" if tally.none == 1 else "have"
    return f"{tally.none:,} of {tally.asked:,} replies asked of families {verb} not come yet"


def _away(tally: Tally) -> str:
    if not tally.away:
        return ""
    if tally.asked == 1:
        return " (and is away)"
    if tally.away == tally.unsigned:
        others = "the other one is" if tally.away == 1 else f"the other {tally.away:,} are"
        return f" ({others} away)"
    return f" ({tally.away:,} {'is' if tally.away == 1 else 'are'} away)"


def _behind(asked: Parts) -> str:
    """Name the audience that is furthest from having signed, where that tells anything."""
    shares = sorted(
        ((tally.signed + tally.away) / tally.asked, capacity)
        for capacity, tally in asked
        if capacity != INVITED
    )
    if len(shares) < 2 or shares[0][0] == shares[1][0]:
        return ""
    _, several = NOUNS[shares[0][1]]
    verb = "is" if shares[0][1] == "staff" else "are"
    return f"Furthest behind {verb} {several}."
