"""On whose behalf a page is shown, and for whom: the local user, or who signed in; oneself, or a patient."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from posecheck.clinic.access import LOCAL, AccessError, Viewer
from posecheck.clinic.office import Clinic
from posecheck.clinic.roles import Roles, find_roles
from posecheck.history import History, find_history_path
from posecheck.language import _
from posecheck.live.browser import fingerprint_sign_in, has_signed_out
from posecheck.live.tickets import Holder

# Stands in the address of the link that a patient is given.
PATIENT_PARAMETER = "patient"
_PATIENT = "viewing_patient"


@cache
def _open_history(path: Path) -> History:
    return History(path)


def read_sign_in() -> dict[str, object]:
    """Return what Streamlit knows of who is signed in; it has `is_logged_in` exactly where sign-in is configured.

    A page that was open in another tab while its user signed out still has their claims; they count no longer.
    """
    claims = {key: st.user[key] for key in st.user}
    return {"is_logged_in": False} if claims and has_signed_out(get_browser()) else claims


def requires_sign_in() -> bool:
    """Return whether this server shows nothing without signing in."""
    return find_roles() is not None or "is_logged_in" in read_sign_in()


def get_viewer() -> Viewer:
    """Return on whose behalf the page is shown; asked anew in every run, never kept.

    Raises:
        InputError: the clinic's roles cannot be read; nobody gets in then.
    """
    if not requires_sign_in():
        return LOCAL
    roles = find_roles() or Roles()
    return roles.identify(read_sign_in())


def get_clinic() -> Clinic:
    """Return all stores, limited to what the viewer may see."""
    return Clinic(_open_history(find_history_path()), get_viewer())


def find_patient(clinic: Clinic) -> str | None:
    """Return the code of the patient whom the page is for, None for the viewer themself.

    It is the signed-in patient, the one of the link that was opened, or the one that was chosen on a page. A code
    that is none of the viewer's patients is forgotten.
    """
    own = clinic.patients.find_own()
    if own is not None:
        return own.code
    code = st.query_params.get(PATIENT_PARAMETER) or st.session_state.get(_PATIENT)
    if not code:
        return None
    try:
        clinic.patients.get(code)
    except AccessError:
        st.session_state.pop(_PATIENT, None)
        return None
    st.session_state[_PATIENT] = code
    return str(code)


def remember_patient(code: str | None) -> None:
    """Keep for whom the pages are, from page to page; None for the viewer themself."""
    st.session_state[_PATIENT] = code
    if PATIENT_PARAMETER in st.query_params:
        del st.query_params[PATIENT_PARAMETER]


def choose_patient(clinic: Clinic, label: str) -> str | None:
    """Show for whom the page is, where there is a choice, and return the patient's code (None: the viewer)."""
    chosen = find_patient(clinic)
    patients = {patient.code: patient for patient in clinic.patients.list_patients()}
    if not patients or not clinic.viewer.treats:
        return chosen
    codes = ["", *patients]
    before = chosen if chosen in patients else ""
    code = st.selectbox(
        label,
        codes,
        index=codes.index(before),
        format_func=({"": _("Myself")} | {each: patient.label for each, patient in patients.items()}).__getitem__,
        key=f"choose patient {before}",
        width=420,
    )
    if code != before:
        remember_patient(code or None)
        st.rerun()
    return code or None


def get_holder(clinic: Clinic, patient: str | None) -> Holder:
    """Return whose session is begun on this page."""
    return Holder(patient or clinic.viewer.own_person, patient, clinic.viewer.account)


def get_browser() -> str:
    """Return the fingerprint of the sign-in in this browser, for a live ticket."""
    return fingerprint_sign_in(st.context.cookies)
