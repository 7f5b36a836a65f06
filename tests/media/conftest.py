"""Fixtures that write small clips into a test's own folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from media_clips import Clip, write_clip


@pytest.fixture
def make_clip(tmp_path: Path) -> Clip:
    """Return a writer of clips into the test's own folder; 30 frames at 30 fps unless told otherwise."""

    def make(name: str = "clip.mp4", times_s: Sequence[float] | None = None, **options: object) -> Path:
        return write_clip(tmp_path / name, times_s or [index / 30 for index in range(30)], **options)

    return make


@pytest.fixture
def write_sound(tmp_path: Path) -> Callable[[str], Path]:
    """Return a writer of a second of silence without pictures."""

    def write(name: str) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w") as container:
            stream = container.add_stream("aac", rate=16000, layout="mono")
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 16000), np.float32), format="fltp", layout="mono")
            frame.sample_rate = 16000
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return write
