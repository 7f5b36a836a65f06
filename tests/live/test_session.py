"""The guided session: phases, doses, pauses, voice. Time and feedback are given by hand."""

from __future__ import annotations

import pytest

from posecheck.live.describe import describe_session
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.session import LiveSession
from posecheck.live.state import SessionState
from posecheck.live.texts import load_texts
from posecheck.stretch.library import load_stretch
from tests.live.builders import WRONG_VIEW, make_fault, make_feedback, make_nobody, make_pose

STEP_S = 0.1
TEXTS = load_texts("en")


class Driver:
    """Plays a session at ten frames a second and keeps what was said."""

    def __init__(self, stretch_id="half_kneeling_hip_flexor", state=None, sets=1, **plan):
        self.stretch = load_stretch(stretch_id)
        self.plan = Plan(plan_stretch(self.stretch, sets=sets, **plan))
        self.session = LiveSession(self.plan, {stretch_id: self.stretch}, TEXTS, state)
        self.now_s = 0.0
        self.said: list[tuple[float, str]] = []
        self.tones: list[str] = []

    def _note(self, events):
        self.said += [(self.now_s, event.text) for event in events if event.text]
        self.tones += [event.tone for event in events if event.tone]

    def play(self, seconds, make=make_feedback, **changes):
        for _ in range(round(seconds / STEP_S)):
            self.now_s += STEP_S
            self._note(self.session.observe(make(self.now_s, **changes)))

    def hold(self, seconds, start_s=0.0, **changes):
        for index in range(round(seconds / STEP_S)):
            self.now_s += STEP_S
            held_s = start_s + (index + 1) * STEP_S
            self._note(
                self.session.observe(make_feedback(self.now_s, phase="in_pose", good=True, held_s=held_s, **changes))
            )

    def press(self, command):
        self._note(self.session.command(command))

    def to_waiting(self):
        self.press("begin")
        self.play(3.2)
        assert self.phase == "waiting"

    @property
    def phase(self):
        return self.session.state.phase

    @property
    def sentences(self):
        return [text for _, text in self.said]


def test_a_whole_session_of_both_sides_needs_no_hand():
    driver = Driver(amount=10, rest_s=2)
    driver.play(10.0)
    assert driver.phase in ("countdown", "waiting")
    driver.play(3.2)
    assert driver.phase == "waiting"
    driver.hold(10.1)
    assert (driver.phase, driver.session.step.side) == ("rest", "right")
    driver.play(2.2, side="right")
    assert driver.phase == "waiting"
    driver.hold(10.1, side="right")
    assert driver.session.over
    assert [entry.ended for entry in driver.session.state.progress] == ["done", "done"]
    assert [entry.held_s for entry in driver.session.state.progress] == pytest.approx([10, 10], abs=0.15)
    assert driver.sentences[-1] == TEXTS["finished_say"]


def test_setup_waits_until_the_body_is_whole_in_the_picture_and_says_what_to_mend():
    driver = Driver()
    driver.play(6, pose=make_pose(shift=(0.0, 0.2)))
    assert driver.phase == "setup"
    assert TEXTS["setup_frame_feet"] in driver.sentences
    driver.play(10)
    assert driver.phase in ("countdown", "waiting")


def test_time_held_before_the_call_does_not_count_and_pausing_keeps_what_was_held():
    driver = Driver(amount=20)
    driver.to_waiting()
    driver.hold(6)
    driver.play(2.0, make_nobody, held_s=6.0)
    assert (driver.phase, driver.session.state.pause_reason) == ("paused", "left")
    driver.play(30, make_nobody)
    assert driver.session.progress.held_s == pytest.approx(6.0)
    driver.play(1.2)
    assert driver.phase == "waiting"
    driver.hold(3, start_s=6)
    assert driver.session.progress.held_s == pytest.approx(9.0)


def test_lifting_both_arms_pauses_and_lifting_them_again_goes_on():
    driver = Driver(amount=20)
    driver.to_waiting()
    lifted = make_pose(wrist=(0.66, 0.02))
    driver.play(1.2, pose=lifted)
    assert driver.phase == "waiting", "a short lift is no sign"
    driver.play(0.5)
    driver.play(1.8, pose=lifted)
    assert (driver.phase, driver.session.state.pause_reason) == ("paused", "arms")
    driver.play(3.0, pose=lifted)
    assert driver.phase == "paused", "arms have to come down first"
    driver.play(0.5)
    driver.play(1.8, pose=lifted)
    assert driver.phase == "waiting"


def test_this_hurts_ends_the_set_with_the_caution_and_can_go_on_with_the_next():
    driver = Driver(amount=20)
    driver.to_waiting()
    driver.hold(5)
    driver.press("hurt")
    assert driver.phase == "hurt"
    assert driver.session.state.hurt
    assert driver.session.state.progress[0].ended == "hurt"
    assert driver.stretch.cautions[0] in driver.sentences
    driver.hold(5, start_s=5)
    assert driver.session.state.progress[0].held_s == pytest.approx(5.0), "nothing counts any more"
    driver.press("skip")
    assert (driver.phase, driver.session.step.side) == ("rest", "right")


