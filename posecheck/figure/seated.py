"""Legs of somebody who sits facing the viewer: folded, wide on the floor, or one crossed over the other on a chair."""

from __future__ import annotations

from collections.abc import Mapping

from posecheck.figure.skeleton import SHIN
from posecheck.figure.style import Ground
from posecheck.stretch.schema import Stretch

Point = tuple[float, float]

# Shares of stature: half the distance between the hip joints and the shoulder joints (Drillis and Contini).
HALF_HIPS = 0.06
HALF_SHOULDERS = 0.12
# How far the floor lies under the hips of a person on the floor, and the knee of one who sits on a chair.
_FLOOR_BELOW = 0.07
_KNEE_BELOW = 0.055
# The knees of folded legs, and of a leg crossed on a chair: aside and down.
_FOLDED_KNEE, _CROSSED_KNEE = (0.30, 0.05), (0.27, 0.0)
# Shoulders' widths that stand for legs wide apart where a stretch does not say how wide.
_WIDE = 4.0
# Ankles of a leg that has to be straight bend the knee by no more than this.
_STRAIGHT_DEG = 25.0


# Hip, knee, ankle and toe in shares of stature from the middle of the hips, x to the right, y down.
Leg = tuple[Point, Point, Point, Point]


def build_seated_leg(limb: str, stretch: Stretch, aims: Mapping[tuple[str, str], float]) -> Leg:
    """Return a leg of a seated figure; the working one is at the viewer's right.

    Args:
        limb: "working" or "other".
        stretch: the reference pose, whose checks tell how the legs lie.
        aims: the targets of its checks by measure and limb.
    """
    side = 1.0 if limb == "working" else -1.0
    hip = (side * HALF_HIPS, 0.0)
    if is_on_chair(stretch):
        return _cross(hip) if limb == "working" else _stand_foot(hip)
    if _has_straight_legs(stretch):
        ankle = (side * HALF_SHOULDERS * aims.get(("feet_apart", "middle"), _WIDE), _FLOOR_BELOW)
        knee = ((hip[0] + ankle[0]) / 2, (hip[1] + ankle[1]) / 2 - 0.01)
        return (hip, knee, ankle, (ankle[0] + side * 0.015, ankle[1] - 0.06))
    aside, down = _FOLDED_KNEE
    apart = aims.get(("feet_apart", "middle"), 0.4) * HALF_SHOULDERS
    ankle = (side * apart, _FLOOR_BELOW)
    return (hip, (side * aside, down), ankle, (side * (apart - 0.01), _FLOOR_BELOW + 0.025))


def is_on_chair(stretch: Stretch) -> bool:
    """Return whether the stretch is done sitting on a chair."""
    return stretch.posture == "seated" and any("chair" in item.lower() for item in stretch.equipment)


def draw_chair(floor: float, scale: float, ground: Ground) -> list[str]:
    """Return the pieces of a chair behind a figure whose hips are at the origin; `floor` in drawing units, y down."""
    half, seat, top = 0.15 * scale, 0.05 * scale, -0.2 * scale
    bars = [
        (-half, seat, 2 * half, 0.03 * scale),
        (-half, top, 0.02 * scale, floor - top),
        (half - 0.02 * scale, top, 0.02 * scale, floor - top),
        (-half, top, 2 * half, 0.05 * scale),
    ]
    return [
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3" fill="{ground.far}"/>'
        for x, y, width, height in bars
    ]


def _cross(hip: Point) -> Leg:
    """Return the working leg with its ankle on the other knee."""
    rest = (-HALF_HIPS - 0.01, _KNEE_BELOW - 0.055)
    return (hip, _CROSSED_KNEE, rest, (rest[0] - 0.06, rest[1] - 0.005))


def _stand_foot(hip: Point) -> Leg:
    """Return the other leg: the thigh points at the viewer, the foot stands on the floor."""
    knee = (hip[0] - 0.015, _KNEE_BELOW)
    ankle = (knee[0], knee[1] + SHIN)
    return (hip, knee, ankle, (ankle[0] - 0.02, ankle[1] + 0.025))


def _has_straight_legs(stretch: Stretch) -> bool:
    knees = [check for check in stretch.checks if check.measure == "knee_flexion"]
    return any(check.band.high is not None and check.band.high <= _STRAIGHT_DEG for check in knees)
