"""The colours of PoseCheck, one place for video, report and pages.

A verdict is never told by colour alone: each tone has a shape (a tick, an exclamation mark, a dash) and a line
style as well. Teal against orange stays apart for the common kinds of colour blindness (the pair of Okabe and
Ito, "Color universal design", 2008); the hues are moved for contrast on video, on white and on dark pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rgb = tuple[int, int, int]
Tone = Literal["pass", "fail", "unknown", "neutral", "info"]


@dataclass(frozen=True, slots=True)
class Ink:
    """One tone's colours as "#rrggbb": on video, on a light page, on a dark page."""

    video: str
    light: str
    dark: str

    @property
    def rgb(self) -> Rgb:
        """The colour on video, channels 0..255."""
        return parse_hex(self.video)


INKS: dict[Tone, Ink] = {
    "pass": Ink("#22d3b0", "#0b6e5f", "#3fd6b8"),
    "fail": Ink("#ff7a1f", "#b23c00", "#ff9552"),
    "unknown": Ink("#b4bac4", "#5b6370", "#a7b0bd"),
    "neutral": Ink("#f2f4f7", "#2b3340", "#e6e9ee"),
    "info": Ink("#6cc0ff", "#1b5fa8", "#7cc4ff"),
}

CASING: Rgb = (14, 18, 26)
PANEL: Rgb = (16, 21, 30)
WHITE: Rgb = (255, 255, 255)
PALE: Rgb = (198, 205, 216)

TONE_OF_VERDICT: dict[str, Tone] = {
    "pass": "pass",
    "fail": "fail",
    "not_assessable": "unknown",
    "not_performed": "info",
}


def parse_hex(colour: str) -> Rgb:
    """Return "#rrggbb" as channels 0..255."""
    digits = colour.removeprefix("#")
    red, green, blue = (int(digits[start : start + 2], 16) for start in (0, 2, 4))
    return red, green, blue
