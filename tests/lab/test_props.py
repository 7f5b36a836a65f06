"""Things beside the person: they have their size, and lie where the body needs them."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba", reason="the lab's renderer needs the extra `lab`")

from lab.body import load_body
from lab.mesh import build_ball, build_band
from lab.movements import POSES
from lab.props import BED_TOP_M, build_props


@pytest.fixture
def body():
    return load_body("woman_slim")


def test_a_ball_is_round_and_its_normals_point_outward():
    centre_m = np.array([0.2, -0.1, 0.3])
    ball = build_ball(centre_m, 0.08, (1, 0, 0))
    outward = ball.vertices_m - centre_m
    assert np.linalg.norm(outward, axis=1) == pytest.approx(0.08)
    on_seam_or_pole = np.linalg.norm(ball.normals, axis=1) < 0.5
    assert (np.sum(outward * ball.normals, axis=1)[~on_seam_or_pole] > 0).all()


def test_a_band_reaches_from_one_point_to_the_other():
    start_m, end_m = np.array([0.1, 0.2, 0.3]), np.array([0.4, -0.2, 0.9])
    band = build_band(start_m, end_m, 0.04, (0, 0, 1))
    along = (end_m - start_m) / np.linalg.norm(end_m - start_m)
    reach = (band.vertices_m - start_m) @ along
    assert (reach.min(), reach.max()) == pytest.approx((0.0, np.linalg.norm(end_m - start_m)))
    assert np.linalg.norm(band.vertices_m - start_m - np.outer(reach, along), axis=1).max() < 0.03


def test_the_back_lies_on_the_bed_and_the_leg_hangs_beside_it(body):
    posture = POSES["hanging_leg"]["hanging"].build(body)
    mattress, _ = build_props("lying_hip_stretch", body, posture, "left")
    joints = body.joints(posture)
    assert mattress.vertices_m[:, 2].max() == pytest.approx(BED_TOP_M)
    assert body.skin(posture)[body.vertices_of("spine", "pelvis"), 2].min() == pytest.approx(BED_TOP_M, abs=0.01)
    assert joints["left_ankle"][2] < BED_TOP_M - 0.2
    assert joints["left_knee"][1] < mattress.vertices_m[:, 1].min() < joints["left_shoulder"][1]


def test_the_strap_goes_from_both_hands_to_the_raised_foot(body):
    posture = POSES["leg_lift"]["strap_high"].build(body)
    joints = body.joints(posture)
    for band, hand in zip(build_props("supine_strap_stretch", body, posture, "left"), ("left", "right"), strict=True):
        for joint in (f"{hand}_wrist", "left_ankle"):
            assert np.linalg.norm(band.vertices_m - joints[joint], axis=1).min() < 0.15


def test_a_stretch_without_things_has_none(body):
    assert build_props("cobra", body, POSES["cobra"]["up"].build(body), "left") == []
