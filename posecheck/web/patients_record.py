"""A patient's record: name, accounts, export, putting away and deleting."""

from __future__ import annotations

import streamlit as st

from posecheck.clinic.files import format_file
from posecheck.clinic.office import Clinic
from posecheck.clinic.patients import Patient
from posecheck.clinic.transfer import export_patient
from posecheck.language import _
from posecheck.web.patients_shared import PATIENT, leave_message, show_refusal
from posecheck.web.speaking import keep_speaking


def show_record(clinic: Clinic, patient: Patient) -> None:
    """Show what is known of a patient, to change it, take it out, or delete it."""
    _show_form(clinic, patient)
    st.subheader(_("Take it out"))
    st.caption(
        _("Name, programme, notes and changed stretches as one file. Sessions are exported on the page Progress.")
    )
    st.download_button(
        _("Patient as a file"),
        keep_speaking(lambda: format_file(export_patient(clinic, patient.code))),
        file_name=f"patient-{patient.code}.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.expander(_("Delete this patient"), icon=":material/delete_forever:"):
        st.markdown(
            _(
                "Sessions, landmarks, notes, every programme and every changed stretch of this patient are removed "
                "from the disk. This cannot be undone."
            )
        )
        typed = st.text_input(
            _("Type the code {code} to confirm").format(code=patient.code), key=f"delete_word_{patient.code}"
        )
        if st.button(_("Delete for good"), type="primary", disabled=typed.strip() != patient.code):
            clinic.patients.delete(patient.code)
            leave_message(_("{code} was deleted.").format(code=patient.code))
            del st.query_params[PATIENT]
            st.rerun()


def _show_form(clinic: Clinic, patient: Patient) -> None:
    with st.form(f"record_{patient.code}", border=False):
        left, right = st.columns(2, gap="medium")
        name = left.text_input(_("Name"), value=patient.name, max_chars=80)
        account, therapist = patient.account, patient.therapist
        if clinic.viewer.account:
            account = right.text_input(_("Account they sign in with"), value=account, max_chars=200)
            if clinic.viewer.sees_all:
                therapist = left.text_input(_("Account of their therapist"), value=therapist, max_chars=200)
        archived = right.checkbox(_("Put away: not in the list, nothing deleted"), value=patient.archived)
        if st.form_submit_button(_("Keep"), type="primary", icon=":material/save:"):
            with show_refusal():
                clinic.patients.edit(patient.code, name=name, therapist=therapist, account=account, archived=archived)
                leave_message(_("The record was kept."))
                st.rerun()
