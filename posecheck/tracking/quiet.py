"""Keep MediaPipe's start-up chatter off the terminal without losing anything else that is written there.

The library logs from C++ straight to file descriptor 2 and heeds no setting for it, so the descriptor is led into
a temporary file while the library starts. On the way back every line that is not known chatter is passed on.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

# Lines that mediapipe 0.10.33 writes in every run and that say nothing about the picture or the result.
CHATTER: tuple[bytes, ...] = (
    b"Created TensorFlow Lite XNNPACK delegate",
    b"All log messages before absl::InitializeLog()",
    b"inference_feedback_manager.cc",
    b"landmark_projection_calculator.cc",
    b"gl_context",
)
_STDERR = 2


class _Diversion:
    """Shared by all threads: the first to enter diverts the descriptor, the last to leave restores it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._depth = 0
        self._original = -1
        self._sink: IO[bytes] | None = None

    def enter(self) -> None:
        with self._lock:
            self._depth += 1
            if self._depth > 1:
                return
            try:
                self._original = os.dup(_STDERR)
            except OSError:  # a program without a terminal may have closed it
                return
            self._sink = tempfile.TemporaryFile()  # noqa: SIM115 - closed by leave()
            os.dup2(self._sink.fileno(), _STDERR)

    def leave(self) -> None:
        with self._lock:
            self._depth -= 1
            if self._depth or self._sink is None:
                return
            os.dup2(self._original, _STDERR)
            os.close(self._original)
            self._sink.seek(0)
            kept = [line for line in self._sink if not any(text in line for text in CHATTER)]
            self._sink.close()
            self._sink = None
            if kept:
                os.write(_STDERR, b"".join(kept))


_diversion = _Diversion()


@contextmanager
def drop_chatter() -> Iterator[None]:
    """Within this context, known chatter on file descriptor 2 is dropped and all else delayed to its end."""
    _diversion.enter()
    try:
        yield
    finally:
        _diversion.leave()
