from __future__ import annotations

import pytest

from posecheck.history import History


@pytest.fixture
def history(tmp_path):
    with History(tmp_path / "data" / "history.sqlite3") as opened:
        yield opened
