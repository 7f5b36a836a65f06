"""The look of the pages: the style sheet, and colours that follow the light or dark look."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from posecheck.drawing.palette import INKS, Tone
from posecheck.figure.style import choose_ground

_STYLE_SHEET = Path(__file__).with_name("style.css")


def is_dark() -> bool:
    """Return whether the page is shown in its dark look."""
    return bool(st.context.theme.type == "dark")


def apply_theme() -> None:
    """Add PoseCheck's style sheet to the page."""
    st.html(_STYLE_SHEET)


def get_tone_colour(tone: Tone) -> str:
    """Return the colour of a tone on this page, as "#rrggbb"."""
    ink = INKS[tone]
    return ink.dark if is_dark() else ink.light


def get_paper_colour() -> str:
    """Return the colour of the page itself, as "#rrggbb"."""
    return choose_ground(is_dark()).paper
