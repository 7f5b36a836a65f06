"""Which recordings a draft is tried on: samples, sessions, and clips that are uploaded for the purpose."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import streamlit as st

from posecheck.bench.examples import Example, list_sample_files, load_sample, load_sets
from posecheck.history import SessionFilter
from posecheck.language import _, get_language, ngettext
from posecheck.stretch.schema import Stretch
from posecheck.web.bench_upload import get_uploads, show_upload
from posecheck.web.settings import find_track_folder
from posecheck.web.viewing import get_clinic

_SETS = "bench_sets"


def collect_examples(stretch: Stretch, patient: str | None) -> list[Example]:
    """Return all recordings of a stretch: samples first, then uploads, then the patient's sets, newest first."""
    folder = find_track_folder()
    samples = [_load_sample(path, get_language()) for path in list_sample_files(folder, stretch.id)] if folder else []
    return [*samples, *get_uploads(stretch.id), *_load_sets(patient or get_clinic().viewer.own_person, stretch.id)]


def choose_examples(stretch: Stretch, patient: str | None) -> list[Example]:
    """Show what the draft is tried on, with a place for another clip, and return what is chosen."""
    examples = {example.key: example for example in collect_examples(stretch, patient)}
    key = f"bench_chosen {stretch.id} {patient or ''}"
    chosen = st.session_state.get(key, list(examples))
    known = st.session_state.setdefault(f"{key} known", list(examples))
    fresh = [each for each in examples if each not in known]
    st.session_state[f"{key} known"] = list(examples)
    st.session_state[key] = [each for each in examples if each in chosen or each in fresh]
    title = _describe(list(examples.values()), len(st.session_state[key]))
    with st.expander(title, icon=":material/video_library:", expanded=not examples):
        st.multiselect(
            _("Recordings to try it on"),
            list(examples),
            format_func=lambda each: examples[each].title,
            key=key,
            label_visibility="collapsed",
            placeholder=_("Choose some"),
        )
        if not any(example.origin == "sample" for example in examples.values()):
            st.caption(_describe_missing())
        show_upload(stretch.id)
    return [examples[each] for each in st.session_state[key]]


def _describe_missing() -> str:
    if find_track_folder() is None:
        return _("This installation came without sample recordings. Clips of your own and past sessions do as well.")
    return _("There is no sample recording of this one. Clips of your own and past sessions do as well.")


def _describe(examples: list[Example], chosen: int) -> str:
    counts = Counter(example.origin for example in examples)
    samples, sets, clips = counts["sample"], counts["session"], counts["upload"]
    parts = [
        ngettext("{n} sample", "{n} samples", samples).format(n=samples) if samples else "",
        ngettext("{n} past set", "{n} past sets", sets).format(n=sets) if sets else "",
        ngettext("{n} uploaded clip", "{n} uploaded clips", clips).format(n=clips) if clips else "",
    ]
    found = ", ".join(filter(None, parts))
    if not found:
        return _("Recordings: none yet, add a clip here")
    words = _("Recordings: {found} ({n} chosen)") if chosen < len(examples) else _("Recordings: {found}")
    return words.format(found=found, n=chosen)


@lru_cache(maxsize=64)
def _load_sample(path: Path, _language: str) -> Example:
    return load_sample(path)


def _load_sets(person: str, stretch_id: str) -> list[Example]:
    """Return a person's sets; landmarks are read from the disk only when a session was added or deleted."""
    sessions = get_clinic().history.list_sessions(SessionFilter(person=person, stretch_id=stretch_id))
    stamp = (get_language(), *((session.id, len(session.sets), session.state) for session in sessions))
    kept = st.session_state.setdefault(_SETS, {})
    if kept.get((person, stretch_id), ((), []))[0] != stamp:
        kept[person, stretch_id] = stamp, load_sets(get_clinic().history, person, stretch_id)
    found: list[Example] = kept.get((person, stretch_id), ((), []))[1]
    return found
