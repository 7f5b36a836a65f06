"""Memory that was freed goes back to the system."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest

from posecheck.tracking.memory import return_free_memory


def measure_resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process holds")
def test_freed_blocks_are_returned_even_below_one_that_is_in_use():
    blocks = [np.ones(8_000) for _ in range(1_500)]
    pins = blocks[::100]
    blocks.clear()
    before_mb = measure_resident_mb()
    return_free_memory()
    assert measure_resident_mb() < before_mb - 50
    assert len(pins) == 15


def test_asking_twice_is_harmless():
    return_free_memory()
    return_free_memory()
