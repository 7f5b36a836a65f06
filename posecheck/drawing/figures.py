"""The drawn form of each measure: an angle with its zero line and its band, or a distance between two points.

Angles in the picture are in degrees, clockwise from the right edge (y points down). An angle figure starts at
the direction in which the measure would read zero and ends at the moving segment, so that the number beside it
is what one sees. All positions are in units of frame height.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from posecheck.geometry import FloatArray, compute_signed_angle_deg
from posecheck.pose import Pose, opposite
from posecheck.stretch.schema import Band

_UP_DEG = -90.0
_DOWN_DEG = 90.0
# An open band is shown this far beyond its bound, and a closed one never further around than half a turn.
_OPEN_BAND_DEG = 45.0


@dataclass(frozen=True, slots=True)
class AngleFigure:
    """An angle to draw.

    Attributes:
        vertex: (2,) where it is drawn.
        zero_deg: direction in which the measure reads 0.
        sense: +1 where the value grows clockwise in the picture, -1 counter-clockwise.
        value_deg: what the measure reads.
        reach: length of the shorter of the two segments, to size the arc.
    """

    vertex: FloatArray
    zero_deg: float
    sense: float
    value_deg: float
    reach: float

    def direction_deg(self, value_deg: float) -> float:
        """Return the direction in the picture at which the measure reads `value_deg`."""
        return self.zero_deg + self.sense * value_deg

    def band_deg(self, band: Band) -> tuple[float, float]:
        """Return the directions of the band's bounds, an open bound 45 degrees beyond the other one."""
        low = band.high - _OPEN_BAND_DEG if band.low is None and band.high is not None else band.low
        high = band.low + _OPEN_BAND_DEG if band.high is None and band.low is not None else band.high
        return self.direction_deg(low or 0.0), self.direction_deg(high or 0.0)


@dataclass(frozen=True, slots=True)
class SpanFigure:
    """A distance to draw, from `start` (2,) to `end` (2,)."""

    start: FloatArray
    end: FloatArray


Figure = AngleFigure | SpanFigure


@dataclass(frozen=True, slots=True)
class Scene:
    """What the figures of one frame have in common.

    Attributes:
        pose: the pose that is drawn.
        front_sign: as in `Body`: +1 where the body's front lies clockwise of its upward trunk line.
        left_sign: as in `Body`: +1 where the person's left is at the right of the picture.
    """

    pose: Pose
    front_sign: float
    left_sign: float

    def at(self, side: str, joint: str) -> FloatArray:
        """Return the position (2,) of a joint of one side."""
        return self.pose.point(f"{side}_{joint}")

    def near(self, joint: str) -> FloatArray:
        """Return the position (2,) of a joint on the side toward the camera, as `Body.near` does."""
        return self.at("left" if self.front_sign < 0 else "right", joint)

    def middle(self, joint: str) -> FloatArray:
        """Return the point (2,) between the left and the right joint."""
        return (self.at("left", joint) + self.at("right", joint)) / 2.0

    def outward_sign(self, side: str) -> float:
        """Return +1 where the outside of this side lies at the right of the picture."""
        return self.left_sign if side == "left" else -self.left_sign


def _turn_deg(start: FloatArray, end: FloatArray) -> float:
    return float(compute_signed_angle_deg(start, end))


def _sign(value: float) -> float:
    return -1.0 if value < 0 else 1.0


def build_scene(pose: Pose, near_side: str) -> Scene:
    """Return the scene of a pose.

    Args:
        pose: the pose as judged.
        near_side: the side of the body toward the camera; it says where the front is. "" in a front view.
    """
    across = sum(
        float(pose.point(f"left_{joint}")[0] - pose.point(f"right_{joint}")[0]) for joint in ("shoulder", "hip")
    )
    return Scene(pose, 1.0 if near_side == "right" else -1.0, _sign(across))


def find_figure(measure: str, scene: Scene, side: str, value: float) -> Figure | None:
    """Return how a measure is drawn.

    Args:
        measure: name of the measure.
        scene: the pose and where its front and its left are.
        side: "left" or "right", the side of the body it is taken from.
        value: what the measure reads, in its unit.

    Returns:
        The figure, or None where a landmark that it needs or the value is missing, or the measure has no drawing.
    """
    if measure in _SPANS:
        span = _SPANS[measure](scene, side)
        return span if np.isfinite([span.start, span.end]).all() else None
    if measure not in _ANGLES:
        return None
    figure = _ANGLES[measure](scene, side, value)
    numbers = (*figure.vertex, figure.zero_deg, figure.value_deg, figure.reach)
    return figure if all(math.isfinite(number) for number in numbers) else None


