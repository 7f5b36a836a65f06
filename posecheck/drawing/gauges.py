"""The judged angles: arc, band, number, and the mark of a failing joint."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from posecheck.drawing.canvas import Canvas, point_along
from posecheck.drawing.figures import AngleFigure, Figure, SpanFigure, build_scene, find_figure
from posecheck.drawing.limbs import find_value
from posecheck.drawing.palette import INKS, WHITE, Tone
from posecheck.drawing.skeleton import find_tone
from posecheck.drawing.sprites import Sprite, make_mark
from posecheck.geometry import FloatArray
from posecheck.observation import resolve_limb
from posecheck.results import CheckState, Feedback
from posecheck.stretch.schema import Check, Stretch


@dataclass(frozen=True, slots=True)
class Gauge:
    """One judged measure as it is drawn: all lengths in pixels."""

    check: Check
    tone: Tone
    figure: Figure
    value: float
    vertex: FloatArray
    radius: float


def find_gauges(canvas: Canvas, feedback: Feedback, stretch: Stretch) -> list[Gauge]:
    """Return the gauges of a frame, failing ones last so that they are drawn on top."""
    scene = build_scene(feedback.pose, feedback.view.near_side)
    gauges: list[Gauge] = []
    for state in feedback.checks:
        check, tone = stretch.find_check(state.id), find_tone(state, feedback)
        value = _pick_value(state, check, feedback)
        if tone == "unknown" or not math.isfinite(value):
            continue
        figure = find_figure(check.measure, scene, resolve_limb(check.limb, feedback.side), value)
        if figure is not None:
            gauges.append(_build_gauge(canvas, check, tone, figure, value, gauges))
    return sorted(gauges, key=lambda gauge: gauge.tone == "fail")


def _pick_value(state: CheckState, check: Check, feedback: Feedback) -> float:
    return state.value if math.isfinite(state.value) else find_value(check, feedback)


def _build_gauge(canvas: Canvas, check: Check, tone: Tone, figure: Figure, value: float, others: list[Gauge]) -> Gauge:
    if isinstance(figure, SpanFigure):
        return Gauge(check, tone, figure, value, (figure.start + figure.end) / 2 * canvas.height, 0.0)
    vertex = figure.vertex * canvas.height
    radius = float(np.clip(0.40 * figure.reach * canvas.height, 0.045 * canvas.unit, 0.085 * canvas.unit))
    shared = sum(float(np.abs(other.vertex - vertex).max()) < 2.0 for other in others)
    return Gauge(check, tone, figure, value, vertex, radius * (1.0 + 0.55 * shared))


def draw_figures(canvas: Canvas, gauges: list[Gauge]) -> None:
    """Draw arcs with their bands, spans, and a diamond at each failing joint."""
    for gauge in gauges:
        if isinstance(gauge.figure, AngleFigure):
            _draw_angle(canvas, gauge, gauge.figure)
        else:
            _draw_span(canvas, gauge, gauge.figure)
    for gauge in gauges:
        if gauge.tone == "fail":
            _paste_centred(canvas, make_mark(canvas.scale(0.018, 5), "fail"), gauge.vertex)


def _draw_angle(canvas: Canvas, gauge: Gauge, figure: AngleFigure) -> None:
    ink = INKS[gauge.tone].rgb
    zero_deg, end_deg = figure.zero_deg, figure.direction_deg(figure.value_deg)
    low_deg, high_deg = figure.band_deg(gauge.check.band)
    casing = canvas.scale(0.002)
    canvas.sector(gauge.vertex, gauge.radius, zero_deg, end_deg, ink, 0.30)
    tip = gauge.vertex + 1.35 * gauge.radius * point_along(zero_deg)
    canvas.dashes(gauge.vertex, tip, WHITE, canvas.scale(0.0028), dash=canvas.unit * 0.009)
    canvas.arc(gauge.vertex, gauge.radius, zero_deg, end_deg, ink, canvas.scale(0.0055), casing=casing)
    band_radius = gauge.radius + canvas.unit * 0.016
    canvas.arc(gauge.vertex, band_radius, low_deg, high_deg, WHITE, canvas.scale(0.0055), casing=casing)
    for bound, bound_deg in ((gauge.check.band.low, low_deg), (gauge.check.band.high, high_deg)):
        if bound is not None:
            _draw_tick(canvas, gauge.vertex, band_radius, bound_deg)


def _draw_tick(canvas: Canvas, vertex: FloatArray, radius: float, direction_deg: float) -> None:
    along, half = point_along(direction_deg), canvas.unit * 0.010
    ends = [vertex + (radius - half) * along, vertex + (radius + half) * along]
    canvas.polyline(ends, WHITE, canvas.scale(0.004), casing=canvas.scale(0.002))


def _draw_span(canvas: Canvas, gauge: Gauge, figure: SpanFigure) -> None:
    start, end = figure.start * canvas.height, figure.end * canvas.height
    ink, width = INKS[gauge.tone].rgb, canvas.scale(0.0045)
    canvas.dashes(start, end, ink, width, dash=canvas.unit * 0.012, casing=canvas.scale(0.002))
    length = math.hypot(*(end - start))
    across = np.array([start[1] - end[1], end[0] - start[0]]) / max(length, 1.0) * canvas.unit * 0.014
    for point in (start, end):
        canvas.polyline([point - across, point + across], ink, width, casing=canvas.scale(0.002))


def _paste_centred(canvas: Canvas, sprite: Sprite, centre: FloatArray) -> None:
    canvas.paste(sprite, centre[0] - sprite.size[0] / 2, centre[1] - sprite.size[1] / 2)
