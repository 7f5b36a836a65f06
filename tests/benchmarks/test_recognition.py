"""Recognition on the stored tracks: the right stretch first in good clips, nothing where nothing is done."""

from __future__ import annotations

import pytest

pytest.importorskip("numba", reason="the lab's renderer needs the extra `lab`")

from benchmarks.recognition import (
    LEAST_OFF_VIEW,
    LEAST_TOP_1,
    OFF_VIEW,
    Outcome,
    assess_clips,
    format_table,
    is_good_enough,
)
from posecheck.recognition import Candidate, Recognition

COBRA = Candidate("cobra", "Cobra", "both", 5.0, 0, 1.0, 20.0)
SQUAT = Candidate("air_squat", "Air squat", "both", 5.0, 3, 1.0, 19.0)
NONE = Recognition(None, None, sure=True, reason="nothing_taken")


@pytest.fixture(scope="module")
def outcomes():
    return assess_clips()


def pick(outcomes, group):
    return [each for each in outcomes if each.group.startswith(group)]


def test_good_clips_are_recognised_with_their_side(outcomes):
    good = pick(outcomes, "good")
    wrong = [each.name for each in good if not (each.right and each.side_right)]
    assert len(good) > 50
    assert len(wrong) <= (1 - LEAST_TOP_1) * len(good), wrong


def test_nothing_is_recognised_where_nothing_is_done(outcomes):
    nothing = pick(outcomes, "nothing")
    assert len(nothing) >= 12
    assert [each.name for each in nothing if not each.right] == []


def test_a_good_clip_that_is_not_named_first_is_named_as_what_it_could_be_as_well(outcomes):
    good = pick(outcomes, "good")
    assert [each.name for each in good if not each.either] == []


def test_what_is_seen_from_the_wrong_side_is_named_rightly_or_not_at_all(outcomes):
    off_view = pick(outcomes, OFF_VIEW)
    wrong = [each.name for each in off_view if not each.either]
    assert len(off_view) >= 40
    assert len(wrong) <= (1 - LEAST_OFF_VIEW) * len(off_view), wrong


def test_nobody_is_told_of_another_stretch_than_the_one_that_was_done(outcomes):
    assert [each.name for each in outcomes if each.false_alarm] == []


def test_the_bounds_can_fail():
    good = Outcome("a", "good, test", "cobra", "left", Recognition(COBRA, None, sure=True, candidates=(COBRA,)))
    missed = Outcome("b", "good, test", "cobra", "left", NONE)
    invented = Outcome("c", "nothing", "", "", good.found)
    misnamed = Outcome("e", OFF_VIEW, "air_squat", "both", Recognition(COBRA, SQUAT, sure=True, unseen={"air_squat"}))
    alarmed = Outcome("d", "with a fault", "air_squat", "both", good.found)
    assert is_good_enough([good] * 10 + [missed])
    assert not is_good_enough([good, missed])
    assert not is_good_enough([good, invented])
    assert not is_good_enough([good, alarmed])
    assert is_good_enough([good, Outcome("e", OFF_VIEW, "air_squat", "both", NONE)])
    assert not is_good_enough([good, misnamed])


def test_a_close_runner_up_is_an_honest_answer():
    either = Recognition(COBRA, SQUAT, sure=False, candidates=(COBRA, SQUAT))
    surely = Recognition(COBRA, SQUAT, sure=True, candidates=(COBRA, SQUAT))
    assert Outcome("a", "good, test", "air_squat", "both", either).either
    assert not Outcome("a", "good, test", "air_squat", "both", either).right
    assert not Outcome("a", "good, test", "air_squat", "both", surely).either


def test_the_table_counts_each_group():
    lines = format_table([Outcome("a", "nothing", "", "", NONE)] * 2).splitlines()
    assert lines[1].split() == ["nothing", "2", "2", "1.00", "2", "0", "0"]
