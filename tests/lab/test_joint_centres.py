"""Joint centres lie at one place of the flesh, and give bodies the proportions of people."""

import numpy as np
import pytest

from lab.bake_centres import MEAN_OF, find_weights
from lab.body import list_bodies, load_body, read_baked
from lab.joint_centres import load_weights, place_joints

# Thigh and shin are 0.245 and 0.246 of the stature in the mean of adults (Drillis and Contini 1966, in Winter,
# Biomechanics and Motor Control of Human Movement); single people differ from it by some percent.
THIGH_SHARE, SHIN_SHARE = 0.245, 0.246


def test_weights_give_the_centre_and_follow_the_flesh() -> None:
    rng = np.random.default_rng(3)
    vertices = rng.uniform(0.1, 0.3, (200, 3))
    centre = np.array([0.18, 0.21, 0.2])
    weights = find_weights(vertices, centre, 0.08)
    np.testing.assert_allclose(weights @ vertices, centre)
    stretched = vertices * [1.0, 2.0, 0.5] + [1.0, 0.0, -2.0]
    np.testing.assert_allclose(weights @ stretched, centre * [1.0, 2.0, 0.5] + [1.0, 0.0, -2.0])
    assert not weights[np.linalg.norm(vertices - centre, axis=1) >= 0.08].any()


def test_flesh_of_the_other_leg_has_no_say() -> None:
    vertices = np.random.default_rng(4).uniform(-0.1, 0.1, (300, 3))
    weights = find_weights(vertices, np.array([0.02, 0.0, 0.0]), 0.1)
    assert not weights[vertices[:, 0] < 0].any()


@pytest.mark.parametrize("name", list_bodies())
def test_legs_have_the_proportions_of_people(name: str) -> None:
    body = load_body(name)
    for side in ("left", "right"):
        thigh, shin = (body.length_m(side, segment) / body.height_m for segment in ("thigh", "shin"))
        assert thigh == pytest.approx(THIGH_SHARE, rel=0.06)
        assert shin == pytest.approx(SHIN_SHARE, rel=0.06)
        assert thigh / shin == pytest.approx(THIGH_SHARE / SHIN_SHARE, abs=0.1)


@pytest.mark.parametrize("name", list_bodies())
def test_both_sides_of_a_body_are_alike(name: str) -> None:
    centres = place_joints(load_body(name).rest_m)
    for label in load_weights():
        if label.endswith(".L"):
            np.testing.assert_allclose(centres[label] * [-1, 1, 1], centres[f"{label[:-1]}R"], atol=0.002)


def test_the_place_is_that_of_the_baked_bones_in_the_mean() -> None:
    topology = load_body("man_fit").topology
    for label in load_weights():
        away = []
        for name in MEAN_OF:
            vertices, heads = read_baked(name)
            away.append((place_joints(vertices)[label] - heads[topology.bone(label)]) / np.ptp(vertices[:, 2]))
        assert np.linalg.norm(np.mean(away, axis=0)) < 0.0002
