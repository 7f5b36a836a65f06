"""Writing that neither holds up a live session nor ends it: jobs in order, in a thread of their own, retried."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

from posecheck.history import HistoryError

_LOG = logging.getLogger(__name__)

# A write that failed is tried again this often.
RETRY_S = 2.0
# Five minutes of frames at two batches a second wait for a disk that is full; what comes after that is not kept.
MOST_WAITING = 600
# At the end a disk that answers has written everything long before this; one that does not is not waited for.
CLOSE_S = 5.0


class PatientWriter:
    """Runs jobs one after the other; one that the history refuses is tried again before any other is.

    Attributes:
        problem: why nothing can be written at the moment, in words; "" when all is well.
    """

    def __init__(self, retry_s: float = RETRY_S) -> None:
        """Take the pause before a failed job is tried again, in seconds; the thread starts with the first job."""
        self.problem = ""
        self._retry_s = retry_s
        self._changed = threading.Condition()
        self._jobs: deque[Callable[[], object]] = deque()
        self._closing = False
        self._thread: threading.Thread | None = None

    def do(self, job: Callable[[], object], *, needed: bool = True) -> None:
        """Queue a job; one that is not `needed` is left out when too many wait."""
        with self._changed:
            if not needed and len(self._jobs) >= MOST_WAITING:
                return
            self._jobs.append(job)
            self._changed.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="posecheck-writer", daemon=True)
                self._thread.start()

    def settle(self, timeout_s: float = CLOSE_S) -> bool:
        """Wait until every job is done and return whether it is; False when one still fails after `timeout_s`."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs, timeout_s)

    def close(self) -> None:
        """Finish what can be written; a job that fails now is not tried again."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(CLOSE_S)

    def _work(self) -> None:
        while (job := self._wait_for_job()) is not None:
            done = self._try(job)
            with self._changed:
                if done or self._closing:
                    self._jobs.popleft()
                    self._changed.notify_all()
                else:
                    self._changed.wait_for(lambda: self._closing, self._retry_s)

    def _wait_for_job(self) -> Callable[[], object] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._closing)
            return self._jobs[0] if self._jobs else None

    def _try(self, job: Callable[[], object]) -> bool:
        try:
            job()
        except HistoryError as error:
            if not self.problem:
                _LOG.warning("A live session is not being saved: %s", error)
            self.problem = str(error)
            return False
        except Exception:  # noqa: BLE001 - what comes after this job still has to be written
            _LOG.exception("A part of a live session could not be saved.")
        self.problem = ""
        return True
