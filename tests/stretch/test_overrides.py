from __future__ import annotations

import pytest

from posecheck.errors import StretchError
from posecheck.stretch.differences import describe_differences
from posecheck.stretch.library import load_stretch
from posecheck.stretch.overrides import apply_overrides, parse_override, read_override
from posecheck.stretch.wording import describe_dose

BASE = "half_kneeling_hip_flexor"
HEAD = f"schema_version: 1\nbase: {BASE}\nauthor: The clinic\nreason: knee operated on in spring\n"


def make_layer(text, head=HEAD):
    return parse_override(head + text, "layer.yaml")


def apply(*texts):
    return apply_overrides(load_stretch(BASE), [make_layer(text) for text in texts])


def test_only_what_is_named_changes():
    before = load_stretch(BASE)
    after = apply("checks:\n  front_knee: {band: {low: 60}}\n")
    check = after.find_check("front_knee")
    assert (check.band.low, check.band.high) == (60, 105)
    assert check.cues == before.find_check("front_knee").cues
    assert after.model_copy(update={"checks": before.checks}) == before
    assert after.checks[1:] == before.checks[1:]


def test_library_is_not_changed():
    before = load_stretch(BASE).model_dump()
    apply("checks:\n  front_knee: {band: {low: 60}}\ndose: {hold_s: 45}\n")
    assert load_stretch(BASE).model_dump() == before


def test_later_layer_lies_over_the_earlier_one():
    check = apply(
        "checks:\n  front_knee: {band: {low: 60, high: 100}, target: 80}\n",
        "checks:\n  front_knee: {band: {low: 65}, cues: {high: A step ahead}}\n",
    ).find_check("front_knee")
    assert (check.band.low, check.band.high, check.target, check.cues.high) == (65, 100, 80, "A step ahead")


def test_source_says_who_changed_it_and_why():
    after = apply("checks:\n  trunk: {severity: 1}\ndose: {sets: 4}\n")
    for source in (after.find_check("trunk").source, after.dose.source):
        assert source.endswith("; changed by The clinic: knee operated on in spring")
    assert "changed" not in after.find_check("front_knee").source


def test_bound_is_taken_away():
    assert apply("checks:\n  kneeling_hip: {band: {low: null}}\n").find_check("kneeling_hip").band.low is None


def test_prescribed_hold_may_leave_the_range_of_the_sources():
    dose = apply("dose: {hold_s: 45}\n").dose
    assert (dose.hold_s, dose.hold_range_s, dose.sets) == (45, None, 2)


def test_one_side_is_prescribed_in_words():
    before, after = load_stretch(BASE), apply("dose: {sides: left}\n")
    assert (before.dose.sides, after.dose.sides) == ("each", "left")
    assert after.sides == "each"
    assert describe_differences(before, after) == ["sides: both -> left only"]
    assert describe_differences(after, apply("dose: {sides: right}\n")) == ["sides: left only -> right only"]
    assert describe_dose(after) == "30 s × 2 on the left side"
    assert apply("dose: {sides: left}\n", "dose: {sides: each}\n").dose.sides == "each"


def test_side_alone_of_a_stretch_that_works_both_is_refused():
    layer = make_layer("dose: {sides: left}\n", HEAD.replace(BASE, "cobra"))
    with pytest.raises(StretchError, match=r"dose.sides: expected no side alone because the two sides work together"):
        apply_overrides(load_stretch("cobra"), [layer])


def test_entry_and_repetition_change():
    after = apply("entry:\n  enter_s: 1\n  conditions:\n    - {measure: knee_flexion, limb: other, band: {low: 30}}\n")
    assert after.entry.enter_s == 1
    assert [condition.band.low for condition in after.entry.conditions] == [40, 30, None, None]
    head = HEAD.replace(BASE, "leg_raise_forward")
    raised = apply_overrides(
        load_stretch("leg_raise_forward"), [make_layer("repetition: {full: 35, target: 40}\n", head)]
    )
    assert (raised.repetition.rest, raised.repetition.full, raised.repetition.target) == (15, 35, 40)


def test_check_that_asks_too_much_is_dropped():
    after = apply("checks:\n  knee_over_toe: {drop: true}\n")
    assert [check.id for check in after.checks] == ["front_knee", "kneeling_hip", "trunk"]


