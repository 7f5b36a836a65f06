from __future__ import annotations

import threading

import av
import numpy as np
import pytest
from media_clips import draw_corners, turn_by_tag
from PIL import Image

from posecheck.errors import InputError, ReviewCancelled
from posecheck.media import track_media
from posecheck.pose import Pose
from posecheck.tracking import PoseTracker


class FakeTracker:
    """Gives each frame a pose that tells which call it was, in the place of the network."""

    def __init__(self) -> None:
        self.calls = 0
        self.restarts = 0
        self.shapes: list[tuple[int, ...]] = []

    @property
    def persons(self) -> int:
        return self.calls % 3

    def restart(self) -> None:
        self.restarts += 1

    def track(self, rgb: np.ndarray, time_s: float) -> Pose:
        self.calls += 1
        self.shapes.append(rgb.shape)
        fill = float(self.calls)
        return Pose(
            time_s,
            np.full((33, 2), fill),
            np.full((33, 3), -fill),
            np.full(33, 0.5),
            rgb.shape[1] / rgb.shape[0],
        )

    def track_image(self, rgb: np.ndarray) -> Pose:
        return self.track(rgb, 0.0)


@pytest.fixture
def fake() -> FakeTracker:
    return FakeTracker()


def worker_count() -> int:
    return sum(thread.name == "posecheck-prefetch" for thread in threading.enumerate())


def test_each_frame_gives_one_pose_in_order(fake, make_clip):
    tracked = track_media(make_clip(), fake)
    assert len(tracked.track) == 30
    np.testing.assert_allclose(tracked.track.time_s, np.arange(30) / 30, atol=0.001)
    np.testing.assert_array_equal(tracked.track.image_xy[:, 0, 0], np.arange(1, 31))
    np.testing.assert_array_equal(tracked.track.world_xyz[:, 0, 0], -np.arange(1, 31))
    np.testing.assert_array_equal(tracked.persons, np.arange(1, 31) % 3)
    assert tracked.track.aspect == pytest.approx(96 / 64)
    assert tracked.source.frames == 30
    assert fake.restarts >= 1


def test_a_long_video_keeps_every_frame(fake, make_clip):
    tracked = track_media(make_clip("long.mkv", times_s=[index / 100 for index in range(2100)], size=(32, 16)), fake)
    np.testing.assert_array_equal(tracked.track.image_xy[:, 5, 1], np.arange(1, 2101))
    assert tracked.persons.shape == (2100,)


def test_a_photo_gives_one_pose(fake, tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(draw_corners(96, 64)).save(path)
    tracked = track_media(path, fake)
    assert len(tracked.track) == 1
    assert tracked.persons.tolist() == [1]
    assert tracked.source.kind == "photo"


def test_large_frames_are_tracked_smaller(fake, make_clip):
    tracked = track_media(make_clip(size=(1280, 960), times_s=[0.0, 0.1]), fake)
    assert set(fake.shapes) == {(640, 853, 3)}
    assert (tracked.source.width, tracked.source.height) == (1280, 960)


def test_cancelling_stops_and_ends_the_thread(fake, make_clip):
    with pytest.raises(ReviewCancelled):
        track_media(make_clip(), fake, cancelled=lambda: fake.calls >= 5)
    assert fake.calls == 5
    assert worker_count() == 0


def test_an_error_of_the_tracker_ends_the_thread(fake, make_clip, monkeypatch):
    def fail(_rgb: np.ndarray, _time_s: float) -> Pose:
        raise RuntimeError("network")

    monkeypatch.setattr(fake, "track", fail)
    with pytest.raises(RuntimeError, match="network"):
        track_media(make_clip(), fake)
    assert worker_count() == 0


@pytest.mark.parametrize("name", ["a.mp4", "raw.h264"])
def test_progress_rises_within_0_and_1(fake, make_clip, name):
    """Also where the file does not say how long it is."""
    seen: list[float] = []
    track_media(make_clip(name), fake, on_progress=lambda fraction, _text: seen.append(fraction))
    assert len(seen) == 3
    assert seen == sorted(seen)
    assert 0 < seen[0] <= seen[-1] <= 1


def test_a_cut_off_video_carries_its_warning(fake, make_clip, tmp_path):
    data = make_clip("whole.mkv", times_s=[index / 10 for index in range(60)], noisy=True).read_bytes()
    path = tmp_path / "cut.mkv"
    path.write_bytes(data[: len(data) // 2])
    tracked = track_media(path, fake)
    assert len(tracked.track) == tracked.source.frames > 1
    assert "cut off" in tracked.warnings[0]


def test_a_missing_file_is_an_input_error(fake, tmp_path):
    with pytest.raises(InputError, match="no such file"):
        track_media(tmp_path / "none.mp4", fake)


@pytest.mark.model
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_sensor_changes_no_landmark(model_path, sample_dir, tmp_path, turns):
    """The clip stored turned to the left, with the tag that turns it back, tracks as the upright one."""
    source = sample_dir / "half_kneeling_hip_flexor__good.mp4"
    upright, turned = tmp_path / "upright.mp4", tmp_path / "stored.mp4"
    with av.open(str(source)) as container:
        frames = [
            frame.to_ndarray(format="rgb24") for frame, _ in zip(container.decode(video=0), range(12), strict=False)
        ]
    for path, quarter_turns in ((upright, 0), (turned, turns)):
        write_frames(path, [np.ascontiguousarray(np.rot90(frame, quarter_turns)) for frame in frames])
    tagged = turn_by_tag(turned, tmp_path / "tagged.mp4", turns)
    with PoseTracker(model_path) as tracker:
        expected, found = track_media(upright, tracker).track, track_media(tagged, tracker).track
    # Compression works on other blocks, which moves landmarks by a pixel or two of 480.
    assert np.abs(found.image_xy - expected.image_xy)[:, 11:29].max() < 0.02


def write_frames(path, frames):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"crf": "12"})
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))
