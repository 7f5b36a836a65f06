"""Things that a stretch needs beside the person: a bed, a strap, a ball."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lab.body import Body
from lab.mesh import Mesh, build_ball, build_band, build_box
from lab.movements.chair import find_seat_height_m
from lab.posture import SIDES, Posture, outward_sign
from lab.rotation import FORWARD

BED_TOP_M = 0.55
_BED_SIZE_M = (1.0, 1.35)
_MATTRESS_M = 0.20
_MATTRESS, _BED_BASE = (0.86, 0.85, 0.82), (0.42, 0.31, 0.23)
# The bed ends this far below the hip joints.
_EDGE_M = 0.05
_STRAP_M, _STRAP = 0.035, (0.83, 0.36, 0.22)
# The ball fills the gap between the front of the hip and the floor; its radius in stature.
_BALL, _BALL_SHARE = (0.86, 0.30, 0.26), 0.047
# Height of the step, and how far ahead of the floor foot the other one stands on it, in shares of the stature.
STEP_HEIGHT_SHARE = 0.13
STEP_AHEAD_SHARE = 0.19
_STEP_WIDTH_M, _STEP = 0.70, (0.60, 0.47, 0.33)
# The step's depth, and how far its middle lies ahead of the ankle on it, as shares of the stature.
_STEP_DEPTH_SHARE, _STEP_MIDDLE_SHARE = 0.20, 0.045
_LOOP_M, _THIGH_RADIUS_SHARE = 0.05, 0.042

# Width and depth of a chair's seat; its middle is this far behind the hip joints.
_CHAIR_M, _SEAT_BEHIND_M, _CHAIR = 0.42, -0.07, (0.48, 0.36, 0.25)

# The free wall that the hands of the camel reach stands `WALL_SHARE` of the stature behind the knees.
WALL_SHARE = 0.365
_WALL_M, _WALL = (1.1, 0.12, 2.35), (0.72, 0.70, 0.66)

# Given the body, its posture and the working side.
PropBuilder = Callable[[Body, Posture, str], list[Mesh]]


def build_props(stretch: str, body: Body, posture: Posture, side: str) -> list[Mesh]:
    """Return the things of a stretch where they are while the body is in a posture; `side` is the working one."""
    builder = _BUILDERS.get(stretch)
    return builder(body, posture, side) if builder else []


def _build_bed(body: Body, posture: Posture, _side: str) -> list[Mesh]:
    width_m, length_m = _BED_SIZE_M
    middle_y_m = float(body.joints(posture)["left_hip"][1]) - _EDGE_M + length_m / 2
    base_m = BED_TOP_M - _MATTRESS_M
    mattress = build_box((0.0, middle_y_m, BED_TOP_M - _MATTRESS_M / 2), (width_m, length_m, _MATTRESS_M), _MATTRESS)
    return [mattress, build_box((0.0, middle_y_m + 0.02, base_m / 2), (width_m, length_m, base_m), _BED_BASE)]


def _build_strap(body: Body, posture: Posture, side: str) -> list[Mesh]:
    joints = body.joints(posture)
    sole_m = joints[f"{side}_ankle"] + posture.rotation(f"{side}_foot") @ (0.10 * FORWARD - [0.0, 0.0, 0.07])
    return [build_band(joints[f"{hand}_wrist"], sole_m, _STRAP_M, _STRAP) for hand in SIDES]


def _build_ball(body: Body, posture: Posture, side: str) -> list[Mesh]:
    """Return a ball on the floor under the front of the hip."""
    hip_m = body.joints(posture)[f"{side}_hip"]
    radius_m = _BALL_SHARE * body.height_m
    return [build_ball(np.array([hip_m[0], hip_m[1] - 0.02, radius_m]), radius_m, _BALL)]


def _build_step(body: Body, _posture: Posture, _side: str) -> list[Mesh]:
    """Return a low step that stands before the feet."""
    height_m, depth_m = STEP_HEIGHT_SHARE * body.height_m, _STEP_DEPTH_SHARE * body.height_m
    middle_m = (STEP_AHEAD_SHARE + _STEP_MIDDLE_SHARE) * body.height_m
    return [build_box((0.0, -middle_m, height_m / 2), (_STEP_WIDTH_M, depth_m, height_m), _STEP)]


def _build_loop(body: Body, posture: Posture, _side: str) -> list[Mesh]:
    """Return an elastic loop round both thighs, just above the knees."""
    joints = body.joints(posture)
    radius_m = _THIGH_RADIUS_SHARE * body.height_m
    left_m, right_m = (
        joints[f"{side}_knee"]
        + 0.2 * (joints[f"{side}_hip"] - joints[f"{side}_knee"])
        + np.array([outward_sign(side) * radius_m, 0.0, 0.0])
        for side in SIDES
    )
    depth_m = np.array([0.0, radius_m, 0.0])
    return [build_band(left_m + sign * depth_m, right_m + sign * depth_m, _LOOP_M, _STRAP) for sign in (-1.0, 1.0)]


def _build_chair(body: Body, posture: Posture, _side: str) -> list[Mesh]:
    """Return a chair under the hips: seat, back and four legs."""
    hips_m = body.joints(posture)
    middle_m = (hips_m["left_hip"] + hips_m["right_hip"]) / 2
    top_m, half_m = find_seat_height_m(body), _CHAIR_M / 2
    centre_y_m = float(middle_m[1]) + _SEAT_BEHIND_M
    seat = build_box((0.0, centre_y_m, top_m - 0.02), (_CHAIR_M, _CHAIR_M, 0.04), _CHAIR)
    back_y_m = centre_y_m + half_m + 0.02
    back = build_box((0.0, back_y_m, top_m + 0.30), (_CHAIR_M, 0.03, 0.28), _CHAIR)
    posts = [
        build_box((x_m, y_m, height_m / 2), (0.035, 0.035, height_m), _CHAIR)
        for x_m in (0.02 - half_m, half_m - 0.02)
        for y_m, height_m in ((centre_y_m - half_m + 0.02, top_m - 0.04), (back_y_m, top_m + 0.20))
    ]
    return [seat, back, *posts]


def _build_wall(body: Body, _posture: Posture, _side: str) -> list[Mesh]:
    return [build_box((0.0, WALL_SHARE * body.height_m + _WALL_M[1] / 2, _WALL_M[2] / 2), _WALL_M, _WALL)]


_BUILDERS: dict[str, PropBuilder] = {
    "camel_at_wall": _build_wall,
    "lying_hip_stretch": _build_bed,
    "supine_strap_stretch": _build_strap,
    "prone_forearm_release": _build_ball,
    "step_up": _build_step,
    "rotational_step_up": _build_step,
    "band_walk": _build_loop,
    "chair_figure_four": _build_chair,
}
