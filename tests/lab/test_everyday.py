"""Clips of people who do no stretch: one track each, and somebody there or not as the description says."""

from __future__ import annotations

import pytest

pytest.importorskip("numba", reason="the lab's renderer needs the extra `lab`")

from lab.everyday import list_everyday
from lab.tracks import TRACKS_DIR, load_track

CLIPS = list(list_everyday())


def load(name):
    return load_track(TRACKS_DIR / "everyday" / f"{name}.npz")


def test_every_clip_has_its_stored_track():
    names = {clip.name for clip in CLIPS}
    assert len(names) == len(CLIPS)
    assert {path.stem for path in (TRACKS_DIR / "everyday").glob("*.npz")} == names
    assert {path.name.removesuffix(".truth.json") for path in (TRACKS_DIR / "everyday").glob("*.json")} == names


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.variant)
def test_a_track_has_the_frames_of_its_clip(clip):
    assert len(load(clip.name)) == round(clip.duration_s * clip.fps)
    assert clip.expected_verdict == "not_performed"
    assert clip.description.endswith(".")


def test_who_walks_crosses_the_picture_and_who_leaves_is_gone():
    across = load("air_squat__everyday_walking_across")
    hips = across.point("left_hip")[across.detected, 0]
    assert hips.max() - hips.min() > 0.8
    leaving = load("air_squat__everyday_leaving")
    assert leaving.detected[:30].all()
    assert not leaving.detected[-8:].any()


def test_an_empty_room_shows_nobody():
    assert not load("air_squat__everyday_empty_room").detected.any()
