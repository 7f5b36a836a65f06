"""The people that somebody looks after: a code, perhaps a name, notes, and what they said that hurts."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from posecheck.clinic.access import LOCAL, AccessError, Viewer, list_patient_codes, require_readable, require_treated
from posecheck.clinic.schema import check_account, check_code, check_name
from posecheck.errors import InputError
from posecheck.history.database import Database
from posecheck.history.pictures import forget_pictures
from posecheck.history.rejudgements import FORGET_STRETCHES
from posecheck.history.rows import format_utc, parse_utc

# Without those that are mistaken for one another when somebody writes a code down.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 6
LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class Patient:
    """One person.

    Attributes:
        code: stands in links and is the `person` of their sessions.
        name: may be empty.
        therapist: the account of who looks after them, "" without sign-in.
        account: what they sign in with themselves, "" when they do not.
        archived: no longer in the list, nothing deleted.
    """

    code: str
    name: str
    therapist: str
    account: str
    created_utc: datetime
    archived: bool

    @property
    def label(self) -> str:
        """The name with the code, or the code alone."""
        return f"{self.name} ({self.code})" if self.name else self.code


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about a patient."""

    id: int
    author: str
    text: str
    created_utc: datetime


def make_code() -> str:
    """Return a new random code: "P-7KQ2MX"."""
    return "P-" + "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))


class PatientStore:
    """The patients in one database.

    Args:
        database: the history's own.
        viewer: on whose behalf it is read and changed; those of others are not there for them.
    """

    def __init__(self, database: Database, viewer: Viewer = LOCAL) -> None:
        self.database = database
        self._viewer = viewer

    def list_patients(self, *, archived: bool = False) -> list[Patient]:
        """Return the viewer's patients (or those archived), by name and code."""
        with self.database.read() as connection:
            codes = list_patient_codes(connection, self._viewer)
            rows = connection.execute("SELECT * FROM patients WHERE archived = ?", (archived,)).fetchall()
        found = [_read_patient(row) for row in rows if row["code"] in codes]
        return sorted(found, key=lambda patient: (patient.name.lower() or patient.code.lower(), patient.code))

    def get(self, code: str) -> Patient:
        """Return a patient.

        Raises:
            AccessError: there is none of this code, or none whose data the viewer may read.
        """
        with self.database.read() as connection:
            return _load(connection, self._viewer, code)

    def add(self, *, name: str = "", code: str = "", therapist: str = "", account: str = "") -> Patient:
        """Add a patient; without a code they get a random one. A signed-in therapist's own patient is theirs.

        Raises:
            InputError: a value cannot be what it is meant for, or the code or the account is taken.
            AccessError: the viewer is a patient.
        """
        values = (
            _check(check_code, code or make_code()),
            _check(check_name, name),
            self._viewer.account if self._viewer.role == "therapist" else _check(check_account, therapist),
            _check(check_account, account),
        )
        with self.database.write() as connection:
            if not self._viewer.treats:
                raise AccessError("Expected a therapist to add a patient, found a patient's account.")
            _refuse_taken(connection, values[0], values[3])
            connection.execute(
                "INSERT INTO patients (code, name, therapist, account, created_utc) VALUES (?, ?, ?, ?, ?)",
                (*values, format_utc(datetime.now(UTC))),
            )
            return _load(connection, self._viewer, values[0])

    def edit(self, code: str, *, name: str, therapist: str, account: str, archived: bool) -> Patient:
        """Change what is known of a patient; only an administrator gives a patient to another therapist.

        Raises:
            InputError, AccessError: as `add`.
        """
        name, account, therapist = (
            _check(check_name, name), _check(check_account, account), _check(check_account, therapist),
        )  # fmt: skip
        with self.database.write() as connection:
            require_treated(connection, self._viewer, code)
            before = _load(connection, self._viewer, code)
            if not self._viewer.sees_all and therapist != before.therapist:
                raise AccessError("Expected an administrator to give a patient to another therapist.")
            if account != before.account:
                _refuse_taken_account(connection, account)
            connection.execute(
                "UPDATE patients SET name = ?, therapist = ?, account = ?, archived = ? WHERE code = ?",
                (name, therapist, account, archived, code),
            )
            return _load(connection, self._viewer, code)

    def delete(self, code: str) -> None:
        """Delete a patient for good: sessions, landmarks, pictures, notes, programmes and layers.

        Raises:
            AccessError: it is none of the viewer's patients.
            HistoryError: the file was too busy to be rebuilt.
        """
        with self.database.write() as connection:
            require_treated(connection, self._viewer, code)
            connection.execute("DELETE FROM sessions WHERE person = ?", (code,))
            connection.execute("DELETE FROM goals WHERE person = ?", (code,))
            connection.execute("DELETE FROM patients WHERE code = ?", (code,))
            connection.execute("DELETE FROM layer_bases WHERE sha256 NOT IN (SELECT base_sha256 FROM layer_versions)")
            connection.execute(FORGET_STRETCHES)
            forget_pictures(connection, self.database.path)
        self.database.purge()

    def list_notes(self, code: str) -> list[Note]:
        """Return the notes on a patient, newest first; they are the therapist's, not the patient's.

        Raises:
            AccessError: it is none of the viewer's patients, or the viewer is the patient.
        """
        with self.database.read() as connection:
            require_treated(connection, self._viewer, code)
            rows = connection.execute(
                "SELECT * FROM patient_notes WHERE patient = ? ORDER BY id DESC", (code,)
            ).fetchall()
        return [Note(row["id"], row["author"], row["text"], parse_utc(row["created_utc"])) for row in rows]

    def add_note(self, code: str, text: str, *, author: str) -> None:
        """Write something down about a patient.

        Raises:
            InputError: the note is empty or too long.
            AccessError: as `list_notes`.
        """
        text = text.strip()
        if not 0 < len(text) <= LONGEST_NOTE:
            raise InputError(f"Expected a note of 1 to {LONGEST_NOTE} characters, found {len(text)}.")
        with self.database.write() as connection:
            require_treated(connection, self._viewer, code)
            connection.execute(
                "INSERT INTO patient_notes (patient, author, text, created_utc) VALUES (?, ?, ?, ?)",
                (code, self._viewer.sign(author), text, format_utc(datetime.now(UTC))),
            )

    def delete_note(self, code: str, note_id: int) -> None:
        """Delete a note for good; nothing happens when there is none. Errors as `list_notes`."""
        with self.database.write() as connection:
            require_treated(connection, self._viewer, code)
            connection.execute("DELETE FROM patient_notes WHERE patient = ? AND id = ?", (code, note_id))

    def find_own(self) -> Patient | None:
        """Return the record of the viewer themself, None when they are no patient or unknown."""
        own = self.list_patients() if self._viewer.role == "patient" else []
        return own[0] if own else None


