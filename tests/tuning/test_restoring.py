"""From three good and three faulty clips, the bands of a stretch come back well enough to judge the other clips."""

from __future__ import annotations

import random
from functools import cache

import pytest

from benchmarks.tuning import FAULTY, GOOD, STRETCH, Case, judge_others, load_cases
from posecheck.stretch.library import load_stretch


@cache
def load() -> list[Case]:
    return load_cases(STRETCH)


def test_there_are_enough_other_clips():
    names = {case.name: case.is_good for case in load()}
    assert {names[name] for name in GOOD} == {True}
    assert {names[name] for name in FAULTY} == {False}
    others = [is_good for name, is_good in names.items() if name not in (*GOOD, *FAULTY)]
    assert (others.count(True), others.count(False)) >= (5, 10)


def test_three_good_and_three_faulty_ones():
    shown = [case for case in load() if case.name in (*GOOD, *FAULTY)]
    accuracy, wrong = judge_others(load_stretch(STRETCH), load(), shown)
    assert accuracy >= 0.95, wrong


@pytest.mark.parametrize("seed", range(5))
def test_any_three_and_three(seed):
    chance = random.Random(seed)
    good, faulty = ([case for case in load() if case.is_good is kind] for kind in (True, False))
    shown = chance.sample(good, 3) + chance.sample(faulty, 3)
    accuracy, wrong = judge_others(load_stretch(STRETCH), load(), shown)
    assert accuracy >= 0.9, wrong
