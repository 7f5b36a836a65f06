"""Where in a film each part of a programme could be, and how much speaks for it, frame by frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecheck.likeness import LYING_NATS, Likeness, Side, TrackReader
from posecheck.pose import PoseTrack
from posecheck.programme_review.results import PartSide
from posecheck.programme_review.scenes import find_scenes
from posecheck.recognition import RETURN_TRUNKS, recognise_stretch
from posecheck.rejudging import PreparedTrack
from posecheck.results import RepetitionResult, SessionResult
from posecheck.stretch import Stretch
from posecheck.summary import find_runs
from posecheck.trainer import find_near_side

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# Whoever is in the pose of an item speaks for it, however badly it is done; in nats a second.
LEAST_RATE = 0.3
# On the way down to the floor poses are passed; a pose counts from here on.
SHORTEST_POSE_S = 1.5
# Repetitions with a longer pause between them are two sets.
LONGEST_PAUSE_S = 8.0
# Frames around a set of repetitions that are shown to the recognition with it.
MARGIN_S = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One side of one item, and where it could be.

    Attributes:
        item: index of the programme's item.
        side: the side trained.
        rate: (n,) how much speaks for it, in nats a second; -inf where it cannot be.
        unjudgeable: (n,) whether somebody was seen, but from where this stretch cannot be judged.
    """

    item: int
    side: PartSide
    rate: FloatArray
    unjudgeable: BoolArray


class ClaimReader:
    """Reads the claims of many stretches from one track; what they share is computed once."""

    def __init__(self, track: PoseTrack) -> None:
        """Take n frames; a dozen a second are enough (`posecheck.recognition.thin_track`)."""
        self._near = find_near_side(track)
        self._whole = _Scene(track)
        self._scenes = [_Scene(track.slice(start, end)) for start, end in find_scenes(track)]

    def read(self, item: int, stretch: Stretch) -> list[Claim]:
        """Return the claims of an item: one for each side, or one where the sides are not told apart."""
        if stretch.sides == "both":
            return [self._read_side(item, stretch, self._near, "both")]
        left, right = (self._read_side(item, stretch, side, side) for side in ("left", "right"))
        if not stretch.guided:
            return [left, right]
        seen = np.maximum(left.rate, right.rate)
        return [Claim(item, "either", seen, left.unjudgeable & right.unjudgeable)]

    def _read_side(self, item: int, stretch: Stretch, side: Side, named: PartSide) -> Claim:
        """Return the claim as the film tells it in one piece or scene by scene, whichever tells more."""
        rate, unjudgeable = self._whole.read(stretch, side)
        if len(self._scenes) > 1:
            apart = np.concatenate([scene.read(stretch, side)[0] for scene in self._scenes])
            rate = np.maximum(rate, apart)
        return Claim(item, named, rate, unjudgeable)


class _Scene:
    """A part of the film in which what is remembered of the body holds."""

    def __init__(self, track: PoseTrack) -> None:
        self._track = track
        self._prepared = PreparedTrack(track)
        self._reader = TrackReader(track)

    def read(self, stretch: Stretch, side: Side) -> tuple[FloatArray, BoolArray]:
        """Return (n,) how much speaks for a stretch, and where it could not be judged, as in `Claim`."""
        result = self._prepared.judge(stretch.without_small_attempts(), side)
        likeness = self._reader.compare(stretch, side)
        rate = self._rate_repetitions if stretch.repetition is not None else self._rate_pose
        return rate(result, likeness, stretch), np.asarray(result.timeline.phase == "wrong_view")

    def _rate_pose(self, result: SessionResult, likeness: Likeness, _stretch: Stretch) -> FloatArray:
        time_s = self._track.time_s
        rate = np.full(len(time_s), -np.inf)
        alike = np.log(likeness.likelier).sum(axis=0) + LYING_NATS * likeness.lying
        for start, end in find_runs(np.asarray(result.timeline.phase == "in_pose")):
            if time_s[end - 1] - time_s[start] >= SHORTEST_POSE_S:
                rate[start:end] = np.maximum(alike[start:end], LEAST_RATE)
        return rate

    def _rate_repetitions(self, result: SessionResult, likeness: Likeness, stretch: Stretch) -> FloatArray:
        time_s = self._track.time_s
        rate = np.full(len(time_s), -np.inf)
        for group in _group([rep for rep in result.reps if self._is_in_place(rep, stretch, likeness.place)]):
            start_s, end_s = group[0].start_s, group[-1].end_s
            nats = self._weigh(stretch, result.side, start_s, end_s)
            if nats is None:
                continue
            # A pause between two repetitions says nothing; it only belongs to them.
            rate[(time_s >= start_s) & (time_s <= end_s)] = 0.0
            for rep in group:
                rate[(time_s >= rep.start_s) & (time_s <= rep.end_s)] = max(nats, LEAST_RATE)
        return rate

    def _is_in_place(self, rep: RepetitionResult, stretch: Stretch, place: FloatArray) -> bool:
        """Return whether a repetition is no step of somebody who walks through the picture."""
        if stretch.repetition is None or not stretch.repetition.in_place:
            return True
        start, end = np.searchsorted(self._track.time_s, (rep.start_s, rep.end_s))
        return not abs(float(place[min(end, len(place) - 1)] - place[start])) > RETURN_TRUNKS

    def _weigh(self, stretch: Stretch, side: PartSide, start_s: float, end_s: float) -> float | None:
        """Return what speaks for a set of repetitions, in nats a second; None where it is another movement."""
        part = self._track.between(start_s - MARGIN_S, end_s + MARGIN_S)
        found = recognise_stretch(part, [stretch]).candidates
        return next((each.evidence / each.seen_s for each in found if each.side == side), None)


def _group(reps: Sequence[RepetitionResult]) -> list[list[RepetitionResult]]:
    """Return repetitions in sets: those with no long pause between them."""
    groups: list[list[RepetitionResult]] = []
    for rep in reps:
        if groups and rep.start_s - groups[-1][-1].end_s <= LONGEST_PAUSE_S:
            groups[-1].append(rep)
        else:
            groups.append([rep])
    return groups
