"""The core is NumPy alone, and importing the package is light: each looked at in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"mediapipe", "cv2", "av", "streamlit", "PIL", "typer", "rich", "jinja2", "pandas", "matplotlib", "lab"}
CORE = [
    "posecheck.advice",
    "posecheck.anatomy",
    "posecheck.band_evidence",
    "posecheck.checks",
    "posecheck.coach",
    "posecheck.coach.cues",
    "posecheck.errors",
    "posecheck.geometry",
    "posecheck.legs",
    "posecheck.likeness",
    "posecheck.measures",
    "posecheck.observation",
    "posecheck.pose",
    "posecheck.programme_review",
    "posecheck.rejudging",
    "posecheck.recognition",
    "posecheck.results",
    "posecheck.session_log",
    "posecheck.still",
    "posecheck.stretch",
    "posecheck.stretch.library",
    "posecheck.summary",
    "posecheck.trainer",
    "posecheck.view",
]


def list_loaded(code: str, repo_dir: Path) -> set[str]:
    """Return the packages that are loaded after some code has run in a fresh process."""
    script = f"{code}\nimport json, sys; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    environment = {**os.environ, "PYTHONPATH": str(repo_dir)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_core_loads_no_edge(repo_dir):
    loaded = list_loaded("import " + ", ".join(CORE), repo_dir)
    assert loaded & HEAVY == set()
    assert {"numpy", "posecheck"} <= loaded


def test_the_package_alone_loads_nothing(repo_dir):
    loaded = list_loaded("import posecheck; posecheck.__version__", repo_dir)
    assert loaded & (HEAVY | {"numpy", "pydantic", "ruamel"}) == set()


def test_the_python_face_of_the_core_loads_no_edge(repo_dir):
    code = "from posecheck import InputError, Pose, PoseTrack, SessionResult, Stretch, Trainer, load_stretch, replay"
    assert list_loaded(code, repo_dir) & HEAVY == set()


def test_all_names_of_the_face_are_there():
    import posecheck

    assert {name for name in posecheck.__all__ if not hasattr(posecheck, name)} == set()
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = posecheck.nonsense


def test_a_session_is_judged_without_the_edges(repo_dir):
    """Not only imported but run: nothing heavy is loaded late."""
    code = (
        "from posecheck import load_stretch, replay\n"
        "from tests.core.poses import still_track\n"
        "from tests.core.stick_figure import half_kneel\n"
        "result = replay(still_track(half_kneel('right')), load_stretch('half_kneeling_hip_flexor'))\n"
        "assert result.side == 'right', result"
    )
    assert list_loaded(code, repo_dir) & HEAVY == set()
