"""Clips at first sight: people and cameras that nothing else shows, derived the same way each time."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

pytest.importorskip("numba", reason="the lab's renderer needs the extra `lab`")

from lab.angles import find_joints, measure_angles
from lab.catalogue import RULES, View
from lab.clip import load_clip
from lab.everyday import list_everyday
from lab.fairness import CLEAR, PLAIN, find_named_faults, find_unclear, is_clearly_good, is_plainly_faulty
from lab.fresh import derive_clip, describe_as_yaml, list_bases, name_fresh
from lab.scene import Scene
from lab.sights import SIGHTS
from lab.sweeps import list_sweeps
from lab.tracks import TRACKS_DIR, load_tracked_clips, read_truth
from lab.truth import TruthTrack
from lab.viewpoint import TURN_DEG
from posecheck.stretch.library import list_stretches
from tests.lab.test_clips import PATHS

BASES = {sight.name: {name_fresh(base, sight): base for base in list_bases()} for sight in SIGHTS.values()}
# A good hold, a good one seen from the front, a fault of a repetition, and a fault that has to be made deeper.
SOME = (
    ("third", "pigeon__good_fresh3"),
    ("third", "butterfly__good_fresh3"),
    ("third", "forward_lunge__shallow_fresh3"),
    ("second", "quadruped__good_fresh2"),
    ("second", "band_walk__trunk_rocks_fresh2"),
    ("second", "butterfly__slumping_sideways_fresh2"),
)
# Angles are stored to 0.1 degree and shares to 0.001.
ROUNDING_DEG, ROUNDING_SHARE = -0.06, -0.0006
# At the frame rate of the stored truth a half step between two is one of its own; at that of the rule it is none. And a
# reach that is clearly missed lies, as it is stored, at the margin.
NOT_PLAIN = {"band_walk__knees_in_fresh7", "band_walk__knees_in_fresh9", "leg_raise_side__trunk_leans_fresh9"}


@pytest.fixture(params=SIGHTS.values(), ids=lambda sight: sight.name)
def sight(request):
    return request.param


@pytest.fixture(scope="module")
def truths():
    return {
        sight.name: {tracked.name: tracked.truth for tracked in load_tracked_clips(TRACKS_DIR / sight.suffix)}
        for sight in SIGHTS.values()
    }


@pytest.fixture(scope="module", params=SOME, ids=lambda pair: pair[1])
def some(request):
    return SIGHTS[request.param[0]], derive(*request.param)


@cache
def derive(set_name, name):
    return derive_clip(BASES[set_name][name], SIGHTS[set_name])


def kind_of(name, sight):
    return name.split("__")[1].removesuffix(f"_{sight.suffix}")


def restore(truth):
    """Return the stored truth as the lab has it while drawing."""
    angles = {name: np.array(values, dtype=float) for name, values in truth["angles"].items()}
    return TruthTrack(np.array(truth["time_s"]), angles, {})


def rules_for(truth, track):
    """Return a stretch's rules without the entry bands of what a file from this view leaves out."""
    rules = RULES[truth["stretch"]]
    return replace(rules, entry=tuple(band for band in rules.entry if band.column(side_of(truth)) in track.angles))


def side_of(truth):
    return "right" if truth["side"] == "right" else "left"


def test_nobody_else_shows_the_person(sight):
    others = [load_clip(path) for path in PATHS] + list(list_everyday()) + [sweep.clip for sweep in list_sweeps()]
    people = {clip.body for clip in others} | {clip.visitor.body for clip in others if clip.visitor}
    assert sight.body not in people | {other.body for other in SIGHTS.values() if other is not sight}


def test_every_row_has_a_good_clip_a_wrong_view_and_its_faults(sight):
    for stretch, rules in RULES.items():
        kinds = [kind_of(name, sight) for name in BASES[sight.name] if name.startswith(f"{stretch}__")]
        assert {"good", "off_view"} <= set(kinds), stretch
        assert len(kinds) > 2 or not rules.form, stretch
        assert len(set(kinds)) == len(kinds)


def test_nothing_else_is_stored_and_little(truths, sight):
    """Wrong views come last."""
    assert set(truths[sight.name]) <= set(BASES[sight.name])
    assert sum(path.stat().st_size for path in (TRACKS_DIR / sight.suffix).glob("*")) < 6_000_000


def test_what_is_called_good_is_truly_good_and_a_fault_is_one(truths, sight):
    for name, truth in truths[sight.name].items():
        good = "pass" if RULES[truth["stretch"]].form else "not_assessable"
        wanted = {"good": good, "off_view": "not_assessable"}.get(kind_of(name, sight), "fail")
        assert truth["expected_verdict"] == wanted, name


