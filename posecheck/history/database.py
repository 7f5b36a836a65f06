"""The SQLite file of the history: where it lies, how it is opened and how its schema moves forward."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import platformdirs

from posecheck.errors import PoseCheckError

FILE_NAME = "history.sqlite3"
DATA_VARIABLE = "POSECHECK_DATA"

# "PChk" in the file's header, so that another program's database is never written to by mistake.
APPLICATION_ID = 0x5043686B

# Writers hold the file for some milliseconds; only a stuck program makes one wait this long.
BUSY_TIMEOUT_S = 10.0

_SETTINGS = (
    # FULL also survives a power cut: NORMAL could lose everything since the last checkpoint.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Deleted rows are overwritten with zeros.
    "PRAGMA secure_delete = ON",
    # Nothing spills into temporary files outside the data folder.
    "PRAGMA temp_store = MEMORY",
)


class HistoryError(PoseCheckError):
    """The history file cannot be opened, read or written."""


def find_history_path() -> Path:
    """Return the history's default path: the user's data folder, or the folder in POSECHECK_DATA."""
    folder = os.environ.get(DATA_VARIABLE)
    data_dir = Path(folder).expanduser() if folder else platformdirs.user_data_path("posecheck")
    return data_dir / FILE_NAME


def read_migrations() -> list[str]:
    """Return the SQL of every migration in order; the one at index i brings the schema to version i + 1.

    Raises:
        HistoryError: when the numbers of the files have a gap, which only a damaged installation has.
    """
    folder = resources.files(__package__) / "migrations"
    found = {
        int(match[1]): entry.read_text("utf-8")
        for entry in folder.iterdir()
        if (match := re.fullmatch(r"(\d{4})_\w+\.sql", entry.name))
    }
    if sorted(found) != list(range(1, len(found) + 1)):
        raise HistoryError(
            f"Expected migrations numbered from 1 without a gap, found {sorted(found)}; reinstall posecheck."
        )
    return [found[number] for number in sorted(found)]


class Database:
    """One connection to a history file, shared by threads under a lock.

    Several processes may open the same file: readers never wait for writers (WAL), writers wait for each other.

    Args:
        path: the file; it and its folder are created, readable by the user alone.

    Raises:
        HistoryError: the file is damaged, is another program's, or was written by a newer PoseCheck.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        with self._explain_errors():
            _create_private_file(path)
            self._connection = sqlite3.connect(
                path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the connection; further use raises `HistoryError`."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give the connection within one consistent snapshot."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give the connection within a transaction: committed at the end, rolled back on any exception."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def purge(self) -> None:
        """Rebuild the file without what was deleted, and empty the write-ahead log.

        Raises:
            HistoryError: another program kept the file busy; the rows are gone, but old pages may remain.
        """
        with self._lock, self._explain_errors():
            self._connection.execute("VACUUM")
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise HistoryError(
                f"Deleted from {self.path}, but another program is reading the file, so that traces may remain on "
                "disk until it is closed. Close other PoseCheck windows and delete again."
            )

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, self._explain_errors():
            if self._connection.in_transaction:
                # Nested: part of the transaction that this thread has begun.
                yield self._connection
                return
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _prepare(self) -> None:
        with self._explain_errors():
            self._connection.row_factory = sqlite3.Row
            self._refuse_foreign_file()
            self._switch_to_wal()
            for setting in _SETTINGS:
                self._connection.execute(setting)
        migrate(self._connection, self.path, read_migrations())

    def _refuse_foreign_file(self) -> None:
        self._connection.execute("BEGIN")
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        self._connection.execute("COMMIT")
        if application != APPLICATION_ID and tables:
            raise HistoryError(
                f"Expected a PoseCheck history in {self.path}, found another program's database. "
                f"Move it away, or set {DATA_VARIABLE} to another folder."
            )

    def _switch_to_wal(self) -> None:
        # SQLite's own timeout does not cover this switch, and two processes may open a new file at once.
        deadline = time.monotonic() + BUSY_TIMEOUT_S
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    @contextmanager
    def _explain_errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise HistoryError(_explain(error, self.path)) from error


def migrate(connection: sqlite3.Connection, path: Path, migrations: list[str]) -> None:
    """Bring the schema forward, each migration in a transaction of its own; two processes may try at once.

    Raises:
        HistoryError: the schema is newer than this program knows, or a migration failed (and left no trace).
    """
    for target, script in enumerate(migrations, start=1):
        if _read_version(connection, path, len(migrations)) >= target:
            continue
        try:
            connection.execute("BEGIN IMMEDIATE")
            # Another process may have got here first while this one waited for the lock.
            if _read_version(connection, path, len(migrations)) < target:
                _run_script(connection, script)
                connection.execute(f"PRAGMA user_version = {target}")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise HistoryError(
                f"{path} could not be brought to schema version {target}: {error}. Nothing was changed; "
                "keep a copy of the file and report this."
            ) from error


def _run_script(connection: sqlite3.Connection, script: str) -> None:
    # Not `executescript`: it commits first, and a half-done migration would stay.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _read_version(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > newest:
        raise HistoryError(
            f"Expected schema version {newest} or older in {path}, found {version}: it was written by a newer "
            "PoseCheck. Update this installation; nothing was changed."
        )
    return version


def _create_private_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)


def _explain(error: sqlite3.Error | OSError, path: Path) -> str:
    text = str(error)
    if "locked" in text or "busy" in text:
        return (
            f"The history {path} has been busy for {BUSY_TIMEOUT_S:g} s. Close other PoseCheck windows and try again."
        )
    if isinstance(error, sqlite3.DatabaseError) and ("not a database" in text or "malformed" in text):
        return (
            f"Expected a PoseCheck history in {path}, found a damaged file ({text}). Nothing was changed: move it "
            "away to begin a new history, or put a copy of it back."
        )
    if isinstance(error, sqlite3.IntegrityError) and "FOREIGN KEY" in text:
        return f"Expected a session in {path}, found that it was deleted while it was being recorded. Start a new one."
    return f"The history {path} cannot be used: {text}. Check that its folder exists, can be written to and has space."
