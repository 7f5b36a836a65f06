"""Which stretch is this? The stretch and the side that explain a track best, the next best, or none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.band_evidence import weigh_peaks
from posecheck.language import N_
from posecheck.likeness import Likeness, Side, TrackReader
from posecheck.pose import PoseTrack
from posecheck.rejudging.repetitions import count_repetitions, select_movement
from posecheck.results import RepetitionResult
from posecheck.stretch import Repetition, Stretch
from posecheck.stretch.library import list_stretches
from posecheck.summary import compute_frame_durations, find_runs

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# So many frames a second tell the stretches apart; more only cost time.
ENOUGH_FPS = 12.0
# A pose counts from here on: a step or the way through a pose is shorter.
SHORTEST_RUN_S = 1.0
SHORTEST_SEEN_S = 1.5
# At full range or near it for longer than this, a repetition is a pose that is held.
LONGEST_PEAK_S = 3.0
PEAK_SHARE = 0.7
# What belongs to full range is to be seen for this share of the time so near to the peak.
PEAK_WITHIN_S, PEAK_SEEN_SHARE = 0.3, 0.5
# One repetition may be anything: a step of somebody who walks by, or bending down for a lost key.
LEAST_REPS = 2
# What a whole repetition adds over a body that is somewhere in its range, in nats.
MOVEMENT_NATS = 2.5
# Below these the body does something else.
LEAST_FIT = 0.6
LEAST_NATS = 0.4
# What fits worse than this has to be told by so much more, in nats a second for the whole of the fit: a body seen from
# the wrong side meets a part of the conditions of some other stretch by chance.
GOOD_FIT, NATS_PER_FIT = 0.93, 10.0
# An exercise on the spot ends where it began, within this many trunk lengths; a step does not.
RETURN_TRUNKS = 0.35
# None can be judged when the camera stood at an angle for at least this share of the time.
OBLIQUE_SHARE = 0.6
# One that was seen for at least this share of its time while a longer one was, and for this share of the longer one's,
# was seen in the same time: a pigeon with the foot held looks much like half kneeling, on the way in and out as well.
SHARE_OF_OWN, SHARE_OF_LONGER = 0.8, 0.5
# The runner-up is so close, in nats a second, that the two cannot be told apart.
CLOSE_NATS = 1.1

# Another stretch than the chosen one is spoken of when it fits this well, tells this much in nats a second, explains
# this many times as much, and fits better by so much. Arms that hang in a camel at the wall fit pressing hands by 0.95,
# and elbows that bend while the hands press leave a fit of 0.85: a fault of the one is not the other.
CLEAR_FIT, CLEAR_NATS, CLEAR_LEAD, CLEAR_GAP = 0.96, 1.0, 2.5, 0.2

NoneReason = Literal["", "nobody", "view", "nothing_taken", "nothing_alike"]

# Spoken by `_`.
NONE_WORDS: dict[str, str] = {
    "": "",
    "nobody": N_("nobody was seen"),
    "view": N_("the camera stood at an angle, between the side and the front, and from there no stretch can be told"),
    "nothing_taken": N_(
        "no pose was held and no repetition completed, as far as can be seen from where the camera stood"
    ),
    "nothing_alike": N_("what was done is not enough like any of them"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One stretch on one side, and how well it explains what was seen.

    Attributes:
        stretch: id of the reference pose.
        name: its plain name.
        side: the side trained, "both" where the sides work together.
        seen_s: time in which the pose was taken, or its repetitions went on.
        reps: whole repetitions, 0 for a hold.
        fit: mean share 0..1 by which the conditions were met in that time.
        evidence: how much likelier it is than anything else that bodies do, in nats summed over seconds.
    """

    stretch: str
    name: str
    side: Literal["left", "right", "both"]
    seen_s: float
    reps: int
    fit: float
    evidence: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised.

    Attributes:
        best: the stretch, None for "none of these".
        runner_up: the next one, another stretch or the other side; None when nothing else came near.
        sure: whether best is clearly ahead of the runner-up.
        reason: why there is none, "" otherwise; in words in `NONE_WORDS`.
        candidates: all whose pose was taken at all, the likeliest first.
        unseen: those in the same posture as the best one that cannot be seen from where the camera stood: done there,
            they may look like the best one.
    """

    best: Candidate | None
    runner_up: Candidate | None
    sure: bool
    reason: NoneReason = ""
    candidates: tuple[Candidate, ...] = ()
    unseen: frozenset[str] = frozenset()

    def find_other(self, stretch_id: str) -> Candidate | None:
        """Return the stretch that was clearly done instead of this one, None when there is none."""
        if self.best is None or self.best.stretch == stretch_id or self.best.fit < CLEAR_FIT:
            return None
        if stretch_id in self.unseen or (not self.sure and self.runner_up and self.runner_up.stretch == stretch_id):
            return None
        if self.best.evidence < CLEAR_NATS * self.best.seen_s:
            return None
        own = [each for each in self.candidates if each.stretch == stretch_id]
        leads = self.best.evidence >= CLEAR_LEAD * max((each.evidence for each in own), default=0.0)
        fits = self.best.fit >= CLEAR_GAP + max((each.fit for each in own), default=0.0)
        return self.best if leads and fits else None


def recognise_stretch(track: PoseTrack, stretches: Sequence[Stretch] | None = None) -> Recognition:
    """Return which stretch a track shows, and on which side.

    What is only guided is never recognised: to rest in its posture is not to do it.

    Args:
        track: the landmarks of a clip, of the last seconds of a session, or of a photo (one pose).
        stretches: those that come into question; all of the library when None.

    Raises:
        StretchError: the library cannot be read.
    """
    asked = list_stretches() if stretches is None else stretches
    known = [stretch.without_small_attempts() for stretch in asked if not stretch.guided]
    if not track.detected.any():
        return Recognition(None, None, sure=True, reason="nobody")
    still = len(track) == 1
    thinned = track if still else thin_track(track)
    reader = TrackReader(thinned)
    pairs = [(stretch, side) for stretch in known for side in _list_sides(stretch, reader.near_side)]
    weigh = _weigh_still if still else _weigh
    weighed = [weigh(stretch, side, reader.compare(stretch, side, still=still), thinned) for stretch, side in pairs]
    found = _decide(weighed, oblique=reader.oblique_share >= OBLIQUE_SHARE)
    return _add_unseen(found, {stretch.id: stretch for stretch in known}, reader)


def thin_track(track: PoseTrack, fps: float = ENOUGH_FPS) -> PoseTrack:
    """Return a track with at most so many frames a second, evenly spread."""
    slots = np.floor((track.time_s - track.time_s[0]) * fps + 1e-6)
    _, kept = np.unique(slots, return_index=True)
    return track.take(kept)


@dataclass(frozen=True, slots=True, eq=False)
class _Weighed:
    """A candidate with the frames (n,) in which its pose was taken or its repetitions went on."""

    candidate: Candidate
    during: BoolArray

    def explains_better(self, longer: _Weighed) -> bool:
        """Return whether both were seen in the same time, and this one fits and tells more in it."""
        shared = (self.during & longer.during).sum()
        same = shared >= max(SHARE_OF_OWN * self.during.sum(), SHARE_OF_LONGER * longer.during.sum())
        mine, other = self.candidate, longer.candidate
        return bool(same) and mine.fit > other.fit and mine.evidence * other.seen_s > other.evidence * mine.seen_s


def _list_sides(stretch: Stretch, near: Side) -> tuple[Side, ...]:
    return (near,) if stretch.sides == "both" else ("left", "right")


def _weigh(stretch: Stretch, side: Side, likeness: Likeness, track: PoseTrack) -> _Weighed:
    if not likeness.possible.any():
        return _Weighed(_make(stretch, side, 0.0, 0, 0.0, 0.0), likeness.possible)
    if stretch.repetition is None:
        during, reps, bonus = _find_long_runs(likeness.possible, track.time_s), 0, 0.0
    else:
        done = _count_repetitions(stretch.repetition, likeness, track.time_s)
        peaks = np.array([rep.peak_deg for rep in done])
        bonus = MOVEMENT_NATS + weigh_peaks(stretch.repetition, peaks) if done else 0.0
        during, reps = _mark(done, track.time_s), len(done)
    seen_s = float(compute_frame_durations(track.time_s)[during].sum())
    if seen_s < SHORTEST_SEEN_S:
        return _Weighed(_make(stretch, side, 0.0, 0, 0.0, 0.0), during)
    fit, evidence = likeness.weigh(during, moving=stretch.repetition is not None)
    return _Weighed(_make(stretch, side, seen_s, reps, fit, (evidence + bonus) * seen_s), during)


def _weigh_still(stretch: Stretch, side: Side, likeness: Likeness, _photo: PoseTrack) -> _Weighed:
    """Weigh a photo, as if it had been held for a second."""
    if not likeness.possible[0]:
        return _Weighed(_make(stretch, side, 0.0, 0, 0.0, 0.0), likeness.possible)
    weight = likeness.weigh(likeness.possible, moving=False)
    return _Weighed(_make(stretch, side, 1.0, 0, *weight), likeness.possible)


def _make(stretch: Stretch, side: Side, seen_s: float, reps: int, fit: float, evidence: float) -> Candidate:
    named = "both" if stretch.sides == "both" else side
    return Candidate(stretch.id, stretch.name, named, seen_s, reps, fit, evidence)


def _find_long_runs(possible: BoolArray, time_s: FloatArray) -> BoolArray:
    """Return (n,) the frames in runs of the pose that are no mere passage."""
    kept = np.zeros_like(possible)
    for start, end in find_runs(possible):
        kept[start:end] = time_s[end - 1] - time_s[start] >= SHORTEST_RUN_S
    return kept


def _count_repetitions(repetition: Repetition, likeness: Likeness, time_s: FloatArray) -> list[RepetitionResult]:
    values = np.where(likeness.possible, likeness.movement, np.nan)
    movement = select_movement(time_s, values, likeness.place, {}, repetition)
    done = [rep for rep in count_repetitions(movement, repetition) if _is_exercise(rep, repetition, likeness, time_s)]
    return done if len(done) >= LEAST_REPS else []


def _is_exercise(rep: RepetitionResult, repetition: Repetition, likeness: Likeness, time_s: FloatArray) -> bool:
    """Return whether a repetition is no other movement, no pose that is held and no step in passing."""
    start, end = np.searchsorted(time_s, (rep.start_s, rep.end_s))
    at_peak = np.abs(time_s - rep.peak_s) <= PEAK_WITHIN_S
    if likeness.at_full[at_peak].mean() < PEAK_SEEN_SHARE:
        return False
    near_peak = repetition.rest + PEAK_SHARE * (rep.peak_deg - repetition.rest)
    values = likeness.movement[start : end + 1]
    peaking = values >= near_peak if repetition.full > repetition.rest else values <= near_peak
    if compute_frame_durations(time_s[start : end + 1])[peaking].sum() > LONGEST_PEAK_S:
        return False
    return not repetition.in_place or abs(float(likeness.place[end] - likeness.place[start])) <= RETURN_TRUNKS


def _mark(reps: list[RepetitionResult], time_s: FloatArray) -> BoolArray:
    during = np.zeros(len(time_s), dtype=np.bool_)
    for rep in reps:
        during |= (time_s >= rep.start_s) & (time_s <= rep.end_s)
    return during


def _decide(weighed: list[_Weighed], *, oblique: bool) -> Recognition:
    taken = sorted(
        (each for each in weighed if each.candidate.seen_s > 0), key=lambda each: each.candidate.evidence, reverse=True
    )
    candidates = tuple(each.candidate for each in taken)
    alike = [each for each in taken if _is_alike(each.candidate)]
    if not alike:
        reason: NoneReason = "nothing_alike" if taken else "view" if oblique else "nothing_taken"
        return Recognition(None, None, sure=True, reason=reason, candidates=candidates)
    first = alike[0]
    for each in alike[1:]:
        first = each if each.explains_better(first) else first
    best = first.candidate
    runner_up = next((each.candidate for each in alike if each is not first), None)
    sure = runner_up is None or _leads(best, runner_up)
    return Recognition(best, runner_up, sure, candidates=candidates)


def _add_unseen(found: Recognition, known: dict[str, Stretch], reader: TrackReader) -> Recognition:
    """Return what was recognised with what it could be as well, but cannot be seen from here.

    Where the best one is a variant of such a stretch, that one is the runner-up.
    """
    best = found.best
    if best is None:
        return found
    done = known[best.stretch]
    # Some of what is done with the trunk upright is done on the floor, such as a pigeon.
    postures = {done.posture, "upright"} if done.posture == "seated" else {done.posture}
    alike = (each for each in known.values() if each.posture in postures and each.id != done.id)
    unseen = frozenset(each.id for each in alike if not reader.sees(each))
    if done.extends not in unseen:
        return replace(found, unseen=unseen)
    base = known[done.extends]
    return replace(found, runner_up=replace(best, stretch=base.id, name=base.name), sure=False, unseen=unseen)


def _is_alike(candidate: Candidate) -> bool:
    needed = LEAST_NATS + NATS_PER_FIT * max(GOOD_FIT - candidate.fit, 0.0)
    return candidate.fit >= LEAST_FIT and candidate.evidence >= needed * candidate.seen_s


def _leads(best: Candidate, other: Candidate) -> bool:
    longer_s = max(best.seen_s, other.seen_s)
    return best.evidence - other.evidence >= CLOSE_NATS * longer_s
