"""Entry thresholds and the ends of a repetition from stick persons."""

from __future__ import annotations

import math

import pytest

from posecheck.errors import InputError
from posecheck.tuning import propose_entry, propose_repetition
from tests.core.poses import make_hold, make_reps
from tests.core.stick_figure import Leg, stand
from tests.tuning.builders import demonstrate, hold


def raises(name: str, peak: float, rest: float = 0.0):
    """Four raises of 3 s of the straight right leg."""

    def at(t):
        lift = math.sin(math.pi * (t % 3.0) / 3.0) ** 2
        return stand(right=Leg(hip=rest + (peak - rest) * lift))

    return demonstrate(name, at, 12)


class TestEntry:
    def test_stays_where_everybody_is_well_inside(self):
        (found,) = propose_entry(make_hold(), [hold("good", 90)], [hold("bad", 70)])
        assert (found.key, found.advice) == ("knee_flexion of working", "keep")
        assert found.band == found.before

    def test_moves_out_for_somebody_who_is_shown_at_the_bound(self):
        (found,) = propose_entry(make_hold(), [hold("stiff", 42, moments=((3, 8),))])
        assert found.advice == "accept"
        assert found.band.low == pytest.approx(42 - 10, abs=5)
        assert found.band.high is None

    def test_never_moves_in(self):
        (found,) = propose_entry(make_hold(), [hold("deep", 120)])
        assert found.band.low == 40


class TestRepetition:
    def test_a_hold_has_none(self):
        assert propose_repetition(make_hold(), [hold("good", 90)]) == []

    def test_full_range_is_what_every_good_one_reaches(self):
        full, rest = propose_repetition(make_reps(), [raises("first", 50), raises("second", 58)])
        reached = min(spread.p05 for spread in full.evidence.good)
        assert reached - 10 <= full.band.low < reached - 4
        assert (rest.advice, rest.band.high) == ("keep", 10)

    def test_it_lies_between_good_and_partial_ones(self):
        full, _ = propose_repetition(make_reps(), [raises("good", 60)], [raises("partial", 36)])
        assert 38 < full.band.low < 58
        assert full.key == "full"

    def test_rest_moves_for_somebody_who_does_not_get_there(self):
        _, rest = propose_repetition(make_reps(), [raises("stiff", 60, rest=22)])
        assert rest.advice == "accept"
        assert rest.band.high == pytest.approx(30, abs=6)

    def test_nobody_moves(self):
        with pytest.raises(InputError, match="repetitions of Test stretch, but nobody leaves the rest"):
            propose_repetition(make_reps(), [demonstrate("still", lambda _: stand(), 6)])
