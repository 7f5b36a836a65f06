"""Cases with a known truth, without a camera, a network or a renderer."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.accuracy_parts.cases import Case
from benchmarks.accuracy_parts.errors import ErrorSample
from posecheck.pose import PoseTrack

FPS = 30.0


def build_case(truth: dict[str, Any] | None = None, seconds: float = 10.0, name: str = "clip") -> Case:
    """Return a case of half kneeling whose landmarks are all missing; `truth` replaces entries of its truth."""
    time_s = np.arange(round(seconds * FPS)) / FPS
    n = len(time_s)
    track = PoseTrack(time_s, np.full((n, 33, 2), np.nan), np.full((n, 33, 3), np.nan), np.full((n, 33), np.nan), 4 / 3)
    content: dict[str, Any] = {
        "stretch": "half_kneeling_hip_flexor",
        "side": "left",
        "body": "man_fit",
        "fps": FPS,
        "camera": {"yaw_deg": 90.0},
        "time_s": time_s.tolist(),
        "angles": {},
        "holds": [],
        "held_s": 0.0,
        "reps": [],
        "faults": [],
        "expected_verdict": "pass",
    }
    return Case(name, "test", track, content | (truth or {}))


def build_sample(truth: np.ndarray, product: np.ndarray, raw: np.ndarray | None = None, **about: Any) -> ErrorSample:
    """Return an error sample of a hip from true, measured and raw values (n,)."""
    case = about.get("case") or build_case(seconds=len(truth) / FPS)
    speed = np.abs(np.gradient(truth) * FPS)
    return ErrorSample(
        case=case,
        measure=about.get("measure", "hip_flexion"),
        side="left",
        view="side",
        truth=truth,
        product=product - truth,
        raw_2d=(product if raw is None else raw) - truth,
        world_3d=np.full(len(truth), np.nan),
        moving=speed > 8.0,
        resting=speed <= 8.0,
    )
