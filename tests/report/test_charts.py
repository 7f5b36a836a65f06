"""Points of a chart lie where the axes say, gaps stay gaps."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from posecheck.report.charts import build_angle_chart_svg, thin_indices
from posecheck.report.scale import Axis, list_ticks
from posecheck.report.strips import build_cue_strip_svg, build_mark_svg, build_ring_svg
from posecheck.results import Cue, Hold
from posecheck.stretch import Band

from .builders import build_reps_session, build_timeline

SVG = "{http://www.w3.org/2000/svg}"
KNEE = "right_knee_flexion_deg"
KNEE_BAND = Band(low=75, high=105)


def draw(timeline=None, column=KNEE, band=KNEE_BAND, **options):
    return ET.fromstring(build_angle_chart_svg(timeline or build_timeline(), column, band, **options))


def read_points(line):
    return [tuple(map(float, point.split(","))) for point in line.get("points").split()]


def find(root, name):
    return [element for element in root.iter() if element.get("class") == name]


def test_axis_places_linearly_and_clamps():
    axis = Axis(0.0, 10.0, 50.0, 150.0)
    assert axis.place(2.5) == 75.0
    assert axis.clamp(99.0) == 150.0
    assert Axis(0.0, 10.0, 200.0, 100.0).place(10.0) == 100.0


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 12, [0, 2, 4, 6, 8, 10, 12]), (-25, 30, [-20, 0, 20]), (0.0, 0.3, [0.0, 0.1, 0.2, 0.3])],
)
def test_ticks_are_round(low, high, expected):
    assert list_ticks(low, high, 6 if high == 12 else 3) == pytest.approx(expected)


def test_band_and_line_share_one_scale():
    root = draw(check_id="front_knee")
    band = find(root, "pc-band")[0]
    top, height = float(band.get("y")), float(band.get("height"))
    inside = [point for line in find(root, "pc-line") for point in read_points(line) if "dash" not in str(line.attrib)]
    # 92 degrees lie (105 - 92) / 30 of the band's height below its top.
    assert len(inside) > 20
    for x, y in inside:
        if 200 < x < 500:
            assert y == pytest.approx(top + height * 13 / 30, abs=0.11)


def test_time_runs_from_edge_to_edge():
    root = draw(check_id="front_knee")
    xs = [x for line in find(root, "pc-line") for x, _ in read_points(line)]
    assert min(xs) == pytest.approx(56.0)
    assert max(xs) == pytest.approx(706.0)


def test_missing_values_leave_a_hatched_gap():
    root = draw(check_id="front_knee")
    gap = find(root, "pc-gap")[0]
    left, width = float(gap.get("x")), float(gap.get("width"))
    second = 650.0 / 11.9
    assert left == pytest.approx(56 + 8 * second, abs=1)
    assert width == pytest.approx(second, abs=1)
    # No point of the line lies inside the gap.
    for line in find(root, "pc-line"):
        assert not any(left + 1 < x < left + width - 1 for x, _ in read_points(line))
        xs = [x for x, _ in read_points(line)]
        assert not (min(xs) < left and max(xs) > left + width)


def test_failing_stretches_are_thicker_and_those_outside_the_pose_dashed():
    lines = find(draw(column="trunk_lean_deg", band=Band(low=-10, high=10), check_id="trunk"), "pc-line")
    widths = [float(line.get("stroke-width")) for line in lines]
    assert widths == [1.4, 2.4, 3.6, 2.4, 1.4]
    assert [line.get("stroke-dasharray") is not None for line in lines] == [True, False, False, False, True]


def test_cues_are_marked_at_their_time_and_praise_is_not():
    cues = [Cue(5.95, "trunk", "high", "Lift <your> chest"), Cue(9.0, "trunk", "", "Good.")]
    marks = find(draw(check_id="trunk", cues=cues), "pc-cue")
    assert len(marks) == 1
    assert float(marks[0].find(f"{SVG}line").get("x1")) == pytest.approx(56 + 650 / 2, abs=0.1)
    assert "Lift <your> chest" in marks[0].find(f"{SVG}title").text


def test_peaks_of_repetitions_are_marked_and_rest_is_no_fault():
    session = build_reps_session()
    root = draw(session.timeline, "left_hip_abduction_deg", Band(low=25), reps=session.reps)
    assert len(find(root, "pc-peak")) == 3
    assert {line.get("stroke-width") for line in find(root, "pc-line")} == {"1.8"}


def test_the_chart_says_in_words_what_it_shows():
    name = draw(check_id="front_knee", title='A "knee" <b>').get("aria-label")
    assert name.startswith('A "knee" <b> over time: between 92° and 92° while judged, wanted 75-105°')


def test_nothing_to_draw_gives_nothing():
    timeline = build_timeline(knee=np.full(120, np.nan))
    assert build_angle_chart_svg(timeline, KNEE, Band(low=75)) == ""
    assert build_angle_chart_svg(timeline, "no_such_column_deg", Band(low=75)) == ""


def test_shares_have_no_degree_sign():
    timeline = build_timeline()
    timeline.values["right_knee_over_toe_share"] = np.full(120, -0.4)
    text = build_angle_chart_svg(timeline, "right_knee_over_toe_share", Band(high=0))
    assert "°" not in text
    assert "-0.40" in text


def test_long_clips_are_thinned_without_losing_their_extremes():
    values = np.sin(np.linspace(0, 300, 20000))
    values[12345], values[3000:3100] = 9.0, np.nan
    kept = thin_indices(values, 600)
    assert len(kept) <= 610
    assert 12345 in kept
    assert list(thin_indices(values[:50], 600)) == list(range(50))


@pytest.mark.parametrize(("done", "share"), [(0.0, None), (15.0, 0.5), (45.0, 1.0)])
def test_ring_shows_its_share_and_never_more_than_all(done, share):
    rings = find(ET.fromstring(build_ring_svg(done, 30.0, "x", "of 30 s")), "pc-ring")
    if share is None:
        assert rings == []
    else:
        filled, around = map(float, rings[0].get("stroke-dasharray").split())
        assert filled == pytest.approx(share * around, abs=0.1)


def test_cues_on_the_strip_are_numbered_in_order():
    cues = [Cue(1.0, "trunk", "high", "A"), Cue(6.0, "trunk", "", "B")]
    root = ET.fromstring(build_cue_strip_svg(cues, [Hold(2.0, 5.0, 3.0)], [], 0.0, 12.0))
    numbers = [text.text for text in root.iter(f"{SVG}text") if text.get("font-weight") == "700"]
    assert numbers == ["1", "2"]
    assert build_cue_strip_svg(cues, [], [], 0.0, 0.0) == ""


def test_marks_differ_in_shape():
    shapes = {build_mark_svg(tone).split("<", 2)[2] for tone in ("pass", "fail", "unknown", "info")}
    assert len(shapes) == 4
