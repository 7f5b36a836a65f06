"""Verdicts and checks in plain words; what is missing is a dash and never a 0."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posecheck.report import describe_check, describe_verdict
from posecheck.report.words import (
    MISSING,
    describe_amount,
    describe_band,
    describe_repetition,
    find_band,
    format_seconds,
    format_value,
    measure_excess,
)
from posecheck.results import Hold, ViewState
from posecheck.stretch import Band

from .builders import (
    build_check,
    build_hold_stretch,
    build_photo_session,
    build_reps_session,
    build_reps_stretch,
    build_session,
)

HOLD = build_hold_stretch()
REPS = build_reps_stretch()


@pytest.mark.parametrize(
    ("verdict", "label", "title", "tone"),
    [
        ("pass", "Pass", "Good form", "pass"),
        ("fail", "Needs work", "Leaning forward", "fail"),
        ("not_assessable", "Not judged", "This could not be judged", "unknown"),
        ("not_performed", "Not seen", "The stretch was not seen", "info"),
    ],
)
def test_each_verdict_has_its_words_and_tone(verdict, label, title, tone):
    headline = describe_verdict(build_session(verdict), HOLD)
    assert (headline.label, headline.title, headline.tone) == (label, title, tone)
    assert headline.subtitle


def test_all_faults_stand_in_the_title():
    checks = (build_check("front_knee", "fail", fault="front knee too bent"), build_check("trunk", "fail"))
    assert describe_verdict(build_session(checks=checks), HOLD).title == "Front knee too bent and leaning forward"


def test_what_could_not_be_judged_says_how_to_mend_it():
    assert "Turn until your left side" in describe_verdict(build_session("not_assessable"), HOLD).subtitle


def test_what_is_guided_says_so_and_how_long_it_took():
    guided = build_hold_stretch(guided=True, checks=[])
    timed = build_session("not_assessable", checks=(), holds=(Hold(2.0, 7.0, 5.0),), held_s=5.0)
    headline = describe_verdict(timed, guided)
    assert headline.title == "Guided, not judged"
    assert headline.subtitle.startswith("Stayed for 5.0 s")


def test_without_advice_the_commonest_reason_is_told():
    view = ViewState("side", 85.0, "left", "upright", True)
    headline = describe_verdict(build_session("not_assessable", view=view), HOLD)
    assert headline.subtitle == "The joint is hidden."


def test_amount_of_a_hold_and_of_repetitions():
    assert (
        describe_amount(build_session("pass"), HOLD) == "Held well for 5.0 s in 2 runs. The aim is 30 s on each side."
    )
    words = describe_amount(build_reps_session(), REPS)
    assert words == "1 good repetition, 1 partial, 1 with a fault. The aim is 10 on each side."


def test_a_photo_has_no_amount():
    assert describe_amount(build_photo_session(), HOLD) == ""
    assert describe_amount(build_photo_session(), REPS) == ""


def test_passing_check():
    assert describe_check(build_check(), HOLD) == "92°, wanted 75-105°."


def test_failing_check_says_direction_size_and_time():
    text = describe_check(build_check("trunk", "fail"), HOLD)
    assert text == (
        "Leaning forward: 18°, 8° above the wanted range (-10 to 10°). "
        "It was outside for 3.0 s of the 8.0 s that count (not the way into the pose and out)."
    )


def test_failing_check_of_an_exercise_says_the_time_alone():
    check = build_reps_session().checks[0]
    assert describe_check(check, REPS).endswith("It was outside for 3.0 s of 8.0 s.")


def test_failing_below_the_band():
    text = describe_check(build_check("front_knee", "fail", median_deg=60.0, fault="too straight"), HOLD)
    assert text.startswith("Too straight: 60°, 15° below the wanted range (75-105°).")


def test_failing_by_less_than_is_shown():
    text = describe_check(build_check("front_knee", "fail", median_deg=74.8, fault="too straight"), HOLD)
    assert text.startswith("Too straight: 75°, just below the wanted range (75-105°).")


def test_failing_at_times_with_a_middle_inside_the_band():
    text = describe_check(build_check("trunk", "fail", median_deg=4.0), HOLD)
    assert text.startswith("Leaning forward: at times outside -10 to 10°, typically 4°.")


def test_unjudged_check_gives_its_reason_and_no_number():
    text = describe_check(build_check("trunk", "not_assessable", reason="out_of_frame"), HOLD)
    assert text == "Not judged: part of the body is outside the picture."


def test_range_of_repetitions_is_judged_against_full_range():
    check = build_reps_session().checks[1]
    assert find_band(check, REPS) == Band(low=25)
    assert describe_band(check, REPS) == "at least 25°"
    expected = "Not the full range: 19° at the top of a typical repetition, 6° below the wanted range (at least 25°)."
    assert describe_check(check, REPS) == expected


@pytest.mark.parametrize("value", [None, float("nan")])
def test_missing_values_are_a_dash(value):
    assert format_value("knee_flexion", value) == MISSING
    assert measure_excess(value, Band(low=10)) == 0.0


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0, "0.0 s"), (4.26, "4.3 s"), (31.6, "32 s"), (119.6, "2 min 00 s"), (125, "2 min 05 s")]
)
def test_seconds(seconds, text):
    assert format_seconds(seconds) == text


def test_repetitions_name_their_faults():
    good, partial, faulty = build_reps_session().reps
    assert describe_repetition(good, REPS) == "good"
    assert describe_repetition(partial, REPS) == "not the full range"
    assert describe_repetition(faulty, REPS) == "with a fault: Upright trunk"


def test_a_photo_that_shows_another_pose_says_nothing_about_time():
    result = replace(build_photo_session(), verdict="not_performed")
    subtitle = describe_verdict(result, HOLD).subtitle
    assert subtitle == "The stretch was not recognised in this picture: the pose was not taken up."
