"""Colours, and how well one can be read on another, as WCAG 2.2 measures it."""

import colorsys
import re
from typing import NamedTuple

HEX = re.compile(r"#[0-9a-fA-F]{6}")
STEPS = 40


class Colour(NamedTuple):
    """Red, green and blue, each from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str, otherwise: str = "") -> "Colour":
        """Read a colour like "#1e4078"; anything else gives `otherwise`, or ValueError without."""
        digits = (text if HEX.fullmatch(text) else otherwise).removeprefix("#")
        if not digits:
            raise ValueError(f"{text!r} is no colour like #1e4078.")
        return cls(*bytes.fromhex(digits))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def luminance(self) -> float:
        """Return the relative luminance as WCAG defines it, 0 to 1."""
        red, green, blue = (_linear(part / 255) for part in self)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, other: "Colour") -> float:
        """Return the WCAG contrast ratio of two colours, 1 to 21."""
        dark, light = sorted([self.luminance(), other.luminance()])
        return (light + 0.05) / (dark + 0.05)

    def with_lightness(self, lightness: float) -> "Colour":
        """Return this hue, as dark (0) or as light (1) as asked."""
        hue, _, saturation = colorsys.rgb_to_hls(*(part / 255 for part in self))
        return Colour(*(round(p * 255) for p in colorsys.hls_to_rgb(hue, lightness, saturation)))

    def readable_on(self, ground: "Colour", ratio: float) -> "Colour":
        """Return the nearest shade, towards the far end from the ground, that stands out enough."""
        own = colorsys.rgb_to_hls(*(part / 255 for part in self))[1]
        end = 1.0 if ground.luminance() < 0.5 else 0.0
        shades = (self.with_lightness(own + (end - own) * step / STEPS) for step in range(STEPS))
        readable = (shade for shade in [self, *shades] if shade.contrast(ground) >= ratio)
        return next(readable, self.with_lightness(end))

    def beside(self, by: float) -> "Colour":
        """Return a shade lighter (or, below zero, darker) by a share of what room there is."""
        own = colorsys.rgb_to_hls(*(part / 255 for part in self))[1]
        return self.with_lightness(own + by * (own if by < 0 else 1 - own))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


WHITE = Colour(255, 255, 255)

# St Mary's own, for a school whose colours are missing or not to be read.
STMARYS_BLUE, STMARYS_GOLD = "#1e4078", "#b9791a"