def _angle(vertex: FloatArray, moving: FloatArray, fixed: FloatArray, sense: float, value: float) -> AngleFigure:
    """Return the figure whose zero line lies `value` behind the direction of the moving segment."""
    direction_deg = math.degrees(math.atan2(moving[1], moving[0]))
    reach = min(math.hypot(*moving), math.hypot(*fixed))
    return AngleFigure(vertex, direction_deg - sense * value, sense, value, reach)


def _bend(scene: Scene, side: str, value: float, chain: tuple[str, str, str]) -> AngleFigure:
    start, joint, end = (scene.at(side, name) for name in chain)
    return _angle(joint, end - joint, joint - start, _sign(_turn_deg(joint - start, end - joint)), value)


def _trunk_turn(
    scene: Scene, value: float, vertex: FloatArray, moving_end: FloatArray, growth: float = -1.0
) -> AngleFigure:
    """Return the figure of an angle against the near trunk; `growth` +1 where it turns with the body's front."""
    trunk = scene.near("shoulder") - scene.near("hip")
    return _angle(vertex, moving_end - vertex, trunk, growth * scene.front_sign, value)


def _inclination(vertex: FloatArray, upper_end: FloatArray, value: float) -> AngleFigure:
    segment = upper_end - vertex
    return _angle(vertex, segment, segment, _sign(float(segment[0])), value)


def _arm_lean(scene: Scene, side: str, value: float) -> AngleFigure:
    wrist = scene.at(side, "wrist")
    arm = scene.at(side, "shoulder") - wrist
    return _angle(wrist, arm, arm, scene.front_sign, value)


def _ankle(scene: Scene, side: str, value: float) -> AngleFigure:
    ankle = scene.at(side, "ankle")
    foot = scene.at(side, "foot_index") - scene.at(side, "heel")
    shin = scene.at(side, "knee") - ankle
    return _angle(ankle, foot, foot, _sign(_turn_deg(foot, shin)), value)


def _hip_abduction(scene: Scene, side: str, value: float) -> AngleFigure:
    hip = scene.at(side, "hip")
    thigh = scene.at(side, "knee") - hip
    return _angle(hip, thigh, thigh, -scene.outward_sign(side), value)


def _knee_valgus(scene: Scene, side: str, value: float) -> AngleFigure:
    knee = scene.at(side, "knee")
    shin = scene.at(side, "ankle") - knee
    return _angle(knee, shin, knee - scene.at(side, "hip"), -scene.outward_sign(side), value)


def _side_lean(scene: Scene, _side: str, value: float) -> AngleFigure:
    hips = scene.middle("hip")
    trunk = scene.middle("shoulder") - hips
    return _angle(hips, trunk, trunk, scene.left_sign, value)


def _obliquity(scene: Scene, value: float, joint: str) -> AngleFigure:
    line = scene.at("left", joint) - scene.at("right", joint)
    return _angle(scene.middle(joint), line, line, -scene.left_sign, value)


def _leg_spread(scene: Scene, _side: str, value: float) -> AngleFigure:
    left = scene.at("left", "knee") - scene.at("left", "hip")
    right = scene.at("right", "knee") - scene.at("right", "hip")
    return _angle(scene.middle("hip"), left, right, _sign(_turn_deg(right, left)), value)


