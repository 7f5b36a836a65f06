"""The skeleton: each bone in the tone of the checks that depend on it."""

from __future__ import annotations

import numpy as np

from posecheck.drawing.canvas import Canvas
from posecheck.drawing.limbs import find_bones
from posecheck.drawing.palette import CASING, INKS, Tone
from posecheck.geometry import FloatArray
from posecheck.observation import resolve_limb
from posecheck.pose import BONES, LANDMARK_INDEX, Pose, opposite
from posecheck.results import CheckState, Feedback
from posecheck.stretch.schema import Stretch

# Where several checks share a bone, the one with the fewest bones colours it (the trunk's lean the trunk, not the
# hip's angle); among equals the one that says most.
_RANK: dict[Tone, int] = {"fail": 3, "pass": 2, "unknown": 1, "neutral": 0, "info": 0}
_BONE_STARTS, _BONE_ENDS = ([LANDMARK_INDEX[bone[end]] for bone in BONES] for end in (0, 1))
_TRUNK = [LANDMARK_INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("shoulder", "hip")]
_JOINTS = sorted({name for bone in BONES for name in bone})


def find_tone(state: CheckState, feedback: Feedback) -> Tone:
    """Return a check's tone: neutral before the pose is taken, unknown where it cannot be judged."""
    if feedback.phase == "ready" or state.reason == "not_in_pose":
        return "neutral"
    if feedback.phase != "in_pose" or state.verdict == "not_assessable":
        return "unknown"
    return "pass" if state.verdict == "pass" else "fail"


def find_bone_tones(feedback: Feedback, stretch: Stretch) -> dict[tuple[str, str], Tone]:
    """Return each drawn bone's tone; bones that no check needs are neutral, all unknown from a wrong view."""
    resting: Tone = "unknown" if feedback.phase == "wrong_view" else "neutral"
    tones: dict[tuple[str, str], Tone] = dict.fromkeys(BONES, resting)
    order = {frozenset(bone): bone for bone in BONES}
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for state in feedback.checks:
        check = stretch.find_check(state.id)
        tone = find_tone(state, feedback)
        pairs = find_bones(check.definition, resolve_limb(check.limb, feedback.side))
        for bone in (order[frozenset(pair)] for pair in pairs):
            weight = (-len(pairs), _RANK[tone])
            if bone not in best or weight > best[bone]:
                best[bone], tones[bone] = weight, tone
    return tones


def draw_skeleton(canvas: Canvas, feedback: Feedback, stretch: Stretch) -> None:
    """Draw bones and joints: pass solid, fail thicker, not assessable thin, dashed and grey.

    The limbs away from the camera are thinner; bones with a missing end are left out.
    """
    points = feedback.pose.image_xy * canvas.height
    seen = np.isfinite(points.sum(axis=1))
    far = opposite(feedback.view.near_side) if feedback.view.near_side else ""
    tones = find_bone_tones(feedback, stretch)
    for bone in sorted(tones, key=lambda each: (not each[0].startswith(far or "-"), _RANK[tones[each]])):
        start, end = (LANDMARK_INDEX[name] for name in bone)
        if seen[start] and seen[end]:
            is_far = bool(far) and any(far in name for name in bone)
            _draw_bone(canvas, points[start], points[end], tones[bone], far=is_far)
    _draw_joints(canvas, points, far, faint=feedback.phase == "wrong_view")


def trace_body(pose: Pose) -> FloatArray:
    """Return points (n, 2) all over the body, units of frame height: landmarks, bones and the trunk's middle."""
    starts, ends = pose.image_xy[_BONE_STARTS], pose.image_xy[_BONE_ENDS]
    along = [starts + (ends - starts) * share for share in (0.25, 0.5, 0.75)]
    across = (pose.image_xy[_TRUNK] + pose.image_xy[_TRUNK].mean(axis=0)) / 2.0
    points = np.vstack([pose.image_xy, *along, across])
    return np.asarray(points[np.isfinite(points).all(axis=1)])


def _draw_bone(canvas: Canvas, start: FloatArray, end: FloatArray, tone: Tone, *, far: bool) -> None:
    shares: dict[Tone, float] = {"fail": 0.0135, "pass": 0.0095, "neutral": 0.006, "unknown": 0.0045, "info": 0.006}
    width = canvas.scale(shares[tone] * (0.65 if far and tone != "fail" else 1.0))
    casing = canvas.scale(0.0025)
    if tone == "unknown":
        canvas.dashes(start, end, INKS[tone].rgb, width, dash=canvas.unit * 0.016, casing=casing)
    else:
        canvas.polyline([start, end], INKS[tone].rgb, width, casing=casing)


def _draw_joints(canvas: Canvas, points: FloatArray, far: str, *, faint: bool) -> None:
    radius, casing = canvas.unit * (0.0045 if faint else 0.0062), canvas.unit * 0.003
    colour = INKS["unknown" if faint else "neutral"].rgb
    for name in _JOINTS:
        point = points[LANDMARK_INDEX[name]]
        if np.isfinite(point).all() and not (far and far in name):
            canvas.disc(point, radius + casing, CASING)
            canvas.disc(point, radius, colour)
