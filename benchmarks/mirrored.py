"""Print how far apart a picture and its mirror image put a body, for the corrections in `posecheck/anatomy.py`.

    python benchmarks/mirrored.py            (3 minutes on two cores; needs no truth)

A network that saw both ways alike would put the mirrored body at the mirrored place. The rows give half of what they
differ by, in percent of the trunk, + toward the right edge of the picture: the mean over the sample videos that show an
upright body from the side, each video with the median of its frames.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.accuracy_parts.cases import SAMPLES, WORKERS
from posecheck import geometry as geo
from posecheck.media import read_media
from posecheck.pose import PoseTrack
from posecheck.sight import SightReader
from posecheck.tracking import PoseTracker

FloatArray = NDArray[np.float64]
# Bend of hip and knee together, degrees.
BENDS_DEG = ((0, 10), (10, 25), (25, 45), (45, 60), (60, 90), (90, 180), (180, 360))
JOINTS = ("shoulder", "hip", "knee", "ankle")
LEAST_FRAMES = 8


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def measure_video(path: Path) -> list[FloatArray | None]:
    """Return for each range of the bend the median differences (4, 2), joints by x and y; None with too few frames."""
    straight, mirrored = (_track(path, mirrored=each) for each in (False, True))
    (front_sign, upright), (_, also_upright) = _look(straight), _look(mirrored)
    here = _choose_near(straight, front_sign > 0)
    there = _choose_near(mirrored, front_sign < 0)
    there[..., 0] = straight.aspect - there[..., 0]
    shoulder, hip, knee, ankle = (here[:, index] for index in range(len(JOINTS)))
    off = 50.0 * (here - there) / geo.compute_length(shoulder - hip)[:, np.newaxis, np.newaxis]
    bend_deg = geo.compute_joint_flexion_deg(shoulder, hip, knee) + geo.compute_joint_flexion_deg(hip, knee, ankle)
    chosen = [(bend_deg >= low) & (bend_deg < high) & upright & also_upright for low, high in BENDS_DEG]
    return [np.median(off[each], axis=0) if each.sum() >= LEAST_FRAMES else None for each in chosen]


def _track(path: Path, *, mirrored: bool) -> PoseTrack:
    step = -1 if mirrored else 1
    with read_media(path) as frames, PoseTracker() as tracker:
        poses = [tracker.track(np.ascontiguousarray(frame.rgb[:, ::step]), frame.time_s) for frame in frames]
    return PoseTrack.from_poses(poses)


def _look(track: PoseTrack) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return (n,) where the body faces, and whether it is upright and seen from the side."""
    views = SightReader().read(track).views
    front_sign = np.array([view.front_sign or np.nan for view in views], dtype=np.float64)
    return front_sign, np.array([view.kind == "side" and view.posture == "upright" for view in views], dtype=np.bool_)


def _choose_near(track: PoseTrack, right_is_near: NDArray[np.bool_]) -> FloatArray:
    """Return the near joints (n, 4, 2) as the network gave them."""
    left, right = (np.stack([track.point(f"{side}_{joint}") for joint in JOINTS], axis=1) for side in ("left", "right"))
    return np.where(right_is_near[:, np.newaxis, np.newaxis], right, left)


def main() -> None:
    """Measure every sample video and print the table."""
    with ProcessPoolExecutor(WORKERS) as pool:
        found = list(pool.map(measure_video, sorted(SAMPLES.glob("*.mp4"))))
    say("Half of what a mirrored picture differs by: percent of the trunk to the right / down, standard deviation of x")
    say("bend of hip and knee    videos" + "".join(f"{joint:>20}" for joint in JOINTS))
    for (low, high), videos in zip(BENDS_DEG, zip(*found, strict=True), strict=True):
        known = np.array([each for each in videos if each is not None])
        if len(known):
            means, spread = known.mean(axis=0), known[..., 0].std(axis=0)
            cells = "".join(f"{x:+9.1f} {y:+4.1f} ({sd:.1f})" for (x, y), sd in zip(means, spread, strict=True))
            say(f"{low:>6} to {high:>3} degrees {len(known):>10}{cells}")


if __name__ == "__main__":
    main()
