"""Windows, faults and repetitions from angles that are written down here."""

from __future__ import annotations

import numpy as np
import pytest

from lab.catalogue import RULES, RepRule, StretchRules, View
from lab.clip import Clip
from lab.truth import TruthTrack, describe, find_reps, find_runs, judge

FPS = 20


def make_clip(stretch, **more):
    course = {"hold": {"ready": "cobra.flat", "pose": "cobra.up", "lying": True}}
    text = {"stretch": stretch, "variant": "good", "description": "A clip.", "side": "left", "split": "tune"}
    return Clip.model_validate(text | course | more)


def make_track(seconds, **angles):
    count = round(seconds * FPS)
    columns = {name: np.broadcast_to(np.asarray(values, dtype=float), count) for name, values in angles.items()}
    return TruthTrack(np.arange(count) / FPS, columns, {"left_hip": np.full((count, 2), 0.5)})


def half_kneeling(hip_deg, trunk_deg, front_deg=90.0, seconds=20.0):
    return make_track(
        seconds,
        left_knee_flexion_deg=80.0,
        right_knee_flexion_deg=front_deg,
        left_shin_inclination_deg=90.0,
        left_hip_flexion_deg=hip_deg,
        trunk_lean_deg=trunk_deg,
        right_knee_over_toe=-0.4,
    )


def test_runs_are_half_open_and_short_ones_are_passages():
    time_s = np.arange(10) / 10
    where = np.array([0, 1, 0, 0, 1, 1, 1, 1, 0, 1], dtype=bool)
    assert find_runs(where, time_s) == [pytest.approx((0.4, 0.8))]
    assert find_runs(where, time_s, shortest_s=0.1) == [
        pytest.approx((0.1, 0.2)),
        pytest.approx((0.4, 0.8)),
        pytest.approx((0.9, 1.0)),
    ]


def test_a_hold_is_the_time_in_which_every_band_is_kept():
    hip_deg = np.where((np.arange(400) >= 100) & (np.arange(400) < 300), -15.0, 0.0)
    truth = judge(make_clip("half_kneeling_hip_flexor"), half_kneeling(hip_deg, 2.0))
    assert truth["holds"] == [[5.0, 15.0]]
    assert truth["held_s"] == 10.0
    assert {fault["name"] for fault in truth["faults"]} == {"too shallow"}


@pytest.mark.parametrize(
    ("hip_deg", "trunk_deg", "front_deg", "name", "direction"),
    [
        (-15, 25, 90, "leaning forward", "high"),
        (-15, -25, 90, "arching the back", "low"),
        (0, 0, 90, "too shallow", "high"),
        (-15, 0, 118, "front knee too bent", "high"),
        (-15, 0, 60, "front knee too straight", "low"),
    ],
)
def test_each_fault_is_named_with_its_direction(hip_deg, trunk_deg, front_deg, name, direction):
    truth = judge(make_clip("half_kneeling_hip_flexor"), half_kneeling(hip_deg, trunk_deg, front_deg))
    assert [(fault["name"], fault["direction"]) for fault in truth["faults"]] == [(name, direction)]
    assert truth["expected_verdict"] == "fail"
    assert truth["holds"] == []


def test_the_way_into_the_pose_does_not_fail_it():
    hip_deg = np.where(np.arange(400) < 45, 0.0, -15.0)
    assert judge(make_clip("half_kneeling_hip_flexor"), half_kneeling(hip_deg, 0.0))["expected_verdict"] == "pass"


def test_somebody_who_stands_does_not_perform():
    track = half_kneeling(0.0, 0.0, front_deg=2.0)
    truth = judge(make_clip("half_kneeling_hip_flexor"), track)
    assert (truth["expected_verdict"], truth["held_s"]) == ("not_performed", 0)


def test_an_absent_person_holds_nothing():
    hip_deg = np.full(400, -15.0)
    hip_deg[200:240] = np.nan
    truth = judge(make_clip("half_kneeling_hip_flexor"), half_kneeling(hip_deg, 0.0))
    assert truth["holds"] == [[0.0, 10.0], [12.0, 20.0]]


