from __future__ import annotations

import pytest

from posecheck.bench.draft import Draft, apply_draft, compose_layer, place_band, read_layer, read_values
from posecheck.errors import StretchError
from posecheck.stretch.library import list_stretches, load_stretch

FRONT_KNEE = ("checks", "front_knee")


@pytest.fixture
def stretch():
    return load_stretch("half_kneeling_hip_flexor")


def put(draft, stretch, place, value):
    return draft.put(place, value, read_values(stretch)[place])


def test_value_that_equals_the_published_one_is_no_change(stretch):
    draft = put(Draft(), stretch, (*FRONT_KNEE, "high"), 95)
    assert draft
    assert not put(draft, stretch, (*FRONT_KNEE, "high"), 105.0)


def test_draft_is_not_changed_in_place(stretch):
    empty = Draft()
    put(empty, stretch, (*FRONT_KNEE, "high"), 95)
    assert not empty


def test_layer_names_only_what_was_changed(stretch):
    draft = put(Draft(), stretch, (*FRONT_KNEE, "high"), 95)
    draft = put(draft, stretch, ("dose", "hold_s"), 20.0)
    layer = compose_layer(draft, stretch, "Ana", "stiff knee")
    named = layer.model_dump(exclude_unset=True)
    assert named["checks"] == {"front_knee": {"band": {"high": 95}}}
    assert named["dose"] == {"hold_s": 20.0}
    assert (named["author"], named["reason"]) == ("Ana", "stiff knee")
    assert "entry" not in named


@pytest.mark.parametrize(
    ("place", "value", "read"),
    [
        ((*FRONT_KNEE, "low"), 60, lambda s: s.find_check("front_knee").band.low),
        ((*FRONT_KNEE, "target"), 85, lambda s: s.find_check("front_knee").target),
        ((*FRONT_KNEE, "severity"), 1.0, lambda s: s.find_check("front_knee").severity),
        ((*FRONT_KNEE, "cue_high"), "Foot forward", lambda s: s.find_check("front_knee").cues.high),
        ((*FRONT_KNEE, "praise"), "Good", lambda s: s.find_check("front_knee").cues.praise),
        (("entry", 0, "high"), 120, lambda s: s.entry.conditions[0].band.high),
        (("entry", "exit_s"), 1.5, lambda s: s.entry.exit_s),
        (("dose", "sets"), 3.0, lambda s: s.dose.sets),
        (("dose", "note"), "Slowly", lambda s: s.dose.note),
    ],
)
def test_each_value_reaches_the_stretch_and_nothing_else_moves(stretch, place, value, read):
    drafted = apply_draft(put(Draft(), stretch, place, value), stretch)
    assert read(drafted) == value
    before, after = read_values(stretch), read_values(drafted)
    assert {each for each in before if before[each] != after[each]} == {place}


def test_repetition_values_reach_the_stretch():
    stretch = load_stretch("leg_raise_forward")
    drafted = apply_draft(put(Draft(), stretch, ("repetition", "full"), 45), stretch)
    assert drafted.repetition.full == 45
    assert drafted.repetition.rest == stretch.repetition.rest


def test_dropped_check_is_gone(stretch):
    drafted = apply_draft(put(Draft(), stretch, (*FRONT_KNEE, "drop"), True), stretch)
    assert "front_knee" not in {check.id for check in drafted.checks}


def test_opened_bound_is_open(stretch):
    drafted = apply_draft(put(Draft(), stretch, (*FRONT_KNEE, "low"), None), stretch)
    assert drafted.find_check("front_knee").band.low is None


def test_target_follows_a_band_that_leaves_it_outside(stretch):
    drafted = apply_draft(place_band(Draft(), stretch, FRONT_KNEE, 95, 120, None), stretch)
    assert drafted.find_check("front_knee").target == 95
    drafted = apply_draft(place_band(Draft(), stretch, FRONT_KNEE, 60, 80, None), stretch)
    assert drafted.find_check("front_knee").target == 80
    drafted = apply_draft(place_band(Draft(), stretch, FRONT_KNEE, 60, 120, 70), stretch)
    assert drafted.find_check("front_knee").target == 70


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(100, 80, "low below high"), (88, 92, "narrower than what a camera can tell"), (75, 200, "within -5 to 165")],
)
def test_what_does_not_hold_together_is_refused_with_the_reason(stretch, low, high, words):
    with pytest.raises(StretchError, match=words):
        apply_draft(Draft({(*FRONT_KNEE, "low"): low, (*FRONT_KNEE, "high"): high}), stretch)


def test_narrow_band_may_be_meant(stretch):
    values = {(*FRONT_KNEE, "low"): 87, (*FRONT_KNEE, "high"): 93, (*FRONT_KNEE, "allow_narrow"): True}
    assert apply_draft(Draft(values), stretch).find_check("front_knee").band.low == 87


def test_layer_and_draft_are_two_ways_to_say_the_same():
    for stretch in list_stretches():
        values = {
            **{("checks", check.id, "praise"): "Well done" for check in stretch.checks},
            **{("checks", check.id, "severity"): check.severity % 3 + 1 for check in stretch.checks},
            ("entry", 0, "low"): stretch.entry.conditions[0].definition.range[0],
            ("entry", "enter_s"): 0.9,
            ("dose", "sets"): stretch.dose.sets + 1,
        }
        draft = Draft({place: value for place, value in values.items() if read_values(stretch)[place] != value})
        layer = compose_layer(draft, stretch, "Ana", "why")
        assert dict(read_layer(layer, stretch).values) == dict(draft.values)
