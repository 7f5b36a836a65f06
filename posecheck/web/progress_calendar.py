"""The practice calendar and the figures above it, as HTML; pure."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

from posecheck.history.adherence import Adherence, Week

# More weeks than this do not fit a page; the older ones are left out of the picture, not of the figures.
MAX_WEEKS = 26
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def build_figures_html(figures: list[tuple[str, str]]) -> str:
    """Return a row of large figures, each with what it counts: [("3 of 4", "days this week")]."""
    cards = "".join(
        f'<div class="pc-figure"><b>{escape(value)}</b><span>{escape(label)}</span></div>' for value, label in figures
    )
    return f'<div class="pc-figures">{cards}</div>'


def build_calendar_html(adherence: Adherence, today: date) -> str:
    """Return weeks as columns and days as rows: filled where something was practised, a tick where a goal was met."""
    weeks = adherence.weeks[-MAX_WEEKS:]
    names = "".join(f"<span>{name}</span>" for name in ("", *_DAY_NAMES))
    columns = [_build_week(week, adherence, today, is_first=week is weeks[0]) for week in weeks]
    return (
        f'<div class="pc-calendar" role="img" aria-label="{escape(describe_calendar(adherence))}">'
        f'<div class="pc-week pc-names">{names}</div>{"".join(columns)}</div>'
    )


def build_calendar_legend(goal_days: int) -> str:
    """Return what the marks of the calendar mean."""
    goal = f"goal of {goal_days} {'day' if goal_days == 1 else 'days'} met"
    return (
        '<div class="pc-legend">'
        '<span><i class="pc-filled"></i>practised (2: two sessions)</span>'
        '<span><i class="pc-empty"></i>no session</span>'
        f'<span><b class="pc-met">✓</b> {goal}</span></div>'
    )


def describe_calendar(adherence: Adherence) -> str:
    """Return the calendar in one sentence."""
    met = sum(week.met for week in adherence.weeks)
    days = len(adherence.sessions_by_day)
    n_weeks = len(adherence.weeks)
    return (
        f"Practised on {days} {'day' if days == 1 else 'days'}; "
        f"the goal was met in {met} of {n_weeks} {'week' if n_weeks == 1 else 'weeks'}."
    )


def _build_week(week: Week, adherence: Adherence, today: date, *, is_first: bool) -> str:
    # The month is named over the week that holds its first day; over the first column unless one follows at once.
    begins_month = any((week.monday + timedelta(days=i)).day == 1 for i in range(7))
    named = week.monday + timedelta(days=6) if begins_month else week.monday
    month = f"{named:%b}" if begins_month or (is_first and week.monday.day < 20) else ""
    days = "".join(_build_day(week.monday + timedelta(days=i), adherence, today) for i in range(7))
    met = '<span class="pc-met" title="goal met">✓</span>' if week.met else "<span></span>"
    return f'<div class="pc-week"><span class="pc-month">{month}</span>{days}{met}</div>'


def _build_day(day: date, adherence: Adherence, today: date) -> str:
    if day > today:
        return "<span></span>"
    count = adherence.sessions_by_day.get(day, 0)
    classes = "pc-day" + (" pc-done" if count else "") + (" pc-today" if day == today else "")
    words = f"{day:%A %d %B}: {count or 'no'} {'session' if count == 1 else 'sessions'}"
    return f'<span class="{classes}" title="{escape(words)}">{count if count > 1 else ""}</span>'
