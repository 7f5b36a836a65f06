"""Bodies and feedback that the tests of live practice are made of."""

from __future__ import annotations

import numpy as np

from posecheck.pose import LANDMARK_INDEX, Pose
from posecheck.results import CheckState, Cue, Feedback, ViewState

GOOD_VIEW = ViewState("side", 90.0, "left", "upright", ok=True)
WRONG_VIEW = ViewState("front", 5.0, "", "upright", ok=False, reason="view", advice="Turn your left side to me.")
NOBODY = ViewState("unknown", float("nan"), "", "unknown", ok=False, reason="nobody", advice="Step in.")

# A body that stands in the middle of a 4:3 picture; (x, y) in units of the frame's height.
_STANDING = {
    "nose": (0.67, 0.15), "ear": (0.66, 0.15), "shoulder": (0.66, 0.27), "elbow": (0.66, 0.40), "wrist": (0.66, 0.50),
    "hip": (0.66, 0.50), "knee": (0.66, 0.70), "ankle": (0.66, 0.88), "heel": (0.65, 0.91), "foot_index": (0.70, 0.92),
}  # fmt: skip


def make_pose(time_s: float = 0.0, *, scale: float = 1.0, shift=(0.0, 0.0), tilt_deg: float = 0.0, **moved) -> Pose:
    """Return a standing body, scaled, turned and shifted around the picture's middle; joints moved by name."""
    image = np.tile(np.array([0.66, 0.3]), (33, 1))
    for name, index in LANDMARK_INDEX.items():
        joint = name.split("_", 1)[1] if name.startswith(("left_", "right_")) else name
        image[index] = moved.get(name, moved.get(joint, _STANDING.get(joint, _STANDING["nose"])))
    angle = np.radians(tilt_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array([2 / 3, 0.5])
    image = (image - middle) @ turn.T * scale + middle + np.asarray(shift)
    return Pose(time_s, image, np.zeros((33, 3)), np.ones(33))


def make_feedback(time_s: float, **changes) -> Feedback:
    """Return feedback of somebody in view who is not in the pose yet; `changes` are fields of Feedback."""
    values = {
        "time_s": time_s,
        "pose": make_pose(time_s),
        "view": GOOD_VIEW,
        "side": "left",
        "phase": "ready",
        "good": False,
        "checks": (),
        "values": {},
        "cue": None,
        "new_cue": None,
        "held_s": 0.0,
    }
    return Feedback(**{**values, **changes})


def make_nobody(time_s: float, **changes) -> Feedback:
    return make_feedback(time_s, pose=Pose.missing(time_s), view=NOBODY, phase="nobody", **changes)


def make_fault(time_s: float, check: str, text: str, *, fresh: bool = False, **changes) -> Feedback:
    cue = Cue(time_s, check, "high", text)
    state = CheckState(check, "fail", "", 120.0, "high", 15.0)
    return make_feedback(time_s, phase="in_pose", checks=(state,), cue=cue, new_cue=cue if fresh else None, **changes)
