"""Where each piece of a chart of steps stands; `_steps.html` draws it as SVG.

A bar is full as far as the count is certain, and hatched as far as it may reach. Lengths are shares
of the width and multiples of the letters' size, so that a chart fits a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from governance.suppression import STEP, in_words

LINE, BAR, GAP = 1.2, 1.2, 1.1  # heights, in letters
LETTERS = 28  # that fit beside each other on a phone


@dataclass(frozen=True)
class Bar:
    label: tuple[tuple[str, str], ...]  # each of its lines, and how far down it stands
    beside: str
    beside_y: str
    y: str
    certain: str
    most: str


@dataclass(frozen=True)
class Chart:
    """A chart, with the words by which it is heard instead of seen."""

    title: str
    description: str
    height: str
    bars: tuple[Bar, ...]
    bar_height: str = f"{BAR}em"


def chart(title: str, parts: Sequence[tuple[str, int]]) -> Chart | None:
    """Return the chart of some steps, or None where there is nothing to compare."""
    longest = max((begins for _, begins in parts), default=0)
    if len(parts) < 2 or not longest:
        return None
    bars, down = [], 0.0
    for label, begins in parts:
        bars.append(bar(label, begins, down, widest=longest + STEP - 1))
        down += (len(bars[-1].label) + 1) * LINE + BAR + GAP
    return Chart(
        title=title,
        description=" ".join(f"{label}: {in_words(begins)}." for label, begins in parts),
        height=f"{down - GAP + 0.2:.2f}em",
        bars=tuple(bars),
    )


def bar(label: str, begins: int, down: float, *, widest: int) -> Bar:
    """Return one bar under its words, the first line of which stands so far down."""
    lines = wrap(label, LETTERS, max_lines=2, placeholder="…")
    first, words = down + 0.9, len(lines) * LINE
    return Bar(
        label=tuple((line, f"{first + place * LINE:.2f}em") for place, line in enumerate(lines)),
        beside=in_words(begins),
        beside_y=f"{first + words:.2f}em",
        y=f"{down + 1.3 + words:.2f}em",
        certain=f"{100 * begins / widest:.3f}%",
        most=f"{100 * (begins + STEP - 1) / widest:.3f}%",
    )
