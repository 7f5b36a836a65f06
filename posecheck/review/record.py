"""`review.json` and `measures.csv`: the contract that scripts count on (docs/architecture.md)."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict
from typing import Any

from posecheck.media import TrackedVideo
from posecheck.observation import Observer
from posecheck.results import SessionResult
from posecheck.review.chain import Review
from posecheck.session_log import PORTION

SCHEMA_VERSION = 1
_DECIMALS = 3


def clean_record(value: Any) -> Any:  # noqa: ANN401 - JSON values of any kind
    """Return a value as JSON holds it: floats rounded, NaN as null."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, _DECIMALS)
    if isinstance(value, dict):
        return {key: clean_record(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean_record(each) for each in value]
    return value


def describe_source(tracked: TrackedVideo) -> dict[str, Any]:
    """Return what a record says about the reviewed file."""
    source, track = tracked.source, tracked.track
    return {
        "name": source.path.name,
        "kind": source.kind,
        "duration_s": source.duration_s,
        "fps": source.fps,
        "width": source.width,
        "height": source.height,
        "frames": len(track),
        "frames_tracked": int(track.detected.sum()),
        "warnings": list(tracked.warnings),
    }


def _describe_recognition(review: Review) -> dict[str, Any]:
    found = review.recognition
    named = {"best": found.best, "runner_up": found.runner_up, "looks_like": review.looks_like}
    return {
        "chosen": review.chosen,
        **{key: None if candidate is None else asdict(candidate) for key, candidate in named.items()},
        "sure": found.sure,
        "reason": found.reason,
    }


def build_record(review: Review) -> dict[str, Any]:
    """Return the content of `review.json`."""
    result: SessionResult = review.result
    view = {key: value for key, value in asdict(result.view).items() if key != "near_side"}
    record = {
        "schema_version": SCHEMA_VERSION,
        "stretch": result.stretch,
        "side": result.side,
        "working_side": result.working_side,
        "source": describe_source(review.tracked),
        "recognition": _describe_recognition(review),
        "view": view | {"roll_deg": result.camera_roll_deg},
        "own_hip_deg": result.own_hip_deg,
        "verdict": result.verdict,
        "holds": [asdict(hold) for hold in result.holds],
        "held_s": result.held_s,
        "reps": [{**asdict(rep), "good": rep.good} for rep in result.reps],
        "reps_good": result.count_reps("good"),
        "reps_partial": result.count_reps("partial"),
        "reps_faulty": result.count_reps("faulty"),
        "checks": [asdict(check) for check in result.checks],
        "cues": [asdict(cue) for cue in result.cues],
    }
    return dict(clean_record(record))


def format_measures(review: Review) -> str:
    """Return the content of `measures.csv`: the time, then one column a measure, empty where not assessable."""
    observer = Observer(review.stretch, review.result.working_side)
    track = review.tracked.track
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for start in range(0, max(1, len(track)), PORTION):
        part = track.slice(start, start + PORTION)
        columns = observer.observe(part).measure_all()
        if start == 0:
            writer.writerow(["time_s", *columns])
        rows = zip(part.time_s.tolist(), *(column.tolist() for column in columns.values()), strict=True)
        writer.writerows([f"{time_s:.4f}", *map(_format_cell, values)] for time_s, *values in rows)
    return text.getvalue()


def _format_cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}"
