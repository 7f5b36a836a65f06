"""Another stretch than the one of the step is noticed while its pose is waited for, and told once in a while."""

from __future__ import annotations

import pytest

from posecheck.history import History
from posecheck.live.describe import describe_session
from posecheck.live.keeper import HistoryKeeper
from posecheck.live.lookalike import LookalikeWatch
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.run import LiveRun
from posecheck.live.session import LiveSession
from posecheck.live.state import SessionState, StepProgress
from posecheck.live.texts import load_texts
from posecheck.stretch.library import load_stretch
from tests.core.poses import to_pose
from tests.core.stick_figure import half_kneel, stand

KNEELING = half_kneel("left")


def watch(person, seconds: float, wanted: str = "cobra", *, waiting: bool = True):
    watcher, found = LookalikeWatch(), None
    for index in range(round(seconds * 20)):
        found = watcher.step(to_pose(person, index / 20), wanted, waiting=waiting)
    return found


def test_another_stretch_is_noticed_after_a_few_seconds():
    assert watch(KNEELING, 4) is None
    assert watch(KNEELING, 7).stretch == "half_kneeling_hip_flexor"


@pytest.mark.parametrize(
    ("person", "wanted", "waiting"),
    [
        (KNEELING, "half_kneeling_hip_flexor", True),
        (stand(), "cobra", True),
        (None, "cobra", True),
        (KNEELING, "cobra", False),
    ],
    ids=["the wanted one", "standing", "nobody", "not waited for"],
)
def test_nothing_is_noticed_otherwise(person, wanted, waiting):
    assert watch(person, 8, wanted, waiting=waiting) is None


def test_what_was_seen_before_the_step_is_forgotten():
    watcher = LookalikeWatch()
    for index in range(200):
        watcher.step(to_pose(KNEELING, index / 20), "cobra", waiting=True)
    assert watcher.step(to_pose(KNEELING, 10.0), "air_squat", waiting=True) is None


def test_a_session_says_and_shows_it(tmp_path):
    stretches = {"cobra": load_stretch("cobra")}
    plan = Plan(plan_stretch(stretches["cobra"], sets=1, amount=10, rest_s=1))
    state = SessionState(progress=[StepProgress() for _ in plan.steps])
    with History(tmp_path / "history.sqlite3") as history:
        keeper = HistoryKeeper(history, plan, stretches, state)
        run = LiveRun(LiveSession(plan, stretches, load_texts("en"), state), stretches, keeper)
        run.command("begin")
        said, details = [], set()
        for index in range(300):
            feedback, events = run.observe(to_pose(KNEELING, index / 20), 1, 0.5)
            said += [event.text for event in events if "looks like" in event.text]
            details.add(describe_session(run.session, feedback)["detail"])
        run.close()
    sentence = f"This looks like {load_stretch('half_kneeling_hip_flexor').name}. Now it is: {stretches['cobra'].name}."
    assert said == [sentence]
    assert sentence in details
