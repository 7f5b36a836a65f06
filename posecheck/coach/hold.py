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
# Verdicts wait a moment and let a value rest just outside its band. Time out there counts once it has lasted longer
# than this: who leaves a pose needs up to 0.5 s for it.
LEAVING_S = 1.0


class HoldTimer:
    """Adds up the time held well: from when the last value came inside its band to when the first one was outside."""

    def __init__(self) -> None:
        self._runs: list[Hold] = []
        # Whether the last hold may go on after a pause, and whether the good frames under way belong to it.
        self._open = self._counting = False
        self._held_before_s = 0.0
        self._good_since_s: float | None = None
        self._inside_since_s: float | None = None
        self._last_inside_s = 0.0
        self._was_inside = False
        self._last_s: float | None = None

    @property
    def runs(self) -> tuple[Hold, ...]:
        """The holds so far, the one under way included."""
        return tuple(self._runs)

    @property
    def held_s(self) -> float:
        """The time held so far, of all holds."""
        return sum(run.held_s for run in self._runs)

    def step(self, time_s: float, good: bool | None, entered: bool, inside: bool) -> None:
        """Count one more frame.

        Args:
            time_s: time of the frame in seconds.
            good: the pose is taken and right; False when a check fails or it was left, None when unseen.
            entered: the pose has been taken for long enough to be believed; the wait before that counts too.
            inside: the pose is seen and every value lies inside its bare band, whether that is believed yet or not.
        """
        joined = self._last_s is None or time_s - self._last_s <= LONGEST_STEP_S
        self._last_s = time_s
        if not inside:
            self._inside_since_s = None
        elif self._inside_since_s is None or not joined or (self._good_since_s is not None and not good):
            self._inside_since_s = time_s
        if good and joined:
            self._follow(time_s, entered, inside)
            return
        self._good_since_s = None
        if good is False:
            self._open = False

    def _follow(self, time_s: float, entered: bool, inside: bool) -> None:
        if self._good_since_s is None:
            self._good_since_s = time_s if self._inside_since_s is None else self._inside_since_s
            self._last_inside_s = time_s
            self._counting = self._was_inside = False
        if inside:
            self._last_inside_s = time_s
        if entered and (inside or self._was_inside or time_s - self._last_inside_s > LEAVING_S):
            self._count(time_s, self._good_since_s)
        self._was_inside = inside

    def _count(self, time_s: float, good_since_s: float) -> None:
        if not self._counting:
            if self._open and time_s - self._runs[-1].end_s <= SAME_HOLD_GAP_S:
                self._held_before_s = self._runs[-1].held_s
            elif time_s - good_since_s < SHORTEST_HOLD_S:
                return
            else:
                self._runs.append(Hold(good_since_s, time_s, 0.0))
                self._held_before_s = 0.0
            self._open = self._counting = True
        held_s = self._held_before_s + (time_s - good_since_s)
        self._runs[-1] = replace(self._runs[-1], end_s=time_s, held_s=held_s)
