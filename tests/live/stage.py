"""A real server and a real browser for the tests of live practice."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from posecheck.history import History
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.snapshot import Snapshot, SnapshotStore
from posecheck.live.state import SessionState, StepProgress
from posecheck.live.voice import ANNOUNCEMENT_S, CUE_EVERY_S
from posecheck.stretch.library import load_stretch

HIP = "half_kneeling_hip_flexor"
# Speech is written down instead of spoken: headless browsers have no voices.
SPEECH_STUB = """
window.spoken = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  speaking: false, pending: false, cancel() {}, getVoices: () => [],
  speak: (words) => window.spoken.push({ text: words.text, lang: words.lang, at: performance.now() }),
}});
"""
# Every change of the large cue, with its time.
CUE_LOG = """
window.cues = [];
setInterval(() => {
  const find = (root) => {
    for (const each of root.querySelectorAll("*")) {
      if (each.classList?.contains("coach")) return each;
      const inside = each.shadowRoot && find(each.shadowRoot);
      if (inside) return inside;
    }
  };
  const coach = find(document);
  const text = coach?.querySelector(".cue strong")?.textContent;
  if (text && window.cues.at(-1)?.text !== text) window.cues.push({ text, at: performance.now() });
}, 50);
"""
# How sentences end that are said whenever they are due.
ANNOUNCED = ("Get ready.", "Take the pose when you are ready.", "Hold it there.")
# Below this many poses a second live and review see different things.
SLOWEST_RATE = 10.0
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


def find_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`streamlit run app.py` with a history of its own."""

    def __init__(self, repo_dir: Path, data_dir: Path, certificate=None, watcher=()):
        self.repo_dir, self.data_dir, self.port = repo_dir, data_dir, find_free_port()
        self.certificate = certificate
        # A command that the server runs under, such as strace with its options.
        self.watcher = list(watcher)
        self.start()

    def start(self):
        command = [*self.watcher, sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
        command += [f"--server.port={self.port}", "--server.address=127.0.0.1"]
        if self.certificate:
            command += [f"--server.sslCertFile={self.certificate[0]}", f"--server.sslKeyFile={self.certificate[1]}"]
        trust_any = ssl._create_unverified_context() if self.certificate else None
        environment = {**os.environ, "POSECHECK_DATA": str(self.data_dir), "PYTHONPATH": str(self.repo_dir)}
        self.process = subprocess.Popen(
            command, cwd=self.repo_dir, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline_s = time.monotonic() + 60
        while time.monotonic() < deadline_s:
            try:
                with urlopen(f"{self.url}/_stcore/health", timeout=1, context=trust_any):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("the server did not start")

    @property
    def url(self):
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}"

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @property
    def pid(self):
        """The server's own process, not the one that watches it."""
        if not self.watcher:
            return self.process.pid
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])

    def count_threads(self, name):
        """Count the server's threads whose name begins so; MediaPipe names its own."""
        found = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            with suppress(OSError):
                found += (task / "comm").read_text().startswith(name)
        return found

    def stop(self):
        os.kill(self.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def open_session(self, plan: Plan, language="en"):
        """Keep a new session as the form does, and return its id."""
        session_id = os.urandom(16).hex()
        state = SessionState(progress=[StepProgress() for _ in plan.steps])
        SnapshotStore(self.data_dir / "live").save(session_id, Snapshot(plan, state, language))
        return session_id

    def read_state(self, session_id):
        path = self.data_dir / "live" / f"{session_id}.json"
        return SessionState.from_dict(json.loads(path.read_text())["state"])


@contextmanager
def open_browser(playwright, chromium, camera: Path | None = None, **context):
    """Open a browser whose camera plays a file; camera use is granted."""
    flags = [*FLAGS, "--use-fake-ui-for-media-stream"]
    flags += [f"--use-file-for-fake-video-capture={camera}"] if camera else []
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    try:
        opened = browser.new_context(viewport={"width": 1280, "height": 800}, **context)
        opened.add_init_script(SPEECH_STUB + CUE_LOG)
        yield opened
    finally:
        browser.close()


class CoachPage:
    """The practice page as a person uses it."""

    def __init__(self, context, server, session_id=None):
        self.page = context.new_page()
        self.requests: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{server.url}/practice" + (f"?session={session_id}" if session_id else ""))
        self.coach = self.page.locator(".coach")

    def start(self):
        self.page.get_by_role("button", name="Start camera").click(timeout=60_000)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def read(self, name):
        return self.coach.get_attribute(f"data-{name}") or ""

    def wait_for(self, name, value, timeout_s=60.0):
        """Wait until a data attribute of the coach has a value (or passes a test)."""
        passes = value if callable(value) else lambda found: found == value
        deadline_s = time.monotonic() + timeout_s
        while time.monotonic() < deadline_s:
            found = self.read(name)
            if passes(found):
                return found
            self.page.wait_for_timeout(100)
        raise AssertionError(f"data-{name} is {self.read(name)!r} after {timeout_s} s, cue {self.cue!r}")

    def begin(self):
        """Start the camera and skip to the call to take the pose."""
        self.start()
        self.wait_for("phase", "setup")
        self.press("Begin now")
        self.wait_for("phase", lambda phase: phase in ("waiting", "active"))

    def settle(self, name, seconds=3.0, timeout_s=60.0):
        """Wait until a number has risen and then stayed the same for some seconds; return it.

        The test is skipped where the machine is too busy: gaps of half a second between two poses are not held time.
        """
        deadline_s, last, since_s = time.monotonic() + timeout_s, 0.0, time.monotonic()
        while time.monotonic() < deadline_s:
            found = float(self.read(name) or 0)
            rate = float(self.read("rate") or 30)
            if self.read("phase") == "active" and rate < SLOWEST_RATE:
                pytest.skip(f"the machine is too busy to compare with a review: {rate} pictures a second")
            if found != last:
                last, since_s = found, time.monotonic()
            if found and time.monotonic() - since_s > seconds:
                return found
            self.page.wait_for_timeout(100)
        raise AssertionError(f"data-{name} still changes after {timeout_s} s, it is {last}")

    def wait_for_spoken(self, words, timeout_s):
        """Wait until a sentence with these words has been spoken."""
        deadline_s = time.monotonic() + timeout_s
        while not any(words in entry["text"] for entry in self.spoken):
            assert time.monotonic() < deadline_s, (words, self.cues, self.spoken)
            self.page.wait_for_timeout(200)

    def measure_silence_s(self, words):
        """Return how long the voice was free to say what the cue showed, and had not said it yet, in seconds.

        Whatever is shown, it first lets an announcement be heard, and waits longer after advice of the set-up or a
        correction.
        """
        heard = self.spoken
        shown_at = next(entry["at"] for entry in self.cues if words in entry["text"])
        spoken_at = next(entry["at"] for entry in heard if words in entry["text"])
        before = [entry for entry in heard if entry["at"] < spoken_at]
        pauses_s = [ANNOUNCEMENT_S if entry["text"].endswith(ANNOUNCED) else CUE_EVERY_S for entry in before]
        free_at = [entry["at"] + 1000 * pause_s for entry, pause_s in zip(before, pauses_s, strict=True)]
        return (spoken_at - max([shown_at, *free_at])) / 1000

    @property
    def cue(self):
        return self.coach.locator(".cue strong").inner_text()

    @property
    def cover(self):
        return self.coach.locator(".cover")

    @property
    def spoken(self):
        return self.page.evaluate("window.spoken")

    @property
    def cues(self):
        return self.page.evaluate("window.cues")


def make_plan(stretch_id=HIP, sides=("left",), amount=None, sets=1, rest_s=3):
    return Plan(plan_stretch(load_stretch(stretch_id), sides, amount=amount, sets=sets, rest_s=rest_s))


def open_history(server):
    return History(server.data_dir / "history.sqlite3")
