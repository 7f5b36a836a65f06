"""Small attempts at an exercise whose whole way is short: they hardly leave the resting posture, if at all.

A leg raise to the back is a matter of ten degrees, and the hips of who stands before it read three to seven. Who moves
the leg back by three degrees of the fifteen has tried, and is to be told to go further.
"""

from __future__ import annotations

import math

# Share of the way from rest (0) to full range (1) at which a repetition begins and ends: a whole one by the resting
# posture, a small one by where the person rests.
REST = 0.15
# Who is further short of full range than this (a hip bent by 8 degrees) does not rest in this exercise, but bends down
# or has stepped forward.
FURTHEST_REST = -1.25
# A rest is a time of this length in which the measure stays within this share of the way.
RESTED_S, RESTED_WITHIN = 0.3, 0.1
# What takes longer has become another stance, and who is at the turn sooner was only lost from sight, or somebody else.
LONGEST_S, SHORTEST_TO_TURN_S = 6.0, 0.3


class SmallAttempts:
    """Follows a measure from where the person rests to where it turns round, and half of the way back."""

    def __init__(self, share: float) -> None:
        """Take the share of the person's own way from which a movement is an attempt."""
        self._share = share
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget everything: a rest has to be seen first."""
        self._rest = math.inf
        self._peak = -math.inf
        self._left_s = self._peak_s = math.nan
        self._anchor, self._anchored_s = math.nan, math.nan
        self._rested = False

    @property
    def is_away(self) -> bool:
        """Whether the person has left the rest."""
        return self._peak > self._rest

    def step(self, time_s: float, progress: float) -> bool:
        """Follow one more frame; return whether it is half of the way back from an attempt.

        Args:
            time_s: time of the frame in seconds.
            progress: 0 at the posture's rest .. 1 at full range.
        """
        if self.is_away and time_s - self._left_s > LONGEST_S:
            self.begin_anew()
        if progress < FURTHEST_REST or (progress > REST and not self.is_away and not self._rested):
            self.begin_anew()
            return False
        if progress <= self._rest or self._is_near(max(progress, self._peak)):
            self._stay(time_s, progress)
            return False
        if not self._rested:
            self.begin_anew()
            self._stay(time_s, progress)
            return False
        if progress > self._peak:
            self._peak, self._peak_s = progress, time_s
        if progress > min(REST, (self._rest + self._peak) / 2):
            return False
        slow = self._peak_s - self._left_s >= SHORTEST_TO_TURN_S
        tried = slow and self._compute_share(self._peak) >= self._share
        self.begin_anew()
        self._stay(time_s, progress)
        return tried

    def _stay(self, time_s: float, progress: float) -> None:
        self._rest, self._peak, self._left_s = min(self._rest, progress), -math.inf, time_s
        if not abs(progress - self._anchor) <= RESTED_WITHIN:
            self._anchor, self._anchored_s = progress, time_s
        self._rested |= time_s - self._anchored_s >= RESTED_S

    def _is_near(self, progress: float) -> bool:
        return self._compute_share(progress) <= REST

    def _compute_share(self, progress: float) -> float:
        """Return how much of the way from the person's own rest to full range this is."""
        return (progress - self._rest) / (1.0 - self._rest)
