"""What a person does in some moments of a recording: the view, the posture, and the joints that tell it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.errors import InputError
from posecheck.legs import TELLING_SPREAD_DEG
from posecheck.measures import MEASURES, Measure
from posecheck.observation import Observation, Observer
from posecheck.pose import PoseTrack, opposite
from posecheck.stretch.schema import LegRole, Limb
from posecheck.tuning.bounds import RESERVES
from posecheck.view import ViewReading

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Moment = tuple[float, float]
Posture = Literal["upright", "supine", "prone"]
Camera = tuple[Literal["side", "front"], Posture, str]

# A measure belongs to a pose when it could be assessed for at least this share of the moments.
LEAST_SEEN_SHARE = 0.7
# The measures that say what a body does; those of one joint that are more than one angle say the same again.
_UPRIGHT = (
    "knee_flexion", "hip_flexion", "trunk_lean", "hip_abduction", "trunk_side_lean", "shoulder_flexion",
    "elbow_flexion", "leg_spread",
)  # fmt: skip
_LYING = ("knee_flexion", "hip_flexion", "trunk_inclination", "shoulder_flexion", "elbow_flexion")
_ARMS = ("shoulder_flexion", "elbow_flexion")
_LIMB_WORDS = {"working": "trained side", "other": "other side", "near": "near side"}


@dataclass(frozen=True, slots=True)
class Found:
    """One measure in the moments, in its unit.

    Attributes:
        measure, limb: as in a reference pose.
        p05, p95: the lowest and highest of the moments' percentiles, so that a short moment counts as a long one.
        median: halfway through the moments' medians.
        difference: how far the median lies from the rest of the recording, in reserves of the unit.
    """

    measure: Measure
    limb: Limb
    p05: float
    median: float
    p95: float
    difference: float

    @property
    def id(self) -> str:
        """An id for a check of it."""
        return self.measure.name if self.limb == "middle" else f"{self.limb}_{self.measure.name}"

    @property
    def words(self) -> str:
        """The measure for people: "knee bend, other side"."""
        words = _LIMB_WORDS.get(self.limb, f"{self.limb} side")
        return self.measure.label if self.limb == "middle" else f"{self.measure.label}, {words}"

    @property
    def ends(self) -> tuple[tuple[float, int], tuple[float, int]]:
        """The outermost values, below (-1) and above (+1)."""
        return (self.p05, -1), (self.p95, 1)


@dataclass(frozen=True, slots=True)
class Pose:
    """What a person does in some moments; `found` has the most telling measures first."""

    view: Literal["side", "front"]
    posture: Posture
    sides: Literal["each", "both"]
    working_leg: LegRole
    found: tuple[Found, ...]


def read_pose(track: PoseTrack, moments: Sequence[Moment]) -> Pose:
    """Return what a person does in some moments [start_s, end_s) of a track; errors as `draft_stretch`."""
    chosen = _choose_frames(track, moments)
    seen, (view, posture, side) = _observe(track, np.any(chosen, axis=0))
    names = [name for name in (_UPRIGHT if posture == "upright" else _LYING) if view in MEASURES[name].views]
    limbs: dict[Limb, str] = {"working": side, "other": opposite(side)}
    paired = {
        (name, limb): _describe(seen.measure(name, body_side), chosen, MEASURES[name], limb)
        for name in names
        if MEASURES[name].paired
        for limb, body_side in limbs.items()
    }
    middle = [
        _describe(seen.measure(name, side), chosen, MEASURES[name], "middle")
        for name in names
        if not MEASURES[name].paired
    ]
    sides = _compare_sides(paired)
    role = _find_role(paired) if view == "side" and sides == "each" else "labelled"
    kept = paired.values() if sides == "each" else _merge_sides(paired, view)
    found = [each for each in (*kept, *middle) if each is not None]
    if not found:
        raise InputError("Expected moments in which the joints can be measured, found none; choose others.")
    return Pose(view, posture, sides, role, tuple(sorted(found, key=_rank)))


def _rank(found: Found) -> tuple[bool, float]:
    """Return what the most telling measure is least in: legs and trunk come before the arms, which are often free."""
    return found.measure.name in _ARMS, -found.difference


def _choose_frames(track: PoseTrack, moments: Sequence[Moment]) -> BoolArray:
    """Return (k, n) the frames of each of the k moments."""
    if not moments:
        raise InputError("Expected at least one moment of the recording that shows the pose, found none.")
    chosen = [(track.time_s >= start_s) & (track.time_s < end_s) for start_s, end_s in moments]
    for inside, (start_s, end_s) in zip(chosen, moments, strict=True):
        if not inside.any():
            length_s = float(track.time_s[-1]) if len(track) else 0.0
            raise InputError(
                f"Expected a moment within the recording (0 to {length_s:.1f} s), found {start_s:g} to {end_s:g} s."
            )
    return np.stack(chosen)


def _observe(track: PoseTrack, chosen: NDArray[np.bool_]) -> tuple[Observation, Camera]:
    """Return the track as seen, and the camera's view, posture and near side of most of the chosen frames."""
    seen = Observer(None, "left").observe(track)
    return seen, _describe_views([seen.views[index] for index in np.flatnonzero(chosen)])


