"""The history: sessions, results and landmarks in one SQLite file on the person's own machine; never a picture."""

from __future__ import annotations

from posecheck.history.database import HistoryError, find_history_path
from posecheck.history.recorder import SessionRecorder
from posecheck.history.records import SessionFilter, SessionRecord, SessionSummary, SetRecord, SetSummary
from posecheck.history.store import DEFAULT_PERSON, History
from posecheck.history.tracks import StoredTrack

__all__ = [
    "DEFAULT_PERSON",
    "History",
    "HistoryError",
    "SessionFilter",
    "SessionRecord",
    "SessionRecorder",
    "SessionSummary",
    "SetRecord",
    "SetSummary",
    "StoredTrack",
    "find_history_path",
]
