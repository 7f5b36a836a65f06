"""Words as bitmaps: Pillow's own TrueType face, drawn three times larger and scaled down for smooth edges."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from posecheck.language import WRITTEN_LANGUAGE, get_language

# Sprites are drawn this much larger than shown.
OVERSAMPLING = 3
# A stroke of this share of the size turns the regular face into a semi-bold one.
_BOLD_STROKE = 1 / 52
# Faces of the common systems, for letters that Pillow's own face lacks.
_SYSTEM_FACES = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf")
_ELLIPSIS = "..."
# Signs that Pillow's own face lacks, and what stands for them.
_REPLACED = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "≥": ">", "≤": "<", "×": "x"})
# How German is written where no face has its letters.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})

Face = ImageFont.FreeTypeFont


@lru_cache(maxsize=64)
def load_face(size: int) -> Face:
    """Return Pillow's bundled face at a size in pixels."""
    face = ImageFont.load_default(size=size)
    if not isinstance(face, ImageFont.FreeTypeFont):
        raise TypeError("expected Pillow with FreeType, found one without: reinstall Pillow from its wheel")
    return face


@lru_cache(maxsize=64)
def _load_system_face(size: int) -> Face | None:
    for name in _SYSTEM_FACES:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None


@lru_cache(maxsize=512)
def _has_letter(letter: str) -> bool:
    face = load_face(24)
    return letter.isspace() or bytes(face.getmask(letter)) != bytes(face.getmask("\uffff"))


def pick_face(text: str, size: int) -> Face:
    """Return a face that has the letters of the text: the bundled one, else one of the system's.

    The bundled face has the letters of English alone: in another language all words have the system's, so that no
    line stands out.
    """
    if get_language() != WRITTEN_LANGUAGE or not _has_letters(text):
        return _load_system_face(size) or load_face(size)
    return load_face(size)


@lru_cache(maxsize=1024)
def _has_letters(text: str) -> bool:
    return all(_has_letter(letter) for letter in set(text))


def clean_text(text: str) -> str:
    """Return the text on one line, with signs that no face at hand has replaced."""
    line = " ".join(text.split()).translate(_REPLACED)
    return line if _has_letters(line) or _load_system_face(24) else line.translate(_SPELLED_OUT)


def measure_text(text: str, size: int) -> float:
    """Return the width of a line of text in the pixels of `size`."""
    return float(pick_face(text, size).getlength(text))


def wrap_text(text: str, size: int, width: float, max_lines: int = 2) -> list[str]:
    """Break text into lines of about equal length, no wider than `width` pixels.

    What does not fit into `max_lines` ends in an ellipsis.
    """
    words = clean_text(text).split(" ")
    lines = _fill_lines(words, size, width)
    if len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], " ".join(lines[max_lines - 1 :])]
    else:
        lines = _balance_lines(words, size, width, len(lines))
    return [shorten_text(line, size, width) for line in lines]


def _balance_lines(words: list[str], size: int, width: float, n_lines: int) -> list[str]:
    """Return the lines at the least width that needs no further line."""
    lines = _fill_lines(words, size, width)
    for share in (0.9, 0.8, 0.7, 0.6):
        narrower = _fill_lines(words, size, share * width)
        if len(narrower) > n_lines or any(measure_text(line, size) > share * width for line in narrower):
            break
        lines = narrower
    return lines


def _fill_lines(words: list[str], size: int, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure_text(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shorten_text(line: str, size: int, width: float) -> str:
    """Return a line cut to `width` pixels, with an ellipsis where something was cut off."""
    if measure_text(line, size) <= width:
        return line
    while line and measure_text(line + _ELLIPSIS, size) > width:
        line = line[:-1]
    return line.rstrip() + _ELLIPSIS


def draw_text(
    image: Image.Image,
    position: tuple[float, float],
    text: str,
    size: int,
    colour: tuple[int, ...],
    *,
    anchor: str = "ls",
    bold: bool = False,
) -> None:
    """Write a line onto an oversampled image.

    Args:
        image: drawn `OVERSAMPLING` times larger than shown.
        position: of the anchor, in shown pixels.
        text: one line.
        size: letter size in shown pixels.
        colour: channels as the image has them.
        anchor: Pillow's two letters, such as "ls" for left of the base line.
        bold: thicken the letters.
    """
    scaled = size * OVERSAMPLING
    ImageDraw.Draw(image).text(
        (position[0] * OVERSAMPLING, position[1] * OVERSAMPLING),
        text,
        fill=colour,
        font=pick_face(text, scaled),
        anchor=anchor,
        stroke_width=round(scaled * _BOLD_STROKE) if bold else 0,
        stroke_fill=colour,
    )
