"""How fast a review is compared with the bare loop that it cannot beat, and how much memory it takes.

    python benchmarks/review_speed.py [CLIP ...] [--repeats 3] [--no-memory]

The bare loop decodes with PyAV and calls `detect_for_video` on each frame at full size, and nothing else. A review
tracks, keeps hold of the person, looks for others, judges, and writes its results. All runs load the networks once,
within the time that is measured. Frames per second mean something on a machine that is doing nothing else; the
processor time of a frame, over all cores, is steadier. The memory of a 5-minute clip is compared with that of a
30-second one, both made by repeating the first clip; each review runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from posecheck.review import review_file, write_review
from posecheck.tracking import ensure_model
from posecheck.tracking.quiet import drop_chatter

ROOT = Path(__file__).resolve().parent.parent
STRETCH = "half_kneeling_hip_flexor"
SHORT_S, LONG_S = 30.0, 300.0
LEAST_PLAIN, LEAST_ANNOTATED, MOST_GROWTH = 0.90, 0.60, 1.05

MEASURE_MEMORY = """
import json, re, sys, tempfile
from pathlib import Path
from posecheck.review import review_file, write_review
def peak():  # of this process alone: getrusage would hand down the peak of the process that started it
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1))
review = review_file(sys.argv[1], sys.argv[2])
after_tracking = peak()
with tempfile.TemporaryDirectory() as folder:
    write_review(review, folder, video=sys.argv[3] == "video")
print(json.dumps([after_tracking, peak(), len(review.tracked.track)]))
"""


def run_bare_loop(clip: Path) -> int:
    """Decode and detect, nothing else; return the number of frames."""
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(ensure_model())), running_mode=vision.RunningMode.VIDEO
    )
    count = 0
    with (
        drop_chatter(),
        vision.PoseLandmarker.create_from_options(options) as landmarker,
        av.open(str(clip)) as container,
    ):
        for frame in container.decode(video=0):
            # Rows of some widths are padded; MediaPipe would read the padding as picture, see nobody, and be fast.
            rgb = np.ascontiguousarray(frame.to_ndarray(format="rgb24"))
            image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
            landmarker.detect_for_video(image, round(frame.time * 1000))
            count += 1
    return count


def run_review(clip: Path, *, video: bool) -> int:
    """Review as `posecheck review` does; return the number of frames."""
    with tempfile.TemporaryDirectory() as folder:
        review = review_file(clip, STRETCH)
        write_review(review, folder, video=video)
    return len(review.tracked.track)


@dataclass(frozen=True)
class Run:
    """What one run took.

    Attributes:
        fps: frames per second on the clock.
        cpu_ms: processor time of all threads for one frame, in milliseconds.
    """

    fps: float
    cpu_ms: float


def measure(run: Callable[[], int]) -> Run:
    """Run once and return what it took."""
    start_s, start_cpu_s = time.perf_counter(), time.process_time()
    count = run()
    return Run(count / (time.perf_counter() - start_s), 1000 * (time.process_time() - start_cpu_s) / count)


def take_median(runs: list[Run]) -> Run:
    """Return the median of each figure."""
    return Run(statistics.median(run.fps for run in runs), statistics.median(run.cpu_ms for run in runs))


def compare_speed(clip: Path, repeats: int) -> tuple[float, float]:
    """Print a clip's figures and return both ratios; the runs take turns, so that a busy machine hits all alike."""
    ways: dict[str, Callable[[], int]] = {
        "bare loop": lambda: run_bare_loop(clip),
        "review": lambda: run_review(clip, video=False),
        "review with video": lambda: run_review(clip, video=True),
    }
    runs: dict[str, list[Run]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, way in ways.items():
            runs[name].append(measure(way))
    medians = {name: take_median(each) for name, each in runs.items()}
    bare = medians["bare loop"]
    print(clip.name)
    for name, run in medians.items():
        print(
            f"  {name:18} {run.fps:6.1f} frames/s ({run.fps / bare.fps:4.2f}), "
            f"{run.cpu_ms:5.1f} ms of processor a frame ({bare.cpu_ms / run.cpu_ms:4.2f})",
            flush=True,
        )
    return medians["review"].fps / bare.fps, medians["review with video"].fps / bare.fps


def repeat_clip(clip: Path, path: Path, duration_s: float) -> Path:
    """Write a clip that repeats another one, packet by packet, for about `duration_s`."""
    with av.open(str(clip)) as source, av.open(str(path), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        packets = [packet for packet in source.demux(stream) if packet.dts is not None]
        step = packets[1].dts - packets[0].dts
        length = packets[-1].dts - packets[0].dts + step
        rounds = max(1, round(duration_s / float(length * stream.time_base)))
        for _ in range(rounds):
            for packet in packets:
                packet.stream = copy
                target.mux(packet)
                packet.stream = stream
                packet.pts, packet.dts = packet.pts + length, packet.dts + length
    return path


def measure_memory(clip: Path, mode: str) -> tuple[float, float, int]:
    """Review in a new process; return the peak in MB after tracking, at the end, and the number of frames."""
    command = [sys.executable, "-c", MEASURE_MEMORY, str(clip), STRETCH, mode]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    tracking_kb, end_kb, frames = json.loads(done.stdout)
    return tracking_kb / 1024, end_kb / 1024, frames


def compare_memory(clip: Path, mode: str) -> float:
    """Print the peaks of a short and a long clip and return their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for name, duration_s in (("short.mp4", SHORT_S), ("long.mp4", LONG_S)):
            tracking_mb, end_mb, frames = measure_memory(repeat_clip(clip, Path(folder, name), duration_s), mode)
            peaks.append(end_mb)
            print(
                f"{mode:9} {duration_s:4.0f} s, {frames:5} frames: {tracking_mb:6.1f} MB after tracking, "
                f"{end_mb:6.1f} MB at the end",
                flush=True,
            )
    return peaks[1] / peaks[0]


def find_clips() -> list[Path]:
    """Return a sample clip and, where they lie beside the checkout, two real ones."""
    samples = sorted((ROOT / "sample_videos").glob("*__good.mp4"), key=lambda path: STRETCH not in path.name)
    real = sorted((ROOT.parent / "shared" / "footage" / "clips").glob("*.mp4"))
    return [*samples[:1], *real[1:]] if real else samples[:3]


def main() -> int:
    """Run what was asked for; return 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="*", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--no-memory", action="store_true")
    options = parser.parse_args()
    clips = options.clips or find_clips()
    run_bare_loop(clips[0])
    ratios = [compare_speed(clip, options.repeats) for clip in clips]
    kept = all(plain >= LEAST_PLAIN and annotated >= LEAST_ANNOTATED for plain, annotated in ratios)
    print(f"at least {LEAST_PLAIN:.2f} and {LEAST_ANNOTATED:.2f}: {'kept' if kept else 'NOT KEPT'}")
    if not options.no_memory:
        growth = max(compare_memory(clips[0], mode) for mode in ("no video", "video"))
        within = growth <= MOST_GROWTH
        print(f"peak of {LONG_S:.0f} s over {SHORT_S:.0f} s: {growth:.3f}: {'kept' if within else 'NOT KEPT'}")
        kept = kept and within
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
