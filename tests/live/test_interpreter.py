"""What the chain says, in each language: the same sentences in English, and nothing in English in another."""

from __future__ import annotations

import pytest

from posecheck.advice import ADVICE, NEAR_SIDES, phrase_advice
from posecheck.coach.cues import format_cue
from posecheck.language import speak
from posecheck.live.interpreter import Interpreter
from posecheck.results import CheckState, Cue, ViewState
from posecheck.stretch import Band
from posecheck.stretch.library import list_stretches, load_stretch
from posecheck.stretch.translation import translate_stretch
from tests.live.builders import make_feedback

HIP = load_stretch("half_kneeling_hip_flexor")


def fail(check, direction="high", value=112.3):
    return CheckState(check.id, "fail", "", value, direction, 20.0)


def feedback_with(check, state, **changes):
    cue = Cue(3.0, check.id, state.direction, format_cue(check, state))
    return make_feedback(4.0, checks=(state,), cue=cue, new_cue=cue, **changes)


@pytest.mark.parametrize("stretch", list_stretches(), ids=lambda stretch: stretch.id)
def test_in_english_every_cue_is_what_a_review_says(stretch):
    english = Interpreter("en")
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
    assert Interpreter("en").interpret(before, HIP).view == view
    german = Interpreter("de").interpret(before, HIP).view.advice
    assert german not in ("", text)
    assert ("linke" in german, "rechte" in german) == ("left" in text, "right" in text)


@pytest.mark.parametrize("german", [False, True])
def test_bands_and_values_are_in_its_language_whatever_the_thread_speaks(german):
    toe = HIP.find_check("knee_over_toe")
    narrow = toe.model_copy(update={"band": Band(high=0.15)})
    with speak("en" if german else "de"):
        interpreter = Interpreter("de" if german else "en")
        shown = interpreter.describe_band(narrow), interpreter.format_value(toe, 0.35)
    assert shown == (("höchstens 0,15", "0,35") if german else ("at most 0.15", "0.35"))


def test_a_german_cue_has_the_words_of_the_file_and_the_same_numbers():
    check = HIP.find_check("front_knee")
    spoken = translate_stretch(HIP, "de")
    shown = Interpreter("de").interpret(feedback_with(check, fail(check)), spoken)
    assert shown.cue.text == "Stell den vorderen Fuß ein wenig weiter vor: 112°, Ziel 75-105°"
    assert shown.new_cue == shown.cue
    assert shown.checks[0].value == 112.3


def test_german_praise_is_that_of_the_file():
    passing = CheckState("trunk", "pass", "", 2.0)
    before = make_feedback(4.0, checks=(passing,), cue=Cue(4.0, "trunk", "", "Beautiful, tall and steady."))
    shown = Interpreter("de").interpret(before, translate_stretch(HIP, "de"))
    assert shown.cue.text == "Sehr schön, lang und ruhig."
