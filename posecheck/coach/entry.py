"""Seeing that the pose has been taken, and left."""

from __future__ import annotations

from posecheck.checks import BandJudge
from posecheck.stretch import Entry

# A pose that was lost from sight (not left) is believed to go on for this long.
LOST_GRACE_S = 2.0


class EntryGate:
    """Follows whether a person is in the pose: entered and left with a delay, kept through moments unseen."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._judges = [BandJudge(condition, dwell_s=0.0) for condition in entry.conditions]
        self._candidate_since_s: float | None = None
        self._seen_s = float("-inf")
        self.entered = False
        # When the pose was taken, None while it is not.
        self.since_s: float | None = None

    def step(self, time_s: float, values: list[float], possible: bool = True) -> bool | None:
        """Return whether all conditions hold in this frame (None when unseen); updates `entered`.

        Args:
            time_s: time of the frame in seconds.
            values: one value for each entry condition, NaN where it cannot be assessed.
            possible: False where it cannot be this pose whatever the values say.
        """
        answers = [judge.step(time_s, value) for judge, value in zip(self._judges, values, strict=True)]
        holds = False if False in answers or not possible else None if None in answers else True
        if time_s - self._seen_s > LOST_GRACE_S:
            self.entered, self.since_s, self._candidate_since_s = False, None, None
        if holds is None:
            self._candidate_since_s = None
        else:
            self._seen_s = time_s
            self._follow(time_s, holds)
        return holds

    def _follow(self, time_s: float, holds: bool) -> None:
        if holds == self.entered:
            self._candidate_since_s = None
            return
        if self._candidate_since_s is None:
            self._candidate_since_s = time_s
        wanted_s = self._entry.enter_s if holds else self._entry.exit_s
        if time_s - self._candidate_since_s >= wanted_s:
            self.entered = holds
            self.since_s = self._candidate_since_s if holds else None
            self._candidate_since_s = None
