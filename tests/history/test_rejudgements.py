"""Later judgements of a session lie beside the first one, which nothing changes."""

from __future__ import annotations

import csv
import io
import json
import math
import sqlite3
from dataclasses import replace

import pytest

from posecheck.history import History, HistoryError, export_csv, export_json
from posecheck.history.database import migrate, read_migrations
from posecheck.history.records import LayerNumbers
from posecheck.history.rows import serialise_stretch
from posecheck.history.tracks import encode_track

from .builders import build_check, build_cue, build_poses, build_reps, build_result, build_stretch

STRETCH = build_stretch()


def change_band(low):
    first = STRETCH.checks[0]
    band = first.band.model_copy(update={"low": low})
    return STRETCH.model_copy(update={"checks": [first.model_copy(update={"band": band}), *STRETCH.checks[1:]]})


STRICTER, STRICTEST = change_band(80), change_band(85)
FAILED = build_result(verdict="fail", held_s=4.0, checks=[build_check(verdict="fail")], reps=build_reps())


def record(history, person="me"):
    recorder = history.start_session(STRETCH, side="left", person=person)
    recorder.start_set("left")
    for pose in build_poses(40):
        recorder.append(pose)
    return recorder.finish(build_result(cues=[build_cue()]), note="my own words")


def judge_again(history, session_id, stretch=STRICTER, result=FAILED, **options):
    history.add_rejudgement(session_id, stretch, {1: result}, **options)


def count_definitions(history):
    with history.database.read() as connection:
        return connection.execute("SELECT count(*) FROM stretch_versions").fetchone()[0]


def test_first_judgement_stays_as_it_is(history):
    session_id = record(history)
    before = history.get_session(session_id)
    judge_again(history, session_id, layers=LayerNumbers(2, 1), author="kim@x.org")
    after = history.get_session(session_id)
    assert replace(after, rejudgements=()) == before
    (again,) = after.rejudgements
    assert (again.number, again.verdict, again.layers, again.author) == (1, "fail", (2, 1), "kim@x.org")
    assert again.created_utc >= after.summary.started_utc
    assert history.load_stretch(again.stretch_sha256) == STRICTER
    assert history.load_stretch(after.summary.stretch_sha256) == STRETCH


def test_all_that_was_found_comes_back(history):
    session_id = record(history)
    judge_again(history, session_id, result=replace(FAILED, cues=(build_cue(),)))
    (found,) = history.get_session(session_id).rejudgements[0].sets
    assert (found.checks, found.holds, found.cues) == (FAILED.checks, FAILED.holds, (build_cue(),))
    assert [(each.kind, each.faults) for each in found.reps] == [(each.kind, each.faults) for each in FAILED.reps]
    assert math.isnan(found.reps[2].peak_deg)
    assert (found.summary.held_s, found.summary.reps_good, found.summary.side) == (4.0, 1, "left")


def test_the_last_one_is_taken_back_first(history):
    session_id = record(history)
    judge_again(history, session_id)
    judge_again(history, session_id, STRICTEST, build_result())
    assert [each.verdict for each in history.get_session(session_id).rejudgements] == ["fail", "pass"]
    assert count_definitions(history) == 3
    assert history.undo_rejudgement(session_id) == 2
    assert [each.verdict for each in history.get_session(session_id).rejudgements] == ["fail"]
    assert [history.undo_rejudgement(session_id) for _ in range(2)] == [1, 0]
    assert history.get_session(session_id).summary.verdict == "pass"
    assert count_definitions(history) == 1


