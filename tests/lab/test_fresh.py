"""Clips at first sight: a person and cameras that nothing else shows, derived the same way each time."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba", reason="the lab's renderer needs the extra `lab`")

from lab.angles import find_joints, measure_angles
from lab.catalogue import RULES, View
from lab.clip import load_clip
from lab.everyday import list_everyday
from lab.fresh import BODY, ROLL_DEG, TURN_DEG, derive_clip, describe_as_yaml, list_bases, name_fresh
from lab.scene import Scene
from lab.sweeps import list_sweeps
from lab.tracks import TRACKS_DIR, load_tracked_clips, read_truth
from tests.lab.test_clips import PATHS

FOLDER = TRACKS_DIR / "fresh"
# In this body the lift that is short in another one is a full one: the truth says so, and the clip counts as good.
TRULY_GOOD = {"glute_bridge_reps__partial_lift_fresh"}
BASES = {name_fresh(base): base for base in list_bases()}
# A good hold, a good one seen from the front, a fault of a repetition.
SOME = ("pigeon__good_fresh", "butterfly__good_fresh", "forward_lunge__shallow_fresh")


@pytest.fixture(scope="module")
def truths():
    return {tracked.name: tracked.truth for tracked in load_tracked_clips(FOLDER)}


@pytest.fixture(scope="module", params=SOME)
def clip(request):
    return derive_clip(BASES[request.param])


def test_nobody_else_shows_the_person():
    others = [load_clip(path) for path in PATHS] + list(list_everyday()) + [sweep.clip for sweep in list_sweeps()]
    people = {clip.body for clip in others} | {clip.visitor.body for clip in others if clip.visitor}
    assert BODY not in people


def test_every_row_has_a_good_clip_a_wrong_view_and_its_faults():
    for stretch, rules in RULES.items():
        kinds = [name.split("__")[1].removesuffix("_fresh") for name in BASES if name.startswith(f"{stretch}__")]
        assert {"good", "off_view"} <= set(kinds), stretch
        assert len(kinds) > 2 or not rules.form, stretch
        assert len(set(kinds)) == len(kinds)


def test_each_performance_has_its_stored_track_and_nothing_else_is_stored(truths):
    """Wrong views come last."""
    performed = {name for name, base in BASES.items() if not base.expected_verdict}
    assert performed <= set(truths) <= set(BASES)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 6_000_000


def test_what_is_called_good_is_truly_good_and_a_fault_is_one(truths):
    for name, truth in truths.items():
        kind = truth["variant"].removesuffix("_fresh")
        good = "pass" if RULES[truth["stretch"]].form else "not_assessable"
        wanted = {"good": good, "off_view": "not_assessable"}.get(kind, "pass" if name in TRULY_GOOD else "fail")
        assert truth["expected_verdict"] == wanted, name


def test_cameras_stand_beside_the_right_view_or_well_away_from_it(truths):
    for name, truth in truths.items():
        right_view_deg = {View.SIDE: 90.0, View.FRONT: 0.0, View.OBLIQUE: 45.0}[RULES[truth["stretch"]].view]
        turned_deg = abs(abs(truth["camera"]["yaw_deg"]) - right_view_deg)
        if name.endswith("off_view_fresh"):
            assert turned_deg > 35, name
        else:
            assert TURN_DEG[0] - 1e-6 <= turned_deg <= TURN_DEG[1] + 1e-6, name
        assert ROLL_DEG[0] <= abs(truth["camera"]["roll_deg"]) <= ROLL_DEG[1]
        assert truth["camera"]["distance_m"] < 4.2


def test_the_same_name_gives_the_same_clip(clip):
    assert derive_clip(BASES[clip.name]) == clip


def test_a_description_can_be_read_back(clip, tmp_path):
    path = tmp_path / f"{clip.name}.yaml"
    path.write_text(describe_as_yaml(clip), encoding="utf-8")
    assert load_clip(path) == clip


def test_the_body_is_inside_the_picture(clip):
    scene = Scene(clip)
    middle_s = scene.times_s[len(scene.times_s) // 2]
    skin_px = scene.camera.project(scene.body.skin(scene.posture_at(float(middle_s))))
    assert skin_px.min() > 0
    assert (skin_px.max(axis=0) < (scene.camera.width_px, scene.camera.height_px)).all()


def test_the_stored_truth_is_what_the_lab_says_today(clip):
    """A change of bodies or movements makes stored pictures stale: draw them again then."""
    truth, scene = read_truth(FOLDER / f"{clip.name}.npz"), Scene(clip)
    assert truth["time_s"] == pytest.approx(scene.times_s, abs=1e-3)
    assert truth["camera"] == scene.describe_camera()
    index = len(truth["time_s"]) // 2
    posture = scene.posture_at(float(scene.times_s[index]))
    today = measure_angles(scene.body, posture, find_joints(scene.body, posture, scene.body.skin(posture)))
    for column, values in truth["angles"].items():
        if values[index] is not None:
            assert np.isclose(values[index], today[column], atol=0.11), column
