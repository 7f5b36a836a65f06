"""What is plain, what is clear and what is too close to call, on angles that are written down here."""

from __future__ import annotations

import numpy as np
import pytest

from lab.catalogue import RULES
from lab.fairness import (
    CLEAR,
    PLAIN,
    RANGE_FAULT,
    Margin,
    find_any_faults,
    find_named_faults,
    find_steady_faults,
    find_unclear,
    is_clearly_good,
    is_plainly_faulty,
    loosen,
    tighten,
)
from posecheck.summary import RANGE_CHECK
from tests.lab.test_truth import FPS, half_kneeling, jump, squat

HOLD, SQUAT, JUMP = (RULES[name] for name in ("half_kneeling_hip_flexor", "air_squat", "jump_squat"))
LEANING, SHALLOW = ("trunk", "leaning forward"), ("kneeling_hip", "too shallow")


def test_bounds_move_by_degrees_and_by_shares():
    front_knee, _, _, over_toe = tighten(HOLD, Margin(2.0, 0.03)).form
    assert (front_knee.low, front_knee.high) == (77, 103)
    assert (over_toe.low, over_toe.high) == (-np.inf, pytest.approx(-0.03))
    assert loosen(SQUAT, PLAIN).rep.reach_deg == 81
    assert tighten(RULES["step_up"], CLEAR).rep.reach_deg == 13
    assert loosen(JUMP, PLAIN).rep.once[0].low == pytest.approx(0.02)


def test_the_range_is_called_as_the_product_calls_it():
    assert RANGE_FAULT[0] == RANGE_CHECK


@pytest.mark.parametrize(
    ("trunk_deg", "plain", "unclear"),
    [(8.5, False, {"trunk"}), (11.0, False, {"trunk"}), (13.0, False, set()), (14.5, True, set()), (7.5, False, set())],
)
def test_a_fault_of_a_hold_is_plain_beyond_its_margin(trunk_deg, plain, unclear):
    track = half_kneeling(-15.0, trunk_deg)
    assert is_plainly_faulty({LEANING}, HOLD, track, "left") is plain
    assert find_unclear(HOLD, track, "left") == unclear


def test_a_fault_of_a_hold_has_to_last():
    frames = np.arange(400)
    for seconds, plain in ((2.5, False), (3.5, True)):
        leaning = (frames >= 160) & (frames < 160 + seconds * FPS)
        track = half_kneeling(-15.0, np.where(leaning, 30.0, 0.0))
        assert is_plainly_faulty({LEANING}, HOLD, track, "left") is plain
        assert find_unclear(HOLD, track, "left") == (set() if plain else {"trunk"})


@pytest.mark.parametrize(("hip_deg", "good"), [(-15.0, True), (-7.5, True), (-6.0, False), (-24.0, False)])
def test_a_good_hold_keeps_away_from_every_bound(hip_deg, good):
    assert is_clearly_good(HOLD, half_kneeling(hip_deg, 0.0), "left") is good


def test_the_way_into_a_good_hold_does_not_count():
    hip_deg = np.where(np.arange(400) < 45, 0.0, -15.0)
    assert is_clearly_good(HOLD, half_kneeling(hip_deg, 0.0), "left")


def test_the_way_out_of_a_good_hold_does_not_count_where_rest_is_the_pose_too():
    """The pose is left 2.2 s before the end, of which 1.5 s are known to be a passage."""
    frames = np.arange(400)
    assert is_clearly_good(HOLD, half_kneeling(np.where(frames > 356, -6.0, -15.0), 0.0), "left")
    assert not is_clearly_good(HOLD, half_kneeling(np.where(frames > 340, -6.0, -15.0), 0.0), "left")
    amid = (frames > 200) & (frames < 212)
    assert not is_clearly_good(HOLD, half_kneeling(np.where(amid, -6.0, -15.0), 0.0), "left")


def test_somebody_who_does_nothing_is_not_good():
    assert not is_clearly_good(SQUAT, squat(10, 10), "left")
    assert not is_clearly_good(HOLD, half_kneeling(-15.0, 0.0, front_deg=2.0), "left")


def test_a_repetition_is_clearly_good_or_plainly_short_or_neither():
    assert is_clearly_good(SQUAT, squat(88, 95), "left")
    assert not is_clearly_good(SQUAT, squat(86, 95), "left")
    assert is_plainly_faulty({RANGE_FAULT}, SQUAT, squat(70, 80), "left")
    assert not is_plainly_faulty({RANGE_FAULT}, SQUAT, squat(70, 82), "left")
    assert not is_plainly_faulty({RANGE_FAULT}, SQUAT, squat(70, 95), "left")


def test_a_faulty_repetition_that_may_be_short_is_not_fair():
    collapses = {("trunk", "trunk collapses")}
    assert is_plainly_faulty(collapses, SQUAT, squat(95, 95, trunk_deg=60.0), "left")
    assert not is_plainly_faulty(collapses, SQUAT, squat(86, 95, trunk_deg=60.0), "left")
    assert is_plainly_faulty(collapses, SQUAT, squat(70, 70, trunk_deg=60.0), "left")


def test_a_jump_that_is_missing_is_missed_plainly():
    flight = {("flight", "no flight")}
    assert is_plainly_faulty(flight, JUMP, jump(0.0, landing_deg=10), "left")
    assert not is_plainly_faulty(flight, JUMP, jump(0.04, landing_deg=10), "left")
    assert find_unclear(JUMP, jump(0.11, landing_deg=10), "left") == {"flight"}


def test_steady_faults_are_those_of_every_repetition():
    trunk_deg = np.where(np.arange(6 * FPS) < 3 * FPS, 60.0, 20.0)
    track = squat(95, 95, trunk_deg=trunk_deg)
    assert find_any_faults(SQUAT, track, "left") == {("trunk", "trunk collapses")}
    assert find_steady_faults(SQUAT, track, "left") == set()


def test_a_performance_is_called_after_the_fault_that_its_name_tells():
    track = half_kneeling(0.0, 25.0)
    assert find_steady_faults(HOLD, track, "left") == {LEANING, SHALLOW}
    assert find_named_faults("leaning_forward_short", HOLD, track, "left") == {LEANING}
    assert find_named_faults("too_shallow", HOLD, track, "left") == {SHALLOW}
    assert find_named_faults("something_else", HOLD, track, "left") == {LEANING, SHALLOW}
