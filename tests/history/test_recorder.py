from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from posecheck.history import History, HistoryError
from posecheck.history import recorder as recorder_module
from posecheck.history.recorder import FLUSH_INTERVAL_S

from .builders import (
    build_both_sided_stretch,
    build_cue,
    build_feedback,
    build_poses,
    build_reps,
    build_result,
    build_stretch,
)


def test_session_comes_back_as_it_was_given(history):
    stretch, poses = build_stretch(), build_poses(90)
    recorder = history.start_session(stretch, side="left", person="p-07")
    recorder.start_set("left", standing_hip_deg=6.5)
    for pose in poses:
        recorder.append(pose, build_feedback(pose))
    result = build_result(reps=build_reps(), cues=[build_cue()])
    session_id = recorder.finish(result, note="felt fine")

    record = history.get_session(session_id)
    assert record.stretch == stretch
    assert record.frames == 90
    summary = record.summary
    assert (summary.state, summary.person, summary.note, summary.verdict) == ("finished", "p-07", "felt fine", "pass")
    assert summary.dose == stretch.dose
    assert summary.ended_utc >= summary.started_utc
    [only] = record.sets
    assert only.checks == result.checks
    assert only.holds == result.holds
    assert only.cues == result.cues
    assert only.summary.standing_hip_deg == 6.5
    assert only.reps[:2] == result.reps[:2]
    assert np.isnan(only.reps[2].peak_deg)
    assert only.reps[2].faults == ("front_knee", "trunk")
    assert (only.summary.reps_good, only.summary.reps_partial, only.summary.reps_faulty) == (1, 1, 1)
    np.testing.assert_allclose(history.load_track(session_id).image_xy, [p.image_xy for p in poses], atol=1e-4)


def test_two_sides_are_two_sets(history):
    recorder = history.start_session(build_stretch(), side="both")
    for number, (side, start_s, held_s) in enumerate([("left", 0.0, 31.0), ("right", 40.0, 22.0)], start=1):
        assert recorder.start_set(side) == number
        for pose in build_poses(10, start_s=start_s):
            recorder.append(pose)
        recorder.finish_set(build_result(side, held_s=held_s, verdict="pass" if number == 1 else "fail"))
    session_id = recorder.finish()
    summary = history.get_summary(session_id)
    assert summary.held_s_by_side == {"left": 31.0, "right": 22.0}
    assert summary.verdict == "fail"
    assert history.load_track(session_id, set_no=2).time_s[0] == 40.0
    assert len(history.load_track(session_id)) == 20


def test_first_frame_begins_a_set_of_the_side_trained(history):
    recorder = history.start_session(build_stretch(), side="both")
    [pose] = build_poses(1)
    recorder.append(pose, build_feedback(pose, side="right"))
    recorder.flush()
    assert [each.side for each in history.get_summary(recorder.id).sets] == ["right"]


def test_sides_that_work_together_are_one_set(history):
    recorder = history.start_session(build_both_sided_stretch(), side="both")
    [pose] = build_poses(1)
    recorder.append(pose, build_feedback(pose, side="right"))
    recorder.flush()
    [only] = history.get_summary(recorder.id).sets
    assert (only.side, only.working_side) == ("both", "right")


def test_pose_out_of_order_is_left_out(history):
    recorder = history.start_session(build_stretch(), side="left")
    for pose in [*build_poses(3), *build_poses(2)]:
        recorder.append(pose)
    session_id = recorder.finish()
    assert len(history.load_track(session_id)) == 3


