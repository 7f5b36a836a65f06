"""What is measured: clips with known truth, as landmark tracks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.tracks import load_tracked_clips
from posecheck.media import track_media
from posecheck.pose import PoseTrack
from posecheck.tracking import PoseTracker

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_videos"
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One clip: its landmarks as the network gave them, and the truth.

    `split` is "sample", "tune" (looked at while bands and corrections were chosen) or "test" (not looked at).
    """

    name: str
    split: str
    track: PoseTrack
    truth: dict[str, Any]

    @property
    def stretch(self) -> str:
        """Id of the stretch."""
        return str(self.truth["stretch"])

    def true_column(self, column: str) -> FloatArray:
        """Return a true angle at the times of the track, NaN where the truth has none."""
        values = np.array([np.nan if v is None else v for v in self.truth["angles"][column]], dtype=np.float64)
        return np.interp(self.track.time_s, np.array(self.truth["time_s"]), values)


def load_lab_cases() -> list[Case]:
    """Return the clips of the lab, from their stored tracks."""
    return [Case(clip.name, clip.truth["split"], clip.track, clip.truth) for clip in load_tracked_clips()]


def track_samples(names: list[str] | None = None) -> list[Case]:
    """Return the sample videos, tracked now (all, or those named)."""
    cases = []
    with PoseTracker() as tracker:
        for path in sorted(SAMPLES.glob("*.mp4")):
            if names is None or path.stem in names:
                truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
                cases.append(Case(path.stem, "sample", track_media(path, tracker).track, truth))
    return cases
