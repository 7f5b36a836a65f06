"""Entry and exit, the hold clock and the repetition counter, fed with values by the clock."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.coach import EntryGate, HoldTimer, RepetitionCounter
from posecheck.stretch import Entry, Repetition

FRAME_RATES = (10, 15, 30, 60)
NAN = math.nan
LEG = Repetition(measure="hip_flexion", rest=10, full=60, cue_partial="Higher")


class Gate:
    """An entry gate with the moments at which it changed."""

    def __init__(self, enter_s: float = 0.4, exit_s: float = 0.6, conditions: int = 1) -> None:
        condition = {"measure": "knee_flexion", "band": {"low": 40}}
        entry = Entry.model_validate({"conditions": [condition] * conditions, "enter_s": enter_s, "exit_s": exit_s})
        self.gate = EntryGate(entry)
        self.changes: list[tuple[float, bool]] = []

    def feed(self, at, end_s: float, fps: float = 20.0, start_s: float = 0.0) -> EntryGate:
        for index in range(round(start_s * fps), round(end_s * fps)):
            before, value = self.gate.entered, at(index / fps)
            self.gate.step(index / fps, value if isinstance(value, list) else [value])
            if self.gate.entered != before:
                self.changes.append((index / fps, self.gate.entered))
        return self.gate


class TestEntryGate:
    @pytest.mark.parametrize("fps", FRAME_RATES)
    def test_taken_and_left_with_their_delays(self, fps):
        gate = Gate()
        gate.feed(lambda t: 90.0 if 1 <= t < 3 else 0.0, 5.0, fps)
        (entered_s, _), (left_s, _) = gate.changes
        assert entered_s == pytest.approx(1.4, abs=1 / fps + 1e-9)
        assert left_s == pytest.approx(3.6, abs=1 / fps + 1e-9)
        assert entered_s >= 1.4 - 1e-9
        assert left_s >= 3.6 - 1e-9

    def test_it_counts_from_when_the_pose_was_taken(self):
        gate = Gate().feed(lambda t: 90.0 if t >= 1 else 0.0, 2.0)
        assert gate.since_s == pytest.approx(1.0)

    def test_a_moment_in_the_pose_is_not_entering_and_a_moment_out_is_not_leaving(self):
        short = Gate()
        short.feed(lambda t: 90.0 if 1 <= t < 1.3 else 0.0, 3.0)
        assert short.changes == []
        wobble = Gate()
        wobble.feed(lambda t: 0.0 if 2 <= t < 2.5 else 90.0, 4.0)
        assert [entered for _, entered in wobble.changes] == [True]
        assert wobble.gate.since_s == 0.0

    def test_flicker_at_the_bound_neither_enters_nor_leaves(self):
        def flicker(t: float) -> float:
            return 90.0 if round(t * 20) % 2 else 0.0

        outside = Gate()
        outside.feed(flicker, 4.0)
        assert outside.changes == []
        inside = Gate()
        inside.feed(lambda t: 90.0 if t < 1 else flicker(t), 4.0)
        assert [entered for _, entered in inside.changes] == [True]

    def test_all_conditions_are_wanted(self):
        gate = Gate(conditions=2)
        gate.feed(lambda t: [90.0, 90.0 if t >= 2 else 0.0], 3.0)
        assert gate.changes == [(pytest.approx(2.4, abs=0.051), True)]

    @pytest.mark.parametrize(("values", "answer"), [([90, NAN], None), ([0, NAN], False), ([90, 90], True)])
    def test_one_failing_condition_is_enough_to_say_no(self, values, answer):
        assert Gate(conditions=2).gate.step(0.0, values) is answer

    @pytest.mark.parametrize("value", [NAN, 0.0])
    def test_never_entered_without_being_seen_in_it(self, value):
        assert not Gate().feed(lambda _: value, 5.0).entered

    @pytest.mark.parametrize(("lost_for_s", "still_in"), [(0.5, True), (1.5, True), (3.0, False)])
    def test_lost_from_sight(self, lost_for_s, still_in):
        gate = Gate()
        gate.feed(lambda t: 90.0 if t < 2 else NAN, 2.0 + lost_for_s)
        assert gate.gate.entered is still_in
        assert (gate.gate.since_s is not None) is still_in

    def test_a_look_away_does_not_count_as_time_in_the_pose_before_entering(self):
        gate = Gate(enter_s=1.0)
        gate.feed(lambda t: NAN if 0.8 <= t < 1.0 else 90.0, 1.9)
        assert gate.changes == []

    def test_no_delay(self):
        gate = Gate(enter_s=0, exit_s=0)
        gate.feed(lambda t: 90.0 if 1 <= t < 2 else 0.0, 3.0)
        assert gate.changes == [(1.0, True), (2.0, False)]


def clock(states, fps: float = 20.0, start_s: float = 0.0, timer: HoldTimer | None = None) -> HoldTimer:
    """Feed (good, seconds) in turn; the pose counts as taken from the start.

    "resting" is good by hysteresis or delay alone, "arriving" not good yet for the same reason.
    """
    timer, index = timer or HoldTimer(), 0
    for good, lasts_s in states:
        for _ in range(round(lasts_s * fps)):
            timer.step(start_s + index / fps, *read_state(good))
            index += 1
    return timer


def read_state(state: bool | str | None) -> tuple[bool | None, bool, bool]:
    """Return what the clock is told: whether it is good, that the pose was taken, whether all values are inside."""
    good = {"resting": True, "arriving": False}.get(state, state)
    return good, True, state in (True, "arriving")


class TestHoldTimer:
    @pytest.mark.parametrize("fps", FRAME_RATES)
    def test_time_held_does_not_depend_on_the_frame_rate(self, fps):
        timer = clock([(False, 1), (True, 5), (False, 1), (True, 3), (False, 1)], fps)
        assert timer.held_s == pytest.approx(8.0, abs=2.5 / fps)
        assert [run.start_s for run in timer.runs] == pytest.approx([1.0, 7.0])
        assert [run.end_s for run in timer.runs] == pytest.approx([6.0, 10.0], abs=1.01 / fps)
        assert sum(run.held_s for run in timer.runs) == pytest.approx(timer.held_s)

    def test_lost_from_sight_pauses_and_goes_on(self):
        timer = clock([(True, 3), (None, 1), (True, 2)])
        assert len(timer.runs) == 1
        assert timer.held_s == pytest.approx(5.0, abs=0.11)
        assert timer.runs[0].end_s - timer.runs[0].start_s == pytest.approx(6.0, abs=0.06)
        assert timer.runs[0].held_s == timer.held_s

    def test_a_long_loss_begins_a_new_hold_and_keeps_the_time(self):
        timer = clock([(True, 3), (None, 4), (True, 2)])
        assert len(timer.runs) == 2
        assert timer.held_s == pytest.approx(5.0, abs=0.11)

    def test_a_fault_ends_the_run_and_never_resets(self):
        timer = clock([(True, 3), (False, 0.1), (True, 2)])
        assert [run.held_s for run in timer.runs] == pytest.approx([3.0, 2.0], abs=0.06)

    def test_nothing_is_counted_twice(self):
        """However often it is paused, no more is held than has gone by."""
        timer = clock([(True, 1.1), (None, 0.15)] + [(True, 0.2), (None, 0.15)] * 19)
        assert timer.held_s <= 1.1 + 19 * 0.2
        assert timer.held_s == pytest.approx(1.05 + 19 * 0.15, abs=0.11)
        run = timer.runs[0]
        assert run.held_s <= run.end_s - run.start_s

    def test_passing_through_is_no_hold(self):
        assert clock([(True, 0.9), (False, 1.0), (True, 0.9)]).held_s == 0.0
        assert clock([(True, 0.9), (False, 1.0), (True, 1.3)]).held_s == pytest.approx(1.25, abs=0.06)

    @settings(max_examples=30, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from([True, False, None, "resting", "arriving"]), st.floats(0.05, 3)), max_size=12
        ),
        st.sampled_from(FRAME_RATES),
    )
    def test_held_time_is_bounded_by_the_good_time_and_never_falls(self, states, fps):
        timer, index, held, good_s = HoldTimer(), 0, 0.0, 0.0
        for good, lasts_s in states:
            for _ in range(round(lasts_s * fps)):
                timer.step(index / fps, *read_state(good))
                assert timer.held_s >= held
                held, good_s, index = timer.held_s, good_s + bool(good) / fps, index + 1
        assert held <= good_s + 1e-9
        assert sum(run.held_s for run in timer.runs) == pytest.approx(held)
        for run in timer.runs:
            assert 0 <= run.held_s <= run.end_s - run.start_s + 1e-9
        for first, second in zip(timer.runs, timer.runs[1:], strict=False):
            assert first.end_s <= second.start_s

    def test_the_wait_before_it_is_believed_counts_too(self):
        timer = HoldTimer()
        for index in range(40):
            timer.step(index / 20, True, index >= 8, True)
        assert timer.held_s == pytest.approx(39 / 20)
        assert timer.runs[0].start_s == 0.0

    def test_never_entered_never_held(self):
        timer = HoldTimer()
        for index in range(40):
            timer.step(index / 20, True, False, True)
        assert (timer.held_s, timer.runs) == (0.0, ())

    def test_the_way_in_and_out_counts_from_band_to_band(self):
        """What the verdicts' delay and hysteresis add on the way out is not held, what they take on the way in is."""
        timer = clock([(False, 1), ("arriving", 0.2), (True, 4), ("resting", 0.4), (False, 1)])
        assert timer.runs[0].start_s == pytest.approx(1.0)
        assert timer.held_s == pytest.approx(4.2)

    def test_a_rest_just_outside_the_band_counts_once_it_lasts(self):
        assert clock([(True, 3), ("resting", 0.8), (True, 2)]).held_s == pytest.approx(5.75)
        assert clock([(True, 3), ("resting", 2.5), (False, 1)]).held_s == pytest.approx(5.45)
        assert clock([(True, 3), ("resting", 0.8), (None, 1)]).held_s == pytest.approx(3.0)

    @pytest.mark.parametrize("gap_s", [2, 60, 600])
    def test_a_frozen_camera_is_not_a_hold(self, gap_s):
        timer = clock([(True, 1.2)])
        timer = clock([(True, 1.2)], start_s=1.2 + gap_s, timer=timer)
        assert timer.held_s == pytest.approx(2.4, abs=0.16)

    def test_nothing_seen(self):
        assert clock([(None, 2)]).runs == ()
        assert HoldTimer().held_s == 0.0


