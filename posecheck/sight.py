"""What a track shows whatever the stretch: how the camera sees the body, and how far it is from level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecheck.level import LevelTracker
from posecheck.pose import PoseTrack
from posecheck.view import ViewEvidence, ViewReading, ViewTracker, read_view_evidence

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """How n frames were seen.

    Attributes:
        evidence: what each frame on its own says.
        views: one smoothed reading a frame.
        roll_deg: (n,) the camera's roll as far as the room or standing has told it, + clockwise; 0 until then.
        stands_still: (n,) whether the person plainly stands upright and still.
    """

    evidence: ViewEvidence
    views: list[ViewReading]
    roll_deg: FloatArray
    stands_still: BoolArray


class SightReader:
    """Follows how the camera sees one person, from frame to frame."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._views, self._level = ViewTracker(), LevelTracker()

    def read(self, track: PoseTrack) -> Sight:
        """Return how the next frames were seen; call it with frames in the order of time."""
        evidence = read_view_evidence(track)
        views = self._views.read(track.time_s, evidence)
        return Sight(evidence, views, *self._level.follow(track, views))
