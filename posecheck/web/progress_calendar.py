"""The practice calendar and the figures above it, as HTML; pure."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

from posecheck.history.trends import Adherence, Week

# Sizes in pixels of the drawing.
_CELL, _GAP, _LEFT, _TOP = 26, 5, 34, 22
_STEP = _CELL + _GAP
# More weeks than this do not fit a page; the older ones are left out of the picture, not of the figures.
MAX_WEEKS = 26
_DAY_NAMES = ("Mon", "", "Wed", "", "Fri", "", "Sun")

# Colours come as custom properties from the page, so that light and dark share the drawing.
CALENDAR_STYLE = """
<style>
.pc-figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0.8rem; margin: 0.4rem 0 0.2rem; }
.pc-figure { border: 1px solid var(--pc-line); border-radius: 14px; padding: 0.75rem 1rem; }
.pc-figure b { display: block; font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
.pc-figure span { font-size: 0.95rem; opacity: 0.82; }
.pc-calendar { overflow-x: auto; direction: rtl; padding-bottom: 0.2rem; }
.pc-calendar svg { direction: ltr; display: block; margin-right: auto; }
.pc-calendar text { fill: currentColor; font-size: 12px; }
.pc-legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.3rem; font-size: 0.9rem; opacity: 0.86; margin-top: 0.4rem; }
.pc-legend i { display: inline-block; width: 0.95rem; height: 0.95rem; border-radius: 4px; margin-right: 0.4rem;
  vertical-align: -0.12rem; }
@media (max-width: 640px) {
  .pc-figures { grid-template-columns: 1fr 1fr; gap: 0.6rem; }
  .pc-figure b { font-size: 1.4rem; }
}
</style>
"""


def build_figures_html(figures: list[tuple[str, str]]) -> str:
    """Return a row of large figures, each with what it counts: [("3 of 4", "days this week")]."""
    cards = "".join(
        f'<div class="pc-figure"><b>{escape(value)}</b><span>{escape(label)}</span></div>' for value, label in figures
    )
    return f'<div class="pc-figures">{cards}</div>'


def build_calendar_svg(adherence: Adherence, today: date) -> str:
    """Return weeks as columns and days as rows: filled where something was practised, a tick where a goal was met."""
    weeks = adherence.weeks[-MAX_WEEKS:]
    width, height = _LEFT + _STEP * len(weeks), _TOP + _STEP * 8
    days = [
        f'<text x="0" y="{_TOP + _STEP * row + _CELL / 2 + 4}">{name}</text>' for row, name in enumerate(_DAY_NAMES)
    ]
    columns = [_draw_week(week, i, adherence, today, weeks) for i, week in enumerate(weeks)]
    label = escape(describe_calendar(adherence))
    return (
        f'<div class="pc-calendar"><svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{label}"><title>{label}</title>{"".join(days + columns)}</svg></div>'
    )


def build_calendar_legend(goal_days: int) -> str:
    """Return what the marks of the calendar mean."""
    goal = f"goal of {goal_days} {'day' if goal_days == 1 else 'days'} met"
    return (
        '<div class="pc-legend">'
        '<span><i style="background:var(--pc-done)"></i>practised (2: two sessions)</span>'
        '<span><i style="border:1px solid var(--pc-line)"></i>no session</span>'
        f'<span><b style="color:var(--pc-done)">✓</b> {goal}</span></div>'
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


def _draw_week(week: Week, index: int, adherence: Adherence, today: date, weeks: tuple[Week, ...]) -> str:
    x = _LEFT + _STEP * index
    marks = [_draw_day(week.monday + timedelta(days=row), x, _TOP + _STEP * row, adherence, today) for row in range(7)]
    if index == 0 or week.monday.month != weeks[index - 1].monday.month:
        marks.append(f'<text x="{x}" y="12">{week.monday:%b}</text>')
    if week.met:
        y = _TOP + _STEP * 7 + _CELL / 2 + 3
        marks.append(
            f'<text x="{x + _CELL / 2}" y="{y}" text-anchor="middle" style="fill:var(--pc-done);font-weight:700;'
            'font-size:16px">✓</text>'
        )
    return "".join(marks)


def _draw_day(day: date, x: float, y: float, adherence: Adherence, today: date) -> str:
    if day > today:
        return ""
    count = adherence.sessions_by_day.get(day, 0)
    paint = "fill:var(--pc-done)" if count else "fill:none;stroke:var(--pc-line)"
    paint += ";stroke:currentColor;stroke-width:2" if day == today else ""
    words = f"{day:%A %d %B}: {count or 'no'} {'session' if count == 1 else 'sessions'}"
    number = (
        f'<text x="{x + _CELL / 2}" y="{y + _CELL / 2 + 4}" text-anchor="middle" style="fill:var(--pc-page);'
        f'font-weight:700">{count}</text>'
        if count > 1
        else ""
    )
    return (
        f'<g><title>{escape(words)}</title><rect x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_CELL - 2}" '
        f'rx="6" style="{paint}"/>{number}</g>'
    )
