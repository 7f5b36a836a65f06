"""True joint angles from the joints in space, in the person's own anatomical planes.

Clinical convention: 0 is the anatomical joint, flexion positive, names as in `docs/architecture.md`. An angle
that means nothing in a posture (a trunk's lean while lying) is NaN. `knee_over_toe` and
`hand_to_foot` (of the shin), `ankle_to_knee` (of the other thigh) and `heel_rise` (of the foot) are lengths, as shares
of a segment.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from lab.body import Body, load_body
from lab.kinematics import standing_ankle_height_m
from lab.posture import SIDES, Posture, other_side, outward_sign
from lab.rotation import UP, FloatArray, normalise

Joints = Mapping[str, FloatArray]
# Below this cosine of the pelvis' tilt (60 degrees) a body is not upright.
_UPRIGHT_COSINE = 0.5


def angle_between(first: FloatArray, second: FloatArray) -> float:
    """Return the angle (0..180 degrees) between two directions (3,)."""
    return float(np.degrees(np.arccos(np.clip(normalise(first) @ normalise(second), -1.0, 1.0))))


def turn_about(axis: FloatArray, start: FloatArray, end: FloatArray) -> float:
    """Return the turn (-180..180 degrees) from `start` to `end` about `axis`, both seen along it."""
    unit = normalise(axis)
    first, second = start - (start @ unit) * unit, end - (end @ unit) * unit
    return float(np.degrees(np.arctan2(np.cross(first, second) @ unit, first @ second)))


def measure_limbs(joints: Joints, pelvis: FloatArray, side: str) -> dict[str, float]:
    """Return the angles of one side by column name; `pelvis` (3, 3) gives the anatomical planes."""
    sign = outward_sign(side)
    left, back = pelvis[:, 0], pelvis[:, 1]
    shoulder, elbow, wrist, hip, knee, ankle, heel, toe, ear = (
        joints[f"{side}_{name}"]
        for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index", "ear")
    )
    trunk_down, thigh, shin = hip - shoulder, knee - hip, ankle - knee
    middle_down = _middle(joints, "hip") - _middle(joints, "shoulder")
    angles = {
        "knee_flexion": angle_between(thigh, shin),
        "leg_bend": _measure_bend(float(np.linalg.norm(ankle - hip)), thigh, shin),
        "hip_flexion_line": -turn_about(left, trunk_down, thigh),
        "hip_abduction": -sign * turn_about(-back, thigh, middle_down),
        "shoulder_flexion": _past_overhead(-turn_about(left, trunk_down, elbow - shoulder)),
        "elbow_flexion": angle_between(elbow - shoulder, wrist - elbow),
        "ankle_dorsiflexion": 90.0 - angle_between(-shin, toe - heel),
        "thigh_inclination": angle_between(thigh, -UP),
        "shin_inclination": angle_between(shin, -UP),
        "body_line": -turn_about(left, trunk_down, ankle - hip),
        "knee_valgus": sign * turn_about(-back, thigh, shin),
        "neck_flexion": turn_about(left, -trunk_down, ear - shoulder),
        "arm_lean": turn_about(left, UP, shoulder - wrist),
    }
    columns = {f"{side}_{name}_deg": value for name, value in angles.items()}
    ahead = np.cross(_level(left), UP)
    columns[f"{side}_knee_over_toe"] = float((knee - toe) @ ahead / np.linalg.norm(shin))
    columns[f"{side}_shoulder_over_elbow"] = float((shoulder - elbow) @ ahead / np.linalg.norm(shoulder - elbow))
    columns[f"{side}_heel_rise"] = float((heel - toe) @ UP / np.linalg.norm(heel - toe))
    columns[f"{side}_hand_to_foot"] = float(np.linalg.norm(wrist - ankle) / np.linalg.norm(shin))
    return columns


def measure_trunk(joints: Joints, pelvis: FloatArray) -> dict[str, float]:
    """Return the angles of trunk and pelvis by column name; NaN where the body is not upright."""
    trunk = _middle(joints, "shoulder") - _middle(joints, "hip")
    inclination = {"trunk_inclination_deg": angle_between(trunk, UP)}
    names = ("trunk_lean_deg", "trunk_side_lean_deg", "pelvis_obliquity_deg", "shoulder_obliquity_deg")
    if pelvis[2, 2] < _UPRIGHT_COSINE:
        return inclination | dict.fromkeys(names, np.nan)
    left = _level(pelvis[:, 0])
    facing = np.cross(left, UP)
    lines = [joints[f"left_{joint}"] - joints[f"right_{joint}"] for joint in ("hip", "shoulder")]
    values = (
        np.arctan2(trunk @ facing, trunk @ UP),
        np.arctan2(trunk @ left, trunk @ UP),
        *(np.arctan2(line @ UP, line @ left) for line in lines),
    )
    return inclination | {name: float(np.degrees(value)) for name, value in zip(names, values, strict=True)}


def measure_contacts(joints: Joints, side: str) -> dict[str, float]:
    """Return distances of one side by column name, as shares of a segment: its ankle from the other knee and ankle."""
    other = other_side(side)
    thigh_m = np.linalg.norm(joints[f"{other}_knee"] - joints[f"{other}_hip"])
    apart_m = np.linalg.norm(joints[f"{side}_ankle"] - joints[f"{other}_knee"])
    higher_m = (joints[f"{side}_ankle"] - joints[f"{other}_ankle"])[2]
    return {
        f"{side}_ankle_to_knee": float(apart_m / thigh_m),
        f"{side}_ankle_height": float(higher_m / thigh_m),
    }


def measure_evenness(joints: Joints) -> dict[str, float]:
    """Return shares by column name: how much higher the left knee is, and how far the feet are apart."""
    thigh_m = np.mean([np.linalg.norm(joints[f"{side}_knee"] - joints[f"{side}_hip"]) for side in SIDES])
    shoulders_m = np.linalg.norm(joints["left_shoulder"] - joints["right_shoulder"])
    return {
        "knee_height_difference": float((joints["left_knee"] - joints["right_knee"])[2] / thigh_m),
        "feet_apart": float(np.linalg.norm(joints["left_ankle"] - joints["right_ankle"]) / shoulders_m),
    }


def measure_angles(body: Body, posture: Posture, joints: Joints) -> dict[str, float]:
    """Return every true angle of a body in a posture by column name, degrees."""
    pelvis = posture.rotation("pelvis")
    angles = measure_trunk(joints, pelvis)
    for side in SIDES:
        angles |= measure_limbs(joints, pelvis, side) | measure_contacts(joints, side)
        line_deg = angles[f"{side}_hip_flexion_line_deg"]
        angles[f"{side}_hip_flexion_deg"] = line_deg - neutral_hip_deg(body.name)[side]
    thighs = [joints[f"{side}_knee"] - joints[f"{side}_hip"] for side in SIDES]
    angles["leg_spread_deg"] = angle_between(*thighs)
    angles["ankles_apart"] = float(np.linalg.norm(joints["left_ankle"] - joints["right_ankle"])) / _leg_m(joints)
    lowest_m = min(joints[f"{side}_ankle"] @ UP for side in SIDES)
    angles["feet_off_floor"] = float(lowest_m - standing_ankle_height_m(body)) / _leg_m(joints)
    return angles | measure_evenness(joints)


@cache
def neutral_hip_deg(body_name: str) -> dict[str, float]:
    """Return the uncorrected hip angle of each side when this body stands upright at ease."""
    body, posture = load_body(body_name), Posture()
    joints = find_joints(body, posture, body.skin(posture))
    return {
        side: measure_limbs(joints, posture.rotation("pelvis"), side)[f"{side}_hip_flexion_line_deg"] for side in SIDES
    }


def find_joints(body: Body, posture: Posture, skin_m: FloatArray) -> dict[str, FloatArray]:
    """Return joint centres, ears, heels and toe tips (3,) by landmark name."""
    return body.joints(posture) | body.markers(skin_m)


def _level(direction: FloatArray) -> FloatArray:
    """Return the horizontal part of a direction at length one."""
    return normalise(direction * (1.0, 1.0, 0.0))


def _middle(joints: Joints, joint: str) -> FloatArray:
    return (joints[f"left_{joint}"] + joints[f"right_{joint}"]) / 2


def _measure_bend(reach_m: float, thigh: FloatArray, shin: FloatArray) -> float:
    """Return the knee's bend as it shows in the leg's length from hip to ankle."""
    share = reach_m / (np.linalg.norm(thigh) + np.linalg.norm(shin))
    return float(np.degrees(2 * np.arccos(np.clip(share, 0.0, 1.0))))


def _leg_m(joints: Joints) -> float:
    """Return the length of thigh and shin, metres, both legs averaged."""
    segments = [joints[f"{side}_knee"] - joints[f"{side}_{end}"] for side in SIDES for end in ("hip", "ankle")]
    return float(sum(np.linalg.norm(segment) for segment in segments)) / 2


def _past_overhead(angle_deg: float) -> float:
    """Return the same angle in -90..270, so that an arm behind the ears reads above 180."""
    return angle_deg + 360.0 if angle_deg < -90.0 else angle_deg
