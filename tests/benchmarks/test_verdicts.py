"""Verdicts and cues beside a truth that is written down here."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.accuracy_parts.cues import find_latencies
from benchmarks.accuracy_parts.verdicts import Judged, assess_case, balanced_accuracy, count_confusion
from posecheck.results import Cue
from tests.benchmarks.builders import build_case

FAULT = {"name": "leaning forward", "check": "trunk", "measure": "trunk_lean", "direction": "high"}


def judged(expected: str, found: str) -> Judged:
    return Judged("clip", "test", "trunk", expected, found)


def test_balanced_accuracy_weighs_the_classes_alike():
    verdicts = [judged("pass", "pass")] * 9 + [judged("fail", "pass")]
    assert balanced_accuracy(verdicts) == 0.5


def test_a_check_that_was_not_judged_is_missed_but_not_wrong_with_confidence():
    missed, wrong = judged("fail", "not_assessable"), judged("fail", "pass")
    assert balanced_accuracy([missed]) == 0.0
    assert not missed.wrong_and_confident
    assert wrong.wrong_and_confident
    assert not replace(wrong, borderline=True).wrong_and_confident
    assert replace(wrong, expected="not_assessable", borderline=True).wrong_and_confident


def test_confusion_counts_truth_first():
    counts = count_confusion([judged("fail", "pass"), judged("pass", "pass"), judged("fail", "pass")])
    assert counts["fail", "pass"] == 2
    assert counts["pass", "fail"] == 0


def leaning(start_s: float, end_s: float):
    case = build_case(seconds=10)
    values = np.where((case.track.time_s >= start_s) & (case.track.time_s < end_s), 25.0, 0.0)
    truth = {"angles": {"trunk_lean_deg": values.tolist()}, "faults": [FAULT | {"start_s": start_s, "end_s": end_s}]}
    return build_case(truth | {"expected_verdict": "fail"}, seconds=10)


def trunk_result(*cues: tuple[float, str]):
    """Return what the cues are read from of a session whose trunk check was given these cues."""
    check = SimpleNamespace(id="trunk", column="trunk_lean_deg")
    given = [Cue(t_s=t_s, check="trunk", direction=direction, text="Lift your chest.") for t_s, direction in cues]
    return SimpleNamespace(checks=[check], cues=given)


def test_latency_runs_from_the_fault_to_its_cue():
    [latency] = find_latencies(leaning(2.0, 8.0), trunk_result((3.0, "high"), (7.0, "high")))
    # The lean comes in one step, and counts as movement for a fifth of a second more.
    assert latency.own_s == pytest.approx(0.8, abs=0.04)


def test_a_cue_in_the_other_direction_is_not_the_right_one():
    [latency] = find_latencies(leaning(2.0, 8.0), trunk_result((2.5, "low")))
    assert latency.right_s == float("inf")


def test_a_passage_over_the_bound_asks_for_no_cue():
    assert find_latencies(leaning(2.0, 3.0), trunk_result()) == []


@pytest.mark.parametrize(
    ("start_s", "end_s", "of_the_hold"),
    [(2.0, 6.0, True), (2.0, 4.5, False), (0.0, 4.0, False), (0.0, 6.0, True), (6.5, 10.0, False), (4.0, 10.0, True)],
)
def test_a_fault_of_the_way_into_the_pose_or_out_of_it_is_none_of_the_hold(start_s, end_s, of_the_hold):
    verdicts = {each.check: each.expected for each in assess_case(leaning(start_s, end_s)).checks}
    assert verdicts["trunk"] == ("fail" if of_the_hold else "pass")


def test_nobody_in_the_picture_gives_no_confident_verdict():
    outcome = assess_case(leaning(2.0, 8.0))
    assert {each.check for each in outcome.checks if each.expected == "fail"} == {"trunk"}
    assert not any(each.wrong_and_confident for each in outcome.checks)
    assert outcome.overall.found != "pass"


def test_a_check_is_known_by_the_band_that_the_lab_has_for_it():
    """The truth calls the neck by its side, the product does not."""
    fault = {"name": "head lifts", "check": "head", "measure": "left_neck_flexion", "direction": "high"}
    case = build_case(
        {
            "stretch": "knee_to_chest",
            "expected_verdict": "fail",
            "angles": {"left_neck_flexion_deg": [40.0] * 300},
            "faults": [fault | {"start_s": 2.0, "end_s": 8.0}],
        }
    )
    [head] = [each for each in assess_case(case).checks if each.check == "head"]
    assert head.expected == "fail"


def test_repetitions_are_exact_when_each_kind_is_counted():
    outcome = assess_case(build_case())
    assert replace(outcome, reps_expected=["good", "partial"], reps_found=["partial", "good"]).reps_exact
    assert not replace(outcome, reps_expected=["good", "good"], reps_found=["good", "partial"]).reps_exact