def _describe_views(readings: list[ViewReading]) -> Camera:
    seen = [reading for reading in readings if reading.seen]
    if not seen:
        raise InputError("Expected somebody in the picture at the chosen moments, found nobody.")
    kinds = [reading.kind for reading in seen]
    common = max(kinds, key=kinds.count)
    if common not in ("side", "front"):
        raise InputError(
            f"Expected a recording from the side or from the front, found one that is {common.replace('_', '-')} at "
            "the chosen moments; film it again with the camera straight beside or in front of the person."
        )
    postures = [reading.posture for reading in seen]
    posture = max(postures, key=postures.count)
    near = [reading.near_side for reading in seen if reading.near_side]
    side = max(near, key=near.count) if near else "left"
    return ("side" if common == "side" else "front"), ("upright" if posture == "unknown" else posture), side


def _describe(values: FloatArray, chosen: BoolArray, measure: Measure, limb: Limb) -> Found | None:
    """Return one measure in the chosen frames (k, n), None where it could not be assessed for long enough."""
    seen, anywhere = np.isfinite(values), chosen.any(axis=0)
    outside = values[~anywhere & seen]
    if (anywhere & seen).sum() < LEAST_SEEN_SHARE * anywhere.sum():
        return None
    # One row a moment: how long each lasts says nothing about how much it counts.
    spread = np.array([np.quantile(values[row & seen], (0.05, 0.5, 0.95)) for row in chosen if (row & seen).any()])
    p05, median, p95 = float(spread[:, 0].min()), float(np.median(spread[:, 1])), float(spread[:, 2].max())
    # A recording begins or ends out of the pose: what lies furthest from it counts.
    away = np.abs(np.quantile(outside, (0.1, 0.9)) - median).max() if len(outside) else 0.0
    return Found(measure, limb, p05, median, p95, float(away) / RESERVES[measure.unit])


def _compare_sides(paired: dict[tuple[str, Limb], Found | None]) -> Literal["each", "both"]:
    """Return whether the two sides of the body do different things, or the same."""
    for name in {name for name, _ in paired}:
        working, other = paired[name, "working"], paired[name, "other"]
        if working and other and abs(working.median - other.median) > 2 * RESERVES[working.measure.unit]:
            return "each"
    return "both"


def _find_role(paired: dict[tuple[str, Limb], Found | None]) -> LegRole:
    """Return which leg the trained one is, where the thighs are far enough apart to tell it."""
    working, other = (paired.get(("hip_flexion", limb)) for limb in ("working", "other"))
    if working is None or other is None or abs(working.median - other.median) <= TELLING_SPREAD_DEG:
        return "labelled"
    return "rear" if working.median < other.median else "front"


def _merge_sides(
    paired: dict[tuple[str, Limb], Found | None], view: Literal["side", "front"]
) -> Iterable[Found | None]:
    """Return the measures of a pose in which both sides do the same: the near ones, or in a front view both."""
    limbs: dict[Limb, Limb] = {"working": "near"} if view == "side" else {"working": "left", "other": "right"}
    return [replace(found, limb=limbs[limb]) for (_, limb), found in paired.items() if found and limb in limbs]
