from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
from media_clips import Clip, draw_corners, read_corners, turn_by_tag

from posecheck.errors import InputError
from posecheck.media import open_video, video


def read_times(path: Path) -> list[float]:
    with open_video(path) as reader:
        return [frame.time_s for frame in reader]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp4", {}),
        ("a.mov", {}),
        ("a.mkv", {}),
        ("a.webm", {"codec": "libvpx-vp9"}),
        ("a.avi", {"codec": "mpeg4"}),
        ("a.ts", {}),
        ("a.gif", {"codec": "gif", "pix_fmt": "rgb8"}),
    ],
)
def test_any_container_gives_the_same_pictures_and_times(make_clip, name, options):
    path = make_clip(name, **options)
    with open_video(path) as reader:
        frames = list(reader)
    assert len(frames) == 30
    assert all(read_corners(frame.rgb).tolist() == [0, 1, 2, 3] for frame in frames)
    # GIF counts in hundredths, Matroska in thousandths of a second.
    np.testing.assert_allclose([frame.time_s for frame in frames], np.arange(30) / 30, atol=0.011)
    assert reader.info.frames == 30
    assert reader.info.fps == pytest.approx(30, rel=0.02)
    assert reader.info.duration_s == pytest.approx(1.0, abs=0.02)
    assert (reader.info.width, reader.info.height) == (96, 64)
    assert reader.fraction == 1.0
    assert reader.warnings == []


# How many pictures are read for those up to 5 s: all where the file says nowhere at which places it can be entered.
@pytest.mark.parametrize(("name", "most"), [("a.mp4", 99), ("a.mov", 99), ("a.mkv", 152), ("a.ts", 152)])
def test_single_pictures_are_those_of_a_whole_reading(make_clip, monkeypatch, name, most):
    clip = make_clip(name, times_s=[index / 30 for index in range(240)], noisy=True)
    with open_video(clip) as reader:
        every = list(reader)
    admit, admitted = video._FrameTimes.admit, []
    monkeypatch.setattr(video._FrameTimes, "admit", lambda self, raw: admitted.append(raw.pts) or admit(self, raw))
    wanted_s = [5.01, 0.0, 2.5, 5.0]
    with video.VideoReader(clip, wanted_s=wanted_s) as reader:
        found = list(reader)
    expected = [next(frame for frame in every if frame.time_s >= time_s - 1e-6) for time_s in sorted(wanted_s)]
    assert [frame.time_s for frame in found] == [frame.time_s for frame in expected]
    assert all(np.array_equal(one.rgb, other.rgb) for one, other in zip(found, expected, strict=True))
    assert len(admitted) <= most


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_the_rotation_tag_is_applied(make_clip, tmp_path, turns):
    # The sensor saw the picture turned to the left; the tag tells to turn it back.
    path = turn_by_tag(make_clip(), tmp_path / "turned.mp4", turns)
    with open_video(path) as reader:
        frame = next(iter(reader))
    expected = np.rot90(draw_corners(96, 64), -turns)
    assert frame.rgb.shape == expected.shape
    assert read_corners(frame.rgb).tolist() == read_corners(expected).tolist()
    assert (reader.info.width, reader.info.height) == expected.shape[1::-1]


def test_variable_frame_rate_keeps_true_times(make_clip):
    times_s = np.cumsum([0, 0.033, 0.033, 0.2, 0.04, 0.5, 0.016, 0.017, 0.3, 0.033])
    np.testing.assert_allclose(read_times(make_clip(times_s=times_s.tolist())), times_s, atol=0.0011)


def test_times_start_at_zero(make_clip):
    times = read_times(make_clip("late.mkv", times_s=[2.0 + index / 25 for index in range(10)]))
    assert times[0] == 0.0
    assert times[-1] == pytest.approx(9 / 25, abs=0.002)


@pytest.mark.parametrize("size", [(97, 63), (33, 211)])
def test_odd_and_portrait_sizes(make_clip, size):
    with open_video(make_clip(size=size, pix_fmt="yuv444p")) as reader:
        frame = next(iter(reader))
    assert frame.rgb.shape == (size[1], size[0], 3)


def test_frames_are_scaled_down_but_never_up(make_clip):
    path = make_clip(size=(160, 120))
    with open_video(path, 60) as reader:
        assert next(iter(reader)).rgb.shape == (60, 80, 3)
        assert (reader.info.width, reader.info.height) == (160, 120)
    with open_video(path, 1000) as reader:
        assert next(iter(reader)).rgb.shape == (120, 160, 3)


