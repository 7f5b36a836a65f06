"""The examples of docs/writing_a_stretch.md work as they stand there."""

from __future__ import annotations

import re

import pytest

from posecheck.measures import MEASURES
from posecheck.stretch.document import parse_document
from posecheck.stretch.library import load_stretch
from posecheck.stretch.overrides import apply_overrides
from posecheck.stretch.problems import StretchFileError
from posecheck.stretch.reading import parse_stretch, validate_document
from posecheck.stretch.translation import Translation, find_untranslated


@pytest.fixture(scope="module")
def guide(repo_dir):
    return (repo_dir / "docs" / "writing_a_stretch.md").read_text(encoding="utf-8")


def find_blocks(guide, language):
    return re.findall(rf"```{language}\n(.*?)```", guide, flags=re.DOTALL)


def test_complete_file_is_a_stretch(guide):
    block, *_ = find_blocks(guide, "yaml")
    stretch = parse_stretch(block)
    assert stretch.id == "wall_calf_stretch"
    assert stretch.find_check("rear_knee").band.high < stretch.entry.conditions[1].band.high


def test_repetition_fits_into_the_complete_file(guide):
    block, _, part, *_ = find_blocks(guide, "yaml")
    before_dose = block[: block.index("dose:")].replace("kind: hold", "kind: reps")
    assert parse_stretch(before_dose + part + "sources: [ours]\n").repetition.full == 50


def test_moment_fits_into_a_repetition(guide):
    block, _, part, moment, *_ = find_blocks(guide, "yaml")
    repeated = block[: block.index("dose:")].replace("kind: hold", "kind: reps")
    check = parse_stretch(f"{repeated.rstrip()}\n{moment}\n{part}sources: [ours]\n").find_check("flight")
    assert (check.when, check.band.low) == ("once", 0.1)


def test_what_belongs_to_full_range_fits_into_a_repetition(guide):
    block, _, part, _, at_full, *_ = find_blocks(guide, "yaml")
    repeated = block[: block.index("dose:")].replace("kind: hold", "kind: reps")
    repetition, dose = part.split("dose:")
    stretch = parse_stretch(f"{repeated}{repetition}{at_full}dose:{dose}sources: [ours]\n")
    assert [(each.measure, each.band.low) for each in stretch.repetition.at_full] == [("ankles_apart", 0.5)]
    frontal = at_full.replace("ankles_apart", "leg_spread")
    with pytest.raises(StretchFileError, match=r"at_full\[1\]\.measure.*the side view shows"):
        parse_stretch(f"{repeated}{repetition}{frontal}dose:{dose}sources: [ours]\n")


def test_variant_is_a_stretch(guide, tmp_path):
    block = next(block for block in find_blocks(guide, "yaml") if "extends:" in block)
    (tmp_path / "deep_squat.yaml").write_text(block, encoding="utf-8")
    assert load_stretch(tmp_path / "deep_squat.yaml").repetition.full == 110


def test_picture_fits_into_the_complete_file(guide):
    block, picture, *_ = find_blocks(guide, "yaml")
    assert parse_stretch(f"{block}\n{picture}").picture.ground == "bed"


def test_guided_stretch_is_the_complete_file_without_checks(guide):
    block, *_ = find_blocks(guide, "yaml")
    unjudged = block[: block.index("checks:")] + block[block.index("dose:") :]
    assert not parse_stretch(unjudged.replace("sides: each ", "guided: true\nsides: each ")).checks


def test_override_and_its_python_example_work(guide, tmp_path, monkeypatch):
    layer = next(block for block in find_blocks(guide, "yaml") if "base:" in block)
    (example,) = find_blocks(guide, "python")
    (tmp_path / "patient.yaml").write_text(layer, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict = {"apply_overrides": apply_overrides, "load_stretch": load_stretch}
    exec(example, names)
    assert names["stretch"].find_check("front_knee").target == 75
    assert names["stretch"].dose.hold_s == 20


def test_translation_has_all_words_of_the_complete_file(guide):
    complete, *_, words = find_blocks(guide, "yaml")
    translation = validate_document(parse_document(words, "example"), Translation)
    assert find_untranslated(parse_stretch(complete), translation) == []


def test_every_measure_is_explained_and_no_other(guide):
    table = guide[guide.index("### Measures") : guide.index("### Limbs")]
    rows = re.findall(r"^\| (`.*?) \|", table, flags=re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == set(MEASURES)


def test_views_and_units_of_the_measures_are_right(guide):
    for row in re.findall(r"^\| `.*$", guide[guide.index("### Measures") : guide.index("### Limbs")], re.MULTILINE):
        names, _, unit, views, limb = [cell.strip() for cell in row.strip("|").split(" | ")]
        for name in re.findall(r"`(\w+)`", names):
            measure = MEASURES[name]
            assert (unit, views) == (measure.unit, ", ".join(measure.views)), name
            assert (limb == "middle") == (not measure.paired), name
