"""Later judgements of a stored session, kept beside what was said then; nothing of the first one is ever changed."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from posecheck.history.records import LayerNumbers, Rejudgement, SetRecord, SetSummary
from posecheck.history.rows import format_utc, parse_utc
from posecheck.results import CheckResult, Cue, Hold, RepetitionResult, SessionResult

# What no session and no later judgement was judged by is forgotten.
FORGET_STRETCHES = (
    "DELETE FROM stretch_versions WHERE sha256 NOT IN"
    " (SELECT stretch_sha256 FROM sessions UNION SELECT stretch_sha256 FROM rejudgements)"
)
Item = TypeVar("Item", CheckResult, Hold, RepetitionResult, Cue)
_DETAILS = ("checks", "holds", "reps", "cues")


def insert_rejudgement(  # noqa: PLR0913 - by keyword only
    connection: sqlite3.Connection,
    session_id: str,
    results: Mapping[int, SessionResult],
    *,
    sha256: str,
    layers: LayerNumbers,
    author: str,
) -> None:
    """Add a judgement of all sets of a session, by the number of the set, after those that there are.

    Args:
        connection: within a transaction.
        session_id: the session.
        results: of its sets.
        sha256: hash of the stored definition that judged them.
        layers: the published versions that made it.
        author: who had it judged again, "" for the user of this machine.
    """
    number = find_last_number(connection, session_id) + 1
    connection.execute(
        "INSERT INTO rejudgements VALUES (?, ?, ?, ?, ?, ?, ?)",
        (session_id, number, sha256, layers.clinic, layers.patient, author, format_utc(datetime.now(UTC))),
    )
    for set_no, result in results.items():
        connection.execute(
            "INSERT INTO rejudged_sets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                session_id, number, set_no, result.working_side, result.verdict, result.held_s,
                result.count_reps("good"), result.count_reps("partial"), result.count_reps("faulty"),
                _format_details(result),
            ),
        )  # fmt: skip


def find_last_number(connection: sqlite3.Connection, session_id: str) -> int:
    """Return the number of the judgement that counts, 0 while only the first one is there."""
    row = connection.execute("SELECT max(number) FROM rejudgements WHERE session_id = ?", (session_id,)).fetchone()
    return row[0] or 0


def select_rejudgements(
    connection: sqlite3.Connection, session_id: str, sets: Sequence[SetSummary]
) -> tuple[Rejudgement, ...]:
    """Return the later judgements of a session, oldest first.

    Args:
        connection: to read from.
        session_id: the session.
        sets: its sets as they were judged first.
    """
    rows = connection.execute("SELECT * FROM rejudgements WHERE session_id = ? ORDER BY number", (session_id,))
    first = {each.set_no: each for each in sets}
    return tuple(
        Rejudgement(
            number=row["number"],
            created_utc=parse_utc(row["created_utc"]),
            author=row["author"],
            stretch_sha256=row["stretch_sha256"],
            layers=LayerNumbers(row["clinic_version"], row["patient_version"]),
            sets=_select_sets(connection, session_id, row["number"], first),
        )
        for row in rows.fetchall()
    )


def delete_last_rejudgement(connection: sqlite3.Connection, session_id: str) -> int:
    """Take the latest of the later judgements back and return its number, 0 when there is none."""
    number = find_last_number(connection, session_id)
    connection.execute("DELETE FROM rejudgements WHERE session_id = ? AND number = ?", (session_id, number))
    connection.execute(FORGET_STRETCHES)
    return number


def _select_sets(
    connection: sqlite3.Connection, session_id: str, number: int, first: Mapping[int, SetSummary]
) -> tuple[SetRecord, ...]:
    rows = connection.execute(
        "SELECT * FROM rejudged_sets WHERE session_id = ? AND number = ? ORDER BY set_no", (session_id, number)
    )
    return tuple(_read_set(row, first[row["set_no"]]) for row in rows.fetchall() if row["set_no"] in first)


def _read_set(row: sqlite3.Row, first: SetSummary) -> SetRecord:
    names = ("working_side", "verdict", "held_s", "reps_good", "reps_partial", "reps_faulty")
    details = json.loads(row["details"])
    return SetRecord(
        summary=replace(first, **{name: row[name] for name in names}),
        checks=tuple(_read(CheckResult, each) for each in details["checks"]),
        holds=tuple(_read(Hold, each) for each in details["holds"]),
        reps=tuple(_read_repetition(each) for each in details["reps"]),
        cues=tuple(_read(Cue, each) for each in details["cues"]),
    )


def _read_repetition(values: dict[str, Any]) -> RepetitionResult:
    peak_deg = math.nan if values["peak_deg"] is None else values["peak_deg"]
    return _read(RepetitionResult, {**values, "peak_deg": peak_deg, "faults": tuple(values["faults"])})


def _read(kind: type[Item], values: dict[str, Any]) -> Item:
    """Return stored values as what they were; those that another version of PoseCheck knew are passed over."""
    known = {field.name for field in fields(kind)}
    return kind(**{key: value for key, value in values.items() if key in known})


def _format_details(result: SessionResult) -> str:
    details = {name: [_describe(each) for each in getattr(result, name)] for name in _DETAILS}
    return json.dumps(details, ensure_ascii=False)


def _describe(item: CheckResult | Hold | RepetitionResult | Cue) -> dict[str, Any]:
    # JSON knows no NaN, which a peak that was not seen is.
    values = asdict(item).items()
    return {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in values}
