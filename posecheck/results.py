"""What the chain says: about one instant (`Feedback`) and about a whole clip or session (`SessionResult`).

Plain values without behaviour, so that the live page, the report, the command line and a stored session can
all read the same thing. Times are seconds since the start of the clip or session; intervals are [start, end).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.language import N_
from posecheck.pose import Pose

FloatArray = NDArray[np.float64]

Verdict = Literal["pass", "fail", "not_assessable"]
OverallVerdict = Literal["pass", "fail", "not_assessable", "not_performed"]
Direction = Literal["", "low", "high"]
Phase = Literal["nobody", "wrong_view", "ready", "in_pose"]
ViewKind = Literal["side", "front", "oblique", "end_on", "unknown"]
BodyPosture = Literal["upright", "supine", "prone", "unknown"]
RepetitionKind = Literal["good", "partial", "faulty"]

# Why a check could not be judged, or what weakens a verdict.
Reason = Literal[
    "",
    "nobody",
    "view",
    "out_of_frame",
    "hidden",
    "sides_unclear",
    "not_in_pose",
    "borderline",
]

# Spoken by `_`.
REASON_WORDS: dict[str, str] = {
    "": "",
    "nobody": N_("nobody is in the picture"),
    "view": N_("this camera view does not show it truly"),
    "out_of_frame": N_("part of the body is outside the picture"),
    "hidden": N_("the joint is hidden"),
    "sides_unclear": N_("the two legs could not be told apart"),
    "not_in_pose": N_("the pose was not taken"),
    "borderline": N_("the value is closer to the bound than the camera can tell"),
}


@dataclass(frozen=True, slots=True)
class ViewState:
    """Where the camera stands, as seen from the body.

    Attributes:
        kind: "side", "front", "oblique", "end_on" (a lying body's feet or head toward the camera) or "unknown".
        yaw_deg: 0 facing (or facing away from) the camera, 90 side on; NaN when nobody is seen.
        near_side: the side of the body toward the camera, "" in a front view.
        posture: "upright", "supine", "prone" or "unknown".
        ok: whether the stretch may be judged from here.
        reason: why not.
        advice: what the person should do about it, in words; "" when ok.
    """

    kind: ViewKind
    yaw_deg: float
    near_side: Literal["", "left", "right"]
    posture: BodyPosture
    ok: bool
    reason: Reason = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class CheckState:
    """One check at one instant.

    Attributes:
        id: the check's id in the reference pose.
        verdict: pass, fail or not_assessable.
        reason: why it is not assessable, or "borderline".
        value: the measured value in the measure's unit; NaN when not assessable.
        direction: on which side of the band a failing value lies.
        excess: how far outside the band, in the measure's unit; 0 when inside.
    """

    id: str
    verdict: Verdict
    reason: Reason = ""
    value: float = float("nan")
    direction: Direction = ""
    excess: float = 0.0


@dataclass(frozen=True, slots=True)
class Cue:
    """Something said to the person: a correction, or praise when `direction` is ""."""

    t_s: float
    check: str
    direction: Direction
    text: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that the chain knows after one more frame.

    Attributes:
        pose: the pose as judged (left and right legs settled, filtered).
        side: the side being trained.
        phase: nobody, wrong_view, ready (in view, not in the pose) or in_pose.
        good: in the pose and no form check fails: the hold clock runs.
        checks: one state for each form check, in the order of the reference pose.
        values: each measured value by its column name ("left_knee_flexion_deg").
        cue: what to show now, or None.
        new_cue: the cue that started with this very frame (to be spoken), or None.
        held_s: time held well so far.
        reps_good, reps_partial, reps_faulty: repetitions so far.
        rep_progress: 0 at rest .. 1 at full range of the repetition under way; NaN for holds.
    """

    time_s: float
    pose: Pose
    view: ViewState
    side: Literal["left", "right"]
    phase: Phase
    good: bool
    checks: tuple[CheckState, ...]
    values: dict[str, float]
    cue: Cue | None
    new_cue: Cue | None
    held_s: float
    reps_good: int = 0
    reps_partial: int = 0
    reps_faulty: int = 0
    rep_progress: float = float("nan")


@dataclass(frozen=True, slots=True)
class Hold:
    """A run of time in which the pose was held well; `held_s` leaves out moments in which it was lost."""

    start_s: float
    end_s: float
    held_s: float


@dataclass(frozen=True, slots=True)
class RepetitionResult:
    """One repetition; `faults` are the ids of the checks that failed in it."""

    start_s: float
    peak_s: float
    end_s: float
    peak_deg: float
    kind: RepetitionKind
    faults: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Full range and no failing check."""
        return self.kind == "good"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check over the whole clip. Percentiles are over the assessed time in the pose.

    Attributes:
        id, measure: from the reference pose; `column` is the column of `measures.csv`.
        verdict, reason, direction: as in `CheckState`; direction is the side on which it failed.
        median_deg, p05_deg, p95_deg: in the measure's unit (degrees, or a share for ratio measures), None when
            never assessed.
        assessed_s, in_band_s: time in which it could be judged, and was inside its band.
        cue: the words for the main fault, "" when it passed.
        fault: the fault's name, "" when it passed.
        uncertainty_deg: how far the values may be off, in the measure's unit. A verdict whose median lies closer to a
            bound than this has the reason "borderline".
    """

    id: str
    name: str
    measure: str
    column: str
    verdict: Verdict
    reason: Reason
    direction: Direction
    median_deg: float | None
    p05_deg: float | None
    p95_deg: float | None
    assessed_s: float
    in_band_s: float
    cue: str
    fault: str
    uncertainty_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The session frame by frame, for charts, tables and key frames; arrays of n frames.

    Attributes:
        time_s: (n,) seconds.
        phase: (n,) `Phase` as strings.
        good: (n,) whether the hold clock ran.
        values: column name -> (n,), NaN where not assessable.
        verdicts: check id -> (n,) of 1 pass, 0 fail, -1 not assessable or not in the pose.
        excess: check id -> (n,) how far outside the band a failing value lies: - below, + above, else 0.
        reasons: check id -> (n,) index into `posecheck.session_log.REASONS`.
    """

    time_s: FloatArray
    phase: NDArray[np.str_]
    good: NDArray[np.bool_]
    values: dict[str, FloatArray]
    verdicts: dict[str, NDArray[np.int8]]
    excess: dict[str, FloatArray] = field(default_factory=dict)
    reasons: dict[str, NDArray[np.int8]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionResult:
    """A whole clip or session, judged.

    `side` is the side trained, or "both" where the two sides work together; `working_side` is then the one that
    was measured, because it was near the camera. `camera_roll_deg` is by how much the camera was found turned clockwise
    (`posecheck.level`), which is taken off before anything is measured; `own_hip_deg` is what is taken off the hip's
    angle because this person's hip reads so when standing (`posecheck.standing`). The first is 0 where neither room nor
    anybody who stood told it, the second where nobody stood.
    """

    stretch: str
    side: Literal["left", "right", "both"]
    working_side: Literal["left", "right"]
    view: ViewState
    verdict: OverallVerdict
    holds: tuple[Hold, ...]
    held_s: float
    reps: tuple[RepetitionResult, ...]
    checks: tuple[CheckResult, ...]
    cues: tuple[Cue, ...]
    timeline: Timeline = field(repr=False)
    camera_roll_deg: float = 0.0
    own_hip_deg: float = 0.0

    def count_reps(self, kind: RepetitionKind) -> int:
        """Return how many repetitions were good, partial or faulty."""
        return sum(rep.kind == kind for rep in self.reps)
