from __future__ import annotations

import shutil
import sqlite3
import stat
import threading

import pytest

from posecheck.history import History, HistoryError, find_history_path
from posecheck.history import database as database_module
from posecheck.history.database import Database, migrate, read_migrations

from .builders import build_stretch


def read_version(path):
    connection = sqlite3.connect(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return version


def make_version_1(path):
    """A file as the first release wrote it, with one finished session in it."""
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, path, read_migrations()[:1])
    definition = build_stretch().model_dump_json()
    connection.execute("INSERT INTO stretch_versions VALUES ('abc', 'half_kneeling_test', 'Half', ?)", (definition,))
    connection.execute(
        "INSERT INTO sessions VALUES ('s1', 'me', 'abc', 'live', 'left', ?, 'finished', '2026-01-05T08:00:00.000Z',"
        " '2026-01-05T08:02:00.000Z', '2026-01-05T08:02:00.000Z', 60, 0, '', 'first ever')",
        (build_stretch().dose.model_dump_json(),),
    )
    connection.execute("INSERT INTO session_sets VALUES ('s1', 1, 'left', 4.5, 'pass', 31.5, 0, 0, 0)")
    connection.close()


def test_path_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path / "elsewhere"))
    assert find_history_path() == tmp_path / "elsewhere" / "history.sqlite3"
    monkeypatch.delenv("POSECHECK_DATA")
    assert find_history_path().name == "history.sqlite3"
    assert "posecheck" in find_history_path().parts


def test_new_file_is_private_and_current(tmp_path):
    path = tmp_path / "data" / "history.sqlite3"
    History(path).close()
    assert read_version(path) == len(read_migrations())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_version_1_is_brought_forward_with_its_sessions(tmp_path):
    path = tmp_path / "history.sqlite3"
    make_version_1(path)
    assert read_version(path) == 1
    with History(path) as history:
        [session] = history.list_sessions()
        assert (session.note, session.held_s, session.verdict) == ("first ever", 31.5, "pass")
        assert session.sets[0].standing_hip_deg == 4.5
        history.set_goal(4)
        assert history.get_goal() == 4
    assert read_version(path) == len(read_migrations())


def test_newer_schema_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "history.sqlite3"
    History(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(HistoryError, match=r"found 99: it was written by a newer PoseCheck\. Update"):
        History(path)
    assert path.read_bytes() == before


def test_failing_migration_leaves_no_trace(tmp_path, monkeypatch):
    path = tmp_path / "history.sqlite3"
    make_version_1(path)
    broken = [read_migrations()[0], "CREATE TABLE extra (x);\nINSERT INTO missing_table VALUES (1);\n"]
    monkeypatch.setattr(database_module, "read_migrations", lambda: broken)
    with pytest.raises(HistoryError, match="could not be brought to schema version 2"):
        History(path)
    assert read_version(path) == 1
    tables = sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall()
    assert ("extra",) not in tables


def test_damaged_file_is_named_and_kept(tmp_path):
    path = tmp_path / "history.sqlite3"
    path.write_bytes(b"this is no database, but it may be all that is left of one " * 50)
    before = path.read_bytes()
    with pytest.raises(HistoryError, match=r"found a damaged file .* move it away"):
        History(path)
    assert path.read_bytes() == before


def test_damage_in_the_middle_is_named(tmp_path):
    path = tmp_path / "history.sqlite3"
    with History(path) as history:
        for _ in range(40):
            history.start_session(build_stretch()).finish()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(HistoryError, match="damaged file"):
        History(path).list_sessions()


def test_another_programs_database_is_refused(tmp_path):
    path = tmp_path / "history.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name)")
    connection.commit()
    connection.close()
    with pytest.raises(HistoryError, match="another program's database"):
        History(path)
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HistoryError, match="Check that its folder exists"):
        History(tmp_path / "file" / "history.sqlite3")


def test_write_is_all_or_nothing(tmp_path):
    database = Database(tmp_path / "history.sqlite3")

    def stop_half_way():
        with database.write() as connection:
            connection.execute("INSERT INTO goals VALUES ('me', 3)")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        stop_half_way()
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM goals").fetchone()[0] == 0


def test_many_open_a_new_file_at_once(tmp_path):
    path, errors = tmp_path / "history.sqlite3", []

    def open_it():
        try:
            History(path).close()
        except HistoryError as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert read_version(path) == len(read_migrations())


def test_busy_file_says_so(tmp_path, monkeypatch):
    path = tmp_path / "history.sqlite3"
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.05)
    with History(path) as history:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match=r"busy for 0\.05 s"):
            history.set_goal(3)
        other.execute("ROLLBACK")
        history.set_goal(3)
        other.close()


def test_copy_taken_while_open_is_complete(tmp_path):
    """The file with its log is what a backup has to copy."""
    path = tmp_path / "a" / "history.sqlite3"
    with History(path) as history:
        history.start_session(build_stretch()).finish()
        shutil.copytree(path.parent, tmp_path / "b")
    with History(tmp_path / "b" / "history.sqlite3") as copy:
        assert len(copy.list_sessions()) == 1
