"""Pictures: the person is where the truth says, and the same description gives the same picture."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba", reason="the lab's renderer needs the extra `lab`")

from lab.__main__ import main
from lab.camera import aim_camera
from lab.clip import load_clip
from lab.mesh import build_box, vertex_normals
from lab.raster import rasterise
from lab.scene import Scene
from lab.tracks import load_track, save_track
from posecheck.pose import PoseTrack

CLIPS = Path(__file__).parents[2] / "lab" / "clips"


def small(name, **changes):
    clip = load_clip(next(CLIPS.rglob(f"{name}.yaml")))
    camera = clip.camera.model_copy(update={"size": (160, 120)})
    return clip.model_copy(update={"camera": camera, "fps": 1.0} | changes)


def first_picture(clip):
    return next(iter(Scene(clip).frames())).picture


def test_the_joints_of_the_truth_lie_on_the_person():
    scene = Scene(small("air_squat__good"))
    empty = Scene(small("air_squat__good", absence={"from_s": 0, "to_s": 99}, keys=scene.clip.keys))
    absent = scene.clip.absence
    assert absent is None
    truth = scene.truth()
    picture = first_picture(scene.clip).astype(int)
    backdrop = picture[2, 2]
    for joint in ("left_shoulder", "left_hip", "left_knee"):
        column, row = np.round(truth.image_xy[joint][0] * 120).astype(int)
        assert np.abs(picture[row, column] - backdrop).sum() > 60, joint
    assert empty.clip.name == scene.clip.name


def test_the_same_description_gives_the_same_picture():
    clip = small("half_kneeling_hip_flexor__good")
    assert np.array_equal(first_picture(clip), first_picture(clip))


def test_light_and_noise_change_the_picture():
    clip = small("half_kneeling_hip_flexor__good")
    dim = clip.model_copy(update={"picture": clip.picture.model_copy(update={"brightness": 0.4})})
    assert first_picture(dim).mean() < 0.8 * first_picture(clip).mean()


def test_an_absent_person_leaves_the_empty_room_and_no_truth():
    scene = Scene(small("half_kneeling_hip_flexor__person_leaves"))
    frames = {frame.time_s: frame.picture.astype(int) for frame in scene.frames()}
    truth = scene.truth()
    gone = truth.time_s == 8.0
    assert np.isnan(truth.angles["left_knee_flexion_deg"][gone]).all()
    assert np.abs(frames[8.0] - frames[6.0]).max() > 100


def test_a_visitor_is_drawn_behind():
    clip = small("half_kneeling_hip_flexor__second_person")
    alone = clip.model_copy(update={"visitor": None})
    with_visitor, without = (list(Scene(one).frames())[8].picture.astype(int) for one in (clip, alone))
    assert (np.abs(with_visitor - without).sum(axis=2) > 60).sum() > 100


def test_the_camera_sees_its_target_in_the_middle_and_left_on_the_right_side():
    camera = aim_camera(np.array([0.0, 0.0, 1.0]), yaw_deg=0, distance_m=3, height_m=1.2)
    assert camera.project(np.array([[0.0, 0.0, 1.0]]))[0] == pytest.approx([320, 240])
    assert camera.project(np.array([[0.3, 0.0, 1.0]]))[0, 0] > 320


def test_camera_roll_turns_the_picture():
    target = np.array([0.0, 0.0, 1.0])
    level, rolled = (
        aim_camera(target, yaw_deg=0, distance_m=3, height_m=1.0, roll_deg=roll_deg) for roll_deg in (0, 10)
    )
    up = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 1.5]])
    across = np.diff(rolled.project(up), axis=0)[0]
    assert np.diff(level.project(up), axis=0)[0][0] == pytest.approx(0, abs=1e-6)
    assert abs(np.degrees(np.arctan2(across[0], -across[1]))) == pytest.approx(10, abs=0.1)


def test_the_nearer_triangle_wins():
    pixels = np.array([[0.0, 0.0], [8.0, 0.0], [0.0, 8.0]] * 2)
    depths = np.array([2.0, 2.0, 2.0, 1.0, 1.0, 1.0])
    fragments = rasterise(pixels, depths, np.array([[0, 1, 2], [3, 4, 5]]), 8, 8)
    assert fragments.triangle[1, 1] == 1
    assert fragments.triangle[7, 7] == -1


def test_a_boxs_normals_point_outward():
    box = build_box((0.0, 0.0, 0.0), (2.0, 2.0, 2.0), (0.5, 0.5, 0.5))
    outward = np.einsum("ij,ij->i", vertex_normals(box.vertices_m, box.faces), box.vertices_m)
    assert (outward > 0).all()


def test_a_stored_track_comes_back(tmp_path):
    rng = np.random.default_rng(0)
    image, world = rng.uniform(0, 1.3, (5, 33, 2)), rng.uniform(-1, 1, (5, 33, 3))
    image[2], world[2] = np.nan, np.nan
    track = PoseTrack(np.arange(5) / 15, image, world, np.clip(image[:, :, 0], 0, 1), 4 / 3)
    save_track(track, tmp_path / "one.npz")
    again = load_track(tmp_path / "one.npz")
    np.testing.assert_allclose(again.image_xy, track.image_xy, atol=6e-5)
    np.testing.assert_allclose(again.world_xyz, track.world_xyz, atol=6e-4)
    assert list(again.detected) == [True, True, False, True, True]
    assert again.aspect == track.aspect


def test_the_command_writes_video_and_truth(tmp_path, monkeypatch):
    clip = small("cobra__good", keys=small("cobra__good").timeline[:3])
    monkeypatch.setattr("lab.__main__.load_clip", lambda _path: clip)
    assert main(["render", "cobra.yaml", "--out", str(tmp_path)]) == 0
    truth = json.loads((tmp_path / "cobra__good.truth.json").read_text(encoding="utf-8"))
    assert truth["schema_version"] == 1
    assert (tmp_path / "cobra__good.mp4").stat().st_size > 500


def test_a_wrong_description_ends_with_one_line(tmp_path, capsys):
    path = tmp_path / "bad.yaml"
    path.write_text("stretch: cobra\n", encoding="utf-8")
    assert main(["render", str(path), "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
