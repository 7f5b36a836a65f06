"""The progress page: practice against the goal, each angle over the weeks, every session, export and deletion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from html import escape
from pathlib import Path

import streamlit as st

from posecheck.clinic.office import Clinic
from posecheck.history import History, HistoryError, SessionFilter, SessionSummary
from posecheck.history.adherence import DEFAULT_GOAL_DAYS, Adherence, compute_adherence, is_practice
from posecheck.history.trends import compute_trends
from posecheck.language import N_, _, ngettext, pgettext
from posecheck.report.words import format_seconds
from posecheck.stretch.schema import Stretch
from posecheck.web.progress_calendar import (
    build_calendar_html,
    build_calendar_legend,
    build_figures_html,
    describe_calendar,
)
from posecheck.web.progress_charts import build_dose_chart
from posecheck.web.progress_data import render_data
from posecheck.web.progress_session import describe_session, render_session
from posecheck.web.progress_trends import show_sides, show_trends
from posecheck.web.speaking import make_address, name_by
from posecheck.web.theme import get_paper_colour, get_tone_colour
from posecheck.web.told import tell_check_name, tell_name
from posecheck.web.viewing import find_patient, get_clinic
from posecheck.web.widgets import show_lead

# Words and days of each time that can be chosen; None is without end.
_PERIODS = {
    "4 weeks": (N_("4 weeks"), 27),
    "3 months": (N_("3 months"), 90),
    "year": (N_("A year"), 364),
    "all": (N_("Everything"), None),
}
_FIRST_PERIOD = "3 months"
_STYLE_SHEET = Path(__file__).with_name("progress.css")
_MAX_BARS = 30
_PREVIEW = (
    (N_("Your days"), N_("A calendar of practice against the goal that you set yourself.")),
    (
        N_("Your angles"),
        N_("How each joint changes over the weeks, and whether a camera can tell the change at all."),
    ),
    (N_("Left and right"), N_("Whether one side lags behind, in time held and in range.")),
    (
        N_("Your data"),
        N_("Kept on this machine alone. No pictures unless you ask for them. Take it along, or delete it."),
    ),
)


def render() -> None:
    """Show the page."""
    clinic = get_clinic()
    history = clinic.history
    st.title(_("Progress"))
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
            st.info(_("No session in this time. Choose a longer one above."), icon=":material/event_busy:")
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
    show_lead(_("Your first session opens this page. A minute on each side is enough to begin."))
    invitation, calendar = st.columns([2, 3], gap="large")
    title, button = _("Today could be the first day"), _("Start practising")
    words = _(
        "Practise a stretch in front of the camera: it is recorded here by itself, as joint positions and results."
    )
    invitation.html(
        f"<h3>{escape(title)}</h3><p>{escape(words)}</p>"
        f'<a class="pc-button" href="{escape(make_address("practice"))}" target="_self">{escape(button)}</a>'
    )
    blank = compute_adherence([], goal_days=DEFAULT_GOAL_DAYS, first=today - timedelta(weeks=11), last=today)
    calendar.html(build_calendar_html(blank, today))
    preview = "".join(
        f'<div class="pc-figure"><b>{escape(_(title))}</b><span>{escape(_(text))}</span></div>'
        for title, text in _PREVIEW
    )
    st.html(f'<div class="pc-figures pc-preview">{preview}</div>')


def _choose_person(clinic: Clinic, sessions: list[SessionSummary]) -> str:
    people = list(dict.fromkeys(session.person for session in sessions))
    if len(people) == 1:
        return people[0]
    names = {patient.code: patient.label for patient in clinic.patients.list_patients()}
    names[clinic.viewer.own_person] = _("Myself")
    wanted = find_patient(clinic) or clinic.viewer.own_person
    index = people.index(wanted) if wanted in people else 0
    chosen: str = st.selectbox(
        _("Person"),
        people,
        index=index,
        format_func=lambda code: names.get(code, code),
        width=420,
        key="progress_person",
    )
    return chosen


def _choose_first_day(sessions: list[SessionSummary]) -> date:
    period = st.segmented_control(
        pgettext("period", "Time"),
        list(_PERIODS),
        format_func=name_by({key: words for key, (words, __) in _PERIODS.items()}),
        default=_FIRST_PERIOD,
        key="progress_period",
    )
    days = _PERIODS[period or _FIRST_PERIOD][1]
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
        st.subheader(_("Practice"))
        st.html(build_calendar_html(adherence, today) + build_calendar_legend(goal))
        st.caption(describe_calendar(adherence))
    with setting:
        st.subheader(_("Goal"))
        asked = st.select_slider(_("Days a week"), options=list(range(1, 8)), value=goal, key=f"goal_{person}")
        st.caption(_("Two or three days a week keep what you have; most days bring more (ACSM)."))
    if asked != goal:
        history.set_goal(int(asked), person)
        st.rerun()


def _list_figures(adherence: Adherence, sessions: list[SessionSummary]) -> list[tuple[str, str]]:
    week = adherence.weeks[-1]
    held_s = sum(session.held_s for session in sessions)
    reps = sum(session.reps_good for session in sessions)
    streak, count = adherence.streak_weeks, len(sessions)
    done = (format_seconds(held_s), _("held well")) if held_s or not reps else (str(reps), _("good repetitions"))
    return [
        (_("{days} of {goal}").format(days=week.days, goal=week.goal_days), _("days this week")),
        (str(streak), ngettext("week in a row on goal", "weeks in a row on goal", streak)),
        done,
        (str(count), ngettext("session in this time", "sessions in this time", count)),
    ]


def _show_stretch(clinic: Clinic, sessions: list[SessionSummary], first_day: date) -> None:
    history = clinic.history
    names = {session.stretch_id: session.stretch_name for session in reversed(sessions)}
    names = {key: tell_name(key, name) for key, name in names.items()}
    ids = list(dict.fromkeys(session.stretch_id for session in sessions))
    st.divider()
    if len(ids) == 1:
        stretch_id = ids[0]
        st.header(names[stretch_id])
    else:
        stretch_id = st.selectbox(_("Stretch"), ids, format_func=names.__getitem__, width=420, key="progress_stretch")
    chosen = [session for session in sessions if session.stretch_id == stretch_id]
    wanted = SessionFilter(person=chosen[0].person, stretch_id=stretch_id, since=first_day)
    stretch = _load_newest(history, chosen)
    trends = [
        replace(trend, name=tell_check_name(trend.check_id, trend.name, stretch))
        for trend in compute_trends(history.list_check_medians(wanted))
    ]
    angles, dose, single = st.tabs([_("Angles"), _("Done and asked"), _("Sessions")])
    with angles:
        show_trends(trends, stretch)
        show_sides(trends, chosen)
    with dose:
        st.altair_chart(build_dose_chart(chosen[:_MAX_BARS][::-1]), width="stretch")
        words = [_("The bars are what was done well on each side, the short lines what was asked for.")]
        if len(chosen) > _MAX_BARS:
            words.append(_("The last {n} sessions are shown.").format(n=_MAX_BARS))
        st.caption(" ".join(words))
    with single:
        labels = {session.id: describe_session(session) for session in chosen}
        session_id = st.selectbox(
            _("Session"), list(labels), format_func=labels.__getitem__, key=f"progress_session {stretch_id}"
        )
        render_session(clinic, session_id)


def _load_newest(history: History, sessions: list[SessionSummary]) -> Stretch | None:
    try:
        return history.load_stretch(sessions[0].stretch_sha256)
    except HistoryError:
        return None
