"""The thread behind one connection: decodes, tracks and judges, always the newest picture."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from posecheck.errors import InputError, PoseCheckError
from posecheck.live.describe import describe_events, describe_frame, describe_session
from posecheck.live.protocol import Picture, SessionClock, decode_jpeg, measure_brightness
from posecheck.live.run import LiveRun
from posecheck.live.session import Command
from posecheck.live.voice import Event
from posecheck.pose import Pose
from posecheck.results import Feedback
from posecheck.tracking.memory import return_free_memory

_LOG = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], None]
# A page that does not take its answers is not sent more than this many at once; pictures are dropped meanwhile.
MOST_UNSENT = 4
# Damaged pictures in a row before the connection is given up.
MOST_DAMAGED = 30
SAVE_EVERY_S = 0.5
# Pictures come and go at a megabyte each, and the C library keeps more and more of what they took.
TIDY_EVERY_S = 60.0


class Tracker(Protocol):
    """What the worker needs of `posecheck.tracking.PoseTracker`."""

    @property
    def persons(self) -> int:
        """How many persons were seen."""

    def track(self, rgb: Any, time_s: float) -> Pose:  # noqa: ANN401 - an array
        """Return the pose in the next picture."""

    def close(self) -> None:
        """Free the networks."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker is given: makers that are called in its own thread, and where results go.

    Attributes:
        make_tracker: makes the tracker; may take long and may raise PoseCheckError.
        make_run: makes the session.
        save: keeps the session's state.
        send: sends one answer; thread-safe, never blocks.
        count_unsent: how many answers have not been taken yet.
        end: called when the worker can go on no longer, with a sentence for the person ("" when all is well).
    """

    make_tracker: Callable[[], Tracker]
    make_run: Callable[[], LiveRun]
    save: Callable[[LiveRun], None]
    send: Send
    count_unsent: Callable[[], int]
    end: Callable[[str], None]


class LiveWorker:
    """Runs in a thread of its own from `start` until `stop`."""

    def __init__(self, workshop: Workshop) -> None:
        """Take what is needed; nothing happens before `start`."""
        self._shop = workshop
        self._wake = threading.Condition()
        self._picture: Picture | None = None
        self._commands: deque[Command] = deque()
        self._stopping = False
        self._saved_s = float("-inf")
        self._saved_phase = ""
        self._tidied_s = time.monotonic()
        self._feedback: Feedback | None = None
        self._damaged = 0
        self._thread = threading.Thread(target=self._work, name="posecheck-live", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def offer(self, picture: Picture) -> None:
        """Hand over a picture; one that still waits is dropped and answered as such."""
        with self._wake:
            dropped, self._picture = self._picture, picture
            self._wake.notify()
        if dropped is not None:
            self._shop.send({"t": "dropped", "n": dropped.number})

    def command(self, command: Command) -> None:
        """Hand over a button."""
        with self._wake:
            self._commands.append(command)
            self._wake.notify()

    def stop(self) -> None:
        """Ask the thread to end after the picture at hand; does not wait for it."""
        with self._wake:
            self._stopping = True
            self._wake.notify()

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the thread's end and return whether it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        message = ""
        try:
            tracker = self._shop.make_tracker()
            try:
                self._practise(tracker)
            finally:
                tracker.close()
        except PoseCheckError as error:
            message = str(error)
        except Exception:  # noqa: BLE001 - the page has to be told, whatever it was
            _LOG.exception("A live session ended by an unexpected error.")
            message = "Something went wrong in PoseCheck; the terminal in which it runs says what."
        self._shop.end(message)

    def _practise(self, tracker: Tracker) -> None:
        run = self._shop.make_run()
        clock = SessionClock(run.session.now_s)
        try:
            self._shop.send({"t": "ready", "session": describe_session(run.session, None)})
            while not self._stopping:
                picture, commands = self._take()
                for command in commands:
                    self._obey(run, command)
                if picture is not None:
                    self._look(run, tracker, clock, picture)
                self._save(run)
                self._tidy()
        finally:
            run.close()
            self._keep_state(run)

    def _take(self) -> tuple[Picture | None, list[Command]]:
        with self._wake:
            if not self._commands and (self._picture is None or self._shop.count_unsent() >= MOST_UNSENT):
                self._wake.wait(0.02 if self._picture is not None else 0.5)
            commands = list(self._commands)
            self._commands.clear()
            if self._stopping or self._shop.count_unsent() >= MOST_UNSENT:
                return None, commands
            picture, self._picture = self._picture, None
            return picture, commands

    def _obey(self, run: LiveRun, command: Command) -> None:
        events = run.command(command)
        self._shop.send({"t": "state", **self._describe(run, events)})

    def _look(self, run: LiveRun, tracker: Tracker, clock: SessionClock, picture: Picture) -> None:
        started_s = time.perf_counter()
        time_s = clock.advance(picture.client_s)
        try:
            rgb = decode_jpeg(picture.jpeg) if time_s is not None else None
            self._damaged = 0
        except InputError:
            rgb = None
            self._count_damaged()
        if rgb is None or time_s is None:
            self._shop.send({"t": "dropped", "n": picture.number})
            return
        brightness = measure_brightness(rgb) if run.session.state.phase == "setup" else math.nan
        tracking_s = time.perf_counter()
        pose = tracker.track(rgb, time_s)
        tracked_s = time.perf_counter()
        self._feedback, events = run.observe(pose, tracker.persons, brightness, picture.jpeg)
        answer = {
            "t": "frame",
            "n": picture.number,
            "frame": describe_frame(run.session, self._feedback),
            **self._describe(run, events),
        }
        answer["track_ms"] = round((tracked_s - tracking_s) * 1000, 2)
        answer["work_ms"] = round((time.perf_counter() - started_s) * 1000, 2)
        self._shop.send(answer)

    def _tidy(self) -> None:
        now_s = time.monotonic()
        if now_s - self._tidied_s >= TIDY_EVERY_S:
            self._tidied_s = now_s
            return_free_memory()

    def _count_damaged(self) -> None:
        self._damaged += 1
        if self._damaged >= MOST_DAMAGED:
            raise InputError("Expected JPEG pictures from the page, found only damaged ones; load the page again.")

    def _describe(self, run: LiveRun, events: list[Event]) -> dict[str, Any]:
        session = describe_session(run.session, self._feedback)
        if run.unsaved:
            session["unsaved"] = run.session.phrases.say("unsaved", reason=run.unsaved)
        return {"session": session, "events": describe_events(events)}

    def _save(self, run: LiveRun) -> None:
        now_s, phase = time.monotonic(), run.session.state.phase
        if phase != self._saved_phase or now_s - self._saved_s >= SAVE_EVERY_S:
            self._saved_s, self._saved_phase = now_s, phase
            self._keep_state(run)

    def _keep_state(self, run: LiveRun) -> None:
        try:
            self._shop.save(run)
        except OSError as error:
            # The history on the same disk says so to the person; here it only costs the way back after a crash.
            _LOG.warning("The state of a live session could not be kept: %s", error)
