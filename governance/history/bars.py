"""Where each piece of a chart of steps stands; `_steps.html` draws it as SVG.

A bar is full as far as the count is certain, and hatched as far as it may reach. Lengths are shares
of the width and multiples of the letters' size, so that a chart fits a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.suppression import STEP, in_words

BAR, WORDS, GAP = 1.2, 2.5, 1.0  # heights, in letters


@dataclass(frozen=True)
class Bar:
    label: str
    beside: str
    label_y: str
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
    widest, each = longest + STEP - 1, WORDS + BAR + GAP
    return Chart(
        title=title,
        description=" ".join(f"{label}: {in_words(begins)}." for label, begins in parts),
        height=f"{each * len(parts) - GAP + 0.2:.2f}em",
        bars=tuple(
            Bar(
                label=label,
                beside=in_words(begins),
                label_y=f"{place * each + 0.9:.2f}em",
                beside_y=f"{place * each + 2.1:.2f}em",
                y=f"{place * each + WORDS:.2f}em",
                certain=f"{100 * begins / widest:.3f}%",
                most=f"{100 * (begins + STEP - 1) / widest:.3f}%",
            )
            for place, (label, begins) in enumerate(parts)
        ),
    )
