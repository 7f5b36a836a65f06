"""Left and right legs that change places are put right by what the stretch says that they do."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.legs import LegSettler, compute_thigh_lead_deg, hold_last, swap_legs
from tests.core.stick_figure import ROWS, Leg, half_kneel, stand

LEG_ROWS = [ROWS[joint] for joint in ("knee", "ankle", "heel", "foot_index")]


def image_of(person, n: int = 1) -> np.ndarray:
    return np.repeat(person.image_xy()[np.newaxis], n, axis=0)


def find_swapped(settler: LegSettler, image, front_sign, is_side):
    swapped, _ = settler.settle(image, front_sign, is_side)
    return swapped


def exchange(image: np.ndarray) -> np.ndarray:
    """Exchange the labels of the legs below the hip, as the network does."""
    result = image.copy()
    for left, right in LEG_ROWS:
        result[:, [left, right]] = image[:, [right, left]]
    return result


def facing(heading: float, n: int = 1) -> np.ndarray:
    return np.full(n, 1.0 if heading == 0 else -1.0)


ALL_SIDE = np.ones(1, dtype=bool)


@pytest.mark.parametrize("heading", [0, 180])
@pytest.mark.parametrize(("left", "right"), [(40, -10), (-10, 40), (5, 0), (90, 80), (95, -95), (-100, 100)])
def test_lead_of_the_left_thigh(heading, left, right):
    image = image_of(stand(heading=heading, left=Leg(hip=left), right=Leg(hip=right)))
    assert compute_thigh_lead_deg(image, facing(heading))[0] == pytest.approx(left - right)


def test_a_leg_folded_into_the_body_tells_nothing():
    """The network draws a hidden leg as a stump."""
    image = image_of(stand(heading=0, left=Leg(hip=-60), right=Leg(hip=60)))
    hip, knee = ROWS["hip"][0], ROWS["knee"][0]
    image[:, knee] = image[:, hip] + 0.3 * (image[:, knee] - image[:, hip])
    assert np.isnan(compute_thigh_lead_deg(image, facing(0))).all()


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(("role", "hip"), [("rear", -15), ("front", 60)])
def test_swapped_labels_are_found_on_either_side(side, role, hip):
    heading = 0.0 if side == "right" else 180.0
    person = half_kneel(side) if role == "rear" else stand(heading=heading, **{side: Leg(hip=hip)})
    true = image_of(person)
    wrong = exchange(true)
    assert not find_swapped(LegSettler(side, role), true, facing(heading), ALL_SIDE).any()
    assert find_swapped(LegSettler(side, role), wrong, facing(heading), ALL_SIDE).all()
    np.testing.assert_array_equal(swap_legs(wrong, ALL_SIDE), true)


def test_swapping_touches_only_the_frames_and_the_joints_it_should():
    image = image_of(half_kneel("left"), 3)
    mixed = swap_legs(image, np.array([False, True, False]))
    np.testing.assert_array_equal(mixed[[0, 2]], image[[0, 2]])
    np.testing.assert_array_equal(mixed[1:2], exchange(image[1:2]))
    np.testing.assert_array_equal(mixed[1, 23:25], image[1, 23:25])
    assert not np.shares_memory(mixed, image)


def test_labels_are_believed_where_the_stretch_says_so_and_outside_the_side_view():
    wrong = exchange(image_of(half_kneel("right"), 4))
    side = np.ones(4, dtype=bool)
    assert not find_swapped(LegSettler("right", "labelled"), wrong, facing(0, 4), side).any()
    assert not find_swapped(LegSettler("right", "rear"), wrong, facing(0, 4), ~side).any()
    half = np.array([True, True, False, False])
    assert find_swapped(LegSettler("right", "rear"), wrong, facing(0, 4), half).tolist() == [True, True, False, False]


def test_legs_together_keep_the_last_assignment():
    """The right leg is behind and swapped, then both come together: still swapped, until they part the other way."""
    apart, together = exchange(image_of(half_kneel("right"))), exchange(image_of(stand(right=Leg(hip=-4))))
    settler = LegSettler("right", "rear")
    image = np.concatenate([apart, together, together, image_of(half_kneel("right")), together])
    found = find_swapped(settler, image, facing(0, 5), np.ones(5, dtype=bool))
    assert found.tolist() == [True, True, True, False, False]
    assert not find_swapped(settler, together, facing(0), ALL_SIDE).any()


def test_the_memory_reaches_into_the_next_part():
    settler = LegSettler("right", "rear")
    find_swapped(settler, exchange(image_of(half_kneel("right"))), facing(0), ALL_SIDE)
    together = image_of(stand(right=Leg(hip=-4)))
    assert find_swapped(settler, together, facing(0), ALL_SIDE).all()


def test_missing_frames_keep_the_last_assignment_and_no_frames_are_no_answer():
    settler = LegSettler("right", "rear")
    missing = np.full((1, 33, 2), np.nan)
    image = np.concatenate([exchange(image_of(half_kneel("right"))), missing])
    assert find_swapped(settler, image, facing(0, 2), np.ones(2, dtype=bool)).tolist() == [True, True]
    assert find_swapped(settler, missing[:0], facing(0, 0), ALL_SIDE[:0]).shape == (0,)


def test_unlike_legs_are_unclear_until_they_part():
    """Thighs together and one knee bent: which one cannot be told, until the thighs have parted once."""
    heel_up, alike = image_of(stand(right=Leg(hip=2, knee=70))), image_of(stand(right=Leg(hip=2)))
    image = np.concatenate([alike, heel_up, heel_up, image_of(half_kneel("right")), heel_up])
    _, unclear = LegSettler("right", "rear").settle(image, facing(0, 5), np.ones(5, dtype=bool))
    assert unclear.tolist() == [False, True, True, False, False]
    for role, side in (("labelled", np.ones(5, dtype=bool)), ("rear", np.zeros(5, dtype=bool))):
        assert not LegSettler("right", role).settle(image, facing(0, 5), side)[1].any()
    settler = LegSettler("right", "rear")
    parts = [settler.settle(image[i : i + 1], facing(0), ALL_SIDE)[1][0] for i in range(5)]
    assert parts == unclear.tolist()


def test_a_small_spread_is_believed_where_the_labels_say_the_same():
    """A raise to the back that parts the thighs by 14 degrees; with the labels exchanged it remains unclear."""
    raised = image_of(stand(right=Leg(hip=-14, knee=40)))
    image = np.concatenate([raised, raised])
    swapped, unclear = LegSettler("right", "rear").settle(image, facing(0, 2), np.ones(2, dtype=bool))
    assert not swapped.any()
    assert not unclear.any()
    swapped, unclear = LegSettler("right", "rear").settle(exchange(image), facing(0, 2), np.ones(2, dtype=bool))
    assert not swapped.any()
    assert unclear.all()


@pytest.mark.parametrize(
    ("values", "before", "expected"),
    [
        ([], 1, []),
        ([0, 0], -1, [-1, -1]),
        ([1, 0, 0, -1, 0], 1, [1, 1, 1, -1, -1]),
        ([0, -1, 0, 1], 1, [1, -1, -1, 1]),
    ],
)
def test_hold_last(values, before, expected):
    assert hold_last(np.array(values, dtype=np.int8), before).tolist() == expected
