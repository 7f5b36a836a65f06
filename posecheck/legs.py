"""Telling the two legs apart in a side view, by what the stretch says they do.

The network swaps left and right legs for seconds at a time when one covers the other. Which thigh points
further to the front of the body is plain in the picture, though, and a stretch says which leg that should be.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posecheck import geometry as geo
from posecheck.measures.sagittal import unwrap_sagittal
from posecheck.pose import LANDMARK_INDEX

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

LEG_JOINTS = ("knee", "ankle", "heel", "foot_index")
# Thighs closer together than this do not tell the legs apart; the last assignment stays. A leg that the body hides is
# often drawn upon the other one, a dozen degrees apart.
TELLING_SPREAD_DEG = 20.0
# What the roles and the labels say alike is believed from here on: a small raise to the back parts the thighs by 15. Of
# 55 stored tracks with thighs truly parted and drawn 8 to 20 apart, 53 have the right one in front in every frame.
AGREEING_SPREAD_DEG = 10.0
# A thigh drawn shorter than this share of the other one tells nothing: the network folds a hidden leg into the body.
SHORTEST_THIGH_SHARE = 0.4
# Which leg is which matters as soon as one knee is bent by so much more than the other.
UNLIKE_KNEES_DEG = 15.0

_LEG = ("hip", "knee", "ankle")
_LEFT_HIP, _RIGHT_HIP = LANDMARK_INDEX["left_hip"], LANDMARK_INDEX["right_hip"]
_LEFT_SHOULDER, _RIGHT_SHOULDER = LANDMARK_INDEX["left_shoulder"], LANDMARK_INDEX["right_shoulder"]
_KNEES = np.array([LANDMARK_INDEX["left_knee"], LANDMARK_INDEX["right_knee"]])
_LEFT_LEG = [LANDMARK_INDEX[f"left_{joint}"] for joint in LEG_JOINTS]
_RIGHT_LEG = [LANDMARK_INDEX[f"right_{joint}"] for joint in LEG_JOINTS]
_BOTH_LEGS = _LEFT_LEG + _RIGHT_LEG
_SWAPPED_LEGS = _RIGHT_LEG + _LEFT_LEG


def compute_thigh_lead_deg(image_xy: FloatArray, front_sign: FloatArray) -> FloatArray:
    """Return by how much the left thigh points further to the body's front than the right one, (n,), degrees.

    Each thigh counts from the trunk, so that legs that point in opposite directions (a pigeon) are told apart as well.
    NaN where one thigh is drawn far shorter than the other: a guess at a hidden leg.
    """
    faces_left = (front_sign < 0)[:, None]
    hip = np.where(faces_left, image_xy[:, _LEFT_HIP], image_xy[:, _RIGHT_HIP])
    trunk_down = hip - np.where(faces_left, image_xy[:, _LEFT_SHOULDER], image_xy[:, _RIGHT_SHOULDER])
    thighs = image_xy[:, _KNEES] - hip[:, None]
    turn_deg = geo.compute_signed_angle_deg(trunk_down[:, None], thighs)
    forward_deg = unwrap_sagittal(-turn_deg * front_sign[:, None])
    lengths = geo.compute_length(thighs)
    seen = lengths.min(axis=1) >= SHORTEST_THIGH_SHARE * lengths.max(axis=1)
    return np.where(seen, forward_deg[:, 0] - forward_deg[:, 1], np.nan)


def swap_legs(image_xy: FloatArray, swapped: BoolArray) -> FloatArray:
    """Return landmarks (n, 33, 2) with the leg below the hip exchanged in the frames (n,) that say so."""
    if not swapped.any():
        return image_xy
    result = image_xy.copy()
    result[:, _BOTH_LEGS] = np.where(swapped[:, None, None], image_xy[:, _SWAPPED_LEGS], image_xy[:, _BOTH_LEGS])
    return result


def hold_last(values: NDArray[np.int8], before: int) -> NDArray[np.int8]:
    """Return values (n,) in which each 0 takes the last non-zero value, `before` at the start."""
    index = np.where(values != 0, np.arange(len(values)), -1)
    index = np.maximum.accumulate(index) if len(index) else index
    return np.where(index >= 0, values[np.maximum(index, 0)], before).astype(np.int8)


class LegSettler:
    """Decides from frame to frame whether the labels of the two legs have to be exchanged."""

    def __init__(self, working_side: str, working_leg: str) -> None:
        """Take the side being trained and its role: "rear", "front" or "labelled" (labels are believed)."""
        self._wanted_sign = {"front": 1, "rear": -1, "labelled": 0}[working_leg]
        if working_side == "right":
            self._wanted_sign = -self._wanted_sign
        self._last = 1
        self._told = False

    def settle(self, image_xy: FloatArray, front_sign: FloatArray, is_side: BoolArray) -> tuple[BoolArray, BoolArray]:
        """Return where left and right leg have to change places, and where they cannot be told apart, (n,) each.

        Legs that are alike need not be told apart; and which is which, once told, is remembered.

        Args:
            image_xy: landmarks (n, 33, 2).
            front_sign: (n,) as in `posecheck.measures.Body`.
            is_side: (n,) whether the body is seen from the side.
        """
        nowhere = np.zeros(len(image_xy), dtype=np.bool_)
        if self._wanted_sign == 0 or not len(image_xy):
            return nowhere, nowhere
        lead = compute_thigh_lead_deg(image_xy, front_sign) * self._wanted_sign
        telling = is_side & (np.abs(lead) > TELLING_SPREAD_DEG)
        agrees = hold_last(np.sign(np.where(telling, lead, 0.0)).astype(np.int8), self._last)
        self._last = int(agrees[-1])
        agreeing = is_side & (lead > AGREEING_SPREAD_DEG) & (agrees > 0)
        return np.asarray((agrees < 0) & is_side), self._find_unclear(image_xy, is_side, telling | agreeing)

    def _find_unclear(self, image_xy: FloatArray, is_side: BoolArray, telling: BoolArray) -> BoolArray:
        if self._told:
            return np.zeros(len(telling), dtype=np.bool_)
        told = np.logical_or.accumulate(telling)
        self._told = bool(told[-1])
        return np.asarray(is_side & ~told & _have_unlike_knees(image_xy))


def _have_unlike_knees(image_xy: FloatArray) -> BoolArray:
    left, right = (
        geo.compute_joint_flexion_deg(*(image_xy[:, LANDMARK_INDEX[f"{side}_{joint}"]] for joint in _LEG))
        for side in ("left", "right")
    )
    return np.asarray(np.abs(left - right) > UNLIKE_KNEES_DEG)
