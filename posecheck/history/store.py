"""The history of one machine: sessions are started, listed, read and deleted here."""

from __future__ import annotations

import json
import math
import sqlite3
import uuid
from collections.abc import Mapping
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError

from posecheck.history.database import Database, HistoryError, find_history_path
from posecheck.history.pictures import forget_pictures
from posecheck.history.recorder import Cursor, SessionRecorder
from posecheck.history.records import (
    NO_LAYERS,
    CheckMedian,
    LayerNumbers,
    SessionFilter,
    SessionRecord,
    SessionSide,
    SessionSummary,
    Source,
)
from posecheck.history.rejudge import judge_stored_set
from posecheck.history.rejudgements import (
    FORGET_STRETCHES,
    delete_last_rejudgement,
    insert_rejudgement,
    select_rejudgements,
)
from posecheck.history.rows import (
    OF_PERSONS,
    bind_persons,
    format_utc,
    parse_stretch,
    replace_set_result,
    select_check_medians,
    select_set_records,
    select_summaries,
    select_summary,
    serialise_stretch,
)
from posecheck.history.tracks import StoredTrack, decode_track, join_tracks
from posecheck.pose import PoseTrack
from posecheck.results import SessionResult
from posecheck.stretch.schema import Dose, Stretch

DEFAULT_PERSON = "me"

# A running session writes every second; one that has been silent for this long was cut off.
STALE_AFTER_S = 5.0

_EVERYTHING = SessionFilter()

# Emptied with everything else, those that others refer to last.
_CLINIC_TABLES = (
    "layer_versions",
    "layer_bases",
    "programme_versions",
    "patient_notes",
    "patients",
    "own_stretch_versions",
)


