"""Correcting what the network is known to get wrong about the hips.

Seen from the side, MediaPipe puts the near hip in front of the joint, toward the crease between trunk and thigh.
Against rendered people (upright and prone, `docs/accuracy.md`) the error is constant along the normal of the
thigh. Lying on the back, rendered people and hand-labelled photos disagree about its sign, so that it is left alone.

Seen from the front it draws the hips after the shoulders: a trunk that leans takes the line of the hips along, and a
pelvis that tilts alone is shown too level.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posecheck import geometry as geo
from posecheck.pose import LANDMARK_INDEX

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# How far in front of the joint the near hip lies, as a share of the trunk's length (shoulder to hip).
HIP_OFFSET_TRUNKS = 0.04
# What `hip_flexion` then reads when a person stands upright, and how much of that the correction makes, in degrees.
STANDING_HIP_DEG = 2.5
STANDING_SHIFT_DEG = 3.5

# Pelvis tilt = gain * reading + share * trunk lean: fitted on the three leg raises to the side that tuning may look at;
# on the held-out ones it takes the mean error from 4.9 to 3.7 degrees.
PELVIS_GAIN = 1.5
PELVIS_LEAN_SHARE = 1.1


def correct_near_hip(image_xy: FloatArray, front_sign: FloatArray, where: BoolArray) -> FloatArray:
    """Return landmarks (n, 33, 2) with the near hip moved back to the joint.

    Args:
        image_xy: (n, 33, 2), legs settled.
        front_sign: (n,) as in `posecheck.measures.Body`; it says which side is near.
        where: (n,) the frames to correct: those seen from the side and not lying on the back.
    """
    corrected = image_xy.copy()
    for side, sign in (("left", -1.0), ("right", 1.0)):
        hip, shoulder, knee = (LANDMARK_INDEX[f"{side}_{joint}"] for joint in ("hip", "shoulder", "knee"))
        thigh = geo.normalize(image_xy[:, knee] - image_xy[:, hip])
        # The front of a thigh that hangs down lies where the front of the body is.
        front = np.stack([thigh[:, 1], -thigh[:, 0]], axis=-1) * sign
        trunk = geo.compute_length(image_xy[:, shoulder] - image_xy[:, hip])
        moved = image_xy[:, hip] - HIP_OFFSET_TRUNKS * trunk[:, np.newaxis] * front
        chosen = (where & (front_sign == sign))[:, np.newaxis]
        corrected[:, hip] = np.where(chosen, moved, image_xy[:, hip])
    return corrected


def correct_pelvis_obliquity(reading_deg: FloatArray, side_lean_deg: FloatArray) -> FloatArray:
    """Return the tilt of the pelvis, degrees, from its reading and the trunk's lean to the side, arrays (n,)."""
    return PELVIS_GAIN * reading_deg + PELVIS_LEAN_SHARE * side_lean_deg
