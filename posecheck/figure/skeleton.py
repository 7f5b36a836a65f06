"""A jointed figure in the plane of the side view: from joint angles to points.

Lengths are shares of stature, y points up. Directions are in degrees clockwise from straight up, so that an
upright body that faces right has its trunk at 0, its front at 90 and its legs at 180.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]

# Segment lengths as shares of stature (Drillis and Contini 1966, as in Winter, "Biomechanics and motor control of
# human movement", 4th ed., fig. 4.1).
TRUNK = 0.288
THIGH = 0.245
SHIN = 0.246
UPPER_ARM = 0.186
FOREARM = 0.146
NECK_TO_HEAD = 0.11
HEAD_RADIUS = 0.062
_SOLE = 0.039
_HEEL = 0.035
_TOES = 0.115
# A shin that lies across the picture is seen shortened, and its foot as well.
_SHIN_ACROSS, _FOOT_ACROSS = 0.45 * SHIN, 0.05
_BACKWARD_DEG = 270.0

LEG_ANGLES = ("hip", "knee", "ankle")
ARM_ANGLES = ("shoulder", "elbow")
LIMBS = ("working", "other")
ANGLES = ("trunk", "neck", *(f"{limb}_{name}" for limb in LIMBS for name in (*LEG_ANGLES, *ARM_ANGLES)))


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The points of a figure by name: "working_knee", "other_wrist", "hip", "shoulder", "head"."""

    points: dict[str, Point]

    def height(self, name: str) -> float:
        """Return how high a point lies, in shares of stature above the hip."""
        return self.points[name][1]


def build_skeleton(angles: dict[str, float], across: str = "", leg_share: float = 1.0) -> Skeleton:
    """Return the figure with these joint angles in degrees (each of `ANGLES`), its hip at the origin.

    Signs are those of the measures: flexion is positive and 0 is a straight joint. The shin of the limb `across` lies
    level across the picture, whatever its knee's angle. Legs that are turned outward are seen shortened, to `leg_share`
    of their length.
    """
    trunk_deg = angles["trunk"]
    hip: Point = (0.0, 0.0)
    shoulder = _move(hip, trunk_deg, TRUNK)
    points = {"hip": hip, "shoulder": shoulder, "head": _move(shoulder, trunk_deg + angles["neck"], NECK_TO_HEAD)}
    for limb in LIMBS:
        points |= _build_leg(limb, angles, hip, trunk_deg, leg_share)
        if limb == across:
            points |= _lay_across(limb, points[f"{limb}_knee"])
        points |= _build_arm(limb, angles, shoulder, trunk_deg)
    return Skeleton(points)


def _build_leg(limb: str, angles: dict[str, float], hip: Point, trunk_deg: float, leg_share: float) -> dict[str, Point]:
    thigh_deg = trunk_deg + 180.0 - angles[f"{limb}_hip"]
    shin_deg = thigh_deg + angles[f"{limb}_knee"]
    foot_deg = shin_deg - 90.0 - angles[f"{limb}_ankle"]
    knee = _move(hip, thigh_deg, THIGH * leg_share)
    ankle = _move(knee, shin_deg, SHIN * leg_share)
    under = _move(ankle, foot_deg + 90.0, _SOLE)
    return {
        f"{limb}_knee": knee,
        f"{limb}_ankle": ankle,
        f"{limb}_heel": _move(under, foot_deg, -_HEEL),
        f"{limb}_toe": _move(under, foot_deg, _TOES),
    }


def _lay_across(limb: str, knee: Point) -> dict[str, Point]:
    ankle = _move(knee, _BACKWARD_DEG, _SHIN_ACROSS)
    return {
        f"{limb}_ankle": ankle,
        f"{limb}_heel": _move(ankle, _BACKWARD_DEG, -_FOOT_ACROSS / 2),
        f"{limb}_toe": _move(ankle, _BACKWARD_DEG, _FOOT_ACROSS),
    }


def _build_arm(limb: str, angles: dict[str, float], shoulder: Point, trunk_deg: float) -> dict[str, Point]:
    upper_deg = trunk_deg + 180.0 - angles[f"{limb}_shoulder"]
    elbow = _move(shoulder, upper_deg, UPPER_ARM)
    return {f"{limb}_elbow": elbow, f"{limb}_wrist": _move(elbow, upper_deg - angles[f"{limb}_elbow"], FOREARM)}


def _move(start: Point, direction_deg: float, length: float) -> Point:
    direction = math.radians(direction_deg)
    return start[0] + length * math.sin(direction), start[1] + length * math.cos(direction)
