"""The judged angles: arc, band, number, and the mark of a failing joint."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from posecheck.checks import compute_excess
from posecheck.drawing.canvas import Canvas, point_along
from posecheck.drawing.figures import AngleFigure, Figure, SpanFigure, build_scene, find_figure
from posecheck.drawing.limbs import find_full_band, find_value
from posecheck.drawing.palette import INKS, WHITE, Tone
from posecheck.drawing.skeleton import find_tone
from posecheck.drawing.sprites import Sprite, make_mark
from posecheck.geometry import FloatArray
from posecheck.language import _
from posecheck.measures import MEASURES, Measure
from posecheck.observation import resolve_limb
from posecheck.results import CheckState, Feedback
from posecheck.stretch.schema import Band, Check, Repetition, Stretch


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value as it is to be drawn: of which check (or the repetition), against which band."""

    key: str
    name: str
    measure: Measure
    limb: str
    band: Band
    value: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Gauge:
    """A reading with its place in the picture: all lengths in pixels."""

    reading: Reading
    figure: Figure
    vertex: FloatArray
    radius: float

    @property
    def tone(self) -> Tone:
        """The tone of its reading."""
        return self.reading.tone


def find_readings(feedback: Feedback, stretch: Stretch) -> list[Reading]:
    """Return what can be told in numbers now: the range of the repetition, then the checks, failing ones last."""
    readings = [_read_check(state, stretch.find_check(state.id), feedback) for state in feedback.checks]
    readings.sort(key=lambda reading: reading.tone == "fail")
    if stretch.repetition is not None:
        judged = {(check.measure, check.limb) for check in stretch.checks}
        if (stretch.repetition.measure, stretch.repetition.limb) not in judged:
            readings.insert(0, _read_range(stretch.repetition, feedback))
    return [reading for reading in readings if reading.tone != "unknown" and math.isfinite(reading.value)]


def _read_check(state: CheckState, check: Check, feedback: Feedback) -> Reading:
    value = state.value
    if not math.isfinite(value):
        value = find_value(check.definition, check.limb, feedback)
    return Reading(check.id, check.name, check.definition, check.limb, check.band, value, find_tone(state, feedback))


def _read_range(repetition: Repetition, feedback: Feedback) -> Reading:
    measure, band = MEASURES[repetition.measure], find_full_band(repetition)
    value = find_value(measure, repetition.limb, feedback)
    reached = math.isfinite(value) and compute_excess(value, band) == 0
    tone: Tone = "pass" if reached and feedback.phase == "in_pose" else "neutral"
    return Reading("", _("Range"), measure, repetition.limb, band, value, tone)


def find_gauges(canvas: Canvas, feedback: Feedback, stretch: Stretch) -> list[Gauge]:
    """Return the gauges of a frame in the order in which they are drawn."""
    scene = build_scene(feedback.pose, feedback.view.near_side)
    gauges: list[Gauge] = []
    for reading in find_readings(feedback, stretch):
        side = resolve_limb(reading.limb, feedback.side)
        figure = find_figure(reading.measure.name, scene, side, reading.value)
        if figure is not None:
            gauges.append(_build_gauge(canvas, reading, figure, gauges))
    return gauges


def _build_gauge(canvas: Canvas, reading: Reading, figure: Figure, others: list[Gauge]) -> Gauge:
    if isinstance(figure, SpanFigure):
        return Gauge(reading, figure, figure.end * canvas.height, 0.0)
    vertex = figure.vertex * canvas.height
    radius = float(np.clip(0.40 * figure.reach * canvas.height, 0.045 * canvas.unit, 0.085 * canvas.unit))
    shared = sum(other.radius > 0 and float(np.abs(other.vertex - vertex).max()) < 2.0 for other in others)
    return Gauge(reading, figure, vertex, radius * (1.0 + 0.55 * shared))


def draw_figures(canvas: Canvas, gauges: list[Gauge]) -> None:
    """Draw arcs with their bands, spans, and a diamond at each failing joint."""
    for gauge in gauges:
        if isinstance(gauge.figure, AngleFigure):
            _draw_angle(canvas, gauge, gauge.figure)
        else:
            _draw_span(canvas, gauge, gauge.figure)
    marked: list[FloatArray] = []
    for gauge in gauges:
        near = any(math.hypot(*(gauge.vertex - other)) < 0.04 * canvas.unit for other in marked)
        if gauge.tone == "fail" and not near:
            _paste_centred(canvas, make_mark(canvas.scale(0.018, 5), "fail"), gauge.vertex)
            marked.append(gauge.vertex)


def _draw_angle(canvas: Canvas, gauge: Gauge, figure: AngleFigure) -> None:
    ink = INKS[gauge.tone].rgb
    zero_deg, end_deg = figure.zero_deg, figure.direction_deg(figure.value_deg)
    low_deg, high_deg = figure.band_deg(gauge.reading.band)
    casing = canvas.scale(0.002)
    canvas.sector(gauge.vertex, gauge.radius, zero_deg, end_deg, ink, 0.30)
    tip = gauge.vertex + 1.35 * gauge.radius * point_along(zero_deg)
    canvas.dashes(gauge.vertex, tip, WHITE, canvas.scale(0.0028), dash=canvas.unit * 0.009)
    canvas.arc(gauge.vertex, gauge.radius, zero_deg, end_deg, ink, canvas.scale(0.0055), casing=casing)
    band_radius = gauge.radius + canvas.unit * 0.016
    canvas.arc(gauge.vertex, band_radius, low_deg, high_deg, WHITE, canvas.scale(0.0055), casing=casing)
    for bound, bound_deg in ((gauge.reading.band.low, low_deg), (gauge.reading.band.high, high_deg)):
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
