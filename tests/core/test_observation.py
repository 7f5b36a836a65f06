"""Settled values and the reasons for those that are missing; in portions the same as all at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.tracks import TRACKS_DIR, load_track, read_truth
from posecheck.measures import MEASURES
from posecheck.observation import Observer, find_outside_frame, locate, resolve_limb
from posecheck.pose import MIRROR_ORDER, PoseTrack
from posecheck.stretch.library import load_stretch
from tests.core.poses import make_frontal, make_hold, make_track, still_track
from tests.core.stick_figure import ASPECT, Leg, Person, half_kneel, stand
from tests.core.test_legs import exchange


def busy_track() -> PoseTrack:
    """A person who lunges, is lost for a moment, has the legs confused, turns and leaves the picture."""

    def at(t: float) -> Person | None:
        if 1.0 <= t < 1.3:
            return None
        turn = 90 * min(max(t - 3, 0), 1)
        return half_kneel("right", hip=-10 - 5 * np.sin(t)).but(heading=turn, hips_at=(0.9 + 0.6 * max(0, t - 4), 0.5))

    track = make_track(at, 6.0)
    image = track.image_xy.copy()
    image[30:50] = exchange(image[30:50])
    return replace(track, image_xy=image)


BUSY = busy_track()
REAR = make_hold(working_leg="rear")


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_portions_give_what_the_whole_gives(sizes):
    whole = Observer(REAR, "right").observe(BUSY)
    observer, start, parts = Observer(REAR, "right"), 0, []
    while start < len(BUSY):
        size = sizes[len(parts) % len(sizes)]
        parts.append(observer.observe(BUSY.slice(start, start + size)))
        start += size
    assert [view for part in parts for view in part.views] == whole.views
    np.testing.assert_array_equal(np.concatenate([part.legs_swapped for part in parts]), whole.legs_swapped)
    tables = [part.measure_all() for part in parts]
    for column, values in whole.measure_all().items():
        joined = np.concatenate([table[column] for table in tables])
        np.testing.assert_array_equal(joined, values, err_msg=column)


def test_the_busy_track_is_busy():
    whole = Observer(REAR, "right").observe(BUSY)
    assert {view.kind for view in whole.views} >= {"side", "oblique", "front", "unknown"}
    assert whole.legs_swapped.any()
    assert whole.outside.any()


def test_values_of_the_settled_person_are_the_true_ones():
    measured = Observer(REAR, "right", standing_hip_deg=0.0).observe(BUSY).measure_all()
    hips = -10 - 5 * np.sin(BUSY.time_s)
    seen = np.isfinite(measured["right_hip_flexion_deg"])
    assert seen[:20].all()
    assert seen[30:50].all()
    np.testing.assert_allclose(measured["right_hip_flexion_deg"][:50][seen[:50]], hips[:50][seen[:50]], atol=1e-6)
    np.testing.assert_allclose(measured["left_knee_flexion_deg"][:20], 90, atol=1e-6)


def test_the_standing_baseline_is_subtracted():
    track = still_track(half_kneel("right", hip=-15), 0.5)
    for given_deg, expected in ((None, -15.0), (0.0, -15.0), (5.0, -20.0)):
        observed = Observer(REAR, "right", given_deg).observe(track)
        assert observed.measure("hip_flexion", "right")[-1] == pytest.approx(expected)


@pytest.mark.parametrize("heading", [0, 180])
def test_a_body_with_all_labels_exchanged_is_put_right(heading):
    track = still_track(stand(heading=heading, left=Leg(hip=50, knee=70), right=Leg(hip=5, knee=30)), 1.0)
    swapped = replace(track, image_xy=track.image_xy[:, MIRROR_ORDER], world_xyz=track.world_xyz[:, MIRROR_ORDER])
    measured = Observer(make_hold(), "left").observe(swapped).measure_all()
    assert measured["left_knee_flexion_deg"][-1] == pytest.approx(70)
    assert measured["right_knee_flexion_deg"][-1] == pytest.approx(30)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("catalogue/straddle_fold__good", 0.25),
        ("catalogue/straddle_fold__good_short", 0.25),
        ("catalogue/straddle_fold__knees_bend", 0.25),
        ("fresh3/straddle_fold__legs_too_close_fresh3", 0.25),
        ("catalogue/butterfly__good_heavy", 0.15),
    ],
)
def test_feet_of_rendered_people_who_sit_before_the_camera(name, most):
    """Drawn nearer than the shoulders they look further apart than the lab knows them to be."""
    path = TRACKS_DIR / f"{name}.npz"
    track, truth = load_track(path), read_truth(path)
    measured = Observer(load_stretch(truth["stretch"]), "left").observe(track).measure("feet_apart", "left")
    true = np.interp(track.time_s, truth["time_s"], np.array(truth["angles"]["feet_apart"], dtype=float))
    assert np.nanmean(np.abs(measured - true)) < most


def test_columns_are_those_of_every_measure():
    columns = Observer(make_hold(), "left").observe(still_track(stand(), 0.2)).measure_all()
    expected = set()
    for name, measure in MEASURES.items():
        sides = ("left_", "right_") if measure.paired else ("",)
        expected |= {f"{side}{name}_{measure.unit}" for side in sides}
    assert set(columns) == expected


@pytest.mark.parametrize(
    ("heading", "shown", "hidden"),
    [(0, "trunk_lean_deg", "pelvis_obliquity_deg"), (90, "pelvis_obliquity_deg", "trunk_lean_deg")],
)
def test_a_measure_is_missing_from_the_views_that_do_not_show_it(heading, shown, hidden):
    columns = Observer(make_hold(), "right").observe(still_track(stand(heading=heading), 1.0)).measure_all()
    assert np.isfinite(columns[shown]).all()
    assert np.isnan(columns[hidden]).all()


def test_nothing_is_measured_from_45_degrees():
    columns = (
        Observer(make_hold(), "right").observe(still_track(stand(heading=45, right=Leg(20, 30)), 1.0)).measure_all()
    )
    # But for the measures that are made for stretches at an angle.
    made_for_it = {m.column(side) for m in MEASURES.values() if "oblique" in m.views for side in ("left", "right")}
    assert all(np.isnan(values).all() for column, values in columns.items() if column not in made_for_it)


def observe_last(person: Person | None, stretch=None):
    return Observer(stretch or make_hold(), "right").observe(still_track(person, 0.5))


def test_feet_below_the_picture():
    observation = observe_last(stand(hips_at=(0.8, 0.75)))
    assert np.isnan(observation.measure("knee_flexion", "right")).all()
    assert observation.explain_missing("knee_flexion", "right", 9) == "out_of_frame"
    assert np.isfinite(observation.measure("trunk_lean", "right")).all()
    assert np.isfinite(observation.measure("hip_flexion", "right")).all()


def test_only_the_leg_that_is_cut_off_is_missing():
    person = stand(hips_at=(1.5, 0.5), left=Leg(hip=80), right=Leg(hip=-10))
    observation = observe_last(person)
    assert np.isnan(observation.measure("knee_flexion", "left")).all()
    assert np.isfinite(observation.measure("knee_flexion", "right")).all()


def test_reasons():
    assert observe_last(None).explain_missing("knee_flexion", "right", 0) == "nobody"
    turned = observe_last(stand(heading=45))
    assert turned.explain_missing("trunk_lean", "right", 9) == "view"
    track = still_track(stand(), 0.5)
    image = track.image_xy.copy()
    image[:, 16] = np.nan
    observation = Observer(make_hold(), "right").observe(replace(track, image_xy=image))
    assert np.isnan(observation.measure("hand_to_foot", "right")).all()
    assert observation.explain_missing("hand_to_foot", "right", 9) == "hidden"
    assert np.isfinite(observation.measure("knee_flexion", "right")).all()


@pytest.mark.parametrize(
    ("point", "outside"),
    [
        ((0.5, 0.5), False),
        ((-0.01, 0.5), False),
        ((-0.05, 0.5), True),
        ((1.78, 1.01), False),
        ((1.85, 0.5), True),
        ((0.5, 1.05), True),
        ((0.5, -0.05), True),
        ((np.nan, np.nan), False),
    ],
)
def test_outside_the_frame_with_a_small_margin(point, outside):
    image = np.full((1, 33, 2), 0.5)
    image[0, 5] = point
    found = find_outside_frame(image, ASPECT)
    assert found[0, 5] == outside
    assert found.sum() == outside


@pytest.mark.parametrize("count", [0, 1])
def test_no_frame_and_one_frame(count):
    observation = Observer(make_frontal(), "left").observe(still_track(stand(heading=90), 1.0).slice(0, count))
    assert len(observation.views) == count
    assert all(values.shape == (count,) for values in observation.measure_all().values())


def test_the_input_is_left_alone():
    before = BUSY.image_xy.copy()
    Observer(REAR, "right").observe(BUSY)
    np.testing.assert_array_equal(BUSY.image_xy, before)


@pytest.mark.parametrize(
    ("limb", "expected"),
    [
        ("working", "left"),
        ("other", "right"),
        ("near", "left"),
        ("left", "left"),
        ("right", "right"),
        ("middle", "left"),
    ],
)
def test_limbs(limb, expected):
    assert resolve_limb(limb, "left") == expected


def test_place_is_counted_in_trunk_lengths():
    shift_m, scale = 1.0, 0.4
    first, second = (stand(hips_at=(0.5 + shift_m * scale * k, 0.5)) for k in (0, 1))
    places = [locate(observe_last(person).body)[-1] for person in (first, second)]
    assert places[1] - places[0] == pytest.approx(1.0 / 0.50)


def test_measures_of_one_leg_are_refused_while_the_legs_are_unclear():
    heel_up = make_track(lambda _: stand(right=Leg(hip=2, knee=70)), 1.0)
    seen = Observer(REAR, "right").observe(heel_up)
    last = len(heel_up) - 1
    assert np.isnan(seen.measure("knee_flexion", "right")).all()
    assert seen.explain_missing("knee_flexion", "right", last) == "sides_unclear"
    assert np.isfinite(seen.measure("trunk_lean", "left")[last])
    believed = Observer(make_hold(), "right").observe(heel_up)
    assert believed.measure("knee_flexion", "right")[last] == pytest.approx(70, abs=3)
