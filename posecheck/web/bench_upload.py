"""A clip that is uploaded to the bench: its landmarks are found in the background, and it can be cancelled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from posecheck.bench.examples import Example, make_upload
from posecheck.history import StoredTrack
from posecheck.language import _
from posecheck.review_folder import Cancelled, Progress
from posecheck.web.jobs import Job
from posecheck.web.review import PHOTO_TYPES, VIDEO_TYPES
from posecheck.web.speaking import make_fragment
from posecheck.web.widgets import escape_markdown

_UPLOADS = "bench_uploads"
_JOB = "bench_job"
_FIELD = "bench_field"
_POLL_S = 0.5


def get_uploads(stretch_id: str) -> list[Example]:
    """Return the clips that were uploaded for a stretch in this browser session."""
    uploads: dict[str, list[Example]] = st.session_state.setdefault(_UPLOADS, {})
    return uploads.setdefault(stretch_id, [])


def show_upload(stretch_id: str) -> None:
    """Show where a clip is uploaded, or how far the one at hand is."""
    running: tuple[str, Job[StoredTrack]] | None = st.session_state.get(_JOB)
    if running is not None:
        owner, job = running
        if job.look().state == "running":
            st.write(f"**{escape_markdown(job.name)}**")
            make_fragment(_show_progress, run_every=_POLL_S)(job)
            return
        _end(owner, job)
    # A field of a new name is empty: what was cancelled or refused is not tried again by itself.
    number = st.session_state.setdefault(_FIELD, 0)
    upload = st.file_uploader(
        _("Add a clip"),
        type=[*VIDEO_TYPES, *PHOTO_TYPES],
        help=_("Only its landmarks are kept, until you close this page."),
        key=f"{_FIELD} {number}",
    )
    if upload is not None:
        st.session_state[_JOB] = stretch_id, Job(_find_landmarks, upload=(upload.name, upload.getvalue()))
        st.session_state[_FIELD] = number + 1
        st.rerun()


def _find_landmarks(path: Path, _folder: Path, listen: Progress, cancelled: Cancelled) -> StoredTrack:
    from posecheck.media import track_media
    from posecheck.tracking import PoseTracker

    with PoseTracker() as tracker:
        tracked = track_media(path, tracker, listen, cancelled)
    return StoredTrack(tracked.track, np.clip(tracked.persons, 0, 255).astype(np.uint8))


def _show_progress(job: Job[StoredTrack]) -> None:
    snapshot = job.look()
    if snapshot.state != "running":
        st.rerun()
    st.progress(snapshot.fraction, text=snapshot.words)
    if st.button(_("Cancel"), icon=":material/close:", key="bench_cancel"):
        job.cancel()


def _end(stretch_id: str, job: Job[StoredTrack]) -> None:
    """Take what came of a job, and say so where nothing did."""
    st.session_state.pop(_JOB, None)
    snapshot = job.look()
    if job.outcome is not None:
        uploads = get_uploads(stretch_id)
        example = make_upload(job.name, job.outcome)
        if all(each.key != example.key for each in uploads):
            uploads.append(example)
    job.discard()
    if snapshot.state == "done":
        st.rerun()
    if snapshot.state == "failed":
        st.error(escape_markdown(snapshot.error), icon=":material/error:")
    else:
        st.info(_("Cancelled; the clip was deleted."), icon=":material/info:")
