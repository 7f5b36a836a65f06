"""The built wheel carries all it needs and works away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture(scope="module")
def wheel(repo_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(repo_dir)]
    subprocess.run(command, check=True, timeout=240)
    return next(folder.glob("*.whl"))


def test_wheel_holds_the_reference_poses_and_nothing_of_the_lab(wheel: Path, repo_dir: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for pose in (repo_dir / "reference_poses").glob("*.yaml"):
        assert f"posecheck/reference_poses/{pose.name}" in names
    for words in (repo_dir / "reference_poses" / "texts").rglob("*.yaml"):
        assert f"posecheck/{words.relative_to(repo_dir).as_posix()}" in names
    assert not [name for name in names if name.startswith(("lab/", "tests/", "sample_videos/"))]


def test_wheel_holds_landmarks_of_samples_within_two_megabytes(wheel: Path, repo_dir: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    tracks = {Path(each.filename).name: each for each in archive.infolist() if "/sample_tracks/" in each.filename}
    assert {Path(name).suffix for name in tracks} == {".track"}
    assert sum(each.file_size for each in tracks.values()) < 2_000_000
    for path in (repo_dir / "sample_videos").glob("*__good.track"):
        assert path.name in tracks
    assert len([name for name in tracks if name.startswith("half_kneeling_hip_flexor__")]) >= 3


BENCH = """
from streamlit.testing.v1 import AppTest

at = AppTest.from_string("from posecheck.web import bench; bench.render()", default_timeout=60).run()
assert not at.exception, at.exception
print(at.expander[0].label)
next(box for box in at.number_input if box.label == "At least").set_value(95).run()
assert not at.exception, at.exception
print(" ".join(each.proto.body for each in at.get("html")))
"""


def test_installed_wheel_has_samples_for_the_bench(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place), str(wheel)]
    subprocess.run(install, check=True, timeout=120)
    environment = {**os.environ, "PYTHONPATH": str(place), "POSECHECK_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-c", BENCH]
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=240
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("Recordings: 3 samples\n")
    assert "1 of 3 would get another verdict" in ended.stdout


def test_installed_wheel_reviews_a_clip_outside_the_checkout(
    wheel: Path, sample_dir: Path, model_path: Path, tmp_path: Path
) -> None:
    place = tmp_path / "installed"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place), str(wheel)]
    subprocess.run(install, check=True, timeout=120)
    environment = {**os.environ, "PYTHONPATH": str(place), "POSECHECK_MODEL": str(model_path)}
    where = subprocess.run(
        [sys.executable, "-c", "import posecheck; print(posecheck.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(place)
    clip = sample_dir / "half_kneeling_hip_flexor__good.mp4"
    arguments = ["review", str(clip), "--stretch", "half_kneeling_hip_flexor", "--out", "here", "--no-video"]
    subprocess.run(
        [sys.executable, "-m", "posecheck", *arguments], cwd=tmp_path, env=environment, check=True, timeout=240
    )
    record = json.loads((tmp_path / "here" / "review.json").read_text())
    assert record["verdict"] == "pass"
