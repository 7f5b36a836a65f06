"""Live practice under load: poses a second, round trip, cores, memory, and how fast everything is freed.

    python benchmarks/live.py                      # 1, 2 and 4 sessions, 20 s each
    python benchmarks/live.py --minutes 20         # memory: one session with holds of a minute, read once a minute
    python benchmarks/live.py --minutes 20 --hold 600    # the same with holds of ten minutes, whose frames are kept

A server process with the real socket, tracker and history is fed by client processes that behave as the page
does: 30 pictures a second, at most two under way.

`added_share` is the server's processor time that is not spent inside MediaPipe's `detect_for_video`, as a share of
that which is. Inside are the threads of the video landmarker and the calling thread while it is in the call; all else
is added: the network, decoding, the look for a second person, judging, the session, its history, the answers.
Processor time is read for each thread, so that other programs on the machine disturb it less than the clock; they
still make both parts dearer, because they empty the caches.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

CLIP = Path(__file__).resolve().parent.parent / "sample_videos" / "half_kneeling_hip_flexor__good.mp4"
FPS = 30.0
MOST_IN_FLIGHT = 2
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class ClientResult:
    """What one page saw: answers, and their round trips in milliseconds."""

    poses: int
    round_trip_ms: list[float]


@dataclass(frozen=True)
class Job:
    """How many sessions run at once, for how long, at how many pictures a second, and how long a hold is."""

    sessions: int
    seconds: float
    fps: float = FPS
    hold_s: float = 30.0


def read_jpegs(clip: Path) -> list[bytes]:
    """Return the clip's frames as JPEG of the page's quality."""
    with av.open(str(clip)) as container:
        frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    return [cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes() for frame in frames]


class Ledger:
    """Tells the processor time inside `detect_for_video` from all other in this process."""

    def __init__(self) -> None:
        self._threads: set[str] = set()
        self._calling_s, self._calls = 0.0, 0
        self._counting = threading.Lock()
        self._making = threading.Lock()

    def watch(self) -> None:
        """Follow every landmarker that is made from now on."""
        from mediapipe.tasks.python.vision import PoseLandmarker

        from posecheck.tracking.landmarker import Landmarker

        make, detect = Landmarker.__init__, PoseLandmarker.detect_for_video

        def make_followed(landmarker: Landmarker, model_path: Path, *, video: bool) -> None:
            with self._making:
                before = list_threads()
                make(landmarker, model_path, video=video)
                self._threads |= list_threads() - before if video else set()

        def detect_timed(task: PoseLandmarker, *arguments: object) -> object:
            start_s = time.thread_time()
            result = detect(task, *arguments)
            with self._counting:
                self._calling_s += time.thread_time() - start_s
                self._calls += 1
            return result

        Landmarker.__init__, PoseLandmarker.detect_for_video = make_followed, detect_timed

    def read(self) -> tuple[float, float, int]:
        """Return the processor time of the process and that inside the call, in seconds, and the calls so far."""
        inside_s = sum(read_thread_s(thread) for thread in self._threads) + self._calling_s
        return time.process_time(), inside_s, self._calls


def list_threads() -> set[str]:
    """Return the ids of the threads of this process."""
    return {entry.name for entry in Path("/proc/self/task").iterdir()}


def read_thread_s(thread: str) -> float:
    """Return the processor time of a thread of this process, 0 when it has ended."""
    try:
        return int(Path(f"/proc/self/task/{thread}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def serve(control: Connection, hold_s: float) -> None:
    """Run the server, whose sessions hold for `hold_s`; answer the requests that come over the pipe."""
    import socket

    import uvicorn
    from starlette.applications import Starlette

    from posecheck.history import History
    from posecheck.live.plan import Plan, plan_stretch
    from posecheck.live.service import LiveService
    from posecheck.live.snapshot import SnapshotStore
    from posecheck.live.socket import make_live_route
    from posecheck.live.tickets import Ticket
    from posecheck.stretch.library import load_stretch

    ledger = Ledger()
    ledger.watch()
    plan = Plan(plan_stretch(load_stretch("half_kneeling_hip_flexor"), ("left",), amount=hold_s, sets=20, rest_s=5))
    with tempfile.TemporaryDirectory() as folder:
        service = LiveService(History(Path(folder) / "history.sqlite3"), SnapshotStore(Path(folder) / "live"))
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        app = Starlette(routes=[make_live_route(lambda: service)])
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="websockets-sansio"))
        threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
        control.send(listening.getsockname()[1])
        while (request := control.recv()) != "stop":
            if request == "token":
                control.send(service.tickets.issue(Ticket(service.open_session(plan, "en"), plan)))
            elif request == "cpu":
                control.send(ledger.read())
            else:
                live = [thread for thread in threading.enumerate() if thread.name == "posecheck-live"]
                control.send(service.count_seats() + len(live))
        server.should_exit = True


def play(job: Job, port: int, token: str, jpegs: list[bytes], results: multiprocessing.Queue) -> None:
    """Behave as a page for some seconds."""
    from websockets.sync.client import connect

    from posecheck.live.protocol import HEADER
    from posecheck.live.socket import LIVE_PATH

    url, origin = f"ws://127.0.0.1:{port}{LIVE_PATH}", f"http://127.0.0.1:{port}"
    with connect(url, origin=origin, compression=None, max_size=None) as page:
        page.send(json.dumps({"token": token}))
        while json.loads(page.recv())["t"] != "ready":
            pass
        page.send(json.dumps({"command": "begin"}))
        sent: dict[int, float] = {}
        round_trips: list[float] = []
        start_s = time.perf_counter()
        number = 0
        while (now_s := time.perf_counter() - start_s) < job.seconds:
            due_s = number / job.fps
            if now_s >= due_s:
                if len(sent) < MOST_IN_FLIGHT:
                    sent[number] = time.perf_counter()
                    page.send(HEADER.pack(now_s * 1000, number) + jpegs[number % len(jpegs)])
                number += 1
                continue
            try:
                answer = json.loads(page.recv(timeout=due_s - now_s))
            except TimeoutError:
                continue
            taken_s = sent.pop(answer.get("n", -1), None)
            if answer["t"] == "frame" and taken_s is not None:
                round_trips.append((time.perf_counter() - taken_s) * 1000)
    results.put(ClientResult(len(round_trips), round_trips))


def read_memory_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6


class Run:
    """A server and its pages at work; use it as a context."""

    def __init__(self, job: Job, jpegs: list[bytes]) -> None:
        context = multiprocessing.get_context("spawn")
        self.job = job
        self.control, other = context.Pipe()
        self._server = context.Process(target=serve, args=(other, job.hold_s))
        self._server.start()
        port, self._results = self.control.recv(), context.Queue()
        self._pages = []
        for _ in range(job.sessions):
            arguments = (job, port, self.ask("token"), jpegs, self._results)
            self._pages.append(context.Process(target=play, args=arguments))
        for page in self._pages:
            page.start()

    def ask(self, request: str) -> Any:  # noqa: ANN401 - each request has its own kind of answer
        """Return the server's answer."""
        self.control.send(request)
        return self.control.recv()

    def collect(self) -> list[ClientResult]:
        """Return what the pages saw, once they have left."""
        return [self._results.get() for _ in self._pages]

    def read_memory_mb(self) -> float:
        """Return the server's resident memory."""
        return int(Path(f"/proc/{self._server.pid}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.control.send("stop")
        self._server.join(5)
        self._server.terminate()


def measure_speed(job: Job, jpegs: list[bytes]) -> dict[str, float]:
    """Return the figures of some sessions at once."""
    with Run(job, jpegs) as run:
        time.sleep(job.seconds / 3)
        before, at_s = run.ask("cpu"), time.perf_counter()
        time.sleep(job.seconds / 2)
        used_s, inside_s, poses = (after - start for after, start in zip(run.ask("cpu"), before, strict=True))
        span_s = time.perf_counter() - at_s
        found = run.collect()
        freed_s = wait_until_free(run)
    if not poses:
        raise SystemExit(f"No picture was answered in {span_s:.0f} s: run it for longer, with --seconds.")
    trips = np.concatenate([result.round_trip_ms for result in found])
    return {
        "sessions": job.sessions,
        "poses_per_s_each": round(poses / span_s / job.sessions, 1),
        "round_trip_p50_ms": round(float(np.percentile(trips, 50)), 1),
        "round_trip_p95_ms": round(float(np.percentile(trips, 95)), 1),
        "server_cores": round(used_s / span_s, 2),
        "cpu_ms_per_pose": round(used_s / poses * 1000, 2),
        "detect_cpu_ms": round(inside_s / poses * 1000, 2),
        "added_share": round(used_s / inside_s - 1, 3),
        "freed_after_s": round(freed_s, 2),
        "machine_load": round(os.getloadavg()[0], 1),
    }


def measure_memory(job: Job, jpegs: list[bytes]) -> Iterator[dict[str, float]]:
    """Yield the server's memory once a minute; growth counts from the first minute, when all is loaded."""
    with Run(job, jpegs) as run:
        first_mb = math.nan
        for minute in range(1, round(job.seconds / 60) + 1):
            time.sleep(60 if minute * 60 < job.seconds else 50)
            memory_mb, poses = run.read_memory_mb(), run.ask("cpu")[2]
            first_mb = memory_mb if minute == 1 else first_mb
            grown_mb = round(memory_mb - first_mb, 1)
            yield {"minute": minute, "poses": poses, "memory_mb": round(memory_mb, 1), "grown_mb": grown_mb}
        run.collect()
        # The session writes its last state on the way out, into a folder that goes with the server.
        wait_until_free(run)


def wait_until_free(run: Run) -> float:
    """Return how long it takes until no connection and no worker is left, in seconds."""
    start_s = time.perf_counter()
    while time.perf_counter() - start_s < 30:
        if run.ask("count") == 0:
            break
        time.sleep(0.05)
    return time.perf_counter() - start_s


def main() -> None:
    """Run, and print one line of JSON for each number of sessions, or for each minute."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--minutes", type=float, default=0.0, help="watch the memory of one session for this long")
    parser.add_argument("--hold", type=float, default=60.0, help="seconds of a hold; until its end frames are kept")
    parser.add_argument("--fps", type=float, default=FPS, help="pictures a second that a page sends")
    options = parser.parse_args()
    jpegs = read_jpegs(CLIP)
    if options.minutes:
        for figures in measure_memory(Job(1, options.minutes * 60, options.fps, options.hold), jpegs):
            print(json.dumps(figures), flush=True)
        return
    for count in options.sessions:
        print(json.dumps(measure_speed(Job(count, options.seconds, options.fps, options.hold), jpegs)), flush=True)


if __name__ == "__main__":
    main()
