"""Pictures of faults in live practice, without a camera: poses made by hand, a grey picture for each."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from posecheck.history import History, HistoryError, SessionFilter, load_pictures
from posecheck.language import get_language
from posecheck.live import fault_pictures
from posecheck.live import keeper as keeper_module
from posecheck.live.fault_pictures import MOST_HEIGHT_PX, FaultMoment, FaultWatch, draw_moment
from posecheck.live.keeper import HistoryKeeper
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.run import LiveRun
from posecheck.live.session import LiveSession
from posecheck.live.state import SessionState, StepProgress
from posecheck.live.texts import load_texts
from posecheck.results import CheckState, Cue
from posecheck.stretch.library import load_stretch
from tests.history.builders import build_check, build_result
from tests.live.builders import make_fault, make_feedback, make_pose

STRETCH = load_stretch("half_kneeling_hip_flexor")
HIP = next(check.id for check in STRETCH.checks)
PLAN = Plan(plan_stretch(STRETCH, sets=2, amount=10, rest_s=1))


def make_jpeg(height=120, width=160, grey=128):
    return cv2.imencode(".jpg", np.full((height, width, 3), grey, np.uint8))[1].tobytes()


def fail(check_id, excess, *, cued):
    """Return feedback in which a check fails by so much, while the cue of `cued` is on show."""
    cue = Cue(1.0, cued, "high", "Mend it: 120°") if cued else None
    state = CheckState(check_id, "fail", "", 120.0, "high", excess)
    return make_feedback(1.0, phase="in_pose", checks=(state,), cue=cue)


def take(watch, *failed):
    checks = [build_check(each, verdict="fail") for each in failed]
    return {each.check_id: each.jpeg for each in watch.take(build_result(checks=checks))}


def test_the_worst_moment_of_a_fault_is_taken():
    watch = FaultWatch()
    for excess, jpeg in ((5.0, b"bad"), (15.0, b"worst"), (9.0, b"better")):
        watch.look(fail("trunk", excess, cued="trunk"), STRETCH, jpeg)
    assert take(watch, "trunk") == {"trunk": b"worst"}
    assert take(watch, "trunk") == {}


def test_a_value_far_below_its_band_is_as_bad_as_one_above():
    watch = FaultWatch()
    watch.look(fail("trunk", -20.0, cued="trunk"), STRETCH, b"far below")
    watch.look(fail("trunk", 5.0, cued="trunk"), STRETCH, b"a little above")
    assert take(watch, "trunk") == {"trunk": b"far below"}


def test_the_moment_in_which_the_fault_itself_was_told_is_preferred():
    watch = FaultWatch()
    watch.look(fail("trunk", 30.0, cued="front_knee"), STRETCH, b"another was told")
    watch.look(fail("trunk", 6.0, cued="trunk"), STRETCH, b"this was told")
    watch.look(fail("trunk", 30.0, cued="front_knee"), STRETCH, b"another was told")
    assert take(watch, "trunk") == {"trunk": b"this was told"}


def test_what_was_never_corrected_or_did_not_fail_as_a_whole_is_not_taken():
    watch = FaultWatch()
    watch.look(fail("trunk", 30.0, cued=""), STRETCH, b"on the way into the pose")
    watch.look(fail("front_knee", 30.0, cued="front_knee"), STRETCH, b"for a moment")
    assert take(watch, "trunk") == {}


def test_a_moment_is_drawn_in_the_language_of_its_session(monkeypatch):
    spoken = []
    picture = np.zeros((480, 640, 3), np.uint8)
    monkeypatch.setattr(fault_pictures, "draw_feedback", lambda *_, **__: spoken.append(get_language()) or picture)
    watch = FaultWatch("de")
    watch.look(fail("trunk", 5.0, cued="trunk"), STRETCH, make_jpeg(640, 480))
    draw_moment(watch.take(build_result(checks=[build_check("trunk", verdict="fail")]))[0])
    assert spoken == ["de"]


@pytest.mark.parametrize(
    ("size", "drawn"), [((720, 1280), (480, 853)), ((640, 480), (480, 360)), ((240, 320), (240, 320))]
)
def test_a_drawn_moment_is_small_and_shows_the_body(size, drawn):
    feedback = make_fault(1.0, STRETCH.checks[0].id, "Come upright: 24°, want at most 10°")
    moment = FaultMoment(STRETCH.checks[0].id, (True, 15.0), feedback, STRETCH, make_jpeg(*size))
    picture = cv2.imdecode(np.frombuffer(draw_moment(moment), np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape[:2] == drawn
    assert picture.shape[0] <= MOST_HEIGHT_PX
    x, y = (make_pose().image_xy[25] * picture.shape[0]).astype(int)
    around = picture[y - 8 : y + 8, x - 8 : x + 8].astype(int)
    assert np.abs(around - 128).max() > 40


class Practice:
    """A session whose trainer always says what it is told to."""

    def __init__(self, history, monkeypatch, *, pictures):
        self.state = SessionState(progress=[StepProgress() for _ in PLAN.steps])
        self.keeper = HistoryKeeper(history, PLAN, {STRETCH.id: STRETCH}, self.state)
        session = LiveSession(PLAN, {STRETCH.id: STRETCH}, load_texts("en"), self.state)
        self.run = LiveRun(session, {STRETCH.id: STRETCH}, self.keeper, pictures=pictures)
        self.now_s = 0.0
        monkeypatch.setattr("posecheck.live.run.Trainer", FaultyTrainer)

    def play(self, seconds):
        for _ in range(round(seconds * 10)):
            self.now_s += 0.1
            self.run.observe(make_pose(self.now_s), 1, 0.5, make_jpeg())

    def command(self, command):
        self.run.command(command)
        assert self.keeper.settle()


class FaultyTrainer:
    """Sees a fault in every picture."""

    def __init__(self, stretch, side, standing_hip_deg=None):  # noqa: ARG002 - as the real one
        self.stretch, self.side = stretch, side

    def update(self, pose, persons):  # noqa: ARG002 - as the real one
        return make_fault(pose.time_s, HIP, "Tuck the pelvis: 20°", pose=pose, side=self.side, held_s=0.1)

    def finish(self):
        return build_result(self.side, verdict="fail", checks=[build_check(HIP, verdict="fail", side=self.side)])


@pytest.fixture
def history(tmp_path):
    with History(tmp_path / "history.sqlite3") as opened:
        yield opened


@pytest.fixture
def begin(history, monkeypatch):
    begun = []

    def start(*, pictures):
        practice = Practice(history, monkeypatch, pictures=pictures)
        begun.append(practice)
        practice.command("begin")
        practice.play(6)
        return practice

    yield start
    for each in begun:
        each.run.close()


def list_kept(history):
    (session,) = history.list_sessions(SessionFilter())
    return [(each.set_no, each.check_id) for each in load_pictures(history, session.id)]


def test_by_default_a_fault_leaves_no_picture(history, begin, tmp_path):
    practice = begin(pictures=False)
    practice.command("skip")
    practice.command("end")
    assert list_kept(history) == []
    assert not any(b"\xff\xd8\xff" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_asked_for_each_set_leaves_one_of_each_fault(history, begin):
    practice = begin(pictures=True)
    practice.command("skip")
    assert list_kept(history) == [(1, HIP)]
    practice.play(3)
    practice.command("end")
    assert list_kept(history) == [(1, HIP), (2, HIP)]


def test_a_closed_tab_keeps_what_was_asked_for(history, begin):
    begin(pictures=True).run.close()
    assert list_kept(history) == [(1, HIP)]


def test_pictures_that_cannot_be_written_cost_nothing_else(history, begin, monkeypatch):
    def refuse(*_):
        raise HistoryError("the disk is full")

    monkeypatch.setattr(keeper_module, "keep_picture", refuse)
    practice = begin(pictures=True)
    practice.command("skip")
    practice.command("end")
    (session,) = history.list_sessions(SessionFilter())
    assert (session.state, session.sets[0].verdict, practice.run.unsaved) == ("finished", "fail", "")
