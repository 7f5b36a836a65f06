"""The chain for one person and one stretch: poses in, feedback and a judged session out.

`Trainer.update` takes one pose at a time (live); `replay` takes a whole track (a clip, a stored session).
Both run through the same steps, so they cannot disagree.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from posecheck.advice import assess_view, contradicts_posture
from posecheck.checks import BandJudge, compute_excess, describe_moment, describe_state
from posecheck.coach import CuePicker, EntryGate, HoldTimer, RepetitionCounter
from posecheck.measures import MEASURES
from posecheck.observation import Key, Observation, Observer, resolve_keys
from posecheck.pose import Pose, PoseTrack
from posecheck.results import CheckState, Feedback, Phase, Reason, SessionResult, ViewState
from posecheck.session_log import PORTION, SessionLog
from posecheck.stretch import Stretch
from posecheck.summary import summarize_session
from posecheck.view import ViewTracker, read_view_evidence

Side = Literal["left", "right"]
SideChoice = Literal["left", "right", "auto"]


class Trainer:
    """Follows one person through one stretch on one side."""

    def __init__(self, stretch: Stretch, side: Side, standing_hip_deg: float | None = None) -> None:
        """Start a session.

        Args:
            stretch: the reference pose.
            side: the side being trained; for a stretch of both sides the one near the camera.
            standing_hip_deg: this person's `hip_flexion` reading when standing upright, where it was taken.
        """
        self.stretch = stretch
        self.side = side
        self._observer = Observer(stretch, side, standing_hip_deg)
        self._judges = [BandJudge(check) for check in stretch.checks]
        self._gate = EntryGate(stretch.entry)
        self._hold = HoldTimer()
        moments = tuple(check.id for check in stretch.checks if check.when == "once")
        self._counter = RepetitionCounter(stretch.repetition, moments) if stretch.repetition else None
        self._moments = frozenset(moments)
        self._cues = CuePicker(stretch)
        self._keys = resolve_keys(stretch, side)
        self._log = SessionLog(stretch, side)
        self._roll_deg, self._own_hip_deg = 0.0, 0.0

    def update(self, pose: Pose, persons: int = 1) -> Feedback:
        """Return the feedback after one more pose; times have to rise."""
        return self.advance(PoseTrack.from_poses([pose]), [persons])[0]

    def advance(self, track: PoseTrack, persons: Sequence[int] | None = None) -> list[Feedback]:
        """Return the feedback after each pose of the next part of a track, in order.

        Args:
            track: n further poses.
            persons: how many people were seen in each frame; one where not given.
        """
        observation = self._observer.observe(track)
        columns = {key: observation.measure(*key).tolist() for key in self._keys.every}
        counts = [1] * len(track) if persons is None else list(persons)
        added = [self._step(observation, columns, index, counts[index]) for index in range(len(track))]
        for feedback in added:
            self._log.add(feedback)
        if len(track):
            self._roll_deg = float(observation.roll_deg[-1])
            self._own_hip_deg = float(observation.own_hip_deg[-1])
        return added

    def finish(self) -> SessionResult:
        """Return the session so far, judged as a whole."""
        result = summarize_session(
            self.stretch,
            self.side,
            self._log.build_timeline(),
            view=self._log.summarize_view(),
            holds=self._hold.runs,
            reps=self._counter.finish() if self._counter else (),
            cues=tuple(self._cues.log),
        )
        return replace(result, camera_roll_deg=self._roll_deg, own_hip_deg=self._own_hip_deg)

    def _step(self, seen: Observation, columns: dict[Key, list[float]], index: int, persons: int) -> Feedback:
        reading = seen.views[index]
        view = assess_view(reading, self.stretch, self.side, persons)
        values = {key: column[index] if view.ok else math.nan for key, column in columns.items()}
        time_s = float(seen.track.time_s[index])
        possible = not contradicts_posture(reading, self.stretch)
        holds = self._gate.step(time_s, [values[key] for key in self._keys.entry], possible)
        checks = self._judge(seen, index, time_s, values, view, in_pose=self._gate.entered or bool(holds))
        good = self._hold_step(time_s, holds, checks)
        self._count(seen, index, values, checks, holds)
        # Who is on the way out is still in the pose for a moment, but no longer to be corrected.
        staying = self._gate.entered and holds is not False
        in_pose_s = time_s - self._gate.since_s if staying and self._gate.since_s is not None else 0.0
        shown, spoken = self._cues.step(time_s, checks, in_pose_s)
        return Feedback(
            time_s=time_s,
            pose=seen.track[index],
            view=view,
            side=self.side,
            phase=self._find_phase(view),
            good=good,
            checks=checks,
            values={MEASURES[name].column(side): value for (name, side), value in values.items()},
            cue=shown,
            new_cue=spoken,
            held_s=self._hold.held_s,
            reps_good=self._count_kind("good"),
            reps_partial=self._count_kind("partial"),
            reps_faulty=self._count_kind("faulty"),
            rep_progress=self._counter.progress if self._counter else math.nan,
        )

    def _judge(
        self,
        seen: Observation,
        index: int,
        time_s: float,
        values: dict[Key, float],
        view: ViewState,
        *,
        in_pose: bool,
    ) -> tuple[CheckState, ...]:
        states = []
        for check, judge, key in zip(self.stretch.checks, self._judges, self._keys.checks, strict=True):
            value = values[key]
            holds = judge.step(time_s, value)
            if math.isnan(value):
                reason: Reason = view.reason or seen.explain_missing(*key, index)
                states.append(describe_state(check.id, None, value, check.band, reason))
            elif not in_pose:
                states.append(CheckState(check.id, "not_assessable", "not_in_pose", value))
            elif check.when == "once":
                states.append(describe_moment(check, value))
            else:
                states.append(describe_state(check.id, holds, value, check.band, ""))
        return tuple(states)

    def _hold_step(self, time_s: float, holds: bool | None, checks: tuple[CheckState, ...]) -> bool:
        failing = any(state.verdict == "fail" for state in checks)
        judged = any(state.verdict == "pass" for state in checks)
        unjudged = not judged and not failing and not self.stretch.guided
        unseen = holds is None or (holds and unjudged)
        good = None if unseen else bool(holds and not failing)
        inside = bool(holds) and good is not None and self._are_inside(checks)
        self._hold.step(time_s, good, self._gate.entered, inside)
        return bool(good and self._gate.entered)

    def _are_inside(self, checks: tuple[CheckState, ...]) -> bool:
        """Return whether every value that is judged all the time lies inside its bare band; unseen ones do not tell."""
        return all(
            check.when == "once" or compute_excess(state.value, check.band) == 0.0
            for state, check in zip(checks, self.stretch.checks, strict=True)
        )

    def _count(
        self,
        seen: Observation,
        index: int,
        values: dict[Key, float],
        checks: tuple[CheckState, ...],
        holds: bool | None,
    ) -> None:
        if self._counter is None or self._keys.repetition is None:
            return
        value = values[self._keys.repetition] if holds is not False or self._gate.entered else math.nan
        failing = tuple(state.id for state in checks if state.verdict == "fail")
        met = tuple(state.id for state in checks if state.verdict == "pass" and state.id in self._moments)
        self._counter.step(float(seen.track.time_s[index]), value, failing, float(seen.place[index]), met)

    def _count_kind(self, kind: str) -> int:
        return sum(rep.kind == kind for rep in self._counter.done) if self._counter else 0

    def _find_phase(self, view: ViewState) -> Phase:
        if view.reason == "nobody":
            return "nobody"
        if not view.ok:
            return "wrong_view"
        return "in_pose" if self._gate.entered else "ready"


def replay(
    track: PoseTrack,
    stretch: Stretch,
    side: SideChoice = "auto",
    persons: Sequence[int] | None = None,
    standing_hip_deg: float | None = None,
) -> SessionResult:
    """Return a whole track judged as one session.

    With side "auto" both sides are tried and the one that was performed better is taken: more repetitions, then
    more whole ones, then more time held, then more time in the pose, then more time with that side toward the
    camera. A stretch in which both sides work together is measured on the near one, whatever `side` says.
    """
    if stretch.sides == "both":
        side = find_near_side(track)
    if side != "auto":
        return _replay_side(track, stretch, side, persons, standing_hip_deg)[0]
    runs = [_replay_side(track, stretch, each, persons, standing_hip_deg) for each in ("left", "right")]
    return max(runs, key=lambda run: run[1])[0]


def find_near_side(track: PoseTrack) -> Side:
    """Return which side of the body was toward the camera for more frames; "left" when that cannot be told."""
    readings = ViewTracker().read(track.time_s, read_view_evidence(track))
    sides = [reading.near_side for reading in readings]
    return "right" if sides.count("right") > sides.count("left") else "left"


def replay_frames(track: PoseTrack, trainer: Trainer, persons: Sequence[int] | None = None) -> Iterator[Feedback]:
    """Yield the feedback of each frame of a track, in portions that keep memory small."""
    for start in range(0, len(track), PORTION):
        part = track.slice(start, start + PORTION)
        yield from trainer.advance(part, None if persons is None else persons[start : start + PORTION])


Rank = tuple[int, int, float, int, int]


def rank_session(result: SessionResult, near_frames: int) -> Rank:
    """Return how well a side explains a track, to be compared: see `replay`.

    Args:
        result: the session judged for that side.
        near_frames: in how many frames that side was toward the camera.
    """
    in_pose_frames = int((result.timeline.phase == "in_pose").sum())
    whole = sum(repetition.kind != "partial" for repetition in result.reps)
    return len(result.reps), whole, round(result.held_s, 1), in_pose_frames, near_frames


def _replay_side(
    track: PoseTrack,
    stretch: Stretch,
    side: Side,
    persons: Sequence[int] | None,
    standing_hip_deg: float | None,
) -> tuple[SessionResult, Rank]:
    """Return the session as judged for one side, and how well that side explains the track."""
    trainer = Trainer(stretch, side, standing_hip_deg)
    near = sum(feedback.view.near_side == side for feedback in replay_frames(track, trainer, persons))
    result = trainer.finish()
    return result, rank_session(result, near)
