"""Short clips in which one condition of the picture is varied at a time, drawn by the lab."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.accuracy_parts.cases import WORKERS, Case, Say
from lab.clip import Clip
from lab.render import write_truth
from lab.scene import Scene
from lab.tracks import load_track, save_track
from posecheck.pose import PoseTrack
from posecheck.tracking import PoseTracker

# The network looks at 256 x 256 pixels around the body: smaller pictures than those of the samples are enough.
_SIZE_PX = (480, 360)
_FPS = 15.0
_COURSES: dict[str, dict[str, Any]] = {
    "side": {
        "stretch": "half_kneeling_hip_flexor",
        "description": "From upright half kneeling into the stretch, and stay.",
        "keys": [
            {"at_s": 0.0, "pose": "half_kneeling.upright"},
            {"at_s": 0.6, "pose": "half_kneeling.upright"},
            {"at_s": 2.0, "pose": "half_kneeling.stretch"},
            {"at_s": 4.0, "pose": "half_kneeling.stretch"},
        ],
    },
    "front": {
        "stretch": "leg_raise_side",
        "description": "One raise of the leg to the side.",
        "keys": [
            {"at_s": 0.0, "pose": "leg_raise.down"},
            {"at_s": 0.4, "pose": "leg_raise.down"},
            {"at_s": 1.6, "pose": "leg_raise.side"},
            {"at_s": 2.6, "pose": "leg_raise.side"},
            {"at_s": 4.0, "pose": "leg_raise.down"},
        ],
    },
}


@dataclass(frozen=True, slots=True)
class Sweep:
    """One condition: the entry of a clip that is changed, what it is called, and its values."""

    name: str
    unit: str
    part: str
    field: str
    values: tuple[float | str, ...]

    def change(self, value: float | str) -> dict[str, Any]:
        """Return the entries of a clip description with this value."""
        return {self.part: {self.field: value}} if self.part else {self.field: value}


SWEEPS = (
    Sweep("camera yaw off the right view", "deg", "camera", "off_view_deg", (-30, -15, 0, 15, 30, 45, 90)),
    Sweep("camera roll", "deg", "camera", "roll_deg", (-10, -5, 0, 5, 10)),
    Sweep("camera height", "m", "camera", "height_m", (0.3, 0.6, 1.0, 1.5, 2.0)),
    Sweep("camera distance", "m", "camera", "distance_m", (2.3, 3.0, 4.0, 5.5)),
    Sweep("light", "of normal", "picture", "brightness", (0.1, 0.25, 0.5, 1.0, 1.6)),
    Sweep("noise", "grey levels", "picture", "noise", (2, 10, 25, 50)),
    Sweep("body", "", "", "body", ("man_fit", "man_heavy", "man_tall", "woman_short", "woman_slim")),
    Sweep("frame rate", "per second", "", "fps", (5, 10, 15, 30)),
)


@dataclass(frozen=True, slots=True, eq=False)
class SweepPoint:
    """A case of one view with one condition at one value."""

    sweep: Sweep
    view: str
    value: float | str
    case: Case


def run_sweeps(cache: Path, say: Say) -> list[SweepPoint]:
    """Draw and track all points, two at a time; those found in `cache` are taken as they are."""
    cache.mkdir(parents=True, exist_ok=True)
    points = list(_list_points())
    clips = {_stem(*point): describe_clip(*point) for point in points}
    with ProcessPoolExecutor(WORKERS) as pool:
        for index, name in enumerate(pool.map(partial(_track, cache), clips, clips.values()), 1):
            say(f"{name}: {index} of {len(clips)}")
    return [SweepPoint(sweep, view, value, _read(cache, _stem(view, sweep, value))) for view, sweep, value in points]


def _list_points() -> Iterator[tuple[str, Sweep, float | str]]:
    for view in _COURSES:
        for sweep in SWEEPS:
            for value in sweep.values:
                yield view, sweep, value


def describe_clip(view: str, sweep: Sweep | None = None, value: float | str = "") -> Clip:
    """Return the clip of one point, or the one in which nothing is varied."""
    content: dict[str, Any] = {
        **_COURSES[view],
        "variant": "sweep",
        "split": "test",
        "fps": _FPS,
        "seed": 7,
        "camera": {"size": _SIZE_PX},
    }
    for key, changed in (sweep.change(value) if sweep else {}).items():
        content[key] = content.get(key, {}) | changed if isinstance(changed, dict) else changed
    return Clip.model_validate(content)


def _stem(view: str, sweep: Sweep, value: float | str) -> str:
    """Return the file stem of a point; points at which a condition has its usual value share one clip."""
    if describe_clip(view, sweep, value) == describe_clip(view):
        return f"sweep_{view}"
    return f"sweep_{view}_{sweep.field}_{value}"


def _track(cache: Path, stem: str, clip: Clip) -> str:
    if (cache / f"{stem}.npz").exists():
        return stem
    scene = Scene(clip)
    with PoseTracker() as tracker:
        poses = [tracker.track(frame.picture, frame.time_s) for frame in scene.frames()]
    write_truth(scene, cache / f"{stem}.truth.json")
    save_track(PoseTrack.from_poses(poses), cache / f"{stem}.npz")
    return stem


def _read(cache: Path, stem: str) -> Case:
    truth = json.loads((cache / f"{stem}.truth.json").read_text(encoding="utf-8"))
    return Case(stem, "sweep", load_track(cache / f"{stem}.npz"), truth)
