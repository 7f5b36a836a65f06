"""Today's part of one's programme, and opening what a therapist handed out as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from posecheck.clinic.files import PatientFile, PoseFile, parse_file
from posecheck.clinic.office import Clinic
from posecheck.clinic.prescription import build_day_plan, describe_days, describe_item, list_due
from posecheck.clinic.schema import Programme, ProgrammeItem
from posecheck.clinic.transfer import import_programme
from posecheck.errors import InputError, PoseCheckError
from posecheck.live.plan import Plan
from posecheck.stretch.schema import Stretch
from posecheck.web.viewing import remember_patient
from posecheck.web.widgets import escape_markdown, show_cautions

_FILE_MB = 1
_MESSAGE = "practice_file_message"


def choose_prescribed(programme: Programme, stretches: Mapping[str, Stretch]) -> Plan | None:
    """Show what a programme asks for today, or on its next day, and return the plan of it; None when it cannot be."""
    today = date.today()
    day = next((day for day in _list_days(today) if list_due(programme, day)), None)
    due = [item for item in list_due(programme, day) if item.stretch in stretches] if day else []
    if day is None or not due:
        st.info(f"{escape_markdown(programme.name)} begins on {programme.start:%A, %d %B}.", icon=":material/event:")
        return None
    with st.container(border=True):
        when = "today" if day == today else f"on {day:%A}; nothing is due today, and doing it now does no harm"
        st.markdown(f"**{escape_markdown(programme.name)}**, {when}")
        for number, item in enumerate(due, 1):
            st.markdown(f"{number}. {_describe(item, stretches[item.stretch], programme, day)}")
        if programme.note:
            st.caption(escape_markdown(programme.note))
    show_cautions([stretches[item.stretch] for item in due])
    kept = programme.model_copy(update={"items": due})
    return build_day_plan(kept, stretches, day)


def offer_file(clinic: Clinic) -> None:
    """Show, folded away, where a programme that a therapist handed out as a file is opened."""
    if not clinic.viewer.treats:
        return
    if message := st.session_state.pop(_MESSAGE, None):
        st.success(message, icon=":material/check_circle:")
    with st.expander("I have a file from my therapist", icon=":material/upload_file:"):
        upload = st.file_uploader("The file", type=["yaml", "yml", "json"], max_upload_size=_FILE_MB)
        if st.button("Open it", icon=":material/folder_open:", disabled=upload is None) and upload is not None:
            try:
                code = _open_file(clinic, upload.getvalue(), upload.name)
            except PoseCheckError as error:
                st.error(escape_markdown(str(error)), icon=":material/error:")
                return
            remember_patient(code)
            st.session_state[_MESSAGE] = (
                f"The programme of {code} is here. What you practise with it is kept under this code."
            )
            st.rerun()


def _list_days(today: date) -> list[date]:
    return [today + timedelta(days=days) for days in range(7)]


def _describe(item: ProgrammeItem, stretch: Stretch, programme: Programme, day: date) -> str:
    words = f"**{escape_markdown(stretch.name)}**, {describe_item(item, stretch, programme.start, day)}"
    note = f". {escape_markdown(item.note)}" if item.note else ""
    return f"{words} ({describe_days(item.days)}){note}"


def _open_file(clinic: Clinic, data: bytes, name: str) -> str:
    content = parse_file(data, name)
    if isinstance(content, PatientFile | PoseFile):
        raise InputError(
            f"Expected a programme that your therapist handed out, found a file of a {content.kind}; "
            "it is opened on the page Patients."
        )
    return import_programme(clinic, content, author="file")
