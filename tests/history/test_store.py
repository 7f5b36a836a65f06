from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

from posecheck.history import History, HistoryError, SessionFilter
from posecheck.history.store import DEFAULT_PERSON
from posecheck.history.tracks import StoredTrack

from .builders import (
    build_check,
    build_feedback,
    build_poses,
    build_result,
    build_stretch,
    build_track,
)

MARKER = "a-very-private-remark"


def record(history, *, held_s=30.0, note="", n=60, stretch=None, **options):
    recorder = history.start_session(stretch or build_stretch(), side="left", **options)
    recorder.start_set("left")
    for pose in build_poses(n):
        recorder.append(pose)
    return recorder.finish(build_result(held_s=held_s), note=note)


def read_bytes(history):
    """Everything of the history that is on disk, its write-ahead log included."""
    return b"".join(file.read_bytes() for file in history.path.parent.iterdir())


def test_sessions_are_listed_newest_first(history):
    begun = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    ids = [record(history, started=begun + timedelta(days=day), held_s=float(day)) for day in (0, 2, 1)]
    assert [s.id for s in history.list_sessions()] == [ids[1], ids[2], ids[0]]


def test_filters(history):
    begun = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    other = build_stretch("cobra_test", "Cobra")
    mine = record(history, started=begun)
    theirs = record(history, started=begun + timedelta(days=1), person="p-2", stretch=other)
    track = build_track(5)
    upload = history.record_upload(StoredTrack(track, np.ones(5, np.uint8)), other, build_result("left"))

    def ids(**wanted):
        return {s.id for s in history.list_sessions(SessionFilter(**wanted))}

    assert ids(person="p-2") == {theirs}
    assert ids(person=DEFAULT_PERSON, stretch_id="cobra_test") == {upload}
    assert ids(source="upload") == {upload}
    assert ids(since=date(2026, 11, 2), until=date(2026, 11, 2)) == {mine}
    assert ids(state="recording") == set()


