from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys

import numpy as np
import pyarrow.parquet as pq

from posecheck.history import History, SessionFilter, export_csv, export_json, export_parquet
from posecheck.pose import Pose

from .builders import build_check, build_cue, build_poses, build_reps, build_result, build_stretch


def record(history, *, note="", checks=None, poses=None, person="me"):
    recorder = history.start_session(build_stretch(), side="left", person=person)
    recorder.start_set("left")
    for pose in poses if poses is not None else build_poses(40):
        recorder.append(pose, persons=2)
    return recorder.finish(build_result(checks=checks, reps=build_reps(), cues=[build_cue()]), note=note)


def export(function, history, *args):
    out = io.BytesIO()
    function(history, out, *args)
    return out.getvalue()


def read_csv(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def refuse_constant(name):
    raise AssertionError(f"{name} is no JSON")


def test_csv_has_a_row_for_each_check(history):
    session_id = record(
        history, note='said "fine", ünd\nmore', checks=[build_check(), build_check("trunk", median=None)]
    )
    first, second = read_csv(export(export_csv, history))
    assert first["session_id"] == session_id
    assert first["note"] == 'said "fine", ünd\nmore'
    assert (first["check"], float(first["median"]), first["set_verdict"]) == ("front_knee", 92.0, "pass")
    assert (second["check"], second["median"]) == ("trunk", "")


def test_csv_keeps_sessions_without_a_result(history):
    history.start_session(build_stretch(), side="left").finish()
    [row] = read_csv(export(export_csv, history))
    assert (row["stretch"], row["check"]) == ("half_kneeling_test", "")


def test_csv_runs_no_formula_in_a_spreadsheet(history):
    record(history, note="=1+1")
    assert read_csv(export(export_csv, history))[0]["note"] == "'=1+1"


def test_csv_leaves_the_file_open(history):
    out = io.BytesIO()
    export_csv(history, out)
    assert not out.closed


def test_json_holds_everything_but_landmarks(history):
    session_id = record(history, note="=1+1")
    document = json.loads(export(export_json, history), parse_constant=refuse_constant)
    [session] = document["sessions"]
    assert (session["id"], session["note"], session["frames"]) == (session_id, "=1+1", 40)
    [only] = session["sets"]
    assert [rep["peak_deg"] for rep in only["reps"]] == [61.5, 40.0, None]
    assert only["cues"][0]["text"] == build_cue().text
    assert document["stretches"][session["stretch_sha256"]]["id"] == "half_kneeling_test"


def test_parquet_gives_the_track_back(history):
    poses = [*build_poses(40), Pose.missing(9.0)]
    session_id = record(history, poses=poses)
    record(history, person="p-2")
    table = pq.read_table(io.BytesIO(export(export_parquet, history, SessionFilter(person="me"))))
    assert table.num_rows == 41
    assert set(table["session_id"].to_pylist()) == {session_id}
    np.testing.assert_allclose(
        table["left_knee_x"][:40], [pose.point("left_knee")[0] for pose in poses[:40]], atol=1e-4
    )
    np.testing.assert_allclose(table["nose_world_z"][:40], [pose.world_xyz[0, 2] for pose in poses[:40]], atol=1e-3)
    assert np.isnan(table["left_knee_x"][40].as_py())
    assert table["persons"].to_pylist() == [2] * 41


def test_an_empty_history_exports_to_empty_files(history):
    assert read_csv(export(export_csv, history)) == []
    assert json.loads(export(export_json, history))["sessions"] == []
    assert pq.read_table(io.BytesIO(export(export_parquet, history))).num_rows == 0


def test_program_in_the_documentation_runs(repo_dir, tmp_path, monkeypatch):
    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    with History() as history:
        record(history)
    [program] = re.findall(r"```python\n(.*?)```", (repo_dir / "docs" / "privacy.md").read_text("utf-8"), re.DOTALL)
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "PYTHONPATH": str(repo_dir)})
    assert pq.read_table(tmp_path / "landmarks.parquet").num_rows == 40
