"""Where the camera stands: which way the body faces, which side is near, and what may be judged from there.

The network's world landmarks are too rough for joint angles but tell the direction of the shoulder and hip
lines well: against a rendered person a true yaw of 0/30/45/60/90 degrees reads 3-6 / 18-23 / 32-45 / 54-57 /
71-88. The thresholds below lie between those readings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck import geometry as geo
from posecheck.pose import LANDMARK_INDEX, PoseTrack
from posecheck.results import BodyPosture, ViewKind

FloatArray = NDArray[np.float64]

# (enter, leave) readings in degrees, from the table above: 60 degrees of true yaw must not pass as a side view,
# 30 degrees not for long as a front view.
SIDE_VIEW_DEG = (62.0, 58.0)
FRONT_VIEW_DEG = (20.0, 26.0)
# How broad the shoulders are, in trunks, where the back is toward the camera. The readings above do not tell a camera
# behind the side from one at it: 30 degrees behind reads 72 to 80, and hips are 10 to 15 off there. On the upright
# good clips of six bodies the back shows at most 0.16, on photos of people who kneel somewhat turned away 0.30, from 30
# degrees behind 0.40 and more.
BACK_SHOWS_SHARE = (0.35, 0.20)
# The same of bodies that lie, toward the camera or away: from the side at most 0.22 on the front and 0.32 on the back
# (clips of eleven people), low lunges seen at 40 degrees 0.37 and more, of which one read 59 to 62 degrees.
LYING_BROAD_SHARE = (0.36, 0.33)
# A lying body's trunk against the picture plane: a true side view reads 0-12, end-on 67-79.
END_ON_DEG = (30.0, 26.0)
# The trunk's line against the vertical from which a body counts as lying.
LYING_DEG = (62.0, 52.0)
# Time constant of the smoothing: long against single bad frames, short against a person who turns.
SMOOTHING_S = 0.35
# Evidence for the facing direction below this does not flip it.
FACING_HYSTERESIS = 0.25
# Thighs that point in opposite directions turn the world lines: a pigeon seen truly from the side (90) reads 38 by the
# hips, and 53 by the shoulders when a hand reaches back for the foot. From 120 to 140 degrees between the thighs
# (negative cosines) the breadth of the shoulders in the picture takes over: 0.74 trunks from the front, and
# 0.66 / 0.60 / 0.45 / 0.28 / 0.14 / 0.06 of them at a true 30 / 45 / 60 / 70 / 80 / 90 degrees.
SPLIT_COSINES = (0.5, 0.766)
SHOULDERS_SHARE = 0.74
# The same twist of the lines, 62 by the shoulders and 47 by the hips at a true 87, was seen with a front thigh drawn so
# short that the legs did not look split. Shoulders this narrow, in trunks, are not seen from elsewhere than the side:
# in 95 of 100 frames at a true 75 to 90 degrees they are below 0.20, at 65 to 75 never below 0.25 (upright bodies of
# eight people). Hips that the network sees from the front are believed: the trunk may be turned above them.
NARROW_SHARES = (0.18, 0.28)
TURNED_HIPS_DEG = 30.0
# Who lies on the back and lets the knees sink to one side turns the pelvis, but the shoulders stay on the floor: at a
# true 84 to 90 degrees the hips read 47 to 53 then, the shoulders 67 to 72. They count for so much beside both as one.
SUPINE_SHOULDERS_WEIGHT = 0.5
# A knee bent by less than this does not tell front from back.
TELLING_KNEE_DEG = 25.0


@dataclass(frozen=True, slots=True, eq=False)
class ViewEvidence:
    """What each frame on its own says about the view, arrays (n,).

    Attributes:
        side_on_deg: angle of the shoulder and hip lines against the picture plane, -90..90; negative when the
            person's left (as labelled) is nearer to the camera. Lying on the back the shoulders count for more.
        torso_out_deg: angle of the trunk against the picture plane, -90..90.
        trunk_deg: angle of the trunk's line against the vertical, in the picture, 0..180.
        trunk_right: horizontal part of the unit trunk vector, + when the head is to the right of the hips.
        facing: evidence for the body's front being clockwise of its upward trunk line, about -3.4..3.4.
        shoulders: how far the labelled left shoulder is to the right of the other one, in trunks.
        left_sign: +1 where the labelled left hip is right of the right hip in the picture, else -1.
    """

    side_on_deg: FloatArray
    torso_out_deg: FloatArray
    trunk_deg: FloatArray
    trunk_right: FloatArray
    facing: FloatArray
    shoulders: FloatArray
    left_sign: FloatArray


@dataclass(frozen=True, slots=True)
class ViewReading:
    """The smoothed view at one instant.

    Attributes:
        seen: whether a body is there at all.
        kind: "side", "front", "oblique", "end_on" or "unknown".
        yaw_deg: 0 toward or away from the camera, 90 side on.
        front_sign: +1 or -1 as in `posecheck.measures.Body`, 0 when unknown.
        near_side: side of the person toward the camera in a side view or at an angle, else "".
        posture: "upright", "supine", "prone" or "unknown".
        labels_swapped: whether the network has left and right of the whole body the wrong way round.
    """

    seen: bool
    kind: ViewKind
    yaw_deg: float
    front_sign: int
    near_side: Literal["", "left", "right"]
    posture: BodyPosture
    labels_swapped: bool


def _pick(*names: str) -> NDArray[np.intp]:
    return np.array([LANDMARK_INDEX[name] for name in names])


# Shoulders, hips and ears; knees, heels and what they are joined to: taken together, because for one frame each
# step of NumPy costs more than the numbers in it.
_LEFT, _RIGHT = (_pick(f"{side}_shoulder", f"{side}_hip", f"{side}_ear") for side in ("left", "right"))
_UPPER = _pick("left_hip", "right_hip", "left_knee", "right_knee")
_LOWER = _pick("left_knee", "right_knee", "left_ankle", "right_ankle")
_HEELS, _TOES = _pick("left_heel", "right_heel"), _pick("left_foot_index", "right_foot_index")
_NOSE = LANDMARK_INDEX["nose"]
_QUARTER_TURN = np.array([-1.0, 1.0])


def _cosine(vector: FloatArray, direction: FloatArray) -> FloatArray:
    """Return the cosine (...,) between vectors (..., 2), 0 (no evidence) where a point is missing or of no length."""
    cosine = geo.compute_dot(geo.normalize(vector), direction)
    return np.where(np.isnan(cosine), 0.0, cosine)


def _bend_evidence(image_xy: FloatArray) -> FloatArray:
    """Return which way the knees bend, -1..1 per frame: a knee points to the front of the body."""
    segments = image_xy[:, _LOWER] - image_xy[:, _UPPER]
    bend_deg = geo.compute_signed_angle_deg(segments[:, :2], segments[:, 2:])
    bends = np.where(np.abs(bend_deg) > TELLING_KNEE_DEG, np.sign(bend_deg), 0.0)
    return np.asarray((bends[:, 0] + bends[:, 1]) / 2.0)


def _correct_by_shoulders(
    side_on_deg: FloatArray, hips_deg: FloatArray, breadth: FloatArray, image_xy: FloatArray, trunk_deg: FloatArray
) -> FloatArray:
    """Return the angles (n,) of shoulders and hips against the picture, by the picture where that tells them better.

    It does where the legs are split, and where the shoulders are narrower than they are seen from but the side.
    `breadth` (n,) is that of the shoulders in the picture, in trunks. A body whose trunk lies is left alone: its world
    lines stay true, and its shoulders lie one above the other.
    """
    picture_deg = np.degrees(np.arccos(np.minimum(breadth / SHOULDERS_SHARE, 1.0)))
    turned = (np.abs(hips_deg) >= TURNED_HIPS_DEG) & (picture_deg > np.abs(side_on_deg))
    narrow = np.interp(breadth, NARROW_SHARES, (1.0, 0.0)) * turned
    thighs = geo.normalize(image_xy[:, _UPPER[2:]] - image_xy[:, _UPPER[:2]])
    cosine = geo.compute_dot(thighs[:, 0], thighs[:, 1])
    split = np.interp(-np.where(np.isnan(cosine), 1.0, cosine), SPLIT_COSINES, (0.0, 1.0))
    told = np.maximum(split, narrow) * (trunk_deg < LYING_DEG[0])
    return np.asarray(np.sign(side_on_deg) * ((1.0 - told) * np.abs(side_on_deg) + told * picture_deg))


def _correct_rolled_pelvis(
    both_deg: FloatArray, shoulders_deg: FloatArray, trunk_deg: FloatArray, front_down: FloatArray
) -> FloatArray:
    """Return the angles (n,) of both lines against the picture, nearer to the shoulders' in who lies on the back.

    `front_down` is positive where the front of a lying body points down.
    """
    supine = (90.0 - np.abs(trunk_deg - 90.0) >= LYING_DEG[0]) & (front_down < 0)
    return np.where(supine, both_deg + SUPINE_SHOULDERS_WEIGHT * (shoulders_deg - both_deg), both_deg)


def _compute_forward(left_axis: FloatArray, trunk: FloatArray) -> FloatArray:
    """Return the picture's part (n, 2) of where a body faces, from its unit vectors (n, 3) to its left and up."""
    return np.array(
        [
            left_axis[:, 1] * trunk[:, 2] - left_axis[:, 2] * trunk[:, 1],
            left_axis[:, 2] * trunk[:, 0] - left_axis[:, 0] * trunk[:, 2],
        ]
    ).T


