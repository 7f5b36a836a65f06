"""Stretches of one's own, beside those of the library: drafted from a recording, or imported."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime

from pydantic import ValidationError

from posecheck.clinic.access import LOCAL, Viewer, require_treated
from posecheck.clinic.records import StaleEdit
from posecheck.errors import StretchError
from posecheck.history.database import Database
from posecheck.history.rows import format_utc, parse_stretch, serialise_stretch
from posecheck.stretch.library import find_stretch_files, list_stretches, load_stretch
from posecheck.stretch.schema import Stretch


class OwnStretches:
    """The stretches that were added to the library on this machine. Every version of them is kept.

    Args:
        database: the history's own.
        viewer: on whose behalf it is changed; anybody may read, since they name no patient.
    """

    def __init__(self, database: Database, viewer: Viewer = LOCAL) -> None:
        self._database = database
        self._viewer = viewer

    def list_stretches(self) -> list[Stretch]:
        """Return the library's stretches and one's own, without layers, ordered by id."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT DISTINCT stretch_id FROM own_stretch_versions").fetchall()
            own = [_load_newest(connection, row["stretch_id"]) for row in rows]
        known = find_stretch_files()
        added = [stretch for stretch in own if stretch is not None and stretch.id not in known]
        return sorted([*list_stretches(), *added], key=lambda stretch: stretch.id)

    def get_number(self, stretch_id: str) -> int:
        """Return the number of the newest version, 0 when there is none."""
        with self._database.read() as connection:
            return _get_number(connection, stretch_id)

    def save(self, stretch: Stretch, *, author: str, reason: str, expected_number: int = 0) -> int:
        """Add a stretch, or a new version of one, and return the version's number.

        Args:
            stretch: its id must not be one of the library's.
            author: who made it.
            reason: why.
            expected_number: the version that it was made from, 0 for a new stretch.

        Raises:
            StretchError: the id is taken by the library.
            StaleEdit: another version was saved meanwhile, or (0) there is a stretch of this id already.
            AccessError: the viewer may not change what concerns the whole clinic.
        """
        if stretch.id in find_stretch_files():
            raise StretchError(
                f"Expected an id that the library does not have, found {stretch.id!r}: the library's own poses are "
                "never edited. Choose another id, or publish a layer over that pose."
            )
        definition, _ = serialise_stretch(stretch)
        with self._database.write() as connection:
            require_treated(connection, self._viewer, None)
            number = _get_number(connection, stretch.id)
            if number != expected_number:
                raise StaleEdit(
                    f"Expected version {expected_number} of {stretch.id}, found version {number}: there is one of "
                    "this id already, or it was changed meanwhile. Nothing was saved."
                )
            connection.execute(
                "INSERT INTO own_stretch_versions VALUES (?, ?, ?, ?, ?, ?)",
                (
                    stretch.id, number + 1, definition, self._viewer.sign(author), reason.strip(),
                    format_utc(datetime.now(UTC)),
                ),
            )  # fmt: skip
        return number + 1


def find_base(connection: sqlite3.Connection, stretch_id: str) -> Stretch:
    """Return a stretch without layers: the library's, else one's own.

    Raises:
        StretchError: there is none of this id, with those that are spelt like it.
    """
    own = None if stretch_id in find_stretch_files() else _load_newest(connection, stretch_id)
    return own or load_stretch(stretch_id)


def _load_newest(connection: sqlite3.Connection, stretch_id: str) -> Stretch | None:
    row = connection.execute(
        "SELECT definition FROM own_stretch_versions WHERE stretch_id = ? ORDER BY number DESC LIMIT 1", (stretch_id,)
    ).fetchone()
    if row is None:
        return None
    try:
        return parse_stretch(json.loads(row["definition"]))
    except ValidationError as error:
        raise StretchError(
            f"Expected to read the stretch {stretch_id!r} of your own, found one of another version of PoseCheck: "
            f"{error.errors()[0]['msg']}. Import it again."
        ) from error


def _get_number(connection: sqlite3.Connection, stretch_id: str) -> int:
    row = connection.execute(
        "SELECT coalesce(max(number), 0) AS number FROM own_stretch_versions WHERE stretch_id = ?", (stretch_id,)
    ).fetchone()
    return int(row["number"])
