"""How soon the right cue comes once a fault is plainly there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy_parts.cases import Case
from benchmarks.accuracy_parts.errors import find_moving
from posecheck.results import SessionResult
from posecheck.stretch import Band

# A fault is plainly there this far outside the band, in the unit of its measure.
_PLAINLY = {"deg": 5.0, "share": 0.05}
# Who still glides into a hold has not done it wrongly yet. People who hold still sway by up to 2 degrees a second; from
# three times that on they are on their way (a low cobra is reached at 6 to 7). That turns the end of a segment by a
# tenth of its length.
_ARRIVING = {"deg": 6.0, "share": float(np.radians(6.0))}
# Shorter crossings of a band are passages into a pose and out of it; in repetitions faults are short.
_SHORTEST_S = {"hold": 3.0, "reps": 0.4}
# A cue may come before a fault is plain: the check fails from the band's edge on, and while the body still moves.
_EARLIEST_S = 1.5


@dataclass(frozen=True, slots=True)
class Latency:
    """A fault that is plainly there for the first time, and how long it took until it was named.

    Attributes:
        check, direction: the fault.
        since_s: when it was plainly there.
        own_s: until its own cue; infinite when it never came.
        right_s: until a cue that names this or another fault that is plainly there at the time (one cue at a time,
            the worst first), by its check or by its name.
    """

    check: str
    direction: str
    since_s: float
    own_s: float
    right_s: float


def find_latencies(case: Case, result: SessionResult) -> list[Latency]:
    """Return one latency for each check and direction that is truly and plainly failed."""
    plain = _find_plain(case, result, shortest_s=0.0)
    found = []
    for (check, direction), mask in _find_plain(case, result, _SHORTEST_S[case.reference.kind]).items():
        since_s = float(case.track.time_s[np.flatnonzero(mask)[0]])
        cues = [cue for cue in result.cues if cue.t_s >= since_s - _EARLIEST_S]
        own = [cue.t_s for cue in cues if (cue.check, cue.direction) == (check, direction)]
        right = [cue.t_s for cue in cues if _names_fault(case, plain, (cue.check, cue.direction), cue.t_s)]
        found.append(Latency(check, direction, since_s, _first_after(own, since_s), _first_after(right, since_s)))
    return found


def _names_fault(case: Case, plain: dict[tuple[str, str], NDArray[np.bool_]], key: tuple[str, str], t_s: float) -> bool:
    near = (case.track.time_s >= t_s - _EARLIEST_S) & (case.track.time_s <= t_s + _EARLIEST_S)
    meant = [key, *_find_by_name(case, key)]
    return any(bool((plain[each] & near).any()) for each in meant if each in plain)


def _find_by_name(case: Case, key: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the true faults that go by the name of this one: a short step is told by its length or by the knee."""
    check = next((check for check in case.reference.checks if check.id == key[0]), None)
    name = check and (check.fault_low if key[1] == "low" else check.fault_high)
    return [(fault["check"], fault["direction"]) for fault in case.truth["faults"] if name and fault["name"] == name]


def _first_after(times_s: list[float], since_s: float) -> float:
    return max(0.0, min(times_s, default=float("inf")) - since_s)


def _find_plain(case: Case, result: SessionResult, shortest_s: float) -> dict[tuple[str, str], NDArray[np.bool_]]:
    """Return for each true fault that lasts for so long in which frames (n,) it is plainly there."""
    columns = {check.id: check.column for check in result.checks}
    plain: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for fault in case.truth["faults"]:
        check = fault["check"]
        if check not in columns or not case.knows(columns[check]) or fault["end_s"] - fault["start_s"] < shortest_s:
            continue
        definition = case.reference.find_check(check)
        values, unit = case.true_column(columns[check]), definition.definition.unit
        mask = _is_beyond(values, definition.band, fault["direction"], unit)
        mask &= (case.track.time_s >= fault["start_s"]) & (case.track.time_s < fault["end_s"])
        if case.reference.kind == "hold":
            # On the way into a pose a band may be far off without any fault.
            mask &= ~find_moving(values, case.track.time_s, _ARRIVING[unit])
        if mask.any():
            key = (check, fault["direction"])
            plain[key] = plain.get(key, np.zeros(len(mask), dtype=bool)) | mask
    return plain


def _is_beyond(values: NDArray[np.float64], band: Band, direction: str, unit: str) -> NDArray[np.bool_]:
    bound = band.low if direction == "low" else band.high
    if bound is None:
        return np.zeros(len(values), dtype=bool)
    outside = bound - values if direction == "low" else values - bound
    return np.asarray(outside > _PLAINLY[unit])
