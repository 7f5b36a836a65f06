"""Writing a session while it runs, so that a crash or a closed tab loses at most a second."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from posecheck.history.database import Database, HistoryError
from posecheck.history.records import SessionSide, State
from posecheck.history.rows import format_utc, insert_cue, replace_set_result
from posecheck.history.tracks import encode_track
from posecheck.pose import Pose
from posecheck.results import Cue, Feedback, SessionResult

# Below a second with room for the write itself.
FLUSH_INTERVAL_S = 0.8

# Frames that come faster than the clock (a file being read) are written in pieces of four seconds of 30 a second.
MAX_CHUNK_FRAMES = 120


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where in a session recording begins: in set `set_no` (0: none yet), with chunk `seq` as the next one.

    `takes_turns` says that the session trains one side after the other.
    """

    session_id: str
    side: SessionSide
    takes_turns: bool
    set_no: int = 0
    seq: int = 0
    last_time_s: float = -math.inf


class SessionRecorder:
    """Writes one session; made by `History.start_session` and `History.resume_session`.

    Safe to call from several threads. All times are the session's own clock in seconds, rising over all sets.
    A recorder that is dropped without `finish` leaves a session that reads as interrupted, with all that was
    written.

    Attributes:
        id: the session's id.
        last_time_s: the time of the newest pose, -inf before the first; a resumed session goes on after it.
    """

    def __init__(self, database: Database, cursor: Cursor) -> None:
        self.id = cursor.session_id
        self.last_time_s = cursor.last_time_s
        self._database = database
        self._side = cursor.side
        self._takes_turns = cursor.takes_turns
        self._set_no = cursor.set_no
        self._seq = cursor.seq
        self._lock = threading.RLock()
        self._poses: list[Pose] = []
        self._persons: list[int] = []
        self._cues: list[Cue] = []
        self._feedback: Feedback | None = None
        self._waiting_since = time.monotonic()
        self._open = True

    @property
    def set_no(self) -> int:
        """The set being recorded, from 1; 0 before the first."""
        return self._set_no

    def start_set(self, side: SessionSide, standing_hip_deg: float | None = None) -> int:
        """Begin the next set and return its number.

        Args:
            side: the side to be trained in it.
            standing_hip_deg: the standing baseline in degrees that the judgement subtracts, if one was taken.
        """
        with self._lock:
            self.flush()
            number = self._set_no + 1
            with self._database.write() as connection:
                connection.execute(
                    "INSERT INTO session_sets (session_id, set_no, side, standing_hip_deg) VALUES (?, ?, ?, ?)",
                    (self.id, number, side, standing_hip_deg),
                )
            self._set_no, self._feedback = number, None
            return number

    def append(self, pose: Pose, feedback: Feedback | None = None, *, persons: int = 1) -> None:
        """Take one more frame, and write what has gathered about once a second.

        A pose whose time is not after the one before is left out (its feedback counts). Without `start_set` the
        first frame begins set 1 of the feedback's side.

        Args:
            pose: the pose as tracked, before filtering, so that judging it again starts from the same values.
            feedback: what the trainer made of it; its totals and new cues are kept.
            persons: how many people were in the picture.

        Raises:
            HistoryError: a write failed; nothing is lost, the next write takes it along.
        """
        with self._lock:
            self._require_open()
            if self._set_no == 0:
                self.start_set(feedback.side if feedback and self._takes_turns else self._side)
            if feedback is not None:
                self._feedback = feedback
                self._cues.extend([feedback.new_cue] if feedback.new_cue else [])
            if pose.time_s > self.last_time_s:
                self._buffer_pose(pose, persons)
            if self._poses and self._is_due():
                self.flush()

    def flush(self) -> None:
        """Write everything that has gathered; also marks the session as alive."""
        with self._lock:
            self._require_open()
            self._write_progress("recording")

    def finish_set(self, result: SessionResult) -> None:
        """Store the final result of the set under way, in the place of its running totals."""
        with self._lock:
            self._require_open()
            if self._set_no == 0:
                self.start_set(result.side)
            self.flush()
            with self._database.write() as connection:
                replace_set_result(connection, self.id, self._set_no, result)
            self._feedback = None

    def report_pain(self, note: str = "") -> None:
        """Mark that the person said it hurts; written at once. Several notes are joined."""
        with self._lock, self._database.write() as connection:
            connection.execute(
                "UPDATE sessions SET pain = 1, pain_note = trim(pain_note || ' ' || ?) WHERE id = ?", (note, self.id)
            )

    def finish(self, result: SessionResult | None = None, *, note: str = "") -> str:
        """End the session and return its id; a second call changes nothing.

        Args:
            result: the final result of the last set, when `finish_set` has not been called for it.
            note: the person's own words about the session.
        """
        with self._lock:
            if self._open:
                if result is not None:
                    self.finish_set(result)
                self._end("finished", note)
            return self.id

    def interrupt(self) -> None:
        """End the session as interrupted (closed tab, lost connection), with what is there."""
        with self._lock:
            if self._open:
                self._end("interrupted", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Interrupt the session unless it was finished."""
        self.interrupt()

    def _buffer_pose(self, pose: Pose, persons: int) -> None:
        if not self._poses:
            self._waiting_since = time.monotonic()
        self._poses.append(pose)
        self._persons.append(persons)
        self.last_time_s = pose.time_s

    def _is_due(self) -> bool:
        waited_s = time.monotonic() - self._waiting_since
        return waited_s >= FLUSH_INTERVAL_S or len(self._poses) % MAX_CHUNK_FRAMES == 0

    def _end(self, state: State, note: str) -> None:
        self._write_progress(state)
        with self._database.write() as connection:
            connection.execute(
                "UPDATE sessions SET ended_utc = updated_utc, note = trim(note || ' ' || ?) WHERE id = ?",
                (note, self.id),
            )
        self._open = False

    def _write_progress(self, state: State) -> None:
        # A write that fails is tried again with the next one, an interval later.
        self._waiting_since = time.monotonic()
        chunk = self._encode_chunk()
        with self._database.write() as connection:
            changed = connection.execute(
                "UPDATE sessions SET state = ?, updated_utc = ?, ended_utc = NULL WHERE id = ?",
                (state, format_utc(datetime.now(UTC)), self.id),
            )
            if changed.rowcount == 0:
                raise HistoryError(f"Session {self.id} is no longer in the history: it was deleted while it ran.")
            if chunk is not None:
                connection.execute("INSERT INTO track_chunks VALUES (?, ?, ?, ?, ?, ?, ?)", chunk)
            for cue in self._cues:
                insert_cue(connection, self.id, self._set_no, cue)
            if self._feedback is not None:
                last = self._feedback
                connection.execute(
                    "UPDATE session_sets SET held_s = ?, reps_good = ?, reps_partial = ?, reps_faulty = ?,"
                    " working_side = ? WHERE session_id = ? AND set_no = ?",
                    (
                        last.held_s, last.reps_good, last.reps_partial, last.reps_faulty,
                        last.side, self.id, self._set_no,
                    ),
                )  # fmt: skip
        self._seq += chunk is not None
        self._poses, self._persons, self._cues = [], [], []

    def _encode_chunk(self) -> tuple[str, int, int, float, float, int, bytes] | None:
        if not self._poses:
            return None
        start_s, end_s = self._poses[0].time_s, self._poses[-1].time_s
        data = encode_track(self._poses, self._persons)
        return self.id, self._seq, self._set_no, start_s, end_s, len(self._poses), data

    def _require_open(self) -> None:
        if not self._open:
            raise HistoryError(f"Session {self.id} has been ended; start or resume one to record more.")
