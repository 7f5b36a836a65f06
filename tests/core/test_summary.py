"""From frames to one verdict for each check and one for all."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.results import SessionResult, Timeline
from posecheck.summary import compute_frame_durations, find_runs, find_settled
from posecheck.trainer import replay
from tests.core.poses import make_hold, make_reps, make_track, still_track
from tests.core.stick_figure import Leg, Person, stand
from tests.core.test_trainer import bend, raise_leg, raises

FPS = 20


def judge(at, end_s: float, stretch=None, side="right") -> SessionResult:
    return replay(make_track(at, end_s, FPS), stretch or make_hold(), side)


def find(result: SessionResult, check_id: str):
    return next(check for check in result.checks if check.id == check_id)


HEEL_UP = stand(right=Leg(hip=2, knee=70))


@pytest.mark.parametrize(
    ("person", "changes", "verdict", "reason"),
    [
        (HEEL_UP, {"working_leg": "rear"}, "not_assessable", "sides_unclear"),
        (HEEL_UP, {}, "not_performed", "not_in_pose"),
        (stand(hips_at=(0.9, 0.9)), {}, "not_assessable", "out_of_frame"),
    ],
)
def test_what_could_not_be_looked_for_is_not_called_not_performed(person, changes, verdict, reason):
    """Thighs together and one knee bent: which leg it is matters where the stretch gives them roles."""
    result = replay(still_track(person, 4.0), make_reps(**changes), "right")
    assert result.view.ok
    assert (result.verdict, find(result, "knee").reason) == (verdict, reason)
    assert bool(result.view.advice) == (verdict == "not_assessable")


@pytest.mark.parametrize(
    ("mask", "runs"),
    [([], []), ([0, 0], []), ([1], [(0, 1)]), ([0, 1, 1, 0, 1], [(1, 3), (4, 5)]), ([1, 1], [(0, 2)])],
)
def test_runs_are_half_open(mask, runs):
    assert find_runs(np.array(mask, dtype=bool)) == runs


def test_durations_of_frames():
    assert compute_frame_durations(np.array([])).tolist() == []
    assert compute_frame_durations(np.array([3.0])).tolist() == [0.0]
    np.testing.assert_allclose(compute_frame_durations(np.array([0, 0.1, 0.2, 0.4])), [0.1, 0.1, 0.2, 0.1])
    # A camera that froze for minutes does not add minutes.
    assert compute_frame_durations(np.array([0, 0.1, 0.2, 300.0, 300.1])).sum() < 1.0


def make_timeline(phase: list[str], **verdicts: list[int]) -> Timeline:
    n = len(phase)
    arrays = {name: np.array(codes, dtype=np.int8) for name, codes in verdicts.items()}
    return Timeline(np.arange(n) / 10, np.array(phase), np.zeros(n, dtype=bool), {}, arrays)


def settled_seconds(phase: list[str], **verdicts: list[int]) -> list[float]:
    return (np.flatnonzero(find_settled(make_timeline(phase, **verdicts))) / 10).tolist()


class TestSettling:
    def test_the_way_in_and_out_is_left_out(self):
        phase = ["ready"] * 10 + ["in_pose"] * 60 + ["ready"] * 10
        codes = [-1] * 10 + [0] * 15 + [1] * 35 + [0] * 10 + [-1] * 10
        assert settled_seconds(phase, knee=codes) == pytest.approx(np.arange(25, 60) / 10)

    def test_all_checks_have_to_pass_at_once(self):
        codes = {"knee": [0] * 10 + [1] * 50, "trunk": [1] * 5 + [0] * 15 + [1] * 40}
        assert settled_seconds(["in_pose"] * 60, **codes)[0] == pytest.approx(2.0)

    def test_a_check_that_cannot_be_judged_does_not_stand_in_the_way(self):
        codes = {"knee": [0] * 10 + [1] * 50, "trunk": [-1] * 60}
        assert settled_seconds(["in_pose"] * 60, **codes)[0] == pytest.approx(1.0)

    def test_who_never_gets_it_right_is_judged_all_the_same(self):
        kept = settled_seconds(["in_pose"] * 100, knee=[0] * 100)
        assert kept[0] == pytest.approx(3.0)
        assert kept[-1] == pytest.approx(7.9, abs=0.11)

    def test_a_short_visit_is_judged_whole(self):
        assert len(settled_seconds(["in_pose"] * 30, knee=[0] * 30)) == 30

    def test_the_way_into_what_is_not_seen_and_out_of_it_is_not_judged(self):
        phase = ["in_pose"] * 20 + ["wrong_view"] * 50 + ["in_pose"] * 15 + ["ready"] * 5
        assert settled_seconds(phase, knee=[0] * 20 + [-1] * 50 + [0] * 15 + [-1] * 5) == []
        seen_again = ["wrong_view"] * 50 + ["ready"] * 6 + ["in_pose"] * 15
        assert settled_seconds(seen_again, knee=[-1] * 56 + [0] * 15) == []
        later = ["wrong_view"] * 50 + ["ready"] * 15 + ["in_pose"] * 15
        assert len(settled_seconds(later, knee=[-1] * 65 + [0] * 15)) == 15
        # Once everything was right it was the pose itself, and long ones are judged however they begin and end.
        assert settled_seconds(phase, knee=[0] * 10 + [1] * 10 + [-1] * 50 + [0] * 15 + [-1] * 5)[0] == 1.0
        long = settled_seconds(["in_pose"] * 60 + ["wrong_view"] * 10, knee=[0] * 60 + [-1] * 10)
        assert len(long) > 0

    def test_a_fault_in_the_middle_stays_in(self):
        codes = [1] * 20 + [0] * 20 + [1] * 20
        assert len(settled_seconds(["in_pose"] * 60, knee=codes)) == 60

    def test_each_visit_on_its_own(self):
        phase = (["in_pose"] * 60 + ["ready"] * 10) * 2
        codes = ([0] * 10 + [1] * 50 + [-1] * 10) * 2
        kept = settled_seconds(phase, knee=codes)
        assert kept == pytest.approx([*np.arange(10, 60) / 10, *np.arange(80, 130) / 10])

    def test_nothing(self):
        assert settled_seconds(["ready"] * 5, knee=[-1] * 5) == []


class TestVerdictsOfAHold:
    def test_a_good_one_passes(self):
        result = judge(lambda t: bend(10 + 80 * min(t / 2, 1)), 8)
        assert result.verdict == "pass"
        assert [(check.verdict, check.cue, check.fault, check.direction) for check in result.checks] == [
            ("pass", "", "", "")
        ] * 2
        knee = find(result, "knee")
        assert (knee.median_deg, knee.p95_deg) == pytest.approx((90, 90))
        assert 5.5 < knee.assessed_s < 7
        assert knee.in_band_s == pytest.approx(knee.assessed_s)
        assert knee.column == "right_knee_flexion_deg"

    @pytest.mark.parametrize(
        ("knee", "direction", "cue", "fault"),
        [(65, "low", "Bend more", "too straight"), (120, "high", "Bend less", "too bent")],
    )
    def test_a_fault_is_named_with_its_direction(self, knee, direction, cue, fault):
        result = judge(lambda _: bend(knee), 8)
        check = find(result, "knee")
        assert (result.verdict, check.verdict) == ("fail", "fail")
        assert (check.direction, check.cue, check.fault) == (direction, cue, fault)
        assert check.in_band_s == 0
        assert check.median_deg == pytest.approx(knee)
        assert find(result, "trunk").verdict == "pass"
        assert result.held_s == 0
        assert [cue.check for cue in result.cues] == ["knee"]

    def test_a_fault_without_a_name_of_its_own_takes_the_checks(self):
        assert find(judge(lambda _: bend(90, lean=25), 6), "trunk").fault == "Trunk"

    @pytest.mark.parametrize("lasts_s", np.arange(1.0, 7.5, 0.25).tolist())
    def test_who_is_wrong_all_the_time_never_passes(self, lasts_s):
        assert find(judge(lambda _: bend(90, lean=25), lasts_s), "trunk").verdict == "fail"

    @pytest.mark.parametrize(("lasts_s", "verdict"), [(0.3, "pass"), (1.0, "pass"), (4.0, "fail")])
    def test_how_long_a_fault_has_to_last(self, lasts_s, verdict):
        result = judge(lambda t: bend(90, lean=25 if 3 <= t < 3 + lasts_s else 0), 10)
        assert find(result, "trunk").verdict == verdict

    @pytest.mark.parametrize(("lasts_s", "verdict"), [(0.5, "pass"), (1.1, "fail")])
    def test_in_a_short_clip_a_short_fault_counts(self, lasts_s, verdict):
        result = judge(lambda t: bend(90, lean=25 if 1 <= t < 1 + lasts_s else 0), 3)
        assert find(result, "trunk").verdict == verdict

    def test_the_main_direction_is_the_one_with_more_in_it(self):
        result = judge(lambda t: bend(90, lean=-15 if t < 4 else 45), 9)
        assert find(result, "trunk").direction == "high"

    def test_what_was_only_passed_through_is_not_performed(self):
        result = judge(lambda t: bend(90 if 2 <= t < 2.3 else 10), 5)
        assert result.verdict == "not_performed"
        assert {check.verdict for check in result.checks} == {"not_assessable"}
        assert {check.reason for check in result.checks} == {"not_in_pose"}

    def test_the_reason_is_that_of_the_time_in_the_pose(self):
        """Seen all the time but for the feet while the pose was taken."""
        stretch = make_hold(
            entry={"conditions": [{"measure": "hip_flexion", "limb": "working", "band": {"low": 15}}]},
        )

        def at(t: float) -> Person:
            return bend(90, hips_at=(0.9, 0.85)) if 8 <= t < 10 else stand()

        result = judge(at, 10, stretch)
        assert find(result, "knee").reason == "out_of_frame"
        assert find(result, "trunk").verdict == "pass"
        assert result.verdict == "pass"

    def test_a_view_that_was_wrong_most_of_the_time(self):
        result = judge(lambda t: bend(90, heading=0 if t < 1 else 50), 9)
        assert not result.view.ok
        assert result.view.kind == "oblique"
        assert result.view.yaw_deg == pytest.approx(40, abs=3)
        assert judge(lambda t: bend(90, heading=0 if t < 5 else 50), 9).view.ok

    def test_walking_in_first_does_not_spoil_the_view(self):
        result = judge(lambda t: None if t < 6 else bend(90), 9)
        assert (result.view.ok, result.view.kind, result.verdict) == (True, "side", "pass")


class TestVerdictsOfRepetitions:
    def test_mixed_ones_fail_where_they_fail(self):
        result = judge(raises, 9.5, make_reps())
        assert [rep.kind for rep in result.reps] == ["good", "partial", "faulty"]
        assert (result.count_reps("good"), result.count_reps("partial"), result.count_reps("faulty")) == (1, 1, 1)
        assert [(check.id, check.verdict) for check in result.checks] == [
            ("knee", "fail"),
            ("trunk", "pass"),
            ("range", "fail"),
        ]
        full = find(result, "range")
        assert (full.direction, full.cue, full.measure, full.reason) == ("low", "Higher", "hip_flexion", "")
        assert full.assessed_s == pytest.approx(sum(rep.end_s - rep.start_s for rep in result.reps))
        assert result.verdict == "fail"

    def test_good_ones_pass(self):
        result = judge(lambda t: raises(t % 3), 9.5, make_reps())
        assert result.verdict == "pass"
        assert {check.verdict for check in result.checks} == {"pass"}
        assert (find(result, "range").cue, find(result, "range").direction) == ("", "")

    @pytest.mark.parametrize(("faulty", "verdict"), [(1, "pass"), (2, "fail")])
    def test_one_slip_in_many_is_forgiven(self, faulty, verdict):
        def at(t: float) -> Person:
            return raises(6 + t % 3) if t < 3 * faulty else raises(t % 3)

        result = judge(at, 6 * 3 + 0.5, make_reps())
        assert len(result.reps) == 6
        assert find(result, "knee").verdict == verdict

    def test_none_is_not_performed(self):
        result = judge(lambda _: stand(), 4, make_reps())
        assert result.verdict == "not_performed"
        assert {(check.verdict, check.cue) for check in result.checks} == {("not_assessable", "")}

    def test_a_failing_check_always_says_in_which_direction(self):
        """The knee is bent all the time, so that nothing ever settles; the trunk leans in the first raise alone."""

        def at(t: float) -> Person:
            lift = np.sin(np.pi * (t % 3) / 3) ** 2
            return raise_leg(70 * lift, 45, lean=20 if 0.5 < t < 2.5 else 0)

        result = judge(at, 9.5, make_reps())
        assert len(result.reps) == 3
        trunk = find(result, "trunk")
        assert (trunk.verdict, trunk.direction, trunk.cue) == ("fail", "high", "Sit up")

    def test_the_other_leg_is_measured_on_the_other_side(self):
        checks = [{**check.model_dump(), "limb": "other"} for check in make_reps().checks[:1]]
        stretch = make_reps(checks=checks)
        both = stand(right=Leg(hip=0, knee=0), left=Leg(hip=0, knee=50))
        assert find(replay(still_track(both), stretch, "right"), "knee").column == "left_knee_flexion_deg"
