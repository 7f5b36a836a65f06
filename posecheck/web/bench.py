"""The therapist's bench: a stretch opened for editing, tried on real recordings, published when it is right."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from posecheck.clinic.access import AccessError
from posecheck.language import N_, _
from posecheck.web.bench_desk import open_desk
from posecheck.web.bench_editor import show_editor
from posecheck.web.bench_examples import choose_examples
from posecheck.web.bench_proposals import show_proposals
from posecheck.web.bench_publish import MESSAGE
from posecheck.web.bench_recording import show_recording
from posecheck.web.bench_versions import show_update, show_versions
from posecheck.web.speaking import name_by
from posecheck.web.viewing import find_patient, get_clinic
from posecheck.web.widgets import choose_stretch, show_lead

_STYLE_SHEET = Path(__file__).with_name("bench.css")
_TRY, _PROPOSE, _DRAW_UP, _VERSIONS = "try", "propose", "draw up", "versions"
_TASKS = {
    _TRY: N_("Try a change"),
    _PROPOSE: N_("From examples"),
    _DRAW_UP: N_("New stretch"),
    _VERSIONS: N_("Versions"),
}
_EVERYBODY = ""


def render() -> None:
    """Show the page.

    Raises:
        AccessError: the viewer looks after nobody.
    """
    if not get_clinic().viewer.treats:
        raise AccessError(_("Expected a therapist on this page, found a patient's account."))
    st.html(_STYLE_SHEET)
    st.title(_("The bench"))
    show_lead(
        _(
            "Move what counts as good, and see at once how real recordings would have been judged. "
            "Nothing reaches a patient until you publish it."
        ),
        wide=True,
    )
    place = st.empty()
    if message := st.session_state.pop(MESSAGE, None):
        place.success(message, icon=":material/check_circle:")
    # Without layers, so that one that fits no longer can be mended here.
    stretches = {stretch.id: stretch for stretch in get_clinic().own_stretches.list_stretches()}
    which, whom, task = st.columns([1.1, 0.8, 1.5], gap="medium", vertical_alignment="bottom")
    with which:
        stretch = choose_stretch(_("Stretch or exercise"), stretches)
    with whom:
        patient = _choose_patient()
    with task:
        chosen = st.segmented_control(
            _("Task"),
            list(_TASKS),
            format_func=name_by(_TASKS),
            default=_TRY,
            required=True,
            label_visibility="collapsed",
            key="bench_task",
        )
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
    names = {_EVERYBODY: _("Everybody")} | {code: patient.label for code, patient in patients.items()}
    before = find_patient(get_clinic())
    chosen = st.selectbox(
        _("For"),
        list(names),
        index=list(names).index(before) if before in patients else 0,
        format_func=names.__getitem__,
        key="bench_for",
    )
    return chosen or None
