"""What stands on a frame: the colour of bones by check, dashes, numbers, clock and advice."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.drawing import Overlay, annotate_frames, draw_feedback
from posecheck.drawing.gauges import find_readings
from posecheck.drawing.hud import find_message
from posecheck.drawing.palette import INKS
from posecheck.drawing.skeleton import find_bone_tones
from posecheck.pose import Pose
from posecheck.results import CheckState, Cue

from ..report.builders import build_hold_stretch, build_reps_stretch
from .builders import HALF_KNEELING, WRONG_VIEW, build_feedback, build_pose, grey_frame

STRETCH = build_hold_stretch()


def pixel_at(rgb, first, second, share=0.75):
    """The pixel on a bone; the far part, which no arc covers."""
    start, end = np.array(HALF_KNEELING[first]), np.array(HALF_KNEELING[second])
    x, y = np.round((start + (end - start) * share) * rgb.shape[0]).astype(int)
    return tuple(int(channel) for channel in rgb[y, x])


def is_like(pixel, tone, within=14):
    return max(abs(int(a) - b) for a, b in zip(pixel, INKS[tone].rgb, strict=True)) <= within


def states(knee="pass", trunk="pass", reason=""):
    def state(name, verdict, value):
        if verdict == "not_assessable":
            return CheckState(name, verdict, reason or "hidden")
        return CheckState(
            name, verdict, "", value, "high" if verdict == "fail" else "", 5.0 if verdict == "fail" else 0.0
        )

    return (state("front_knee", knee, 112.0), state("trunk", trunk, 2.0))


@pytest.mark.parametrize("verdict", ["pass", "fail"])
def test_bones_take_the_colour_of_their_check(verdict):
    drawn = draw_feedback(grey_frame(), build_feedback(checks=states(knee=verdict)), STRETCH)
    assert is_like(pixel_at(drawn, "right_knee", "right_ankle"), verdict)
    assert is_like(pixel_at(drawn, "left_hip", "left_shoulder", 0.8), "pass")
    assert is_like(pixel_at(drawn, "left_knee", "left_ankle"), "neutral")


def test_a_failing_bone_is_thicker_than_a_passing_one():
    def coloured(verdict):
        drawn = draw_feedback(grey_frame(), build_feedback(checks=states(knee=verdict)), STRETCH).astype(int)
        # A row across the right shin, below the arc.
        row = drawn[365, 150:200]
        return int((np.abs(row - INKS[verdict].rgb).max(axis=1) < 40).sum())

    assert coloured("fail") > coloured("pass") > 0


def test_what_cannot_be_judged_is_dashed_and_has_no_number():
    feedback = build_feedback(checks=states(knee="not_assessable"), values={"right_knee_flexion_deg": float("nan")})
    drawn = draw_feedback(grey_frame(), feedback, STRETCH)
    start, end = (np.array(HALF_KNEELING[name]) * 480 for name in ("right_knee", "right_ankle"))
    along = np.round(np.linspace(start, end, 100)).astype(int)[8:92]
    grey = (drawn[along[:, 1], along[:, 0]] == 128).all(axis=1)
    assert 0.2 < grey.mean() < 0.8
    assert not any(
        is_like(pixel, "pass", 30) or is_like(pixel, "fail", 30) for pixel in drawn[along[:, 1], along[:, 0]]
    )


def test_the_trunk_shows_its_own_check_and_not_that_of_the_hip():
    checks = [
        {**check.model_dump(), "measure": "hip_flexion", "limb": "working"}
        if check.id == "front_knee"
        else check.model_dump()
        for check in STRETCH.checks
    ]
    stretch = build_hold_stretch(checks=checks)
    tones = find_bone_tones(build_feedback(checks=states(knee="fail", trunk="pass")), stretch)
    assert tones[("left_hip", "left_knee")] == "fail"
    assert tones[("left_shoulder", "left_hip")] == "pass"


def test_before_the_pose_is_taken_nothing_is_passed_or_failed():
    checks = (
        CheckState("front_knee", "not_assessable", "not_in_pose", 40.0),
        CheckState("trunk", "not_assessable", "not_in_pose", 0.0),
    )
    tones = find_bone_tones(build_feedback(phase="ready", checks=checks), STRETCH)
    assert set(tones.values()) == {"neutral"}


def test_from_a_wrong_view_all_bones_are_unknown_and_the_advice_is_shown():
    feedback = build_feedback(
        phase="wrong_view", view=WRONG_VIEW, good=False, checks=states("not_assessable", "not_assessable", "view")
    )
    assert set(find_bone_tones(feedback, STRETCH).values()) == {"unknown"}
    assert find_message(feedback) == ("Turn to the side.", "info")
    drawn = draw_feedback(grey_frame(), feedback, STRETCH)
    assert (np.abs(drawn.astype(int) - INKS["info"].rgb).max(axis=2) < 20).sum() > 50
    for tone in ("pass", "fail"):
        assert (np.abs(drawn.astype(int) - INKS[tone].rgb).max(axis=2) < 20).sum() == 0


@pytest.mark.parametrize(("direction", "tone"), [("high", "fail"), ("", "pass")])
def test_the_banner_tells_cue_and_praise_apart(direction, tone):
    assert find_message(build_feedback(cue=Cue(1.0, "trunk", direction, "Grow tall"))) == ("Grow tall", tone)


def test_nobody_in_the_picture_draws_no_body_but_says_so():
    feedback = build_feedback(
        Pose.missing(1.0), phase="nobody", checks=states("not_assessable", "not_assessable", "nobody")
    )
    drawn = draw_feedback(grey_frame(), feedback, STRETCH)
    assert (drawn[150:400] == 128).all()
    assert find_message(feedback) is not None


def test_the_ring_fills_with_the_time_held():
    def filled(held_s):
        drawn = draw_feedback(grey_frame(), build_feedback(Pose.missing(0.0), phase="ready", held_s=held_s), STRETCH)
        corner = drawn[:120, :120].astype(int)
        return int((np.abs(corner - INKS["pass"].rgb).max(axis=2) < 12).sum())

    assert filled(0.0) == 0
    assert filled(15.0) == pytest.approx(filled(29.9) / 2, rel=0.15)


def test_repetitions_fill_their_part_of_the_ring():
    def filled(reps):
        feedback = build_feedback(
            Pose.missing(0.0), phase="ready", checks=(), reps_good=reps, rep_progress=0.0, good=False
        )
        corner = draw_feedback(grey_frame(), feedback, build_reps_stretch())[:120, :120].astype(int)
        return int((np.abs(corner - INKS["pass"].rgb).max(axis=2) < 12).sum())

    assert filled(0) == 0
    assert filled(4) == pytest.approx(4 * filled(1), rel=0.15)


def test_a_photo_has_no_clock():
    drawn = draw_feedback(grey_frame(), build_feedback(), STRETCH, clock=False)
    assert (drawn[:100, :120] == 128).all()


@pytest.mark.parametrize("size", [(1080, 1920), (720, 1280), (360, 640), (1280, 720), (144, 256), (64, 48)])
def test_any_size_is_drawn_on_a_copy(size):
    height, width = size
    frame = grey_frame(height, width)
    feedback = build_feedback(
        build_pose(aspect=width / height), checks=states("fail"), cue=Cue(0, "front_knee", "high", "Step " * 12)
    )
    drawn = draw_feedback(frame, feedback, STRETCH)
    assert drawn.shape == frame.shape
    assert drawn.dtype == np.uint8
    assert (frame == 128).all()
    assert (drawn != 128).any()


def test_landmarks_far_outside_the_picture_do_no_harm():
    points = {name: (x * 40 - 15, y * 40 - 15) for name, (x, y) in HALF_KNEELING.items()}
    drawn = draw_feedback(grey_frame(), build_feedback(build_pose(points), checks=states("fail", "fail")), STRETCH)
    assert drawn.shape == (480, 640, 3)


@pytest.mark.parametrize(
    "frame", [np.zeros((48, 64), np.uint8), np.zeros((48, 64, 3)), np.zeros((48, 64, 4), np.uint8)]
)
def test_other_pictures_are_refused(frame):
    with pytest.raises(ValueError, match=r"Expected a frame of shape \(h, w, 3\)"):
        draw_feedback(frame, build_feedback(), STRETCH)


def test_frames_and_feedbacks_have_to_be_as_many():
    feedback = build_feedback()
    assert len(list(annotate_frames([grey_frame()] * 3, [feedback] * 3, STRETCH))) == 3
    with pytest.raises(ValueError, match="zip"):
        list(annotate_frames([grey_frame()] * 2, [feedback] * 3, STRETCH))


def test_plates_keep_their_place_while_a_body_trembles():
    overlay, rng = Overlay(STRETCH), np.random.default_rng(3)
    choices = []
    for _ in range(20):
        points = {name: tuple(np.array(xy) + rng.normal(0, 0.002, 2)) for name, xy in HALF_KNEELING.items()}
        overlay.draw(grey_frame(), build_feedback(build_pose(points), checks=states("fail", "fail")))
        choices.append(dict(overlay._layout.choices))
    assert all(choice == choices[0] for choice in choices)


def test_the_banner_moves_to_the_top_when_somebody_lies_at_the_bottom():
    overlay = Overlay(STRETCH)
    lying = {name: (y * 0.9 + 0.2, 0.85 + x * 0.1) for name, (x, y) in HALF_KNEELING.items()}
    cue = Cue(0.0, "trunk", "high", "Keep your hips level and breathe")
    drawn = overlay.draw(grey_frame(), build_feedback(build_pose(lying), checks=states(), cue=cue))
    orange = np.abs(drawn.astype(int) - INKS["fail"].rgb).max(axis=2) < 20
    assert orange[:120].sum() > 100
    assert orange[360:].sum() == 0


@pytest.mark.parametrize(("value", "tone"), [(12.0, "neutral"), (30.0, "pass")])
def test_the_range_of_a_repetition_is_shown_and_reached(value, tone):
    feedback = build_feedback(
        checks=(CheckState("trunk", "fail", "", 12.0, "high", 4.0),),
        values={"left_hip_abduction_deg": value, "trunk_side_lean_deg": 12.0},
    )
    readings = find_readings(feedback, build_reps_stretch())
    assert [(reading.name, reading.tone) for reading in readings] == [("Range", tone), ("Upright trunk", "fail")]
    assert readings[0].band.low == 25


def test_a_missing_value_has_no_reading():
    feedback = build_feedback(
        checks=states(knee="not_assessable", trunk="pass"), values={"right_knee_flexion_deg": float("nan")}
    )
    assert [reading.key for reading in find_readings(feedback, STRETCH)] == ["trunk"]
