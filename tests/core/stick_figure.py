"""A stick person whose angles are known because it was built from them.

Written without the package under test: plain trigonometry, its own list of the landmarks it sets. The person is
built in the plane of forward/up/left, turned about the vertical by `heading_deg` and projected in parallel.

Heading 0 faces the right edge of the picture (the right side is toward the camera), 90 faces the camera, 180 the
left edge. `trunk_lean_deg` of -90 makes the person lie on the back, +90 on the belly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

# MediaPipe's numbering of the landmarks, from its documentation.
NOSE = 0
EYES = {"left": (1, 2, 3), "right": (4, 5, 6)}
MOUTH = {"left": 9, "right": 10}
ROWS = {
    "ear": (7, 8),
    "shoulder": (11, 12),
    "elbow": (13, 14),
    "wrist": (15, 16),
    "pinky": (17, 18),
    "index": (19, 20),
    "thumb": (21, 22),
    "hip": (23, 24),
    "knee": (25, 26),
    "ankle": (27, 28),
    "heel": (29, 30),
    "foot_index": (31, 32),
}
ASPECT = 16 / 9

TRUNK_M, THIGH_M, SHIN_M, FOOT_M = 0.50, 0.42, 0.40, 0.22
HEEL_BEHIND_M = 0.05
UPPER_ARM_M, FOREARM_M, NECK_M = 0.30, 0.26, 0.20
HIP_HALF_M, SHOULDER_HALF_M = 0.11, 0.18


@dataclass(frozen=True)
class Leg:
    """Joint angles of one leg, degrees, flexion (and abduction, valgus) positive, relative to the trunk."""

    hip: float = 0.0
    knee: float = 0.0
    ankle: float = 0.0
    abduction: float = 0.0
    valgus: float = 0.0


@dataclass(frozen=True)
class Arm:
    shoulder: float = 0.0
    elbow: float = 0.0


@dataclass(frozen=True)
class Person:
    """A person by joint angles; lean and side lean are not to be combined."""

    left: Leg = Leg()
    right: Leg = Leg()
    left_arm: Arm = Arm(10, 15)
    right_arm: Arm = Arm(10, 15)
    trunk_lean: float = 0.0
    side_lean: float = 0.0
    neck: float = 0.0
    pelvis_obliquity: float = 0.0
    shoulder_obliquity: float = 0.0
    heading: float = 0.0
    # Where the middle of the hips is in the picture, and how large a metre is, in frame heights.
    hips_at: tuple[float, float] = (ASPECT / 2, 0.5)
    scale: float = 0.4

    def but(self, **changes) -> Person:
        return replace(self, **changes)

    def landmarks_m(self) -> np.ndarray:
        """(33, 3): forward, up, left of the hips' middle, in metres."""
        return _build_body(self)

    def world_xyz(self) -> np.ndarray:
        """(33, 3): x right, y down, z away from the camera."""
        body, turn = self.landmarks_m(), math.radians(self.heading)
        forward = np.array([math.cos(turn), 0.0, -math.sin(turn)])
        left = np.array([math.sin(turn), 0.0, math.cos(turn)])
        up = np.array([0.0, -1.0, 0.0])
        return body[:, :1] * forward + body[:, 1:2] * up + body[:, 2:] * left

    def image_xy(self) -> np.ndarray:
        """(33, 2) in frame heights: a parallel projection."""
        return self.world_xyz()[:, :2] * self.scale + self.hips_at


def _cos(angle_deg: float) -> float:
    return math.cos(math.radians(angle_deg))


def _sin(angle_deg: float) -> float:
    return math.sin(math.radians(angle_deg))


def _build_body(person: Person) -> np.ndarray:
    lean, tilt = person.trunk_lean, person.side_lean
    assert not (lean and tilt), "a lean and a side lean together have no simple truth"
    up = np.array([_sin(lean), _cos(lean) * _cos(tilt), _sin(tilt)])
    front = np.array([_cos(lean), -_sin(lean), 0.0])
    left = np.array([0.0, -_sin(tilt), _cos(tilt)])

    def ray(angle: float, outward: float = 0.0, out=left) -> np.ndarray:
        """A direction in the trunk's frame: 0 down, 90 to the front, 180 up; then outward."""
        return _cos(outward) * (-_cos(angle) * up + _sin(angle) * front) + _sin(outward) * out

    points = np.zeros((33, 3))
    neck_base = TRUNK_M * up
    for row, side in enumerate(("left", "right")):
        sign = 1.0 if side == "left" else -1.0
        out = sign * left
        leg: Leg = getattr(person, side)
        arm: Arm = getattr(person, f"{side}_arm")

        def put(name: str, position: np.ndarray, row=row) -> np.ndarray:
            points[ROWS[name][row]] = position
            return position

        pelvis_line = np.array([0.0, _sin(person.pelvis_obliquity), _cos(person.pelvis_obliquity)])
        shoulder_line = np.array([0.0, _sin(person.shoulder_obliquity), _cos(person.shoulder_obliquity)])
        hip = put("hip", sign * HIP_HALF_M * pelvis_line)
        knee = put("knee", hip + THIGH_M * ray(leg.hip, leg.abduction, out))
        ankle = put("ankle", knee + SHIN_M * ray(leg.hip - leg.knee, leg.abduction + leg.valgus, out))
        foot = ray(leg.hip - leg.knee + 90 + leg.ankle)
        heel = put("heel", ankle - HEEL_BEHIND_M * foot)
        put("foot_index", heel + FOOT_M * foot)
        shoulder = put("shoulder", neck_base + sign * SHOULDER_HALF_M * shoulder_line)
        elbow = put("elbow", shoulder + UPPER_ARM_M * ray(arm.shoulder))
        wrist = put("wrist", elbow + FOREARM_M * ray(arm.shoulder + arm.elbow))
        for finger in ("pinky", "index", "thumb"):
            put(finger, wrist + 0.08 * ray(arm.shoulder + arm.elbow))
        head, face = ray(180 - person.neck), ray(90 - person.neck)
        # In line with the shoulders in a side view, so that the neck's angle is exact.
        ear = put("ear", neck_base + sign * 0.07 * left + NECK_M * head)
        for eye in EYES[side]:
            points[eye] = ear + 0.08 * face
        points[MOUTH[side]] = ear + 0.08 * face - 0.05 * head
    points[NOSE] = neck_base + NECK_M * ray(180 - person.neck) + 0.11 * ray(90 - person.neck)
    return points


def stand(**changes) -> Person:
    """Upright, arms hanging a little forward."""
    return Person().but(**changes)


def half_kneel(side: str, *, hip: float = -15.0, front_knee: float = 90.0, lean: float = 0.0, **changes) -> Person:
    """Kneeling on the knee of `side`, seen with that side toward the camera."""
    # The rear shin lies on the floor, the front shin stands upright; hip angles count from the leaning trunk.
    rear = Leg(hip=hip, knee=90.0 + hip - lean, ankle=-40.0)
    front = Leg(hip=front_knee + lean, knee=front_knee)
    legs = {side: rear, "right" if side == "left" else "left": front}
    heading = 0.0 if side == "right" else 180.0
    return Person(**legs, trunk_lean=lean, heading=heading).but(**changes)


def lie(**changes) -> Person:
    """On the back, legs long, head at the left of the picture when the right side is near (heading 0)."""
    return Person(trunk_lean=-90.0, hips_at=(ASPECT / 2, 0.7)).but(**changes)


def lie_prone(**changes) -> Person:
    return Person(trunk_lean=90.0, hips_at=(ASPECT / 2, 0.7)).but(**changes)
