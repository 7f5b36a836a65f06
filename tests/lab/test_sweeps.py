"""Sweeps change one thing and nothing else."""

from __future__ import annotations

from pathlib import Path

from lab.sweeps import base_clip, list_sweeps

TRACKS_DIR = Path(__file__).parents[2] / "lab" / "tracks"


def test_each_sweep_clip_differs_from_the_base_in_its_parameter_alone():
    base = base_clip().model_dump(exclude={"variant"})
    for sweep in list_sweeps():
        changed = sweep.clip.model_dump(exclude={"variant"})
        differing = {key for key in base if base[key] != changed[key]}
        owner = {"fps": "fps", "body": "body"}.get(
            sweep.parameter, "picture" if sweep.parameter in changed["picture"] else "camera"
        )
        assert differing - {"expected_verdict"} <= {owner}, sweep.clip.name


def test_names_are_unique_and_fit_for_files():
    names = [sweep.clip.name for sweep in list_sweeps()]
    assert len(set(names)) == len(names) > 30
    assert all(name.replace("_", "").isalnum() for name in names)


def test_the_camera_turns_by_what_the_sweep_says():
    yaws = {s.value: s.clip.yaw_deg for s in list_sweeps() if s.parameter == "off_view_deg"}
    assert yaws[0] == 90
    assert yaws[45] == 45
    assert yaws[-15] == 105


def test_every_sweep_clip_has_its_stored_track():
    stored = {path.name.removesuffix(".truth.json") for path in (TRACKS_DIR / "sweeps").glob("*.truth.json")}
    assert stored == {sweep.clip.name for sweep in list_sweeps()}
    assert stored == {path.stem for path in (TRACKS_DIR / "sweeps").glob("*.npz")}
