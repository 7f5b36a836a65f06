"""Correcting what the network is known to get wrong about the hips and the trunk.

Seen from the side, MediaPipe puts the near hip in front of the joint, the more so the more the hip bends (toward the
crease between trunk and thigh), and the near shoulder behind it, so that a trunk reads 3 degrees too far back. Both
are constant shares of the trunk over rendered people; they were fitted on clips of four bodies and hold on three others
(`docs/accuracy.md`). Upright, a part of the way toward the far hip and shoulder brings both nearer to the joints as
well; that was measured, why it is so is not known. Lying on the back the hip lies in front too, and behind as far as
the knee is folded; there the numbers are a compromise, because bridges on hand-labelled photos read more bent than
their labels, rendered ones less.

Seen from the front it draws the hips after the shoulders: a trunk that leans takes the line of the hips along, and a
pelvis that tilts alone is shown too level.

The values, and the figures beside them, come from clips of the lab as they were before its joints were put at one place
of the flesh (`lab/joint_centres.py`). A new fit on the 145 clips drawn since of three bodies that tuning may look at
would take their hips upright from 3.1 to 3.0 degrees, and those of three held-out bodies from 2.3 to 2.5 (test clips)
and from 3.7 to 3.8 (the catalogue's); on the back it changes nothing. So the values stayed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecheck import geometry as geo
from posecheck.pose import LANDMARK_INDEX

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


# A knee that falls inward is drawn too straight: fitted on the side steps that tuning may look at (one body, true
# values from -3 to 26 degrees), where it takes the mean error from 3.4 to 2.6 degrees.
KNEE_VALGUS_GAIN = 1.4
KNEE_VALGUS_OFFSET_DEG = 1.4


@dataclass(frozen=True, slots=True)
class TrunkOffsets:
    """Where the network draws the near hip and shoulder, in shares of the trunk's length (shoulder to hip).

    Attributes:
        hip: how far in front of the joint the hip lies, along the normal of the thigh, with the leg in line.
        hip_bent: how much more when the hip bends to 90 degrees.
        hip_folded: how much more when the knee folds to 135 degrees; nothing up to 90.
        shoulder: how far behind the joint the shoulder lies.
        standing_hip_deg: what `hip_flexion` reads after the correction when the leg is in line with the trunk.
        hip_inward, shoulder_inward: how far both are moved first toward their counterparts of the far side, as a share
            of the way there.
    """

    hip: float
    hip_bent: float
    hip_folded: float
    shoulder: float
    standing_hip_deg: float
    hip_inward: float = 0.0
    shoulder_inward: float = 0.0


# Both fitted on 167 clips of four bodies, each body counting the same. Their mean error is 2.7 degrees at the hip, 1.7
# at the trunk and 2.5 at the knee; without the far side, and with one set for both, it was 3.0, 1.8 and 2.5. On 49
# clips of the catalogue with three other bodies it falls from 3.3 to 3.0 and from 1.9 to 1.7; hips on hand-labelled
# photos of people who do not lie on their back go from 4.1 to 3.6. Bodies err in opposite directions and the least is
# flat; among the values there, these leave the time held and the promptness of cues as they were.
UPRIGHT = TrunkOffsets(
    hip=0.015,
    hip_bent=0.05,
    hip_folded=0.0,
    shoulder=0.03,
    standing_hip_deg=2.0,
    hip_inward=0.05,
    shoulder_inward=0.1,
)
PRONE = replace(UPRIGHT, hip=0.01, hip_bent=0.03, hip_inward=0.0, shoulder_inward=0.0)
# Fitted on the 12 clips on the back among those to tune on and the samples. With the fold of the knee in the place of
# the bend of the hip they go from 3.3 to 2.8 degrees at the hip, 42 others of four bodies from 2.9 to 2.7, and nine
# hand-labelled photos from 7.8 to 7.2.
SUPINE = TrunkOffsets(hip=0.03, hip_bent=0.0, hip_folded=-0.10, shoulder=0.0, standing_hip_deg=-1.0)

# Lying, an ankle that rests on the other thigh hides its knee, and either is drawn beside its place. In 22 clips of
# eight rendered people ankles at the knee were drawn from 0.31 of the thigh beyond it to 0.09 up the thigh, and up to
# 0.40 off its line; those that had slipped 0.41 up the thigh from 0.13 to 0.25 up it, or 0.5 and more off its line, as
# if on the floor. So nothing off the line counts up to 0.4 and nothing beyond the knee up to 0.35; what is up the thigh
# counts so often that the 0.11 between the two is the quarter of the thigh that is allowed. However well it rests the
# joint lies 0.2 above the thigh's line: half of the thigh and half of the ankle are between them.
RESTING_ANKLE_GAIN = 2.3
RESTING_ANKLE_SHARE = 0.2
ANKLE_OFF_THE_LINE = ((RESTING_ANKLE_SHARE, 0.4, 0.5), (RESTING_ANKLE_SHARE, RESTING_ANKLE_SHARE, 0.5))
ANKLE_BEYOND_THE_KNEE = ((0.35, 0.5), (0.0, 0.5))

# Pelvis tilt = gain * reading + share * trunk lean: fitted on the three leg raises to the side that tuning may look at;
# on the held-out ones it takes the mean error from 4.9 to 3.7 degrees. The trunk's own line ends at the hips, so that a
# hip that is hiked reads as a lean, too, and takes part of itself away. So half of the lean is told by the shoulders,
# which tilt 1.6 to 1.8 times as far in ten clips that lean by 19 degrees and more. With that, and counted from how
# somebody stood, the error goes from 2.2 to 1.6 degrees on the three, from 2.8 to 2.2 on 23 held out.
PELVIS_GAIN = 1.5
PELVIS_LEAN_SHARE = 1.1
SHOULDERS_PER_LEAN = 1.65


# The far hip is a guess behind the body, drawn 10 to 20 % of a thigh too low: with it the far knee reads too straight,
# with the near hip in its place too bent. With this share of the way to the near one the far knee's mean error in
# upright clips falls from 4.6 to 3.2 degrees where tuning may look, from 3.6 to 2.4 on the samples and from 3.6 to 2.9
# on held-out bodies (`python benchmarks/corrections.py`). Lying, nothing is gained.
FAR_HIP_SHARE = 0.5

# Lying on the back under a camera that looks down, the near shoulder is drawn lower than the near hip: shoulders are
# broader than hips, so it lies nearer to the camera. A trunk is read from the middle of the shoulders to that of the
# hips. What is left is a shoulder drawn too deep, whether the hip bends or not: 2.25 degrees on 12 clips of the two
# bodies to tune on, while in bridges on hand-labelled photos trunks read 2.5 to 6 degrees too far forward before
# anything is taken off. The value is a compromise; 63 clips of five other bodies fall from 2.5 to 2.2 degrees.
SUPINE_TRUNK_DEG = 1.5

# Feet of people who sit before the camera are nearer to it than their shoulders, and the network draws those narrow.
# On 20 clips of five bodies this share of the reading takes the mean error from 0.13 to 0.09 shoulder widths in a
# butterfly and from 0.50 to 0.19 in a straddle; it falls on each body, the one that tuning may look at among them.
FEET_APART_GAIN = 0.9

# A picture and its mirror image do not give the same body: standing, the near hip of the two lies 4 % of a trunk apart.
# Half of what they differ by is taken off here, in shares of the trunk toward the picture's right edge; of hip and knee
# the more, the straighter trunk, thigh and shin are in line, and nothing from this bend on. It was measured on the
# sample videos, whose truth it does not need (`python benchmarks/mirrored.py`).
DRAWN_RIGHT_SHOULDER = 0.005
DRAWN_RIGHT_HIP = 0.020
DRAWN_RIGHT_KNEE = 0.008
STRAIGHT_WITHIN_DEG = 60.0

_QUARTER_TURN = np.array([1.0, -1.0])


def correct_drawn_right(image_xy: FloatArray, front_sign: FloatArray, where: BoolArray) -> FloatArray:
    """Return landmarks (n, 33, 2) with the near shoulder, hip and knee half-way to where the mirror image has them.

    Args:
        image_xy: (n, 33, 2), legs settled.
        front_sign: (n,) as in `posecheck.measures.Body`; it says which side is near.
        where: (n,) the frames to correct: those of an upright body seen from the side.
    """
    if not where.any():
        return image_xy
    corrected = image_xy.copy()
    for side, sign in (("left", -1.0), ("right", 1.0)):
        chosen = where & (front_sign == sign)
        if not chosen.any():
            continue
        joints = [LANDMARK_INDEX[f"{side}_{joint}"] for joint in ("shoulder", "hip", "knee", "ankle")]
        shoulder, hip, knee, ankle = (image_xy[:, joint] for joint in joints)
        bend_deg = geo.compute_joint_flexion_deg(shoulder, hip, knee) + geo.compute_joint_flexion_deg(hip, knee, ankle)
        # Joints that lie upon each other have no angle: then only the shoulder moves.
        straight = np.nan_to_num(np.maximum(1.0 - bend_deg / STRAIGHT_WITHIN_DEG, 0.0))
        trunk = geo.compute_length(shoulder - hip)
        shares = (np.full_like(straight, DRAWN_RIGHT_SHOULDER), DRAWN_RIGHT_HIP * straight, DRAWN_RIGHT_KNEE * straight)
        for joint, share in zip(joints[:3], shares, strict=True):
            corrected[:, joint, 0] -= np.where(chosen, share * trunk, 0.0)
    return corrected


def correct_near_trunk(
    image_xy: FloatArray, front_sign: FloatArray, where: BoolArray, offsets: TrunkOffsets
) -> FloatArray:
    """Return landmarks (n, 33, 2) with the near hip and shoulder moved to where the joints are.

    Args:
        image_xy: (n, 33, 2), legs settled.
        front_sign: (n,) as in `posecheck.measures.Body`; it says which side is near.
        where: (n,) the frames to correct: those seen from the side, in the posture of the offsets.
        offsets: how far off they are.
    """
    if not where.any():
        return image_xy
    corrected = image_xy.copy()
    for side, far_side, sign in (("left", "right", -1.0), ("right", "left", 1.0)):
        chosen = where & (front_sign == sign)
        if not chosen.any():
            continue
        joints = ("hip", "shoulder", "knee", "ankle")
        hip, shoulder, knee, ankle = (LANDMARK_INDEX[f"{side}_{joint}"] for joint in joints)
        hip_inward = offsets.hip_inward * (image_xy[:, LANDMARK_INDEX[f"{far_side}_hip"]] - image_xy[:, hip])
        shoulder_inward = offsets.shoulder_inward * (
            image_xy[:, LANDMARK_INDEX[f"{far_side}_shoulder"]] - image_xy[:, shoulder]
        )
        trunk = image_xy[:, shoulder] + shoulder_inward - image_xy[:, hip] - hip_inward
        length = geo.compute_length(trunk)[:, np.newaxis]
        thigh = geo.normalize(image_xy[:, knee] - image_xy[:, hip] - hip_inward)
        front_of_trunk = _turn_to_front(geo.normalize(-trunk), sign)
        in_front = np.full((len(image_xy), 1), offsets.hip)
        if offsets.hip_bent:
            bent = np.maximum(np.minimum(geo.compute_dot(thigh, front_of_trunk), 1.0), 0.0)
            in_front += offsets.hip_bent * bent[:, np.newaxis]
        if offsets.hip_folded:
            knee_deg = geo.compute_joint_flexion_deg(*(image_xy[:, joint] for joint in (hip, knee, ankle)))
            in_front += offsets.hip_folded * np.maximum((knee_deg - 90.0) / 45.0, 0.0)[:, np.newaxis]
        hip_shift = hip_inward - in_front * length * _turn_to_front(thigh, sign)
        shoulder_shift = shoulder_inward + offsets.shoulder * length * front_of_trunk
        corrected[:, hip] += np.where(chosen[:, np.newaxis], hip_shift, 0.0)
        corrected[:, shoulder] += np.where(chosen[:, np.newaxis], shoulder_shift, 0.0)
    return corrected


def correct_far_hip(image_xy: FloatArray, front_sign: FloatArray, where: BoolArray) -> FloatArray:
    """Return landmarks (n, 33, 2) with the far hip moved toward the near one, which lies before it.

    Args:
        image_xy: (n, 33, 2), the near hip already where the joint is.
        front_sign: (n,) as in `posecheck.measures.Body`; it says which side is near.
        where: (n,) the frames to correct: those of an upright body seen from the side.
    """
    if not where.any():
        return image_xy
    corrected = image_xy.copy()
    for near, far, sign in (("left", "right", -1.0), ("right", "left", 1.0)):
        chosen = (where & (front_sign == sign))[:, np.newaxis]
        if not chosen.any():
            continue
        near_hip, far_hip = (image_xy[:, LANDMARK_INDEX[f"{side}_hip"]] for side in (near, far))
        corrected[:, LANDMARK_INDEX[f"{far}_hip"]] += np.where(chosen, FAR_HIP_SHARE * (near_hip - far_hip), 0.0)
    return corrected


def _turn_to_front(downward: FloatArray, sign: float) -> FloatArray:
    """Return the direction (n, 2) of the front of a segment that hangs down along unit vectors (n, 2)."""
    return np.asarray(downward[:, ::-1] * (_QUARTER_TURN * sign))


def correct_knee_valgus(reading_deg: FloatArray) -> FloatArray:
    """Return how far a knee falls inward, degrees, from its reading, arrays (n,)."""
    return KNEE_VALGUS_GAIN * reading_deg + KNEE_VALGUS_OFFSET_DEG


def correct_feet_apart(reading: FloatArray) -> FloatArray:
    """Return how far the feet are apart, in shoulder widths, from its reading, arrays (n,)."""
    return FEET_APART_GAIN * reading


def correct_pelvis_obliquity(
    reading_deg: FloatArray, side_lean_deg: FloatArray, shoulders_deg: FloatArray
) -> FloatArray:
    """Return the tilt of the pelvis from its reading, the trunk's lean to the side and the shoulders' tilt.

    All arrays (n,) are in degrees. The trunk leans by the mean of what its own line and its shoulders say.
    """
    side_lean_deg = (side_lean_deg - shoulders_deg / SHOULDERS_PER_LEAN) / 2.0
    return PELVIS_GAIN * reading_deg + PELVIS_LEAN_SHARE * side_lean_deg


def correct_resting_ankle(up_the_thigh: FloatArray, off_the_line: FloatArray) -> FloatArray:
    """Return how far an ankle is from the other knee that it hides, from where it was drawn; arrays (n,).

    All are shares of the thigh; `up_the_thigh` is below 0 for an ankle beyond the knee, `off_the_line` is 0 or more.
    """
    beyond = _follow(ANKLE_BEYOND_THE_KNEE, -up_the_thigh)
    along = np.where(up_the_thigh > 0.0, RESTING_ANKLE_GAIN * up_the_thigh, beyond)
    return np.hypot(along, _follow(ANKLE_OFF_THE_LINE, off_the_line))


def _follow(course: tuple[tuple[float, ...], tuple[float, ...]], drawn: FloatArray) -> FloatArray:
    """Return what `drawn` (n,) counts by a course from (drawn) to (counted), past whose end it counts in full."""
    return np.where(drawn > course[0][-1], drawn, np.interp(drawn, *course))
