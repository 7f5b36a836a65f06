"""Now and then a look at the room behind a person, for how far the camera is turned."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from statistics import median

import numpy as np
from numpy.typing import NDArray

from posecheck.tracking.uprights import BoxPx, read_room_roll

# A look takes 7 to 20 ms (640x480, one core), beside the tracking. A person who moves shows other edges.
LOOK_EVERY_S, LOOK_EVERY_ONCE_TOLD_S = 2.0, 5.0
# So many of the latest readings count; two in a row that are so far from those before show that the camera was moved.
READINGS = 5
MOVED_DEG = 1.5


class RoomLevel:
    """Looks at the room in a thread of its own; what it saw is taken in with the next frame, always."""

    def __init__(self, executor: Executor) -> None:
        """Start with a room that was not looked at."""
        self._executor = executor
        self._look: Future[float] | None = None
        self._looked_s = -math.inf
        self._told: deque[float] = deque(maxlen=READINGS)

    @property
    def roll_deg(self) -> float:
        """The camera's roll, degrees, + turned clockwise; NaN until the room has told it."""
        return median(self._told) if self._told else math.nan

    def take_in(self) -> float:
        """Wait for the look that is under way, if there is one, and return `roll_deg`."""
        if self._look is not None:
            self.add(self._look.result())
            self._look = None
        return self.roll_deg

    def is_due(self, time_s: float) -> bool:
        """Return whether it is time to look again."""
        pause_s = LOOK_EVERY_ONCE_TOLD_S if self._told else LOOK_EVERY_S
        return self._look is None and time_s >= self._looked_s + pause_s

    def look(self, rgb: NDArray[np.uint8], person_px: Sequence[BoxPx], time_s: float) -> None:
        """Begin to look at a picture (h, w, 3) outside the boxes around the parts of the person."""
        self._looked_s = time_s
        self._look = self._executor.submit(read_room_roll, rgb, person_px)

    def add(self, roll_deg: float) -> None:
        """Count one reading, NaN for a look that told nothing."""
        if math.isnan(roll_deg):
            return
        *before, last = (*self._told, roll_deg)
        older, latest = before[:-1], (*before[-1:], last)
        self._told.append(roll_deg)
        if older and all(abs(each - median(older)) > MOVED_DEG for each in latest):
            self._told.clear()
            self._told.extend(latest)