def read_view_evidence(track: PoseTrack) -> ViewEvidence:
    """Return what each frame of a track says about the view; frames without a body give NaN."""
    image, world = track.image_xy, track.world_xyz
    left, right = world[:, _LEFT[:2]], world[:, _RIGHT[:2]]
    across = geo.normalize(left - right)
    middle = (left + right) / 2.0
    axes = np.array([across[:, 0] + across[:, 1], middle[:, 0] - middle[:, 1], across[:, 0], across[:, 1]])
    both_deg, torso_out_deg, shoulders_deg, hips_deg = geo.compute_out_of_plane_deg(axes)
    left_axis, trunk = geo.normalize(axes[:2])

    middle = (image[:, _LEFT] + image[:, _RIGHT]) / 2.0
    trunk_line, shoulder_line = middle[:, 0] - middle[:, 1], image[:, _LEFT[0]] - image[:, _RIGHT[0]]
    trunk_length = np.maximum(geo.compute_length(trunk_line), 1e-9)
    up = geo.normalize(trunk_line)
    clockwise = up[:, ::-1] * _QUARTER_TURN
    feet = image[:, _TOES] - image[:, _HEELS]
    nose_ahead, toes_ahead = _cosine(np.array([image[:, _NOSE] - middle[:, 2], feet[:, 0] + feet[:, 1]]), clockwise)
    facing = (
        geo.compute_dot(_compute_forward(left_axis, trunk), clockwise)
        + nose_ahead
        + 0.7 * toes_ahead
        + 0.7 * _bend_evidence(image)
    )
    trunk_deg = geo.compute_inclination_deg(up)
    side_on_deg = _correct_rolled_pelvis(both_deg, shoulders_deg, trunk_deg, facing * up[:, 0])
    breadth = geo.compute_length(shoulder_line) / trunk_length
    return ViewEvidence(
        side_on_deg=_correct_by_shoulders(side_on_deg, hips_deg, breadth, image, trunk_deg),
        torso_out_deg=torso_out_deg,
        trunk_deg=trunk_deg,
        trunk_right=up[:, 0],
        facing=facing,
        shoulders=np.asarray(shoulder_line[:, 0] / trunk_length),
        left_sign=np.sign(image[:, _LEFT[1], 0] - image[:, _RIGHT[1], 0]),
    )


