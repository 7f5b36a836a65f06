"""A patient's record: name, accounts, export, putting away and deleting."""

from __future__ import annotations

import streamlit as st

from posecheck.clinic.files import format_file
from posecheck.clinic.office import Clinic
from posecheck.clinic.patients import Patient
from posecheck.clinic.transfer import export_patient
from posecheck.web.patients_shared import PATIENT, leave_message, show_refusal


def show_record(clinic: Clinic, patient: Patient) -> None:
    """Show what is known of a patient, to change it, take it out, or delete it."""
    _show_form(clinic, patient)
    st.subheader("Take it out")
    st.caption("Name, programme, notes and changed stretches as one file. Sessions are exported on the page Progress.")
    st.download_button(
        "Patient as a file",
        lambda: format_file(export_patient(clinic, patient.code)),
        file_name=f"patient-{patient.code}.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.expander("Delete this patient", icon=":material/delete_forever:"):
        st.markdown(
            "Sessions, landmarks, notes, every programme and every changed stretch of this patient are removed from "
            "the disk. This cannot be undone."
        )
        typed = st.text_input(f"Type the code {patient.code} to confirm", key=f"delete_word_{patient.code}")
        if st.button("Delete for good", type="primary", disabled=typed.strip() != patient.code):
            clinic.patients.delete(patient.code)
            leave_message(f"{patient.code} was deleted.")
            del st.query_params[PATIENT]
            st.rerun()


def _show_form(clinic: Clinic, patient: Patient) -> None:
    with st.form(f"record_{patient.code}", border=False):
        left, right = st.columns(2, gap="medium")
        name = left.text_input("Name", value=patient.name, max_chars=80)
        account, therapist = patient.account, patient.therapist
        if clinic.viewer.account:
            account = right.text_input("Account they sign in with", value=account, max_chars=200)
            if clinic.viewer.sees_all:
                therapist = left.text_input("Account of their therapist", value=therapist, max_chars=200)
        archived = right.checkbox("Put away: not in the list, nothing deleted", value=patient.archived)
        if st.form_submit_button("Keep", type="primary", icon=":material/save:"):
            with show_refusal():
                clinic.patients.edit(patient.code, name=name, therapist=therapist, account=account, archived=archived)
                leave_message("The record was kept.")
                st.rerun()
