"""Versions of layers as rows of the database."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime

from pydantic import ValidationError

from posecheck.clinic.records import Version
from posecheck.errors import StretchError
from posecheck.history.rows import format_utc, parse_utc, serialise_stretch
from posecheck.stretch.overrides import Override
from posecheck.stretch.schema import Stretch


def get_number(version: Version | None) -> int:
    """Return the number of a version, 0 for none."""
    return version.number if version else 0


def insert_version(  # noqa: PLR0913, PLR0917 - one value for each column
    connection: sqlite3.Connection,
    base: Stretch,
    override: Override | None,
    patient: str | None,
    signature: tuple[str, str],
    differences: list[str],
    restores: int | None = None,
) -> Version:
    """Add the next version of a layer and return it.

    Args:
        connection: within a transaction that writes.
        base: what the layer lies on; it is kept, to tell later what has changed underneath.
        override: the layer, None for an empty one.
        patient: whose layer it is, None for the clinic's.
        signature: author and reason.
        differences: what it changes, in words.
        restores: the number of the version that it takes up again.
    """
    definition, sha256 = serialise_stretch(base)
    connection.execute("INSERT OR IGNORE INTO layer_bases VALUES (?, ?)", (sha256, definition))
    number = get_number(load_current(connection, base.id, patient)) + 1
    layer = override.model_dump_json(exclude_unset=True) if override else ""
    connection.execute(
        "INSERT INTO layer_versions (stretch_id, patient, number, layer, author, reason, differences, base_sha256,"
        " restores, created_utc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            base.id, patient, number, layer, *signature, json.dumps(differences, ensure_ascii=False), sha256,
            restores, format_utc(datetime.now(UTC)),
        ),
    )  # fmt: skip
    return find_version(connection, base.id, patient, number)


def load_versions(connection: sqlite3.Connection, stretch_id: str, patient: str | None) -> list[Version]:
    """Return all versions of a layer, newest first."""
    rows = connection.execute(
        "SELECT * FROM layer_versions WHERE stretch_id = ? AND patient IS ? ORDER BY number DESC", (stretch_id, patient)
    )
    return [_read_version(row) for row in rows]


def load_current(connection: sqlite3.Connection, stretch_id: str, patient: str | None) -> Version | None:
    """Return the version of a layer that counts, None when none was ever published."""
    row = connection.execute(
        "SELECT * FROM layer_versions WHERE stretch_id = ? AND patient IS ? ORDER BY number DESC LIMIT 1",
        (stretch_id, patient),
    ).fetchone()
    return row and _read_version(row)


def find_version(connection: sqlite3.Connection, stretch_id: str, patient: str | None, number: int) -> Version:
    """Return one version of a layer; StretchError when there is none of this number."""
    row = connection.execute(
        "SELECT * FROM layer_versions WHERE stretch_id = ? AND patient IS ? AND number = ?",
        (stretch_id, patient, number),
    ).fetchone()
    if row is None:
        raise StretchError(f"{stretch_id}: expected the number of a published version, found {number}.")
    return _read_version(row)


def _read_version(row: sqlite3.Row) -> Version:
    try:
        override = Override.model_validate_json(row["layer"]) if row["layer"] else None
    except ValidationError as error:
        raise StretchError(
            f"{row['stretch_id']}: version {row['number']} was published with another version of PoseCheck and cannot "
            f"be read: {error.errors()[0]['msg']}. Nobody is judged by it; update PoseCheck."
        ) from error
    return Version(
        stretch_id=row["stretch_id"],
        patient=row["patient"],
        number=row["number"],
        override=override,
        author=row["author"],
        reason=row["reason"],
        differences=tuple(json.loads(row["differences"])),
        base_sha256=row["base_sha256"],
        restores=row["restores"],
        created_utc=parse_utc(row["created_utc"]),
    )
