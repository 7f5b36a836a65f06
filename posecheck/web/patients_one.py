"""One patient: how they are doing, what they said that hurts, their programme, notes, and what is handed out."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

import streamlit as st

from posecheck.clinic.office import Clinic
from posecheck.clinic.overview import RECENT_WEEKS, find_goal_days, list_pain_reports
from posecheck.clinic.patients import LONGEST_NOTE, Patient
from posecheck.history import SessionFilter, SessionSummary
from posecheck.history.adherence import Adherence, compute_adherence, is_practice
from posecheck.language import N_, _, ngettext
from posecheck.report.words import format_seconds
from posecheck.web.dates import format_moment
from posecheck.web.patients_handing import show_handing
from posecheck.web.patients_layers import show_layers
from posecheck.web.patients_programme import show_programme
from posecheck.web.patients_record import show_record
from posecheck.web.patients_shared import PATIENT, ask_author, leave_message, show_refusal, take_message
from posecheck.web.progress_calendar import build_calendar_html, build_figures_html, describe_calendar
from posecheck.web.speaking import make_address
from posecheck.web.told import tell_name
from posecheck.web.widgets import escape_markdown

_TABS = (
    N_("How it goes"),
    N_("Programme"),
    N_("Notes"),
    N_("Changed stretches"),
    N_("Hand out"),
    N_("Record"),
)
_WEEKS_SHOWN = 12


def render_patient(clinic: Clinic, patient: Patient) -> None:
    """Show one patient."""
    if st.button(_("All patients"), type="tertiary", icon=":material/arrow_back:"):
        del st.query_params[PATIENT]
        st.rerun()
    st.title(escape_markdown(patient.label))
    if patient.archived:
        st.caption(_("Put away. Bring them back under Record."))
    take_message()
    going, programme, notes, layers, handing, record = st.tabs([_(title) for title in _TABS])
    with going:
        _show_going(clinic, patient)
    with programme:
        show_programme(clinic, patient)
    with notes:
        _show_notes(clinic, patient)
    with layers:
        show_layers(clinic, patient)
    with handing:
        show_handing(clinic, patient)
    with record:
        show_record(clinic, patient)


def _show_going(clinic: Clinic, patient: Patient) -> None:
    sessions = clinic.history.list_sessions(SessionFilter(person=patient.code))
    practised = [session for session in sessions if is_practice(session)]
    if not practised:
        st.info(_("Nothing was practised yet. Hand out the link or the file."), icon=":material/hourglass_empty:")
        _show_pain(list_pain_reports(sessions))
        return
    today = date.today()
    first = max(today - timedelta(weeks=_WEEKS_SHOWN - 1), practised[-1].local_date)
    goal = find_goal_days(clinic, patient.code)
    adherence = compute_adherence(sessions, goal_days=goal, first=first, last=today)
    st.html(build_figures_html(_list_figures(adherence, practised, today)))
    calendar, pain = st.columns([3, 2], gap="large")
    with calendar:
        st.html(build_calendar_html(adherence, today))
        st.caption(describe_calendar(adherence))
        address, words = (
            make_address("progress", patient=patient.code),
            _("Every session, and each angle over the weeks"),
        )
        st.html(f'<a class="pc-button" href="{escape(address)}" target="_self">{escape(words)}</a>')
    with pain:
        _show_pain(list_pain_reports(sessions))


def _list_figures(adherence: Adherence, practised: list[SessionSummary], today: date) -> list[tuple[str, str]]:
    recent = [each for each in practised if each.local_date > today - timedelta(weeks=RECENT_WEEKS)]
    week, n_weeks = adherence.weeks[-1], len(adherence.weeks)
    held_s, reps = sum(each.held_s for each in recent), sum(each.reps_good for each in recent)
    share = ngettext("of the days meant, {n} week", "of the days meant, {n} weeks", n_weeks).format(n=n_weeks)
    sessions = ngettext("session, {weeks} weeks", "sessions, {weeks} weeks", len(recent))
    done = (
        (format_seconds(held_s), _("held well, {weeks} weeks"))
        if held_s or not reps
        else (str(reps), _("good repetitions, {weeks} weeks"))
    )
    return [
        (_("{days} of {goal}").format(days=week.days, goal=week.goal_days), _("days this week")),
        (_("{percent}%").format(percent=round(100 * adherence.share)), share),
        (done[0], done[1].format(weeks=RECENT_WEEKS)),
        (str(len(recent)), sessions.format(weeks=RECENT_WEEKS)),
    ]


def _show_pain(reports: list[SessionSummary]) -> None:
    st.subheader(_("Said that it hurts"))
    if not reports:
        st.caption(_("Never, so far."))
    for session in reports:
        said = f": “{escape_markdown(session.pain_note)}”" if session.pain_note else ""
        name = escape_markdown(tell_name(session.stretch_id, session.stretch_name))
        st.markdown(f":material/healing: **{format_moment(session.local_start)}**, {name}{said}")


def _show_notes(clinic: Clinic, patient: Patient) -> None:
    with st.form(f"note_{patient.code}", border=False, clear_on_submit=True):
        text = st.text_area(_("A new note; the patient does not see it"), max_chars=LONGEST_NOTE, height=110)
        author = ask_author(clinic.viewer, f"note_author_{patient.code}")
        if st.form_submit_button(_("Keep the note"), type="primary", icon=":material/edit_note:"):
            with show_refusal():
                clinic.patients.add_note(patient.code, text, author=author)
                leave_message(_("The note was kept."))
                st.rerun()
    for note in clinic.patients.list_notes(patient.code):
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                when = format_moment(note.created_utc.astimezone())
                st.caption(f"{when}, {escape_markdown(note.author)}", width="stretch")
                if st.button(_("Delete"), type="tertiary", icon=":material/delete:", key=f"delete_note_{note.id}"):
                    clinic.patients.delete_note(patient.code, note.id)
                    st.rerun()
            st.text(note.text)
