"""Sessions made by hand, as the chain would give them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from posecheck.results import CheckResult, Cue, Hold, RepetitionResult, SessionResult, Timeline, ViewState
from posecheck.stretch import Stretch

SIDE_VIEW = ViewState("side", 84.0, "left", "upright", True)
WRONG_VIEW = ViewState("front", 8.0, "", "upright", False, "view", "Turn until your left side points at the camera.")

_BASE = {
    "schema_version": 1,
    "posture": "upright",
    "sides": "each",
    "summary": "A test stretch.",
    "felt": "At the front of the hip.",
    "setup": ["Kneel on one knee."],
    "steps": ["Kneel.", "Move forward."],
    "breathing": "Slowly.",
    "cautions": ["Stop when it hurts."],
    "ask_first": ["A hip that was operated on."],
    "cannot_judge": ["The tilt of the pelvis."],
    "sources": ["A test"],
}


def build_hold_stretch(**changes):
    definition = {
        "id": "half_kneeling_test",
        "name": "Half-kneeling test stretch",
        "kind": "hold",
        "view": {"kind": "side", "near": "working", "placement": "Two metres away, at hip height."},
        "entry": {"conditions": [{"measure": "knee_flexion", "band": {"low": 60, "high": 120}}]},
        "checks": [
            {
                "id": "front_knee",
                "name": "Front knee",
                "measure": "knee_flexion",
                "limb": "other",
                "band": {"low": 75, "high": 105},
                "cues": {"low": "Step back", "high": "Step forward"},
                "fault_high": "front knee too bent",
            },
            {
                "id": "trunk",
                "name": "Upright trunk",
                "measure": "trunk_lean",
                "limb": "middle",
                "band": {"low": -10, "high": 10},
                "cues": {"low": "Come forward", "high": "Lift your chest"},
                "fault_high": "leaning forward",
            },
        ],
        "dose": {"hold_s": 30, "source": "a test"},
    }
    return Stretch.model_validate(_BASE | definition | changes)


def build_reps_stretch():
    definition = {
        "id": "leg_raise_test",
        "name": "Leg raise test",
        "kind": "reps",
        "view": {"kind": "front", "placement": "Face the camera."},
        "entry": {"conditions": [{"measure": "hip_abduction", "limb": "other", "band": {"low": -25, "high": 25}}]},
        "checks": [
            {
                "id": "trunk",
                "name": "Upright trunk",
                "measure": "trunk_side_lean",
                "limb": "middle",
                "band": {"low": -8, "high": 8},
                "cues": {"low": "Stand tall", "high": "Stand tall"},
                "fault_high": "trunk leans to the left",
            },
        ],
        "repetition": {"measure": "hip_abduction", "rest": 8, "full": 25, "cue_partial": "A little higher"},
        "dose": {"reps": 10, "source": "a test"},
    }
    return Stretch.model_validate(_BASE | definition)


@dataclass(frozen=True)
class FakeSource:
    path: Path = Path("clip.mp4")
    kind: str = "video"
    duration_s: float = 12.0
    width: int = 640
    height: int = 480


def build_timeline(knee=None, lean=None, fps=10.0):
    """Twelve seconds: in the pose from 2 to 10 s, leaning forward from 5 to 8 s, the knee unseen from 8 to 9 s."""
    time_s = np.arange(0, 12, 1 / fps)
    inside = (time_s >= 2) & (time_s < 10)
    if knee is None:
        knee = np.where(inside, 92.0, 40.0)
        knee[(time_s >= 8) & (time_s < 9)] = np.nan
    if lean is None:
        lean = np.where((time_s >= 5) & (time_s < 8), 15.0 + (time_s - 5) * 3, 2.0)
    values = {"right_knee_flexion_deg": knee, "trunk_lean_deg": lean}
    bands = {"front_knee": ("right_knee_flexion_deg", 75, 105), "trunk": ("trunk_lean_deg", -10, 10)}
    verdicts, excess = {}, {}
    for check, (column, low, high) in bands.items():
        value = values[column]
        outside = np.where(value > high, value - high, np.where(value < low, value - low, 0.0))
        judged = inside & np.isfinite(value)
        verdicts[check] = np.where(judged, outside == 0, -1).astype(np.int8)
        excess[check] = np.where(judged, outside, 0.0)
    phase = np.where(inside, "in_pose", "ready")
    good = inside & np.all([codes != 0 for codes in verdicts.values()], axis=0)
    return Timeline(time_s, phase, good, values, verdicts, excess)


def build_check(check_id="front_knee", verdict="pass", **changes):
    trunk = check_id == "trunk"
    fields = {
        "id": check_id,
        "name": "Upright trunk" if trunk else "Front knee",
        "measure": "trunk_lean" if trunk else "knee_flexion",
        "column": "trunk_lean_deg" if trunk else "right_knee_flexion_deg",
        "verdict": verdict,
        "reason": "hidden" if verdict == "not_assessable" else "",
        "direction": "high" if verdict == "fail" else "",
        "median_deg": None if verdict == "not_assessable" else 18.0 if trunk else 92.0,
        "p05_deg": None if verdict == "not_assessable" else 15.0 if trunk else 90.0,
        "p95_deg": None if verdict == "not_assessable" else 23.0 if trunk else 95.0,
        "assessed_s": 0.0 if verdict == "not_assessable" else 8.0,
        "in_band_s": 5.0 if verdict == "fail" else 0.0 if verdict == "not_assessable" else 8.0,
        "cue": "Lift your chest" if verdict == "fail" else "",
        "fault": "leaning forward" if verdict == "fail" else "",
    }
    return CheckResult(**(fields | changes))


def build_session(verdict="fail", **changes):
    failing = verdict == "fail"
    unjudged = verdict in ("not_assessable", "not_performed")
    check_verdict = "not_assessable" if unjudged else "pass"
    trunk = {} if failing or unjudged else {"median_deg": 2.0}
    fields = {
        "stretch": "half_kneeling_test",
        "side": "left",
        "working_side": "left",
        "view": WRONG_VIEW if verdict == "not_assessable" else SIDE_VIEW,
        "verdict": verdict,
        "holds": () if unjudged else (Hold(2.0, 5.0, 3.0), Hold(8.0, 10.0, 2.0)),
        "held_s": 0.0 if unjudged else 5.0,
        "reps": (),
        "checks": (
            build_check("front_knee", check_verdict),
            build_check("trunk", "fail" if failing else check_verdict, **trunk),
        ),
        "cues": (Cue(5.5, "trunk", "high", "Lift your chest: 17°, want -10 to 10°"), Cue(8.4, "trunk", "", "Good."))
        if failing
        else (),
        "timeline": build_timeline(),
    }
    return SessionResult(**(fields | changes))


def build_reps_session():
    time_s = np.arange(0, 12, 0.1)
    lift = 18 + 16 * np.sin(2 * np.pi * (time_s - 1) / 3)
    lean = np.where(time_s > 8, 12.0, 1.0)
    values = {"left_hip_abduction_deg": lift, "trunk_side_lean_deg": lean}
    verdicts = {"trunk": (lean <= 8).astype(np.int8)}
    excess = {"trunk": np.maximum(lean - 8, 0.0)}
    timeline = Timeline(time_s, np.full(len(time_s), "in_pose"), lean <= 8, values, verdicts, excess)
    reps = (
        RepetitionResult(0.5, 1.8, 3.4, 34.0, "good"),
        RepetitionResult(3.5, 4.8, 6.4, 19.0, "partial"),
        RepetitionResult(9.5, 10.8, 11.9, 33.0, "faulty", ("trunk",)),
    )
    trunk = build_check(
        "trunk", "fail", measure="trunk_side_lean", column="trunk_side_lean_deg", fault="trunk leans to the left",
        median_deg=12.0,
    )  # fmt: skip
    full = build_check(
        "range", "fail", name="Full range", measure="hip_abduction", column="left_hip_abduction_deg", direction="low",
        median_deg=19.0, fault="not the full range", cue="A little higher",
    )  # fmt: skip
    return build_session(stretch="leg_raise_test", holds=(), reps=reps, checks=(trunk, full), timeline=timeline)


def build_photo_session():
    timeline = build_timeline()
    still = Timeline(
        np.zeros(1),
        timeline.phase[60:61],
        timeline.good[60:61],
        {name: column[60:61] for name, column in timeline.values.items()},
        {name: codes[60:61] for name, codes in timeline.verdicts.items()},
        {name: size[60:61] for name, size in timeline.excess.items()},
    )
    checks = tuple(build_check(name, verdict, assessed_s=0.0, in_band_s=0.0) for name, verdict in _PHOTO_CHECKS)
    return build_session(holds=(), held_s=0.0, cues=(), timeline=still, checks=checks)


_PHOTO_CHECKS = (("front_knee", "pass"), ("trunk", "fail"))
