"""A prepared track says what the frame-by-frame replay says, on every stored track and under random changes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.tracks import TRACKS_DIR, load_track
from posecheck.pose import PoseTrack
from posecheck.rejudging import PreparedTrack
from posecheck.stretch import Band, Stretch
from posecheck.stretch.library import find_stretch_files, load_stretch
from posecheck.trainer import replay
from tests.core.poses import make_frontal, make_frontal_reps, make_hold, make_reps, make_track
from tests.core.stick_figure import Leg, stand
from tests.core.test_trainer import assert_same, raises, session

KNOWN = find_stretch_files()
CLIPS = [path for path in sorted(TRACKS_DIR.rglob("*.npz")) if path.stem.split("__")[0] in KNOWN]


@cache
def load(path: Path) -> PoseTrack:
    return load_track(path)


@cache
def prepare(path: Path) -> PreparedTrack:
    """Kept from one change to the next, as it is meant to be."""
    return PreparedTrack(load(path))


@pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem)
def test_every_stored_track(path):
    stretch = load_stretch(path.stem.split("__")[0])
    assert_same(replay(load(path), stretch), prepare(path).judge(stretch))


# Up to 20 degrees either way, so that checks begin and cease to fail; bounds may go and come.
SHIFTS = st.one_of(st.none(), st.integers(-20, 20).map(float), st.floats(-20, 20))


def change_band(band: Band, low: float | None, high: float | None, scale: float) -> Band:
    """Move both bounds; None leaves one out. What comes out upside down stays as it was."""
    bounds = [
        None if shift is None or bound is None else bound + shift * scale
        for bound, shift in ((band.low, low), (band.high, high))
    ]
    if bounds == [None, None] or (None not in bounds and bounds[0] >= bounds[1]):
        return band
    return Band(low=bounds[0], high=bounds[1])


def draw_change(data, stretch: Stretch) -> Stretch:
    """The stretch with other bands, delays, severities and a repetition of another range."""

    def move(condition):
        scale = 1.0 if condition.definition.unit == "deg" else 0.02
        band = change_band(condition.band, data.draw(SHIFTS), data.draw(SHIFTS), scale)
        return condition.model_copy(update={"band": band})

    checks = [move(check).model_copy(update={"severity": data.draw(st.integers(1, 3))}) for check in stretch.checks]
    delays = st.floats(0, 2)
    entry = stretch.entry.model_copy(
        update={
            "conditions": [move(condition) for condition in stretch.entry.conditions],
            "enter_s": data.draw(delays),
            "exit_s": data.draw(delays),
        }
    )
    changes = {"checks": checks, "entry": entry}
    if stretch.repetition is not None:
        way = stretch.repetition.full - stretch.repetition.rest
        full = stretch.repetition.full + way * data.draw(st.floats(-0.5, 0.5))
        changes["repetition"] = stretch.repetition.model_copy(update={"full": full})
    return stretch.model_copy(update=changes)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_track_under_any_thresholds(data):
    path = data.draw(st.sampled_from(CLIPS))
    stretch = draw_change(data, load_stretch(path.stem.split("__")[0]))
    side = data.draw(st.sampled_from(["left", "right", "auto"]))
    assert_same(replay(load(path), stretch, side), prepare(path).judge(stretch, side))


@settings(max_examples=40)
@given(st.data())
def test_a_track_full_of_gaps(data):
    """Frames left out, nobody in others, a second person at times, and a standing baseline."""
    path = data.draw(st.sampled_from(CLIPS))
    whole = load(path)
    keep = np.array(data.draw(st.lists(st.integers(0, 9), min_size=len(whole), max_size=len(whole)))) > 2
    keep[0] = True
    eighths = np.array(data.draw(st.lists(st.booleans(), min_size=8, max_size=8)))
    frames = np.arange(len(whole))
    blank = eighths[frames * 8 // len(whole)] & (frames % 3 > 0)
    image = np.where(blank[:, None, None], np.nan, whole.image_xy)
    track = PoseTrack(whole.time_s[keep], image[keep], whole.world_xyz[keep], whole.visibility[keep], whole.aspect)
    persons = (1 + np.arange(len(track)) // 7 % 2).tolist()
    standing_hip_deg = data.draw(st.one_of(st.none(), st.floats(-10, 10)))
    stretch = draw_change(data, load_stretch(path.stem.split("__")[0]))
    expected = replay(track, stretch, persons=persons, standing_hip_deg=standing_hip_deg)
    assert_same(expected, PreparedTrack(track, persons, standing_hip_deg).judge(stretch))


@pytest.mark.parametrize(
    ("stretch", "at", "end_s"),
    [(make_hold(), session, 14), (make_hold(guided=True, checks=[]), session, 14), (make_reps(), raises, 13)],
)
@pytest.mark.parametrize("fps", [7, 30])
def test_stick_persons(stretch, at, end_s, fps):
    track = make_track(at, end_s, fps=fps)
    assert_same(replay(track, stretch), PreparedTrack(track).judge(stretch))


@pytest.mark.parametrize("frames", [0, 1, 2])
@pytest.mark.parametrize("stretch", [make_hold(), make_reps(), make_frontal()], ids=["hold", "reps", "front"])
def test_next_to_no_frames(frames, stretch):
    track = make_track(session, 2).slice(0, frames)
    assert_same(replay(track, stretch), PreparedTrack(track).judge(stretch))


def test_one_preparation_serves_any_stretch_and_leaves_earlier_results_alone():
    path = next(path for path in CLIPS if path.stem == "half_kneeling_hip_flexor__good")
    prepared = PreparedTrack(load(path))
    assert len(prepared) == len(load(path))
    ids = ["half_kneeling_hip_flexor", "standing_lunge_hip_flexor", "air_squat", "leg_raise_side", "cobra"]
    results = [prepared.judge(load_stretch(stretch_id)) for stretch_id in ids]
    for stretch_id, result in zip(ids, results, strict=True):
        assert_same(replay(load(path), load_stretch(stretch_id)), result)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_hold_and_an_exercise_count_the_pelvis_each_in_its_way(order):
    """Standing tilted by 2 degrees before one leg goes out: the exercise counts from there, the pose does not."""
    standing = stand(heading=90, pelvis_obliquity=2.0)
    raised = stand(heading=90, pelvis_obliquity=8.0, right=Leg(abduction=30))
    track = make_track(lambda t: standing if t < 3 else raised, 5.0)
    stretches = (make_frontal(), make_frontal_reps())
    prepared, found = PreparedTrack(track), {}
    for index in order:
        found[index] = float(prepared.judge(stretches[index]).timeline.values["pelvis_obliquity_deg"][-1])
    assert (found[0], found[1]) == pytest.approx((12.0, 9.0), abs=0.2)
