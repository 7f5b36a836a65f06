"""Moving the network's hip point to where the joint is.

Seen from the side, MediaPipe puts the near hip in front of the joint, toward the crease between trunk and thigh.
Against rendered people (upright and prone, `docs/accuracy.md`) the error is constant along the normal of the
thigh. Lying on the back, rendered people and hand-labelled photos disagree about its sign, so that it is left alone.
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
