"""Results to table rows and back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from posecheck.history.records import CheckMedian, LayerNumbers, SessionFilter, SessionSummary, SetRecord, SetSummary
from posecheck.results import CheckResult, Cue, Hold, RepetitionResult, SessionResult
from posecheck.stretch.schema import Dose, Stretch

_CHECK_COLUMNS = (
    "id", "name", "measure", "column", "verdict", "reason", "direction",
    "median_deg", "p05_deg", "p95_deg", "assessed_s", "in_band_s", "cue", "fault",
)  # fmt: skip


# A clause for every query that reads sessions, with the parameters of `bind_persons`.
OF_PERSONS = "(? OR sessions.person IN (SELECT value FROM json_each(?)))"


def bind_persons(persons: frozenset[str] | None) -> tuple[bool, str]:
    """Return the parameters of `OF_PERSONS`: the persons whose sessions may be read, None for everybody's."""
    return persons is None, json.dumps(sorted(persons or ()))


def format_utc(moment: datetime) -> str:
    """Return an aware datetime as "2026-11-20T13:05:09.250Z"; such texts sort by time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def parse_utc(text: str) -> datetime:
    """Return the aware datetime of a text made by `format_utc`."""
    return datetime.fromisoformat(text)


def serialise_stretch(stretch: Stretch) -> tuple[str, str]:
    """Return the definition of a stretch as canonical JSON, and its SHA-256 in hex."""
    definition = json.dumps(stretch.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return definition, hashlib.sha256(definition.encode()).hexdigest()


def parse_stretch(definition: dict[str, Any]) -> Stretch:
    """Return a stored definition as a stretch; keys that the schema has given up since then are passed over.

    Raises:
        ValidationError: it lacks something that the schema asks for now, or has a value it refuses.
    """
    try:
        return Stretch.model_validate(definition)
    except ValidationError as error:
        unknown = [problem["loc"] for problem in error.errors() if problem["type"] == "extra_forbidden"]
        if len(unknown) < error.error_count():
            raise
    return Stretch.model_validate(_leave_out(definition, set(unknown), ()))


def _leave_out(value: Any, unknown: set[tuple[int | str, ...]], place: tuple[int | str, ...]) -> Any:  # noqa: ANN401
    """Return JSON without the keys at these places."""
    if isinstance(value, list):
        return [_leave_out(item, unknown, (*place, index)) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    kept = {key: item for key, item in value.items() if (*place, key) not in unknown}
    return {key: _leave_out(item, unknown, (*place, key)) for key, item in kept.items()}


def insert_cue(connection: sqlite3.Connection, session_id: str, set_no: int, cue: Cue) -> None:
    """Add what was said."""
    row = (session_id, set_no, cue.t_s, cue.check, cue.direction, cue.text)
    connection.execute("INSERT INTO cues VALUES (?, ?, ?, ?, ?, ?)", row)


def replace_set_result(connection: sqlite3.Connection, session_id: str, set_no: int, result: SessionResult) -> None:
    """Put the final result of a set in the place of what was noted while it ran."""
    key = (session_id, set_no)
    connection.execute(
        "UPDATE session_sets SET side = ?, verdict = ?, held_s = ?, reps_good = ?, reps_partial = ?, reps_faulty = ?,"
        " working_side = ? WHERE session_id = ? AND set_no = ?",
        (
            result.side, result.verdict, result.held_s,
            result.count_reps("good"), result.count_reps("partial"), result.count_reps("faulty"),
            result.working_side, *key,
        ),
    )  # fmt: skip
    for table in ("checks", "holds", "repetitions", "cues"):
        connection.execute(f"DELETE FROM {table} WHERE session_id = ? AND set_no = ?", key)
    marks = ", ".join("?" * (len(_CHECK_COLUMNS) + 2))
    connection.executemany(
        f"INSERT INTO checks VALUES ({marks})",
        [(*key, *(getattr(check, name) for name in _CHECK_COLUMNS)) for check in result.checks],
    )
    connection.executemany(
        "INSERT INTO holds VALUES (?, ?, ?, ?, ?)",
        [(*key, hold.start_s, hold.end_s, hold.held_s) for hold in result.holds],
    )
    connection.executemany(
        "INSERT INTO repetitions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (*key, rep.start_s, rep.peak_s, rep.end_s, rep.peak_deg, rep.kind, json.dumps(rep.faults))
            for rep in result.reps
        ],
    )
    for cue in result.cues:
        insert_cue(connection, session_id, set_no, cue)


def select_summaries(
    connection: sqlite3.Connection, wanted: SessionFilter, persons: frozenset[str] | None
) -> list[SessionSummary]:
    """Return the sessions of these persons (None: of everybody) that match, newest first."""
    clauses = {
        "sessions.person": wanted.person,
        "stretch_versions.stretch_id": wanted.stretch_id,
        "sessions.source": wanted.source,
        "sessions.state": wanted.state,
    }
    used = {column: value for column, value in clauses.items() if value is not None}
    where = " AND ".join(f"{column} = ?" for column in used) or "1"
    rows = connection.execute(
        "SELECT * FROM sessions JOIN stretch_versions ON sha256 = stretch_sha256 "
        f"WHERE {where} AND {OF_PERSONS} ORDER BY started_utc DESC, sessions.id",
        [*used.values(), *bind_persons(persons)],
    ).fetchall()
    sets = _select_sets(connection, (row["id"] for row in rows))
    found = (_read_summary(row, sets[row["id"]]) for row in rows)
    return [summary for summary in found if wanted.matches_day(summary.local_date)]


def select_summary(
    connection: sqlite3.Connection, session_id: str, persons: frozenset[str] | None
) -> SessionSummary | None:
    """Return one session, or None when there is none with this id among those of these persons (None: everybody)."""
    row = connection.execute(
        f"SELECT * FROM sessions JOIN stretch_versions ON sha256 = stretch_sha256 WHERE id = ? AND {OF_PERSONS}",
        (session_id, *bind_persons(persons)),
    ).fetchone()
    return row and _read_summary(row, _select_sets(connection, [session_id])[session_id])


def select_set_records(connection: sqlite3.Connection, summary: SessionSummary) -> tuple[SetRecord, ...]:
    """Return the sets of a session with their details."""

    def rows(table: str, set_no: int, order: str) -> list[sqlite3.Row]:
        query = f"SELECT * FROM {table} WHERE session_id = ? AND set_no = ? ORDER BY {order}"
        return connection.execute(query, (summary.id, set_no)).fetchall()

    return tuple(
        SetRecord(
            summary=each,
            checks=tuple(_read_check(row) for row in rows("checks", each.set_no, "rowid")),
            holds=tuple(Hold(r["start_s"], r["end_s"], r["held_s"]) for r in rows("holds", each.set_no, "start_s")),
            reps=tuple(_read_repetition(row) for row in rows("repetitions", each.set_no, "start_s")),
            cues=tuple(_read_cue(row) for row in rows("cues", each.set_no, "t_s, rowid")),
        )
        for each in summary.sets
    )


def select_check_medians(connection: sqlite3.Connection, sessions: list[SessionSummary]) -> list[CheckMedian]:
    """Return one value for each check and set of the sessions, in their order."""
    query = (
        'SELECT set_no, id AS check_id, name, measure, value_column AS "column", verdict, median_deg AS median,'
        " assessed_s FROM checks WHERE session_id = ? ORDER BY set_no, rowid"
    )
    return [
        CheckMedian(session=session, **dict(row))
        for session in sessions
        for row in connection.execute(query, (session.id,))
    ]


def _select_sets(connection: sqlite3.Connection, session_ids: Iterable[str]) -> dict[str, tuple[SetSummary, ...]]:
    found: dict[str, tuple[SetSummary, ...]] = defaultdict(tuple)
    query = "SELECT * FROM session_sets WHERE session_id = ? ORDER BY set_no"
    for session_id in session_ids:
        found[session_id] = tuple(_read_set(row) for row in connection.execute(query, (session_id,)))
    return found


def _read_summary(row: sqlite3.Row, sets: tuple[SetSummary, ...]) -> SessionSummary:
    return SessionSummary(
        id=row["id"],
        person=row["person"],
        stretch_id=row["stretch_id"],
        stretch_name=row["name"],
        stretch_sha256=row["sha256"],
        source=row["source"],
        side=row["side"],
        dose=Dose.model_validate_json(row["dose"]),
        state=row["state"],
        started_utc=parse_utc(row["started_utc"]),
        ended_utc=parse_utc(row["ended_utc"]) if row["ended_utc"] else None,
        utc_offset_min=row["utc_offset_min"],
        pain=bool(row["pain"]),
        pain_note=row["pain_note"],
        note=row["note"],
        sets=sets,
        layers=LayerNumbers(row["clinic_version"], row["patient_version"]),
    )


def _read_set(row: sqlite3.Row) -> SetSummary:
    return SetSummary(**{name: row[name] for name in SetSummary.__dataclass_fields__})


def _read_check(row: sqlite3.Row) -> CheckResult:
    values: dict[str, Any] = {name: row[name] for name in _CHECK_COLUMNS if name != "column"}
    return CheckResult(column=row["value_column"], **values)


def _read_repetition(row: sqlite3.Row) -> RepetitionResult:
    return RepetitionResult(
        start_s=row["start_s"],
        peak_s=row["peak_s"],
        end_s=row["end_s"],
        # SQLite stores NaN as NULL.
        peak_deg=float("nan") if row["peak_deg"] is None else row["peak_deg"],
        kind=row["kind"],
        faults=tuple(json.loads(row["faults"])),
    )


def _read_cue(row: sqlite3.Row) -> Cue:
    return Cue(row["t_s"], row["check_id"], row["direction"], row["text"])
