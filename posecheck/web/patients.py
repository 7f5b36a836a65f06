"""The page of the people whom somebody looks after: who they are, how they are doing, and one of them in full."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from posecheck.clinic.access import AccessError
from posecheck.clinic.office import Clinic
from posecheck.clinic.overview import RECENT_WEEKS, Overview, describe_last, summarise_patient
from posecheck.clinic.patients import Patient
from posecheck.language import _, ngettext
from posecheck.web.patients_add import show_adding
from posecheck.web.patients_one import render_patient
from posecheck.web.patients_shared import PATIENT, take_message
from posecheck.web.progress import show_style
from posecheck.web.viewing import get_clinic
from posecheck.web.widgets import show_lead


def render() -> None:
    """Show the page."""
    clinic = get_clinic()
    if not clinic.viewer.treats:
        raise AccessError(_("Expected a therapist on this page, found a patient's account."))
    show_style()
    code = st.query_params.get(PATIENT)
    if code:
        _show_one(clinic, code)
    else:
        _show_list(clinic)


def _show_one(clinic: Clinic, code: str) -> None:
    try:
        patient = clinic.patients.get(code)
    except AccessError as error:
        del st.query_params[PATIENT]
        st.error(str(error), icon=":material/error:")
        _show_list(clinic)
        return
    render_patient(clinic, patient)


def _show_list(clinic: Clinic) -> None:
    st.title(_("Patients"))
    show_lead(
        _(
            "The people whom you look after: a code is enough, a name is up to you. "
            "Everything stays in the file on this machine."
        )
    )
    take_message()
    patients = clinic.patients.list_patients()
    if not patients:
        st.info(_("There is nobody yet. Add the first one below."), icon=":material/person_add:")
    else:
        st.caption(_("Days practised against days meant, over the last {n} weeks.").format(n=RECENT_WEEKS))
    for patient in patients:
        _show_row(summarise_patient(clinic, patient, date.today()))
    show_adding(clinic)
    archived = clinic.patients.list_patients(archived=True)
    if archived:
        with st.expander(_("Put away ({n})").format(n=len(archived)), icon=":material/inventory_2:"):
            for patient in archived:
                _show_open_button(patient, patient.label)


def _show_row(overview: Overview) -> None:
    patient = overview.patient
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(_format_row(overview), width="stretch")
        _show_open_button(patient, _("Open"))


def _format_row(overview: Overview) -> str:
    weeks = overview.adherence.weeks
    meant, done = sum(week.goal_days for week in weeks), sum(min(week.days, week.goal_days) for week in weeks)
    last = overview.last_practice
    parts = [overview.programme or _("no programme yet")]
    parts += [_("{done} of {meant} days").format(done=done, meant=meant)] if overview.programme else []
    parts.append(
        _("last practised {when}").format(when=describe_last(last, date.today())) if last else _("not practised yet")
    )
    pain = overview.recent_pain
    words = ngettext("said it hurts: {n} session", "said it hurts: {n} sessions", pain).format(n=pain)
    hurt = f'<b class="pc-hurt">! {escape(words)}</b>' if pain else ""
    label, line = escape(overview.patient.label), escape(" · ".join(parts))
    return f'<div class="pc-patient"><b>{label}</b><span>{line}</span>{hurt}</div>'


def _show_open_button(patient: Patient, label: str) -> None:
    if st.button(label, key=f"open {patient.code}", icon=":material/chevron_right:"):
        st.query_params[PATIENT] = patient.code
        st.rerun()