class History:
    """The sessions stored in one SQLite file. Safe to share between threads; other processes may write too.

    Args:
        path: the file, created when missing; None for the default place (`find_history_path`).

    Attributes:
        database: the file itself, which other stores share.
        persons: whose sessions can be read and changed here; None is everybody's.

    Raises:
        HistoryError: the file is damaged, is another program's, or was written by a newer PoseCheck.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or find_history_path()
        self.database = Database(self.path)
        self.persons: frozenset[str] | None = None
        self.recover()

    def limit_to(self, persons: frozenset[str] | None) -> History:
        """Return the same history with the sessions of these persons only; every other one is not there."""
        limited = copy(self)
        if persons is not None:
            limited.persons = persons if self.persons is None else self.persons & persons
        return limited

    def close(self) -> None:
        """Close the file. Recorders that are still open cannot write any more."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def start_session(  # noqa: PLR0913 - options, by keyword only
        self,
        stretch: Stretch,
        *,
        side: SessionSide = "both",
        source: Source = "live",
        dose: Dose | None = None,
        person: str = DEFAULT_PERSON,
        layers: LayerNumbers = NO_LAYERS,
        started: datetime | None = None,
    ) -> SessionRecorder:
        """Begin a session and return what records it.

        Args:
            stretch: the stretch as it will be judged; its whole definition is kept with the session.
            side: what will be trained: one side, or both in turn or at once.
            source: the webcam or a file.
            dose: what was asked for; None for the stretch's own dose.
            person: the code of the person, never needed to be a name.
            layers: the published versions that made the stretch.
            started: an aware datetime; None for now.

        Raises:
            HistoryError: this history is limited to other persons.
        """
        self._require_person(person)
        begun = started or datetime.now().astimezone()
        offset = begun.utcoffset()
        if offset is None:
            raise ValueError("Expected `started` with a time zone, found a naive datetime.")
        session_id = str(uuid.uuid4())
        definition, sha256 = serialise_stretch(stretch)
        with self.database.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO stretch_versions VALUES (?, ?, ?, ?)",
                (sha256, stretch.id, stretch.name, definition),
            )
            connection.execute(
                "INSERT INTO sessions (id, person, stretch_sha256, source, side, dose, state, started_utc, updated_utc,"
                " utc_offset_min, clinic_version, patient_version)"
                " VALUES (?, ?, ?, ?, ?, ?, 'recording', ?, ?, ?, ?, ?)",
                (
                    session_id, person, sha256, source, side, (dose or stretch.dose).model_dump_json(),
                    format_utc(begun), format_utc(datetime.now(UTC)), round(offset.total_seconds() / 60),
                    layers.clinic, layers.patient,
                ),
            )  # fmt: skip
        return SessionRecorder(
            self.database, Cursor(session_id, side, takes_turns=side == "both" and stretch.sides == "each")
        )

    def resume_session(self, session_id: str) -> SessionRecorder:
        """Go on with a session that was interrupted, in its last set; its clock goes on after `last_time_s`.

        To go on in the middle of a hold, feed the set's stored track (`load_stored_track`) to a new trainer; to
        leave that set as it is, call `start_set`.

        Raises:
            HistoryError: there is no such session, or it has been finished.
        """
        summary = self.get_summary(session_id)
        if summary.state == "finished":
            raise HistoryError(f"Session {session_id} has been finished; start a new one.")
        with self.database.read() as connection:
            seq, end_s = connection.execute(
                "SELECT coalesce(max(seq) + 1, 0), max(end_s) FROM track_chunks WHERE session_id = ?", (session_id,)
            ).fetchone()
        last_time_s = -math.inf if end_s is None else float(end_s)
        takes_turns = summary.side == "both" and self.load_definition(summary.stretch_sha256)["sides"] == "each"
        cursor = Cursor(session_id, summary.side, takes_turns, len(summary.sets), seq, last_time_s)
        recorder = SessionRecorder(self.database, cursor)
        recorder.flush()
        with self.database.write() as connection:
            # They are of what there was of it; it can be judged again when it is whole.
            connection.execute("DELETE FROM rejudgements WHERE session_id = ?", (session_id,))
        return recorder

    def record_upload(  # noqa: PLR0913 - options, by keyword only
        self,
        stored: StoredTrack,
        stretch: Stretch,
        result: SessionResult,
        *,
        person: str = DEFAULT_PERSON,
        layers: LayerNumbers = NO_LAYERS,
        note: str = "",
    ) -> str:
        """Store the review of an uploaded file (landmarks and result, not the video) and return its id."""
        with self.database.write():
            recorder = self.start_session(stretch, side=result.side, source="upload", person=person, layers=layers)
            recorder.start_set(result.side)
            for pose, persons in zip(stored.track, stored.persons, strict=True):
                recorder.append(pose, persons=int(persons))
            return recorder.finish(result, note=note)

    def recover(self, stale_after_s: float = STALE_AFTER_S) -> int:
        """Mark sessions that were never finished as interrupted, judge what they have, and return how many.

        Those silent for less than `stale_after_s` may be running in another process and are left alone; should a
        marked one turn out to be alive after all (a hidden tab), its next write takes the mark back.
        """
        now = datetime.now(UTC)
        with self.database.write() as connection:
            changed = connection.execute(
                "UPDATE sessions SET state = 'interrupted', ended_utc = updated_utc"
                " WHERE state = 'recording' AND updated_utc <= ?",
                (format_utc(now - timedelta(seconds=stale_after_s)),),
            )
        self._judge_interrupted()
        return changed.rowcount

    def list_sessions(self, wanted: SessionFilter = _EVERYTHING) -> list[SessionSummary]:
        """Return the sessions that match, newest first."""
        self.recover()
        with self.database.read() as connection:
            return select_summaries(connection, wanted, self.persons)

    def list_check_medians(self, wanted: SessionFilter = _EVERYTHING) -> list[CheckMedian]:
        """Return the median of each check in each set of the sessions that match, oldest first."""
        with self.database.read() as connection:
            return select_check_medians(connection, select_summaries(connection, wanted, self.persons)[::-1])

    def load_definition(self, sha256: str) -> dict[str, Any]:
        """Return the stored definition of a stretch, by the hash in a session's summary or in a later judgement.

        Raises:
            HistoryError: no session was judged by it.
        """
        with self.database.read() as connection:
            row = connection.execute(
                "SELECT definition FROM stretch_versions WHERE sha256 = ? AND EXISTS (SELECT 1 FROM sessions WHERE"
                " (stretch_sha256 = ? OR id IN (SELECT session_id FROM rejudgements WHERE stretch_sha256 = ?))"
                f" AND {OF_PERSONS})",
                (sha256, sha256, sha256, *bind_persons(self.persons)),
            ).fetchone()
        if row is None:
            raise HistoryError(f"Expected the hash of a stretch that a session was judged by, found {sha256!r}.")
        definition: dict[str, Any] = json.loads(row["definition"])
        return definition

    def load_stretch(self, sha256: str) -> Stretch:
        """Return a stretch as it was judged, by the hash in a session's summary or in a later judgement of it.

        Raises:
            HistoryError: no session was judged by it, or this version of PoseCheck cannot read it any more.
        """
        definition = self.load_definition(sha256)
        try:
            return parse_stretch(definition)
        except ValidationError as error:
            raise HistoryError(
                f"The stretch {definition.get('id')!r} was stored by another version of PoseCheck and cannot be read "
                f"as a reference pose: {error.errors()[0]['msg']}. Its results are still there."
            ) from error

    def get_summary(self, session_id: str) -> SessionSummary:
        """Return a session without its details.

        Raises:
            HistoryError: there is no session with this id.
        """
        with self.database.read() as connection:
            return self._require_summary(connection, session_id)

    def get_session(self, session_id: str) -> SessionRecord:
        """Return a session with its sets, checks, repetitions, cues and the stretch as judged.

        Raises:
            HistoryError: there is no session with this id.
        """
        with self.database.read() as connection:
            summary = self._require_summary(connection, session_id)
            frames = connection.execute(
                "SELECT coalesce(sum(frames), 0) FROM track_chunks WHERE session_id = ?", (session_id,)
            ).fetchone()[0]
            sets = select_set_records(connection, summary)
            definition = self.load_definition(summary.stretch_sha256)
            rejudgements = select_rejudgements(connection, session_id, summary.sets)
        try:
            stretch = self.load_stretch(summary.stretch_sha256)
        except HistoryError:
            stretch = None
        return SessionRecord(summary, definition, stretch, sets, frames, rejudgements)

    def load_track(self, session_id: str, set_no: int | None = None) -> PoseTrack:
        """Return the landmarks of a session, or of one set of it; empty when none were stored.

        Raises:
            HistoryError: there is no session with this id, or its landmarks are damaged.
        """
        return self.load_stored_track(session_id, set_no).track

    def load_stored_track(self, session_id: str, set_no: int | None = None) -> StoredTrack:
        """Return the landmarks as `load_track` does, with the number of people in each frame."""
        with self.database.read() as connection:
            self._require_summary(connection, session_id)
            rows = connection.execute(
                "SELECT data FROM track_chunks WHERE session_id = ? AND (? IS NULL OR set_no = ?) ORDER BY seq",
                (session_id, set_no, set_no),
            ).fetchall()
        return join_tracks([decode_track(row["data"]) for row in rows])

    def add_rejudgement(
        self,
        session_id: str,
        stretch: Stretch,
        results: Mapping[int, SessionResult],
        *,
        layers: LayerNumbers = NO_LAYERS,
        author: str = "",
    ) -> None:
        """Keep what this stretch makes of all sets of a session, beside what was said then, which stays as it is.

        Args:
            session_id: a session that is not being recorded.
            stretch: what they were judged by; its definition is kept.
            results: by the number of the set.
            layers: the published versions that made the stretch.
            author: who had it judged again.

        Raises:
            HistoryError: there is no such session, it is being recorded, or sets are missing.
        """
        definition, sha256 = serialise_stretch(stretch)
        with self.database.write() as connection:
            summary = self._require_summary(connection, session_id)
            if summary.state == "recording":
                raise HistoryError(f"Session {session_id} is being recorded; judge it again when it has ended.")
            judged = {each.set_no for each in summary.sets if each.verdict is not None}
            if set(results) != judged:
                raise HistoryError(f"Expected results of sets {sorted(judged)}, found those of {sorted(results)}.")
            row = (sha256, stretch.id, stretch.name, definition)
            connection.execute("INSERT OR IGNORE INTO stretch_versions VALUES (?, ?, ?, ?)", row)
            insert_rejudgement(connection, session_id, results, sha256=sha256, layers=layers, author=author)

    def undo_rejudgement(self, session_id: str) -> int:
        """Take back what a session was last judged again as; return its number, 0 when it never was.

        Raises:
            HistoryError: there is no session with this id.
        """
        with self.database.write() as connection:
            self._require_summary(connection, session_id)
            return delete_last_rejudgement(connection, session_id)

    def set_note(self, session_id: str, note: str) -> None:
        """Replace the person's note on a session; nothing happens when there is no such session."""
        with self.database.write() as connection:
            connection.execute(
                f"UPDATE sessions SET note = ? WHERE id = ? AND {OF_PERSONS}",
                (note.strip(), session_id, *bind_persons(self.persons)),
            )

    def get_goal(self, person: str = DEFAULT_PERSON) -> int | None:
        """Return on how many days a week the person means to practise, None when never said."""
        self._require_person(person)
        with self.database.read() as connection:
            row = connection.execute("SELECT days_per_week FROM goals WHERE person = ?", (person,)).fetchone()
        return row and int(row["days_per_week"])

    def set_goal(self, days_per_week: int, person: str = DEFAULT_PERSON) -> None:
        """Keep on how many days a week, 1 to 7, the person means to practise."""
        if not 1 <= days_per_week <= 7:
            raise ValueError(f"Expected 1 to 7 days a week, found {days_per_week}.")
        self._require_person(person)
        with self.database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO goals VALUES (?, ?)", (person, days_per_week))

    def delete_session(self, session_id: str) -> None:
        """Delete a session for good: its bytes are gone from the file afterwards, its pictures from the disk.

        Raises:
            HistoryError: there is no session with this id, or the file was too busy to be rebuilt.
        """
        with self.database.write() as connection:
            self._require_summary(connection, session_id)
            connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
            connection.execute(FORGET_STRETCHES)
            forget_pictures(connection, self.path)
        self.database.purge()

    def delete_all(self) -> int:
        """Delete everything for good, and return how many sessions there were.

        A history that is limited to some persons deletes their sessions and goals, and nothing else.

        Raises:
            HistoryError: the file was too busy to be rebuilt.
        """
        of_persons = bind_persons(self.persons)
        with self.database.write() as connection:
            count = connection.execute(f"DELETE FROM sessions WHERE {OF_PERSONS}", of_persons).rowcount
            connection.execute(FORGET_STRETCHES)
            forget_pictures(connection, self.path)
            connection.execute(f"DELETE FROM goals WHERE {OF_PERSONS.replace('sessions.', '')}", of_persons)
            if self.persons is None:
                for table in _CLINIC_TABLES:
                    connection.execute(f"DELETE FROM {table}")
        self.database.purge()
        return count

    def _judge_interrupted(self) -> None:
        with self.database.read() as connection:
            waiting = connection.execute(
                "SELECT session_id, set_no, coalesce(working_side, session_sets.side) AS side, standing_hip_deg,"
                " stretch_sha256"
                " FROM session_sets JOIN sessions ON sessions.id = session_id"
                " WHERE state = 'interrupted' AND verdict IS NULL"
            ).fetchall()
        for row in waiting:
            key = row["session_id"], row["set_no"]
            try:
                stored = self.load_stored_track(*key)
                stretch = self.load_stretch(row["stretch_sha256"])
            except HistoryError:
                # Damaged, or deleted meanwhile: what was noted while it ran stays as it is.
                continue
            result = judge_stored_set(stored, stretch, row["side"], row["standing_hip_deg"])
            with self.database.write() as connection:
                replace_set_result(connection, *key, result)

    def _require_summary(self, connection: sqlite3.Connection, session_id: str) -> SessionSummary:
        summary = select_summary(connection, session_id, self.persons)
        if summary is None:
            raise HistoryError(f"Expected the id of a stored session, found {session_id!r}; it may have been deleted.")
        return summary

    def _require_person(self, person: str) -> None:
        if self.persons is not None and person not in self.persons:
            raise HistoryError(f"Expected the code of a person whose sessions you may see, found {person!r}.")
