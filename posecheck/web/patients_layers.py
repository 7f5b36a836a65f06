"""What is changed for one patient, and taking it out as a file."""

from __future__ import annotations

import streamlit as st

from posecheck.clinic.files import format_file
from posecheck.clinic.office import Clinic
from posecheck.clinic.patients import Patient
from posecheck.clinic.records import Version
from posecheck.clinic.transfer import export_pose
from posecheck.errors import StretchError
from posecheck.language import _
from posecheck.stretch.differences import describe_differences
from posecheck.web.dates import format_short_day
from posecheck.web.speaking import keep_speaking
from posecheck.web.told import tell
from posecheck.web.widgets import escape_markdown


def show_layers(clinic: Clinic, patient: Patient) -> None:
    """Show the stretches that are judged differently for this patient than for the clinic."""
    layers = clinic.versions.list_layers(patient.code)
    if not layers:
        st.info(_("Every stretch is judged as for everybody else."), icon=":material/tune:")
    for version in layers:
        _show_layer(clinic, patient, version)
    st.caption(_("Stretches are changed on the page Bench: choose the stretch, and there for whom."))


def _show_layer(clinic: Clinic, patient: Patient, version: Version) -> None:
    try:
        base = clinic.versions.find_base(version.stretch_id, patient.code)
        name, lines = (
            tell(base).name,
            describe_differences(base, clinic.versions.find_stretch(version.stretch_id, patient.code)),
        )
    except StretchError as error:
        name, lines = version.stretch_id, [str(error)]
    with st.container(border=True):
        title = _("**{stretch}**, version {number}")
        st.markdown(title.format(stretch=escape_markdown(name), number=version.number))
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in lines))
        st.caption(
            f"{escape_markdown(version.author)}, {format_short_day(version.created_utc.astimezone())}: "
            f"{escape_markdown(version.reason)}"
        )
        changed = clinic.versions.describe_update(version.stretch_id, patient.code)
        if changed:
            heading = _("Changed underneath since it was published")
            st.warning(
                f"**{heading}**\n" + "\n".join(f"- {escape_markdown(line)}" for line in changed),
                icon=":material/update:",
            )
        st.download_button(
            _("Export the pose"),
            keep_speaking(lambda: format_file(export_pose(clinic, version.stretch_id, patient.code))),
            file_name=f"{version.stretch_id}-{patient.code}.yaml",
            mime="application/yaml",
            icon=":material/download:",
            on_click="ignore",
            key=f"pose_{version.stretch_id}",
        )
