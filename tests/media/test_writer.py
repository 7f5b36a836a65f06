from __future__ import annotations

import av
import numpy as np
import pytest
from media_clips import draw_corners, read_corners

from posecheck.errors import InputError
from posecheck.media import VideoWriter, open_video


def write(path, times_s, size=(96, 64)):
    with VideoWriter(path, *size, fps=30.0) as writer:
        for time_s in times_s:
            writer.write(draw_corners(*size), time_s)
    return path


def test_a_written_video_reads_back_with_its_times(tmp_path):
    times_s = np.cumsum([0, 1 / 30, 1 / 30, 0.2, 0.04, 0.5, 1 / 60])
    with open_video(write(tmp_path / "out.mp4", times_s)) as reader:
        frames = list(reader)
    np.testing.assert_allclose([frame.time_s for frame in frames], times_s, atol=1e-4)
    assert all(read_corners(frame.rgb).tolist() == [0, 1, 2, 3] for frame in frames)


def test_browsers_can_play_it_while_it_loads(tmp_path):
    path = write(tmp_path / "out.mp4", [0.0, 0.1, 0.2])
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")


def test_odd_sizes_lose_a_line(tmp_path):
    with open_video(write(tmp_path / "odd.mp4", [0.0, 0.1], size=(97, 63))) as reader:
        assert (reader.info.width, reader.info.height) == (96, 62)


def test_nothing_is_left_after_an_error(tmp_path):
    def draw_and_fail() -> None:
        with VideoWriter(tmp_path / "out.mp4", 64, 48, 30.0) as writer:
            writer.write(np.zeros((48, 64, 3), np.uint8), 0.0)
            writer.write(np.zeros((8, 8, 3), np.uint8), 1.0)

    with pytest.raises(ValueError, match="frames of 64 x 48"):
        draw_and_fail()
    assert list(tmp_path.iterdir()) == []


def test_an_older_video_stays_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "out.mp4"
    path.write_bytes(b"older")
    with VideoWriter(path, 64, 48, 30.0) as writer:
        writer.write(np.zeros((48, 64, 3), np.uint8), 0.0)
        assert path.read_bytes() == b"older"
    assert path.read_bytes() != b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_times_must_rise(tmp_path):
    with pytest.raises(ValueError, match="rise"):
        write(tmp_path / "out.mp4", [0.0, 1.0, 1.0])


def test_a_folder_that_cannot_be_made_is_an_input_error(tmp_path):
    blocker = tmp_path / "file"
    blocker.touch()
    with pytest.raises(InputError, match="Expected to write the video"):
        VideoWriter(blocker / "out.mp4", 64, 48, 30.0)
