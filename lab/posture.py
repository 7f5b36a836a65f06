"""A posture: how each segment of the body is turned, and where the pelvis is.

Every segment carries its rotation in the WORLD relative to neutral standing (arms hanging, facing -y), so
that a posture holds no body's sizes and its mirror image is one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from lab.rotation import FloatArray, rotate_x, rotate_y, rotate_z

SIDES = ("left", "right")
LIMB_SEGMENTS = ("thigh", "shin", "foot", "toes", "upper_arm", "forearm", "hand")
SEGMENTS: tuple[str, ...] = (
    "pelvis",
    "thorax",
    "head",
    *(f"{side}_{segment}" for side in SIDES for segment in LIMB_SEGMENTS),
)
_MIRROR = np.diag([-1.0, 1.0, 1.0])


def other_side(side: str) -> str:
    """Return "right" for "left" and the other way round."""
    return "right" if side == "left" else "left"


def outward_sign(side: str) -> float:
    """Return +1 for the left side and -1 for the right: the sign of x away from the body's middle."""
    return 1.0 if side == "left" else -1.0


def _swap_side(name: str) -> str:
    side, separator, segment = name.partition("_")
    return f"{other_side(side)}{separator}{segment}" if side in SIDES else name


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """Rotations of the segments (3, 3 each, missing ones follow their parent) and the pelvis' place (3,)."""

    rotations: Mapping[str, FloatArray] = field(default_factory=dict)
    pelvis_m: FloatArray = field(default_factory=lambda: np.zeros(3))

    def rotation(self, segment: str) -> FloatArray:
        """Return the world rotation of a segment; one that was not set follows its parent."""
        if segment in self.rotations:
            return self.rotations[segment]
        parent = parent_of(segment)
        return np.eye(3) if parent is None else self.rotation(parent)

    def turned(self, **rotations: FloatArray) -> Posture:
        """Return a copy with these segments set to these world rotations."""
        return replace(self, rotations={**self.rotations, **rotations})

    def moved(self, offset_m: FloatArray) -> Posture:
        """Return a copy shifted by `offset_m` (3,)."""
        return replace(self, pelvis_m=self.pelvis_m + offset_m)

    def mirrored(self) -> Posture:
        """Return the mirror image: left and right change places."""
        rotations = {_swap_side(name): _MIRROR @ turn @ _MIRROR for name, turn in self.rotations.items()}
        return Posture(rotations, _MIRROR @ self.pelvis_m)

    def placed(self, heading_deg: float, place_m: FloatArray) -> Posture:
        """Return a copy turned about the vertical through the origin, then shifted by `place_m` (3,)."""
        turn = rotate_z(heading_deg)
        rotations = {name: turn @ self.rotation(name) for name in SEGMENTS}
        return Posture(rotations, turn @ self.pelvis_m + place_m)


def parent_of(segment: str) -> str | None:
    """Return the segment that `segment` hangs on; None for the pelvis."""
    if segment in ("pelvis", "thorax", "head"):
        return {"pelvis": None, "thorax": "pelvis", "head": "thorax"}[segment]
    side, _, name = segment.partition("_")
    parents = {"shin": "thigh", "foot": "shin", "toes": "foot", "forearm": "upper_arm", "hand": "forearm"}
    if name in parents:
        return f"{side}_{parents[name]}"
    return "pelvis" if name == "thigh" else "thorax"


@dataclass(frozen=True, slots=True)
class LegAngles:
    """Joint angles of one leg, degrees; flexion, abduction (outward) and outward rotation positive."""

    hip_flexion_deg: float = 0.0
    hip_abduction_deg: float = 0.0
    hip_rotation_deg: float = 0.0
    knee_flexion_deg: float = 0.0
    ankle_dorsiflexion_deg: float = 0.0
    foot_out_deg: float = 0.0
    toe_extension_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class ArmAngles:
    """Joint angles of one arm, degrees; flexion (forward, up) and abduction (outward) positive."""

    shoulder_flexion_deg: float = 0.0
    shoulder_abduction_deg: float = 8.0
    shoulder_rotation_deg: float = 0.0
    elbow_flexion_deg: float = 8.0
    wrist_extension_deg: float = 0.0


def set_trunk(
    posture: Posture,
    *,
    spine_flexion_deg: float = 0.0,
    spine_side_deg: float = 0.0,
    spine_twist_deg: float = 0.0,
    neck_flexion_deg: float = 0.0,
    neck_turn_deg: float = 0.0,
) -> Posture:
    """Bend the spine (forward, to the left, turned left) on the pelvis, and the neck on the thorax."""
    bend = rotate_x(spine_flexion_deg) @ rotate_y(spine_side_deg) @ rotate_z(spine_twist_deg)
    thorax = posture.rotation("pelvis") @ bend
    head = thorax @ rotate_x(neck_flexion_deg) @ rotate_z(neck_turn_deg)
    return posture.turned(thorax=thorax, head=head)


def set_leg(posture: Posture, side: str, angles: LegAngles) -> Posture:
    """Set one leg by its joint angles, on the pelvis as it is."""
    sign = outward_sign(side)
    hip = (
        rotate_x(-angles.hip_flexion_deg)
        @ rotate_y(-sign * angles.hip_abduction_deg)
        @ rotate_z(sign * angles.hip_rotation_deg)
    )
    thigh = posture.rotation("pelvis") @ hip
    shin = thigh @ rotate_x(angles.knee_flexion_deg)
    foot = shin @ rotate_x(-angles.ankle_dorsiflexion_deg) @ rotate_z(sign * angles.foot_out_deg)
    toes = foot @ rotate_x(-angles.toe_extension_deg)
    return posture.turned(**{f"{side}_thigh": thigh, f"{side}_shin": shin, f"{side}_foot": foot, f"{side}_toes": toes})


def set_arm(posture: Posture, side: str, angles: ArmAngles) -> Posture:
    """Set one arm by its joint angles, on the thorax as it is."""
    sign = outward_sign(side)
    shoulder = (
        rotate_x(-angles.shoulder_flexion_deg)
        @ rotate_y(-sign * angles.shoulder_abduction_deg)
        @ rotate_z(sign * angles.shoulder_rotation_deg)
    )
    upper_arm = posture.rotation("thorax") @ shoulder
    forearm = upper_arm @ rotate_x(-angles.elbow_flexion_deg)
    hand = forearm @ rotate_x(angles.wrist_extension_deg)
    return posture.turned(**{f"{side}_upper_arm": upper_arm, f"{side}_forearm": forearm, f"{side}_hand": hand})
