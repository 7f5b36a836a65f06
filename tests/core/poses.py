"""Poses and tracks of stick persons, and stretches with round numbers to judge them by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from posecheck.pose import Pose, PoseTrack
from posecheck.stretch import Stretch
from tests.core.stick_figure import ASPECT, Person


def to_pose(person: Person | None, time_s: float = 0.0) -> Pose:
    """None is a frame without a person."""
    if person is None:
        return Pose.missing(time_s, ASPECT)
    return Pose(time_s, person.image_xy(), person.world_xyz(), np.ones(33), ASPECT)


def make_track(at: Callable[[float], Person | None], duration_s: float, fps: float = 20.0) -> PoseTrack:
    """A track of the person that `at(time_s)` gives."""
    times = np.arange(round(duration_s * fps)) / fps
    return PoseTrack.from_poses([to_pose(at(t), t) for t in times.tolist()])


def still_track(person: Person | None, duration_s: float = 2.0, fps: float = 20.0) -> PoseTrack:
    return make_track(lambda _: person, duration_s, fps)


def _base(**changes) -> dict:
    return {
        "schema_version": 1,
        "id": "test_stretch",
        "name": "Test stretch",
        "posture": "upright",
        "sides": "each",
        "working_leg": "labelled",
        "summary": "A stretch for tests.",
        "felt": "Nothing.",
        "setup": ["Stand."],
        "steps": ["Begin.", "End."],
        "breathing": "Evenly.",
        "cautions": ["None."],
        "sources": ["made up for tests"],
        "view": {"kind": "side", "near": "working", "placement": "Beside you."},
        **changes,
    }


def make_hold(**changes) -> Stretch:
    """Stand with the working knee bent: entered from 40, right in 80..100 with the trunk within 10 of upright."""
    content = _base(
        kind="hold",
        entry={
            "conditions": [{"measure": "knee_flexion", "limb": "working", "band": {"low": 40}}],
            "enter_s": 0.4,
            "exit_s": 0.6,
        },
        checks=[
            {
                "id": "knee",
                "name": "Knee",
                "measure": "knee_flexion",
                "limb": "working",
                "band": {"low": 80, "high": 100},
                "severity": 2,
                "cues": {"low": "Bend more", "high": "Bend less", "praise": "Good knee."},
                "fault_low": "too straight",
                "fault_high": "too bent",
            },
            {
                "id": "trunk",
                "name": "Trunk",
                "measure": "trunk_lean",
                "limb": "middle",
                "band": {"low": -10, "high": 10},
                "severity": 3,
                "cues": {"low": "Come forward", "high": "Sit up", "praise": "Good trunk."},
            },
        ],
        dose={"hold_s": 10, "source": "made up"},
    )
    return Stretch.model_validate(content | changes)


def make_reps(**changes) -> Stretch:
    """Raise the straight working leg: rest 10, full range 60; knee at most 20, trunk within 10 of upright."""
    content = _base(
        kind="reps",
        entry={
            "conditions": [{"measure": "trunk_inclination", "limb": "middle", "band": {"high": 45}}],
            "enter_s": 0.2,
            "exit_s": 0.5,
        },
        repetition={"measure": "hip_flexion", "rest": 10, "full": 60, "cue_partial": "Higher"},
        checks=[
            {
                "id": "knee",
                "name": "Knee",
                "measure": "knee_flexion",
                "limb": "working",
                "band": {"high": 20},
                "cues": {"high": "Straighten"},
            },
            {
                "id": "trunk",
                "name": "Trunk",
                "measure": "trunk_lean",
                "limb": "middle",
                "band": {"low": -10, "high": 10},
                "cues": {"low": "Come forward", "high": "Sit up"},
            },
        ],
        dose={"reps": 5, "source": "made up"},
    )
    return Stretch.model_validate(content | changes)


def make_frontal(**changes) -> Stretch:
    """Stand facing the camera with the hips level."""
    content = _base(
        kind="hold",
        view={"kind": "front", "near": "any", "placement": "Before you."},
        entry={"conditions": [{"measure": "leg_spread", "limb": "middle", "band": {"high": 40}}], "enter_s": 0.2},
        checks=[
            {
                "id": "pelvis",
                "name": "Pelvis",
                "measure": "pelvis_obliquity",
                "limb": "middle",
                "band": {"low": -7, "high": 7},
                "cues": {"low": "Left up", "high": "Left down"},
            }
        ],
        dose={"hold_s": 10, "source": "made up"},
    )
    return Stretch.model_validate(content | changes)


def make_frontal_reps(**changes) -> Stretch:
    """Raise one leg to the side, facing the camera, with the hips level."""
    movement = {"measure": "hip_abduction", "limb": "working", "rest": 8, "full": 25, "cue_partial": "Further out"}
    dose = {"reps": 5, "source": "made up"}
    return make_frontal(**({"kind": "reps", "repetition": movement, "dose": dose} | changes))


def film_tilted(track: PoseTrack, roll_deg: float) -> PoseTrack:
    """The track as a camera turned clockwise shows it: the picture turns the other way, about its middle."""
    turn = np.radians(roll_deg)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    middle = np.array([track.aspect / 2, 0.5])
    return replace(track, image_xy=(track.image_xy - middle) @ matrix.T + middle)
