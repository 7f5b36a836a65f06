"""A stick figure and what the chain says about it."""

from __future__ import annotations

import numpy as np

from posecheck.pose import LANDMARK_INDEX, Pose
from posecheck.results import CheckState, Feedback, ViewState

SIDE_VIEW = ViewState("side", 88.0, "left", "upright", True)
WRONG_VIEW = ViewState("front", 5.0, "", "upright", False, "view", "Turn to the side.")

# Half-kneeling, facing the left edge, the left side near: the left knee on the floor, the right foot ahead.
HALF_KNEELING = {
    "nose": (0.52, 0.14),
    "left_ear": (0.58, 0.14),
    "right_ear": (0.58, 0.14),
    "left_shoulder": (0.60, 0.25),
    "right_shoulder": (0.60, 0.25),
    "left_elbow": (0.54, 0.38),
    "right_elbow": (0.52, 0.38),
    "left_wrist": (0.45, 0.45),
    "right_wrist": (0.44, 0.45),
    "left_hip": (0.60, 0.55),
    "right_hip": (0.60, 0.55),
    "left_knee": (0.66, 0.80),
    "left_ankle": (0.88, 0.80),
    "left_heel": (0.91, 0.78),
    "left_foot_index": (0.93, 0.85),
    "right_knee": (0.36, 0.55),
    "right_ankle": (0.36, 0.80),
    "right_heel": (0.39, 0.83),
    "right_foot_index": (0.29, 0.84),
}


def build_pose(points=HALF_KNEELING, time_s=0.0, aspect=4 / 3):
    image = np.full((33, 2), np.nan)
    for name, position in points.items():
        image[LANDMARK_INDEX[name]] = position
    return Pose(time_s, image, np.zeros((33, 3)), np.ones(33), aspect)


def build_feedback(pose=None, **changes):
    pose = build_pose() if pose is None else pose
    fields = {
        "time_s": pose.time_s,
        "pose": pose,
        "view": SIDE_VIEW,
        "side": "left",
        "phase": "in_pose",
        "good": True,
        "checks": (CheckState("front_knee", "pass", "", 90.0), CheckState("trunk", "pass", "", 0.0)),
        "values": {"right_knee_flexion_deg": 90.0, "trunk_lean_deg": 0.0},
        "cue": None,
        "new_cue": None,
        "held_s": 12.0,
    }
    return Feedback(**(fields | changes))


def grey_frame(height=480, width=640):
    return np.full((height, width, 3), 128, dtype=np.uint8)
