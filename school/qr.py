"""An address as a square of dots that a telephone's camera reads."""

from dataclasses import dataclass

import segno

QUIET = 4  # the white rim that readers need, in dots


@dataclass(frozen=True)
class QrCode:
    """What a template draws: how many dots wide, and the dark ones as the path of an SVG."""

    width: int
    path: str


def qr_code(text: str) -> QrCode:
    """Return the code of a text, with enough spare for a paper that was folded."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=QUIET)]
    dark = [
        f"M{across} {down}h1v1h-1z"
        for down, row in enumerate(rows)
        for across, dot in enumerate(row)
        if dot
    ]
    return QrCode(len(rows), "".join(dark))
