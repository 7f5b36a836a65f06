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
