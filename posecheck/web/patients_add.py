"""Adding a patient by hand or from a file, and taking in a pose."""

from __future__ import annotations

import streamlit as st

from posecheck.clinic.files import PatientFile, ProgrammeFile, parse_file
from posecheck.clinic.office import Clinic
from posecheck.clinic.transfer import import_patient, import_pose, import_programme
from posecheck.language import _
from posecheck.web.patients_shared import FILE_MB, FILE_TYPES, PATIENT, ask_author, leave_message, show_refusal
from posecheck.web.told import tell


def show_adding(clinic: Clinic) -> None:
    """Show, folded away, how somebody is added."""
    with st.expander(_("Add a patient"), icon=":material/person_add:"):
        _show_form(clinic)
    with st.expander(_("Open a file: a patient, a programme or a pose"), icon=":material/upload_file:"):
        _show_import(clinic)


def _show_form(clinic: Clinic) -> None:
    with st.form("add_patient", border=False):
        left, right = st.columns(2, gap="medium")
        name = left.text_input(_("Name (may stay empty)"), max_chars=80)
        code = right.text_input(_("Code (made up when empty)"), max_chars=32, placeholder="P-7KQ2MX")
        account = therapist = ""
        if clinic.viewer.account:
            account = left.text_input(_("Account they sign in with (may stay empty)"), max_chars=200)
            if clinic.viewer.sees_all:
                therapist = right.text_input(
                    _("Account of their therapist"), value=clinic.viewer.account, max_chars=200
                )
        if st.form_submit_button(_("Add"), type="primary", icon=":material/person_add:"):
            with show_refusal():
                patient = clinic.patients.add(name=name, code=code.strip(), therapist=therapist, account=account)
                leave_message(_("{patient} was added. Give them a programme next.").format(patient=patient.label))
                st.query_params[PATIENT] = patient.code
                st.rerun()


def _show_import(clinic: Clinic) -> None:
    upload = st.file_uploader(
        _("A file that PoseCheck exported"), type=list(FILE_TYPES), max_upload_size=FILE_MB, key="import_any"
    )
    author = ask_author(clinic.viewer, "import_author")
    if st.button(_("Open it"), icon=":material/folder_open:", disabled=upload is None) and upload is not None:
        with show_refusal():
            _take_in(clinic, upload.getvalue(), upload.name, author)
            st.rerun()


def _take_in(clinic: Clinic, data: bytes, name: str, author: str) -> None:
    content = parse_file(data, name)
    if isinstance(content, PatientFile):
        st.query_params[PATIENT] = import_patient(clinic, content, author=author)
        leave_message(_("The patient was taken in, with programme, notes and changed stretches."))
    elif isinstance(content, ProgrammeFile):
        st.query_params[PATIENT] = import_programme(clinic, content, author=author)
        leave_message(_("The programme was taken in."))
    else:
        stretch_id = import_pose(clinic, content, author=author)
        stretch = tell(clinic.versions.find_stretch(stretch_id))
        leave_message(_("The pose was taken in, for every patient: {stretch}.").format(stretch=stretch.name))
