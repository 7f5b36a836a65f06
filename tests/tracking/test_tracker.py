"""The tracker with the real network, on real photos and on the sample clips."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from posecheck.errors import ModelError
from posecheck.pose import LANDMARK_INDEX
from posecheck.tracking import PoseTracker, landmarker, tracker
from posecheck.tracking.person_lock import measure_body
from tests.core.poses import to_pose
from tests.core.stick_figure import Leg, stand

pytestmark = pytest.mark.model

HIPS = [23, 24]


@pytest.fixture(scope="module")
def photos(shared_dir) -> dict[str, np.ndarray]:
    names = ("lunge_halfkneel_01", "standing_01", "standing_leg_01")
    folder = shared_dir / "footage" / "images"
    return {name: np.asarray(Image.open(folder / f"{name}.jpg").convert("RGB"))[:540, :810] for name in names}


@pytest.fixture
def pose_tracker(model_path):
    with PoseTracker(model_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def scene(photos) -> dict[str, np.ndarray]:
    """Two places side by side: someone kneeling on the left, someone standing on the right, or nobody."""
    left, right = photos["lunge_halfkneel_01"], photos["standing_01"]
    empty = np.full_like(left, 128)
    return {
        "left": np.hstack([left, empty]),
        "right": np.hstack([empty, right]),
        "both": np.hstack([left, right]),
        "nobody": np.hstack([empty, empty]),
    }


def hips_x(pose) -> float:
    return float(pose.image_xy[HIPS, 0].mean())


def test_landmarks_are_in_units_of_frame_height(pose_tracker, photos):
    pose = pose_tracker.track_image(photos["standing_01"])
    assert pose.aspect == pytest.approx(810 / 540)
    assert 0 < pose.image_xy[:, 0].min() < pose.image_xy[:, 0].max() < 1.5
    # Upright: head above hips above ankles, in the picture and in the world (y down).
    for points in (pose.image_xy, pose.world_xyz):
        assert points[0, 1] < points[HIPS, 1].mean() < points[[27, 28], 1].mean()
    assert np.linalg.norm(pose.world_xyz[HIPS].mean(axis=0)) < 0.05
    assert ((pose.visibility >= 0) & (pose.visibility <= 1)).all()


def test_a_mirrored_photo_swaps_the_sides(pose_tracker, photos):
    pose = pose_tracker.track_image(photos["standing_01"])
    mirrored = pose_tracker.track_image(photos["standing_01"][:, ::-1]).mirrored()
    assert np.abs(pose.image_xy - mirrored.image_xy)[11:29].max() < 0.05


def test_nobody_gives_nan(pose_tracker, scene):
    assert not pose_tracker.track_image(scene["nobody"]).detected
    assert pose_tracker.persons == 0
    pose = pose_tracker.track(scene["nobody"], 1.5)
    assert not pose.detected
    assert pose.time_s == 1.5


def test_frames_closer_than_a_millisecond_are_tracked(pose_tracker, scene):
    times_s = [0.0, 0.0002, 0.0004, 0.0011, 0.5]
    assert [pose_tracker.track(scene["left"], time_s).time_s for time_s in times_s] == times_s


def test_times_must_rise(pose_tracker, scene):
    pose_tracker.track(scene["nobody"], 1.0)
    with pytest.raises(ValueError, match="rise"):
        pose_tracker.track(scene["nobody"], 1.0)
    pose_tracker.restart()
    pose_tracker.track(scene["nobody"], 0.0)


@pytest.mark.parametrize(
    "picture", [np.zeros((8, 8), np.uint8), np.zeros((8, 8, 4), np.uint8), np.zeros((8, 8, 3))], ids=str
)
def test_other_shapes_are_refused(pose_tracker, picture):
    with pytest.raises(ValueError, match="uint8"):
        pose_tracker.track(picture, 0.0)


def test_a_second_person_is_counted_and_the_first_stays_followed(pose_tracker, scene):
    for index in range(45):
        pose = pose_tracker.track(scene["left" if index < 10 else "both"], index / 15)
        assert pose.detected
        assert hips_x(pose) < 1.5
    assert pose_tracker.persons == 2


def test_a_second_person_is_looked_for_where_the_picture_changed(pose_tracker, scene, monkeypatch):
    """Alone in a still room the network is asked every five seconds; who comes in is seen within one."""
    looks: list[float] = []
    look_beside = PoseTracker._look_beside

    def count(self, rgb, pose):
        looks.append(pose.time_s)
        return look_beside(self, rgb, pose)

    monkeypatch.setattr(PoseTracker, "_look_beside", count)
    alone_s, step_s = 8.0, 0.25
    for index in range(int(alone_s / step_s)):
        pose_tracker.track(scene["left"], index * step_s)
        assert pose_tracker.persons == 1
    assert len(looks) <= 5
    assert max(np.diff([*looks, alone_s])) <= 5.0 + 1.0
    for index in range(int((1.0 + 2 * step_s) / step_s)):
        pose_tracker.track(scene["both"], alone_s + index * step_s)
    assert pose_tracker.persons == 2
    seen = len(looks)
    for index in range(int(3.0 / step_s)):
        pose_tracker.track(scene["both"], alone_s + 2.0 + index * step_s)
    assert len(looks) - seen >= 3


def test_somebody_else_is_not_taken_for_the_followed_person(pose_tracker, scene):
    """The followed person leaves while another stays: no pose, then the other after the release."""
    poses = [pose_tracker.track(scene["both" if index < 30 else "right"], index / 15) for index in range(30 + 75)]
    followed = hips_x(poses[0])
    assert all(abs(hips_x(pose) - followed) < 0.2 for pose in poses[:30])
    assert not any(pose.detected for pose in poses[32:70])
    assert poses[-1].detected
    assert abs(hips_x(poses[-1]) - followed) > 0.3


def test_a_cut_keeps_the_only_person(pose_tracker, scene):
    poses = [pose_tracker.track(scene["left" if index < 15 else "right"], index / 15) for index in range(30)]
    assert sum(not pose.detected for pose in poses) <= 6
    assert hips_x(poses[-1]) > 1.5


def test_somebody_who_crosses_does_not_take_the_lock_along(pose_tracker, photos):
    """A picture of another person slides over the whole scene and hides the kneeling one for half a second."""
    blank = np.full((540, 400, 3), 128, np.uint8)
    scene = np.hstack([blank, photos["lunge_halfkneel_01"], blank])
    crosser = photos["standing_leg_01"][:, 250:600]
    poses = []
    for index in range(75):
        picture = scene.copy()
        left = round(40 * (index - 15) - crosser.shape[1])
        start, end = max(0, left), min(scene.shape[1], left + crosser.shape[1])
        if start < end:
            picture[:, start:end] = crosser[:, start - left : end - left]
        poses.append(pose_tracker.track(picture, index / 15))
    before = np.median([hips_x(pose) for pose in poses[:10]])
    assert all(abs(hips_x(pose) - before) < 0.1 for pose in poses[-10:])
    assert sum(abs(hips_x(pose) - before) > 0.2 for pose in poses if pose.detected) <= 22


def test_somebody_far_behind_does_not_count(pose_tracker, photos, monkeypatch):
    """A picture on the wall, a third of the size of the person before it."""
    small = np.asarray(Image.fromarray(photos["standing_leg_01"]).resize((243, 162)))
    wall = np.full((540, 283, 3), 128, np.uint8)
    wall[60:222, 20:263] = small
    picture = np.hstack([photos["lunge_halfkneel_01"], wall])
    assert pose_tracker.track_image(picture).detected
    assert pose_tracker.persons == 1
    pose_tracker.track(picture, 0.0)
    assert pose_tracker.persons == 1
    monkeypatch.setattr(tracker, "_LEAST_SHARE", 0.0)
    pose_tracker.track_image(picture)
    assert pose_tracker.persons == 2


@pytest.mark.parametrize("subject_is_left", [True, False])
def test_the_more_prominent_person_is_followed(pose_tracker, photos, subject_is_left):
    subject = photos["lunge_halfkneel_01"]
    small = np.asarray(Image.fromarray(photos["standing_01"]).resize((405, 270)))
    bystander = np.vstack([np.full((270, 405, 3), 128, np.uint8), small])
    picture = np.hstack([subject, bystander] if subject_is_left else [bystander, subject])
    low, high = (0.0, 1.5) if subject_is_left else (0.75, 2.25)
    poses = [pose_tracker.track(picture, index / 15) for index in range(5)]
    assert all(low < hips_x(pose) < high for pose in poses)
    assert low < hips_x(pose_tracker.track_image(picture)) < high


def test_sample_clips_are_one_person_seen_throughout(pose_tracker, sample_dir):
    from posecheck.media import track_media

    clips = sorted(sample_dir.glob("half_kneeling_hip_flexor__good.mp4"))
    if not clips:
        pytest.skip("no sample clip yet")
    tracked = track_media(clips[0], pose_tracker)
    assert tracked.track.detected.all()
    assert (tracked.persons == 1).all()


def test_a_missing_system_library_is_named():
    words = landmarker._explain_load_error(OSError("libGLESv2.so.2: cannot open shared object file"))
    assert "sudo apt-get install libegl1 libgles2" in words
    words = landmarker._explain_load_error(ImportError("libGL.so.1: cannot open shared object file"))
    assert "libgl1" in words


def test_a_bundle_that_does_not_load_is_a_model_error(tmp_path):
    path = tmp_path / "broken.task"
    path.write_bytes(b"PK nothing")
    with pytest.raises(ModelError, match="does not load"):
        landmarker.Landmarker(path, video=True)


def test_a_tracker_that_is_not_closed_leaves_no_noise(model_path):
    code = (
        "import sys, numpy as np\n"
        "from posecheck.tracking import PoseTracker\n"
        "tracker = PoseTracker(sys.argv[1])\n"
        "tracker.track(np.zeros((48, 64, 3), np.uint8), 0.0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(model_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(tracker.__file__).parents[2],
        timeout=120,
    )
    assert done.stderr == ""
    assert done.stdout == ""


def test_with_two_people_around_the_body_never_leaps(pose_tracker, shared_dir):
    """A man jumps off a roof while a woman walks by below, and runs back later (real footage)."""
    from posecheck.media import track_media

    tracked = track_media(shared_dir / "footage" / "clips" / "sports2d_demo_two_people.mp4", pose_tracker)
    assert tracked.persons.max() == 2
    bodies = [(pose.time_s, measure_body(pose)) for pose in tracked.track if pose.detected]
    assert len(bodies) > 150
    for (before_s, before), (after_s, after) in itertools.pairwise(bodies):
        if after_s - before_s < 1.0:
            moved_m = np.linalg.norm(after.hips_xy - before.hips_xy) / before.height_per_m
            assert moved_m < 2.0, f"the body leapt {moved_m:.1f} m at {after_s:.2f} s"


def test_importing_is_light():
    code = (
        "import sys, posecheck.tracking, posecheck.media\n"
        "heavy = {'mediapipe', 'cv2', 'av', 'PIL', 'streamlit', 'filelock'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=Path(tracker.__file__).parents[2]
    )
    assert done.returncode == 0, done.stderr


def test_each_part_of_a_body_is_left_out_of_the_room_and_what_is_between_its_legs_is_not():
    picture = np.zeros((400, 600, 3), dtype=np.uint8)
    pose = to_pose(stand(heading=90, left=Leg(abduction=35), right=Leg(abduction=35)))
    boxes = np.array(tracker._find_parts_px(picture, pose)).reshape(-1, 1, 2, 2)

    def is_left_out(points_px):
        return ((points_px > boxes[:, :, 0]) & (points_px < boxes[:, :, 1])).all(axis=2).any(axis=0)

    points_px = pose.image_xy * 400
    assert is_left_out(points_px).all()
    ankles_px = points_px[[LANDMARK_INDEX["left_ankle"], LANDMARK_INDEX["right_ankle"]]]
    assert not is_left_out(ankles_px.mean(axis=0, keepdims=True)).any()
    assert tracker._find_parts_px(picture, None) == []
