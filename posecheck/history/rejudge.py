"""Judging the stored landmarks of a set, for sessions that were cut off before they could be."""

from __future__ import annotations

from posecheck.history.records import SessionSide
from posecheck.history.tracks import StoredTrack
from posecheck.rejudging import PreparedTrack
from posecheck.results import SessionResult
from posecheck.stretch.schema import Stretch


def judge_stored_set(
    stored: StoredTrack, stretch: Stretch, side: SessionSide, standing_hip_deg: float | None
) -> SessionResult:
    """Return what the trainer makes of a stored set under a stretch's definition.

    Args:
        stored: the set's landmarks.
        stretch: as judged then, or changed, to see what would have been said.
        side: the side to measure; "both" finds the side near the camera by itself.
        standing_hip_deg: the standing baseline in degrees, None when none was taken.
    """
    judged_side = "auto" if side == "both" else side
    return PreparedTrack(stored.track, stored.persons, standing_hip_deg).judge(stretch, judged_side)
