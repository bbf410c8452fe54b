"""Where each piece of a chart of stacked bars stands; `_bars.html` draws it as SVG.

Every bar is as wide as the page, whatever it counts: shares are compared, and the numbers stand
beside it. Lengths are shares of the width and multiples of the letters' size, so that the chart
fits a phone and grows with the letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from acknowledgements.board.tally import STATES, Tally

BAR, LABEL, GAP = 1.5, 1.5, 0.9  # heights, in letters


@dataclass(frozen=True)
class Piece:
    """One state's share of a bar."""

    state: str
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    label: str
    beside: str
    label_y: str
    y: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Chart:
    """A chart, with the words by which it is heard instead of seen."""

    title: str
    description: str
    height: str
    bars: tuple[Bar, ...]
    key: tuple[tuple[str, str], ...]
    bar_height: str = f"{BAR}em"


def chart(title: str, parts: Sequence[tuple[str, Tally]]) -> Chart | None:
    """Return the chart of some tallies, or None where one number says it as well.

    That is so for fewer than two bars, or where everybody in all of them is in the same state.
    """
    parts = [(label, tally) for label, tally in parts if tally.asked]
    key = tuple(
        (state, words) for state, words in STATES if any(getattr(t, state) for _, t in parts)
    )
    if len(parts) < 2 or len(key) < 2:
        return None
    step = LABEL + BAR + GAP
    return Chart(
        title=title,
        description=" ".join(f"{label}: {tally.in_words}." for label, tally in parts),
        height=f"{step * len(parts) - GAP + 0.2:.2f}em",
        bars=tuple(_bar(label, tally, place * step) for place, (label, tally) in enumerate(parts)),
        key=key,
    )


def _bar(label: str, tally: Tally, top: float) -> Bar:
    pieces, before = [], 0
    for state, _, number in tally.states:
        if number:
            pieces.append(Piece(state, _share(before, tally), _share(number, tally)))
        before += number
    return Bar(
        label=label,
        beside=f"{tally.signed:,} of {tally.asked:,}",
        label_y=f"{top + LABEL - 0.4:.2f}em",
        y=f"{top + LABEL:.2f}em",
        pieces=tuple(pieces),
    )


def _share(number: int, tally: Tally) -> str:
    return f"{100 * number / tally.asked:.3f}%"
