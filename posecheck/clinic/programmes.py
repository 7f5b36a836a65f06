"""The programme of each patient, with every version that there was."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError

from posecheck.clinic.access import LOCAL, Viewer, require_readable, require_treated
from posecheck.clinic.prescription import check_programme
from posecheck.clinic.records import StaleEdit
from posecheck.clinic.schema import Programme
from posecheck.errors import StretchError
from posecheck.history.database import Database
from posecheck.history.rows import format_utc, parse_utc
from posecheck.stretch.schema import Stretch


@dataclass(frozen=True, slots=True)
class ProgrammeVersion:
    """A programme as it was prescribed: the number counts from 1."""

    patient: str
    number: int
    programme: Programme
    author: str
    reason: str
    created_utc: datetime


class ProgrammeStore:
    """The programmes in one database.

    Args:
        database: the history's own.
        viewer: on whose behalf it is read and changed.
    """

    def __init__(self, database: Database, viewer: Viewer = LOCAL) -> None:
        self._database = database
        self._viewer = viewer

    def current(self, patient: str) -> ProgrammeVersion | None:
        """Return the programme that counts, None when there is none.

        Raises:
            AccessError: the viewer may not read this patient's data.
        """
        versions = self.list_versions(patient)
        return versions[0] if versions else None

    def list_versions(self, patient: str) -> list[ProgrammeVersion]:
        """Return every programme of a patient, newest first; errors as `current`."""
        with self._database.read() as connection:
            require_readable(connection, self._viewer, patient)
            rows = connection.execute(
                "SELECT * FROM programme_versions WHERE patient = ? ORDER BY number DESC", (patient,)
            ).fetchall()
        return [_read_version(row) for row in rows]

    def prescribe(  # noqa: PLR0913 - by keyword only
        self,
        patient: str,
        programme: Programme,
        stretches: Mapping[str, Stretch],
        *,
        author: str,
        reason: str = "",
        expected_number: int,
    ) -> ProgrammeVersion:
        """Give a patient a programme in the place of the one before.

        Args:
            patient: the code.
            programme: the whole programme.
            stretches: the patient's stretches by id.
            author: who prescribes it.
            reason: why it was changed, in their own words.
            expected_number: the version that the change was made from, 0 when there was none.

        Raises:
            StretchError: it cannot be done (`check_programme`), or is the one that counts already.
            StaleEdit: another one was prescribed meanwhile.
            AccessError: the viewer does not look after this patient.
        """
        check_programme(programme, stretches)
        with self._database.write() as connection:
            require_treated(connection, self._viewer, patient)
            before = self.current(patient)
            _refuse_stale(before, expected_number)
            if before and before.programme == programme:
                raise StretchError(
                    f"{programme.name}: expected a change of the programme, found none; nothing was saved."
                )
            connection.execute(
                "INSERT INTO programme_versions VALUES (?, ?, ?, ?, ?, ?)",
                (
                    patient, expected_number + 1, programme.model_dump_json(), self._viewer.sign(author),
                    reason.strip(), format_utc(datetime.now(UTC)),
                ),
            )  # fmt: skip
            return self.list_versions(patient)[0]


def _refuse_stale(before: ProgrammeVersion | None, expected_number: int) -> None:
    number = before.number if before else 0
    if number != expected_number:
        by = f" by {before.author}" if before else ""
        raise StaleEdit(
            f"Expected version {expected_number} of the programme to count, found version {number}{by}: it was changed "
            "in another window meanwhile. Nothing was saved; look at it and make your change again."
        )


def _read_version(row: sqlite3.Row) -> ProgrammeVersion:
    try:
        programme = Programme.model_validate_json(row["content"])
    except ValidationError as error:
        raise StretchError(
            f"The programme of {row['patient']}, version {row['number']}, was written by another version of PoseCheck "
            f"and cannot be read: {error.errors()[0]['msg']}. Update PoseCheck."
        ) from error
    return ProgrammeVersion(
        row["patient"],
        row["number"],
        programme,
        row["author"],
        row["reason"],
        parse_utc(row["created_utc"]),
    )
