"""Show that a review, once the model is cached, opens no socket and asks no name server.

    python benchmarks/network_trace.py [CLIP] [--stretch ID]

The command line is run as a user would run it, under two watchers: Python's audit events, which see every socket and
name look-up made from Python, and, where `strace` is installed, the system's network calls, which see those made by
MediaPipe's and FFmpeg's own code as well. Ends with 1 when anything was seen.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from posecheck.tracking import ensure_model

ROOT = Path(__file__).resolve().parent.parent

WATCHED_REVIEW = """
import runpy, sys

def note(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        print("network event:", event, arguments, file=sys.stderr, flush=True)

sys.addaudithook(note)
sys.argv = ["posecheck", "review", *sys.argv[1:]]
runpy.run_module("posecheck", run_name="__main__", alter_sys=True)
"""


def run_watched(clip: Path, stretch: str, folder: Path) -> tuple[list[str], list[str] | None]:
    """Review a clip; return Python's network events, and the system's network calls or None without strace."""
    log = folder / "calls.txt"
    command = [sys.executable, "-c", WATCHED_REVIEW, str(clip), "--stretch", stretch]
    command += ["--out", str(folder / "review")]
    strace = shutil.which("strace")
    if strace:
        command = [strace, "-f", "-qq", "-e", "trace=%network", "-e", "signal=none", "-o", str(log), *command]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode != 0:
        sys.exit(f"Expected a review of {clip}, but it ended with {done.returncode}: {done.stderr.strip()}")
    events = [line for line in done.stderr.splitlines() if line.startswith("network event:")]
    return events, log.read_text().splitlines() if strace else None


def main() -> int:
    """Trace one review and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", nargs="?", type=Path)
    parser.add_argument("--stretch", default="half_kneeling_hip_flexor")
    options = parser.parse_args()
    clip = options.clip or ROOT / "sample_videos" / f"{options.stretch}__good.mp4"
    ensure_model()
    with tempfile.TemporaryDirectory() as folder:
        events, calls = run_watched(clip.resolve(), options.stretch, Path(folder))
    for line in [*events, *(calls or [])]:
        print(line)
    counted = "not watched (strace is not installed)" if calls is None else str(len(calls))
    print(f"{clip.name}: network events in Python: {len(events)}; network calls to the system: {counted}")
    return 1 if events or calls else 0


if __name__ == "__main__":
    sys.exit(main())
