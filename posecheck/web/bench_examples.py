"""Which recordings a draft is tried on: samples, sessions, and clips that are uploaded for the purpose."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path, PurePath

import numpy as np
import streamlit as st

from posecheck.bench.examples import Example, list_sample_files, load_sample, load_sets, make_upload
from posecheck.errors import PoseCheckError
from posecheck.history import SessionFilter, StoredTrack
from posecheck.stretch.schema import Stretch
from posecheck.web.review import PHOTO_TYPES, VIDEO_TYPES
from posecheck.web.settings import find_sample_folder
from posecheck.web.viewing import get_clinic

_UPLOADS = "bench_uploads"
_SETS = "bench_sets"


def collect_examples(stretch: Stretch, patient: str | None) -> list[Example]:
    """Return all recordings of a stretch: samples first, then uploads, then the patient's sets, newest first."""
    folder = find_sample_folder()
    samples = [_load_sample(path) for path in list_sample_files(folder, stretch.id)] if folder else []
    return [*samples, *_get_uploads(stretch.id), *_load_sets(patient or get_clinic().viewer.own_person, stretch.id)]


def choose_examples(stretch: Stretch, patient: str | None) -> list[Example]:
    """Show what the draft is tried on, with a place for another clip, and return what is chosen."""
    examples = {example.key: example for example in collect_examples(stretch, patient)}
    key = f"bench_chosen {stretch.id} {patient or ''}"
    chosen = st.session_state.get(key, list(examples))
    known = st.session_state.setdefault(f"{key} known", list(examples))
    fresh = [each for each in examples if each not in known]
    st.session_state[f"{key} known"] = list(examples)
    st.session_state[key] = [each for each in examples if each in chosen or each in fresh]
    with st.expander(_describe(list(examples.values()), len(st.session_state[key])), icon=":material/video_library:"):
        st.multiselect(
            "Recordings to try it on",
            list(examples),
            format_func=lambda each: examples[each].title,
            key=key,
            label_visibility="collapsed",
        )
        _show_upload(stretch)
    return [examples[each] for each in st.session_state[key]]


def _describe(examples: list[Example], chosen: int) -> str:
    parts = []
    for origin, one, many in (
        ("sample", "sample", "samples"),
        ("session", "past set", "past sets"),
        ("upload", "uploaded clip", "uploaded clips"),
    ):
        count = sum(example.origin == origin for example in examples)
        parts += [f"{count} {one if count == 1 else many}"] if count else []
    found = ", ".join(parts) or "none yet, upload a clip"
    some = f" ({chosen} chosen)" if chosen < len(examples) else ""
    return f"Recordings: {found}{some}"


def _show_upload(stretch: Stretch) -> None:
    upload = st.file_uploader(
        "Add a clip", type=[*VIDEO_TYPES, *PHOTO_TYPES], help="Only its landmarks are kept, until you close this page."
    )
    if upload is None or any(example.title == upload.name for example in _get_uploads(stretch.id)):
        return
    try:
        _get_uploads(stretch.id).append(_track_upload(upload.name, upload.getvalue()))
    except PoseCheckError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.rerun()


def _track_upload(name: str, content: bytes) -> Example:
    from posecheck.media import track_media
    from posecheck.tracking import PoseTracker

    bar = st.progress(0.0, text="Finding the body")
    with tempfile.TemporaryDirectory(prefix="posecheck-") as folder, PoseTracker() as tracker:
        path = Path(folder) / f"clip{PurePath(name).suffix.lower()}"
        path.write_bytes(content)
        tracked = track_media(path, tracker, lambda fraction, text: bar.progress(fraction, text=text))
    bar.empty()
    return make_upload(name, StoredTrack(tracked.track, np.clip(tracked.persons, 0, 255).astype(np.uint8)))


def _get_uploads(stretch_id: str) -> list[Example]:
    uploads: dict[str, list[Example]] = st.session_state.setdefault(_UPLOADS, {})
    return uploads.setdefault(stretch_id, [])


@lru_cache(maxsize=64)
def _load_sample(path: Path) -> Example:
    return load_sample(path)


def _load_sets(person: str, stretch_id: str) -> list[Example]:
    """Return a person's sets; landmarks are read from the disk only when a session was added or deleted."""
    sessions = get_clinic().history.list_sessions(SessionFilter(person=person, stretch_id=stretch_id))
    stamp = tuple((session.id, len(session.sets), session.state) for session in sessions)
    kept = st.session_state.setdefault(_SETS, {})
    if kept.get((person, stretch_id), ((), []))[0] != stamp:
        kept[person, stretch_id] = stamp, load_sets(get_clinic().history, person, stretch_id)
    found: list[Example] = kept.get((person, stretch_id), ((), []))[1]
    return found
