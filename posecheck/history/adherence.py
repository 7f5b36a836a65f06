"""What was done against what was meant: days of practice against a goal, time and repetitions against the dose.

Pure functions on what the history gives back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from posecheck.history.records import SessionSide, SessionSummary
from posecheck.stretch.schema import Dose

# ACSM's guidance on flexibility training: at least two or three days a week (Garber et al. 2011,
# doi:10.1249/MSS.0b013e318213fefb).
DEFAULT_GOAL_DAYS = 3


@dataclass(frozen=True, slots=True)
class Week:
    """One calendar week, Monday to Sunday.

    Attributes:
        days: days on which something was practised.
        goal_days: days that were meant.
    """

    monday: date
    days: int
    sessions: int
    goal_days: int

    @property
    def met(self) -> bool:
        """Whether the goal was reached."""
        return self.days >= self.goal_days


@dataclass(frozen=True, slots=True)
class Adherence:
    """Practice against the goal.

    Attributes:
        weeks: every week of the period, oldest first; the last one may still be running.
        sessions_by_day: only days with practice.
        streak_weeks: weeks in a row up to now in which the goal was met; a running week counts once it is met.
    """

    weeks: tuple[Week, ...]
    sessions_by_day: dict[date, int]
    streak_weeks: int

    @property
    def share(self) -> float:
        """Days practised as a share of the days meant, 0..1, extra days in a week not counted; NaN without weeks."""
        meant = sum(week.goal_days for week in self.weeks)
        done = sum(min(week.days, week.goal_days) for week in self.weeks)
        return done / meant if meant else float("nan")


@dataclass(frozen=True, slots=True)
class DoseShare:
    """What was done on one side against what was asked for, in seconds or in good repetitions."""

    side: SessionSide
    done: float
    asked: float
    unit: Literal["s", "reps"]

    @property
    def share(self) -> float:
        """Done as a share of asked; more than 1 when more was done."""
        return self.done / self.asked


def is_practice(session: SessionSummary) -> bool:
    """Return whether something was done in it: time held well, or any repetition."""
    return session.held_s > 0 or any(s.reps_good + s.reps_partial + s.reps_faulty for s in session.sets)


def compute_adherence(sessions: Iterable[SessionSummary], *, goal_days: int, first: date, last: date) -> Adherence:
    """Return practice against a goal over the weeks that hold `first` to `last`, both included.

    Args:
        sessions: any order; those outside the weeks or without practice are left out.
        goal_days: days a week that were meant, 1 to 7.
        first: the first day on the person's calendar.
        last: the last day, mostly today.
    """
    start = _find_monday(first)
    n_weeks = (_find_monday(last) - start).days // 7 + 1
    end = start + timedelta(weeks=n_weeks)
    by_day = Counter(s.local_date for s in sessions if is_practice(s) and start <= s.local_date < end)
    weeks = tuple(_count_week(start + timedelta(weeks=i), by_day, goal_days) for i in range(n_weeks))
    return Adherence(weeks, dict(by_day), _count_streak(weeks))


def compute_dose_shares(session: SessionSummary) -> list[DoseShare]:
    """Return done against asked for each side that was meant to be trained, left first.

    A side that was asked for and never begun counts as nothing done.
    """
    dose = session.dose
    done: dict[SessionSide, float] = dict(session.held_s_by_side if dose.reps is None else session.reps_good_by_side)
    asked, unit = _total_dose(dose)
    return [DoseShare(side, done.get(side, 0.0), asked, unit) for side in _find_sides(session)]


def _total_dose(dose: Dose) -> tuple[float, Literal["s", "reps"]]:
    if dose.reps is not None:
        return float(dose.reps * dose.sets), "reps"
    return float((dose.hold_s or 0.0) * dose.sets), "s"


def _find_sides(session: SessionSummary) -> list[SessionSide]:
    trained = {each.side for each in session.sets}
    if session.side != "both" or "both" in trained:
        return [session.side]
    return ["left", "right"]


def _find_monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _count_week(monday: date, by_day: Counter[date], goal_days: int) -> Week:
    counts = [by_day[monday + timedelta(days=i)] for i in range(7)]
    return Week(monday, sum(count > 0 for count in counts), sum(counts), goal_days)


def _count_streak(weeks: Sequence[Week]) -> int:
    # The running week breaks nothing: there is still time.
    past = weeks if weeks and weeks[-1].met else weeks[:-1]
    streak = 0
    for week in reversed(past):
        if not week.met:
            break
        streak += 1
    return streak
