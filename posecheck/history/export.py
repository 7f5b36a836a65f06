"""The whole history, or a part of it, as files for other programs: CSV, JSON and Parquet."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from posecheck.history.records import SessionFilter, SessionRecord, SetRecord
from posecheck.history.rows import format_utc
from posecheck.history.store import History
from posecheck.history.tracks import StoredTrack
from posecheck.pose import LANDMARKS

if TYPE_CHECKING:
    import pyarrow as pa

EXPORT_VERSION = 1

_EVERYTHING = SessionFilter()

# Frames that are written together: ten minutes, about 15 MB in memory; row groups of single sets would be slow.
_ROW_GROUP_FRAMES = 18_000

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_CSV_COLUMNS = (
    "session_id", "person", "started_utc", "local_start", "state", "source", "stretch", "stretch_sha256",
    "clinic_version", "patient_version", "pain",
    "pain_note", "note", "set_no", "side", "set_verdict", "held_s", "reps_good", "reps_partial", "reps_faulty",
    "check", "measure", "column", "check_verdict", "reason", "direction", "median", "p05", "p95", "assessed_s",
    "in_band_s", "cue", "fault",
    "rejudged_utc", "rejudged_clinic_version", "rejudged_patient_version", "rejudged_set_verdict", "rejudged_held_s",
    "rejudged_reps_good", "rejudged_check_verdict",
)  # fmt: skip


def export_csv(history: History, out: BinaryIO, wanted: SessionFilter = _EVERYTHING) -> None:
    """Write one table with a row for each check of each set, in UTF-8; a set without checks has one row.

    Medians and percentiles are in the measure's unit (degrees, or a share of a segment); empty means not assessed.
    What begins with `rejudged_` is the latest of the later judgements, empty where there is none.
    """
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, _CSV_COLUMNS)
    writer.writeheader()
    for record in _iterate_records(history, wanted):
        for row in _make_csv_rows(record):
            writer.writerow({name: _guard_cell(value) for name, value in row.items()})
    # Leave the caller's file open.
    text.detach()


def export_json(history: History, out: BinaryIO, wanted: SessionFilter = _EVERYTHING) -> None:
    """Write everything but the landmarks as JSON in UTF-8, with each stretch as it was judged, then and later."""
    records = list(_iterate_records(history, wanted))
    later = {again.stretch_sha256 for record in records for again in record.rejudgements}
    document = {
        "posecheck_export": EXPORT_VERSION,
        "sessions": [_describe_session(record) for record in records],
        "stretches": {r.summary.stretch_sha256: r.definition for r in records}
        | {sha256: history.load_definition(sha256) for sha256 in sorted(later)},
    }
    out.write(json.dumps(_without_nan(document), indent=1, ensure_ascii=False).encode("utf-8"))


def export_parquet(history: History, out: BinaryIO, wanted: SessionFilter = _EVERYTHING) -> None:
    """Write the landmark tracks as Parquet, one row a frame: session, set, time, persons, 33 x 6 values.

    Columns are `<landmark>_x`, `_y` (units of the frame's height), `_world_x`, `_world_y`, `_world_z` (metres)
    and `_visibility` (0..1); NaN is what was not seen.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [("session_id", pa.string()), ("set_no", pa.int32()), ("time_s", pa.float64()), ("persons", pa.uint8())]
        + [("aspect", pa.float64())]
        + [(name, pa.float32()) for name in _name_track_columns()]
    )
    with pq.ParquetWriter(out, schema, compression="zstd", use_dictionary=["session_id"]) as writer:
        waiting: list[pa.Table] = []
        for session in history.list_sessions(wanted):
            for each in session.sets:
                stored = history.load_stored_track(session.id, each.set_no)
                waiting.append(_make_table(session.id, each.set_no, stored, schema))
            if sum(table.num_rows for table in waiting) >= _ROW_GROUP_FRAMES:
                writer.write_table(pa.concat_tables(waiting))
                waiting = []
        if waiting:
            writer.write_table(pa.concat_tables(waiting))


def _iterate_records(history: History, wanted: SessionFilter) -> Iterator[SessionRecord]:
    return (history.get_session(session.id) for session in history.list_sessions(wanted))


