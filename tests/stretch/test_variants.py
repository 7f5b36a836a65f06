"""A variant holds only what differs from the reference pose that it extends."""

from __future__ import annotations

import os

import pytest

from posecheck.stretch.library import POSES_VARIABLE, get_library_dir, load_stretch
from posecheck.stretch.problems import StretchFileError
from posecheck.stretch.reading import read_stretch

VARIANT = """\
schema_version: 1
id: my_squat
name: My squat
extends: air_squat
checks:
  - id: trunk
    name: Chest
    measure: trunk_lean
    limb: middle
    band: {high: 40}
    cues: {high: Chest up, praise: Good chest.}
    fault_high: bends over
  - id: knee
    name: Knee
    measure: knee_flexion
    limb: near
    band: {high: 120}
    cues: {high: Not so deep}
    fault_high: too deep
dose: {reps: 5, source: ours}
"""


@pytest.fixture
def own_dir(tmp_path, monkeypatch):
    (tmp_path / "my_squat.yaml").write_text(VARIANT, encoding="utf-8")
    monkeypatch.setenv(POSES_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("own_dir")
def test_what_is_named_replaces_and_the_rest_is_the_bases():
    base, variant = load_stretch("air_squat"), load_stretch("my_squat")
    assert (variant.id, variant.extends, variant.name) == ("my_squat", "air_squat", "My squat")
    assert (variant.repetition, variant.entry, variant.steps) == (base.repetition, base.entry, base.steps)
    assert (variant.dose.reps, variant.dose.sets) == (5, 1)


@pytest.mark.usefixtures("own_dir")
def test_checks_are_replaced_one_by_one():
    base, variant = load_stretch("air_squat"), load_stretch("my_squat")
    assert [check.id for check in variant.checks] == [*(check.id for check in base.checks), "knee"]
    assert variant.find_check("trunk").band.high == 40
    assert variant.find_check("heels") == base.find_check("heels")


def test_a_variant_changes_with_its_base(own_dir):
    base = (get_library_dir() / "air_squat.yaml").read_text(encoding="utf-8")
    (own_dir / "air_squat.yaml").write_text(base, encoding="utf-8")
    assert load_stretch("my_squat").repetition.full == 85
    (own_dir / "air_squat.yaml").write_text(base.replace("full: 85", "full: 80"), encoding="utf-8")
    os.utime(own_dir / "air_squat.yaml", ns=(1, 1))
    assert load_stretch("my_squat").repetition.full == 80


def test_a_base_beside_the_file_is_found_without_a_library(tmp_path):
    (tmp_path / "air_squat.yaml").write_text(
        VARIANT.replace("my_squat", "air_squat").replace("extends: air_squat\n", ""), encoding="utf-8"
    )
    (tmp_path / "mine.yaml").write_text(VARIANT, encoding="utf-8")
    with pytest.raises(StretchFileError, match="expected the key 'posture'"):
        read_stretch(tmp_path / "mine.yaml")


@pytest.mark.parametrize(
    ("found", "words"),
    [("air_squatt", "did you mean air_squat?"), ("my_other", "stands by itself"), ("[cobra]", "expected the id")],
)
def test_a_wrong_base_is_named_with_its_line(own_dir, found, words):
    (own_dir / "my_other.yaml").write_text(VARIANT.replace("my_squat", "my_other"), encoding="utf-8")
    (own_dir / "my_squat.yaml").write_text(VARIANT.replace("extends: air_squat", f"extends: {found}"), encoding="utf-8")
    with pytest.raises(StretchFileError, match="line 4, extends") as caught:
        load_stretch("my_squat")
    assert words in str(caught.value)
