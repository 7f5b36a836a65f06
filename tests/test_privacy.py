"""Nothing leaves the machine: a review with the model in the cache makes no network call."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import av
import pytest


@pytest.fixture
def short_clip(sample_dir, tmp_path) -> Path:
    """The first second and a half of a sample clip."""
    source = sample_dir / "half_kneeling_hip_flexor__good.mp4"
    path = tmp_path / "short.mp4"
    with av.open(str(source)) as whole, av.open(str(path), "w") as part:
        stream = whole.streams.video[0]
        copy = part.add_stream_from_template(stream)
        for packet in whole.demux(stream):
            if packet.dts is None or packet.dts * stream.time_base > 1.5:
                break
            packet.stream = copy
            part.mux(packet)
    return path


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.usefixtures("model_path")
def test_a_review_opens_no_socket(repo_dir, short_clip):
    script = repo_dir / "benchmarks" / "network_trace.py"
    done = subprocess.run(
        [sys.executable, str(script), str(short_clip)],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"events in Python: 0; network calls to the system: (0|not watched)", done.stdout)


def test_the_watcher_sees_what_it_should(repo_dir):
    """The audit hook of the script notices a name look-up, so that its silence means something."""
    script = (repo_dir / "benchmarks" / "network_trace.py").read_text()
    hook = re.search(r'WATCHED_REVIEW = """(.*?)sys\.argv', script, re.DOTALL)
    assert hook is not None
    code = hook[1] + "import socket\nsocket.getaddrinfo('localhost', 80)\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "network event: socket.getaddrinfo" in done.stderr


def test_nothing_of_the_package_names_a_web_address_to_call(repo_dir):
    """No code of ours imports a network client; the model is fetched by pip, in a process of its own."""
    clients = re.compile(r"^\s*(?:import|from)\s+(urllib\.request|http\.client|requests|httpx|aiohttp)\b", re.MULTILINE)
    found = [
        path.relative_to(repo_dir)
        for path in (repo_dir / "posecheck").rglob("*.py")
        if clients.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
