"""The chart of an angle against its band over time, as SVG.

Colours come as CSS variables with a fallback that reads on light and on dark pages, so that the same picture
serves the report and the pages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

import numpy as np

from posecheck.language import _, format_number
from posecheck.report.moments import find_windows
from posecheck.report.scale import Axis, list_ticks
from posecheck.report.words import REPETITION_NAMES, format_moment, format_span
from posecheck.results import Cue, RepetitionResult, Timeline
from posecheck.stretch import Band

PASS, FAIL, QUIET, INK = (
    f"var(--pc-{name}, {fallback})"
    for name, fallback in (("pass", "#0f9b84"), ("fail", "#d9600f"), ("quiet", "#8b94a1"), ("ink", "currentColor"))
)
WIDTH, HEIGHT = 720.0, 240.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 14.0, 38.0, 44.0
# More points than this cannot be told apart at the width of a chart.
_MOST_POINTS = 700
_SHORTEST_GAP_S = 0.1
_LEAST_SPAN = {"°": 30.0, "": 0.3}
# The line of the range of repetitions: being at rest is no fault.
_PLAIN = 2
_LINE_OF_VERDICT = {
    1: (PASS, 2.4, ""),
    0: (FAIL, 3.6, ""),
    -1: (QUIET, 1.4, ' stroke-dasharray="5 4"'),
    _PLAIN: (INK, 1.8, ""),
}


def build_angle_chart_svg(
    timeline: Timeline,
    column: str,
    band: Band,
    *,
    check_id: str = "",
    title: str = "",
    cues: Sequence[Cue] = (),
    reps: Sequence[RepetitionResult] = (),
) -> str:
    """Return the chart of a measure against its band over time.

    Inside the band the line is solid, where the check fails thicker, outside the pose thin and dashed; it has a
    hatched gap where the measure could not be assessed. A strip below shows the time in the pose and the time
    in good form; cues are marked on top. With repetitions the line is plain, because being at rest is no fault, and
    their peaks are marked: a disc where they were good, else a diamond.

    Args:
        timeline: of the session, n frames.
        column: name of the measure's column; its unit is its last word, "deg" or "share".
        band: the wanted range, shaded.
        check_id: whose verdicts colour the line; "" colours by the band alone.
        title: what a screen reader says first.
        cues: those of this check.
        reps: repetitions, for the chart of their range.

    Returns:
        An `<svg>` element, or "" where there are fewer than two frames or no value at all.
    """
    values = timeline.values.get(column)
    if values is None or len(values) < 2 or not np.isfinite(values).any():
        return ""
    unit = "°" if column.endswith("_deg") else ""
    x = Axis(float(timeline.time_s[0]), float(timeline.time_s[-1]), _LEFT, WIDTH - _RIGHT)
    y = _choose_value_axis(values, band, unit)
    codes = _find_codes(timeline, values, band, check_id, plain=bool(reps))
    parts = [
        _draw_gaps(timeline, values, x, f"pc-hatch-{check_id or column}"),
        _draw_band(band, y, unit),
        _draw_axes(x, y, unit),
        _draw_line(timeline.time_s, values, codes, x, y),
        _draw_phases(timeline, x),
        *(_draw_peak(rep, x, y) for rep in reps),
        *(_draw_cue(cue, x) for cue in cues if cue.direction),
    ]
    name = escape(_describe_chart(title or column, values[codes >= 0], band, unit), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{name}" '
        f'class="pc-chart" width="100%" font-family="inherit">{"".join(parts)}</svg>'
    )


def _describe_chart(title: str, judged: np.ndarray, band: Band, unit: str) -> str:
    judged, wanted = judged[np.isfinite(judged)], band.describe(unit)
    if not len(judged):
        return _("{title} over time: never judged, wanted {band}").format(title=title, band=wanted)
    low, high = (_write_value(value, unit) for value in np.percentile(judged, (5, 95)).tolist())
    words = _("{title} over time: between {low} and {high} while judged, wanted {band}")
    return words.format(title=title, low=low, high=high, band=wanted)


def _write_value(value: float, unit: str) -> str:
    return f"{format_number(value, 0 if unit else 2)}{unit}"


def _find_codes(timeline: Timeline, values: np.ndarray, band: Band, check_id: str, *, plain: bool) -> np.ndarray:
    """Return (n,) how each point of the line is drawn, a key of `_LINE_OF_VERDICT`."""
    if plain:
        return np.full(len(values), _PLAIN, dtype=np.int8)
    if check_id in timeline.verdicts:
        return timeline.verdicts[check_id]
    low = -math.inf if band.low is None else band.low
    high = math.inf if band.high is None else band.high
    inside = ((values >= low) & (values <= high)).astype(np.int8)
    return np.where((timeline.phase == "in_pose") & np.isfinite(values), inside, np.int8(-1))


def _choose_value_axis(values: np.ndarray, band: Band, unit: str) -> Axis:
    """Return an axis that holds band and values; single wild values at the ends do not stretch it."""
    low, high = np.nanpercentile(values, (0.5, 99.5))
    bounds = [bound for bound in (band.low, band.high) if bound is not None]
    low, high = float(min(low, *bounds)), float(max(high, *bounds))
    spare = max(0.08 * (high - low), (_LEAST_SPAN.get(unit, 0.3) - (high - low)) / 2)
    return Axis(low - spare, high + spare, HEIGHT - _BOTTOM, _TOP)


def _draw_band(band: Band, y: Axis, unit: str) -> str:
    top = y.end if band.high is None else y.place(band.high)
    bottom = y.start if band.low is None else y.place(band.low)
    right = WIDTH - _RIGHT
    box = (
        f'<rect class="pc-band" x="{_LEFT:g}" y="{top:.1f}" width="{right - _LEFT:.1f}" height="{bottom - top:.1f}" '
        f'fill="{PASS}" fill-opacity="0.15"/>'
    )
    edges = [(bound, y.place(bound)) for bound in (band.low, band.high) if bound is not None]
    lines = "".join(
        f'<line x1="{_LEFT:g}" x2="{right:g}" y1="{at:.1f}" y2="{at:.1f}" stroke="{PASS}" stroke-width="1.2"/>'
        for __, at in edges
    )
    wanted = _("wanted {band}").format(band=band.describe(unit))
    words = (
        f'<text x="{right:g}" y="17" text-anchor="end" font-size="12" fill="{PASS}" font-weight="600">'
        f"{escape(wanted)}</text>"
    )
    return box + lines + words


def _draw_axes(x: Axis, y: Axis, unit: str) -> str:
    parts = []
    for tick in list_ticks(y.low, y.high, 5):
        at, label = y.place(tick), _write_value(tick, unit)
        parts.append(
            f'<line x1="{_LEFT:g}" x2="{WIDTH - _RIGHT:g}" y1="{at:.1f}" y2="{at:.1f}" stroke="{INK}" '
            'stroke-opacity="0.10"/>'
            f'<text x="{_LEFT - 7:g}" y="{at + 4:.1f}" text-anchor="end" font-size="12" fill="{INK}">{label}</text>'
        )
    for tick in list_ticks(x.low, x.high, 8):
        parts.append(
            f'<text x="{x.place(tick):.1f}" y="{HEIGHT - 8:g}" text-anchor="middle" font-size="12" fill="{INK}">'
            f"{format_number(tick)} s</text>"
        )
    return "".join(parts)


def _draw_gaps(timeline: Timeline, values: np.ndarray, x: Axis, hatch: str) -> str:
    """Hatch the time in which the measure could not be assessed."""
    windows = [w for w in find_windows(timeline.time_s, ~np.isfinite(values)) if w[1] - w[0] >= _SHORTEST_GAP_S]
    if not windows:
        return ""
    name, words = escape(hatch, quote=True), _("not assessable")
    pattern = (
        f'<defs><pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<line x1="0" y1="0" x2="0" y2="7" stroke="{QUIET}" stroke-width="1.4" stroke-opacity="0.5"/></pattern></defs>'
    )
    return pattern + "".join(
        f'<rect class="pc-gap" x="{x.clamp(start):.1f}" y="{_TOP:g}" width="{x.clamp(end) - x.clamp(start):.1f}" '
        f'height="{HEIGHT - _BOTTOM - _TOP:g}" fill="url(#{name})">{draw_span_title(words, start, end)}</rect>'
        for start, end in windows
    )


def _draw_line(time_s: np.ndarray, values: np.ndarray, codes: np.ndarray, x: Axis, y: Axis) -> str:
    """Draw runs of equal verdict; a run goes on to the first point of the next, so that the line is whole."""
    keep = thin_indices(values, _MOST_POINTS)
    keep = np.union1d(keep, np.flatnonzero(np.diff(codes)) + 1)
    seen = np.isfinite(values)
    parts = []
    for first, after in _split_runs(codes, seen):
        last = after if after < len(values) and seen[after] else after - 1
        inner = keep[(keep > first) & (keep < last)]
        points = np.concatenate([[first], inner, [last]])
        path = " ".join(f"{x.place(time_s[i]):.1f},{y.clamp(values[i]):.1f}" for i in points)
        colour, width, dash = _LINE_OF_VERDICT[int(codes[first])]
        parts.append(
            f'<polyline class="pc-line" points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            f'stroke-linejoin="round" stroke-linecap="round" vector-effect="non-scaling-stroke"{dash}/>'
        )
    return "".join(parts)


def _split_runs(codes: np.ndarray, seen: np.ndarray) -> list[tuple[int, int]]:
    """Return [first, after) of each run of equal code among the seen frames."""
    state = np.where(seen, codes, 9)
    edges = np.concatenate([[0], np.flatnonzero(np.diff(state)) + 1, [len(state)]])
    return [(int(a), int(b)) for a, b in zip(edges[:-1], edges[1:], strict=True) if seen[a]]


def thin_indices(values: np.ndarray, most: int) -> np.ndarray:
    """Return indices of at most about `most` values that keep each stretch's lowest and highest one."""
    n = len(values)
    if n <= most:
        return np.arange(n)
    edges = np.linspace(0, n, most // 2 + 1).astype(int)
    filled = np.where(np.isfinite(values), values, np.nanmedian(values))
    picks = [
        (first + int(np.argmin(filled[first:after])), first + int(np.argmax(filled[first:after])))
        for first, after in zip(edges[:-1], edges[1:], strict=True)
    ]
    return np.unique(np.array(picks).ravel())


def _draw_phases(timeline: Timeline, x: Axis) -> str:
    """Draw the strip below: in the pose, and within it in good form."""
    strips = (
        (timeline.phase == "in_pose", QUIET, 0.45, _("in the pose")),
        (timeline.good, PASS, 1.0, _("in good form")),
    )
    parts = []
    for mask, colour, opacity, words in strips:
        for start, end in find_windows(timeline.time_s, mask):
            left, width = x.clamp(start), max(x.clamp(end) - x.clamp(start), 1.0)
            parts.append(
                f'<rect class="pc-phase" x="{left:.1f}" y="{HEIGHT - _BOTTOM + 6:g}" width="{width:.1f}" height="7" '
                f'rx="2" fill="{colour}" fill-opacity="{opacity}">{draw_span_title(words, start, end)}</rect>'
            )
    return "".join(parts)


def draw_span_title(words: str, start_s: float, end_s: float) -> str:
    """Return what is shown where a pointer rests on a span of time: "in the pose, 2.1 to 5.4 s"."""
    return f"<title>{escape(words)}, {format_span(start_s, end_s)}</title>"


def _draw_cue(cue: Cue, x: Axis) -> str:
    at = x.clamp(cue.t_s)
    return (
        f'<g class="pc-cue"><title>{format_moment(cue.t_s)}: {escape(cue.text)}</title>'
        f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP:g}" y2="{HEIGHT - _BOTTOM:g}" stroke="{FAIL}" '
        'stroke-width="1.2" stroke-dasharray="2 3"/>'
        f'<path d="M{at - 6:.1f} {_TOP - 13:g}h12l-6 11z" fill="{FAIL}"/></g>'
    )


def _draw_peak(rep: RepetitionResult, x: Axis, y: Axis) -> str:
    colour = {"good": PASS, "partial": QUIET, "faulty": FAIL}[rep.kind]
    at_x, at_y = x.clamp(rep.peak_s), y.clamp(rep.peak_deg)
    mark = (
        f'<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="5" '
        if rep.kind == "good"
        else f'<path d="M{at_x:.1f} {at_y - 6.5:.1f}l6.5 6.5l-6.5 6.5l-6.5 -6.5z" '
    )
    words = _("{name}, {value} at {time}").format(
        name=_(REPETITION_NAMES[rep.kind]), value=f"{rep.peak_deg:z.0f}", time=format_moment(rep.peak_s)
    )
    paint = f'fill="{colour}" stroke="var(--pc-paper, #fff)" stroke-width="1.5"/>'
    return f'<g class="pc-peak"><title>{escape(words)}</title>{mark}{paint}</g>'