def test_days_are_those_of_the_persons_clock(history):
    late = datetime(2026, 11, 2, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    session = history.get_summary(record(history, started=late))
    assert session.started_utc == datetime(2026, 11, 3, 7, 30, tzinfo=UTC)
    assert session.local_date == date(2026, 11, 2)


def test_start_needs_a_time_zone(history):
    with pytest.raises(ValueError, match="time zone"):
        history.start_session(build_stretch(), started=datetime(2026, 1, 1))


def test_upload_keeps_landmarks_and_persons(history):
    track = build_track(300)
    persons = np.array([1, 2] * 150, np.uint8)
    session_id = history.record_upload(StoredTrack(track, persons), build_stretch(), build_result("right"))
    stored = history.load_stored_track(session_id)
    assert stored.persons.tolist() == persons.tolist()
    assert history.get_summary(session_id).source == "upload"
    np.testing.assert_allclose(stored.track.world_xyz, track.world_xyz, atol=1e-4)


def test_upload_that_fails_leaves_nothing(history):
    bad = StoredTrack(build_track(5), np.ones(3, np.uint8))
    with pytest.raises(ValueError, match="zip"):
        history.record_upload(bad, build_stretch(), build_result("left"))
    assert history.list_sessions() == []


def test_definition_is_stored_once_per_version(history):
    first, second = record(history), record(history)
    longer = build_stretch(dose={"hold_s": 45, "sets": 2, "source": "test"})
    third = record(history, stretch=longer)
    hashes = [history.get_summary(session_id).stretch_sha256 for session_id in (first, second, third)]
    assert hashes[0] == hashes[1] != hashes[2]
    assert history.load_stretch(hashes[2]).dose.hold_s == 45
    with pytest.raises(HistoryError, match="hash of a stretch"):
        history.load_stretch("nothing")


def test_results_outlive_a_definition_that_cannot_be_read_any_more(history):
    session_id = record(history)
    with history.database.write() as connection:
        connection.execute("UPDATE stretch_versions SET definition = json_set(definition, '$.schema_version', 0)")
    found = history.get_session(session_id)
    assert found.stretch is None
    assert found.definition["name"] == "Half-kneeling test stretch"
    assert found.sets[0].checks[0].median_deg == 92.0
    with pytest.raises(HistoryError, match="stored by another version"):
        history.load_stretch(found.summary.stretch_sha256)


def test_definition_with_keys_that_were_given_up_is_still_read(history):
    session_id = record(history)
    with history.database.write() as connection:
        connection.execute(
            "UPDATE stretch_versions SET definition ="
            " json_set(definition, '$.old_key', 1, '$.checks[1].band.old_bound', 2)"
        )
    assert history.get_session(session_id).stretch == build_stretch()


def test_unknown_session_is_said(history):
    for ask in (history.get_session, history.get_summary, history.load_track, history.delete_session):
        with pytest.raises(HistoryError, match=r"found 'nope'; it may have been deleted"):
            ask("nope")


def test_silent_session_is_marked_interrupted_and_judged(history):
    recorder = history.start_session(build_stretch(), side="left")
    recorder.start_set("left")
    for pose in build_poses(60):
        recorder.append(pose, build_feedback(pose))
    recorder.flush()
    assert history.recover(stale_after_s=3600) == 0
    assert history.get_summary(recorder.id).state == "recording"
    assert history.recover(stale_after_s=0) == 1
    record_ = history.get_session(recorder.id)
    assert record_.summary.state == "interrupted"
    # Random landmarks are no stretch; but they were judged, by every check.
    assert record_.summary.verdict in {"not_assessable", "not_performed"}
    assert [check.id for check in record_.sets[0].checks] == ["front_knee", "trunk"]


def test_session_that_was_only_silent_takes_the_mark_back(history):
    recorder = history.start_session(build_stretch(), side="left")
    recorder.append(build_poses(1)[0])
    recorder.flush()
    history.recover(stale_after_s=0)
    recorder.append(build_poses(1, start_s=9.0)[0])
    recorder.finish(build_result())
    assert history.get_summary(recorder.id).state == "finished"
    assert history.get_summary(recorder.id).verdict == "pass"


def test_next_start_recovers(tmp_path, monkeypatch):
    path = tmp_path / "history.sqlite3"
    with History(path) as first:
        session_id = first.start_session(build_stretch(), side="left").id
    monkeypatch.setattr("posecheck.history.store.STALE_AFTER_S", 0.0)
    with History(path) as second:
        second.recover(0.0)
        assert second.get_summary(session_id).state == "interrupted"


def test_damaged_landmarks_do_not_stop_the_list(history):
    recorder = history.start_session(build_stretch(), side="left")
    recorder.append(build_poses(1)[0])
    recorder.flush()
    with history.database.write() as connection:
        connection.execute("UPDATE track_chunks SET data = x'00'")
    history.recover(stale_after_s=0)
    assert [s.verdict for s in history.list_sessions()] == [None]
    with pytest.raises(HistoryError, match="damaged data"):
        history.load_track(recorder.id)


def test_deleted_session_leaves_no_byte(history):
    doomed = record(history, note=MARKER, n=200)
    kept = record(history, note="stays")
    with history.database.read() as connection:
        blob = connection.execute("SELECT data FROM track_chunks WHERE session_id = ?", (doomed,)).fetchone()[0]
    before = read_bytes(history)
    assert MARKER.encode() in before
    assert doomed.encode() in before
    history.delete_session(doomed)
    after = read_bytes(history)
    for trace in (MARKER.encode(), doomed.encode(), blob[-64:]):
        assert trace not in after
    assert len(after) < len(before) / 2
    assert [s.id for s in history.list_sessions()] == [kept]
    assert len(history.load_track(kept)) == 60
    assert history.get_session(kept).stretch == build_stretch()


def test_delete_all_leaves_an_empty_history(history):
    for index in range(3):
        record(history, note=f"{MARKER} {index}", person="somebody-by-name")
    history.set_goal(5)
    assert history.delete_all() == 3
    after = read_bytes(history)
    for trace in (MARKER, "somebody-by-name", "Half-kneeling test stretch"):
        assert trace.encode() not in after
    assert history.list_sessions() == []
    assert history.get_goal() is None
    record(history)
    assert len(history.list_sessions()) == 1


def test_deletion_says_when_traces_may_remain(history, monkeypatch):
    monkeypatch.setattr("posecheck.history.database.BUSY_TIMEOUT_S", 0.05)
    with History(history.path) as impatient:
        session_id = record(impatient, note=MARKER)
        with history.database.read() as connection:
            connection.execute("SELECT * FROM sessions").fetchone()
            with pytest.raises(HistoryError, match=r"delete again|busy"):
                impatient.delete_session(session_id)
        assert impatient.list_sessions() == []


def test_goal_and_note(history):
    assert history.get_goal() is None
    history.set_goal(3)
    history.set_goal(6, person="p-2")
    assert (history.get_goal(), history.get_goal("p-2")) == (3, 6)
    with pytest.raises(ValueError, match="1 to 7"):
        history.set_goal(8)
    session_id = record(history)
    history.set_note(session_id, "  easier today ")
    assert history.get_summary(session_id).note == "easier today"


def test_medians_come_oldest_first_with_their_session(history):
    begun = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    for day, median in ((1, 95.0), (0, 90.0), (2, None)):
        recorder = history.start_session(build_stretch(), side="left", started=begun + timedelta(days=day))
        recorder.finish(build_result(checks=[build_check(median=median)]))
    found = history.list_check_medians()
    assert [each.median for each in found] == [90.0, 95.0, None]
    assert found[0].session.local_date == date(2026, 11, 2)
    assert found[0].column == "left_knee_flexion_deg"


def test_no_picture_has_a_place_in_the_schema(history):
    record(history)
    with history.database.read() as connection:
        blobs = [
            (table["name"], column["name"])
            for table in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for column in connection.execute(f"PRAGMA table_info({table['name']})").fetchall()
            if column["type"].upper() not in {"TEXT", "INTEGER", "REAL"}
        ]
    assert blobs == [("track_chunks", "data")]
    assert not any(magic in read_bytes(history) for magic in (b"\xff\xd8\xff\xe0", b"\x89PNG", b"RIFF", b"ftyp"))


def test_deletion_leaves_no_byte_while_another_window_is_open(history):
    doomed = record(history, note=MARKER, n=200)
    with History(history.path) as other:
        assert len(other.list_sessions()) == 1
        recorder = other.start_session(build_stretch(), side="left")
        recorder.append(build_poses(1)[0])
        history.delete_session(doomed)
        assert MARKER.encode() not in read_bytes(history)
        recorder.append(build_poses(1, start_s=1.0)[0])
        recorder.finish()
    assert [len(history.load_track(session.id)) for session in history.list_sessions()] == [2]
