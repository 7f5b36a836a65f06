"""Export and deletion, at the foot of the progress page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from posecheck.history import History, SessionFilter, export_csv, export_json, export_parquet

Export = Callable[[History, BinaryIO, SessionFilter], None]

_DELETE_WORD = "delete"


def render_data(history: History, wanted: SessionFilter, *, empty: bool) -> None:
    """Show where the data is, the downloads of the wanted sessions (none when `empty`), and the deletion of all."""
    st.divider()
    st.subheader("Your data")
    st.markdown(
        f"Everything is in one file on the machine that runs PoseCheck: `{history.path}`. No picture is ever in it, "
        "and nothing is sent anywhere."
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
    st.caption("Downloads hold the sessions of the time chosen at the top.")
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
    st.markdown(
        "All sessions, results, notes, goals and landmarks of everybody who practised here are removed from the disk. "
        "This cannot be undone; what you exported stays where you put it."
    )
    typed = st.text_input(f"Type “{_DELETE_WORD}” to confirm", key="progress_delete_word")
    sure = typed.strip().lower() == _DELETE_WORD
    if st.button("Delete everything for good", type="primary", disabled=not sure):
        count = history.delete_all()
        _forget_live_sessions(history.path.parent / "live")
        st.session_state["progress_message"] = (
            f"Everything was deleted: {count} {'session' if count == 1 else 'sessions'}."
        )
        st.rerun()


def _forget_live_sessions(folder: Path) -> None:
    """Remove what `posecheck.live.snapshot` keeps of sessions that could be gone on with."""
    for file in folder.glob("*.json"):
        file.unlink(missing_ok=True)
