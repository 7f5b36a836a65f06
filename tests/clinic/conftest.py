from __future__ import annotations

import pytest

from posecheck.clinic.office import Clinic
from posecheck.clinic.versions import VersionStore
from posecheck.history import History


@pytest.fixture
def history(tmp_path):
    with History(tmp_path / "data" / "history.sqlite3") as opened:
        yield opened


@pytest.fixture
def versions(history):
    return VersionStore(history.database)


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A folder whose poses stand in for the library's: what an update of PoseCheck brings."""
    folder = tmp_path / "poses"
    folder.mkdir()
    monkeypatch.setenv("POSECHECK_POSES", str(folder))
    return folder


@pytest.fixture
def clinic(history):
    return Clinic(history)
