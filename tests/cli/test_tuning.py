"""`posecheck rescore` and `posecheck tune` as a person or a program uses them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.tracks import TRACKS_DIR, load_track
from posecheck.history import History, StoredTrack
from posecheck.history.tracks import encode_track
from posecheck.rejudging import PreparedTrack
from posecheck.stretch.library import load_stretch
from posecheck.stretch.overrides import read_override
from posecheck.stretch.reading import read_stretch
from tests.cli.conftest import Cli, write_grey_video

STRETCH = "half_kneeling_hip_flexor"
STRICT = """\
schema_version: 1
base: half_kneeling_hip_flexor
author: A therapist
reason: a closer look
checks:
  front_knee:
    band: {low: 40, high: 70}
    target: 60
"""


@pytest.fixture(autouse=True)
def own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("POSECHECK_CLINIC", raising=False)


def write_track(folder: Path, variant: str) -> Path:
    track = load_track(TRACKS_DIR / f"{STRETCH}__{variant}.npz")
    path = folder / f"{variant}.track"
    path.write_bytes(encode_track(list(track), [1] * len(track)))
    return path


@pytest.fixture
def clips(tmp_path: Path) -> dict[str, Path]:
    return {name: write_track(tmp_path, name) for name in ("good", "good_short", "leaning_forward", "too_shallow")}


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    path = tmp_path / "strict.yaml"
    path.write_text(STRICT, encoding="utf-8")
    return path


def store_session(variant: str = "good", person: str = "me") -> str:
    stretch = load_stretch(STRETCH)
    track = load_track(TRACKS_DIR / f"{STRETCH}__{variant}.npz")
    with History() as history:
        stored = StoredTrack(track, np.ones(len(track), np.uint8))
        return history.record_upload(stored, stretch, PreparedTrack(track).judge(stretch), person=person)


def assert_refused(ended, *words: str) -> None:
    assert ended.code == 2, ended
    assert len(ended.err_lines) == 1, ended.err
    for word in words:
        assert word in ended.err


class TestRescoreFiles:
    def test_shows_what_changes(self, cli: Cli, clips, strict):
        ended = cli("rescore", clips["good"], clips["leaning_forward"], "--override", strict)
        assert ended.code == 0, ended.err
        assert "pass → needs work" in ended.out
        assert "Front knee: good → front knee too bent" in " ".join(ended.out.split())
        assert "Nothing was written." in ended.out

    def test_as_json(self, cli: Cli, clips, strict):
        (record,) = json.loads(cli("rescore", clips["good"], "--override", strict, "--json").out)
        assert (record["recording"], record["stretch"], record["when"]) == ("good", STRETCH, None)
        assert (record["before"]["verdict"], record["after"]["verdict"]) == ("pass", "fail")
        assert record["after"]["held_s"] == 0
        assert [change["subject"] for change in record["changes"]] == ["verdict", "held", "check"]

    def test_a_folder_is_its_recordings(self, cli: Cli, clips, strict, tmp_path):
        records = json.loads(cli("rescore", tmp_path, "--override", strict, "--json").out)
        assert [record["recording"] for record in records] == sorted(clips)

    def test_a_video_beside_its_landmarks_is_not_tracked_again(self, cli: Cli, clips, strict, tmp_path):
        (tmp_path / "clip.mp4").write_bytes(b"not looked at")
        clips["good"].rename(tmp_path / "clip.track")
        (record,) = json.loads(cli("rescore", tmp_path / "clip.mp4", "--override", strict, "--json").out)
        assert record["recording"] == "clip"

    @pytest.mark.model
    @pytest.mark.usefixtures("model_path")
    def test_the_landmarks_of_a_video_are_kept(self, cli: Cli, strict, tmp_path):
        video = write_grey_video(tmp_path / "empty.mp4")
        ended = cli("rescore", video, "--override", strict, "--keep-landmarks")
        assert ended.code == 0, ended.err
        assert "1 recording judged again, 0 change." in ended.out
        assert (tmp_path / "empty.track").stat().st_size > 100

    def test_refusals(self, cli: Cli, clips, strict, tmp_path):
        assert_refused(cli("rescore", clips["good"]), "--stretch or --override", "neither")
        assert_refused(cli("rescore", clips["good"], "--stretch", STRETCH), "Expected a change", "--override")
        assert_refused(cli("rescore", clips["good"], "--override", strict, "--apply"), "no recordings with --apply")
        assert_refused(cli("rescore", tmp_path / "none.mp4", "--override", strict), "none.mp4")
        assert_refused(cli("rescore", tmp_path / "none.track", "--override", strict), "no such file")
        assert_refused(cli("rescore", "abcdefgh", "--override", strict), "id of a session", "'abcdefgh'")
        (tmp_path / "empty").mkdir()
        assert_refused(cli("rescore", tmp_path / "empty", "--override", strict), "Expected videos or landmark files")
        (tmp_path / "broken.track").write_bytes(b"PCT1 nonsense")
        assert_refused(cli("rescore", tmp_path / "broken.track", "--override", strict), "broken.track", "damaged")
        (tmp_path / "other.yaml").write_text(STRICT.replace("half_kneeling_hip_flexor", "cobra"), encoding="utf-8")
        both = ("--override", strict, "--override", tmp_path / "other.yaml")
        assert_refused(cli("rescore", clips["good"], *both), "overrides of one stretch")


class TestRescoreHistory:
    def test_shows_which_session_and_when_and_writes_nothing(self, cli: Cli, strict):
        session_id = store_session()
        store_session("leaning_forward")
        ended = cli("rescore", "--override", strict)
        assert ended.code == 0, ended.err
        assert session_id[:8] in ended.out
        assert "2 recordings judged again" in ended.out
        with History() as history:
            assert history.get_summary(session_id).verdict == "pass"

    def test_keeps_the_new_results_beside_the_old_ones_when_told_to(self, cli: Cli, strict):
        session_id = store_session()
        ended = cli("rescore", "--override", strict, "--apply")
        assert "Kept beside the first judgements." in ended.out
        with History() as history:
            record = history.get_session(session_id)
            assert record.summary.verdict == "pass"
            assert record.stretch.find_check("front_knee").band.high == 105
            assert record.summary.note == ""
            (again,) = record.rejudgements
            assert (again.number, again.verdict) == (1, "fail")
            assert history.load_stretch(again.stretch_sha256).find_check("front_knee").band.high == 70
        assert "0 change" in cli("rescore", "--override", strict).out
        assert "0 change" in cli("rescore", "--override", strict, "--apply").out

    def test_takes_the_last_results_back(self, cli: Cli, strict):
        session_id, other_id = store_session(), store_session(person="p7")
        cli("rescore", "--override", strict, "--apply")
        (undone,) = json.loads(cli("rescore", "--undo", "--person", "p7", "--json").out)
        assert undone == {"session": other_id, "undone": 1}
        assert "1 session goes back" in cli("rescore", "--undo").out
        assert "0 sessions go back" in cli("rescore", "--undo").out
        with History() as history:
            record = history.get_session(session_id)
            assert (record.rejudgements, record.summary.verdict) == ((), "pass")
        assert_refused(cli("rescore", "--undo", "--override", strict), "--undo with --stretch ID")
        assert_refused(cli("rescore", "--undo", "--apply"), "--undo with --stretch ID")

    def test_without_an_override_sessions_are_judged_as_of_today(self, cli: Cli):
        store_session()
        assert "1 recording judged again, 0 change." in cli("rescore").out

    def test_one_session_by_the_beginning_of_its_id(self, cli: Cli, strict):
        session_id = store_session()
        (record,) = json.loads(cli("rescore", session_id[:8], "--override", strict, "--json").out)
        assert record["recording"] == f"session {session_id[:8]}, set 1"
        assert_refused(cli("rescore", session_id[:3], "--override", strict), "first 6 letters")

    def test_one_person(self, cli: Cli, strict):
        store_session(person="p7")
        store_session()
        assert len(json.loads(cli("rescore", "--override", strict, "--person", "p7", "--json").out)) == 1

    def test_where_a_clinic_is_served_an_account_sees_its_own(self, cli: Cli, strict, tmp_path, monkeypatch):
        session_id = store_session()
        roles = tmp_path / "roles.toml"
        roles.write_text('admins = ["boss@example.org"]\n', encoding="utf-8")
        monkeypatch.setenv("POSECHECK_CLINIC", str(roles))
        assert_refused(cli("rescore", "--override", strict), "--as ACCOUNT")
        assert_refused(cli("rescore", session_id, "--override", strict), "--as ACCOUNT")
        assert json.loads(cli("rescore", "--override", strict, "--as", "someone@example.org", "--json").out) == []
        assert_refused(cli("rescore", session_id, "--override", strict, "--as", "someone@example.org"), "no such file")
        assert_refused(cli("tune", "--stretch", STRETCH, "--good", session_id, "--as", "x@example.org"), "no such file")
        assert_refused(cli("rescore", "--override", strict, "--apply", "--as", "x@example.org"), "therapist's account")
        assert_refused(cli("rescore", "--undo", "--as", "x@example.org"), "therapist's account")
        assert len(json.loads(cli("rescore", "--override", strict, "--as", "boss@example.org", "--json").out)) == 1


class TestTune:
    def test_proposes_with_evidence_and_writes_an_override_that_works(self, cli: Cli, clips, tmp_path):
        out = tmp_path / "mine.yaml"
        shown = ("--good", clips["good"], "--good", clips["good_short"], "--bad", clips["leaning_forward"])
        signed = ("--author", "A therapist", "--reason", "shown in the clinic")
        ended = cli("tune", "--stretch", STRETCH, *shown, "--out", out, *signed)
        assert ended.code == 0, ended.err
        assert "trunk: Separates 1 of 1 faulty recordings from the good ones." in ended.out
        layer = read_override(out)
        assert (layer.base, layer.author, layer.reason) == (STRETCH, "A therapist", "shown in the clinic")
        assert layer.checks["trunk"].band.high == 15
        assert cli("rescore", clips["good"], "--override", out).code == 0

    def test_as_json_without_writing(self, cli: Cli, clips, tmp_path):
        before = set(tmp_path.iterdir())
        records = json.loads(cli("tune", "--stretch", STRETCH, "--good", clips["good"], "--json").out)
        found = {record["key"]: record for record in records}
        band = found["front_knee"]["band"]
        # The front knee is truly held at 90 degrees.
        assert 80 <= band["low"] < 90 < band["high"] <= 100
        assert found["front_knee"]["before"] == {"low": 75.0, "high": 105.0}
        assert found["front_knee"]["evidence"]["good"][0]["name"] == "good"
        assert found["knee_flexion of working"]["kind"] == "entry"
        assert set(tmp_path.iterdir()) - before <= {tmp_path / "data"}

    def test_accepts_one_by_one_and_drops(self, cli: Cli, clips, tmp_path):
        out = tmp_path / "mine.yaml"
        signed = ("--author", "A", "--reason", "B", "--out", out)
        ended = cli(
            "tune",
            "--stretch",
            STRETCH,
            "--good",
            clips["good"],
            "--accept",
            "trunk",
            "--drop",
            "kneeling_hip",
            *signed,
        )
        assert ended.code == 0, ended.err
        layer = read_override(out)
        assert set(layer.checks) == {"trunk", "kneeling_hip"}
        assert layer.checks["kneeling_hip"].drop

    def test_sessions_are_recordings_too(self, cli: Cli):
        session_id = store_session()
        records = json.loads(cli("tune", "--stretch", STRETCH, "--good", session_id, "--json").out)
        assert records[0]["evidence"]["good"][0]["name"] == f"session {session_id[:8]}, set 1"

    def test_begins_a_new_stretch(self, cli: Cli, clips, tmp_path):
        out = tmp_path / "my_lunge.yaml"
        draft = ("--draft", "my_lunge", "--name", "My lunge", "--at", "6-11", "--out", out)
        ended = cli("tune", *draft, "--good", clips["good"])
        assert ended.code == 0, ended.err
        assert "texts are still to be written" in ended.out
        assert read_stretch(out).name == "My lunge"

    def test_refusals(self, cli: Cli, clips, tmp_path):
        good = ("--good", clips["good"])
        out = tmp_path / "mine.yaml"
        assert_refused(cli("tune", *good), "Expected --stretch to tune one, or --draft")
        assert_refused(cli("tune", "--stretch", STRETCH), "at least one recording of the stretch done well")
        assert_refused(cli("tune", "--stretch", "cobrra", *good), "did you mean cobra")
        assert_refused(cli("tune", "--stretch", "cobra", *good), "the pose was not recognised in good")
        assert_refused(cli("tune", "--stretch", STRETCH, *good, "--at", "nine"), "such as 5-9.5", "'nine'")
        assert_refused(cli("tune", "--stretch", STRETCH, *good, "--accept", "nose", "--out", out), "found nose")
        assert_refused(cli("tune", "--stretch", STRETCH, *good, "--out", out), "author and a reason")
        assert_refused(cli("tune", "--draft", "x1", *good), "at least one moment")
        assert_refused(cli("tune", "--draft", "Bad Id", *good, "--at", "6-11", "--out", out), "small letters")
        assert not out.exists()
        out.write_text("mine", encoding="utf-8")
        assert_refused(cli("tune", "--stretch", STRETCH, *good, "--out", out), "exists; choose another --out")
        assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.model
@pytest.mark.usefixtures("model_path")
def test_review_under_an_override(cli: Cli, strict, tmp_path, sample_dir):
    video = sample_dir / f"{STRETCH}__good.mp4"
    ended = cli("review", video, "--override", strict, "--out", tmp_path / "out", "--no-video", "--no-report", "--json")
    assert ended.code == 0, ended.err
    record = json.loads(ended.out)
    assert (record["stretch"], record["verdict"]) == (STRETCH, "fail")
    assert_refused(cli("review", video, "--override", tmp_path / "none.yaml"), "none.yaml", "no such file")
