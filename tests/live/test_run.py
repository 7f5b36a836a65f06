"""A session joined with real trainers and a real history, fed with poses made by hand."""

from __future__ import annotations

import time

import pytest

from posecheck.history import History, HistoryError, SessionFilter
from posecheck.history.database import Database
from posecheck.live.keeper import HistoryKeeper
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.run import LiveRun
from posecheck.live.session import LiveSession
from posecheck.live.state import SessionState, StepProgress
from posecheck.live.texts import load_texts
from posecheck.standing import weigh_standing
from posecheck.stretch.library import load_stretch
from tests.core.poses import to_pose
from tests.core.stick_figure import Leg, stand
from tests.live.builders import make_pose

STRETCHES = {name: load_stretch(name) for name in ("half_kneeling_hip_flexor", "air_squat")}
PLAN = Plan(
    plan_stretch(STRETCHES["half_kneeling_hip_flexor"], sets=1, amount=10, rest_s=1)
    + plan_stretch(STRETCHES["air_squat"], sets=1, amount=5, rest_s=1)
)


class Practice:
    running = []

    def __init__(self, history, state=None):
        Practice.running.append(self)
        self.state = state or SessionState(progress=[StepProgress() for _ in PLAN.steps])
        keeper = HistoryKeeper(history, PLAN, STRETCHES, self.state)
        self.now_s = max(0.0, keeper.last_time_s)
        session = LiveSession(PLAN, STRETCHES, load_texts("en"), self.state, self.now_s)
        self.keeper = keeper
        self.run = LiveRun(session, STRETCHES, keeper)

    def play(self, seconds):
        for _ in range(round(seconds * 10)):
            self.now_s += 0.1
            self.run.observe(make_pose(self.now_s), 1, 0.5)

    def command(self, command):
        self.run.command(command)
        assert self.keeper.settle()


@pytest.fixture
def history(tmp_path):
    with History(tmp_path / "history.sqlite3") as opened:
        yield opened
        while Practice.running:
            Practice.running.pop().run.close()


def test_while_it_is_set_up_readings_stay_as_they_are_for_the_baseline_to_be_taken_from(history):
    practice, person = Practice(history), stand(heading=180, left=Leg(hip=-4), right=Leg(hip=-4))
    readings = []
    for index in range(14):
        feedback, _ = practice.run.observe(to_pose(person, index / 15), 1, 0.5)
        readings.append(feedback.values["left_hip_flexion_deg"])
    assert practice.state.phase == "setup"
    assert readings == pytest.approx([readings[0]] * len(readings), abs=0.05)
    assert abs(weigh_standing(readings[0])) > 1.0


def list_newest_last(history):
    return list(reversed(history.list_sessions(SessionFilter())))


def test_each_stretch_of_a_plan_is_a_session_of_its_own_in_the_history(history):
    practice = Practice(history)
    practice.command("begin")
    practice.play(5)
    practice.command("skip")
    practice.play(3)
    practice.command("skip")
    practice.play(3)
    practice.command("end")
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
    practice.command("begin")
    practice.play(5)
    practice.command("hurt")
    assert list_newest_last(history)[0].pain


def test_pain_before_the_first_set_is_recorded_too(history):
    practice = Practice(history)
    practice.command("begin")
    practice.command("hurt")
    assert list_newest_last(history)[0].pain


def test_pain_in_a_second_stretch_is_recorded_with_that_one_too(history):
    practice = Practice(history)
    practice.command("begin")
    practice.play(5)
    practice.command("hurt")
    for _ in range(4):
        practice.command("skip")
        practice.play(1)
    practice.command("hurt")
    hip, squat = list_newest_last(history)
    assert (hip.stretch_id, squat.stretch_id) == ("half_kneeling_hip_flexor", "air_squat")
    assert (hip.pain, squat.pain) == (True, True)


def test_a_session_that_was_cut_off_goes_on_in_the_same_record(history):
    practice = Practice(history)
    practice.command("begin")
    practice.play(6)
    practice.run.close()
    cut_off = list_newest_last(history)[0]
    assert cut_off.state == "interrupted"
    again = Practice(history, SessionState.from_dict(practice.state.to_dict()))
    again.play(3)
    again.command("end")
    (whole,) = history.list_sessions(SessionFilter())
    assert (whole.id, whole.state) == (cut_off.id, "finished")
    assert [each.side for each in whole.sets] == ["left", "left"]
    assert len(history.load_track(whole.id)) > 30


def fail_writes(monkeypatch, message="the disk is full"):
    """Let every write to the history fail from now on."""

    def refuse(*_):
        raise HistoryError(message)

    monkeypatch.setattr(Database, "write", refuse)


def wait_for(passes, timeout_s=5.0):
    deadline_s = time.monotonic() + timeout_s
    while not passes():
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


def test_a_full_disk_ends_no_session_and_is_said(history, monkeypatch):
    practice = Practice(history)
    practice.keeper._writer._retry_s = 0.05
    practice.command("begin")
    practice.play(5)
    with monkeypatch.context() as broken:
        fail_writes(broken)
        practice.play(3)
        practice.run.command("hurt")
        wait_for(lambda: practice.run.unsaved == "the disk is full")
        practice.play(2)
    wait_for(lambda: practice.run.unsaved == "")
    practice.command("end")
    (session,) = history.list_sessions(SessionFilter())
    assert (session.state, session.pain) == ("finished", True)
    # Counted from the end of the countdown to the pain: nothing of it is missing.
    assert len(history.load_track(session.id)) == pytest.approx(50, abs=2)


def test_a_disk_that_stays_full_does_not_hold_up_the_end(history, monkeypatch):
    practice = Practice(history)
    practice.command("begin")
    practice.play(5)
    fail_writes(monkeypatch)
    practice.play(1)
    practice.run.command("end")
    practice.run.close()
    assert practice.run.session.over
    assert practice.run.unsaved


def test_frames_are_written_at_least_every_half_second(history):
    practice = Practice(history)
    practice.command("begin")
    practice.play(5)
    time.sleep(0.5)
    practice.play(0.2)
    assert practice.keeper.settle()
    (session,) = history.list_sessions(SessionFilter())
    assert session.state == "recording"
    assert history.load_track(session.id).time_s[-1] >= practice.now_s - 0.15


def test_waiting_for_long_does_not_gather_frames(history):
    practice = Practice(history)
    practice.command("begin")
    practice.play(60)
    result = practice.run._counter.finish()
    assert len(result.timeline.time_s) <= 201
