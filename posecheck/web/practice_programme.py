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
from posecheck.language import _
from posecheck.live.plan import Plan
from posecheck.stretch.schema import Stretch
from posecheck.web.dates import format_long_day, name_weekday
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
        words = _("{programme} begins on {day}.").format(
            programme=escape_markdown(programme.name), day=format_long_day(programme.start)
        )
        st.info(words, icon=":material/event:")
        return None
    with st.container(border=True):
        words = (
            _("**{programme}**, today")
            if day == today
            else _("**{programme}**, on {weekday}; nothing is due today, and doing it now does no harm")
        )
        st.markdown(words.format(programme=escape_markdown(programme.name), weekday=name_weekday(day)))
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
    with st.expander(_("I have a file from my therapist"), icon=":material/upload_file:"):
        upload = st.file_uploader(_("The file"), type=["yaml", "yml", "json"], max_upload_size=_FILE_MB)
        if st.button(_("Open it"), icon=":material/folder_open:", disabled=upload is None) and upload is not None:
            try:
                code = _open_file(clinic, upload.getvalue(), upload.name)
            except PoseCheckError as error:
                st.error(escape_markdown(str(error)), icon=":material/error:")
                return
            remember_patient(code)
            st.session_state[_MESSAGE] = _(
                "The programme of {code} is here. What you practise with it is kept under this code."
            ).format(code=code)
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
            _(
                "Expected a programme that your therapist handed out, found the file of a patient; "
                "it is opened on the page Patients."
            )
            if isinstance(content, PatientFile)
            else _(
                "Expected a programme that your therapist handed out, found the file of a pose; "
                "it is opened on the page Patients."
            )
        )
    return import_programme(clinic, content, author="file")