def swing(peak: float, start_s: float = 1.0, lasts_s: float = 3.0, rest: float = 0.0):
    """A leg that rises to `peak` and comes back."""

    def at(t: float) -> float:
        phase = (t - start_s) / lasts_s
        return rest + (peak - rest) * math.sin(math.pi * phase) ** 2 if 0 <= phase <= 1 else rest

    return at


def count(at, end_s: float = 5.0, fps: float = 20.0, repetition=LEG, failing=lambda _: (), place=lambda _: 0.0):
    counter = RepetitionCounter(repetition)
    for index in range(round(end_s * fps)):
        t = index / fps
        counter.step(t, at(t), failing(t), place(t))
    return counter.done


class TestRepetitions:
    @pytest.mark.parametrize("fps", FRAME_RATES)
    def test_a_good_one(self, fps):
        (rep,) = count(swing(70), fps=fps)
        assert (rep.kind, rep.good, rep.faults) == ("good", True, ())
        assert rep.peak_s == pytest.approx(2.5, abs=0.6 / fps + 1e-9)
        assert rep.peak_deg == pytest.approx(70, abs=2)
        assert 1.0 <= rep.start_s < 1.6
        assert 3.4 < rep.end_s <= 4.0

    @pytest.mark.parametrize("fps", FRAME_RATES)
    @pytest.mark.parametrize(("peak", "kind"), [(62, "good"), (57, "partial"), (40, "partial"), (22, None), (5, None)])
    def test_range_decides(self, fps, peak, kind):
        assert [rep.kind for rep in count(swing(peak, lasts_s=4.0), end_s=6, fps=fps)] == ([kind] if kind else [])

    def test_exactly_the_full_range_is_full(self):
        (rep,) = count(lambda t: 60.0 if 1 <= t < 2 else 10.0)
        assert rep.kind == "good"

    @pytest.mark.parametrize(("lasts_s", "kind", "faults"), [(0.5, "faulty", ("knee",)), (0.15, "good", ())])
    @pytest.mark.parametrize("fps", [20, 30, 60])
    def test_a_fault_has_to_last(self, lasts_s, kind, faults, fps):
        failing = lambda t: ("knee",) if 2.0 <= t < 2.0 + lasts_s else ()  # noqa: E731
        (rep,) = count(swing(70), fps=fps, failing=failing)
        assert (rep.kind, rep.faults) == (kind, faults)

    def test_a_fault_while_resting_is_not_the_repetitions(self):
        (rep,) = count(swing(70), failing=lambda t: ("knee",) if t < 1.0 or t > 4.0 else ())
        assert rep.kind == "good"

    def test_a_partial_one_with_a_fault_is_partial(self):
        (rep,) = count(swing(45), failing=lambda _: ("knee",))
        assert (rep.kind, rep.faults) == ("partial", ("knee",))

    @pytest.mark.parametrize(("rest", "counted"), [(15, 1), (35, 0)])
    def test_nearly_back_is_back_and_half_way_is_not(self, rest, counted):
        at = lambda t: swing(70)(t) if t < 2.5 else max(swing(70)(t), rest)  # noqa: E731
        assert len(count(at)) == counted

    def test_several_in_a_row(self):
        def at(t: float) -> float:
            index, rest = divmod(t, 3.0)
            return swing([70, 40, 65][int(index) % 3], 0.5, 2.0)(rest)

        reps = count(at, end_s=18)
        assert [rep.kind for rep in reps] == ["good", "partial", "good"] * 2
        for first, second in zip(reps, reps[1:], strict=False):
            assert first.start_s < first.peak_s < first.end_s <= second.start_s

    def test_sinking_to_the_middle_does_not_end_one(self):
        def at(t: float) -> float:
            return swing(70)(t) if t < 2.5 else 45 + 25 * math.cos(4 * (t - 2.5)) if t < 5 else 0.0

        assert len(count(at, end_s=7)) == 1

    def test_a_clip_that_begins_in_the_middle_counts_from_the_first_rest(self):
        assert [rep.peak_s for rep in count(lambda t: 70.0 if t < 1 else swing(70, 3.0)(t), end_s=7)] == [
            pytest.approx(4.5, abs=0.06)
        ]

    def test_a_clip_that_ends_in_the_middle_does_not_count(self):
        assert count(swing(70), end_s=2.5) == []

    @pytest.mark.parametrize(("lost_s", "counted"), [(0.3, 1), (1.5, 0)])
    def test_lost_in_the_middle(self, lost_s, counted):
        at = lambda t: NAN if 2.0 <= t < 2.0 + lost_s else swing(70)(t)  # noqa: E731
        assert len(count(at)) == counted

    def test_lost_to_the_end_of_the_movement_is_not_counted(self):
        """From before the top until after the way back nothing was seen: no repetition is made up."""
        at = lambda t: NAN if 1.8 <= t < 20 else swing(70)(t)  # noqa: E731
        assert count(at, end_s=25) == []

    def test_what_happened_before_it_was_lost_is_no_rest_for_what_is_seen_after(self):
        at = lambda t: 0.0 if t < 1 else NAN if t < 6 else 70.0 if t < 7 else 0.0  # noqa: E731
        assert count(at, end_s=8) == []

    def test_a_jump_of_minutes_is_not_a_repetition(self):
        counter = RepetitionCounter(LEG)
        for t, value in [(0.0, 0.0), (0.05, 20.0), (300.0, 70.0), (300.05, 0.0)]:
            counter.step(t, value, ())
        assert counter.done == []

    @pytest.mark.parametrize(("lasts_s", "counted"), [(0.4, 0), (1.6, 1)])
    @pytest.mark.parametrize("fps", [30, 60])
    def test_a_stumble_is_too_short(self, lasts_s, counted, fps):
        assert len(count(swing(70, lasts_s=lasts_s), fps=fps)) == counted

    @pytest.mark.parametrize(("trunks", "counted"), [(0.5, 1), (1.5, 0)])
    @pytest.mark.parametrize("way", [1, -1])
    def test_walking_past_is_not_an_exercise_in_place(self, trunks, counted, way):
        place = lambda t: way * trunks * (t - 1) / 3  # noqa: E731
        assert len(count(swing(70), place=place)) == counted
        stepping = Repetition.model_validate({**LEG.model_dump(), "in_place": False})
        assert len(count(swing(70), place=place, repetition=stepping)) == 1

    @pytest.mark.parametrize(("peak", "kind"), [(-8, "good"), (8, "partial")])
    def test_a_measure_that_falls(self, peak, kind):
        bridge = Repetition(measure="hip_flexion", rest=40, full=-5, cue_partial="Higher")
        (rep,) = count(swing(peak, rest=45), repetition=bridge)
        assert rep.kind == kind
        assert rep.peak_deg == pytest.approx(peak, abs=0.5)

    @pytest.mark.parametrize(("rest", "peak", "counted"), [(78, 37, 1), (78, 43, 0), (52, 37, 0), (52, 35, 1)])
    def test_who_rests_short_of_rest_has_gone_far_before_it(self, rest, peak, counted):
        step_up = Repetition(measure="knee_flexion", rest=50, full=15, cue_partial="Taller")
        reps = count(swing(peak, rest=rest), repetition=step_up)
        assert [rep.kind for rep in reps] == ["partial"] * counted

    def test_progress(self):
        counter = RepetitionCounter(LEG)
        for value, expected in [(10, 0.0), (35, 0.5), (60, 1.0)]:
            counter.step(value / 100, value, ())
            assert counter.progress == pytest.approx(expected)

    def test_all_nan(self):
        assert count(lambda _: NAN) == []

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.one_of(st.just(NAN), st.floats(-30, 120)), max_size=120), st.sampled_from(FRAME_RATES))
    def test_any_signal_gives_repetitions_in_order(self, values, fps):
        counter = RepetitionCounter(LEG)
        for index, value in enumerate(values):
            counter.step(index / fps, value, ("knee",) if index % 3 else ())
        for rep in counter.done:
            assert 0 <= rep.start_s <= rep.peak_s <= rep.end_s
            assert (rep.kind == "partial") == (rep.peak_deg < 60)
        ends = np.array([rep.end_s for rep in counter.done])
        starts = np.array([rep.start_s for rep in counter.done])
        assert (starts[1:] >= ends[:-1]).all()
