"""Small attempts at a leg raise to the back, of people whose hips read some degrees when they rest."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.coach import RepetitionCounter
from posecheck.rejudging.repetitions import count_repetitions, select_movement
from posecheck.results import RepetitionResult
from posecheck.stretch import Repetition
from tests.core.test_coach import FRAME_RATES, swing

BACK = Repetition(measure="hip_flexion", rest=-2, full=-10, small_attempt=0.25, cue_partial="Further")
Signal = Callable[[float], float]


def raise_leg(peak: float, rest: float = 5.0, lasts_s: float = 3.0, start_s: float = 1.0) -> Signal:
    """The hip of who rests, moves the leg back and rests again."""

    return swing(peak, start_s, lasts_s, rest)


def count(
    at: Signal,
    end_s: float = 6.0,
    fps: float = 20.0,
    repetition: Repetition = BACK,
    failing: Callable[[float], tuple[str, ...]] = lambda _: (),
    place: Signal = lambda _: 0.0,
) -> list[RepetitionResult]:
    """Count live and as the bench does, which has to be the same."""
    times = np.arange(round(end_s * fps)) / fps
    counter = RepetitionCounter(repetition)
    for t in times.tolist():
        counter.step(t, at(t), failing(t), place(t))
    fails = {"knee": np.array(["knee" in failing(t) for t in times.tolist()])}
    values, places = (np.array([each(t) for t in times.tolist()]) for each in (at, place))
    again = count_repetitions(select_movement(times, values, places, fails, repetition), repetition)
    assert list(again) == list(counter.done)
    return list(counter.done)


@pytest.mark.parametrize(
    ("rest", "peak", "counted"),
    [(5, 1, 1), (5, 1.5, 0), (5, -3, 1), (0, -2.7, 1), (0, -2.3, 0), (-1, -3.9, 1), (-1, -3.1, 0), (6.5, 2, 1)],
)
@pytest.mark.parametrize("fps", FRAME_RATES)
def test_a_quarter_of_the_own_way_is_an_attempt(rest, peak, counted, fps):
    reps = count(raise_leg(peak, rest), fps=fps)
    assert [(rep.kind, rep.peak_deg) for rep in reps] == [("partial", pytest.approx(peak, abs=0.15))] * counted


@pytest.mark.parametrize("rest", [0, 3, 5])
@pytest.mark.parametrize("lasts_s", [1.2, 1.5, 2.0, 4.0])
def test_who_goes_further_is_not_told_less(rest, lasts_s):
    """No gap lies between small attempts and whole ones."""
    counts = [len(count(raise_leg(peak, rest, lasts_s), fps=30)) for peak in np.arange(rest - 0.5, -12, -0.5)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 1)


def test_no_other_exercise_has_them():
    plain = BACK.model_copy(update={"small_attempt": None})
    assert count(raise_leg(-2.0), repetition=plain) == []
    assert [rep.kind for rep in count(raise_leg(-5.0), repetition=plain)] == ["partial"]


def test_whole_repetitions_are_the_same_with_them():
    plain = BACK.model_copy(update={"small_attempt": None})
    for peak in (-5.0, -8.0, -12.0):
        assert count(raise_leg(peak)) == count(raise_leg(peak), repetition=plain)


def test_several_in_a_row_each_end_half_way_back():
    reps = count(lambda t: 2.5 + 2.5 * max(-0.9, math.cos(2 * math.pi * t / 4)), end_s=14)
    assert [rep.peak_s for rep in reps] == pytest.approx([2, 6, 10], abs=0.3)
    assert [rep.end_s for rep in reps] == pytest.approx([3, 7, 11], abs=0.1)


def test_a_small_one_after_a_whole_one_and_before_the_next():
    def at(t: float) -> float:
        index, since = divmod(t, 4.0)
        return raise_leg([-12.0, 0.0, -12.0][int(index) % 3], 4.0, 2.0)(since)

    assert [rep.kind for rep in count(at, end_s=12)] == ["good", "partial", "good"]


@pytest.mark.parametrize(("lasts_s", "faults"), [(0.4, ("knee",)), (0.15, ())])
def test_a_fault_in_one_is_named_once_it_lasts(lasts_s, faults):
    (rep,) = count(raise_leg(0.0), failing=lambda t: ("knee",) if 2.2 < t < 2.2 + lasts_s else ())
    assert (rep.kind, rep.faults) == ("partial", faults)


@pytest.mark.parametrize("peak", [0.0, -12.0])
@pytest.mark.parametrize(("frames", "faults"), [(4, ()), (5, ("knee",))])
def test_a_fault_counts_from_the_first_frame_away_from_rest(peak, frames, faults):
    """At 20 frames a second 5 of them are the quarter of a second that makes a fault."""
    (rep,) = count(raise_leg(peak))
    fails = lambda t: ("knee",) if rep.start_s - 0.2 < t < rep.start_s + 0.05 * frames + 0.01 else ()  # noqa: E731
    assert count(raise_leg(peak), failing=fails)[0].faults == faults


def test_a_fault_at_rest_is_not_the_attempts():
    (rep,) = count(raise_leg(0.0), failing=lambda t: ("knee",) if t < 1.2 or t > 3.6 else ())
    assert rep.faults == ()


@pytest.mark.parametrize(("trunks", "counted"), [(0.5, 1), (2.5, 0)])
def test_walking_is_none(trunks, counted):
    assert len(count(raise_leg(0.0), place=lambda t: trunks * (t - 1) / 3)) == counted


@pytest.mark.parametrize("lasts_s", [0.5, 14.0])
def test_a_twitch_and_another_stance_are_none(lasts_s):
    assert count(raise_leg(0.0, lasts_s=lasts_s), end_s=20) == []


def test_a_jump_of_the_landmarks_is_none():
    assert count(lambda t: 1.3 if t < 2 else float(np.interp(t, [2, 3, 3.5], [-3, -2.2, 3.6])), end_s=6) == []


@pytest.mark.parametrize("bent_deg", [12, 30, 90])
def test_who_bends_down_or_steps_forward_makes_none_of_coming_back(bent_deg):
    """Bent for 3 s, upright within 2 s, and a little bent again from there; and once more."""
    times, values = [0, 3, 5, 6, 7, 10, 12, 13], [bent_deg, bent_deg, 0, 3] * 2
    assert count(lambda t: float(np.interp(t, times, values)), end_s=14) == []


def test_a_stance_of_a_minute_ago_is_no_rest():
    at = lambda t: 6.0 if t < 3 else 0.3 if t < 60 else raise_leg(-2.2, 0.3, 2.0, 60.0)(t)  # noqa: E731
    assert count(at, end_s=64) == []


def test_what_is_lost_from_sight_is_none():
    at = lambda t: math.nan if 2.0 < t < 3.5 else raise_leg(0.0)(t)  # noqa: E731
    assert count(at) == []


MOVES = st.lists(st.tuples(st.floats(-12, 6), st.floats(0.6, 7.0), st.floats(0.0, 1.5)), min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(MOVES, st.floats(-1, 7), st.sampled_from(FRAME_RATES), st.integers(1, 9), st.floats(0.0, 0.5))
def test_live_and_the_bench_agree(moves, rest, fps, failing_of_ten, drift):
    """Raises and pauses of any length, with a check that fails now and then and a person who drifts aside."""
    begins_s = np.cumsum([1.0, *(lasts_s + pause_s for _, lasts_s, pause_s in moves)])

    def at(t: float) -> float:
        index = int(np.searchsorted(begins_s, t, side="right")) - 1
        if not 0 <= index < len(moves):
            return rest
        return raise_leg(moves[index][0], rest, moves[index][1], begins_s[index])(t)

    failing = lambda t: ("knee",) if round(t * fps) % 10 < failing_of_ten else ()  # noqa: E731
    count(at, begins_s[-1] + 1.0, fps, failing=failing, place=lambda t: drift * t)


@pytest.mark.parametrize("spread_deg", [0.3, 0.5])
def test_who_only_stands_makes_none(spread_deg):
    """Four minutes of a hip that wanders: jitter at rest is 0.15 degrees (docs/accuracy.md)."""
    rng, values = np.random.default_rng(3), [3.0]
    for step in rng.normal(size=4800):
        values.append(3.0 + 0.97 * (values[-1] - 3.0) + math.sqrt(1 - 0.97**2) * spread_deg * step)
    assert count(lambda t: values[round(20 * t)], end_s=240) == []