def test_one_cue_at_a_time_never_within_four_and_a_half_seconds():
    driver = Driver(amount=60)
    driver.to_waiting()
    before = len(driver.said)
    for index in range(40):
        check = ("front_knee", "trunk")[index % 2]
        driver.play(0.5, make_fault, check=check, text=f"Move {check}: {100 + index}°, want 75-105°", fresh=True)
    cues = [(at, text) for at, text in driver.said[before:] if text.startswith("Move")]
    gaps = [later - earlier for (earlier, _), (later, _) in zip(cues, cues[1:], strict=False)]
    assert len(cues) >= 3
    assert min(gaps) >= 4.5 - 1e-6
    assert "75 to 105 degrees" in cues[0][1]


def test_the_first_cue_is_spoken_within_a_second_of_being_shown():
    driver = Driver(amount=60)
    driver.to_waiting()
    driver.play(1.0, phase="in_pose")
    shown_s = driver.now_s
    driver.play(2.0, make_fault, check="trunk", text="Lift your chest: 20°, want -10 to 10°")
    spoken_s = next(at for at, text in driver.said if text.startswith("Lift your chest"))
    assert spoken_s - shown_s <= 1.0


def test_half_way_and_the_last_five_seconds_are_told_once():
    driver = Driver(amount=20)
    driver.to_waiting()
    driver.hold(20.1)
    for text in (TEXTS["half_say"], TEXTS["seconds_left_say"], "4", "3", "2", "1"):
        assert driver.sentences.count(text) == 1, text


def test_repetitions_are_counted_aloud_partial_ones_do_not_count_for_the_dose():
    driver = Driver("leg_raise_side", sides=("left",), amount=3)
    driver.to_waiting()
    driver.play(0.5, reps_good=1, rep_progress=0.0, phase="in_pose")
    driver.play(0.5, reps_good=1, reps_partial=1, rep_progress=0.0, phase="in_pose")
    assert driver.session.progress.marks == ["good", "partial"]
    assert driver.phase == "active"
    driver.play(0.5, reps_good=1, reps_partial=1, reps_faulty=1, rep_progress=0.0)
    driver.play(0.5, reps_good=2, reps_partial=1, reps_faulty=1, rep_progress=0.0)
    assert driver.session.over
    assert driver.session.progress.marks == ["good", "partial", "faulty", "good"]
    assert [text for text in driver.sentences if text.isdigit()] == ["1", "2", "3"]


def test_wrong_view_is_told_and_nothing_is_counted():
    driver = Driver(amount=20)
    driver.to_waiting()
    driver.play(8, view=WRONG_VIEW, phase="wrong_view")
    assert WRONG_VIEW.advice in driver.sentences
    assert driver.session.progress.held_s == 0


def test_tones_mark_getting_into_the_pose_and_out_of_it():
    driver = Driver(amount=60)
    driver.to_waiting()
    driver.tones.clear()
    driver.hold(4)
    driver.play(0.2, make_fault, check="trunk", text="Up", held_s=4.0)
    assert driver.tones == ["in"], "a flicker makes no tone"
    driver.play(2, make_fault, check="trunk", text="Up", held_s=4.0)
    assert driver.tones == ["in", "out"]


def test_a_session_goes_on_from_its_kept_state():
    driver = Driver(amount=20)
    driver.to_waiting()
    driver.hold(8)
    kept = SessionState.from_dict(driver.session.state.to_dict())
    again = Driver(amount=20, state=kept)
    assert again.phase == "waiting"
    again.hold(12.1)
    assert again.session.state.progress[0].held_s == pytest.approx(20, abs=0.15)
    assert (again.phase, again.session.step.side) == ("rest", "right")


def test_ending_early_ends_at_once():
    driver = Driver()
    driver.to_waiting()
    driver.press("end")
    assert driver.session.over
    assert driver.sentences[-1] == TEXTS["ended_say"]


@pytest.mark.parametrize("command", ["resume", "hurt", "pause"])
def test_buttons_that_make_no_sense_do_nothing(command):
    driver = Driver()
    driver.press(command)
    assert driver.phase == "setup"
    assert driver.sentences == []


def test_a_guided_stretch_is_timed_and_says_that_it_is_not_judged():
    driver = Driver("supine_knee_drops", amount=10)
    driver.to_waiting()
    driver.hold(5.0)
    shown = describe_session(driver.session, make_feedback(driver.now_s, phase="in_pose", good=True, held_s=5.0))
    assert (shown["title"], shown["detail"]) == (TEXTS["active_hold_title"], TEXTS["active_guided_sub"])
    driver.hold(5.2, start_s=5.0)
    assert driver.session.state.progress[0].ended == "done"
