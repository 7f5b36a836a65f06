"""The progress page: practice against the goal, each angle over the weeks, every session, export and deletion."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from pathlib import Path
from statistics import median

import streamlit as st

from posecheck.clinic.office import Clinic
from posecheck.history import History, HistoryError, SessionFilter, SessionSummary
from posecheck.history.adherence import DEFAULT_GOAL_DAYS, Adherence, compute_adherence, is_practice
from posecheck.history.trends import SideComparison, Trend, compare_sides, compute_trends
from posecheck.measures import MEASURES
from posecheck.report.words import capitalise, format_seconds
from posecheck.stretch.schema import Stretch
from posecheck.web.progress_calendar import (
    build_calendar_html,
    build_calendar_legend,
    build_figures_html,
    describe_calendar,
)
from posecheck.web.progress_charts import build_dose_chart, build_trend_chart, find_target
from posecheck.web.progress_data import render_data
from posecheck.web.progress_session import describe_session, render_session
from posecheck.web.theme import get_paper_colour, get_tone_colour
from posecheck.web.viewing import find_patient, get_clinic

_PERIODS = {"4 weeks": 27, "3 months": 90, "A year": 364, "Everything": None}
_STYLE_SHEET = Path(__file__).with_name("progress.css")
_MAX_BARS = 30
_PREVIEW = [
    f'<div class="pc-figure"><b>{title}</b><span>{text}</span></div>'
    for title, text in (
        ("Your days", "A calendar of practice against the goal that you set yourself."),
        ("Your angles", "How each joint changes over the weeks, and whether a camera can tell the change at all."),
        ("Left and right", "Whether one side lags behind, in time held and in range."),
        ("Your data", "Kept on this machine alone. No pictures unless you ask for them. Take it along, or delete it."),
    )
]


def render() -> None:
    """Show the page."""
    clinic = get_clinic()
    history = clinic.history
    st.title("Progress")
    show_style()
    # Places that are always there: what opens and closes below would close when they come and go.
    place = st.empty()
    if message := st.session_state.pop("progress_message", None):
        place.success(message, icon=":material/check_circle:")
    sessions = history.list_sessions()
    if not sessions:
        _show_empty()
        return
    person = _choose_person(clinic, sessions)
    sessions = [session for session in sessions if session.person == person]
    first_day = _choose_first_day(sessions)
    chosen = [session for session in sessions if session.local_date >= first_day]
    _show_practice(history, sessions, person, first_day)
    with st.container():
        if chosen:
            _show_stretch(clinic, chosen, first_day)
        else:
            st.info("No session in this time. Choose a longer one above.", icon=":material/event_busy:")
    render_data(history, SessionFilter(person=person, since=first_day), empty=not chosen)


def show_style() -> None:
    """Add the style sheet of figures, calendars and trends to the page."""
    colours = {"--pc-done": get_tone_colour("pass"), "--pc-page": get_paper_colour()}
    colours |= {"--pc-error": get_tone_colour("unknown"), "--pc-hurt": get_tone_colour("fail")}
    rules = "".join(f"{name}: {value};" for name, value in colours.items())
    st.html(f"<style>:root {{ {rules} }}</style>")
    st.html(_STYLE_SHEET)


def _show_empty() -> None:
    today = date.today()
    st.html('<p class="pc-lead">Your first session opens this page. A minute on each side is enough to begin.</p>')
    invitation, calendar = st.columns([2, 3], gap="large")
    invitation.html(
        "<h3>Today could be the first day</h3><p>Practise a stretch in front of the camera: it is recorded here by "
        'itself, as joint positions and results.</p><a class="pc-button" href="practice" target="_self">'
        "Start practising</a>"
    )
    blank = compute_adherence([], goal_days=DEFAULT_GOAL_DAYS, first=today - timedelta(weeks=11), last=today)
    calendar.html(build_calendar_html(blank, today))
    st.html(f'<div class="pc-figures pc-preview">{"".join(_PREVIEW)}</div>')


def _choose_person(clinic: Clinic, sessions: list[SessionSummary]) -> str:
    people = list(dict.fromkeys(session.person for session in sessions))
    if len(people) == 1:
        return people[0]
    names = {patient.code: patient.label for patient in clinic.patients.list_patients()}
    names[clinic.viewer.own_person] = "Myself"
    wanted = find_patient(clinic) or clinic.viewer.own_person
    index = people.index(wanted) if wanted in people else 0
    chosen: str = st.selectbox("Person", people, index=index, format_func=lambda code: names.get(code, code), width=420)
    return chosen


def _choose_first_day(sessions: list[SessionSummary]) -> date:
    period = st.segmented_control("Time", list(_PERIODS), default="3 months", key="progress_period") or "3 months"
    days = _PERIODS[period]
    return sessions[-1].local_date if days is None else date.today() - timedelta(days=days)


def _show_practice(history: History, sessions: list[SessionSummary], person: str, first_day: date) -> None:
    today = date.today()
    goal = history.get_goal(person) or DEFAULT_GOAL_DAYS
    begun = max(first_day, sessions[-1].local_date)
    adherence = compute_adherence(sessions, goal_days=goal, first=begun, last=today)
    chosen = [session for session in sessions if session.local_date >= first_day and is_practice(session)]
    st.html(build_figures_html(_list_figures(adherence, chosen)))
    calendar, setting = st.columns([3, 1], gap="large")
    with calendar:
        st.subheader("Practice")
        st.html(build_calendar_html(adherence, today) + build_calendar_legend(goal))
        st.caption(describe_calendar(adherence))
    with setting:
        st.subheader("Goal")
        asked = st.select_slider("Days a week", options=list(range(1, 8)), value=goal, key=f"goal_{person}")
        st.caption("Two or three days a week keep what you have; most days bring more (ACSM).")
    if asked != goal:
        history.set_goal(int(asked), person)
        st.rerun()


def _list_figures(adherence: Adherence, sessions: list[SessionSummary]) -> list[tuple[str, str]]:
    week = adherence.weeks[-1]
    held_s = sum(session.held_s for session in sessions)
    reps = sum(session.reps_good for session in sessions)
    streak = adherence.streak_weeks
    done = (format_seconds(held_s), "held well") if held_s or not reps else (str(reps), "good repetitions")
    return [
        (f"{week.days} of {week.goal_days}", "days this week"),
        (str(streak), f"{'week' if streak == 1 else 'weeks'} in a row on goal"),
        done,
        (str(len(sessions)), f"{'session' if len(sessions) == 1 else 'sessions'} in this time"),
    ]


def _show_stretch(clinic: Clinic, sessions: list[SessionSummary], first_day: date) -> None:
    history = clinic.history
    names = {session.stretch_id: session.stretch_name for session in reversed(sessions)}
    ids = list(dict.fromkeys(session.stretch_id for session in sessions))
    st.divider()
    if len(ids) == 1:
        stretch_id = ids[0]
        st.header(names[stretch_id])
    else:
        stretch_id = st.selectbox("Stretch", ids, format_func=names.__getitem__, width=420, key="progress_stretch")
    chosen = [session for session in sessions if session.stretch_id == stretch_id]
    wanted = SessionFilter(person=chosen[0].person, stretch_id=stretch_id, since=first_day)
    trends = compute_trends(history.list_check_medians(wanted))
    stretch = _load_newest(history, chosen)
    angles, dose, single = st.tabs(["Angles", "Done and asked", "Sessions"])
    with angles:
        _show_trends(trends, stretch)
        _show_sides(trends, chosen)
    with dose:
        st.altair_chart(build_dose_chart(chosen[:_MAX_BARS][::-1]), width="stretch")
        st.caption(
            "The bars are what was done well on each side, the short lines what was asked for."
            + (f" The last {_MAX_BARS} sessions are shown." if len(chosen) > _MAX_BARS else "")
        )
    with single:
        labels = {session.id: describe_session(session) for session in chosen}
        session_id = st.selectbox("Session", list(labels), format_func=labels.__getitem__)
        render_session(clinic, session_id)


def _load_newest(history: History, sessions: list[SessionSummary]) -> Stretch | None:
    try:
        return history.load_stretch(sessions[0].stretch_sha256)
    except HistoryError:
        return None


def _show_trends(trends: list[Trend], stretch: Stretch | None) -> None:
    if not trends:
        st.info("No angle could be judged yet. Place the camera as the stretch asks.", icon=":material/videocam:")
        return
    st.html(
        '<div class="pc-legend">'
        '<span><i class="pc-target"></i>target</span>'
        '<span><i class="pc-error"></i>where you began, give or take the camera’s own error: points inside it are no '
        "change</span>"
        f'<span><b style="color:{get_tone_colour("pass")}">●</b> inside the target '
        f'<b style="color:{get_tone_colour("fail")}">▲</b> outside</span></div>'
    )
    for check_id in dict.fromkeys(trend.check_id for trend in trends):
        of_check = sorted((trend for trend in trends if trend.check_id == check_id), key=lambda trend: trend.side)
        for column, trend in zip(st.columns(2, gap="large"), of_check, strict=False):
            with column:
                _show_trend(trend, stretch)


def _show_trend(trend: Trend, stretch: Stretch | None) -> None:
    target = find_target(stretch, trend.check_id)
    side = f", {trend.side}" if trend.side else ""
    st.html(
        f'<div class="pc-trend"><b>{escape(capitalise(trend.name))}{side}</b>'
        f"<span>{escape(trend.describe(target))}</span></div>"
    )
    st.altair_chart(build_trend_chart(trend, target), width="stretch")


def _show_sides(trends: list[Trend], sessions: list[SessionSummary]) -> None:
    rows = [_describe_sides(each) for each in compare_sides(trends)]
    held = [session.held_s_by_side for session in sessions]
    both = [sides for sides in held if "left" in sides and "right" in sides]
    if any(sides["left"] or sides["right"] for sides in both):
        left_s, right_s = median(sides["left"] for sides in both), median(sides["right"] for sides in both)
        rows.append(
            {
                "": "Held well in a typical session",
                "Left": format_seconds(left_s),
                "Right": format_seconds(right_s),
                "Difference": format_seconds(abs(left_s - right_s)),
            }
        )
    if rows:
        st.subheader("Left against right")
        st.table(rows)


def _describe_sides(each: SideComparison) -> dict[str, str]:
    show = MEASURES[each.measure].format_value
    if each.measurable:
        words = f"{show(abs(each.left - each.right))} apart, more than the camera’s ±{show(each.error)}"
    else:
        words = f"no measurable difference (±{show(each.error)})"
    return {"": capitalise(each.name), "Left": show(each.left), "Right": show(each.right), "Difference": words}