def _make_csv_rows(record: SessionRecord) -> Iterator[dict[str, Any]]:
    session = record.summary
    about_session = {
        "session_id": session.id,
        "person": session.person,
        "started_utc": format_utc(session.started_utc),
        "local_start": session.local_start.isoformat(timespec="seconds"),
        "state": session.state,
        "source": session.source,
        "stretch": session.stretch_id,
        "stretch_sha256": session.stretch_sha256,
        "clinic_version": session.layers.clinic,
        "patient_version": session.layers.patient,
        "pain": int(session.pain),
        "pain_note": session.pain_note,
        "note": session.note,
    }
    if not record.sets:
        yield about_session
    for each in record.sets:
        again = _find_rejudged(record, each.summary.set_no)
        for about_check in _make_check_cells(each):
            about_set = _make_set_cells(each) | _make_rejudged_cells(record, again, about_check.get("check"))
            yield about_session | about_set | about_check


def _make_set_cells(each: SetRecord) -> dict[str, Any]:
    cells = asdict(each.summary)
    cells["set_verdict"] = cells.pop("verdict")
    cells["held_s"] = round(each.summary.held_s, 3)
    return {name: value for name, value in cells.items() if name in _CSV_COLUMNS}


def _find_rejudged(record: SessionRecord, set_no: int) -> SetRecord | None:
    sets = record.rejudgements[-1].sets if record.rejudgements else ()
    return next((each for each in sets if each.summary.set_no == set_no), None)


def _make_rejudged_cells(record: SessionRecord, again: SetRecord | None, check_id: str | None) -> dict[str, Any]:
    if again is None:
        return {}
    last = record.rejudgements[-1]
    return {
        "rejudged_utc": format_utc(last.created_utc),
        "rejudged_clinic_version": last.layers.clinic,
        "rejudged_patient_version": last.layers.patient,
        "rejudged_set_verdict": again.summary.verdict,
        "rejudged_held_s": round(again.summary.held_s, 3),
        "rejudged_reps_good": again.summary.reps_good,
        "rejudged_check_verdict": next((check.verdict for check in again.checks if check.id == check_id), None),
    }


def _make_check_cells(each: SetRecord) -> list[dict[str, Any]]:
    return [
        {
            "check": check.id,
            "measure": check.measure,
            "column": check.column,
            "check_verdict": check.verdict,
            "reason": check.reason,
            "direction": check.direction,
            "median": check.median_deg,
            "p05": check.p05_deg,
            "p95": check.p95_deg,
            "assessed_s": check.assessed_s,
            "in_band_s": check.in_band_s,
            "cue": check.cue,
            "fault": check.fault,
        }
        for check in each.checks
    ] or [{}]


def _guard_cell(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _describe_session(record: SessionRecord) -> dict[str, Any]:
    session = asdict(record.summary)
    session["dose"] = record.summary.dose.model_dump(mode="json")
    session["layers"] = record.summary.layers._asdict()
    session["started_utc"] = format_utc(record.summary.started_utc)
    session["ended_utc"] = record.summary.ended_utc and format_utc(record.summary.ended_utc)
    session["verdict"] = record.summary.verdict
    session["frames"] = record.frames
    session["sets"] = _describe_sets(record.sets)
    session["rejudgements"] = [
        {
            "number": each.number,
            "created_utc": format_utc(each.created_utc),
            "author": each.author,
            "stretch_sha256": each.stretch_sha256,
            "layers": each.layers._asdict(),
            "verdict": each.verdict,
            "sets": _describe_sets(each.sets),
        }
        for each in record.rejudgements
    ]
    return session


def _describe_sets(sets: Sequence[SetRecord]) -> list[dict[str, Any]]:
    return [asdict(each.summary) | _describe_details(each) for each in sets]


def _describe_details(each: SetRecord) -> dict[str, Any]:
    return {name: [asdict(item) for item in getattr(each, name)] for name in ("checks", "holds", "reps", "cues")}


def _without_nan(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Replace NaN by null: JSON knows no NaN."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _name_track_columns() -> list[str]:
    parts = ("x", "y", "world_x", "world_y", "world_z", "visibility")
    return [f"{landmark}_{part}" for landmark in LANDMARKS for part in parts]


def _make_table(session_id: str, set_no: int, stored: StoredTrack, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    track, n = stored.track, len(stored.track)
    values = np.concatenate((track.image_xy, track.world_xyz, track.visibility[..., np.newaxis]), axis=2)
    columns = values.reshape(n, -1).astype(np.float32).T
    about_frame = [[session_id] * n, [set_no] * n, track.time_s, stored.persons, [track.aspect] * n]
    arrays = [pa.array(column, field.type) for column, field in zip([*about_frame, *columns], schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
