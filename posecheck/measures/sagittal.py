"""Measures of the side view: the sagittal plane of the body lies in the picture."""

from __future__ import annotations

import numpy as np

from posecheck import geometry as geo
from posecheck.measures.definition import Body, FloatArray

# Signed sagittal angles run from deep extension (about -100 between trunk and thigh in a back-bent pigeon) to deep
# flexion (about 185 where the chest lies beside the thigh); half way between on the other side they wrap around.
_LOWEST_SIGNED_DEG = -135.0


def unwrap_sagittal(angle_deg: FloatArray) -> FloatArray:
    """Return signed angles (any shape, degrees) between trunk and limb with deep flexion above 180 instead of below."""
    return np.where(angle_deg < _LOWEST_SIGNED_DEG, angle_deg + 360.0, angle_deg)


def _trunk_up(body: Body) -> FloatArray:
    return body.near("shoulder") - body.near("hip")


def _turn_to_front(body: Body, start: FloatArray, end: FloatArray) -> FloatArray:
    """Return the turn from `start` to `end`, + where an upward vector would turn to the body's front."""
    return geo.compute_signed_angle_deg(start, end) * body.front_sign


def compute_knee_flexion(body: Body, side: str) -> FloatArray:
    """180 minus the interior angle hip-knee-ankle: 0 straight, about 150 fully bent."""
    hip, knee, ankle = (body.at_leg(side, joint) for joint in ("hip", "knee", "ankle"))
    return geo.compute_joint_flexion_deg(hip, knee, ankle)


def compute_elbow_flexion(body: Body, side: str) -> FloatArray:
    """180 minus the interior angle shoulder-elbow-wrist."""
    return geo.compute_joint_flexion_deg(body.at(side, "shoulder"), body.at(side, "elbow"), body.at(side, "wrist"))


def compute_hip_flexion(body: Body, side: str) -> FloatArray:
    """Thigh against the trunk's line continued below the hip: + flexion, - extension, less the baseline."""
    return _compute_bend_at_hip(body, side, "knee")


def compute_body_line(body: Body, side: str) -> FloatArray:
    """Leg (hip to ankle) against the trunk's line: + pike, - sag, 0 straight."""
    return _compute_bend_at_hip(body, side, "ankle")


def _compute_bend_at_hip(body: Body, side: str, joint: str) -> FloatArray:
    hip = body.near_hip(side)
    leg = body.at(side, joint) - hip
    return unwrap_sagittal(-_turn_to_front(body, hip - body.near("shoulder"), leg)) - body.standing_hip_deg


def compute_shoulder_flexion(body: Body, side: str) -> FloatArray:
    """Upper arm against the trunk's line: 0 hanging, 90 forward, 180 overhead."""
    arm = body.at(side, "elbow") - body.at(side, "shoulder")
    return unwrap_sagittal(-_turn_to_front(body, -_trunk_up(body), arm))


def compute_neck_flexion(body: Body, _side: str) -> FloatArray:
    """Line shoulder-ear against the trunk's line: + the head comes forward (or off the floor when supine)."""
    neck = body.near("ear") - body.near("shoulder")
    return _turn_to_front(body, _trunk_up(body), neck)


def compute_trunk_lean(body: Body, _side: str) -> FloatArray:
    """Line hip-shoulder against the vertical: + toward where the person faces."""
    return _turn_to_front(body, geo.IMAGE_UP, _trunk_up(body))


def compute_trunk_inclination(body: Body, _side: str) -> FloatArray:
    """Line hip-shoulder against the vertical without sign: 0 upright, 90 horizontal."""
    return geo.compute_inclination_deg(_trunk_up(body))


def compute_thigh_inclination(body: Body, side: str) -> FloatArray:
    """Line knee-hip against the vertical without sign: 0 hip above knee, 90 horizontal."""
    return geo.compute_inclination_deg(body.at(side, "hip") - body.at(side, "knee"))


