"""Export and deletion, at the foot of the progress page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

import streamlit as st

from posecheck.history import History, SessionFilter, export_csv, export_json, export_parquet
from posecheck.history.pictures import FOLDER_NAME
from posecheck.live.snapshot import SnapshotStore

Export = Callable[[History, BinaryIO, SessionFilter], None]

_DELETE_WORD = "delete"


def render_data(history: History, wanted: SessionFilter, *, empty: bool) -> None:
    """Show where the data is, the downloads of the wanted sessions (none when `empty`), and the deletion of all."""
    st.divider()
    st.subheader("Your data")
    st.markdown(
        f"Everything is in one file on the machine that runs PoseCheck: `{history.path}`. No picture is ever in it: "
        f"those that you asked for before a session lie beside it, in the folder `{FOLDER_NAME}`. Nothing is sent "
        "anywhere."
    )
    files: list[tuple[str, str, str, Export]] = [
        ("Table (CSV)", "posecheck-sessions.csv", "text/csv", export_csv),
        ("Everything but landmarks (JSON)", "posecheck-sessions.json", "application/json", export_json),
        ("Landmarks (Parquet)", "posecheck-landmarks.parquet", "application/vnd.apache.parquet", export_parquet),
    ]
    with st.container(horizontal=True):
        for label, name, kind, export in files:
            st.download_button(
                label,
                data=_make_download(history, wanted, export),
                file_name=name,
                mime=kind,
                icon=":material/download:",
                on_click="ignore",
                disabled=empty,
            )
    st.caption("Downloads hold the sessions of the time chosen at the top, without pictures.")
    with st.expander("Delete everything", icon=":material/delete_forever:"):
        _show_deletion(history)


def _make_download(history: History, wanted: SessionFilter, export: Export) -> Callable[[], io.BytesIO]:
    def build() -> io.BytesIO:
        out = io.BytesIO()
        export(history, out, wanted)
        out.seek(0)
        return out

    return build


def _show_deletion(history: History) -> None:
    whose = (
        "of everybody who practised here, patients, programmes and every published version"
        if history.persons is None
        else "that you can see"
    )
    st.markdown(
        f"All sessions, results, notes, goals, landmarks and pictures {whose} are removed from the disk. "
        "This cannot be undone; what you exported stays where you put it."
    )
    typed = st.text_input(f"Type “{_DELETE_WORD}” to confirm", key="progress_delete_word")
    sure = typed.strip().lower() == _DELETE_WORD
    if st.button("Delete everything for good", type="primary", disabled=not sure):
        count = history.delete_all()
        SnapshotStore(history.path.parent / "live").forget(history.persons)
        st.session_state["progress_message"] = (
            f"Everything was deleted: {count} {'session' if count == 1 else 'sessions'}."
        )
        st.rerun()
