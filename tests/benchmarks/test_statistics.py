"""The figures of the accuracy page, against errors whose size is known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.accuracy_parts.statistics import (
    average_stretches,
    describe_spread,
    find_jitter,
    find_lag_s,
    summarize,
)
from tests.benchmarks.builders import FPS, build_case, build_sample

TIME_S = np.arange(300) / FPS


def test_spread_of_known_errors():
    spread = describe_spread(np.array([1.0, -3.0, np.nan, 1.0, -3.0]))
    assert (spread.mae, spread.bias) == (2.0, -1.0)
    assert (spread.low, spread.high) == pytest.approx((-1 - 1.96 * 2, -1 + 1.96 * 2))


def test_spread_of_nothing_is_missing():
    assert np.isnan(describe_spread(np.array([np.nan])).mae)


def test_row_takes_both_ways_on_the_frames_that_were_judged():
    truth = np.zeros(4)
    product = np.array([1.0, np.nan, 1.0, 1.0])
    raw = np.array([2.0, 50.0, 2.0, 2.0])
    row = summarize([build_sample(truth, product, raw)])
    assert (row.product.mae, row.raw_2d.mae, row.frames, row.coverage) == (1.0, 2.0, 3, 0.75)


def test_stretches_count_alike_whatever_their_length():
    short = build_sample(np.zeros(10), np.full(10, 1.0))
    squat = build_case({"stretch": "air_squat"}, seconds=100 / FPS)
    long = build_sample(np.zeros(100), np.full(100, 3.0), case=squat)
    assert average_stretches([short, long])[0] == 2.0


@pytest.mark.parametrize("sd_deg", [0.1, 0.5])
def test_jitter_is_the_noise_at_rest_and_not_the_bias(sd_deg):
    noise = np.random.default_rng(1).normal(0, sd_deg, len(TIME_S))
    values = find_jitter(build_sample(np.full(len(TIME_S), 20.0), 25.0 + noise))
    assert np.mean(values) == pytest.approx(sd_deg, rel=0.15)


def test_jitter_leaves_movement_out():
    moving = 30.0 * np.sin(2 * TIME_S)
    assert find_jitter(build_sample(moving, moving)) == []


@pytest.mark.parametrize("lag_s", [0.0, 0.05, 0.12])
def test_lag_is_the_delay_of_the_values(lag_s):
    def angle(time_s):
        return 40.0 * np.sin(2 * time_s)

    sample = build_sample(angle(TIME_S), angle(TIME_S - lag_s) + 3.0)
    assert find_lag_s(sample) == pytest.approx(lag_s, abs=0.0051)


def test_lag_of_a_still_angle_is_unknown():
    assert np.isnan(find_lag_s(build_sample(np.zeros(300), np.zeros(300))))
