"""One session judged from columns of values: the chain of `posecheck.trainer.Trainer`, for all frames at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from posecheck.coach.moments import settle_moments
from posecheck.measures import MEASURES
from posecheck.observation import Key, MeasureKeys
from posecheck.rejudging.bands import FAILS, HOLDS, UNSEEN, compute_excesses, judge_values
from posecheck.rejudging.cues import CheckFrames, list_cues
from posecheck.rejudging.entry import Presence, follow_entry
from posecheck.rejudging.holds import Goodness, find_holds
from posecheck.rejudging.repetitions import count_repetitions, select_movement
from posecheck.rejudging.runs import BoolArray, CodeArray, FloatArray
from posecheck.rejudging.seen import ViewVerdict
from posecheck.results import Phase, RepetitionResult, SessionResult, Timeline
from posecheck.session_log import REASON_CODES, VERDICT_CODES
from posecheck.stretch import Band, Check, Stretch
from posecheck.summary import summarize_session

Side = Literal["left", "right"]

_PHASES: tuple[Phase, ...] = get_args(Phase)
# A moment that has not come: neither right nor wrong.
_WAITING = 2
_PASS, _FAIL, _UNKNOWN = (VERDICT_CODES[verdict] for verdict in ("pass", "fail", "not_assessable"))


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """What one side of a stretch is judged from; arrays of n frames.

    Attributes:
        time_s: seconds, rising.
        keys: the measures that the stretch needs.
        values: each of them, NaN where it cannot be assessed.
        reasons: why it would be missing, as codes of `posecheck.session_log.REASONS`.
        place: horizontal position of the hips in trunk lengths.
        view: what the stretch makes of the views.
        trend_steps: as `posecheck.rejudging.cues.find_trend_steps` gives them.
        roll_deg: the camera's roll that was taken off in the end.
        own_hip_deg: what was taken off the hip's angle in the end, because of how the person stands.
    """

    time_s: FloatArray
    keys: MeasureKeys
    values: dict[Key, FloatArray]
    reasons: dict[Key, CodeArray]
    place: FloatArray
    view: ViewVerdict
    trend_steps: list[int]
    roll_deg: float
    own_hip_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """One check over n frames: what was found, and why it was not where it was not.

    `outside` is where a value that is judged all the time lies outside the bare band.
    """

    frames: CheckFrames
    outside: BoolArray
    codes: CodeArray
    reasons: CodeArray


def judge_frames(frames: Frames, stretch: Stretch, side: Side) -> SessionResult:
    """Return the session as judged for one side: the same that a `Trainer` makes of these frames."""
    entry_columns = [frames.values[key] for key in frames.keys.entry]
    presence = follow_entry(frames.time_s, entry_columns, stretch.entry, frames.view.possible)
    judged = [
        _judge_check(frames, presence, check, key)
        for check, key in zip(stretch.checks, frames.keys.checks, strict=True)
    ]
    goodness = _rate(presence, judged, guided=stretch.guided)
    checks = [each.frames for each in judged]
    result = summarize_session(
        stretch,
        side,
        _build_timeline(frames, presence, judged, goodness.right & presence.entered),
        view=frames.view.summary,
        holds=find_holds(frames.time_s, goodness, presence.entered),
        reps=_count(frames, presence, checks, stretch),
        cues=list_cues(frames.time_s, checks, presence.in_pose_s, frames.trend_steps),
    )
    return replace(result, camera_roll_deg=frames.roll_deg, own_hip_deg=frames.own_hip_deg)


def _judge_check(frames: Frames, presence: Presence, check: Check, key: Key) -> _Judged:
    values = frames.values[key]
    excesses = compute_excesses(values, check.band)
    answers = judge_values(frames.time_s, values, check)
    corrected = presence.corrected
    if check.when == "once":
        met = ~np.isnan(values) & (excesses == 0.0)
        answers = np.where(answers == UNSEEN, UNSEEN, np.where(met, HOLDS, _WAITING)).astype(np.int8)
    failing, passing = corrected & (answers == FAILS), corrected & (answers == HOLDS)
    excess = np.where(failing, excesses, 0.0)
    codes = np.full(len(values), _UNKNOWN, dtype=np.int8)
    codes[failing], codes[passing] = _FAIL, _PASS
    out_of_pose = np.where(corrected, REASON_CODES[""], REASON_CODES["not_in_pose"])
    reasons = np.where(answers == UNSEEN, frames.reasons[key], out_of_pose).astype(np.int8)
    is_low = _find_low(values, excess, check.band)
    outside = (excesses != 0.0) & (check.when != "once")
    return _Judged(CheckFrames(check, values, excess, is_low, failing, passing), outside, codes, reasons)


def _find_low(values: FloatArray, excess: FloatArray, band: Band) -> BoolArray:
    """Return (n,) where a failing value counts as too low; on its way back inside, the nearer bound counts."""
    if band.low is None or band.high is None:
        return np.full(len(values), band.high is None)
    return np.where(excess == 0.0, values - band.low < band.high - values, excess < 0.0)


def _rate(presence: Presence, judged: list[_Judged], *, guided: bool) -> Goodness:
    """Return how good each frame is.

    Without a single check that could be judged it is neither right nor wrong, unless the stretch is only guided.
    """
    in_place = presence.holds == HOLDS
    inside = in_place & ~np.any([each.outside for each in judged], axis=0)
    if guided:
        return Goodness(in_place, presence.holds == FAILS, inside)
    failing = np.any([each.frames.failing for each in judged], axis=0)
    passing = np.any([each.frames.passing for each in judged], axis=0)
    right, wrong = in_place & ~failing & passing, (presence.holds == FAILS) | (in_place & failing)
    return Goodness(right, wrong, inside & (failing | passing))


def _count(
    frames: Frames, presence: Presence, checks: list[CheckFrames], stretch: Stretch
) -> tuple[RepetitionResult, ...]:
    if stretch.repetition is None or frames.keys.repetition is None:
        return ()
    followed = (presence.holds != FAILS) | presence.entered
    values = np.where(followed, frames.values[frames.keys.repetition], np.nan)
    failing = {each.check.id: each.failing for each in checks}
    movement = select_movement(frames.time_s, values, frames.place, failing, stretch.repetition)
    moments = {each.check.id: frames.time_s[each.passing] for each in checks if each.check.when == "once"}
    return settle_moments(count_repetitions(movement, stretch.repetition), moments)


def _build_timeline(frames: Frames, presence: Presence, judged: list[_Judged], good: BoolArray) -> Timeline:
    columns = {MEASURES[name].column(side): values for (name, side), values in frames.values.items()}
    return Timeline(
        time_s=frames.time_s,
        phase=_find_phases(frames.view, presence.entered),
        good=good,
        values={name: columns[name] for name in sorted(columns)},
        verdicts={each.frames.check.id: each.codes for each in judged},
        excess={each.frames.check.id: each.frames.excess for each in judged},
        reasons={each.frames.check.id: each.reasons for each in judged},
    )


def _find_phases(view: ViewVerdict, entered: BoolArray) -> NDArray[np.str_]:
    phases = np.where(entered, _PHASES.index("in_pose"), _PHASES.index("ready"))
    phases = np.where(view.ok, phases, np.where(view.nobody, _PHASES.index("nobody"), _PHASES.index("wrong_view")))
    return np.array(_PHASES, dtype="<U10")[phases]