def _load(connection: sqlite3.Connection, viewer: Viewer, code: str) -> Patient:
    require_readable(connection, viewer, code)
    return _read_patient(connection.execute("SELECT * FROM patients WHERE code = ?", (code,)).fetchone())


def _check(check: Callable[[str], str], value: str) -> str:
    try:
        return check(value)
    except ValueError as error:
        message = str(error)
        raise InputError(f"{message[:1].upper()}{message[1:]}.") from error


def _refuse_taken(connection: sqlite3.Connection, code: str, account: str) -> None:
    # Sessions that somebody recorded under this code before must not turn up as the new patient's.
    taken = connection.execute(
        "SELECT 1 FROM patients WHERE lower(code) = lower(?1) UNION SELECT 1 FROM sessions WHERE person = ?1", (code,)
    ).fetchone()
    if taken:
        raise InputError(f"Expected a code that nobody has yet, found {code!r}, which is taken; choose another one.")
    _refuse_taken_account(connection, account)


def _refuse_taken_account(connection: sqlite3.Connection, account: str) -> None:
    if account and connection.execute("SELECT 1 FROM patients WHERE account = ?", (account,)).fetchone():
        raise InputError(f"Expected an account that no other patient has, found {account!r}.")


def _read_patient(row: sqlite3.Row) -> Patient:
    return Patient(
        row["code"],
        row["name"],
        row["therapist"],
        row["account"],
        parse_utc(row["created_utc"]),
        bool(row["archived"]),
    )
