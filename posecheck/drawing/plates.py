"""The plates with name, number and band: each near its arc, where it covers least."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from posecheck.drawing.canvas import Box, Canvas, point_along
from posecheck.drawing.figures import SpanFigure
from posecheck.drawing.gauges import Gauge
from posecheck.drawing.palette import INKS
from posecheck.drawing.sprites import Sprite, make_plate
from posecheck.geometry import FloatArray

# Candidate places: turned from the first choice by so many degrees, at so many units from the arc.
_TURNS_DEG = np.tile([0.0, 35.0, -35.0, 75.0, -75.0, 120.0, -120.0, 180.0], 4)
_GAPS = np.repeat([0.045, 0.10, 0.18, 0.26], 8)
# What a place costs: for a plate covered whole, a point of the body covered, a degree turned away from the first
# choice, a unit away from the arc. Staying where it was in the last frame is worth a little.
_COST_COVER, _COST_BODY, _COST_TURN, _COST_AWAY, _GAIN_STAY = 60.0, 0.45, 0.004, 9.0, 0.8
# An angle this wide has room for its plate inside.
_WIDE_DEG = 50.0


@dataclass(slots=True)
class PlateLayout:
    """Which place each check's plate had in the last frame, so that plates do not jump from frame to frame."""

    choices: dict[str, int] = field(default_factory=dict)


def draw_plates(canvas: Canvas, gauges: list[Gauge], body: FloatArray, taken: list[Box], layout: PlateLayout) -> None:
    """Put the number and the band of each gauge, and the name of a failing one, where they cover least.

    Args:
        canvas: to draw on.
        gauges: as `find_gauges` gives them; the last one chooses first.
        body: (n, 2) pixels on the body that plates should leave free.
        taken: boxes already used; grows by the plates.
        layout: last frame's choices; updated.
    """
    for gauge in reversed([gauge for gauge in gauges if _needs_plate(gauge)]):
        plate, anchor = _make_gauge_plate(canvas, gauge), _find_anchor(canvas, gauge)
        boxes = _place_boxes(canvas, gauge, anchor, plate)
        costs = _rate_boxes(canvas, anchor, boxes, body, taken)
        before = layout.choices.get(gauge.reading.key)
        if before is not None:
            costs[before] -= _GAIN_STAY
        choice = int(np.argmin(costs))
        layout.choices[gauge.reading.key] = choice
        _draw_leader(canvas, gauge, anchor, boxes[choice])
        taken.append(canvas.paste(plate, *boxes[choice, :2]))


def _make_gauge_plate(canvas: Canvas, gauge: Gauge) -> Sprite:
    reading = gauge.reading
    band = reading.band.describe("°" if reading.measure.unit == "deg" else "")
    name = reading.name if gauge.tone == "fail" else ""
    return make_plate(reading.measure.format_value(reading.value), name, band, canvas.scale(0.040, 11), gauge.tone)


def _needs_plate(gauge: Gauge) -> bool:
    """Return whether a gauge is told in numbers: every angle, a distance only where it fails."""
    return gauge.tone == "fail" or not isinstance(gauge.figure, SpanFigure)


def _find_anchor(canvas: Canvas, gauge: Gauge) -> FloatArray:
    """Return the point (2,) that a plate belongs to: the middle of its arc or of its distance."""
    if isinstance(gauge.figure, SpanFigure):
        return (gauge.figure.start + gauge.figure.end) / 2 * canvas.height
    return gauge.vertex + gauge.radius * point_along(gauge.figure.direction_deg(gauge.figure.value_deg / 2))


def _find_first_direction_deg(gauge: Gauge) -> float:
    """Return the first choice of direction: out of a wide angle, beside a narrow one."""
    figure = gauge.figure
    if isinstance(figure, SpanFigure):
        line = figure.end - figure.start
        return math.degrees(math.atan2(line[1], line[0])) + 90.0
    if abs(figure.value_deg) >= _WIDE_DEG:
        return figure.direction_deg(figure.value_deg / 2)
    return figure.direction_deg(figure.value_deg + math.copysign(80.0, figure.value_deg))


def _place_boxes(canvas: Canvas, gauge: Gauge, anchor: FloatArray, plate: Sprite) -> FloatArray:
    """Return the boxes (32, 4) of all places, moved inside the frame."""
    size = np.array(plate.size, dtype=np.float64)
    turn = np.radians(_find_first_direction_deg(gauge) + _TURNS_DEG)
    along = np.column_stack([np.cos(turn), np.sin(turn)])
    reach = canvas.unit * _GAPS + np.abs(along) @ (size / 2)
    corner = np.round(anchor + along * reach[:, None] - size / 2)
    corner = np.maximum(np.minimum(corner, (canvas.width, canvas.height) - size - 2), 2)
    return np.hstack([corner, corner + size])


def _rate_boxes(
    canvas: Canvas, anchor: FloatArray, boxes: FloatArray, body: FloatArray, taken: list[Box]
) -> FloatArray:
    """Return what each of the places costs: far from its arc, covering another plate or the body."""
    low, high = boxes[:, None, :2], boxes[:, None, 2:]
    hits = ((body >= low) & (body <= high)).all(axis=2).sum(axis=1)
    margin = 0.008 * canvas.unit
    others = np.array(taken, dtype=np.float64).reshape(-1, 4) + (-margin, -margin, margin, margin)
    shared = np.clip(np.minimum(high, others[:, 2:]) - np.maximum(low, others[:, :2]), 0.0, None)
    covered = shared.prod(axis=2).sum(axis=1) / (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    away = np.hypot(*(np.clip(anchor, boxes[:, :2], boxes[:, 2:]) - anchor).T) / canvas.unit
    cost = _COST_COVER * covered + _COST_BODY * hits + _COST_TURN * np.abs(_TURNS_DEG) + _COST_AWAY * away
    return np.asarray(cost)


def _draw_leader(canvas: Canvas, gauge: Gauge, anchor: FloatArray, box: FloatArray) -> None:
    """Draw a thin line from the arc to the plate's nearest point."""
    end = np.clip(anchor, box[:2], box[2:])
    if math.hypot(*(end - anchor)) > canvas.unit * 0.03:
        canvas.polyline([anchor, end], INKS[gauge.tone].rgb, canvas.scale(0.002), casing=canvas.scale(0.0015))