def test_deleted_session_takes_them_along(history):
    session_id = record(history)
    judge_again(history, session_id)
    history.delete_session(session_id)
    with history.database.read() as connection:
        for table in ("rejudgements", "rejudged_sets", "stretch_versions"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0


@pytest.mark.parametrize("results", [{}, {2: FAILED}, {1: FAILED, 2: FAILED}])
def test_other_sets_than_those_that_were_judged_are_refused(history, results):
    session_id = record(history)
    with pytest.raises(HistoryError, match=r"Expected results of sets \[1\]"):
        history.add_rejudgement(session_id, STRICTER, results)
    assert history.get_session(session_id).rejudgements == ()
    assert count_definitions(history) == 1


def test_running_session_is_refused(history):
    recorder = history.start_session(STRETCH, side="left")
    with pytest.raises(HistoryError, match="is being recorded"):
        judge_again(history, recorder.id)


def test_session_that_goes_on_is_judged_again_when_it_is_whole(history):
    recorder = history.start_session(STRETCH, side="left")
    recorder.start_set("left")
    for pose in build_poses(40):
        recorder.append(pose)
    recorder.flush()
    history.recover(stale_after_s=0)
    judge_again(history, recorder.id)
    history.resume_session(recorder.id).finish(build_result())
    assert history.get_session(recorder.id).rejudgements == ()


def test_nobody_else_reads_or_changes_them(history):
    session_id = record(history, "P-ADA")
    judge_again(history, session_id)
    sha256 = history.get_session(session_id).rejudgements[0].stretch_sha256
    other = history.limit_to(frozenset({"P-BO"}))
    for act in (
        lambda: other.get_session(session_id),
        lambda: judge_again(other, session_id),
        lambda: other.undo_rejudgement(session_id),
        lambda: other.load_stretch(sha256),
    ):
        with pytest.raises(HistoryError, match="Expected the"):
            act()
    assert history.limit_to(frozenset({"P-ADA"})).load_stretch(sha256) == STRICTER
    assert len(history.get_session(session_id).rejudgements) == 1


def test_exports_hold_both(history):
    session_id = record(history)
    record(history)
    judge_again(history, session_id, layers=LayerNumbers(3, 0))
    out = io.BytesIO()
    export_csv(history, out)
    rows = {row["session_id"]: row for row in csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""))}
    row = rows.pop(session_id)
    assert (row["set_verdict"], row["check_verdict"], row["held_s"]) == ("pass", "pass", "30.0")
    again = ("rejudged_set_verdict", "rejudged_check_verdict", "rejudged_held_s", "rejudged_clinic_version")
    assert [row[name] for name in again] == ["fail", "fail", "4.0", "3"]
    assert row["rejudged_utc"].endswith("Z")
    (other,) = rows.values()
    assert {value for name, value in other.items() if name.startswith("rejudged_")} == {""}
    out = io.BytesIO()
    export_json(history, out)
    document = json.loads(out.getvalue())
    session = next(each for each in document["sessions"] if each["id"] == session_id)
    (judged,) = session["rejudgements"]
    assert (session["verdict"], judged["verdict"], judged["layers"]["clinic"]) == ("pass", "fail", 3)
    assert document["stretches"][judged["stretch_sha256"]]["checks"][0]["band"]["low"] == 80
    assert document["stretches"][session["stretch_sha256"]]["checks"][0]["band"]["low"] != 80


def make_version_3(path):
    """A file as the release before wrote it, with one finished session and its landmarks."""
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, path, read_migrations()[:3])
    definition, sha256 = serialise_stretch(STRETCH)
    # Written before a dose had sides.
    older = json.loads(definition)
    del older["dose"]["sides"]
    connection.execute(
        "INSERT INTO stretch_versions VALUES (?, ?, ?, ?)", (sha256, STRETCH.id, STRETCH.name, json.dumps(older))
    )
    dose = json.dumps(older["dose"])
    connection.execute(
        "INSERT INTO sessions VALUES ('s1', 'me', ?, 'upload', 'left', ?, 'finished', '2026-11-05T08:00:00.000Z',"
        " '2026-11-05T08:02:00.000Z', '2026-11-05T08:02:00.000Z', 60, 0, '', 'Judged again before.', 1, 0)",
        (sha256, dose),
    )
    connection.execute("INSERT INTO session_sets VALUES ('s1', 1, 'left', NULL, 'pass', 31.5, 0, 0, 0, 'left')")
    poses = build_poses(30)
    connection.execute(
        "INSERT INTO track_chunks VALUES ('s1', 0, 1, 0, 1, 30, ?)", (encode_track(poses, [1] * len(poses)),)
    )
    connection.close()


def test_file_of_the_release_before_is_brought_forward_and_judged_again(tmp_path):
    path = tmp_path / "history.sqlite3"
    make_version_3(path)
    with History(path) as history:
        before = history.get_session("s1")
        assert (before.summary.verdict, before.summary.note, before.frames) == ("pass", "Judged again before.", 30)
        assert before.summary.layers == (1, 0)
        assert before.stretch == STRETCH
        judge_again(history, "s1")
    with History(path) as history:
        record = history.get_session("s1")
        assert record.summary.verdict == "pass"
        assert [each.verdict for each in record.rejudgements] == ["fail"]
        assert len(history.load_track("s1")) == 30
