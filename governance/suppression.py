"""What governors may see of small numbers: steps of five, none of which can be made finer.

In words a deputy head could check (G1). In a school this small, "one case" can be as good as a
name. So a count is never shown itself. What is shown is the step it stands on: fewer than five, 5
to 9, 10 to 14 and so on. Nought is "fewer than five" like one and four.

Several tables about the same cases could still give a step away, because they all come to the same
number of cases. Say that a table has five lines and each says "fewer than five": they come to 20 at
most. If another table shows that there were 20 to 24 cases, there were 20, and each line was a
four. With six lines that cannot happen. Six lines come to 24 at most, and no other table ever shows
"24 or more", because each step begins at a multiple of five: what is shown is "20 or more" at
most, so four are always left over, and any one line may just as well be nought. Likewise upwards:
there is always room for any one line to be four. So:

1. A table whose lines come to all the cases has one line, or six, or eleven: always one more than a
   multiple of five. Where there are not as many answers as that, one is left out of the table.
2. A table of which a line is always left out may have any number of lines, because what is left out
   may be any number. The same holds for one in which a case may stand on several lines or on none.
3. No table is ever crossed with another, and nothing is added up over terms: there is one fixed set
   of tables for each term, and to choose on a page is to choose among them.
4. They are made once, when a term is over, and never again (`governance.history.counting`): nothing
   is there to compare them with on another day.

`tests/governance/test_breach_attack.py` works out everything that could be behind what is shown,
and finds for each line that says "fewer than five" that it may be 0, 1, 2, 3 or 4. Why steps, and
what else was thought of, is in docs/decisions/0017-small-numbers.md.
"""

STEP = 5
A_CLASS = 30
FEWEST_ASKED = 3 * STEP - 1  # fewer leave no five counts between "none" and "all"

TOO_FEW_PEOPLE = "too few people to show"
ALMOST_ALL = "all, or nearly all"
ALMOST_NONE = "none yet, or very few"


def step_of(count: int, step: int = STEP) -> int:
    """Return where the step of a count begins: 0 for "fewer than five", 5 for "5 to 9"."""
    if count < 0:
        raise ValueError("A count cannot be less than nought.")
    return count - count % step


def in_words(begins: int) -> str:
    """Return a step as a page prints it."""
    return f"{begins} to {begins + STEP - 1}" if begins else "fewer than five"


def per_hundred(begins: int, of: int) -> str:
    """Return a step as a rate of so many people; nothing for fewer than five, or than a class."""
    if not begins or of < A_CLASS:
        return ""
    least, most = (round(100 * count / of) for count in (begins, begins + STEP - 1))
    if most < 1:
        return "fewer than 1"
    return str(least) if least == most else f"{least} to {most}"


def keeps_its_secrets(lines: int, *, leaves_out: bool, step: int = STEP) -> bool:
    """Tell whether a table of so many lines gives no step away (points 1 and 2)."""
    return leaves_out or lines % step == 1


def share_of(signed: int, asked: int) -> int | None:
    """Return a share in tenths, each of which stands for five counts at least.

    None stands for too few people, 0 for none or very few, 10 for all or nearly all: 0 and 10 hide
    fewer than five on either side. Whoever knows how many were asked learns no count closer than
    that, nor, of two shares, by how many it rose. Of few people a share is rough.
    """
    if asked < FEWEST_ASKED:
        return None
    if asked - signed < STEP:
        return 10
    if signed < STEP:
        return 0
    last = step_of(asked - 2 * STEP + 1)  # the last step that keeps clear of "nearly all"
    begins = min(step_of(signed), last)
    ends = asked - STEP if begins == last else begins + STEP - 1
    return round(5 * (begins + ends) / asked)


def share_in_words(tenths: int | None) -> str:
    if tenths is None:
        return TOO_FEW_PEOPLE
    return {0: ALMOST_NONE, 10: ALMOST_ALL}.get(tenths, f"about {10 * tenths} %")
