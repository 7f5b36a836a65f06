"""Every clip description: valid, named as its file, and its split kept apart by body."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.catalogue import RULES
from lab.choreography import Hold, Repeat
from lab.clip import Clip, LabError, load_clip

CLIPS = Path(__file__).parents[2] / "lab" / "clips"
CATALOGUE = CLIPS / "catalogue"
PATHS = sorted(CLIPS.rglob("*.yaml"))


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    return [load_clip(path) for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_description_is_valid_and_named_as_its_file(path):
    clip = load_clip(path)
    assert clip.name == path.stem
    assert clip.description.endswith(".")
    assert 5 < clip.duration_s < 20


def test_names_are_unique():
    assert len({path.stem for path in PATHS}) == len(PATHS)


def test_each_stretch_has_a_good_clip_and_a_faulty_one_in_each_split(clips):
    for split in ("tune", "test"):
        variants = {name: [c.variant for c in clips if c.stretch == name and c.split == split] for name in RULES}
        # Rows of the catalogue keep their faults for the bodies that nothing was tuned on.
        fewest = {name: 1 if split == "tune" and (CATALOGUE / f"{name}__good.yaml").exists() else 2 for name in RULES}
        for stretch, names in variants.items():
            assert any(name.startswith(("good", "fast")) for name in names), f"{stretch} lacks a good {split} clip"
            assert len(names) >= fewest[stretch], f"{stretch} has too few {split} clips"


def test_the_splits_share_no_body(clips):
    bodies = {split: {clip.body for clip in clips if clip.split == split} for split in ("tune", "test")}
    assert not bodies["tune"] & bodies["test"]


def test_the_camera_stands_at_the_working_side():
    left, right = (
        load_clip(CLIPS / "samples" / f"half_kneeling_hip_flexor__{name}.yaml")
        for name in ("good", "front_knee_past_toes")
    )
    assert (left.side, left.yaw_deg) == ("left", 90)
    assert (right.side, right.yaw_deg) == ("right", -90)


def test_off_view_turns_towards_the_front():
    assert load_clip(CLIPS / "tune" / "half_kneeling_hip_flexor__off_view_45.yaml").yaw_deg == 45


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("stretch: handstand", "Expected a stretch among"),
        ("body: nobody", "Expected a body among"),
        ("sidde: left", "Extra inputs"),
        ("repeat: {rest: leg_raise.down, peak: leg_raise.side}", "exactly one of keys, hold and repeat"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(tmp_path, wrong, message):
    lines = {
        "stretch": "stretch: cobra",
        "variant": "variant: good",
        "description": "description: A cobra.",
        "split": "split: tune",
        "hold": "hold: {ready: cobra.flat, pose: cobra.up, lying: true}",
    }
    lines[wrong.split(":")[0]] = wrong
    path = tmp_path / "clip.yaml"
    path.write_text("\n".join(lines.values()), encoding="utf-8")
    with pytest.raises(LabError, match=message) as caught:
        load_clip(path)
    assert str(path) in str(caught.value)


def test_an_unknown_pose_or_number_is_refused():
    with pytest.raises(ValueError, match="Expected a pose among"):
        Hold(ready="cobra.flat", pose="cobra.sideways", lying=True).keys()[2].stance()
    with pytest.raises(ValueError, match="Expected numbers among"):
        Hold(ready="cobra.flat", pose="cobra.up", change={"arch": 3}, lying=True).keys()[3].stance()


def test_repetitions_take_their_changes_in_turn():
    keys = Repeat(rest="squat.up", peak="squat.down", count=3, changes=({}, {"knee_flexion_deg": 60})).keys()
    peaks = [key.change for key in keys if key.pose == "squat.down"][::2]
    assert peaks == [{}, {"knee_flexion_deg": 60}, {}]