def test_oblong_pixels_become_square(tmp_path):
    path = tmp_path / "wide.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        stream.codec_context.sample_aspect_ratio = 2
        for _ in range(3):
            frame = av.VideoFrame.from_ndarray(draw_corners(64, 64), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with open_video(path) as reader:
        assert next(iter(reader)).rgb.shape == (64, 128, 3)


def test_a_name_with_spaces_unicode_and_signs(make_clip):
    assert len(read_times(make_clip("Übung 1: 100%d mal?.mp4"))) == 30


def test_frames_whose_times_do_not_rise_are_left_out():
    from posecheck.media import video

    class Stamped:
        def __init__(self, time: float) -> None:
            self.time = time

    times = video._FrameTimes(10.0)
    assert [times.admit(Stamped(t)) for t in (1.0, 1.1, 1.1, 1.05, 1.3)] == pytest.approx([0.0, 0.1, None, None, 0.3])
    assert (times.count, times.left_out) == (3, 2)
    assert times.duration_s == pytest.approx(0.5)


def test_a_raw_stream_without_times_falls_back_on_its_rate(make_clip):
    times = read_times(make_clip("raw.h264"))
    assert len(times) == 30
    assert np.all(np.diff(times) > 0)


def test_a_video_cut_off_in_the_middle_gives_what_is_there_and_says_so(make_clip, tmp_path):
    whole = make_clip("whole.mkv", times_s=[index / 10 for index in range(60)], noisy=True).read_bytes()
    path = tmp_path / "cut.mkv"
    path.write_bytes(whole[: len(whole) // 2])
    with open_video(path) as reader:
        count = len(list(reader))
    assert 5 < count < 55
    assert reader.info.frames == count
    assert "cut off" in reader.warnings[0]


def test_damaged_parts_are_left_out(make_clip, tmp_path):
    data = bytearray(make_clip("whole.ts", times_s=[index / 10 for index in range(60)], noisy=True).read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = os.urandom(400)
    path = tmp_path / "damaged.ts"
    path.write_bytes(data)
    assert 30 < len(read_times(path)) <= 60


@dataclass(frozen=True)
class Workshop:
    folder: Path
    make_clip: Clip
    write_sound: Callable[[str], Path]

    def write(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path


def cut_index_off(shop: Workshop) -> Path:
    path = shop.make_clip("cut.mp4")
    return shop.write("cut.mp4", path.read_bytes()[:-600])


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://localhost:9/a.ts\n#EXT-X-ENDLIST\n"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
BAD_FILES: dict[str, tuple[Callable[[Workshop], Path], str]] = {
    "missing": (lambda shop: shop.folder / "none.mp4", "no such file"),
    "folder": (lambda shop: shop.folder, "a folder"),
    "empty": (lambda shop: shop.write("empty.mp4", b""), "empty"),
    "noise": (lambda shop: shop.write("noise.mp4", np.random.default_rng(1).bytes(20_000)), "neither"),
    "text": (lambda shop: shop.write("notes.txt", b"Half kneeling, thirty seconds.\n" * 50), "neither"),
    "playlist": (lambda shop: shop.write("list.m3u8", PLAYLIST), "neither"),
    "vector drawing": (lambda shop: shop.write("plan.svg", DRAWING), "no decoder"),
    "sound": (lambda shop: shop.write_sound("voice.m4a"), "only sound"),
    "one frame": (lambda shop: shop.make_clip("one.mp4", times_s=[0.0]), "only one picture"),
    "index cut off": (cut_index_off, "end is missing"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files_are_refused_in_one_line(tmp_path, make_clip, write_sound, name):
    make, words = BAD_FILES[name]
    path = make(Workshop(tmp_path, make_clip, write_sound))
    with pytest.raises(InputError) as caught:
        read_times(path)
    message = str(caught.value)
    assert words in message
    assert str(path) in message
    assert "\n" not in message
    assert message.startswith("Expected")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(make_clip):
    path = make_clip()
    path.chmod(0)
    with pytest.raises(InputError, match="may not read"):
        read_times(path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_a_name_that_is_no_text_is_refused(make_clip):
    path = make_clip().rename(os.fsdecode(os.fsencode(make_clip().parent) + b"/film\xff.mp4"))
    with pytest.raises(InputError, match="not UTF-8") as caught:
        read_times(path)
    assert r"film\udcff.mp4" in str(caught.value)


def test_a_file_that_vanishes_while_it_fails_is_named(make_clip):
    path = make_clip()
    with open_video(path) as reader:
        path.unlink()
        with pytest.raises(InputError, match="vanished"):
            reader._stop_at(OSError("gone"))


def test_before_reading_the_duration_is_what_the_file_says(make_clip):
    with open_video(make_clip()) as reader:
        assert reader.info.duration_s == pytest.approx(1.0, abs=0.05)
        assert not math.isnan(reader.info.fps)
