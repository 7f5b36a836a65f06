from __future__ import annotations

import re
import threading

import pytest

from posecheck.clinic.records import StaleEdit
from posecheck.clinic.versions import VersionStore
from posecheck.errors import StretchError
from posecheck.history import History
from posecheck.stretch.library import get_library_dir, load_stretch

from .builders import BASE, build_layer, publish

KNEE_50 = "checks:\n  front_knee: {band: {low: 50}}\n"
KNEE_40 = "checks:\n  front_knee: {band: {low: 40}}\n"


def read_low(versions, patient=None):
    return versions.find_stretch(BASE, patient).find_check("front_knee").band.low


def update_library(library, old, new):
    text = (get_library_dir() / f"{BASE}.yaml").read_text(encoding="utf-8")
    assert old in text
    (library / f"{BASE}.yaml").write_text(text.replace(old, new), encoding="utf-8")


def test_without_layers_the_librarys_pose_counts(versions):
    assert versions.find_stretch(BASE) == load_stretch(BASE)
    assert versions.current(BASE, None) is None
    assert versions.resolve(BASE).layers == (0, 0)


def test_published_layer_counts_and_says_who_when_why_and_what(versions):
    before = versions.preview(build_layer(), patient=None)
    version = publish(versions)
    assert before == list(version.differences) == ["front knee 75-105 -> 60-105"]
    assert (version.number, version.author, version.reason, version.restores) == (1, "Kim", "stiff knee", None)
    assert version.created_utc.tzinfo is not None
    assert read_low(versions) == 60
    assert versions.resolve(BASE).layers == (1, 0)
    assert load_stretch(BASE).find_check("front_knee").band.low == 75


def test_layer_is_whole_and_not_an_addition(versions):
    publish(versions)
    version = publish(versions, "checks:\n  trunk: {band: {high: 20}}\n", number=1)
    assert read_low(versions) == 75
    assert version.differences == ("front knee 60-105 -> 75-105", "upright trunk -10 to 10 -> -10 to 20")


def test_versions_outlive_the_program(tmp_path):
    path = tmp_path / "history.sqlite3"
    with History(path) as history:
        publish(VersionStore(history.database), "checks:\n  kneeling_hip: {band: {low: null}}\n")
    with History(path) as history:
        stored = VersionStore(history.database).current(BASE, None)
        assert stored.override.checks["kneeling_hip"].band.model_fields_set == {"low"}
        assert VersionStore(history.database).find_stretch(BASE).find_check("kneeling_hip").band.low is None


def test_undo_goes_back_step_by_step_and_loses_nothing(versions):
    publish(versions)
    publish(versions, KNEE_50, number=1)
    undone = versions.undo(BASE, patient=None, author="Kim", reason="too far")
    assert (undone.number, undone.restores, read_low(versions)) == (3, 1, 60)
    assert undone.differences == ("front knee 50-105 -> 60-105",)
    undone = versions.undo(BASE, patient=None, author="Kim", reason="all of it")
    assert (undone.number, undone.restores, undone.override, read_low(versions)) == (4, 0, None, 75)
    with pytest.raises(StretchError, match="expected a published change to undo, found none"):
        versions.undo(BASE, patient=None, author="Kim", reason="more")
    publish(versions, KNEE_40, number=4)
    versions.undo(BASE, patient=None, author="Kim", reason="no")
    assert read_low(versions) == 75
    assert [version.number for version in versions.list_versions(BASE, None)] == [6, 5, 4, 3, 2, 1]
    assert versions.list_layers(None) == []


def test_any_version_can_be_taken_up_again(versions):
    publish(versions)
    publish(versions, KNEE_50, number=1)
    versions.restore(BASE, 1, patient=None, author="Kim", reason="the first was right", expected_number=2)
    assert read_low(versions) == 60
    with pytest.raises(StretchError, match="expected the number of a published version, found 9"):
        versions.restore(BASE, 9, patient=None, author="Kim", reason="x", expected_number=3)
    with pytest.raises(StretchError, match="Expected a reason of 1 to 600 characters, found 0"):
        versions.restore(BASE, 1, patient=None, author="Kim", reason=" ", expected_number=3)


