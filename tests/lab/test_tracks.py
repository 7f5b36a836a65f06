"""Stored tracks: one for each description, not older than it, and near the truth where it can be seen."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba", reason="the lab's renderer needs the extra `lab`")

from lab.__main__ import APART
from lab.angles import find_joints, measure_angles
from lab.body import load_body
from lab.clip import load_clip
from lab.performance import Performance
from lab.tracks import TRACKS_DIR, load_track, load_tracked_clips, save_track
from posecheck.pose import PoseTrack

ROOT = Path(__file__).parents[2]
PATHS = sorted((ROOT / "lab" / "clips").rglob("*.yaml"))
SAMPLES = sorted((ROOT / "lab" / "clips" / "samples").glob("*.yaml"))


def folder_of(path: Path) -> Path:
    return TRACKS_DIR / path.parent.name if path.parent.name in APART else TRACKS_DIR


def read_truth(folder: Path, path: Path):
    return json.loads((folder / f"{path.stem}.truth.json").read_text(encoding="utf-8"))


def measure_at(clip, time_s):
    body = load_body(clip.body)
    posture = Performance(clip, body).posture_at(time_s)
    return measure_angles(body, posture, find_joints(body, posture, body.skin(posture)))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_track_belongs_to_its_description(path):
    clip, truth = load_clip(path), read_truth(folder_of(path), path)
    track = load_track(folder_of(path) / f"{path.stem}.npz")
    assert (truth["body"], truth["split"], truth["fps"]) == (clip.body, clip.split, clip.fps)
    assert track.time_s == pytest.approx(truth["time_s"], abs=1e-3)
    assert len(track) == round(clip.duration_s * clip.fps)


def test_no_track_is_left_without_a_description():
    folders = [TRACKS_DIR, *(TRACKS_DIR / name for name in APART)]
    stored = [path for folder in folders for path in folder.glob("*.npz")]
    assert {path.stem for path in stored} == {path.stem for path in PATHS}


@pytest.mark.parametrize(
    ("folder", "path"),
    [(folder_of(path), path) for path in PATHS] + [(ROOT / "sample_videos", path) for path in SAMPLES],
    ids=lambda value: value.stem,
)
def test_the_stored_truth_is_what_the_lab_says_today(folder, path):
    """A change of bodies or movements makes stored pictures stale: draw them again then."""
    clip, truth = load_clip(path), read_truth(folder, path)
    index = len(truth["time_s"]) // 3
    today = measure_at(clip, index / truth["fps"])
    for column, values in truth["angles"].items():
        if values[index] is not None:
            assert values[index] == pytest.approx(today[column], abs=0.11), column


def test_the_network_sees_the_near_joints_where_they_are():
    for tracked in load_tracked_clips():
        if tracked.truth["expected_verdict"] == "not_assessable":
            continue
        side = "right" if tracked.truth["camera"]["yaw_deg"] < 0 else "left"
        for joint in ("shoulder", "hip", "knee"):
            true_xy = np.array(tracked.truth["image_xy"][f"{side}_{joint}"], dtype=float)
            error = np.linalg.norm(tracked.track.point(f"{side}_{joint}") - true_xy, axis=1)
            assert np.nanmedian(error) < 0.05, f"{tracked.name}: {joint}"


def test_tracks_stay_small():
    assert sum(path.stat().st_size for path in TRACKS_DIR.rglob("*.npz")) < 22_000_000


@pytest.mark.parametrize("room_told", [True, False])
def test_a_stored_track_comes_back_rounded(tmp_path, room_told):
    """Also where somebody was lost from sight, and where a point lies so far outside that a number ends there."""
    rng = np.random.default_rng(3)
    frames = 40
    image, world = rng.normal(0.5, 0.4, (frames, 33, 2)), rng.normal(0.0, 0.5, (frames, 33, 3))
    visibility = rng.uniform(0.0, 1.0, (frames, 33))
    image[10:20], world[10:20], visibility[10:20] = np.nan, np.nan, np.nan
    image[25, 4], image[26, 4] = 3.27, -3.27
    roll_deg = rng.normal(0.0, 2.0, frames) if room_told else np.full(frames, np.nan)
    roll_deg[:5] = np.nan
    track = PoseTrack(np.arange(frames) / 12.0, image, world, visibility, 1.5, roll_deg)
    save_track(track, tmp_path / "track.npz")
    stored = load_track(tmp_path / "track.npz")
    np.testing.assert_array_equal(stored.time_s, track.time_s)
    np.testing.assert_allclose(stored.image_xy, image, atol=0.51e-4)
    np.testing.assert_allclose(stored.world_xyz, world, atol=0.51e-3)
    np.testing.assert_allclose(stored.visibility, visibility, atol=0.51e-2)
    np.testing.assert_allclose(stored.room_roll_deg, roll_deg, atol=0.51e-2)
    assert stored.aspect == track.aspect
