"""The hold clock: it runs while the pose is right, pauses when it is lost from sight, and never resets."""

from __future__ import annotations

from dataclasses import replace

from posecheck.results import Hold

# A gap in sight of up to this long belongs to the same hold.
SAME_HOLD_GAP_S = 2.0
# Frames further apart than this are not joined: a frozen camera must not count as a hold.
LONGEST_STEP_S = 0.5
# Passing through the right position on the way to another one is no hold; from here on it is, and counts in full.
# Who kneels down and glides on stays at the bound of a band for up to 0.9 s (`docs/accuracy.md`, hold times).
SHORTEST_HOLD_S = 1.0


class HoldTimer:
    """Adds up the time held well."""

    def __init__(self) -> None:
        self.held_s = 0.0
        self._runs: list[Hold] = []
        self._open = False
        self._good_since_s: float | None = None
        self._last_s: float | None = None

    @property
    def runs(self) -> tuple[Hold, ...]:
        """The holds so far, the one under way included."""
        return tuple(self._runs)

    def step(self, time_s: float, good: bool | None, entered: bool) -> None:
        """Count one more frame.

        Args:
            time_s: time of the frame in seconds.
            good: the pose is taken and right; False when a check fails or it was left, None when unseen.
            entered: the pose has been taken for long enough to be believed; the wait before that counts too.
        """
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        if good and step_s <= LONGEST_STEP_S:
            self._good_since_s = time_s if self._good_since_s is None else self._good_since_s
            if entered:
                self._run(time_s, step_s, self._good_since_s)
            return
        self._good_since_s = None
        if good is False:
            self._open = False

    def _run(self, time_s: float, step_s: float, good_since_s: float) -> None:
        if self._open and time_s - self._runs[-1].end_s <= SAME_HOLD_GAP_S:
            last = self._runs[-1]
            was_paused = time_s - last.end_s > step_s + 1e-9
            gained_s = time_s - good_since_s if was_paused else step_s
            self._runs[-1] = replace(last, end_s=time_s, held_s=last.held_s + gained_s)
        elif time_s - good_since_s < SHORTEST_HOLD_S:
            return
        else:
            gained_s = time_s - good_since_s
            self._runs.append(Hold(good_since_s, time_s, gained_s))
            self._open = True
        self.held_s += gained_s
