"""What is measured: clips with known truth, as landmark tracks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lab.clip import load_clip
from lab.sights import Sight
from lab.tracks import TRACKS_DIR, load_track, load_tracked_clips, save_track, track_clip
from posecheck.media import track_media
from posecheck.pose import PoseTrack
from posecheck.stretch import Stretch
from posecheck.stretch.library import load_stretch
from posecheck.tracking import PoseTracker

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_videos"
CLIPS = ROOT / "lab" / "clips"
CATALOGUE = TRACKS_DIR / "catalogue"
WORKERS = 2
FloatArray = NDArray[np.float64]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One clip: its landmarks as the network gave them, and the truth.

    `split` is "sample", "tune" (looked at while bands and corrections were chosen), "test" (not looked at), or
    "sweep" (one picture condition varied).
    """

    name: str
    split: str
    track: PoseTrack
    truth: dict[str, Any]

    @property
    def stretch(self) -> str:
        """Id of the stretch that is performed."""
        return str(self.truth["stretch"])

    @property
    def reference(self) -> Stretch:
        """The reference pose of the stretch."""
        return load_stretch(self.stretch)

    @property
    def lying(self) -> bool:
        """Whether the stretch is done lying down."""
        return self.reference.posture in ("supine", "prone")

    @property
    def off_view(self) -> bool:
        """Whether nothing may be judged, because of where the camera stands."""
        return bool(self.truth["expected_verdict"] == "not_assessable")

    @property
    def near_side(self) -> Literal["left", "right"]:
        """The person's own side toward the camera; in a view from the front the working side."""
        yaw_deg = float(self.truth["camera"]["yaw_deg"])
        if self.reference.view.kind == "side":
            return "right" if yaw_deg < 0 else "left"
        return "right" if self.truth["side"] == "right" else "left"

    def knows(self, column: str) -> bool:
        """Whether the truth has a column of `measures.csv`."""
        return _truth_name(column) in self.truth["angles"]

    def true_column(self, column: str) -> FloatArray:
        """Return a true value at the times of the track (n,), NaN where the truth has none."""
        values = np.array([np.nan if v is None else v for v in self.truth["angles"][_truth_name(column)]], np.float64)
        return np.asarray(np.interp(self.track.time_s, np.array(self.truth["time_s"]), values))


def _truth_name(column: str) -> str:
    """Return a column's name in truth files, which leave out the unit of shares."""
    return column.removesuffix("_share")


def load_lab_cases(*, samples: bool = False) -> list[Case]:
    """Return the clips of the lab from their stored tracks: those of tune and test, or those of the samples."""
    of_samples = {path.stem for path in (CLIPS / "samples").glob("*.yaml")}
    clips = [clip for clip in load_tracked_clips(TRACKS_DIR) if (clip.name in of_samples) == samples]
    return [Case(clip.name, "sample" if samples else clip.truth["split"], clip.track, clip.truth) for clip in clips]


def load_catalogue_cases() -> list[Case]:
    """Return the clips of the catalogue's other rows from their stored tracks."""
    return _load_cases(CATALOGUE)


def load_sight_cases(sight: Sight) -> list[Case]:
    """Return a set of clips at first sight (`lab/fresh.py`) from their stored tracks."""
    return _load_cases(TRACKS_DIR / sight.suffix)


def _load_cases(folder: Path) -> list[Case]:
    return [Case(clip.name, clip.truth["split"], clip.track, clip.truth) for clip in load_tracked_clips(folder)]


def render_cases(cache: Path, say: Say) -> list[Case]:
    """Draw and track the clips of the lab but the samples, two at a time; tracks in `cache` are taken as they are."""
    paths = [path for folder in ("tune", "test") for path in sorted((CLIPS / folder).glob("*.yaml"))]
    names = _run_all(partial(_render_case, cache), paths, say)
    return [_read_case(name, cache) for name in names]


def _render_case(cache: Path, path: Path) -> str:
    if not (cache / f"{path.stem}.npz").exists():
        track_clip(load_clip(path), cache)
    return path.stem


def _read_case(name: str, folder: Path) -> Case:
    truth = json.loads((folder / f"{name}.truth.json").read_text(encoding="utf-8"))
    return Case(name, truth["split"], load_track(folder / f"{name}.npz"), truth)


def track_samples(cache: Path, say: Say, names: Iterable[str] | None = None) -> list[Case]:
    """Return the sample videos (all, or those named), tracked through the product's own reader."""
    paths = [SAMPLES / f"{path.stem}.mp4" for path in sorted((CLIPS / "samples").glob("*.yaml"))]
    if names is not None:
        paths = [path for path in paths if path.stem in set(names)]
    return [_read_sample(name, cache) for name in _run_all(partial(_track_sample, cache), paths, say)]


def _track_sample(cache: Path, path: Path) -> str:
    stored = cache / f"sample_{path.stem}.npz"
    if not stored.exists() or stored.stat().st_mtime < path.stat().st_mtime:
        with PoseTracker() as tracker:
            save_track(track_media(path, tracker).track, stored)
    return path.stem


def _read_sample(name: str, cache: Path) -> Case:
    truth = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
    return Case(name, "sample", load_track(cache / f"sample_{name}.npz"), truth)


def _run_all(work: Callable[[Path], str], paths: list[Path], say: Say) -> list[str]:
    names = []
    with ProcessPoolExecutor(WORKERS) as pool:
        for name in pool.map(work, paths):
            say(f"{name}: {len(names) + 1} of {len(paths)}")
            names.append(name)
    return names
