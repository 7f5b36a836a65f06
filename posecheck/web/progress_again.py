"""An old session: by which version it was judged, and what the version that counts now would say of it."""

from __future__ import annotations

import streamlit as st

from posecheck.clinic.office import Clinic
from posecheck.clinic.records import EffectiveStretch
from posecheck.clinic.wording import describe_layers
from posecheck.errors import PoseCheckError
from posecheck.history import SessionRecord, SetRecord
from posecheck.history.rejudge import judge_stored_set
from posecheck.rejudging import compare_results
from posecheck.stretch.differences import describe_differences
from posecheck.stretch.schema import Stretch
from posecheck.web.widgets import escape_markdown


def show_version(clinic: Clinic, record: SessionRecord) -> None:
    """Say by which version a session was judged, and offer to judge it again where another one counts now."""
    st.caption(f"Judged by {describe_layers(record.summary.layers)}.")
    if record.stretch is None or not record.frames:
        return
    try:
        now = _find_present(clinic, record)
    except PoseCheckError as error:
        st.warning(escape_markdown(str(error)), icon=":material/warning:")
        return
    changed = describe_differences(record.stretch, now.stretch)
    if not changed:
        return
    with st.expander("Another version counts now", icon=":material/history:"):
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in changed))
        if st.button("Judge this session again", icon=":material/gavel:", key=f"again_{record.summary.id}"):
            for each in record.sets:
                _show_set(clinic, record, each, record.stretch, now.stretch)
            st.caption(f"This is what {describe_layers(now.layers)} says. What was said then stays as it is.")


def _find_present(clinic: Clinic, record: SessionRecord) -> EffectiveStretch:
    codes = {patient.code for patient in clinic.patients.list_patients()}
    person = record.summary.person
    return clinic.versions.resolve(record.summary.stretch_id, person if person in codes else None)


def _show_set(clinic: Clinic, record: SessionRecord, each: SetRecord, old: Stretch, new: Stretch) -> None:
    summary = each.summary
    stored = clinic.history.load_stored_track(record.summary.id, summary.set_no)
    side = summary.working_side or summary.side
    before, after = (judge_stored_set(stored, stretch, side, summary.standing_hip_deg) for stretch in (old, new))
    lines = [escape_markdown(change.text) for change in compare_results(before, after)]
    st.markdown(f"**Set {summary.set_no}**\n" + "\n".join(f"- {line}" for line in lines or ["nothing changes"]))
