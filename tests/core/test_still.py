"""A photo: verdicts of the moment, without time."""

from __future__ import annotations

import pytest

from posecheck.still import judge_still, replay_still
from tests.core.poses import make_hold, make_reps, to_pose
from tests.core.stick_figure import Leg, stand
from tests.core.test_trainer import bend, raise_leg


def test_a_good_photo_passes_and_has_no_time():
    result = replay_still(to_pose(bend(90)), make_hold())
    assert (result.verdict, result.side) == ("pass", "right")
    assert (result.holds, result.held_s, result.reps) == ((), 0.0, ())
    assert {(check.assessed_s, check.in_band_s) for check in result.checks} == {(0.0, 0.0)}
    assert result.checks[0].median_deg == pytest.approx(90)
    assert len(result.timeline.time_s) == 1
    assert {len(values) for values in result.timeline.values.values()} == {1}
    assert result.timeline.phase[0] == "in_pose"


def test_a_fault_in_a_photo_is_named_and_told_at_time_zero():
    result = replay_still(to_pose(bend(90, lean=30)), make_hold())
    assert [(check.id, check.verdict, check.direction) for check in result.checks] == [
        ("knee", "pass", ""),
        ("trunk", "fail", "high"),
    ]
    assert [(cue.check, cue.direction, cue.t_s) for cue in result.cues] == [("trunk", "high", 0.0)]


@pytest.mark.parametrize(("side", "heading"), [("right", 0), ("left", 180)])
def test_the_side_is_found(side, heading):
    person = stand(heading=heading, **{side: Leg(hip=20, knee=90)})
    assert replay_still(to_pose(person), make_hold()).side == side


@pytest.mark.parametrize(
    ("person", "verdict"),
    [(None, "not_assessable"), (bend(90, heading=45), "not_assessable"), (stand(), "not_performed")],
)
def test_photos_that_show_no_stretch(person, verdict):
    result = replay_still(to_pose(person), make_hold())
    assert result.verdict == verdict
    assert {check.verdict for check in result.checks} == {"not_assessable"}


def test_a_repetition_exercise_is_judged_by_its_form_alone():
    result = replay_still(to_pose(raise_leg(60, 45)), make_reps(), "right")
    assert [(check.id, check.verdict) for check in result.checks] == [("knee", "fail"), ("trunk", "pass")]
    assert result.reps == ()


def test_who_stands_ready_has_not_begun_a_repetition():
    result = replay_still(to_pose(stand()), make_reps(), "right")
    assert result.verdict == "not_performed"
    assert {check.verdict for check in result.checks} == {"not_assessable"}


def test_the_feedback_to_draw_agrees_with_the_result():
    feedback = judge_still(to_pose(bend(90, lean=30)), make_hold(), "right", persons=2)
    assert [state.verdict for state in feedback.checks] == ["pass", "fail"]
    assert "Someone else" in feedback.view.advice
    assert feedback.cue is not None
