"""Lines, dashes, arcs and sprites land on the pixels they should."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.drawing.canvas import Canvas, trace_arc
from posecheck.drawing.sprites import make_banner, make_mark, make_plate

from .builders import grey_frame

RED = (255, 0, 0)


def test_line_has_its_colour_and_its_casing():
    canvas = Canvas(grey_frame(100, 100))
    canvas.polyline([(10, 50), (90, 50)], RED, 5, casing=3)
    assert tuple(canvas.rgb[50, 50]) == RED
    assert canvas.rgb[45, 50].max() < 40
    assert tuple(canvas.rgb[30, 50]) == (128, 128, 128)


def test_dashes_leave_gaps_and_start_and_end_with_a_dash():
    canvas = Canvas(grey_frame(40, 200))
    canvas.dashes((20, 20), (180, 20), RED, 3, dash=16)
    row = (canvas.rgb[20, 20:181] == RED).all(axis=1)
    changes = int(np.abs(np.diff(row.astype(int))).sum())
    assert row[0]
    assert row[-1]
    assert changes >= 8


def test_arc_is_traced_at_its_radius_between_its_ends():
    points = trace_arc((100.0, 50.0), 20.0, 0.0, 90.0)
    np.testing.assert_allclose(np.hypot(*(points - (100.0, 50.0)).T), 20.0)
    np.testing.assert_allclose(points[0], (120.0, 50.0))
    # Clockwise in the picture: from the right edge downward.
    np.testing.assert_allclose(points[-1], (100.0, 70.0), atol=1e-9)


def test_sector_tints_inside_only():
    canvas = Canvas(grey_frame(100, 100))
    canvas.sector((50, 50), 30, 0, 90, RED, 0.5)
    assert canvas.rgb[60, 60, 0] == pytest.approx(192, abs=2)
    assert tuple(canvas.rgb[40, 40]) == (128, 128, 128)


@pytest.mark.parametrize("corner", [(-500, -500), (-10, 20), (95, 95), (300, 20), (20, -15)])
def test_sprites_and_sectors_are_cut_off_at_the_frame(corner):
    canvas = Canvas(grey_frame(100, 100))
    plate = make_plate("112°", "Front knee", "75-105°", 20, "fail")
    box = canvas.paste(plate, *corner)
    canvas.sector(corner, 30, 0, 359, RED, 0.5)
    assert box[:2] == corner
    assert canvas.rgb.shape == (100, 100, 3)


def test_portrait_frames_take_their_unit_from_the_width():
    assert Canvas(grey_frame(1280, 720)).unit < Canvas(grey_frame(720, 1280)).unit
    assert Canvas(grey_frame(480, 640)).unit == pytest.approx(480)


def test_marks_differ_in_shape_and_not_in_colour_alone():
    shapes = [make_mark(12, tone).weight > 0.5 for tone in ("pass", "fail")]
    assert (shapes[0] != shapes[1]).mean() > 0.02
    darks = [
        (make_mark(12, tone).rgb.sum(axis=2) < 120) & (make_mark(12, tone).weight > 0.9) for tone in ("pass", "unknown")
    ]
    assert (darks[0] != darks[1]).any()


def test_banner_keeps_within_its_width_however_long_the_text():
    banner = make_banner("word " * 200, 20, 300, "fail")
    assert banner.size[0] <= 301
    assert banner.size[1] < 160
    assert make_banner("x" * 400, 20, 300, "pass").size[0] <= 301
