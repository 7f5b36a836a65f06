"""Smaller pictures of the report, as SVG: the mark of a verdict, the dose as a ring, the cues along the time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from posecheck.drawing.palette import Tone
from posecheck.language import _, format_number, ngettext, pgettext
from posecheck.report.charts import FAIL, INK, PASS, QUIET, WIDTH, draw_span_title
from posecheck.report.scale import Axis, list_ticks
from posecheck.report.words import REPETITION_NAMES, format_moment
from posecheck.results import Cue, Hold, RepetitionResult

_MARKS: dict[Tone, str] = {
    "pass": '<circle cx="12" cy="12" r="11"/><path class="pc-cut" d="M6.8 12.6l3.6 3.6 6.8-7.6"/>',
    "fail": '<path d="M12 .6L23.4 12 12 23.4.6 12z"/><path class="pc-cut" d="M12 6.6v6.6M12 16.8v.2"/>',
    "unknown": '<circle cx="12" cy="12" r="11"/><path class="pc-cut" d="M6.8 12h10.4"/>',
    "info": '<circle cx="12" cy="12" r="11"/><path class="pc-cut" d="M12 11.2v6M12 7v.2"/>',
    "neutral": '<circle cx="12" cy="12" r="11"/>',
}
_STRIP_HEIGHT = 78.0
_LEFT, _RIGHT = 14.0, 14.0


def build_mark_svg(tone: Tone, size: int = 22, label: str = "") -> str:
    """Return the mark of a tone: a shape of its own beside the colour, with its name for screen readers."""
    name = escape(label or _name_tone(tone), quote=True)
    return (
        f'<svg class="pc-mark pc-{tone}" viewBox="0 0 24 24" width="{size}" height="{size}" role="img" '
        f'aria-label="{name}" fill="currentColor">{_MARKS[tone]}</svg>'
    )


def _name_tone(tone: Tone) -> str:
    return {
        "pass": pgettext("verdict", "right"),
        "fail": _("needs work"),
        "unknown": _("not judged"),
        "info": _("note"),
        "neutral": "",
    }[tone]


def build_ring_svg(done: float, goal: float, number: str, note: str) -> str:
    """Return the dose as a ring that fills up.

    Args:
        done: what was done, in the unit of `goal`.
        goal: the dose.
        number: written large in the middle.
        note: written small below it.
    """
    share = min(max(done / goal, 0.0), 1.0) if goal > 0 else 0.0
    length = 2 * math.pi * 52
    label = escape(f"{number} {note}", quote=True)
    arc = (
        f'<circle class="pc-ring" cx="64" cy="64" r="52" fill="none" stroke="{PASS}" stroke-width="11" '
        f'stroke-linecap="round" stroke-dasharray="{share * length:.1f} {length:.1f}" transform="rotate(-90 64 64)"/>'
    )
    return (
        f'<svg viewBox="0 0 128 128" width="128" height="128" role="img" aria-label="{label}" fill="{INK}">'
        f'<circle cx="64" cy="64" r="52" fill="none" stroke="{QUIET}" stroke-opacity="0.3" stroke-width="11"/>'
        f"{arc if share > 0 else ''}"
        f'<text x="64" y="69" text-anchor="middle" font-size="30" font-weight="700">{escape(number)}</text>'
        f'<text x="64" y="88" text-anchor="middle" font-size="12.5" fill-opacity="0.75">{escape(note)}</text></svg>'
    )


def build_cue_strip_svg(
    cues: Sequence[Cue], holds: Sequence[Hold], reps: Sequence[RepetitionResult], start_s: float, end_s: float
) -> str:
    """Return the cues, numbered from 1, along the time, above the holds or the repetitions; "" without any time."""
    if end_s <= start_s:
        return ""
    x = Axis(start_s, end_s, _LEFT, WIDTH - _RIGHT)
    parts = [
        f'<rect x="{_LEFT:g}" y="44" width="{WIDTH - _LEFT - _RIGHT:g}" height="9" rx="4.5" fill="{QUIET}" '
        'fill-opacity="0.25"/>'
    ]
    parts += [_draw_span(hold.start_s, hold.end_s, x, PASS, _("held well")) for hold in holds]
    tints = {"good": PASS, "partial": QUIET, "faulty": FAIL}
    parts += [_draw_span(rep.start_s, rep.end_s, x, tints[rep.kind], _(REPETITION_NAMES[rep.kind])) for rep in reps]
    parts += [_draw_number(number, cue, x) for number, cue in enumerate(cues, start=1)]
    parts += [
        f'<text x="{x.place(tick):.1f}" y="72" text-anchor="middle" font-size="12" fill="{INK}">'
        f"{format_number(tick)} s</text>"
        for tick in list_ticks(start_s, end_s, 8)
    ]
    name = ngettext("{n} cue along the time", "{n} cues along the time", len(cues)).format(n=len(cues))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {_STRIP_HEIGHT:g}" width="100%" role="img" '
        f'aria-label="{name}" font-family="inherit">{"".join(parts)}</svg>'
    )


def _draw_span(start_s: float, end_s: float, x: Axis, colour: str, words: str) -> str:
    left, right = x.clamp(start_s), x.clamp(end_s)
    return (
        f'<rect x="{left:.1f}" y="44" width="{max(right - left, 2):.1f}" height="9" rx="3" fill="{colour}">'
        f"{draw_span_title(words, start_s, end_s)}</rect>"
    )


def _draw_number(number: int, cue: Cue, x: Axis) -> str:
    at, colour = x.clamp(cue.t_s), FAIL if cue.direction else PASS
    # Neighbours take turns in two rows, so that close ones stay readable.
    row = 11 if number % 2 else 27
    return (
        f"<g><title>{format_moment(cue.t_s)}: {escape(cue.text)}</title>"
        f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{row}" y2="44" '
        f'stroke="{colour}" stroke-width="1.5"/><circle cx="{at:.1f}" cy="{row}" r="9.5" fill="{colour}"/>'
        f'<text x="{at:.1f}" y="{row + 4}" text-anchor="middle" font-size="11.5" font-weight="700" '
        f'fill="var(--pc-paper, #fff)">{number}</text></g>'
    )
