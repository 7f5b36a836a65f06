"""Work on a file in the background: it reports how far it is, can be cancelled, and cleans up after itself.

A job belongs to one browser session. Its files lie in a temporary folder of its own; the upload is deleted as
soon as the work is done, everything else when the job is dropped, be it by the page, by the end of the session
or by the end of the server.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Generic, Literal, TypeVar

from posecheck.errors import PoseCheckError, ReviewCancelled
from posecheck.language import N_, _
from posecheck.review_folder import Cancelled, Progress
from posecheck.web.speaking import keep_speaking

_LOGGER = logging.getLogger(__name__)

# Tracking and encoding keep about two cores busy.
_TURNS = threading.BoundedSemaphore(max(1, (os.cpu_count() or 1) // 2))
_TURN_POLL_S = 0.2
_WAITING = N_("Waiting for another recording to finish")
# Characters of a name, of which each may take four bytes on the disk, where 255 are allowed.
_LONGEST_NAME = 60
# Before this share of the work the time left is a guess.
_ESTIMATE_FROM = 0.04

Result = TypeVar("Result")
# What is done: with the file, a folder for what comes of it, who is told how far it is, and what asks whether to stop.
Work = Callable[[Path, Path, Progress, Cancelled], Result]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How a job stands: `left_s` is None while it cannot be estimated, `error` is for people."""

    state: Literal["running", "done", "failed", "cancelled"]
    fraction: float
    text: str
    left_s: float | None = None
    error: str = ""

    @property
    def words(self) -> str:
        """The state of a running job: "Finding the body · 40% · about 12 s left"."""
        parts = [_(self.text), _("{percent}%").format(percent=round(100 * self.fraction))]
        if self.left_s is not None:
            parts.append(_describe_left(self.left_s))
        return " · ".join(parts)


@dataclass(slots=True)
class _Shared(Generic[Result]):
    """What the thread and the page share; the page only reads, except for `cancelled`."""

    cancelled: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)
    started_s: float = field(default_factory=time.monotonic)
    fraction: float = 0.0
    text: str = N_("Starting")
    error: str = ""
    outcome: Result | None = None

    def listen(self, fraction: float, text: str) -> None:
        """Take how far the work is."""
        self.fraction = fraction
        self.text = text


class Job(Generic[Result]):
    """Work on an uploaded or a sample file, running in a thread."""

    def __init__(
        self, work: Work[Result], *, sample: Path | None = None, upload: tuple[str, bytes] | None = None
    ) -> None:
        """Start it.

        Args:
            work: what is done; it must not refer to the job, which would never be dropped then.
            sample: a file that is already on this machine; or
            upload: name and content of a file that came with the browser.
        """
        folder = tempfile.TemporaryDirectory(prefix="posecheck-", ignore_cleanup_errors=True)
        place = Path(folder.name)
        self.name = sample.name if sample else _clean_name(upload[0] if upload else "")
        path = sample or _store_upload(place / "upload", self.name, upload[1] if upload else b"")
        self._shared: _Shared[Result] = _Shared()
        self._abandon = weakref.finalize(self, _abandon, self._shared, folder)
        arguments = (work, path, self._shared, folder, None if sample else path)
        # A thread begins in English.
        threading.Thread(target=keep_speaking(_run), args=arguments, name="posecheck-job", daemon=True).start()

    @property
    def outcome(self) -> Result | None:
        """What came of it, None until then."""
        return self._shared.outcome

    def look(self) -> Snapshot:
        """Return how the job stands now."""
        shared = self._shared
        snapshot = Snapshot("running", shared.fraction, shared.text, error=shared.error)
        if not shared.finished.is_set():
            return replace(snapshot, left_s=self._estimate_left_s())
        if shared.outcome is not None:
            return replace(snapshot, state="done", fraction=1.0)
        return replace(snapshot, state="failed" if shared.error else "cancelled")

    def cancel(self) -> None:
        """Ask the work to stop; it does so within a frame or two."""
        self._shared.cancelled.set()

    def discard(self) -> None:
        """Stop the work if it still runs, and delete all of its files."""
        self._abandon()

    def wait(self, timeout_s: float) -> bool:
        """Return whether the job has ended within this time."""
        return self._shared.finished.wait(timeout_s)

    def _estimate_left_s(self) -> float | None:
        fraction = self._shared.fraction
        if fraction < _ESTIMATE_FROM:
            return None
        return (time.monotonic() - self._shared.started_s) * (1.0 - fraction) / fraction


def _describe_left(seconds: float) -> str:
    if seconds < 90:
        return _("about {seconds} s left").format(seconds=max(1, round(seconds)))
    return _("about {minutes} minutes left").format(minutes=round(seconds / 60))


def _clean_name(name: str) -> str:
    """Return the last part of a name that came from outside, short enough for any disk."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "upload" if last in {"", ".", ".."} else last[-_LONGEST_NAME:]


def _store_upload(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir()
    path = folder / name
    path.write_bytes(content)
    return path


def _abandon(shared: _Shared[Result], folder: tempfile.TemporaryDirectory[str]) -> None:
    shared.cancelled.set()
    folder.cleanup()


def _run(
    work: Work[Result],
    path: Path,
    shared: _Shared[Result],
    folder: tempfile.TemporaryDirectory[str],
    upload: Path | None,
) -> None:
    """Do the work; the body of the thread."""
    try:
        with _Turn(shared):
            shared.started_s = time.monotonic()
            shared.outcome = work(path, Path(folder.name), shared.listen, shared.cancelled.is_set)
    except ReviewCancelled:
        shared.text = N_("Cancelled")
    except PoseCheckError as error:
        shared.error = str(error)
    except Exception:
        _LOGGER.exception("work on a recording failed")
        shared.error = _("Something went wrong inside PoseCheck with this recording; the log of the server says more.")
    finally:
        if upload is not None:
            upload.unlink(missing_ok=True)
        if shared.cancelled.is_set():
            # The page may have dropped the job while files were still being written.
            folder.cleanup()
        shared.finished.set()


class _Turn(Generic[Result]):
    """Waits until the machine is free for one more job."""

    def __init__(self, shared: _Shared[Result]) -> None:
        self._shared = shared

    def __enter__(self) -> None:
        while not _TURNS.acquire(timeout=_TURN_POLL_S):
            self._shared.text = _WAITING
            if self._shared.cancelled.is_set():
                raise ReviewCancelled("Cancelled while waiting.")

    def __exit__(self, *_details: object) -> None:
        _TURNS.release()
