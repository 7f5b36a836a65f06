"""What has to happen once in each repetition, such as leaving the floor in a jump.

A jump follows the squat that it belongs to: the knees are straight before the feet leave the floor, and bend once
more to land softly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from posecheck.results import RepetitionResult

FloatArray = NDArray[np.float64]

# A moment counts until this long after the way back. A jump of a healthy adult keeps the feet in the air for
# 0.3-0.5 s (a height of 10-30 cm); a repetition that begins this soon after it is the landing.
AFTER_S = 0.6
# The knees may give a little before the feet are down.
_GIVING_S = 0.2


def settle_moments(
    found: Iterable[RepetitionResult], moments: Mapping[str, Sequence[float] | FloatArray], now_s: float = np.inf
) -> tuple[RepetitionResult, ...]:
    """Return repetitions with what they lack as faults, without the landings between them.

    Args:
        found: repetitions as counted, in order.
        moments: for each check that has to be met once, the times in seconds at which it was, rising.
        now_s: time of the last frame; a repetition whose moment may still come is left out.
    """
    times = {check_id: np.asarray(values, dtype=np.float64) for check_id, values in moments.items()}
    settled = []
    for rep in found:
        if _is_landing(rep, times):
            continue
        missing = tuple(name for name, at in times.items() if not _any_within(at, rep.start_s, rep.end_s + AFTER_S))
        if missing and now_s - rep.end_s < AFTER_S:
            continue
        kind = "faulty" if missing and rep.kind == "good" else rep.kind
        settled.append(replace(rep, kind=kind, faults=rep.faults + missing))
    return tuple(settled)


def _is_landing(rep: RepetitionResult, times: Mapping[str, FloatArray]) -> bool:
    """Return whether a shallow repetition only catches the body after a moment, and has none of its own."""
    begin_s = rep.start_s + _GIVING_S
    return rep.kind == "partial" and any(
        _any_within(at, rep.start_s - AFTER_S, begin_s) and not _any_within(at, begin_s, rep.end_s + AFTER_S)
        for at in times.values()
    )


def _any_within(times: FloatArray, start_s: float, end_s: float) -> bool:
    first, beyond = np.searchsorted(times, start_s, side="left"), np.searchsorted(times, end_s, side="right")
    return bool(first < beyond)