def compute_shin_inclination(body: Body, side: str) -> FloatArray:
    """Line ankle-knee against the vertical without sign: 0 knee above ankle, 90 horizontal."""
    return geo.compute_inclination_deg(body.at(side, "knee") - body.at(side, "ankle"))


def compute_ankle_dorsiflexion(body: Body, side: str) -> FloatArray:
    """90 minus the angle between foot (heel to toe) and shin (ankle to knee): + toes toward the shin."""
    foot = body.at(side, "foot_index") - body.at(side, "heel")
    shin = body.at(side, "knee") - body.at(side, "ankle")
    return 90.0 - geo.compute_angle_deg(foot, shin)


def compute_arm_lean(body: Body, side: str) -> FloatArray:
    """Line wrist-shoulder against the vertical: + the shoulder is ahead of the hand (toward the front or the head)."""
    arm = body.at(side, "shoulder") - body.at(side, "wrist")
    return _turn_to_front(body, geo.IMAGE_UP, arm)


def compute_shoulder_over_elbow(body: Body, side: str) -> FloatArray:
    """How far the shoulder is ahead of the elbow, horizontally, as a share of the upper arm: 0 right above it."""
    arm = body.at(side, "shoulder") - body.at(side, "elbow")
    return divide_lengths(arm[:, 0] * body.front_sign, geo.compute_length(arm))


def _shin_length(body: Body, side: str) -> FloatArray:
    return geo.compute_length(body.at(side, "knee") - body.at(side, "ankle"))


def _leg_length(body: Body, side: str) -> FloatArray:
    return geo.compute_length(body.at(side, "hip") - body.at(side, "knee")) + _shin_length(body, side)


def divide_lengths(length: FloatArray, unit_length: FloatArray) -> FloatArray:
    """Return a length as a share of another one; a zero unit gives NaN."""
    return np.divide(length, unit_length, out=np.full_like(length, np.nan), where=unit_length > 0)


def compute_knee_over_toe(body: Body, side: str) -> FloatArray:
    """How far the knee is ahead of the toes, horizontally, as a share of the shin: + past the toes."""
    ahead = (body.at(side, "knee") - body.at(side, "foot_index"))[:, 0] * body.front_sign
    return divide_lengths(ahead, _shin_length(body, side))


def compute_knee_height(body: Body, side: str) -> FloatArray:
    """Height of the knee above the lowest point of both legs, as a share of the shin: about 0 when it kneels."""
    floor = np.max(
        [body.at(s, j)[:, 1] for s in ("left", "right") for j in ("knee", "ankle", "heel", "foot_index")],
        axis=0,
    )
    return divide_lengths(floor - body.at(side, "knee")[:, 1], _shin_length(body, side))


def compute_heel_rise(body: Body, side: str) -> FloatArray:
    """Height of the heel above the toes as a share of the foot's length: about 0 when the foot is flat."""
    foot = body.at(side, "foot_index") - body.at(side, "heel")
    return divide_lengths(foot[:, 1], geo.compute_length(foot))


def compute_ankles_apart(body: Body, _side: str) -> FloatArray:
    """Distance between the ankles as a share of the leg (thigh + shin), both legs averaged."""
    apart = geo.compute_length(body.at("left", "ankle") - body.at("right", "ankle"))
    return divide_lengths(apart, (_leg_length(body, "left") + _leg_length(body, "right")) / 2.0)


def compute_hand_to_foot(body: Body, side: str) -> FloatArray:
    """Distance from the wrist to the ankle as a share of the shin."""
    apart = geo.compute_length(body.at(side, "wrist") - body.at(side, "ankle"))
    return divide_lengths(apart, _shin_length(body, side))


def compute_feet_off_floor(body: Body, _side: str) -> FloatArray:
    """Height of the lower ankle above where it stood before, as a share of the leg: about 0 on the floor."""
    lower = np.max([body.at(side, "ankle")[:, 1] for side in ("left", "right")], axis=0)
    leg = (_leg_length(body, "left") + _leg_length(body, "right")) / 2.0
    return divide_lengths(body.floor_y - lower, leg)
