"""The practice calendar and the figures above it, as HTML; pure."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

from posecheck.history.adherence import Adherence, Week
from posecheck.language import _, ngettext
from posecheck.web.dates import format_long_day, list_months, list_weekdays

# More weeks than this do not fit a page; the older ones are left out of the picture, not of the figures.
MAX_WEEKS = 26


def build_figures_html(figures: list[tuple[str, str]]) -> str:
    """Return a row of large figures, each with what it counts: [("3 of 4", "days this week")]."""
    cards = "".join(
        f'<div class="pc-figure"><b>{escape(value)}</b><span>{escape(label)}</span></div>' for value, label in figures
    )
    return f'<div class="pc-figures">{cards}</div>'


def build_calendar_html(adherence: Adherence, today: date) -> str:
    """Return weeks as columns and days as rows: filled where something was practised, a tick where a goal was met."""
    weeks = adherence.weeks[-MAX_WEEKS:]
    names = "".join(f"<span>{name}</span>" for name in ("", *list_weekdays()))
    columns = [_build_week(week, adherence, today, is_first=week is weeks[0]) for week in weeks]
    return (
        f'<div class="pc-calendar" role="img" aria-label="{escape(describe_calendar(adherence))}">'
        f'<div class="pc-week pc-names">{names}</div>{"".join(columns)}</div>'
    )


def build_calendar_legend(goal_days: int) -> str:
    """Return what the marks of the calendar mean."""
    goal = ngettext("goal of {n} day met", "goal of {n} days met", goal_days).format(n=goal_days)
    practised, nothing = _("practised (2: two sessions)"), _("no session")
    return (
        '<div class="pc-legend">'
        f'<span><i class="pc-filled"></i>{escape(practised)}</span>'
        f'<span><i class="pc-empty"></i>{escape(nothing)}</span>'
        f'<span><b class="pc-met">✓</b> {escape(goal)}</span></div>'
    )


def describe_calendar(adherence: Adherence) -> str:
    """Return the calendar in one sentence."""
    met = sum(week.met for week in adherence.weeks)
    days = len(adherence.sessions_by_day)
    n_weeks = len(adherence.weeks)
    practised = ngettext("Practised on {n} day.", "Practised on {n} days.", days).format(n=days)
    goal = ngettext(
        "The goal was met in {met} of {n} week.", "The goal was met in {met} of {n} weeks.", n_weeks
    ).format(met=met, n=n_weeks)
    return f"{practised} {goal}"


def _build_week(week: Week, adherence: Adherence, today: date, *, is_first: bool) -> str:
    # The month is named over the week that holds its first day; over the first column unless one follows at once.
    begins_month = any((week.monday + timedelta(days=i)).day == 1 for i in range(7))
    named = week.monday + timedelta(days=6) if begins_month else week.monday
    month = list_months()[named.month - 1] if begins_month or (is_first and week.monday.day < 20) else ""
    days = "".join(_build_day(week.monday + timedelta(days=i), adherence, today) for i in range(7))
    words = escape(_("goal met"))
    met = f'<span class="pc-met" title="{words}">✓</span>' if week.met else "<span></span>"
    return f'<div class="pc-week"><span class="pc-month">{month}</span>{days}{met}</div>'


def _build_day(day: date, adherence: Adherence, today: date) -> str:
    if day > today:
        return "<span></span>"
    count = adherence.sessions_by_day.get(day, 0)
    classes = "pc-day" + (" pc-done" if count else "") + (" pc-today" if day == today else "")
    sessions = ngettext("{n} session", "{n} sessions", count).format(n=count) if count else _("no session")
    words = f"{format_long_day(day)}: {sessions}"
    return f'<span class="{classes}" title="{escape(words)}">{count if count > 1 else ""}</span>'