def test_a_clip_shows_plainly_what_it_is_called(truths, sight):
    """By the stored truth: good ones keep every band by a margin, and faults are beyond theirs by a larger one."""
    clear, plain = (margin.plus(ROUNDING_DEG, ROUNDING_SHARE) for margin in (CLEAR, PLAIN))
    strict = CLEAR.plus(-ROUNDING_DEG, -ROUNDING_SHARE)
    for name, truth in truths[sight.name].items():
        side, track, kind = side_of(truth), restore(truth), kind_of(name, sight)
        rules = rules_for(truth, track)
        if kind == "good":
            assert is_clearly_good(rules, track, side, clear), name
        elif kind != "off_view":
            named = find_named_faults(kind, rules, track, side)
            assert is_plainly_faulty(named, rules, track, side, plain) == (name not in NOT_PLAIN), name
            assert not {check for check, _ in named} & set(truth["unclear"]), name
            unclear = find_unclear(rules, track, side, clear) & find_unclear(rules, track, side, strict)
            assert unclear <= set(truth["unclear"]), name


def test_cameras_stand_beside_the_right_view_or_well_away_from_it(truths, sight):
    for name, truth in truths[sight.name].items():
        right_view_deg = {View.SIDE: 90.0, View.FRONT: 0.0, View.OBLIQUE: 45.0}[RULES[truth["stretch"]].view]
        turned_deg = abs(abs(truth["camera"]["yaw_deg"]) - right_view_deg)
        if kind_of(name, sight) == "off_view":
            assert turned_deg > 35, name
            # From the exact side an exercise that is seen at an angle may be judged.
            assert right_view_deg != 45.0 or abs(truth["camera"]["yaw_deg"]) < 10, name
        else:
            assert TURN_DEG[0] - 1e-6 <= turned_deg <= TURN_DEG[1] + 1e-6, name
        assert sight.roll_deg[0] <= abs(truth["camera"]["roll_deg"]) <= sight.roll_deg[1]
        assert truth["camera"]["distance_m"] < 4.2


def test_cameras_show_the_limb_that_people_are_told_to_turn_to_them(truths, sight):
    near = {stretch.id: (stretch.view.kind, stretch.view.near) for stretch in list_stretches()}
    for name, truth in truths[sight.name].items():
        view, limb = near[truth["stretch"]]
        if view == "front" or limb == "any" or kind_of(name, sight) == "off_view":
            continue
        seen = "right" if truth["camera"]["yaw_deg"] < 0 else "left"
        assert (seen == truth["side"]) == (limb == "working"), name


@pytest.mark.parametrize(("set_name", "name"), [SOME[0], SOME[3]])
def test_the_same_name_gives_the_same_clip(set_name, name):
    assert derive_clip(BASES[set_name][name], SIGHTS[set_name]) == derive(set_name, name)


def test_a_description_can_be_read_back(some, tmp_path):
    _, clip = some
    path = tmp_path / f"{clip.name}.yaml"
    path.write_text(describe_as_yaml(clip), encoding="utf-8")
    assert load_clip(path) == clip


def test_the_body_is_inside_the_picture(some):
    scene = Scene(some[1])
    middle_s = scene.times_s[len(scene.times_s) // 2]
    skin_px = scene.camera.project(scene.body.skin(scene.posture_at(float(middle_s))))
    assert skin_px.min() > 0
    assert (skin_px.max(axis=0) < (scene.camera.width_px, scene.camera.height_px)).all()


def test_a_clip_is_plain_in_every_frame(some):
    sight, clip = some
    rules, track = RULES[clip.stretch], Scene(clip).truth()
    kind = kind_of(clip.name, sight)
    if kind == "good":
        assert is_clearly_good(rules, track, clip.working_side)
    else:
        named = find_named_faults(kind, rules, track, clip.working_side)
        assert is_plainly_faulty(named, rules, track, clip.working_side)


def test_a_fault_that_is_not_plain_is_made_deeper():
    """As it was written it lies 2.9 degrees beyond its bound."""
    clip = derive("second", "butterfly__slumping_sideways_fresh2")
    assert "times as deep" in clip.description
    assert min(key.change.get("spine_side_deg", 0.0) for key in clip.timeline) < -18


def test_the_stored_truth_is_what_the_lab_says_today(some):
    """A change of bodies or movements makes stored pictures stale: draw them again then."""
    sight, clip = some
    track = TRACKS_DIR / sight.suffix / f"{clip.name}.npz"
    truth, scene = read_truth(track), Scene(clip)
    assert truth["time_s"] == pytest.approx(scene.times_s, abs=1e-3)
    assert truth["camera"] == scene.describe_camera()
    index = len(truth["time_s"]) // 2
    posture = scene.posture_at(float(scene.times_s[index]))
    today = measure_angles(scene.body, posture, find_joints(scene.body, posture, scene.body.skin(posture)))
    for column, values in truth["angles"].items():
        if values[index] is not None:
            assert np.isclose(values[index], today[column], atol=0.11), column
