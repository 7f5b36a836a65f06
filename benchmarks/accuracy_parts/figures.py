"""The figures that stand for the whole, the targets beside them, and the bounds below which the benchmark fails."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.accuracy_parts.errors import ErrorSample
from benchmarks.accuracy_parts.statistics import average_stretches, find_jitter, find_lag_s
from benchmarks.accuracy_parts.verdicts import ClipOutcome, Judged, balanced_accuracy

BOUNDS_FILE = Path(__file__).resolve().parents[1] / "accuracy_bounds.json"
# The parts of a person that the targets name, and the measures that read them in side views.
PARTS = {"knee": ("knee_flexion",), "hip": ("hip_flexion",), "trunk": ("trunk_lean", "trunk_inclination")}
# Jitter and lag are held against clips of this frame rate.
_FULL_RATE_FPS = 30


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach: at most, or at least, `value`; `unit` is appended when it is shown."""

    key: str
    label: str
    sense: Literal["at most", "at least"]
    value: float
    unit: str = ""
    digits: int = 1

    def is_met(self, reached: float) -> bool:
        """Return whether a figure reaches the target; NaN (nothing measured) does not."""
        return reached <= self.value if self.sense == "at most" else reached >= self.value

    def show(self, value: float) -> str:
        """Return a value with its unit."""
        if math.isnan(value):
            return "not measured"
        return "never" if math.isinf(value) else f"{value:.{self.digits}f}{self.unit}"


TARGETS = (
    Target("knee_mae_deg", "knee, mean absolute error, test clips", "at most", 2.0, "°"),
    Target("hip_mae_deg", "hip, mean absolute error, test clips", "at most", 3.0, "°"),
    Target("trunk_mae_deg", "trunk, mean absolute error, test clips", "at most", 1.5, "°"),
    Target("hip_gain_percent", "hip error below that of raw 2D angles, test clips", "at least", 30, " %", 0),
    Target("balanced_accuracy_samples", "balanced accuracy of the checks, sample clips", "at least", 0.98, "", 3),
    Target("confident_off_view", "pass or fail verdicts in off-view clips", "at most", 0, "", 0),
    Target("wrong_fails_in_good", "wrong fail verdicts in good clips", "at most", 0, "", 0),
    Target("hold_error_s", "hold time, worst error", "at most", 0.3, " s", 2),
    Target("clips_with_wrong_reps", "clips with a wrong repetition count", "at most", 0, "", 0),
    Target("cue_latency_s", "right cue after a fault is plain, worst", "at most", 0.7, " s", 2),
    Target("jitter_deg", "jitter at rest, mean standard deviation", "at most", 0.3, "°", 2),
    Target("lag_ms", "lag while moving, median", "at most", 50, " ms", 0),
)


def compute_figures(errors: list[ErrorSample], outcomes: list[ClipOutcome]) -> dict[str, float]:
    """Return all figures by key; NaN where nothing was measured."""
    test = [sample for sample in errors if sample.case.split == "test"]
    full_rate = [s for s in errors if s.is_main and s.case.truth["fps"] >= _FULL_RATE_FPS]
    hip_deg, raw_hip_deg, _ = average_part(test, "hip")
    judged = [each for outcome in outcomes for each in outcome.checks]
    latencies_s = [each.right_s for outcome in outcomes for each in outcome.latencies]
    return {
        **{f"{part}_mae_deg": average_part(test, part)[0] for part in PARTS},
        "hip_gain_percent": 100 * (1 - hip_deg / raw_hip_deg),
        **_score_verdicts(judged, outcomes),
        "hold_error_s": _worst([abs(each.held_error_s) for each in outcomes]),
        "clips_with_wrong_reps": float(sum(not each.reps_exact for each in outcomes)),
        "cue_latency_s": _worst(latencies_s),
        "cue_latency_median_s": _middle(latencies_s),
        "jitter_deg": float(np.mean([value for sample in full_rate for value in find_jitter(sample)] or [np.nan])),
        "lag_ms": 1000 * _middle([find_lag_s(sample) for sample in full_rate]),
    }


def _score_verdicts(judged: list[Judged], outcomes: list[ClipOutcome]) -> dict[str, float]:
    off_view = [o for o in outcomes if o.case.off_view]
    good = {o.case.name for o in outcomes if o.case.truth["expected_verdict"] == "pass"}
    return {
        "balanced_accuracy": balanced_accuracy(judged),
        "balanced_accuracy_samples": balanced_accuracy([each for each in judged if each.split == "sample"]),
        "confident_off_view": float(sum(e.wrong_and_confident for o in off_view for e in (*o.checks, o.overall))),
        "wrong_fails_in_good": float(
            sum(each.found == "fail" and not each.right for each in judged if each.clip in good)
        ),
        "wrong_confident_verdicts": float(sum(each.wrong_and_confident for each in judged)),
    }


def average_part(
    errors: list[ErrorSample], part: str, keep: Callable[[ErrorSample], bool] = lambda _: True
) -> tuple[float, float, float]:
    """Return the mean absolute errors (product, raw 2D, world 3D) of knee, hip or trunk as the mean over stretches."""
    return average_stretches([s for s in errors if s.is_main and s.measure in PARTS[part] and keep(s)])


def _worst(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return max(known, default=math.nan)


def _middle(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return float(np.median(known)) if known else math.nan


def find_breaches(figures: dict[str, float], bounds_file: Path = BOUNDS_FILE) -> list[str]:
    """Return one sentence for each figure that is worse than its bound in the file, or was not measured."""
    bounds = json.loads(bounds_file.read_text(encoding="utf-8"))
    breaches = []
    for key, bound in bounds.items():
        value = figures[key]
        low, high = bound.get("at_least", -math.inf), bound.get("at_most", math.inf)
        if not low <= value <= high:
            wanted = f"at least {low}" if "at_least" in bound else f"at most {high}"
            breaches.append(f"{key}: expected {wanted}, found {value:.3f}")
    return breaches
