"""Export and deletion, at the foot of the progress page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

import streamlit as st

from posecheck.history import History, SessionFilter, export_csv, export_json, export_parquet
from posecheck.history.pictures import FOLDER_NAME
from posecheck.language import N_, _, ngettext
from posecheck.live.snapshot import SnapshotStore
from posecheck.web.speaking import keep_speaking

Export = Callable[[History, BinaryIO, SessionFilter], None]

_DELETE_WORD = N_("delete")


def render_data(history: History, wanted: SessionFilter, *, empty: bool) -> None:
    """Show where the data is, the downloads of the wanted sessions (none when `empty`), and the deletion of all."""
    st.divider()
    st.subheader(_("Your data"))
    st.markdown(
        _(
            "Everything is in one file on the machine that runs PoseCheck: `{file}`. No picture is ever in it: "
            "those that you asked for before a session lie beside it, in the folder `{folder}`. Nothing is sent "
            "anywhere."
        ).format(file=history.path, folder=FOLDER_NAME)
    )
    files: list[tuple[str, str, str, Export]] = [
        (_("Table (CSV)"), "posecheck-sessions.csv", "text/csv", export_csv),
        (_("Everything but landmarks (JSON)"), "posecheck-sessions.json", "application/json", export_json),
        (_("Landmarks (Parquet)"), "posecheck-landmarks.parquet", "application/vnd.apache.parquet", export_parquet),
    ]
    with st.container(horizontal=True):
        for label, name, kind, export in files:
            st.download_button(
                label,
                data=keep_speaking(_make_download(history, wanted, export)),
                file_name=name,
                mime=kind,
                icon=":material/download:",
                on_click="ignore",
                disabled=empty,
            )
    st.caption(_("Downloads hold the sessions of the time chosen at the top, without pictures."))
    with st.expander(_("Delete everything"), icon=":material/delete_forever:"):
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
        _(
            "All sessions, results, notes, goals, landmarks and pictures of everybody who practised here, patients, "
            "programmes and every published version are removed from the disk. "
            "This cannot be undone; what you exported stays where you put it."
        )
        if history.persons is None
        else _(
            "All sessions, results, notes, goals, landmarks and pictures that you can see are removed from the disk. "
            "This cannot be undone; what you exported stays where you put it."
        )
    )
    typed = st.text_input(_("Type “{word}” to confirm").format(word=_(_DELETE_WORD)), key="progress_delete_word")
    sure = typed.strip().lower() == _(_DELETE_WORD)
    if st.button(_("Delete everything for good"), type="primary", disabled=not sure):
        count = history.delete_all()
        SnapshotStore(history.path.parent / "live").forget(history.persons)
        st.session_state["progress_message"] = ngettext(
            "Everything was deleted: {n} session.", "Everything was deleted: {n} sessions.", count
        ).format(n=count)
        st.rerun()
