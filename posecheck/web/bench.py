"""The therapist's bench: a stretch opened for editing, tried on real recordings, published when it is right."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from posecheck.clinic.access import AccessError
from posecheck.web.bench_desk import open_desk
from posecheck.web.bench_editor import show_editor
from posecheck.web.bench_examples import choose_examples
from posecheck.web.bench_proposals import show_proposals
from posecheck.web.bench_publish import MESSAGE
from posecheck.web.bench_recording import show_recording
from posecheck.web.bench_versions import show_update, show_versions
from posecheck.web.viewing import find_patient, get_clinic
from posecheck.web.widgets import choose_stretch

_STYLE_SHEET = Path(__file__).with_name("bench.css")
_TRY, _PROPOSE, _DRAW_UP, _VERSIONS = "Try a change", "From examples", "New stretch", "Versions"
_TASKS = (_TRY, _PROPOSE, _DRAW_UP, _VERSIONS)
_EVERYBODY = ""


def render() -> None:
    """Show the page.

    Raises:
        AccessError: the viewer looks after nobody.
    """
    if not get_clinic().viewer.treats:
        raise AccessError("Expected a therapist on this page, found a patient's account.")
    st.html(_STYLE_SHEET)
    st.title("The bench")
    st.html(
        '<p class="pc-lead pc-wide">Move what counts as good, and see at once how real recordings would have been '
        "judged. Nothing reaches a patient until you publish it.</p>"
    )
    place = st.empty()
    if message := st.session_state.pop(MESSAGE, None):
        place.success(message, icon=":material/check_circle:")
    # Without layers, so that one that fits no longer can be mended here.
    stretches = {stretch.id: stretch for stretch in get_clinic().own_stretches.list_stretches()}
    which, whom, task = st.columns([1.1, 0.8, 1.5], gap="medium", vertical_alignment="bottom")
    with which:
        stretch = choose_stretch("Stretch or exercise", stretches)
    with whom:
        patient = _choose_patient()
    with task:
        chosen = st.segmented_control("Task", _TASKS, default=_TRY, required=True, label_visibility="collapsed")
    desk = open_desk(stretch.id, patient)
    show_update(desk)
    if chosen == _VERSIONS:
        show_versions(desk)
        return
    examples = choose_examples(desk.base, patient)
    if chosen == _PROPOSE:
        show_proposals(desk, examples)
    elif chosen == _DRAW_UP:
        show_recording(examples)
    else:
        show_editor(desk, examples)


def _choose_patient() -> str | None:
    """Show for whom a change is; return the patient's code, None for everybody."""
    patients = {patient.code: patient for patient in get_clinic().patients.list_patients()}
    codes = [_EVERYBODY, *patients]
    before = find_patient(get_clinic())
    chosen = st.selectbox(
        "For",
        codes,
        index=codes.index(before) if before in patients else 0,
        format_func=lambda code: patients[code].label if code else "Everybody",
        key="bench_for",
    )
    return chosen or None
