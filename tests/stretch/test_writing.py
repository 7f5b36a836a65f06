from __future__ import annotations

import shutil
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.errors import StretchError
from posecheck.stretch import Band
from posecheck.stretch.library import get_library_dir, list_stretches, load_stretch
from posecheck.stretch.reading import parse_stretch, read_stretch
from posecheck.stretch.writing import format_stretch, write_stretch

STRETCHES = list_stretches()


def replace_check(stretch, check_id, **changes):
    checks = [check.model_copy(update=changes) if check.id == check_id else check for check in stretch.checks]
    return stretch.model_copy(update={"checks": checks})


@pytest.mark.parametrize("stretch", STRETCHES, ids=lambda stretch: stretch.id)
def test_new_file_reads_back_the_same(stretch, tmp_path):
    write_stretch(stretch, tmp_path / "new.yaml")
    assert read_stretch(tmp_path / "new.yaml") == stretch.model_copy(update={"extends": None})


def test_a_variant_that_is_changed_is_written_whole(tmp_path):
    path = shutil.copy(get_library_dir() / "rotational_step_up.yaml", tmp_path / "rotational_step_up.yaml")
    shutil.copy(get_library_dir() / "step_up.yaml", tmp_path / "step_up.yaml")
    changed = load_stretch("rotational_step_up").model_copy(update={"summary": "Up, and round."})
    write_stretch(changed, path)
    assert "extends" not in path.read_text()
    assert read_stretch(path) == changed.model_copy(update={"extends": None})


@pytest.mark.parametrize("stretch", STRETCHES, ids=lambda stretch: stretch.id)
def test_writing_without_a_change_leaves_every_byte(stretch, tmp_path):
    source = get_library_dir() / f"{stretch.id}.yaml"
    path = shutil.copy(source, tmp_path / source.name)
    if stretch.extends is not None:
        shutil.copy(get_library_dir() / f"{stretch.extends}.yaml", tmp_path)
    write_stretch(stretch, path)
    assert path.read_bytes() == source.read_bytes()


def test_change_of_a_band_changes_one_line(tmp_path):
    source = get_library_dir() / "half_kneeling_hip_flexor.yaml"
    path = shutil.copy(source, tmp_path / source.name)
    changed = replace_check(load_stretch("half_kneeling_hip_flexor"), "front_knee", band=Band(low=70, high=110))
    write_stretch(changed, path)
    pairs = zip(source.read_text().splitlines(), path.read_text().splitlines(), strict=True)
    assert [(old.strip(), new.strip()) for old, new in pairs if old != new] == [
        ("band: {low: 75, high: 105}", "band: {low: 70, high: 110}")
    ]


def test_comments_move_with_their_check(tmp_path):
    source = get_library_dir() / "cobra.yaml"
    path = tmp_path / "cobra.yaml"
    path.write_text(source.read_text().replace("    name: Height of the chest", "    name: Height of the chest # mine"))
    stretch = load_stretch("cobra")
    reordered = stretch.model_copy(update={"checks": [stretch.checks[1], stretch.checks[0]]})
    write_stretch(reordered, path)
    assert "name: Height of the chest # mine" in path.read_text()
    assert read_stretch(path) == reordered


def test_value_taken_away_and_value_added(tmp_path):
    source = get_library_dir() / "cobra.yaml"
    path = shutil.copy(source, tmp_path / "cobra.yaml")
    stretch = load_stretch("cobra")
    dose = stretch.dose.model_copy(update={"hold_range_s": None, "note": "Twice a day."})
    changed = stretch.model_copy(update={"dose": dose})
    write_stretch(changed, path)
    text = path.read_text()
    assert "hold_range_s" not in text
    assert text.index("rest_s: 20") < text.index("note: Twice a day.") < text.index("source: 20-30 s (A)")


def test_new_file_begins_with_the_line_for_editors():
    text = format_stretch(load_stretch("cobra"))
    assert text.startswith("# yaml-language-server: $schema=schema.json\nschema_version: 1\nid: cobra\n")
    assert "band: {low: 78, high: 102}" in text
    assert not any(line.endswith(" ") for line in text.splitlines())


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1, max_size=200).filter(lambda text: text.strip()))
def test_any_text_reads_back_or_is_refused(text):
    stretch = load_stretch("cobra").model_copy(update={"summary": text.strip()})
    try:
        written = format_stretch(stretch)
    except StretchError:
        return
    assert parse_stretch(written).summary == text.strip()


def test_refused_place_leaves_nothing_behind(tmp_path):
    with pytest.raises(StretchError, match="expected a place that can be written to"):
        write_stretch(load_stretch("cobra"), tmp_path / "no_such_folder" / "cobra.yaml")
    (tmp_path / "cobra.yaml").mkdir()
    with pytest.raises(StretchError):
        write_stretch(load_stretch("cobra"), tmp_path / "cobra.yaml")
    assert [path.name for path in tmp_path.iterdir()] == ["cobra.yaml"]


def test_rights_of_the_file_stay(tmp_path):
    path = shutil.copy(get_library_dir() / "cobra.yaml", tmp_path / "cobra.yaml")
    path.chmod(0o600)
    write_stretch(load_stretch("cobra"), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
