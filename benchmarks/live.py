"""Live practice under load: poses a second, round trip, cores, memory, and how fast everything is freed.

    python benchmarks/live.py                      # 1, 2 and 4 sessions, 20 s each
    python benchmarks/live.py --sessions 1 --seconds 1200

A server process with the real socket, tracker and history is fed by client processes that behave as the page
does: 30 pictures a second, at most two under way. Work is compared by processor time, which other programs on the
machine disturb less than the clock.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import av
import cv2
import numpy as np

CLIP = Path(__file__).resolve().parent.parent / "sample_videos" / "half_kneeling_hip_flexor__good.mp4"
FPS = 30.0
MOST_IN_FLIGHT = 2
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class ClientResult:
    """What one page saw: answers, and their round trips in milliseconds."""

    poses: int
    seconds: float
    round_trip_ms: list[float]


def read_jpegs(clip: Path) -> list[bytes]:
    """Return the clip's frames as JPEG of the page's quality."""
    with av.open(str(clip)) as container:
        frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    return [cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes() for frame in frames]


def serve(control: Connection) -> None:
    """Run the server; hand out addresses and counts over the pipe."""
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

    plan = Plan(plan_stretch(load_stretch("half_kneeling_hip_flexor"), ("left",), amount=30, sets=20, rest_s=5))
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
            else:
                live = [thread for thread in threading.enumerate() if thread.name == "posecheck-live"]
                control.send(service.count_seats() + len(live))
        server.should_exit = True


def play(port: int, token: str, seconds: float, jpegs: list[bytes], results: multiprocessing.Queue) -> None:
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
        while (now_s := time.perf_counter() - start_s) < seconds:
            due_s = number / FPS
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
    results.put(ClientResult(len(round_trips), seconds, round_trips))


def read_cpu_s(pid: int) -> float:
    """Return the processor time that a process has used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def read_memory_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6


def measure_bare_cpu_s(jpegs: list[bytes], results: multiprocessing.Queue) -> None:
    """Put the processor time of one `detect_for_video` into the queue."""
    from posecheck.tracking import ensure_model
    from posecheck.tracking.landmarker import Landmarker

    pictures = [cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB) for jpeg in jpegs]
    with Landmarker(ensure_model(), video=True) as landmarker:
        for index, picture in enumerate(pictures[:30]):
            landmarker.detect(picture, index / FPS)
        start_s = time.process_time()
        for index, picture in enumerate(pictures):
            landmarker.detect(picture, 10 + index / FPS)
        results.put((time.process_time() - start_s) / len(pictures))


def run_sessions(count: int, seconds: float, jpegs: list[bytes], bare_cpu_s: float) -> dict[str, float]:
    """Return the figures of some sessions at once."""
    context = multiprocessing.get_context("spawn")
    control, other = context.Pipe()
    server = context.Process(target=serve, args=(other,))
    server.start()
    port = control.recv()
    results = context.Queue()
    clients = []
    for _ in range(count):
        control.send("token")
        clients.append(context.Process(target=play, args=(port, control.recv(), seconds, jpegs, results)))
    for client in clients:
        client.start()
    time.sleep(min(10.0, seconds / 3))
    assert server.pid is not None
    cpu_s, memory_mb, at_s = read_cpu_s(server.pid), read_memory_mb(server.pid), time.perf_counter()
    found = [results.get() for _ in clients]
    cpu_s, span_s = read_cpu_s(server.pid) - cpu_s, time.perf_counter() - at_s
    grown_mb = read_memory_mb(server.pid) - memory_mb
    freed_s = wait_until_free(control)
    control.send("stop")
    server.terminate()
    trips = np.concatenate([result.round_trip_ms for result in found])
    rate = sum(result.poses for result in found) / seconds
    return {
        "sessions": count,
        "poses_per_s_each": round(rate / count, 1),
        "round_trip_p50_ms": round(float(np.percentile(trips, 50)), 1),
        "round_trip_p95_ms": round(float(np.percentile(trips, 95)), 1),
        "server_cores": round(cpu_s / span_s, 2),
        "cpu_ms_per_pose": round(cpu_s / span_s / rate * 1000, 1),
        "detect_cpu_ms": round(bare_cpu_s * 1000, 1),
        "added_share": round(cpu_s / span_s / rate / bare_cpu_s - 1, 2),
        "memory_grown_mb": round(grown_mb, 1),
        "freed_after_s": round(freed_s, 2),
    }


def wait_until_free(control: Connection) -> float:
    """Return how long it takes until no connection and no worker is left, in seconds."""
    start_s = time.perf_counter()
    while time.perf_counter() - start_s < 30:
        control.send("count")
        if control.recv() == 0:
            break
        time.sleep(0.05)
    return time.perf_counter() - start_s


def main() -> None:
    """Run and print one line of JSON for each number of sessions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--seconds", type=float, default=20.0)
    arguments = parser.parse_args()
    jpegs = read_jpegs(CLIP)
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    bare = context.Process(target=measure_bare_cpu_s, args=(jpegs, results))
    bare.start()
    bare_cpu_s = results.get()
    bare.join()
    for count in arguments.sessions:
        print(json.dumps(run_sessions(count, arguments.seconds, jpegs, bare_cpu_s)), flush=True)


if __name__ == "__main__":
    main()
