"""The programmes of the library, and files of one's own."""

from __future__ import annotations

import pytest

from posecheck.errors import InputError, StretchError
from posecheck.live.plan import ENTERING_S
from posecheck.live.programmes import plan_programme
from posecheck.stretch.library import get_library_dir, list_stretches, load_stretch
from posecheck.stretch.programmes import list_programmes, read_programme

# The stretch catalogue's programmes, written from it by hand.
PROGRAMMES = {
    "release_then_stretch": "prone_forearm_release half_kneeling_arm_overhead",
    "imbalance": "lying_hip_stretch cobra leg_raise_forward leg_raise_side leg_raise_back",
    "on_the_bed": "lying_hip_stretch knee_to_chest figure_four supine_knee_drops",
    "desk_break": "standing_lunge_hip_flexor leg_raise_back chair_figure_four",
    "hips_and_back": "pigeon butterfly seated_hip_fold glute_bridge_hold half_kneeling_hip_flexor",
    "glutes": "glute_bridge_reps lateral_lunge step_up air_squat straight_leg_raise",
    "hip_four_way": "leg_raise_forward leg_raise_side leg_raise_back leg_raise_across",
}
TEXT = """\
schema_version: 1
id: mornings
name: Mornings
summary: Two things after getting up.
items:
  - {stretch: air_squat, amount: 5, sets: 1}
  - {stretch: half_kneeling_hip_flexor, sides: left, amount: 20, sets: 2, rest_s: 10}
sources: [my own]
"""


def write(folder, text=TEXT, name="mornings"):
    (folder / "programmes").mkdir(exist_ok=True)
    path = folder / "programmes" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_catalogue_of_programmes_is_complete():
    assert {each.id: " ".join(each.stretch_ids) for each in list_programmes()} == PROGRAMMES


def test_each_file_names_its_schema():
    for path in (get_library_dir() / "programmes").iterdir():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=../programme.schema.json", path.name


def test_every_programme_has_a_plan_from_what_the_library_has():
    stretches = {stretch.id: stretch for stretch in list_stretches()}
    for programme in list_programmes():
        there = [each for each in programme.stretch_ids if each in stretches]
        ids = [step.stretch_id for step in plan_programme(programme, stretches).steps]
        assert list(dict.fromkeys(ids)) == there
        assert set(programme.find_missing(stretches)) == set(programme.stretch_ids) - set(there)


def test_doses_and_sides_of_a_programme_go_into_the_plan(tmp_path):
    programme = read_programme(write(tmp_path))
    stretches = {name: load_stretch(name) for name in programme.stretch_ids}
    squats, *lunges = plan_programme(programme, stretches).steps
    assert (squats.side, squats.reps, squats.sets) == ("both", 5, 1)
    assert [(step.side, step.hold_s, step.set_no, step.rest_s) for step in lunges] == [
        ("left", 20.0, 1, 10.0),
        ("left", 20.0, 2, 10.0),
    ]
    # 5 squats at 4 s and twice 20 s, three times taking the pose, and the rests between them.
    expected_s = 5 * 4 + 2 * 20 + 3 * ENTERING_S + squats.rest_s + 10
    assert plan_programme(programme, stretches).estimate_s() == pytest.approx(expected_s)


def test_equipment_is_listed_once_and_in_order():
    programme = next(each for each in list_programmes() if each.id == "imbalance")
    stretches = {stretch.id: stretch for stretch in list_stretches()}
    equipment = programme.list_equipment(stretches)
    assert len(equipment) == len(set(equipment))
    assert equipment[: len(stretches["lying_hip_stretch"].equipment)] == stretches["lying_hip_stretch"].equipment


def test_programmes_of_ones_own_are_added(tmp_path, monkeypatch):
    write(tmp_path)
    monkeypatch.setenv("POSECHECK_POSES", str(tmp_path))
    assert {each.id for each in list_programmes()} == {*PROGRAMMES, "mornings"}


def test_a_programme_of_unknown_stretches_has_no_plan(tmp_path):
    programme = read_programme(write(tmp_path, TEXT))
    with pytest.raises(InputError, match="at least one stretch of Mornings"):
        plan_programme(programme, {})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: mornings", "id: evenings", "expected the id 'mornings' like the file's name"),
        ("amount: 5", "amount: -5", "items"),
        ("sides: left", "sides: port", "left"),
        ("sets: 1", "settts: 1", "settts"),
        ("schema_version: 1", "schema_version: 7", "newer PoseCheck"),
        ("sources: [my own]", "sources: []", "sources"),
    ],
)
def test_mistakes_are_named(tmp_path, old, new, message):
    with pytest.raises(StretchError, match=message):
        read_programme(write(tmp_path, TEXT.replace(old, new)))
