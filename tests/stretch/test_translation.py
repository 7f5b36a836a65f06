"""Reference poses and programmes in another language: complete in German, and never a reason not to practise."""

from __future__ import annotations

import pytest

from posecheck.errors import StretchError
from posecheck.stretch.library import POSES_VARIABLE, get_library_dir, list_stretches, load_stretch
from posecheck.stretch.programmes import list_programmes
from posecheck.stretch.translation import (
    TranslatedCheck,
    TranslatedCues,
    find_untranslated,
    read_translation,
    translate_programme,
    translate_stretch,
)

FOLDER = get_library_dir() / "texts"
FILES = sorted(FOLDER.glob("*/*.yaml"))
# A cue has to fit the screen in large letters (docs/writing_a_stretch.md).
LONGEST_CUE = 60


def name(path):
    return f"{path.parent.name}-{path.stem}"


def test_every_stretch_is_told_in_german():
    assert {path.stem for path in (FOLDER / "de").glob("*.yaml")} == {stretch.id for stretch in list_stretches()}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_translation_lacks_no_text_and_names_no_unknown_check(path):
    stretch, translation = load_stretch(path.stem), read_translation(path)
    assert find_untranslated(stretch, translation) == []
    assert set(translation.checks) == {check.id for check in stretch.checks}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_words_change_and_all_of_them(path):
    before, after = load_stretch(path.stem), translate_stretch(load_stretch(path.stem), path.parent.name)
    assert [(check.id, check.band, check.severity) for check in after.checks] == [
        (check.id, check.band, check.severity) for check in before.checks
    ]
    assert after.entry == before.entry
    assert after.name != before.name
    for old, new in zip(before.checks, after.checks, strict=True):
        for key in ("low", "high", "praise"):
            old_text, new_text = getattr(old.cues, key), getattr(new.cues, key)
            assert (old_text is None) == (new_text is None)
            assert old_text is None or (old_text != new_text and len(new_text) <= LONGEST_CUE)
    assert not set(before.steps) & set(after.steps)


def test_a_missing_text_or_cue_is_found():
    stretch, translation = load_stretch("cobra"), read_translation(FOLDER / "de" / "cobra.yaml")
    chest = translation.checks["chest"]
    shorter = translation.model_copy(
        update={
            "steps": translation.steps[:-1],
            "checks": {**translation.checks, "chest": chest.model_copy(update={"cues": TranslatedCues(low="x")})},
        }
    )
    assert find_untranslated(stretch, shorter) == ["steps", "checks.chest.cues.high", "checks.chest.cues.praise"]
    without = translation.model_copy(update={"checks": {"head": TranslatedCheck()}})
    assert "checks.hips_down.name" in find_untranslated(stretch, without)


def test_without_a_file_a_stretch_stays_as_it_is_written():
    stretch = load_stretch("cobra")
    assert translate_stretch(stretch, "en") is stretch
    assert translate_stretch(stretch, "fr") is stretch
    assert translate_stretch(stretch.model_copy(update={"id": "somebodys_own"}), "de").name == "Cobra"


def test_what_a_clinic_has_changed_stays_in_its_words():
    stretch = load_stretch("cobra")
    chest = stretch.find_check("chest")
    changed = chest.model_copy(update={"cues": chest.cues.model_copy(update={"high": "Chest up, as we practised"})})
    checks = [changed if check.id == "chest" else check for check in stretch.checks]
    spoken = translate_stretch(stretch.model_copy(update={"checks": checks}), "de").find_check("chest")
    assert spoken.cues.high == "Chest up, as we practised"
    assert spoken.cues.low == "Senk die Brust etwas, der Rücken bleibt locker"


def test_a_stretch_of_ones_own_is_not_given_the_words_of_the_library(tmp_path, monkeypatch):
    text = (get_library_dir() / "cobra.yaml").read_text("utf-8")
    (tmp_path / "cobra.yaml").write_text(text.replace("name: Cobra", "name: My cobra", 1), "utf-8")
    monkeypatch.setenv(POSES_VARIABLE, str(tmp_path))
    assert translate_stretch(load_stretch("cobra"), "de").name == "My cobra"
    (tmp_path / "texts" / "de").mkdir(parents=True)
    (tmp_path / "texts" / "de" / "cobra.yaml").write_text(
        "schema_version: 1\nid: cobra\nlanguage: de\nname: Meine Kobra\n", "utf-8"
    )
    assert translate_stretch(load_stretch("cobra"), "de").name == "Meine Kobra"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("schema_version: 1\nid: cobra\nlanguage: de\ntitel: Kobra\n", "titel"),
        ("schema_version: 1\nid: bridge\nlanguage: de\n", "de/bridge"),
        ("schema_version: 1\nid: cobra\nlanguage: de\nchecks: {chest: {band: {low: 1}}}\n", "band"),
    ],
)
def test_mistakes_in_a_file_are_named(text, found, tmp_path):
    path = tmp_path / "de" / "cobra.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with pytest.raises(StretchError, match=found):
        read_translation(path)


@pytest.mark.parametrize("programme", list_programmes(), ids=lambda each: each.id)
def test_every_programme_is_told_in_german(programme):
    told = translate_programme(programme, "de")
    assert told.name != programme.name
    assert told.summary != programme.summary
    assert told.items == programme.items
    assert translate_programme(programme, "en") is programme
    assert translate_programme(programme, "fr") is programme


def test_no_words_of_a_programme_are_left_over():
    assert {path.stem for path in FOLDER.glob("*/programmes/*")} == {each.id for each in list_programmes()}


@pytest.fixture
def own_glutes(tmp_path, monkeypatch):
    """A programme of one's own that stands in for one of the library, and where its German words belong."""
    (tmp_path / "programmes").mkdir()
    text = (get_library_dir() / "programmes" / "glutes.yaml").read_text("utf-8")
    (tmp_path / "programmes" / "glutes.yaml").write_text(text.replace("name: Glutes", "name: My glutes"), "utf-8")
    monkeypatch.setenv(POSES_VARIABLE, str(tmp_path))
    words = tmp_path / "texts" / "de" / "programmes" / "glutes.yaml"
    words.parent.mkdir(parents=True)
    return next(each for each in list_programmes() if each.id == "glutes"), words


def test_a_programme_of_ones_own_has_words_of_its_own(own_glutes):
    programme, words = own_glutes
    assert translate_programme(programme, "de").name == "My glutes"
    words.write_text("schema_version: 1\nid: glutes\nlanguage: de\nname: Mein Gesäß\nsummary: Kraft.\n", "utf-8")
    assert translate_programme(programme, "de").name == "Mein Gesäß"


def test_words_of_another_programme_are_a_mistake(own_glutes):
    programme, words = own_glutes
    words.write_text("schema_version: 1\nid: gluteus\nlanguage: de\nname: Gesäß\nsummary: Kraft.\n", "utf-8")
    with pytest.raises(StretchError, match="de/gluteus"):
        translate_programme(programme, "de")
