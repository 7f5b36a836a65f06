"""The small parts of live practice: set-up checks, signs of the body, pictures, tokens, texts, plans."""

from __future__ import annotations

import math
import string
from contextlib import suppress
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.anatomy import UPRIGHT
from posecheck.errors import InputError
from posecheck.live.body_signs import find_cut, has_arms_lifted, is_standing, measure_tilt_deg
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.protocol import HEADER, SessionClock, decode_jpeg, measure_brightness, parse_picture, read_jpeg_size
from posecheck.live.setup import SetupChecker
from posecheck.live.snapshot import Snapshot, SnapshotStore
from posecheck.live.state import SessionState, StepProgress
from posecheck.live.texts import list_languages, load_texts
from posecheck.live.tickets import Ticket, TicketOffice
from posecheck.pose import Pose
from posecheck.standing import STANDING_HIP_DEG
from posecheck.stretch.library import load_stretch
from tests.live.builders import WRONG_VIEW, make_feedback, make_nobody, make_pose

TEXTS = load_texts("en")
HIP = load_stretch("half_kneeling_hip_flexor")
PLAN = Plan(plan_stretch(HIP, sets=1))


@pytest.mark.parametrize(
    ("change", "cut"),
    [
        ({}, ""),
        ({"shift": (0.0, 0.2)}, "feet"),
        ({"shift": (0.0, -0.3)}, "head"),
        ({"shift": (0.72, 0.0)}, "side"),
        ({"scale": 2.0}, "too_close"),
        ({"scale": 0.35}, "too_far"),
    ],
)
def test_what_the_edge_of_the_picture_cuts_off(change, cut):
    assert find_cut(make_pose(**change)) == cut


@pytest.mark.parametrize("tilt_deg", [-20.0, -5.0, 0.0, 12.0])
def test_a_tilted_camera_is_measured_on_somebody_who_stands(tilt_deg):
    upright = measure_tilt_deg(make_pose())
    assert measure_tilt_deg(make_pose(tilt_deg=tilt_deg)) - upright == pytest.approx(tilt_deg, abs=1e-6)


def test_somebody_who_kneels_says_nothing_about_the_camera():
    kneeling = make_pose(knee=(0.80, 0.70))
    assert not is_standing(kneeling)
    assert math.isnan(measure_tilt_deg(kneeling))


def test_both_arms_have_to_be_above_the_head():
    assert has_arms_lifted(make_pose(wrist=(0.66, 0.02)))
    assert not has_arms_lifted(make_pose(left_wrist=(0.66, 0.02)))
    assert not has_arms_lifted(make_pose())
    assert not has_arms_lifted(Pose.missing(0.0))


class SetupDriver:
    def __init__(self, stretch=HIP):
        self.checker = SetupChecker(stretch, TEXTS)
        self.now_s = 0.0

    def play(self, seconds, make=make_feedback, persons=1, brightness=0.5, **changes):
        for _ in range(round(seconds * 20)):
            self.now_s += 0.05
            self.items, self.ready = self.checker.step(make(self.now_s, **changes), persons, brightness)
        return {item.id: item for item in self.items}


@pytest.mark.parametrize(
    ("check", "key", "changes"),
    [
        ("light", "dark", {"brightness": 0.05}),
        ("light", "bright", {"brightness": 0.97}),
        ("person", "several", {"persons": 2}),
        ("person", "nobody", {"make": make_nobody}),
        ("frame", "feet", {"pose": make_pose(shift=(0.0, 0.2))}),
        ("frame", "too_far", {"pose": make_pose(scale=0.3)}),
    ],
)
def test_setup_says_what_to_mend_and_does_not_begin(check, key, changes):
    driver = SetupDriver()
    item = driver.play(12, **changes)[check]
    assert (item.state, item.text) == ("mend", TEXTS[f"setup_{check}_{key}"])
    assert not driver.ready
    driver.play(12)
    assert driver.ready


def test_setup_says_how_far_the_camera_leans_and_how_to_turn():
    driver = SetupDriver()
    assert "12 degrees" in driver.play(2, pose=make_pose(tilt_deg=12))["level"].text
    assert driver.play(2, view=WRONG_VIEW)["view"].text == WRONG_VIEW.advice


def test_who_is_bent_may_begin_before_a_camera_that_the_room_shows_to_be_level():
    bent = replace(make_pose(tilt_deg=12), room_roll_deg=0.4)
    assert SetupDriver().play(2, pose=bent)["level"].state == "ok"


def test_the_room_shows_a_tilted_camera_to_who_cannot_stand():
    kneeling = make_pose(ankle=(0.5, 0.75), knee=(0.66, 0.75))
    assert SetupDriver().play(2, pose=kneeling)["level"].state == "wait"
    before_room = SetupDriver().play(2, pose=replace(kneeling, room_roll_deg=-9.0))["level"]
    assert before_room.state == "mend"
    assert "9 degrees" in before_room.text


def test_the_standing_baseline_is_half_way_from_other_people_to_what_the_hip_reads():
    driver = SetupDriver()
    reading_deg = STANDING_HIP_DEG + 4.0
    driver.play(0.7, values={"left_hip_flexion_deg": reading_deg})
    assert driver.checker.standing_hip_deg is None
    driver.play(0.5, values={"left_hip_flexion_deg": reading_deg})
    assert driver.checker.standing_hip_deg == pytest.approx(UPRIGHT.standing_hip_deg + 2.0)
    driver.play(3, values={"left_hip_flexion_deg": 9.0})
    assert driver.checker.standing_hip_deg == pytest.approx(UPRIGHT.standing_hip_deg + 2.0), "taken once"


