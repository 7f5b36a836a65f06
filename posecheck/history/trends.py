"""Each angle over the weeks, and left against right. Pure functions on what the history gives back.

A change that is smaller than the camera's own measurement error
is said to be none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Literal

from posecheck.history.records import CheckMedian
from posecheck.language import _
from posecheck.measures import MEASURES
from posecheck.stretch.schema import Band
from posecheck.uncertainty import find_error

# The start and the present of a trend are medians of this many sessions: one odd day is not a change.
SESSIONS_AT_EACH_END = 3

Change = Literal["higher", "lower", "none", "too_few"]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One session's value: the median over its assessed time, in the measure's unit."""

    when: datetime
    session_id: str
    value: float


@dataclass(frozen=True, slots=True)
class Trend:
    """One check's measure over the sessions.

    Attributes:
        side: the side of the body that the measure was taken from; "" for measures without one.
        error: the measurement error in the measure's unit: a band of +- error around `start`.
        points: oldest first.
        start, present: medians of the first and the last sessions (`SESSIONS_AT_EACH_END` at most, never shared).
        change: "none" when it is within the error; "too_few" below two sessions.
    """

    stretch_id: str
    check_id: str
    name: str
    measure: str
    side: Literal["", "left", "right"]
    error: float
    points: tuple[TrendPoint, ...]
    start: float
    present: float
    change: Change

    @property
    def difference(self) -> float:
        """Present less start, in the measure's unit."""
        return self.present - self.start

    def describe(self, band: Band | None = None) -> str:
        """Return the trend in words, with what it means for the target band where one is given."""
        measure = MEASURES[self.measure]
        if self.change == "too_few":
            return _("One session so far: a trend takes at least two.")
        error = measure.format_value(self.error)
        if self.change == "none":
            return _("No measurable change (the camera is good to ±{error}).").format(error=error)
        start, end = (measure.format_value(each).replace("-", "−") for each in (self.start, self.present))
        change = f"{'+' if self.difference > 0 else '−'}{measure.format_value(abs(self.difference))}"
        target = self._describe_target(band)
        words = _("{change}: from {start} to {end}, more than the camera's ±{error}.")
        if target:
            words = _("{change}: from {start} to {end}, more than the camera's ±{error}, {target}.")
        return words.format(change=change, start=start, end=end, error=error, target=target)

    def _describe_target(self, band: Band | None) -> str:
        if band is None:
            return ""
        before, after = compute_distance(self.start, band), compute_distance(self.present, band)
        if before == after == 0:
            return _("inside the target throughout")
        if after == 0:
            return _("now inside the target")
        if before == 0:
            return _("now outside the target")
        return _("closer to the target") if after < before else _("further from the target")


@dataclass(frozen=True, slots=True)
class SideComparison:
    """The same check on both sides: present medians, and whether they differ by more than the error."""

    name: str
    measure: str
    left: float
    right: float
    error: float

    @property
    def measurable(self) -> bool:
        """Whether the two differ by more than the measurement error."""
        return abs(self.left - self.right) > self.error


def compute_distance(value: float, band: Band) -> float:
    """Return how far a value lies outside a band; 0 inside."""
    low = float("-inf") if band.low is None else band.low
    high = float("inf") if band.high is None else band.high
    return max(low - value, value - high, 0.0)


def compute_trends(medians: Iterable[CheckMedian]) -> list[Trend]:
    """Return a trend for each check and side, in the order in which they first occur.

    Several sets of a session are one point: their medians weighted by the time over which each was taken.
    """
    grouped: dict[tuple[str, str, str], list[CheckMedian]] = defaultdict(list)
    for each in medians:
        if each.median is not None and each.assessed_s > 0:
            grouped[each.session.stretch_id, each.check_id, each.column].append(each)
    return [_build_trend(group) for group in grouped.values()]


def compare_sides(trends: Sequence[Trend]) -> list[SideComparison]:
    """Return left against right for each check that has a trend on both sides."""
    left = {(t.stretch_id, t.check_id, t.measure): t for t in trends if t.side == "left"}
    right = {(t.stretch_id, t.check_id, t.measure): t for t in trends if t.side == "right"}
    return [
        SideComparison(left[key].name, left[key].measure, left[key].present, right[key].present, left[key].error)
        for key in left
        if key in right
    ]


def _build_trend(group: list[CheckMedian]) -> Trend:
    by_session: dict[str, list[CheckMedian]] = defaultdict(list)
    for each in group:
        by_session[each.session.id].append(each)
    points = sorted((_build_point(sets) for sets in by_session.values()), key=lambda point: point.when)
    n_ends = max(1, min(SESSIONS_AT_EACH_END, len(points) // 2))
    start = median(point.value for point in points[:n_ends])
    present = median(point.value for point in points[-n_ends:])
    last, error = group[-1], find_error(group[-1].measure)
    return Trend(
        stretch_id=last.session.stretch_id,
        check_id=last.check_id,
        name=last.name,
        measure=last.measure,
        side=_find_column_side(last.column),
        error=error,
        points=tuple(points),
        start=start,
        present=present,
        change=_judge_change(present - start, error, len(points)),
    )


def _build_point(sets: list[CheckMedian]) -> TrendPoint:
    session = sets[0].session
    weight = sum(each.assessed_s for each in sets)
    total = sum(each.median * each.assessed_s for each in sets if each.median is not None)
    return TrendPoint(session.local_start, session.id, total / weight)


def _judge_change(difference: float, error: float, n_points: int) -> Change:
    if n_points < 2:
        return "too_few"
    if abs(difference) <= error:
        return "none"
    return "higher" if difference > 0 else "lower"


def _find_column_side(column: str) -> Literal["", "left", "right"]:
    if column.startswith("left_"):
        return "left"
    return "right" if column.startswith("right_") else ""
