"""Show that a review does not depend on how a clip was stored.

    python benchmarks/same_clip.py [CLIP ...] [--stretch ID]

One performance is written in other frame rates, sizes, containers and orientations, with variable frame rate and
mirrored, and each copy is reviewed. The verdicts must be the same and the held time within 0.3 s; the mirrored one has
its sides swapped. Ends with 1 when a copy differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from posecheck.media import track_media
from posecheck.pose import opposite
from posecheck.results import SessionResult
from posecheck.review.chain import judge_tracked
from posecheck.stretch.library import load_stretch
from posecheck.tracking import PoseTracker

ROOT = Path(__file__).resolve().parent.parent
MOST_HELD_DIFFERENCE_S = 0.3
TICKS_PER_S = 1000

RgbImage = NDArray[np.uint8]
Chooser = Callable[[int], Sequence[float]]


def keep_all(index: int) -> Sequence[float]:
    """Return at which fractions of its step a frame is written: once, at its beginning."""
    return (0.0,) if index >= 0 else ()


def keep_every_second(index: int) -> Sequence[float]:
    """Halve the frame rate."""
    return (0.0,) if index % 2 == 0 else ()


def keep_twice(_index: int) -> Sequence[float]:
    """Double the frame rate."""
    return (0.0, 0.5)


def keep_irregularly(index: int) -> Sequence[float]:
    """Drop frames as a phone in a dark room does: now one, now two in a row, in bursts."""
    return () if index % 7 in {2, 4, 5} or index % 40 > 33 else (0.0,)


@dataclass(frozen=True)
class Copy:
    """One way to store the clip.

    Attributes:
        name: for the table.
        suffix: container.
        height: of the stored picture in pixels; None keeps it.
        quarter_turns: how far the sensor is turned to the left; the tag turns it back.
        mirrored: left and right swapped, as front cameras store it.
        choose: which frames are written when.
        codec: encoder.
        options: of the encoder.
    """

    name: str
    suffix: str = ".mp4"
    height: int | None = None
    quarter_turns: int = 0
    mirrored: bool = False
    choose: Chooser = keep_all
    codec: str = "libx264"
    options: dict[str, str] = field(default_factory=lambda: {"crf": "20", "preset": "veryfast"})


VP9 = {"crf": "30", "b": "0", "deadline": "realtime", "cpu-used": "8"}
COPIES: tuple[Copy, ...] = (
    Copy("15 fps", choose=keep_every_second),
    Copy("60 fps", choose=keep_twice),
    Copy("variable frame rate", choose=keep_irregularly),
    Copy("360p", height=360),
    Copy("720p", height=720),
    Copy("1080p", height=1080),
    Copy("mov", suffix=".mov"),
    Copy("mkv", suffix=".mkv"),
    Copy("webm", suffix=".webm", codec="libvpx-vp9", options=VP9),
    Copy("turned 90", quarter_turns=1),
    Copy("turned 180", quarter_turns=2),
    Copy("turned 270", quarter_turns=3),
    Copy("mirrored", mirrored=True),
)


def write_copy(clip: Path, folder: Path, copy: Copy) -> Path:
    """Write one copy and return its path."""
    path = folder / f"{copy.name.replace(' ', '_')}{copy.suffix}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(copy.codec, rate=30, options=copy.options)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS_PER_S)
        if copy.quarter_turns:
            stream.set_display_rotation(-90.0 * copy.quarter_turns)
        for rgb, time_s in read_copy(clip, copy):
            if not stream.codec_context.is_open:
                stream.height, stream.width = rgb.shape[:2]
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = round(time_s * TICKS_PER_S), Fraction(1, TICKS_PER_S)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def read_copy(clip: Path, copy: Copy) -> Iterator[tuple[RgbImage, float]]:
    """Yield the pictures of a copy as they are stored, with their times."""
    with av.open(str(clip)) as source:
        step_s = float(1 / source.streams.video[0].average_rate)
        for index, frame in enumerate(source.decode(video=0)):
            height = copy.height or frame.height
            width = round(frame.width * height / frame.height / 2) * 2
            rgb = frame.to_ndarray(format="rgb24", width=width, height=height, interpolation="BICUBIC")
            stored = np.rot90(rgb[:, ::-1] if copy.mirrored else rgb, copy.quarter_turns)
            for fraction in copy.choose(index):
                yield np.ascontiguousarray(stored), frame.time + fraction * step_s


def summarise(result: SessionResult, *, swap: bool = False) -> tuple[object, ...]:
    """Return what must be the same in every copy."""
    side = opposite(result.side) if swap and result.side in {"left", "right"} else result.side
    checks = tuple((check.id, check.verdict) for check in result.checks)
    reps = tuple(result.count_reps(kind) for kind in ("good", "partial", "faulty"))
    return result.verdict, side, checks, reps


def compare(clip: Path, stretch_id: str, tracker: PoseTracker) -> int:
    """Print a line for each copy of a clip; return how many differ from the clip itself."""
    stretch = load_stretch(stretch_id)
    original = judge_tracked(track_media(clip, tracker), stretch).result
    expected = summarise(original)
    print(f"{clip.name}: {original.verdict}, {original.side}, held {original.held_s:.2f} s, repetitions {expected[3]}")
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        for copy in COPIES:
            path = write_copy(clip, Path(folder), copy)
            result = judge_tracked(track_media(path, tracker), stretch).result
            path.unlink()
            difference_s = result.held_s - original.held_s
            found = summarise(result, swap=copy.mirrored)
            same = found == expected and abs(difference_s) <= MOST_HELD_DIFFERENCE_S
            different += not same
            words = "" if found == expected else f"  DIFFERS: {found}"
            print(f"  {copy.name:20} {result.verdict:15} held {result.held_s:6.2f} s ({difference_s:+.2f}){words}")
    return different


def main() -> int:
    """Compare the copies of each clip."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="*", type=Path)
    parser.add_argument("--stretch", help="by default what stands before the two underlines of the clip's name")
    options = parser.parse_args()
    clips = options.clips or [ROOT / "sample_videos" / "half_kneeling_hip_flexor__good.mp4"]
    with PoseTracker() as tracker:
        different = sum(compare(clip, options.stretch or clip.stem.split("__")[0], tracker) for clip in clips)
    print("every copy is judged alike" if not different else f"{different} copies are judged differently")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
