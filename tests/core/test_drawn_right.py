"""What the network draws too far right in the picture goes back, the more the straighter the body."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck import anatomy
from posecheck.observation import Observer
from posecheck.pose import LANDMARK_INDEX, MIRROR_ORDER
from tests.core.poses import make_hold, still_track
from tests.core.stick_figure import ASPECT, TRUNK_M, Leg, Person, lie, stand

SHARES = {"shoulder": 0.01, "hip": 0.04, "knee": 0.02}
NEAR = {0: "right", 180: "left"}


@pytest.fixture(autouse=True)
def _round_numbers(monkeypatch):
    for joint, share in SHARES.items():
        monkeypatch.setattr(anatomy, f"DRAWN_RIGHT_{joint.upper()}", share)


def correct(image: np.ndarray, front_sign: float, chosen: bool = True) -> np.ndarray:
    return anatomy.correct_drawn_right(image[np.newaxis], np.array([front_sign]), np.array([chosen]))[0]


def find_moves(person: Person) -> dict[str, tuple[float, float]]:
    """How far each landmark that moved did so, in trunks."""
    image = person.image_xy()
    moved = (correct(image, 1.0 if person.heading == 0 else -1.0) - image) / (TRUNK_M * person.scale)
    names = list(LANDMARK_INDEX)
    return {names[index]: tuple(moved[index].round(9)) for index in np.flatnonzero(moved.any(axis=1))}


@pytest.mark.parametrize("heading", NEAR)
def test_a_straight_body_moves_left_whichever_way_it_faces(heading):
    near = NEAR[heading]
    assert find_moves(stand(heading=heading)) == {f"{near}_{joint}": (-share, 0.0) for joint, share in SHARES.items()}


@pytest.mark.parametrize(
    ("leg", "part"),
    [(Leg(knee=15), 0.75), (Leg(hip=30), 0.5), (Leg(hip=-30, knee=15), 0.25), (Leg(hip=40, knee=40), 0)],
)
def test_hip_and_knee_move_less_when_bent_and_the_shoulder_does_not(leg, part):
    moves = find_moves(stand(heading=0, right=leg))
    assert moves.pop("right_shoulder") == (-SHARES["shoulder"], 0.0)
    assert {name: x for name, (x, _) in moves.items()} == pytest.approx(
        {f"right_{joint}": -part * SHARES[joint] for joint in ("hip", "knee") if part}
    )


@pytest.mark.parametrize("heading", NEAR)
def test_a_picture_and_its_mirror_image_come_to_the_same(heading):
    """The network draws both to the right; corrected, one is the other's mirror image, as it should be."""
    person = stand(heading=heading)
    drawn, sign = person.image_xy(), 1.0 if heading == 0 else -1.0
    mirrored = drawn[MIRROR_ORDER] * [-1, 1] + [ASPECT, 0]
    for image, side in ((drawn, NEAR[heading]), (mirrored, NEAR[180 - heading])):
        for joint, share in SHARES.items():
            image[LANDMARK_INDEX[f"{side}_{joint}"], 0] += share * TRUNK_M * person.scale
    straight, other = correct(drawn, sign), correct(mirrored, -sign)
    np.testing.assert_allclose(other[MIRROR_ORDER] * [-1, 1] + [ASPECT, 0], straight, atol=1e-3)
    np.testing.assert_allclose(straight, person.image_xy(), atol=1e-3)


def test_other_frames_stay_as_they_are():
    image = stand(heading=0).image_xy()
    np.testing.assert_array_equal(correct(image, 1.0, chosen=False), image)
    np.testing.assert_array_equal(correct(image, np.nan), image)


def test_joints_upon_each_other_leave_the_hip_where_it_is():
    image = stand(heading=0).image_xy()
    image[LANDMARK_INDEX["right_ankle"]] = image[LANDMARK_INDEX["right_knee"]]
    moved = np.flatnonzero((correct(image, 1.0) != image).any(axis=1))
    assert moved.tolist() == [LANDMARK_INDEX["right_shoulder"]]


@pytest.mark.parametrize(("person", "moves"), [(stand(), True), (stand(heading=90), False), (lie(), False)])
def test_only_an_upright_body_seen_from_the_side_is_corrected(person, moves, monkeypatch):
    def observe() -> np.ndarray:
        return Observer(make_hold(), "right", 0.0).observe(still_track(person, 1.0)).track.image_xy[-1]

    before = observe()
    monkeypatch.setattr(anatomy, "DRAWN_RIGHT_SHOULDER", 0.0)
    assert (observe() != before).any() == moves
