"""How long it takes to judge an hour of stored track again under changed thresholds, on one core.

    python benchmarks/rejudge.py

Lab tracks of one stretch are strung together to 108,000 poses (an hour at 30 a second), with their faults, wrong views
and people who walk out. Each change moves every band of the stretch; the first of them is compared with the
frame-by-frame replay, frame by frame.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

# One core, also where NumPy brings a library with threads of its own.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from lab.tracks import TRACKS_DIR, load_track
from posecheck.history import History, StoredTrack
from posecheck.pose import PoseTrack
from posecheck.rejudging import PreparedTrack
from posecheck.results import SessionResult
from posecheck.stretch import Band, Stretch
from posecheck.stretch.library import load_stretch
from posecheck.trainer import replay

POSES, FPS = 108_000, 30.0
STRETCHES = ("half_kneeling_hip_flexor", "air_squat")
SHIFTS_DEG = (-6, -3, 3, 6, 9)


def string_together(stretch_id: str, poses: int) -> PoseTrack:
    """Return the lab's tracks of a stretch one after the other, over and over, at 30 poses a second."""
    parts = [load_track(path) for path in sorted(TRACKS_DIR.glob(f"{stretch_id}__*.npz"))]
    rounds = 1 + poses // sum(len(part) for part in parts)
    names = ("image_xy", "world_xyz", "visibility", "room_roll_deg")
    joined = {name: np.concatenate([getattr(part, name) for part in parts * rounds])[:poses] for name in names}
    return PoseTrack(np.arange(poses) / FPS, aspect=parts[0].aspect, **joined)


def shift_bands(stretch: Stretch, by_deg: float) -> Stretch:
    """Return the stretch with every band of degrees moved."""

    def shift(bound: float | None) -> float | None:
        return None if bound is None else bound + by_deg

    checks = [
        check.model_copy(update={"band": Band(low=shift(check.band.low), high=shift(check.band.high))})
        if check.definition.unit == "deg"
        else check
        for check in stretch.checks
    ]
    return stretch.model_copy(update={"checks": checks})


def measure_s(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes, in seconds of this process's own time."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def count_differences(first: SessionResult, second: SessionResult) -> int:
    """Return in how many things two results differ: what people are told, and each frame of each check."""
    told = ("verdict", "side", "holds", "held_s", "reps", "checks", "cues")
    differing = sum(getattr(first, name) != getattr(second, name) for name in told)
    for name, codes in first.timeline.verdicts.items():
        differing += int((codes != second.timeline.verdicts[name]).sum())
    return differing + int((first.timeline.phase != second.timeline.phase).sum())


def measure_loading_s(track: PoseTrack, stretch: Stretch, result: SessionResult) -> float:
    """Return how long it takes to load the track from a history."""
    with tempfile.TemporaryDirectory() as folder, History(Path(folder) / "history.db") as history:
        stored = StoredTrack(track, np.ones(len(track), np.uint8))
        session_id = history.record_upload(stored, stretch, result)
        return measure_s(lambda: history.load_stored_track(session_id))


def report(stretch_id: str, poses: int) -> bool:
    """Print the figures of one stretch; return whether re-judging equals the replay."""
    stretch, track = load_stretch(stretch_id), string_together(stretch_id, poses)
    made: list[PreparedTrack] = []
    prepare_s = measure_s(lambda: made.append(PreparedTrack(track)))
    prepared = made[0]
    first_s = measure_s(lambda: prepared.judge(stretch, "left"))
    changed = [shift_bands(stretch, by_deg) for by_deg in SHIFTS_DEG]
    one_side_s = median(measure_s(lambda each=each: prepared.judge(each, "left")) for each in changed)
    prepared.judge(stretch)
    both_sides_s = median(measure_s(lambda each=each: prepared.judge(each)) for each in changed)
    replayed: list[SessionResult] = []
    replay_s = measure_s(lambda: replayed.append(replay(track, changed[0], "left")))
    differences = count_differences(replayed[0], prepared.judge(changed[0], "left"))
    loading_s = measure_loading_s(track, stretch, replayed[0])
    print(f"{stretch_id}: {poses} poses, {len(stretch.checks)} checks")
    print(f"  loading the track from the history       {loading_s:7.2f} s")
    print(f"  preparing it, once                       {prepare_s:7.2f} s")
    print(f"  first judging of a stretch               {first_s:7.2f} s")
    print(f"  judging again, one side (median of {len(changed)})    {one_side_s:7.3f} s")
    print(f"  judging again, best of both sides        {both_sides_s:7.3f} s")
    print(f"  frame-by-frame replay, one side          {replay_s:7.2f} s, {differences} differences")
    return differences == 0


def main() -> int:
    """Print the figures of each stretch; 1 when any differs from the replay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--poses", type=int, default=POSES)
    options = parser.parse_args()
    return 0 if all([report(stretch_id, options.poses) for stretch_id in STRETCHES]) else 1


if __name__ == "__main__":
    sys.exit(main())
