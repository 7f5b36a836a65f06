"""`posecheck review --programme`: what it refuses, and what it writes, from stored landmarks instead of a network."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecheck.media import TrackedVideo
from posecheck.media.source import SourceInfo
from tests.cli.conftest import Cli, write_grey_video
from tests.programme_review.films import load_clips

MORNING = """\
schema_version: 1
id: morning
name: Morning
summary: For a test.
items:
  - {stretch: cobra, amount: 9, sets: 1}
  - {stretch: butterfly}
sources: [none]
"""


@pytest.fixture
def morning(tmp_path: Path) -> Path:
    path = tmp_path / "morning.yaml"
    path.write_text(MORNING, encoding="utf-8")
    return path


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A grey video in which the stored landmarks of a cobra are found."""
    track = load_clips()["cobra__good"].track
    path = write_grey_video(tmp_path / "clip.mp4", frames=len(track), fps=12)

    def track_media(file: Path, *_rest: Any) -> TrackedVideo:
        source = SourceInfo(file, "video", float(track.time_s[-1]), 12.0, 320, 240, len(track))
        return TrackedVideo(track, np.ones(len(track), dtype=np.int64), source)

    monkeypatch.setattr("posecheck.review.programme.track_media", track_media)
    monkeypatch.setattr("posecheck.review.programme.PoseTracker", lambda _model: nullcontext())
    return path


def test_tells_each_part_and_writes_all_files(cli: Cli, clip: Path, morning: Path, tmp_path: Path) -> None:
    ended = cli("review", clip, "--programme", morning, "--out", tmp_path / "out")

    assert ended.code == 0, ended.err
    assert "Needs work: 1 of 2 parts found" in ended.out
    assert "1. Cobra" in ended.out
    assert "Good" in ended.out
    assert "of 9 s" in ended.out
    assert "Not found" in ended.out
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"review.json", "report.html", "annotated.mp4"}
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert report.index("1 of 2 parts found") < report.index("1. Cobra") < report.index("2. Butterfly")
    assert "data:image/jpeg;base64," in report


def test_the_record_holds_parts_with_their_sets(cli: Cli, clip: Path, morning: Path, tmp_path: Path) -> None:
    ended = cli("review", clip, "--programme", morning, "--no-video", "--json", "--out", tmp_path / "out")

    record = json.loads(ended.out)
    assert (record["schema_version"], record["programme"]) == (1, "morning")
    assert (record["parts_asked"], record["parts_found"]) == (2, 1)
    cobra, butterfly = (item["parts"][0] for item in record["items"])
    assert (cobra["side"], cobra["found"], cobra["verdict"], cobra["wanted"]) == ("both", "found", "pass", 9)
    [done] = cobra["sets"]
    assert 0 <= done["start_s"] < done["end_s"] <= record["source"]["duration_s"]
    assert done["held_s"] == pytest.approx(cobra["done"])
    assert all(check["verdict"] == "pass" for check in done["checks"])
    assert (butterfly["found"], butterfly["why_not"], butterfly["sets"]) == ("not_found", "not_done", [])
    assert not (tmp_path / "out" / "annotated.mp4").exists()


def test_a_programme_that_is_not_there_is_told_with_those_that_are(cli: Cli, clip: Path) -> None:
    ended = cli("review", clip, "--programme", "morning")

    assert ended.code == 2
    assert "hip_four_way" in ended.err
    assert "morning" in ended.err


def test_a_photo_is_no_programme(cli: Cli, photo: Path, morning: Path) -> None:
    ended = cli("review", photo, "--programme", morning)

    assert ended.code == 2
    assert "Expected a video of the programme Morning" in ended.err


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    from PIL import Image

    path = tmp_path / "photo.png"
    Image.new("RGB", (320, 240)).save(path)
    return path


@pytest.mark.parametrize("option", [("--stretch", "cobra"), ("--side", "left")])
def test_a_programme_stands_alone(cli: Cli, clip: Path, morning: Path, option: tuple[str, str]) -> None:
    ended = cli("review", clip, "--programme", morning, *option)

    assert ended.code == 2
    assert "--programme stands alone" in ended.err
