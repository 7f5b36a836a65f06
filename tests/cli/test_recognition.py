"""`posecheck review` without a stretch: recognised, said so, or an honest "none of these"."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from posecheck.cli.summary import summarise_recognition
from posecheck.recognition import Candidate, Recognition
from tests.cli.conftest import Cli, write_grey_video
from tests.report.builders import build_hold_stretch

SQUAT = Candidate("air_squat", "Air squat", "both", 6.0, 4, 0.97, 20.0)
LUNGE = Candidate("standing_lunge_hip_flexor", "Standing lunge", "left", 6.0, 0, 0.9, 18.0)


def read(recognition=None, looks_like=None) -> str:
    review = SimpleNamespace(
        chosen=recognition is None,
        recognition=recognition,
        looks_like=looks_like,
        stretch=build_hold_stretch(),
    )
    return "\n".join(line.text for line in summarise_recognition(review))


def test_what_was_chosen_and_done_needs_no_word():
    assert read() == ""


def test_what_was_recognised_is_said_with_the_next_nearest():
    assert read(Recognition(SQUAT, None, sure=True)).strip() == "Recognised: Air squat."
    assert "The next nearest would be Standing lunge, left side." in read(Recognition(SQUAT, LUNGE, sure=True))
    assert read(Recognition(LUNGE, SQUAT, sure=False)).startswith(
        "Most likely: Standing lunge, left side. It could also"
    )


def test_another_stretch_comes_with_what_to_do():
    text = read(looks_like=LUNGE)
    assert f"This looks like Standing lunge, left side, not {build_hold_stretch().name}." in text
    assert "--stretch standing_lunge_hip_flexor" in text


@pytest.mark.model
def test_a_sample_is_recognised(cli: Cli, sample_dir: Path, tmp_path: Path, model_path: Path) -> None:
    clip = sample_dir / "leg_raise_side__good.mp4"
    ended = cli("review", clip, "--out", tmp_path / "out", "--no-video", "--no-report", "--model", model_path)
    assert ended.code == 0
    record = json.loads((tmp_path / "out" / "review.json").read_text(encoding="utf-8"))
    assert (record["stretch"], record["side"], record["verdict"]) == ("leg_raise_side", "left", "pass")
    assert (record["recognition"]["chosen"], record["recognition"]["best"]["reps"]) == (False, 4)
    assert ended.out.startswith(("Recognised: ", "Most likely: "))


@pytest.mark.model
def test_none_of_these_is_one_line_and_exit_code_2(cli: Cli, tmp_path: Path, model_path: Path) -> None:
    write_grey_video(tmp_path / "empty.mp4")
    ended = cli("review", tmp_path / "empty.mp4", "--stretch", "auto", "--out", tmp_path / "out", "--model", model_path)
    assert ended.code == 2
    assert "none of these: nobody was seen" in ended.err_lines[-1]
    assert "--stretch" in ended.err_lines[-1]
    assert not (tmp_path / "out").exists()