def test_frames_are_written_about_once_a_second(history, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(recorder_module.time, "monotonic", lambda: now[0])
    recorder = history.start_session(build_stretch(), side="left")
    written = []
    for pose in build_poses(90):
        recorder.append(pose)
        written.append(len(history.load_track(recorder.id)))
        now[0] += 1 / 30
    behind = [index + 1 - count for index, count in enumerate(written)]
    assert max(behind) <= 30 * FLUSH_INTERVAL_S + 1
    assert len(set(written)) <= 5


def test_running_totals_and_cues_are_there_before_the_end(history):
    recorder = history.start_session(build_stretch(), side="left")
    for index, pose in enumerate(build_poses(5)):
        cue = build_cue(pose.time_s) if index == 2 else None
        recorder.append(pose, build_feedback(pose, held_s=index / 2, new_cue=cue, reps_good=index))
    recorder.flush()
    [only] = history.get_session(recorder.id).sets
    assert (only.summary.held_s, only.summary.reps_good, only.summary.verdict) == (2.0, 4, None)
    assert [cue.text for cue in only.cues] == [build_cue().text]


def test_final_result_takes_the_place_of_running_totals(history):
    recorder = history.start_session(build_stretch(), side="left")
    for pose in build_poses(5):
        recorder.append(pose, build_feedback(pose, held_s=99.0, new_cue=build_cue()))
    recorder.finish(build_result(held_s=30.0, cues=[build_cue(t_s=7.0)]))
    [only] = history.get_session(recorder.id).sets
    assert only.summary.held_s == 30.0
    assert [cue.t_s for cue in only.cues] == [7.0]


def test_pain_is_kept_with_all_its_notes(history):
    recorder = history.start_session(build_stretch(), side="left")
    recorder.report_pain("sharp, left groin")
    recorder.report_pain("again")
    recorder.finish()
    summary = history.get_summary(recorder.id)
    assert (summary.pain, summary.pain_note) == (True, "sharp, left groin again")


def test_ended_recorder_takes_no_more(history):
    recorder = history.start_session(build_stretch(), side="left")
    assert recorder.finish() == recorder.finish() == recorder.id
    with pytest.raises(HistoryError, match="has been ended"):
        recorder.append(build_poses(1)[0])


def test_leaving_without_finish_is_an_interruption(history):
    with history.start_session(build_stretch(), side="left") as recorder:
        recorder.append(build_poses(1)[0])
    summary = history.get_summary(recorder.id)
    assert summary.state == "interrupted"
    assert len(history.load_track(recorder.id)) == 1


def test_session_deleted_while_it_runs_is_not_brought_back(history):
    recorder = history.start_session(build_stretch(), side="left")
    recorder.append(build_poses(1)[0])
    history.delete_session(recorder.id)
    with pytest.raises(HistoryError, match="deleted while it ran"):
        recorder.flush()
    assert history.list_sessions() == []


def test_set_of_a_deleted_session_is_refused(history):
    recorder = history.start_session(build_stretch(), side="left")
    history.delete_all()
    with pytest.raises(HistoryError, match="deleted while it"):
        recorder.start_set("left")


def test_resumed_session_goes_on_where_it_was(history):
    first = history.start_session(build_stretch(), side="both")
    first.start_set("left")
    for pose in build_poses(10):
        first.append(pose)
    first.interrupt()
    second = history.resume_session(first.id)
    assert second.set_no == 1
    assert second.last_time_s == pytest.approx(9 / 30)
    assert history.get_summary(first.id).state == "recording"
    for pose in build_poses(10, start_s=5.0):
        second.append(pose)
    second.finish()
    assert len(history.load_track(first.id)) == 20
    with pytest.raises(HistoryError, match="has been finished"):
        history.resume_session(first.id)


def test_failed_write_is_made_up_for_by_the_next(history, monkeypatch):
    recorder = history.start_session(build_stretch(), side="left")
    [pose] = build_poses(1)
    recorder.append(pose, build_feedback(pose, new_cue=build_cue()))
    with monkeypatch.context() as patch:
        patch.setattr(recorder_module, "insert_cue", fail_to_write)
        with pytest.raises(HistoryError, match="has space"):
            recorder.flush()
    recorder.append(build_poses(1, start_s=1.0)[0])
    recorder.finish()
    assert len(history.load_track(recorder.id)) == 2
    assert len(history.get_session(recorder.id).sets[0].cues) == 1


def test_two_writers_and_a_reader_in_threads(history):
    def record(seed):
        recorder = history.start_session(build_stretch(), side="left", person=f"p{seed}")
        for pose in build_poses(300, seed=seed):
            recorder.append(pose, build_feedback(pose, held_s=pose.time_s))
        recorder.finish(build_result(held_s=float(seed)))

    run_together([lambda: record(1), lambda: record(2), lambda: [history.list_sessions() for _ in range(20)]])
    assert sorted(s.held_s for s in history.list_sessions()) == [1.0, 2.0]
    for session in history.list_sessions():
        np.testing.assert_allclose(
            history.load_track(session.id).image_xy,
            [pose.image_xy for pose in build_poses(300, seed=int(session.held_s))],
            atol=1e-4,
        )


def test_two_connections_write_the_same_file(tmp_path):
    path = tmp_path / "history.sqlite3"

    def record(seed):
        with History(path) as own:
            recorder = own.start_session(build_stretch(), side="left")
            for index, pose in enumerate(build_poses(60, seed=seed)):
                recorder.append(pose)
                if index % 3 == 0:
                    recorder.flush()
            recorder.finish()

    run_together([lambda: record(1), lambda: record(2)])
    with History(path) as history:
        assert [history.get_session(s.id).frames for s in history.list_sessions()] == [60, 60]


def fail_to_write(*_):
    raise sqlite3.OperationalError("database or disk is full")


def run_together(jobs):
    with ThreadPoolExecutor(len(jobs)) as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()


RECORDING_PROGRAM = textwrap.dedent("""
    import json, sys, time
    from pathlib import Path
    from posecheck.history import History
    from tests.history.builders import build_feedback, build_poses, build_stretch

    recorder = History(Path(sys.argv[1])).start_session(build_stretch(), side="left")
    poses, begun = build_poses(900), time.monotonic()
    for pose in poses:
        time.sleep(max(0.0, begun + pose.time_s - time.monotonic()))
        recorder.append(pose, build_feedback(pose, held_s=pose.time_s))
        print(json.dumps({"id": recorder.id, "t": pose.time_s}), flush=True)
""")


@pytest.mark.slow
def test_kill_9_loses_at_most_the_last_second(tmp_path, repo_dir):
    path = tmp_path / "history.sqlite3"
    command = [sys.executable, "-c", RECORDING_PROGRAM, str(path)]
    with subprocess.Popen(command, cwd=repo_dir, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(4.0)
        process.send_signal(signal.SIGKILL)
        lines = process.stdout.read().splitlines()
    last = json.loads(lines[-1] if lines[-1].endswith("}") else lines[-2])
    assert last["t"] > 1.0
    with History(path) as history:
        history.recover(stale_after_s=0)
        summary = history.get_summary(last["id"])
        track = history.load_track(last["id"])
    assert summary.state == "interrupted"
    assert last["t"] - track.time_s[-1] <= 1.0
    assert len(track) == round(track.time_s[-1] * 30) + 1
    assert summary.ended_utc is not None
