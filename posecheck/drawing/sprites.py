"""Small cached pictures with transparency: plates beside angles, banners, marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from posecheck.drawing.palette import INKS, PALE, PANEL, WHITE, Rgb, Tone
from posecheck.drawing.text import OVERSAMPLING, clean_text, draw_text, measure_text, shorten_text, wrap_text

_PLATE_ALPHA = 205
_BANNER_ALPHA = 222


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A picture to lay over a frame.

    Attributes:
        rgb: (h, w, 3) uint8.
        weight: (h, w) float32, 1 where the sprite covers the frame.
        rest: (h, w) float32, 1 - weight.
    """

    rgb: NDArray[np.uint8]
    weight: NDArray[np.float32]
    rest: NDArray[np.float32]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.rgb.shape[1], self.rgb.shape[0]


def _open_image(width: float, height: float) -> Image.Image:
    size = (max(1, round(width)) * OVERSAMPLING, max(1, round(height)) * OVERSAMPLING)
    return Image.new("RGBA", size, (0, 0, 0, 0))


def _close_image(image: Image.Image) -> Sprite:
    small = np.asarray(image.reduce(OVERSAMPLING))
    weight = np.ascontiguousarray(small[..., 3], dtype=np.float32) / np.float32(255.0)
    return Sprite(np.ascontiguousarray(small[..., :3]), weight, np.float32(1.0) - weight)


def _scale(*numbers: float) -> list[float]:
    return [number * OVERSAMPLING for number in numbers]


def _draw_panel(image: Image.Image, radius: float, alpha: int, edge: Rgb | None = None, width: float = 0) -> None:
    box = (0, 0, image.width - 1, image.height - 1)
    ImageDraw.Draw(image).rounded_rectangle(
        box, radius * OVERSAMPLING, fill=(*PANEL, alpha), outline=(*edge, 255) if edge else None,
        width=round(width * OVERSAMPLING),
    )  # fmt: skip


def draw_mark(image: Image.Image, centre: tuple[float, float], radius: float, tone: Tone) -> None:
    """Draw a tone's mark: a disc with a tick, a diamond with an exclamation mark, a disc with a dash or an i.

    Args:
        image: oversampled.
        centre: in shown pixels.
        radius: in shown pixels.
        tone: which mark.
    """
    pen = ImageDraw.Draw(image)
    x, y, r = _scale(*centre, radius)
    ink, dark = (*INKS[tone].rgb, 255), (*PANEL, 255)
    stroke = max(2, round(r * 0.28))
    if tone == "fail":
        pen.polygon([(x, y - 1.2 * r), (x + 1.2 * r, y), (x, y + 1.2 * r), (x - 1.2 * r, y)], fill=ink)
        pen.line([(x, y - 0.62 * r), (x, y + 0.12 * r)], fill=dark, width=stroke)
        pen.ellipse([x - 0.16 * r, y + 0.34 * r, x + 0.16 * r, y + 0.66 * r], fill=dark)
        return
    pen.ellipse([x - r, y - r, x + r, y + r], fill=ink)
    if tone == "pass":
        tick = [(x - 0.46 * r, y + 0.04 * r), (x - 0.12 * r, y + 0.40 * r), (x + 0.50 * r, y - 0.36 * r)]
        pen.line(tick, fill=dark, width=stroke, joint="curve")
    elif tone == "unknown":
        pen.line([(x - 0.5 * r, y), (x + 0.5 * r, y)], fill=dark, width=stroke)
    else:
        pen.line([(x, y - 0.1 * r), (x, y + 0.55 * r)], fill=dark, width=stroke)
        pen.ellipse([x - 0.16 * r, y - 0.62 * r, x + 0.16 * r, y - 0.30 * r], fill=dark)


@lru_cache(maxsize=16)
def make_mark(radius: int, tone: Tone) -> Sprite:
    """Return a tone's mark with a dark rim, for joints."""
    reach = round(radius * 1.5) + 2
    image = _open_image(2 * reach, 2 * reach)
    pen = ImageDraw.Draw(image)
    x, r = reach * OVERSAMPLING, radius * 1.35 * OVERSAMPLING
    rim = (*PANEL, 255)
    if tone == "fail":
        r *= 1.08
        pen.polygon([(x, x - r), (x + r, x), (x, x + r), (x - r, x)], fill=rim)
    else:
        pen.ellipse([x - r, x - r, x + r, x + r], fill=rim)
    draw_mark(image, (reach, reach), radius, tone)
    return _close_image(image)


@lru_cache(maxsize=96)
def make_plate(value: str, name: str, band: str, size: int, tone: Tone) -> Sprite:
    """Return the plate beside an angle: the value large, its name and band small, a stripe in the tone's colour.

    Args:
        value: "112°".
        name: "Front knee", cut off where it is long; "" for the band alone.
        band: "75-105°".
        size: letter size of the value in pixels.
        tone: colour of value and stripe.
    """
    small = max(9, round(size * 0.68))
    note = f"{shorten_text(clean_text(name), small, size * 7.0)} {clean_text(band)}".strip()
    pad, stripe = round(size * 0.34), max(2, round(size * 0.18))
    width = stripe + 2 * pad + max(measure_text(value, size), measure_text(note, small))
    image = _open_image(width, size * 1.30 + small * 1.28)
    _draw_panel(image, size * 0.24, _PLATE_ALPHA)
    ink = (*INKS[tone].rgb, 255)
    edge = _scale(pad * 0.6, size * 0.34)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(
        [*edge, edge[0] + stripe * OVERSAMPLING, image.height - edge[1]], stripe * OVERSAMPLING / 2, fill=ink
    )
    left = pad * 1.25 + stripe
    draw_text(image, (left, size * 1.06), clean_text(value), size, ink, bold=True)
    draw_text(image, (left, size * 1.16 + small), note, small, (*PALE, 255))
    return _close_image(image)


@lru_cache(maxsize=8)
def make_banner(text: str, size: int, max_width: int, tone: Tone) -> Sprite:
    """Return the banner of a cue or an advice: a mark and up to three lines of text on a dark panel."""
    pad, mark = round(size * 0.6), round(size * 0.62)
    left = 2 * pad + 2 * mark
    lines = wrap_text(text, size, max_width - left - pad, max_lines=3)
    line_height = size * 1.28
    width = left + pad + max(measure_text(line, size) for line in lines)
    height = 2 * pad * 0.8 + line_height * len(lines)
    image = _open_image(width, height)
    _draw_panel(image, size * 0.5, _BANNER_ALPHA, INKS[tone].rgb, max(1.5, size * 0.09))
    draw_mark(image, (pad + mark, height / 2), mark, tone)
    for row, line in enumerate(lines):
        base = pad * 0.8 + line_height * row + size * 0.98
        draw_text(image, (left, base), line, size, (*WHITE, 255), bold=True)
    return _close_image(image)


@lru_cache(maxsize=64)
def make_words(text: str, size: int, colour: Rgb, *, bold: bool = False) -> Sprite:
    """Return one line of text on nothing."""
    text = clean_text(text)
    image = _open_image(measure_text(text, size) + 4, size * 1.3)
    draw_text(image, (2, size), text, size, (*colour, 255), bold=bold)
    return _close_image(image)


@lru_cache(maxsize=16)
def make_panel(width: int, height: int, radius: float) -> Sprite:
    """Return a dark translucent panel with round corners."""
    image = _open_image(width, height)
    _draw_panel(image, radius, _PLATE_ALPHA)
    return _close_image(image)
