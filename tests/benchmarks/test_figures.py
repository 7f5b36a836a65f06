"""Targets, bounds and tables."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from benchmarks.accuracy_parts.cases import load_lab_cases
from benchmarks.accuracy_parts.errors import compute_errors
from benchmarks.accuracy_parts.figures import BOUNDS_FILE, TARGETS, compute_figures, find_breaches
from benchmarks.accuracy_parts.tables import build_table, tell_targets
from tests.benchmarks.builders import build_sample


def write_bounds(folder, **bounds):
    path = folder / "bounds.json"
    path.write_text(json.dumps(bounds))
    return path


@pytest.mark.parametrize(("value", "broken"), [(1.9, False), (2.0, False), (2.1, True), (math.nan, True)])
def test_bound_breaks_when_exceeded_or_not_measured(tmp_path, value, broken):
    bounds = write_bounds(tmp_path, knee_mae_deg={"at_most": 2.0})
    assert bool(find_breaches({"knee_mae_deg": value}, bounds)) is broken


def test_breach_says_what_was_expected_and_found(tmp_path):
    bounds = write_bounds(tmp_path, balanced_accuracy={"at_least": 0.9})
    assert find_breaches({"balanced_accuracy": 0.5}, bounds) == [
        "balanced_accuracy: expected at least 0.9, found 0.500"
    ]


def test_each_stored_bound_names_a_figure():
    figures = compute_figures([build_sample(np.zeros(60), np.ones(60))], [])
    assert set(json.loads(BOUNDS_FILE.read_text())) <= set(figures)


def test_missed_target_is_marked():
    figures = {target.key: target.value for target in TARGETS}
    assert "not met" not in tell_targets(figures)
    assert tell_targets(figures | {"hold_error_s": 0.5}).count("**not met**") == 1
    assert "never" in tell_targets(figures | {"cue_latency_s": math.inf})


def test_figures_take_the_test_clips():
    figures = compute_figures([build_sample(np.zeros(60), np.full(60, 2.0), np.full(60, 4.0))], [])
    assert figures["hip_mae_deg"] == 2.0
    assert figures["hip_gain_percent"] == 50.0
    assert math.isnan(figures["knee_mae_deg"])


def test_table_aligns_columns_of_figures_to_the_right():
    table = build_table(("clip", "error"), [("squat", "+0.3"), ("cobra", "")])
    assert table.splitlines() == ["| clip | error |", "| --- | ---: |", "| squat | +0.3 |", "| cobra |  |"]


def test_stored_off_view_clips_have_no_angle_errors():
    off_view = [case for case in load_lab_cases() if case.off_view]
    assert off_view
    assert not any(compute_errors(case) for case in off_view)
