from __future__ import annotations

import shutil

import pytest

from posecheck.errors import StretchError
from posecheck.stretch.library import find_stretch_files, get_library_dir, list_stretches, load_stretch


def write_changed_copy(folder, stretch_id, **replacements):
    text = (get_library_dir() / f"{stretch_id}.yaml").read_text(encoding="utf-8")
    for old, new in replacements.values():
        assert old in text
        text = text.replace(old, new)
    path = folder / f"{stretch_id}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_library_is_found_in_the_checkout(repo_dir):
    assert get_library_dir() == repo_dir / "reference_poses"


def test_list_holds_each_file_once_in_order(repo_dir):
    ids = [stretch.id for stretch in list_stretches()]
    assert ids == sorted(path.stem for path in (repo_dir / "reference_poses").glob("*.yaml"))


def test_stretch_is_loaded_by_id_and_by_path():
    assert load_stretch("cobra") == load_stretch(get_library_dir() / "cobra.yaml")
    assert load_stretch("cobra") == load_stretch(str(get_library_dir() / "cobra.yaml"))


@pytest.mark.parametrize(
    ("name", "meant"),
    [("half_kneeling", "half_kneeling_hip_flexor"), ("Cobra", "cobra"), ("knee-to-chest", "knee_to_chest")],
)
def test_unknown_id_names_the_one_that_was_meant(name, meant):
    with pytest.raises(StretchError, match=f"expected a known stretch, found '{name}'; did you mean .*{meant}"):
        load_stretch(name)


def test_unlike_id_names_all():
    with pytest.raises(StretchError, match=r"found 'zzzz'; known are: air_squat, .*standing_lunge_hip_flexor"):
        load_stretch("zzzz")


def test_empty_id_is_unknown():
    with pytest.raises(StretchError, match="found ''"):
        load_stretch("")


def test_missing_file_is_named(tmp_path):
    with pytest.raises(StretchError, match=r"mine\.yaml: expected a YAML file that can be read, found: no such file"):
        load_stretch(tmp_path / "mine.yaml")


def test_own_folder_adds_and_stands_in(tmp_path, monkeypatch):
    write_changed_copy(tmp_path, "cobra", name=("name: Cobra", "name: My cobra"))
    own = write_changed_copy(tmp_path, "air_squat", id=("id: air_squat", "id: my_squat"))
    own.rename(tmp_path / "my_squat.yml")
    monkeypatch.setenv("POSECHECK_POSES", str(tmp_path))
    assert load_stretch("cobra").name == "My cobra"
    assert load_stretch("my_squat").repetition.full == 85
    assert "half_kneeling_hip_flexor" in {stretch.id for stretch in list_stretches()}


def test_own_folder_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("POSECHECK_POSES", str(tmp_path / "gone"))
    with pytest.raises(StretchError, match=r"expected POSECHECK_POSES to name a folder .*gone"):
        list_stretches()


def test_id_that_differs_from_the_file_name_is_refused(tmp_path, monkeypatch):
    shutil.copy(get_library_dir() / "cobra.yaml", tmp_path / "my_cobra.yaml")
    monkeypatch.setenv("POSECHECK_POSES", str(tmp_path))
    with pytest.raises(StretchError, match=r"expected the id 'my_cobra' like the file's name, found 'cobra'"):
        load_stretch("my_cobra")


def test_hidden_and_other_files_are_no_stretches(tmp_path, monkeypatch):
    for name in (".cobra2.yaml", "notes.txt", "schema.json"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "programmes").mkdir()
    before = set(find_stretch_files())
    monkeypatch.setenv("POSECHECK_POSES", str(tmp_path))
    assert set(find_stretch_files()) == before


def test_changed_file_is_read_again(tmp_path):
    path = write_changed_copy(tmp_path, "cobra")
    assert load_stretch(path).name == "Cobra"
    write_changed_copy(tmp_path, "cobra", name=("name: Cobra", "name: Cobra again"))
    assert load_stretch(path).name == "Cobra again"
