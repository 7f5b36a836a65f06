"""Where the bench reads recordings and publishes versions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from posecheck.clinic.office import Clinic
from posecheck.history import History, find_history_path


@cache
def _open_history(path: Path) -> History:
    return History(path)


def get_clinic() -> Clinic:
    """Return what may be seen and changed."""
    return Clinic(_open_history(find_history_path()))
