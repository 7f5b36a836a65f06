"""The moments shown are the ones that matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posecheck.report import choose_key_moments
from posecheck.report.moments import find_fault_windows, find_windows, find_worst

from .builders import build_check, build_photo_session, build_reps_session, build_session, build_timeline


def test_worst_frame_of_a_failing_check():
    worst = find_worst(build_timeline(), build_check("trunk", "fail"))
    assert worst.time_s == pytest.approx(7.9)
    assert worst.value == pytest.approx(15 + 2.9 * 3)
    assert worst.excess == pytest.approx(worst.value - 10)


def test_a_check_that_never_failed_has_no_worst_frame():
    assert find_worst(build_timeline(), build_check("front_knee", "pass")) is None


def test_only_the_failing_direction_counts():
    lean = np.full(120, 0.0)
    lean[50:60], lean[70:80] = -40.0, 25.0
    worst = find_worst(build_timeline(lean=lean), build_check("trunk", "fail", direction="high"))
    assert 7.0 <= worst.time_s < 8.0


def test_fault_windows():
    assert find_fault_windows(build_timeline(), "trunk") == [pytest.approx((5.0, 8.0))]
    assert find_fault_windows(build_timeline(), "front_knee") == []


def test_short_gaps_in_a_window_are_closed():
    time_s = np.arange(0, 3, 0.1)
    mask = (time_s > 0.95) & (time_s < 2.05)
    mask[14:16] = False
    assert find_windows(time_s, mask) == [pytest.approx((1.0, 2.1))]
    assert find_windows(time_s, np.zeros(30, bool)) == []


def test_hold_with_a_fault_shows_the_best_and_the_worst():
    moments = choose_key_moments(build_session("fail"))
    assert [label for label, _ in moments] == ["Held well", "Leaning forward"]
    assert moments[0][1] == pytest.approx(3.5)
    assert moments[1][1] == pytest.approx(7.9)


def test_faults_at_the_same_moment_share_a_picture():
    knee = np.where(build_timeline().values["trunk_lean_deg"] > 22, 120.0, 92.0)
    checks = (build_check("front_knee", "fail", fault="front knee too bent"), build_check("trunk", "fail"))
    session = build_session(checks=checks, timeline=build_timeline(knee=knee))
    labels = [label for label, _ in choose_key_moments(session)]
    assert labels == ["Held well", "Front knee too bent; leaning forward"]


def test_repetitions_show_one_of_each_kind_in_the_order_of_time():
    moments = choose_key_moments(build_reps_session())
    labels = [label for label, _ in moments]
    assert labels[0] == "Good repetition (1)"
    assert "Partial repetition (2)" in labels
    assert "Faulty repetition (3)" in labels
    assert [time_s for _, time_s in moments] == sorted(time_s for _, time_s in moments)


def test_where_nothing_was_judged_the_picture_shows_what_was_seen():
    timeline = replace(build_timeline(), phase=np.full(120, "wrong_view"))
    assert choose_key_moments(build_session("not_assessable", timeline=timeline)) == [("What the camera saw", 6.0)]


def test_empty_session_has_no_moment():
    empty = build_photo_session().timeline
    empty = replace(
        empty,
        time_s=empty.time_s[:0],
        phase=empty.phase[:0],
        good=empty.good[:0],
        values={name: column[:0] for name, column in empty.values.items()},
        verdicts={name: column[:0] for name, column in empty.verdicts.items()},
        excess={name: column[:0] for name, column in empty.excess.items()},
    )
    assert choose_key_moments(build_session("not_assessable", timeline=empty)) == []
    assert choose_key_moments(build_session("fail", holds=(), timeline=empty)) == []
