"""Choosing the one thing to say now: worst fault first, not too often, praise when it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from posecheck.language import WRITTEN_LANGUAGE, speak
from posecheck.results import CheckState, Cue, Direction
from posecheck.stretch import Check, Stretch

# A fault is told when it has lasted this long; with the dwell of the check 0.3 s in all.
TELL_AFTER_S = 0.08
# After entering the pose a person is left alone for this long to settle. On the lab's clips 1.0 s and 0.2 s brought
# the last cue 1.2 s after its fault was plain; these bring it after 0.7 s.
SETTLE_S = 0.5
# No two spoken cues within this time, and the same one again only after the longer one.
SPEAK_EVERY_S = 4.0
REPEAT_AFTER_S = 10.0
# How long praise stays on the screen.
PRAISE_S = 2.5
# A value that moves into its band at this many units a second is left alone: the person is on the way.
MENDING_DEG_S = 6.0
# That speed is taken over at least this long.
TREND_S = 0.35
# The fault on show ranks higher by this much, so that two alike do not take turns.
SHOWN_HEAD_START = 1.5
_EXCESS_UNIT_DEG = 10.0
_EXCESS_UNIT_SHARE = 0.15

Amount = TypeVar("Amount", float, NDArray[np.float64])


@dataclass
class _Fault:
    since_s: float
    trend_s: float
    trend_excess: float
    mending: bool = False


def compute_rank(check: Check, excess: Amount) -> Amount:
    """Return how bad a fault is, from how far outside its band a value lies (a number or an array)."""
    return check.severity * 2 + excess / _get_excess_unit(check)


def is_mending(check: Check, gained: float, elapsed_s: float) -> bool:
    """Return whether a value that came nearer to its band by `gained` in this time is on its way back."""
    return gained / elapsed_s / _get_excess_unit(check) * _EXCESS_UNIT_DEG > MENDING_DEG_S


def _get_excess_unit(check: Check) -> float:
    return _EXCESS_UNIT_DEG if check.definition.unit == "deg" else _EXCESS_UNIT_SHARE


def choose_words(check: Check, direction: Direction) -> str:
    """Return what to do about a failing check, without the full stop."""
    words = check.cues.low if direction == "low" else check.cues.high
    return (words or check.name).rstrip(".")


def write_band(check: Check) -> str:
    """Return the band as the chain writes it, whatever language is spoken: "75-105°"."""
    with speak(WRITTEN_LANGUAGE):
        return check.describe_band()


def format_cue(check: Check, state: CheckState, band: str = "") -> str:
    """Return the cue as the chain writes it: "Bring the foot forward: 112°, want 75-105°".

    For people it is put together again, in their language, by `posecheck.interpreter`.

    Args:
        check: the failing check.
        state: its value and direction.
        band: what `write_band` says of it, for whoever asks in each frame.
    """
    value = check.definition.write_value(state.value)
    return f"{choose_words(check, state.direction)}: {value}, want {band or write_band(check)}"


def read_value(text: str) -> float:
    """Return the value that `format_cue` wrote into a cue, in the unit of its measure; NaN where there is none."""
    written = text.rpartition(": ")[2].partition(", ")[0].removesuffix("°")
    try:
        return float(written)
    except ValueError:
        return float("nan")


class CuePicker:
    """Keeps the cue on show and says when to speak it."""

    def __init__(self, stretch: Stretch) -> None:
        self._checks = {check.id: check for check in stretch.checks}
        self._bands = {check.id: write_band(check) for check in stretch.checks}
        self._faults: dict[str, _Fault] = {}
        self._shown: Cue | None = None
        self._spoken_s = float("-inf")
        self._spoken_key: tuple[str, str] | None = None
        self._praise_until_s = float("-inf")
        self.log: list[Cue] = []

    def step(self, time_s: float, states: tuple[CheckState, ...], in_pose_s: float) -> tuple[Cue | None, Cue | None]:
        """Return (the cue on show, the cue to speak now) after one more frame.

        Args:
            time_s: time of the frame in seconds.
            states: the state of each check.
            in_pose_s: for how long the pose has been taken, 0 when it is not.
        """
        failing = {state.id: state for state in states if state.verdict == "fail"}
        # Also before the pose counts as taken: who is on the way into it must not be corrected on arriving.
        self._follow(time_s, failing)
        if in_pose_s <= 0:
            self._shown = None
            return None, None
        worst = self._pick(time_s, failing) if in_pose_s >= SETTLE_S else None
        if worst is not None:
            return self._correct(time_s, worst)
        return self._praise(time_s, failing, {state.id for state in states if state.verdict == "pass"})

    def _follow(self, time_s: float, failing: dict[str, CheckState]) -> None:
        self._faults = {check_id: fault for check_id, fault in self._faults.items() if check_id in failing}
        for check_id, state in failing.items():
            fault = self._faults.setdefault(check_id, _Fault(time_s, time_s, state.excess))
            elapsed_s = time_s - fault.trend_s
            if elapsed_s >= TREND_S:
                fault.mending = is_mending(self._checks[check_id], fault.trend_excess - state.excess, elapsed_s)
                fault.trend_s, fault.trend_excess = time_s, state.excess

    def _rank(self, state: CheckState) -> float:
        """Return how bad a fault is; the one on show gets a head start, so that cues do not alternate."""
        shown = self._shown is not None and self._shown.check == state.id and self._shown.direction
        return compute_rank(self._checks[state.id], state.excess) + (SHOWN_HEAD_START if shown else 0.0)

    def _pick(self, time_s: float, failing: dict[str, CheckState]) -> CheckState | None:
        ready = [
            state
            for check_id, state in failing.items()
            if time_s - self._faults[check_id].since_s >= TELL_AFTER_S and not self._faults[check_id].mending
        ]
        return max(ready, key=self._rank, default=None)

    def _correct(self, time_s: float, state: CheckState) -> tuple[Cue, Cue | None]:
        text = format_cue(self._checks[state.id], state, self._bands[state.id])
        shown = self._shown
        if shown is None or (shown.check, shown.direction) != (state.id, state.direction):
            shown = Cue(time_s, state.id, state.direction, text)
            self.log.append(shown)
        self._shown = Cue(shown.t_s, state.id, state.direction, text)
        key = (state.id, state.direction)
        wait_s = REPEAT_AFTER_S if key == self._spoken_key else SPEAK_EVERY_S
        if time_s - self._spoken_s < wait_s:
            return self._shown, None
        self._spoken_s, self._spoken_key = time_s, key
        return self._shown, self._shown

    def _praise(
        self, time_s: float, failing: dict[str, CheckState], passing: set[str]
    ) -> tuple[Cue | None, Cue | None]:
        shown = self._shown
        if shown is None:
            return None, None
        if shown.direction == "":
            if time_s > self._praise_until_s or failing:
                self._shown = None
            return self._shown, None
        if shown.check in failing:
            return shown, None
        if shown.check not in passing:
            self._shown = None
            return None, None
        self._shown = Cue(time_s, shown.check, "", self._checks[shown.check].cues.praise)
        self._praise_until_s = time_s + PRAISE_S
        self.log.append(self._shown)
        was_spoken = self._spoken_key == (shown.check, shown.direction)
        self._spoken_key = None
        return self._shown, self._shown if was_spoken else None
