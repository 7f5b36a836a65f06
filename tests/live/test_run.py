"""A session joined with real trainers and a real history, fed with poses made by hand."""

from __future__ import annotations

import pytest

from posecheck.history import History, SessionFilter
from posecheck.live.keeper import HistoryKeeper
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.run import LiveRun
from posecheck.live.session import LiveSession
from posecheck.live.state import SessionState, StepProgress
from posecheck.live.texts import load_texts
from posecheck.stretch.library import load_stretch
from tests.live.builders import make_pose

STRETCHES = {name: load_stretch(name) for name in ("half_kneeling_hip_flexor", "air_squat")}
PLAN = Plan(
    plan_stretch(STRETCHES["half_kneeling_hip_flexor"], sets=1, amount=10, rest_s=1)
    + plan_stretch(STRETCHES["air_squat"], sets=1, amount=5, rest_s=1)
)


class Practice:
    def __init__(self, history, state=None):
        self.state = state or SessionState(progress=[StepProgress() for _ in PLAN.steps])
        keeper = HistoryKeeper(history, PLAN, STRETCHES, self.state)
        self.now_s = max(0.0, keeper.last_time_s)
        session = LiveSession(PLAN, STRETCHES, load_texts("en"), self.state, self.now_s)
        self.run = LiveRun(session, STRETCHES, keeper)

    def play(self, seconds):
        for _ in range(round(seconds * 10)):
            self.now_s += 0.1
            self.run.observe(make_pose(self.now_s), 1, 0.5)


@pytest.fixture
def history(tmp_path):
    with History(tmp_path / "history.sqlite3") as opened:
        yield opened


def list_newest_last(history):
    return list(reversed(history.list_sessions(SessionFilter())))


def test_each_stretch_of_a_plan_is_a_session_of_its_own_in_the_history(history):
    practice = Practice(history)
    practice.run.command("begin")
    practice.play(5)
    practice.run.command("skip")
    practice.play(3)
    practice.run.command("skip")
    practice.play(3)
    practice.run.command("end")
    first, second = list_newest_last(history)
    assert [first.stretch_id, second.stretch_id] == ["half_kneeling_hip_flexor", "air_squat"]
    assert [each.side for each in first.sets] == ["left", "right"]
    assert {first.state, second.state} == {"finished"}
    assert (first.side, first.dose.hold_s, first.dose.sets) == ("both", 10, 1)
    assert practice.state.history_ids == [first.id, second.id]


def test_before_the_first_call_nothing_is_recorded(history):
    practice = Practice(history)
    practice.play(2)
    practice.run.close()
    assert history.list_sessions(SessionFilter()) == []


def test_pain_is_recorded_at_once(history):
    practice = Practice(history)
    practice.run.command("begin")
    practice.play(5)
    practice.run.command("hurt")
    assert list_newest_last(history)[0].pain


def test_a_session_that_was_cut_off_goes_on_in_the_same_record(history):
    practice = Practice(history)
    practice.run.command("begin")
    practice.play(6)
    practice.run.close()
    cut_off = list_newest_last(history)[0]
    assert cut_off.state == "interrupted"
    again = Practice(history, SessionState.from_dict(practice.state.to_dict()))
    again.play(3)
    again.run.command("end")
    (whole,) = history.list_sessions(SessionFilter())
    assert (whole.id, whole.state) == (cut_off.id, "finished")
    assert [each.side for each in whole.sets] == ["left", "left"]
    assert len(history.load_track(whole.id)) > 30


def test_waiting_for_long_does_not_gather_frames(history):
    practice = Practice(history)
    practice.run.command("begin")
    practice.play(60)
    result = practice.run._counter.finish()
    assert len(result.timeline.time_s) <= 201