def test_two_versions_are_compared_in_words(versions):
    publish(versions)
    publish(versions, KNEE_50 + "dose: {hold_s: 45}\n", number=1)
    assert versions.compare(BASE, 1, 2, patient=None) == [
        "front knee 60-105 -> 50-105",
        "dose, hold (s) 30 -> 45",
        "dose, range of the hold (s) 10 to 30 -> none",
    ]
    assert versions.compare(BASE, 0, 1, patient=None) == ["front knee 75-105 -> 60-105"]
    assert versions.compare(BASE, 2, 2, patient=None) == []


def test_stale_edit_is_refused_and_names_what_is_there(versions):
    publish(versions)
    with pytest.raises(StaleEdit, match=re.escape("version 0 to be in force, found the clinic's version 1 by Kim")):
        publish(versions, KNEE_50)
    assert len(versions.list_versions(BASE, None)) == 1


def test_of_two_tabs_at_once_one_wins(history):
    outcomes = []

    def edit(text):
        with History(history.path) as mine:
            try:
                outcomes.append(publish(VersionStore(mine.database), text).number)
            except StaleEdit:
                outcomes.append("stale")

    threads = [threading.Thread(target=edit, args=(text,)) for text in (KNEE_40, KNEE_50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["1", "stale"]


def test_change_of_nothing_is_refused(versions):
    publish(versions)
    with pytest.raises(StretchError, match="expected a change against what is in force, found none"):
        publish(versions, number=1)


def test_update_of_the_library_shows_what_it_changes_underneath(versions, library):
    publish(versions)
    assert versions.describe_update(BASE, None) == []
    update_library(library, "band: {low: 75, high: 105}", "band: {low: 80, high: 110}")
    assert versions.describe_update(BASE, None) == [
        "conflict: underneath front knee 75-105 -> 80-105; the layer keeps its own",
        "taken over: front knee 60-105 -> 60-110",
    ]
    update_library(library, "band: {low: -25, high: -5}", "band: {low: -30, high: -5}")
    [line] = versions.describe_update(BASE, None)
    assert line == "taken over: hip of the kneeling leg -25 to -5 -> -30 to -5"


def test_change_beside_what_the_layer_sets_is_no_conflict(versions, library):
    layer = (
        "checks:\n  front_knee: {band: {low: 60}}\n  trunk: {drop: true}\ndose: {hold_s: 45}\n"
        "entry:\n  enter_s: 1\n  conditions:\n    - {measure: knee_flexion, band: {low: 30}}\n"
    )
    publish(versions, layer)
    update_library(library, "band: {low: 75, high: 105}", "band: {low: 75, high: 110}")
    assert versions.describe_update(BASE, None) == ["taken over: front knee 60-105 -> 60-110"]
    update_library(library, "limb: working, band: {low: 40, high: 140}", "limb: working, band: {low: 45, high: 140}")
    assert versions.describe_update(BASE, None) == [
        "conflict: underneath being in the pose, knee bend (working) 40-140 -> 45-140; the layer keeps its own"
    ]


def test_layer_that_fits_no_longer_judges_nobody(versions, library):
    publish(versions)
    update_library(library, "- id: front_knee", "- id: knee_in_front")
    with pytest.raises(StretchError, match=r"the clinic's version 1 of Half-kneeling .* fits it no longer"):
        versions.find_stretch(BASE)
    assert "conflict: the layer fits no longer" in versions.describe_update(BASE, None)[0]
    publish(versions, "checks:\n  knee_in_front: {band: {low: 60}}\n", number=1)
    assert versions.find_stretch(BASE).find_check("knee_in_front").band.low == 60


def test_session_keeps_the_version_it_was_judged_by(history, versions):
    old = versions.resolve(BASE)
    history.start_session(old.stretch, layers=old.layers).finish()
    publish(versions)
    new = versions.resolve(BASE)
    history.start_session(new.stretch, layers=new.layers).finish()
    second, first = history.list_sessions()
    assert (first.layers, second.layers) == ((0, 0), (1, 0))
    assert history.load_stretch(first.stretch_sha256).find_check("front_knee").band.low == 75
    assert history.load_stretch(second.stretch_sha256).find_check("front_knee").band.low == 60
