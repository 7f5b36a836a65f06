"""Set up and run PoseCheck with nothing but Python: `python3 tasks.py run` or `python3 tasks.py test`.

run [ARGUMENTS]   set up .venv and review the built-in sample, or call `posecheck ARGUMENTS` (such as `serve`)
test [ARGUMENTS]  set up .venv and pass the tests; arguments go to pytest
check             set up .venv and run lint and type checks
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOWEST_PYTHON = (3, 11)
SAMPLE = ("review", "sample_videos/half_kneeling_hip_flexor__good.mp4", "--stretch", "half_kneeling_hip_flexor")


def install(extra: str) -> None:
    """Make the virtual environment and install the project with an extra ("" for none), at the locked versions."""
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    target = f".[{extra}]" if extra else "."
    options = ("--quiet", "--disable-pip-version-check", "--constraint", "requirements.lock", "--editable")
    call(("-m", "pip", "install", *options, target))


def call(*commands: Sequence[str]) -> None:
    """Run each with the environment's Python in the project's folder; end with an exit code when one has failed."""
    codes = [subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode for arguments in commands]
    if any(codes):
        sys.exit(max(codes))


def run(arguments: list[str]) -> None:
    """Review the sample, or run the command line with the arguments."""
    install("")
    call(("-m", "posecheck", *(arguments or (*SAMPLE, "--out", "out/first-review"))))


def test(arguments: list[str]) -> None:
    """Fetch the model once, then run the tests on two workers; those with a browser need both cores for themselves."""
    install("test")
    call(("-m", "posecheck", "model"))
    if arguments:
        call(("-m", "pytest", *arguments))
    else:
        call(("-m", "pytest", "-n", "2", "-m", "not browser"), ("-m", "pytest", "-m", "browser"))


def check(_arguments: list[str]) -> None:
    """Run ruff and mypy."""
    install("dev")
    call(("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", "."), ("-m", "mypy"))


def main() -> None:
    """Run the task named on the command line."""
    if sys.version_info < LOWEST_PYTHON:
        sys.exit(f"Expected Python 3.11 or newer, found {sys.version.split()[0]}. Run this with a newer Python.")
    tasks = {"run": run, "test": test, "check": check}
    task = tasks.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if task is None:
        sys.exit(str(__doc__))
    task(sys.argv[2:])


if __name__ == "__main__":
    main()
