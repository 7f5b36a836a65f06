"""How far the camera is turned about its line of sight, told by the upright edges of the room.

Door frames, windows, cupboards and corners stand upright. A camera that is not level leans them all alike; one that
looks up or down lets them fan out from the middle of the picture. Both are fitted at once to the long straight edges
outside the person, by what most of them agree on: a ladder or a pole that leans is outvoted. Where too few edges agree
nothing is told.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoxPx = tuple[int, int, int, int]  # left, top, right, bottom

# Larger pictures are shrunk to so many pixels on the longer side: 7 ms a look.
_LONGER_SIDE_PX = 640
# What may be an upright edge: not steeper than a tilt worth reading and the fan of a camera that looks down together,
# and not shorter, in frame heights, than the picture frames on a wall.
_STEEPEST_DEG, _SHORTEST = 12.0, 0.10
# How far an edge may lie off what the others say and still be one of them (one sigma), and how exactly edges of one
# frame height in all are read. Short ones are read less exactly than their length says: they weigh less from here on.
_AGREE_DEG, _EDGE_ERROR_DEG, _EXACT = 0.8, 0.35, 0.3
# How cameras stand: the tilt, and by how many degrees edges a frame height apart fan out, which is 15 where a camera
# with a usual lens looks down by as much.
_USUAL_LEAN_DEG, _USUAL_FAN_DEG = 3.0, 10.0
_LEANS_DEG, _FANS_DEG = np.arange(-8.0, 8.1, 0.5), np.arange(-12.0, 12.1, 1.0)
_ROUNDS = 10
# What is asked for before anything is told. Of 111 rendered rooms with cameras turned by up to 6 degrees 97 tell it,
# with a mean error of 0.1 degrees and 0.7 at most; of 37 bare ones one does, rightly (`benchmarks/room_roll.py`). Half
# as much lets errors of more than a degree pass.
_ENOUGH_HEIGHTS, _ENOUGH_SHARE, _LARGEST_ERROR_DEG = 1.0, 0.5, 1.2


def read_room_roll(rgb: NDArray[np.uint8], person_px: Sequence[BoxPx] = ()) -> float:
    """Return the camera's roll in degrees, + turned clockwise, as upright edges of the room tell it; NaN otherwise.

    Args:
        rgb: (h, w, 3) uint8.
        person_px: boxes around the parts of the person, whose edges say nothing.
    """
    edges = _find_edges(rgb, person_px)
    if not len(edges.lean_deg):
        return math.nan
    fan = _refine(edges, *_vote(edges))
    enough = max(_ENOUGH_HEIGHTS, _ENOUGH_SHARE * edges.length.sum())
    told = fan.agreed >= enough and fan.error_deg <= _LARGEST_ERROR_DEG
    # A camera turned clockwise leans what stands upright the other way.
    return -fan.lean_deg if told else math.nan


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """Straight edges (n,): place to the right of the picture's middle and length in frame heights, lean to the right.

    `lean_deg` is in degrees.
    """

    across: FloatArray
    length: FloatArray
    lean_deg: FloatArray

    @property
    def exactness(self) -> FloatArray:
        """How much each counts (n,): by its length, and short ones by less."""
        return self.length * np.minimum(self.length / _EXACT, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Fan:
    """What edges agree on: their lean in the middle of the picture, how exactly it is known, and what length agrees.

    `agreed` is in frame heights.
    """

    lean_deg: float
    error_deg: float
    agreed: float


def _find_edges(rgb: NDArray[np.uint8], person_px: Sequence[BoxPx]) -> _Edges:
    """Return the long edges outside the person that may stand upright."""
    import cv2

    height, width = rgb.shape[:2]
    shrunk = min(1.0, _LONGER_SIDE_PX / max(height, width))
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    if shrunk < 1.0:
        grey = cv2.resize(grey, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    # Nothing found is None, or an empty array, by the version of OpenCV.
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(grey)[0]
    ends = np.zeros((0, 2, 2)) if found is None else np.asarray(found, dtype=np.float64).reshape(-1, 2, 2)
    ends /= grey.shape[0]
    middle, line = ends.mean(axis=1), ends[:, 1] - ends[:, 0]
    upward = line * -np.where(line[:, 1:] > 0, 1.0, -1.0)
    lean_deg = np.degrees(np.arctan2(upward[:, 0], -upward[:, 1]))
    length = np.hypot(line[:, 0], line[:, 1])
    kept = (np.abs(lean_deg) <= _STEEPEST_DEG) & (length >= _SHORTEST)
    parts = np.array(person_px, dtype=np.float64).reshape(-1, 1, 2, 2) / height
    kept &= ~((middle > parts[:, :, 0]) & (middle < parts[:, :, 1])).all(axis=2).any(axis=0)
    # Lower in the picture than the person is the floor before them, whose boards run away from the camera.
    kept &= middle[:, 1] < parts[:, :, 1, 1].max(initial=-np.inf if len(parts) else np.inf)
    return _Edges(middle[kept, 0] - width / height / 2, length[kept], lean_deg[kept])


def _vote(edges: _Edges) -> tuple[float, float]:
    """Return the lean and the fan, degrees a frame height, on which most length of edges agrees."""
    lean, fan = np.meshgrid(_LEANS_DEG, _FANS_DEG, indexing="ij")
    off_deg = edges.lean_deg - lean[..., np.newaxis] - fan[..., np.newaxis] * edges.across
    agreed = (edges.exactness * np.exp(-0.5 * (off_deg / _AGREE_DEG) ** 2)).sum(axis=-1)
    # Of two that are as good, the more usual one.
    usual = 0.01 * ((lean / _USUAL_LEAN_DEG) ** 2 + (fan / _USUAL_FAN_DEG) ** 2)
    best = np.unravel_index(np.argmax(agreed - usual), lean.shape)
    return float(lean[best]), float(fan[best])


def _refine(edges: _Edges, lean_deg: float, fan_deg: float) -> _Fan:
    """Return the fit to all edges, each weighing by how exactly it is read and by how well it agrees."""
    terms = np.column_stack([np.ones_like(edges.across), edges.across])
    usual = np.diag([_USUAL_LEAN_DEG**-2, _USUAL_FAN_DEG**-2])
    fitted, precision, agreeing = np.array([lean_deg, fan_deg]), usual, np.ones_like(edges.length)
    for _ in range(_ROUNDS):
        off_deg = edges.lean_deg - terms @ fitted
        agreeing = np.exp(-0.5 * (off_deg / _AGREE_DEG) ** 2)
        weighted = terms.T * (edges.exactness * agreeing / _EDGE_ERROR_DEG**2)
        precision = weighted @ terms + usual
        fitted = np.linalg.solve(precision, weighted @ edges.lean_deg)
    agreed = float((edges.length * agreeing).sum())
    return _Fan(float(fitted[0]), float(np.sqrt(np.linalg.inv(precision)[0, 0])), agreed)
