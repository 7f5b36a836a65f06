"""What is remembered of a body: the floor under its feet, its leg at full length, and what its hip reads standing."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck import anatomy
from posecheck.observation import Observer
from posecheck.rejudging import PreparedTrack
from posecheck.standing import (
    STANDING_HIP_DEG,
    STANDING_S,
    Follower,
    RestingPelvis,
    StandingHip,
    StandingTracker,
    weigh_standing,
)
from posecheck.stretch import Stretch
from posecheck.trainer import replay
from tests.core.poses import film_tilted, make_frontal, make_frontal_reps, make_hold, make_track, still_track
from tests.core.stick_figure import Leg, Person, half_kneel, stand

FPS = 30
RAISES = make_frontal_reps()


def make_frames(ankle_y, leg):
    """Landmarks (n, 33, 2) of legs of a length, above ankles at a height; both (n,)."""
    ankle_y, leg = np.broadcast_arrays(np.asarray(ankle_y, float), np.asarray(leg, float))
    image = np.zeros((len(ankle_y), 33, 2))
    for hip in (23, 24):
        image[:, hip, 1] = ankle_y - leg
        image[:, hip + 2, 1] = ankle_y - leg / 2
        image[:, hip + 4, 1] = ankle_y
    return np.arange(len(ankle_y)) / FPS, image


def test_a_level_rises_fast_and_falls_slowly():
    follower = Follower(rise_s=0.1, fall_s=10.0)
    follower.step(1.0, 0.0)
    assert follower.step(2.0, 0.5) == pytest.approx(2.0, abs=0.01)
    assert follower.step(1.0, 0.5) == pytest.approx(1.95, abs=0.01)
    assert follower.step(float("nan"), 5.0) == pytest.approx(1.95, abs=0.01)


def test_the_floor_stays_where_it_was_during_a_jump():
    ankle_y = np.full(90, 0.9)
    ankle_y[60:72] = 0.82
    floor_y, _ = StandingTracker().follow(*make_frames(ankle_y, 0.4))
    assert floor_y == pytest.approx(0.9, abs=0.006)


def test_the_leg_keeps_its_length_while_a_knee_is_bent():
    leg = np.full(150, 0.4)
    leg[60:] = 0.3
    _, leg_length = StandingTracker().follow(*make_frames(0.9, leg))
    assert leg_length == pytest.approx(0.4, abs=0.01)


def test_one_frame_at_a_time_is_the_same_as_all_at_once():
    rng = np.random.default_rng(5)
    time_s, image = make_frames(0.9 + 0.02 * rng.normal(size=60), 0.4 + 0.02 * rng.normal(size=60))
    image[10:14] = np.nan
    whole = StandingTracker().follow(time_s, image)
    tracker = StandingTracker()
    parts = [tracker.follow(time_s[i : i + 1], image[i : i + 1]) for i in range(60)]
    for index in (0, 1):
        assert np.concatenate([part[index] for part in parts]) == pytest.approx(whole[index])


def test_nothing_is_known_before_the_first_body():
    time_s, image = make_frames(np.full(5, np.nan), 0.4)
    floor_y, leg_length = StandingTracker().follow(time_s, image)
    assert np.isnan(floor_y).all()
    assert np.isnan(leg_length).all()


def follow_hip(reading_deg, stands, duration_s=3.0):
    time_s = np.arange(round(duration_s * FPS)) / FPS
    return time_s, StandingHip().follow(
        time_s, *(np.broadcast_to(np.asarray(each), time_s.shape) for each in (reading_deg, stands))
    )


def test_half_of_what_standing_reads_beyond_other_people_is_taken_off_once_somebody_stood():
    time_s, own_deg = follow_hip(STANDING_HIP_DEG + 4.0, True)
    assert own_deg[time_s < STANDING_S - 0.05] == pytest.approx(0.0)
    assert own_deg[time_s > STANDING_S + 0.05] == pytest.approx(2.0)
    assert follow_hip(STANDING_HIP_DEG, True)[1] == pytest.approx(0.0)


def test_what_was_taken_is_kept():
    reading_deg = np.where(np.arange(3 * FPS) < FPS, STANDING_HIP_DEG - 6.0, 30.0)
    _, own_deg = follow_hip(reading_deg, True)
    assert own_deg[FPS:] == pytest.approx(-3.0)


def test_it_is_the_mean_of_the_frames_in_which_somebody_stands():
    frames = np.arange(3 * FPS)
    reading_deg = STANDING_HIP_DEG + np.where(frames % 2, 3.0, 1.0)
    reading_deg[::5] = np.nan
    _, own_deg = follow_hip(np.where(frames < FPS, 40.0, reading_deg), frames >= FPS)
    assert own_deg[: FPS + 8] == pytest.approx(0.0)
    assert own_deg[-1] == pytest.approx(1.0, abs=0.15)


def test_the_frame_after_a_gap_counts_for_half_a_second_at_most():
    time_s, reading_deg = np.array([0.0, 0.1, 0.2, 100.0, 100.1]), np.array([9.0, 9.0, 9.0, 5.0, 30.0])
    own_deg = StandingHip().follow(time_s, reading_deg, np.ones(5, dtype=bool))
    expected = weigh_standing((0.2 * 9.0 + 0.5 * 5.0) / 0.7)
    assert own_deg == pytest.approx([0.0, 0.0, 0.0, expected, expected])


def test_the_hip_one_frame_at_a_time_is_the_same_as_all_at_once():
    rng = np.random.default_rng(6)
    time_s, reading_deg, stands = np.arange(60) / FPS, rng.normal(3.0, 1.0, 60), rng.random(60) < 0.7
    hip = StandingHip()
    parts = [hip.follow(time_s[i : i + 1], reading_deg[i : i + 1], stands[i : i + 1]) for i in range(60)]
    assert np.concatenate(parts) == pytest.approx(StandingHip().follow(time_s, reading_deg, stands))


STANDING, KNEELING = stand(heading=0, left=Leg(hip=-4), right=Leg(hip=-4)), half_kneel("right", hip=-20)


def read_kneeling_hip(first, **known):
    """What the hip reads at the end of a clip in which somebody does something first, and then kneels."""
    track = make_track(lambda t: first if t < 2.0 else KNEELING, 4.0)
    return Observer(make_hold(), "right", **known).observe(track).measure("hip_flexion", "right")[-1]


def test_who_stands_before_a_stretch_takes_the_own_zero_into_it():
    plain = read_kneeling_hip(KNEELING)
    seen = Observer(make_hold(), "right").observe(still_track(STANDING))
    own_deg = weigh_standing(seen.measure("hip_flexion", "right")[0])
    assert abs(own_deg) > 1.0
    assert read_kneeling_hip(STANDING) == pytest.approx(plain - own_deg, abs=0.01)


def test_a_zero_that_is_known_is_not_taken_again():
    known = {"standing_hip_deg": anatomy.UPRIGHT.standing_hip_deg + 1.0}
    assert read_kneeling_hip(STANDING, **known) == pytest.approx(read_kneeling_hip(KNEELING) - 1.0)


def test_facing_left_it_is_the_left_hip_that_is_read():
    person = stand(heading=180, left=Leg(hip=4), right=Leg(hip=-4))
    seen = Observer(make_hold(), "left").observe(still_track(person))
    readings = seen.measure("hip_flexion", "left")
    assert readings[-1] == pytest.approx(readings[0] - weigh_standing(readings[0]), abs=0.01)


def test_a_session_says_what_was_taken_off():
    track = make_track(lambda t: STANDING if t < 2.0 else KNEELING, 4.0)
    reading = Observer(make_hold(), "right").observe(track).measure("hip_flexion", "right")[0]
    session = replay(track, make_hold(), "right")
    assert session.own_hip_deg == pytest.approx(weigh_standing(reading), abs=0.01)
    assert PreparedTrack(track).judge(make_hold(), "right").own_hip_deg == session.own_hip_deg
    assert replay(still_track(KNEELING), make_hold(), "right").own_hip_deg == 0.0


def tilt_pelvis(deg: float, **changes) -> Person:
    return stand(heading=90, pelvis_obliquity=deg, **changes)


def read_pelvis(first: Person, roll_deg: float = 0.0, stretch: Stretch = RAISES) -> float:
    """What a pelvis tilted by 12 degrees reads with one leg out, at the end of a clip that begins otherwise."""
    raised = tilt_pelvis(12.0, right=Leg(abduction=30))
    track = film_tilted(make_track(lambda t: first if t < 3.0 else raised, 5.0), roll_deg)
    return Observer(stretch, "left").observe(track).measure("pelvis_obliquity", "left")[-1]


@pytest.mark.parametrize(("standing_deg", "off_deg"), [(3.0, 3.0), (-2.0, -2.0), (8.0, 3.0)])
def test_a_pelvis_is_counted_from_how_the_person_stood_before_the_raise(standing_deg, off_deg):
    """Up to 3 degrees: who stands tilted by 8 does not make that level."""
    plain = read_pelvis(tilt_pelvis(0.0))
    assert plain > 10.0
    read = read_pelvis(tilt_pelvis(standing_deg))
    assert read == pytest.approx(plain * (12.0 - off_deg) / 12.0, abs=0.1)


def test_in_a_pose_that_is_held_a_pelvis_that_stays_tilted_is_not_made_level():
    held = make_frontal()
    tilted, level = (read_pelvis(tilt_pelvis(deg), stretch=held) for deg in (3.0, 0.0))
    assert tilted == pytest.approx(level, abs=0.1)


@pytest.mark.parametrize("roll_deg", [3.0, -3.0])
def test_a_tilted_camera_is_not_taken_off_the_pelvis_twice(roll_deg):
    """Once it is told, and the legs hang down as they did before."""
    level = read_pelvis(tilt_pelvis(0.0))
    assert read_pelvis(tilt_pelvis(0.0), roll_deg=roll_deg) == pytest.approx(level, abs=0.5)


def follow_pelvis(reading_deg, duration_s=4.0):
    time_s = np.arange(round(duration_s * FPS)) / FPS
    return time_s, RestingPelvis().follow(time_s, np.broadcast_to(np.asarray(reading_deg, float), time_s.shape))


def test_a_pelvis_counts_from_what_it_read_when_the_legs_last_hung_down():
    frames = np.arange(4 * FPS)
    reading_deg = np.select([frames < 2 * FPS, frames < 3 * FPS], [1.0, -2.0], np.nan)
    _, own_deg = follow_pelvis(reading_deg)
    assert own_deg[2 * FPS - 1] == pytest.approx(1.0)
    assert own_deg[2 * FPS + round(0.6 * FPS)] == pytest.approx(-2.0 + 3.0 * np.exp(-1.0), abs=0.1)
    assert own_deg[3 * FPS :] == pytest.approx(own_deg[3 * FPS - 1])


def test_nothing_is_taken_off_a_pelvis_before_the_legs_hung_down():
    assert follow_pelvis(np.nan)[1] == pytest.approx(0.0)


@pytest.mark.parametrize(("reading_deg", "own_deg"), [(2.9, 2.9), (9.0, 3.0), (-9.0, -3.0)])
def test_of_a_pelvis_that_stands_tilted_no_more_is_taken_off_than_the_network_errs(reading_deg, own_deg):
    assert follow_pelvis(reading_deg)[1] == pytest.approx(own_deg)


def test_a_pelvis_one_frame_at_a_time_is_the_same_as_all_at_once():
    time_s = np.array([0.0, 0.1, 0.2, 60.0, 60.1])
    reading_deg = np.array([np.nan, 2.0, 1.0, 3.0, np.nan])
    whole, pelvis = RestingPelvis().follow(time_s, reading_deg), RestingPelvis()
    parts = [pelvis.follow(time_s[i : i + 1], reading_deg[i : i + 1]) for i in range(5)]
    assert np.concatenate(parts) == pytest.approx(whole)
    # A gap counts for half a second, of a time constant of 0.6.
    assert whole[3] == pytest.approx(whole[2] + (3.0 - whole[2]) * (1.0 - np.exp(-0.5 / 0.6)))
