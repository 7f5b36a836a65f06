"""Fixtures that many tests share."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Machines differ in speed; no test may fail for being slow. A change is judged by the same examples everywhere;
# `--hypothesis-profile=search` looks for new ones.
settings.register_profile("posecheck", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("posecheck")

# Shells start a background job deaf to Ctrl+C, and it passes that on: programs under test would not hear it either.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repo_dir() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    return ROOT / "sample_videos"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real photos and clips beside the checkout; never part of it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared folder with real footage beside the checkout")
    return folder


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A data folder of the test's own, which pages open anew; nothing of another test is left in them."""
    from posecheck.live.service import get_service
    from posecheck.web.viewing import _open_history

    def forget() -> None:
        get_service.cache_clear()
        _open_history.cache_clear()

    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path))
    forget()
    yield
    forget()


@pytest.fixture(scope="session")
def model_path() -> Path:
    """The landmark model, fetched once into the user's cache."""
    from posecheck.tracking import ensure_model

    return ensure_model()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium. Where POSECHECK_REQUIRE_BROWSER is set, its absence is a failure."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("POSECHECK_REQUIRE_BROWSER"):
            pytest.fail("expected Debian's chromium on the PATH, found none: apt-get install chromium")
        pytest.skip("Debian's chromium is not installed")
    return path