def test_way_of_a_repetition_that_no_camera_sees_is_refused():
    head = HEAD.replace(BASE, "leg_raise_forward")
    with pytest.raises(StretchError, match=r"repetition.full: a way of 5 degrees .* is less than what a camera can"):
        apply_overrides(load_stretch("leg_raise_forward"), [make_layer("repetition: {rest: 15, full: 20}\n", head)])


def test_no_layers_change_nothing():
    assert apply_overrides(load_stretch("cobra"), []) == load_stretch("cobra")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("checks:\n  front_kne: {target: 80}\n", "found 'front_kne'; did you mean front_knee?"),
        ("checks:\n  zzz: {target: 80}\n", "known are: front_knee, kneeling_hip, trunk, knee_over_toe"),
        (
            "checks:\n  front_knee: {band: {low: 90, high: 98}}\n",
            r"checks.front_knee.band: a band of 8 degrees \(90-98\) is narrower than what a camera can tell, \+-5 for",
        ),
        (
            "checks:\n  knee_over_toe: {band: {low: 0.1, high: 0.2}, cues: {low: Further}}\n",
            r"checks.knee_over_toe.band: a band of 0.1 \(0.1-0.2\) is narrower",
        ),
        (
            "entry:\n  conditions:\n    - {measure: knee_flexion, band: {low: 90, high: 94}}\n",
            "entry.conditions: a band of 4 degrees",
        ),
        (
            "checks:\n  front_knee: {drop: true, band: {low: 10, high: 5}}\n  zzz: {drop: true}\n",
            "known are: front_knee",
        ),
        (
            "checks:\n  front_knee: {band: {high: 300}}\n",
            "checks.front_knee.band.high: expected knee_flexion within -5",
        ),
        ("checks:\n  front_knee: {band: {low: 120}}\n", "checks.front_knee.band: expected low below high"),
        ("checks:\n  front_knee: {band: {high: 85}}\n", "checks.front_knee.target: expected the target within 75-85"),
        ("checks:\n  knee_over_toe: {band: {low: -2}}\n", "checks.knee_over_toe.cues.low: expected words"),
        ("dose: {hold_s: 9000}\n", "dose.hold_s: expected a number of at most 600, found the number 9000"),
        ("repetition: {full: 30}\n", "expected no repetition, since half_kneeling_hip_flexor is a hold"),
        (
            "entry:\n  conditions:\n    - {measure: hip_flexion, band: {low: 30}}\n",
            "entry.conditions: expected one of: knee_flexion of working, .* found hip_flexion of working",
        ),
    ],
)
def test_layer_that_does_not_fit_is_refused_with_its_author(text, words):
    with pytest.raises(StretchError, match=f"override of {BASE} by The clinic: .*{words}".replace("?", r"\?")):
        apply(text)


def test_narrow_band_is_taken_when_it_is_wanted():
    layer = "checks:\n  front_knee: {band: {low: 86, high: 94}, allow_narrow: true}\n"
    assert apply(layer).find_check("front_knee").band.high == 94


def test_layer_for_another_stretch_is_refused():
    with pytest.raises(StretchError, match=f"expected a layer for cobra, found one for {BASE}"):
        apply_overrides(load_stretch("cobra"), [make_layer("dose: {sets: 1}\n")])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("checks:\n  front_knee: {bnd: {low: 60}}\n", "line 6, checks.front_knee.bnd: .* did you mean band"),
        ("checks:\n  front_knee: {band: {}}\n", "line 6, checks.front_knee.band: expected low or high, found neither"),
        ("", "line 1: expected a change of checks, entry, repetition or dose, found none"),
        ("dose: {sides: both}\n", "line 5, dose.sides: expected each, left or right, found the text 'both'"),
        ("dose: {hold: 30}\n", "line 5, dose.hold: .* did you mean hold_s"),
        ("entry:\n  conditions:\n    - {measure: knee, band: {low: 3}}\n", r"line 7, entry.conditions\[1\].measure"),
    ],
)
def test_mistake_in_the_file_is_named_with_its_line(text, words):
    with pytest.raises(StretchError, match=f"layer.yaml, {words}"):
        make_layer(text)


def test_layer_is_read_from_a_file(tmp_path):
    path = tmp_path / "patient.yaml"
    path.write_text(HEAD + "dose: {sets: 1}\n", encoding="utf-8")
    assert read_override(path).dose.sets == 1