def _passes(value: float, bounds: tuple[float, float], was: bool, above: bool) -> bool:
    """Return whether a reading passes a threshold with (enter, leave) hysteresis."""
    bound = bounds[1] if was else bounds[0]
    return value >= bound if above else value <= bound


class ViewTracker:
    """Follows the view from frame to frame: smoothing and hysteresis over time, whatever the frame rate."""

    def __init__(self) -> None:
        self._time_s: float | None = None
        self._smooth: tuple[float, float, float, float, float, float] | None = None
        self._is_side = self._is_front = self._is_end_on = self._is_lying = self._is_behind = self._is_broad = False
        self._front_sign = 0

    def read(self, times_s: FloatArray, evidence: ViewEvidence) -> list[ViewReading]:
        """Return the smoothed view after each further frame; times (n,) in seconds, rising."""
        columns = (
            evidence.side_on_deg.tolist(),
            evidence.torso_out_deg.tolist(),
            evidence.trunk_deg.tolist(),
            evidence.trunk_right.tolist(),
            evidence.facing.tolist(),
            evidence.shoulders.tolist(),
        )
        return [
            self._step(time_s, row) for time_s, row in zip(times_s.tolist(), zip(*columns, strict=True), strict=True)
        ]

    def _step(self, time_s: float, row: tuple[float, ...]) -> ViewReading:
        if any(math.isnan(value) for value in row):
            return ViewReading(False, "unknown", math.nan, self._front_sign, "", "unknown", False)
        self._blend(time_s, row)
        assert self._smooth is not None
        side_on, torso_out, trunk, trunk_right, facing, shoulders = self._smooth
        if self._front_sign == 0 or abs(facing) > FACING_HYSTERESIS:
            self._front_sign = 1 if facing > 0 else -1
        # Where the labels of left and right are the wrong way round, so are those of the shoulders.
        chest = shoulders * self._front_sign * math.copysign(1.0, side_on)
        kind = self._classify(abs(side_on), abs(torso_out), trunk, chest)
        near: Literal["", "left", "right"] = ""
        labelled_near: Literal["left", "right"] = "left" if side_on < 0 else "right"
        if kind == "side":
            near = "right" if self._front_sign > 0 else "left"
        elif kind == "oblique":
            near = labelled_near
        return ViewReading(
            True,
            kind,
            abs(side_on),
            self._front_sign,
            near,
            self._classify_posture(trunk_right),
            bool(near) and near != labelled_near,
        )

    def _blend(self, time_s: float, row: tuple[float, ...]) -> None:
        values = (row[0], row[1], row[2], row[3], row[4], row[5])
        if self._smooth is None or self._time_s is None or time_s - self._time_s > 1.0:
            self._smooth = values
        else:
            keep = math.exp(-(time_s - self._time_s) / SMOOTHING_S)
            old = self._smooth
            self._smooth = tuple(keep * a + (1 - keep) * b for a, b in zip(old, values, strict=True))  # type: ignore[assignment]
        self._time_s = time_s

    def _classify(self, side_on: float, torso_out: float, trunk: float, chest: float) -> ViewKind:
        self._is_lying = _passes(90 - abs(trunk - 90), LYING_DEG, self._is_lying, above=True)
        self._is_side = _passes(side_on, SIDE_VIEW_DEG, self._is_side, above=True)
        self._is_front = _passes(side_on, FRONT_VIEW_DEG, self._is_front, above=False)
        self._is_end_on = _passes(torso_out, END_ON_DEG, self._is_end_on, above=True)
        self._is_behind = not self._is_lying and _passes(-chest, BACK_SHOWS_SHARE, self._is_behind, above=True)
        self._is_broad = self._is_lying and _passes(abs(chest), LYING_BROAD_SHARE, self._is_broad, above=True)
        if self._is_end_on and not self._is_front:
            return "end_on"
        is_side = self._is_side and not self._is_behind and not self._is_broad
        return "side" if is_side else "front" if self._is_front else "oblique"

    def _classify_posture(self, trunk_right: float) -> BodyPosture:
        if not self._is_lying:
            return "upright"
        # Head to the right and front clockwise of the trunk: the front points down.
        return "prone" if trunk_right * self._front_sign > 0 else "supine"
