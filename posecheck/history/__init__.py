"""The history: sessions, results and landmarks in one SQLite file on the person's own machine, without any picture."""

from __future__ import annotations

from posecheck.history.database import HistoryError, find_history_path
from posecheck.history.export import export_csv, export_json, export_parquet
from posecheck.history.pictures import KeptPicture, keep_picture, load_pictures
from posecheck.history.recorder import SessionRecorder
from posecheck.history.records import (
    CheckMedian,
    Rejudgement,
    SessionFilter,
    SessionRecord,
    SessionSummary,
    SetRecord,
    SetSummary,
)
from posecheck.history.store import DEFAULT_PERSON, History
from posecheck.history.tracks import StoredTrack

__all__ = [
    "DEFAULT_PERSON",
    "CheckMedian",
    "History",
    "HistoryError",
    "KeptPicture",
    "Rejudgement",
    "SessionFilter",
    "SessionRecord",
    "SessionRecorder",
    "SessionSummary",
    "SetRecord",
    "SetSummary",
    "StoredTrack",
    "export_csv",
    "export_json",
    "export_parquet",
    "find_history_path",
    "keep_picture",
    "load_pictures",
]