def squat(*peaks_deg, trunk_deg=20.0):
    wave = (1 - np.cos(np.linspace(0, 2 * np.pi, 3 * FPS, endpoint=False))) / 2
    knee_deg = np.concatenate([peak * wave for peak in peaks_deg])
    angles = {"left_knee_flexion_deg": knee_deg, "trunk_lean_deg": trunk_deg, "left_heel_rise": 0.1}
    return make_track(3 * len(peaks_deg), **angles)


def test_repetitions_are_good_or_partial():
    truth = judge(make_clip("air_squat"), squat(95, 60, 100))
    assert [rep["kind"] for rep in truth["reps"]] == ["good", "partial", "good"]
    assert truth["reps"][0]["peak_s"] == pytest.approx(1.5)
    assert truth["expected_verdict"] == "fail"


def test_a_repetition_may_go_downwards():
    rules = StretchRules(View.SIDE, (), (), RepRule("{side}_knee_flexion_deg", 70, 15))
    knee_deg = 80 - squat(75, 30, 5).angles["left_knee_flexion_deg"]
    reps = find_reps(rules.rep, rules, make_track(9, left_knee_flexion_deg=knee_deg), "left")
    assert [(rep["kind"], rep["peak_deg"]) for rep in reps] == [("good", 5.0), ("partial", 50.0)]


def jump(air_share, landing_deg=50):
    """One squat of 3 s, a jump of 0.3 s, and a landing of 1 s in which the knees bend again."""
    down_deg, landing_deg = (squat(peak).angles["left_knee_flexion_deg"] for peak in (95, landing_deg))
    knee_deg = np.concatenate([down_deg, np.zeros(6), landing_deg[::3]])
    feet = np.zeros(len(knee_deg))
    feet[60:66] = air_share
    return make_track(len(knee_deg) / FPS, left_knee_flexion_deg=knee_deg, trunk_lean_deg=20.0, feet_off_floor=feet)


def test_a_jump_belongs_to_the_squat_before_it_and_a_landing_is_no_squat():
    truth = judge(make_clip("jump_squat", side="both"), jump(0.15))
    assert [(rep["kind"], rep["faults"]) for rep in truth["reps"]] == [("good", [])]


def test_a_squat_without_a_jump_lacks_its_flight():
    truth = judge(make_clip("jump_squat", side="both"), jump(0.04, landing_deg=10))
    assert [(rep["kind"], rep["faults"]) for rep in truth["reps"]] == [("faulty", ["flight"])]
    assert [(fault["name"], fault["direction"]) for fault in truth["faults"]] == [("no flight", "low")]


def test_fidgeting_is_no_repetition():
    assert judge(make_clip("air_squat"), squat(25, 30))["expected_verdict"] == "not_performed"


def test_a_repetition_with_a_fault_names_its_check():
    truth = judge(make_clip("air_squat"), squat(95, trunk_deg=65.0))
    assert [(rep["kind"], rep["faults"]) for rep in truth["reps"]] == [("faulty", ["trunk"])]


def test_the_description_may_overrule_the_verdict():
    clip = make_clip("air_squat", expected_verdict="not_assessable")
    assert judge(clip, squat(95))["expected_verdict"] == "not_assessable"


def test_the_truth_file_rounds_and_writes_missing_values_as_null():
    track = squat(95, trunk_deg=np.full(3 * FPS, np.nan))
    track = TruthTrack(track.time_s, dict(track.angles) | {"trunk_lean_deg": track.angles["trunk_lean_deg"].copy()}, {})
    track.angles["trunk_lean_deg"][0] = 12.345
    content = describe(make_clip("air_squat"), track, {"yaw_deg": 90.0})
    assert content["angles"]["trunk_lean_deg"][:2] == [12.3, None]
    assert content["camera"] == {"yaw_deg": 90.0}


def test_every_stretch_has_form_bands_with_a_named_fault():
    for rules in RULES.values():
        for band in rules.form:
            assert band.low_fault or not np.isfinite(band.low)
            assert band.high_fault or not np.isfinite(band.high)