_ANGLES: dict[str, Callable[[Scene, str, float], AngleFigure]] = {
    "knee_flexion": lambda s, side, v: _bend(s, side, v, ("hip", "knee", "ankle")),
    "knee_bend_seen": lambda s, side, v: _bend(s, side, v, ("hip", "knee", "ankle")),
    "elbow_flexion": lambda s, side, v: _bend(s, side, v, ("shoulder", "elbow", "wrist")),
    "hip_flexion": lambda s, side, v: _trunk_turn(s, v, s.near("hip"), s.at(side, "knee")),
    "body_line": lambda s, side, v: _trunk_turn(s, v, s.near("hip"), s.at(side, "ankle")),
    "shoulder_flexion": lambda s, side, v: _trunk_turn(s, v, s.at(side, "shoulder"), s.at(side, "elbow")),
    "neck_flexion": lambda s, _side, v: _trunk_turn(s, v, s.near("shoulder"), s.near("ear"), 1.0),
    "trunk_lean": lambda s, _side, v: _trunk_turn(s, v, s.near("hip"), s.near("shoulder"), 1.0),
    "trunk_inclination": lambda s, _side, v: _inclination(s.near("hip"), s.near("shoulder"), v),
    "trunk_tilt_seen": lambda s, _side, v: _inclination(s.near("hip"), s.near("shoulder"), v),
    "thigh_inclination": lambda s, side, v: _inclination(s.at(side, "knee"), s.at(side, "hip"), v),
    "shin_inclination": lambda s, side, v: _inclination(s.at(side, "ankle"), s.at(side, "knee"), v),
    "arm_lean": _arm_lean,
    "ankle_dorsiflexion": _ankle,
    "hip_abduction": _hip_abduction,
    "knee_valgus": _knee_valgus,
    "trunk_side_lean": _side_lean,
    "pelvis_obliquity": lambda s, _side, v: _obliquity(s, v, "hip"),
    "shoulder_obliquity": lambda s, _side, v: _obliquity(s, v, "shoulder"),
    "leg_spread": _leg_spread,
}


def _span_knee_over_toe(scene: Scene, side: str) -> SpanFigure:
    knee, toe = scene.at(side, "knee"), scene.at(side, "foot_index")
    return SpanFigure(np.array([toe[0], knee[1]]), knee)


def _span_shoulder_over_elbow(scene: Scene, side: str) -> SpanFigure:
    shoulder, elbow = scene.at(side, "shoulder"), scene.at(side, "elbow")
    return SpanFigure(np.array([elbow[0], shoulder[1]]), shoulder)


def _span_knee_height(scene: Scene, side: str) -> SpanFigure:
    knee = scene.at(side, "knee")
    joints = ("knee", "ankle", "heel", "foot_index")
    floor = max(float(scene.at(each, joint)[1]) for each in ("left", "right") for joint in joints)
    return SpanFigure(np.array([knee[0], floor]), knee)


def _span_knee_heights(scene: Scene, _side: str) -> SpanFigure:
    """Return the upright line from the level of the lower knee to the higher one."""
    lower, higher = sorted((scene.at(side, "knee") for side in ("left", "right")), key=lambda knee: -float(knee[1]))
    return SpanFigure(np.array([higher[0], lower[1]]), higher)


def _span_ankle_height(scene: Scene, side: str) -> SpanFigure:
    ankle, other = scene.at(side, "ankle"), scene.at(opposite(side), "ankle")
    return SpanFigure(np.array([ankle[0], other[1]]), ankle)


def _span_hip_height(scene: Scene, _side: str) -> SpanFigure:
    hips = scene.middle("hip")
    floor = max(float(scene.at(each, "ankle")[1]) for each in ("left", "right"))
    return SpanFigure(np.array([hips[0], floor]), hips)


def _span_heel_rise(scene: Scene, side: str) -> SpanFigure:
    heel, toe = scene.at(side, "heel"), scene.at(side, "foot_index")
    return SpanFigure(np.array([heel[0], toe[1]]), heel)


_SPANS: dict[str, Callable[[Scene, str], SpanFigure]] = {
    "knee_over_toe": _span_knee_over_toe,
    "shoulder_over_elbow": _span_shoulder_over_elbow,
    "knee_height": _span_knee_height,
    "heel_rise": _span_heel_rise,
    "ankles_apart": lambda s, _side: SpanFigure(s.at("left", "ankle"), s.at("right", "ankle")),
    "hand_to_foot": lambda s, side: SpanFigure(s.at(side, "wrist"), s.at(side, "ankle")),
    "ankle_to_knee": lambda s, side: SpanFigure(s.at(side, "ankle"), s.at(opposite(side), "knee")),
    "feet_apart": lambda s, _side: SpanFigure(s.at("left", "ankle"), s.at("right", "ankle")),
    "knee_height_difference": _span_knee_heights,
    "ankle_height": _span_ankle_height,
    "hip_height": _span_hip_height,
}
