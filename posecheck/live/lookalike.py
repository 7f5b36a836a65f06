"""Does somebody who is to take one pose clearly do another stretch?"""

from __future__ import annotations

from collections import deque

from posecheck.pose import Pose, PoseTrack
from posecheck.recognition import Candidate, recognise_stretch
from posecheck.stretch import Stretch
from posecheck.stretch.library import list_stretches

# The last seconds that are looked at, how often, and from which length on.
WINDOW_S = 8.0
LOOK_EVERY_S = 3.0
SHORTEST_S = 5.0
# Frames are kept this far apart: a look at eight seconds then takes some 10 ms.
KEEP_EVERY_S = 0.12


class LookalikeWatch:
    """Follows the poses of a person who has not taken the pose of the step yet."""

    def __init__(self) -> None:
        """Start with nothing seen, and the library read: reading it takes half a second, once."""
        self._poses: deque[Pose] = deque()
        self._looked_s = float("-inf")
        self._stretch_id = ""
        self._found: Candidate | None = None
        self._library: list[Stretch] = list_stretches()

    def step(self, pose: Pose, stretch_id: str, *, waiting: bool) -> Candidate | None:
        """Return the stretch that is clearly done instead of the wanted one, None where there is none.

        Args:
            pose: the next pose.
            stretch_id: the stretch that is wanted.
            waiting: whether its pose is waited for; otherwise what was seen is forgotten.
        """
        if not waiting or stretch_id != self._stretch_id:
            self._poses.clear()
            self._found, self._stretch_id = None, stretch_id
            return None
        if not self._poses or pose.time_s - self._poses[-1].time_s >= KEEP_EVERY_S:
            self._poses.append(pose)
        while pose.time_s - self._poses[0].time_s > WINDOW_S:
            self._poses.popleft()
        due = pose.time_s - self._looked_s >= LOOK_EVERY_S
        if due and pose.time_s - self._poses[0].time_s >= SHORTEST_S:
            self._looked_s = pose.time_s
            self._found = self._look()
        return self._found

    def _look(self) -> Candidate | None:
        track = PoseTrack.from_poses(list(self._poses))
        return recognise_stretch(track, self._library).find_other(self._stretch_id)
