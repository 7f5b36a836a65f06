"""Stretches, poses and results made by hand for the tests of the history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from posecheck.history.records import SessionSummary, SetSummary
from posecheck.pose import Pose, PoseTrack
from posecheck.results import CheckResult, Cue, Feedback, Hold, RepetitionResult, SessionResult, Timeline, ViewState
from posecheck.stretch.library import load_stretch
from posecheck.stretch.schema import Dose, Stretch
from posecheck.stretch.translation import translate_stretch

VIEW = ViewState("side", 82.0, "left", "upright", True)


def build_stretch(stretch_id="half_kneeling_test", name="Half-kneeling test stretch", **changes):
    definition = {
        "schema_version": 1,
        "id": stretch_id,
        "name": name,
        "kind": "hold",
        "posture": "upright",
        "sides": "each",
        "view": {"kind": "side", "near": "working", "placement": "Two metres away, at hip height."},
        "summary": "Kneel and tuck.",
        "felt": "The front of the hip.",
        "setup": ["Kneel on one knee."],
        "steps": ["Kneel.", "Move forward."],
        "breathing": "Slowly.",
        "cautions": ["Stop when it hurts."],
        "entry": {"conditions": [{"measure": "knee_flexion", "band": {"low": 60, "high": 120}}]},
        "checks": [
            {
                "id": "front_knee",
                "name": "Front knee",
                "measure": "knee_flexion",
                "limb": "other",
                "band": {"low": 75, "high": 105},
                "cues": {"low": "Step back.", "high": "Step forward."},
            },
            {
                "id": "trunk",
                "name": "Trunk",
                "measure": "trunk_lean",
                "limb": "middle",
                "band": {"low": -10, "high": 10},
                "cues": {"low": "Lean less back.", "high": "Come upright."},
            },
        ],
        "dose": {"hold_s": 30, "sets": 2, "source": "test"},
        "sources": ["test"],
    }
    return Stretch.model_validate(definition | changes)


def build_both_sided_stretch():
    """A stretch in which the two sides work together: nothing is named after the side trained."""
    base = build_stretch().model_dump(mode="json")
    entry = {"conditions": [{"measure": "knee_flexion", "limb": "near", "band": {"low": 60}}]}
    return build_stretch(
        sides="both", entry=entry, checks=[check for check in base["checks"] if check["id"] == "trunk"]
    )


def build_poses(n, *, start_s=0.0, fps=30.0, seed=1):
    rng = np.random.default_rng(seed)
    image = rng.uniform(0, 1, (33, 2)) + np.cumsum(rng.normal(0, 0.001, (n, 33, 2)), axis=0)
    world = rng.uniform(-1, 1, (33, 3)) + np.cumsum(rng.normal(0, 0.001, (n, 33, 3)), axis=0)
    visibility = rng.uniform(0, 1, (n, 33))
    return [Pose(start_s + i / fps, image[i], world[i], visibility[i], 16 / 9) for i in range(n)]


def build_feedback(pose, *, held_s=0.0, side="left", new_cue=None, reps_good=0):
    return Feedback(
        pose.time_s, pose, VIEW, side, "in_pose", True, (), {}, new_cue, new_cue, held_s, reps_good=reps_good
    )


def build_check(check_id="front_knee", *, median=92.0, verdict="pass", side="left", assessed_s=30.0):
    return CheckResult(
        id=check_id,
        name="Front knee",
        measure="knee_flexion",
        column=f"{side}_knee_flexion_deg",
        verdict=verdict,
        reason="",
        direction="" if verdict != "fail" else "high",
        median_deg=median,
        p05_deg=None if median is None else median - 4,
        p95_deg=None if median is None else median + 4,
        assessed_s=assessed_s,
        in_band_s=assessed_s if verdict == "pass" else 1.0,
        cue="" if verdict == "pass" else "Step forward.",
        fault="" if verdict == "pass" else "too far",
    )


def build_result(side="left", *, held_s=30.0, verdict="pass", checks=None, reps=(), cues=()):
    timeline = Timeline(np.empty(0), np.empty(0, str), np.empty(0, bool), {}, {})
    return SessionResult(
        stretch="half_kneeling_test",
        side=side,
        working_side="left" if side == "both" else side,
        view=VIEW,
        verdict=verdict,
        holds=(Hold(1.0, 2.0 + held_s, held_s),),
        held_s=held_s,
        reps=tuple(reps),
        checks=tuple(checks if checks is not None else (build_check(side=side),)),
        cues=tuple(cues),
        timeline=timeline,
    )


def build_reps():
    return (
        RepetitionResult(1.0, 2.0, 3.0, 61.5, "good"),
        RepetitionResult(4.0, 5.0, 6.0, 40.0, "partial"),
        RepetitionResult(7.0, 8.0, 9.0, float("nan"), "faulty", ("front_knee", "trunk")),
    )


def build_cue(t_s=3.0, text="Come upright: 24, want -10 to 10"):
    return Cue(t_s, "trunk", "high", text)


def build_track(n, **options):
    return PoseTrack.from_poses(build_poses(n, **options))


def build_set_summary(side="left", held_s=30.0, reps_good=0, set_no=1):
    return SetSummary(set_no, side, None, "pass", held_s, reps_good, 0, 0, None)


def build_summary(day=0, *, sets=(), side="left", dose=None, name=None):
    started = datetime(2026, 11, 2, 8, 0, tzinfo=UTC) + timedelta(days=day)
    return SessionSummary(
        id=name or f"session-{day}",
        person="me",
        stretch_id="s",
        stretch_name="S",
        stretch_sha256="x",
        source="live",
        side=side,
        dose=dose or Dose(hold_s=30, sets=2, source="t"),
        state="finished",
        started_utc=started,
        ended_utc=started,
        utc_offset_min=0,
        pain=False,
        pain_note="",
        note="",
        sets=tuple(sets) or (build_set_summary(),),
    )


def find_german(history, stretch_id):
    """Return the German words of a stretch and its checks that stand anywhere in the file of a history."""
    with history.database.read() as connection:
        content = "\n".join(connection.iterdump())
    written, told = load_stretch(stretch_id), translate_stretch(load_stretch(stretch_id), "de")
    return [word for word in _list_words(told) if word not in _list_words(written) and word in content]


def _list_words(stretch):
    words = [stretch.name]
    for check in stretch.checks:
        words += [check.name, check.fault_low, check.fault_high, check.cues.low, check.cues.high, check.cues.praise]
    return [word.rstrip(".") for word in words if word]