def test_somebody_who_moves_gives_no_baseline_and_the_session_begins_all_the_same():
    driver = SetupDriver()
    for index in range(10):
        driver.play(0.5, values={"left_hip_flexion_deg": 8.0 * (index % 2)})
    assert driver.checker.standing_hip_deg is None
    assert not driver.ready
    driver.play(5, values={"left_hip_flexion_deg": math.nan})
    assert driver.ready


def make_jpeg(width, height, extension=".jpg"):
    return cv2.imencode(extension, np.full((height, width, 3), (10, 20, 200), np.uint8))[1].tobytes()


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (1920, 1080), (64, 64)])
def test_a_picture_is_read_with_its_size_from_the_header(size):
    jpeg = make_jpeg(*size)
    assert read_jpeg_size(jpeg) == size
    picture = parse_picture(HEADER.pack(1500.0, 9) + jpeg)
    assert (picture.number, picture.client_s) == (9, 1.5)
    rgb = decode_jpeg(picture.jpeg)
    assert rgb.shape == (size[1], size[0], 3)
    assert rgb[5, 5, 0] > 180 > rgb[5, 5, 2], "red, green, blue"


@given(st.binary(max_size=400))
def test_no_bytes_break_the_header_reader(data):
    with pytest.raises(InputError):
        read_jpeg_size(b"\xff\xd8" + data.replace(b"\xff", b"\xfe"))
    with suppress(InputError):
        parse_picture(data)


def test_brightness_runs_from_black_to_white():
    assert measure_brightness(np.zeros((64, 64, 3), np.uint8)) == 0.0
    assert measure_brightness(np.full((64, 64, 3), 255, np.uint8)) == 1.0


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_the_session_clock_only_rises_and_never_by_more_than_a_second(client_times):
    clock, times = SessionClock(3.0), [3.0]
    for client_s in client_times:
        now_s = clock.advance(client_s)
        if now_s is not None:
            times.append(now_s)
    steps = np.diff(times)
    assert np.all(steps >= 0)
    assert np.all(steps <= 1.0 + 1e-9)


def test_a_token_is_good_once_and_for_a_time():
    now = [0.0]
    office = TicketOffice(valid_s=60, clock=lambda: now[0])
    ticket = Ticket("ab" * 16, PLAN)
    token = office.issue(ticket)
    assert len(token) >= 40
    assert token != office.issue(ticket)
    assert office.redeem("guess") is None
    assert office.redeem(token) == ticket
    assert office.redeem(token) is None
    late = office.issue(ticket)
    now[0] = 61.0
    assert office.redeem(late) is None


def test_languages_have_the_same_keys_and_the_same_places():
    languages = list_languages()
    assert list(languages)[0] == "en"
    assert len(languages) >= 2
    for code in languages:
        texts = load_texts(code)
        assert set(texts) == set(TEXTS)
        for key in TEXTS:
            assert _places(texts[key]) == _places(TEXTS[key]), (code, key)


def _places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["xx", "../en", ""])
def test_an_unknown_language_is_refused(language):
    with pytest.raises(InputError, match="Expected a language"):
        load_texts(language)


def test_the_prescribed_dose_is_the_default_sides_in_turn():
    steps = plan_stretch(HIP)
    assert [step.side for step in steps[:2]] == ["left", "right"]
    assert len(steps) == 2 * HIP.dose.sets
    assert {step.hold_s for step in steps} == {HIP.dose.hold_s}
    assert {step.side for step in plan_stretch(load_stretch("air_squat"))} == {"both"}


def test_planned_sides_are_those_of_the_dose_until_others_are_asked_for():
    left = HIP.model_copy(update={"dose": HIP.dose.model_copy(update={"sides": "left"})})
    assert {step.side for step in plan_stretch(left)} == {"left"}
    assert len(plan_stretch(left)) == HIP.dose.sets
    assert {step.side for step in plan_stretch(left, "right")} == {"right"}
    assert [step.side for step in plan_stretch(left, "each", sets=1)] == ["left", "right"]


@pytest.mark.parametrize("wrong", [{"amount": 0}, {"amount": 1e6}, {"sets": 0}, {"sets": 99}, {"sides": ()}])
def test_doses_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InputError, match="Expected"):
        plan_stretch(HIP, **wrong)


def test_a_kept_session_comes_back_as_it_was(tmp_path):
    store = SnapshotStore(tmp_path / "live")
    progress = [StepProgress(3.5, ["good", "partial"], "done"), StepProgress()]
    kept = Snapshot(PLAN, SessionState("active", 1, progress, standing_hip_deg=1.5, history_ids=["x"]), "de")
    store.save("ab" * 16, kept)
    assert store.load("ab" * 16) == kept
    assert store.load("cd" * 16) is None
    (tmp_path / "live" / f"{'ab' * 16}.json").write_text("{damaged")
    assert store.load("ab" * 16) is None
    assert store.load("../live/" + "ab" * 16) is None
    with pytest.raises(ValueError, match="session id"):
        store.save("../../elsewhere", kept)


def test_plans_of_another_kind_of_step_stay_frozen():
    with pytest.raises(AttributeError):
        PLAN.steps[0].side = "right"  # type: ignore[misc]
    assert replace(PLAN.steps[0], side="right").side == "right"
