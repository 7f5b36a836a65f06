"""What the chain says, in each language: the same sentences in English, and nothing in English in another."""

from __future__ import annotations

import pytest

from posecheck.advice import ADVICE, NEAR_SIDES, phrase_advice
from posecheck.coach.cues import format_cue
from posecheck.live.interpreter import Interpreter, describe_band
from posecheck.live.texts import load_texts
from posecheck.results import CheckState, Cue, ViewState
from posecheck.stretch import Band
from posecheck.stretch.library import list_stretches, load_stretch
from posecheck.stretch.translation import translate_stretch
from tests.live.builders import make_feedback

HIP = load_stretch("half_kneeling_hip_flexor")
BANDS = [Band(low=75, high=105), Band(low=-25, high=-5), Band(low=0.5), Band(high=15), Band(low=-10, high=10)]


def fail(check, direction="high", value=112.3):
    return CheckState(check.id, "fail", "", value, direction, 20.0)


def feedback_with(check, state, **changes):
    cue = Cue(3.0, check.id, state.direction, format_cue(check, state))
    return make_feedback(4.0, checks=(state,), cue=cue, new_cue=cue, **changes)


@pytest.mark.parametrize("stretch", list_stretches(), ids=lambda stretch: stretch.id)
def test_in_english_every_cue_is_what_a_review_says(stretch):
    english = Interpreter(load_texts("en"))
    for check in stretch.checks:
        for direction in ("low", "high"):
            before = feedback_with(check, fail(check, direction))
            assert english.interpret(before, stretch).cue == before.cue


@pytest.mark.parametrize("near", NEAR_SIDES)
@pytest.mark.parametrize("key", ADVICE)
def test_advice_is_the_same_in_english_and_another_in_german(key, near):
    text = phrase_advice(key, near)
    view = ViewState("front", 5.0, "", "upright", ok=False, reason="view", advice=text)
    before = make_feedback(0.0, view=view)
    assert Interpreter(load_texts("en")).interpret(before, HIP).view == view
    german = Interpreter(load_texts("de")).interpret(before, HIP).view.advice
    assert german not in ("", text)
    assert ("linke" in german, "rechte" in german) == ("left" in text, "right" in text)


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.describe())
def test_bands_read_as_everywhere_else(band):
    assert describe_band(band, "°", load_texts("en")) == band.describe("°")
    assert describe_band(band, "°", load_texts("de")) != ""


def test_a_german_cue_has_the_words_of_the_file_and_the_same_numbers():
    check = HIP.find_check("front_knee")
    spoken = translate_stretch(HIP, "de")
    shown = Interpreter(load_texts("de")).interpret(feedback_with(check, fail(check)), spoken)
    assert shown.cue.text == "Stell den vorderen Fuß ein wenig weiter vor: 112°, Ziel 75-105°"
    assert shown.new_cue == shown.cue
    assert shown.checks[0].value == 112.3


def test_german_praise_is_that_of_the_file():
    passing = CheckState("trunk", "pass", "", 2.0)
    before = make_feedback(4.0, checks=(passing,), cue=Cue(4.0, "trunk", "", "Beautiful, tall and steady."))
    shown = Interpreter(load_texts("de")).interpret(before, translate_stretch(HIP, "de"))
    assert shown.cue.text == "Sehr schön, lang und ruhig."
