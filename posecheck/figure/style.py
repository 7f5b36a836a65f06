"""Colours and SVG pieces that the drawn pictures share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from posecheck.drawing.palette import INKS


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of a picture on a light or a dark page, as "#rrggbb"."""

    body: str
    far: str
    skin: str
    accent: str
    mat: str
    quiet: str
    paper: str


LIGHT = Ground("#33475b", "#9fb0bd", "#33475b", INKS["pass"].light, "#d5e5e1", "#5d6b78", "#fbfcfc")
DARK = Ground("#c9d6e2", "#5d6e7e", "#c9d6e2", INKS["pass"].dark, "#24383a", "#a3b2bf", "#10161d")


def choose_ground(dark: bool) -> Ground:
    """Return the colours for a dark or a light page."""
    return DARK if dark else LIGHT


def wrap_svg(pieces: Iterable[str], box: tuple[float, float, float, float], title: str) -> str:
    """Return an SVG document that scales with its place.

    Args:
        pieces: its elements.
        box: left, top, width and height of the drawing.
        title: what a screen reader says.
    """
    view = " ".join(f"{number:.1f}" for number in box)
    name = escape(title, quote=True)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img" aria-label="{name}" width="100%">'
    return f"{head}{''.join(pieces)}</svg>"


def draw_limb(points: Iterable[tuple[float, float]], width: float, colour: str) -> str:
    """Return a rounded line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def draw_disc(centre: tuple[float, float], radius: float, colour: str, ring: str | None = None) -> str:
    """Return a filled circle, with a ring around it when `ring` is a colour."""
    edge = f' stroke="{ring}" stroke-width="{radius * 0.55:.1f}"' if ring else ""
    return f'<circle cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" r="{radius:.1f}" fill="{colour}"{edge}/>'
