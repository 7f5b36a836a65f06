"""Films of whole programmes: stored tracks of the lab, one after the other, with walking and standing between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from lab.tracks import TRACKS_DIR, TrackedClip, load_tracked_clips
from posecheck.pose import PoseTrack

WALKING = "air_squat__everyday_walking_nearer"
ACROSS = "air_squat__everyday_walking_across"
STANDING = "air_squat__everyday_standing_side"
FRONTAL = "leg_raise_side__everyday_standing_front"
LYING = "glute_bridge_hold__everyday_lying_bent"
EMPTY = "air_squat__everyday_empty_room"
# From the last frame of one clip to the first of the next.
SEAM_S = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A film, and from when to when each of its scenes lasts, in order."""

    track: PoseTrack
    scenes: list[tuple[str, str, float, float]]

    def find(self, stretch: str, side: str) -> list[tuple[float, float]]:
        """Return when a stretch is shown on a side, from the start of each of its clips to the end."""
        named = (scene for scene in self.scenes if scene[0].split("__")[0] == stretch and "everyday" not in scene[0])
        return [(start, end) for _, shown, start, end in named if side in {shown, "both"}]


@cache
def load_clips() -> dict[str, TrackedClip]:
    """Return all stored clips by name."""
    folders = (TRACKS_DIR, TRACKS_DIR / "catalogue", TRACKS_DIR / "everyday")
    return {clip.name: clip for folder in folders for clip in load_tracked_clips(folder)}


def shoot(*scenes: str) -> Film:
    """Return a film of scenes: the name of a clip, with ":left" or ":right" for the side it is to show.

    A clip of the other side is shown as a mirror would show it.
    """
    parts, told, now_s = [], [], 0.0
    for scene in scenes:
        name, _, side = scene.partition(":")
        clip = load_clips()[name]
        track = clip.track if side in {"", clip.truth["side"]} else clip.track.mirrored()
        start_s = now_s
        parts.append((track, track.time_s - track.time_s[0] + start_s))
        now_s = float(parts[-1][1][-1]) + SEAM_S
        told.append((name, side or "both", start_s, now_s))
    tracks = [track for track, _ in parts]
    joined = PoseTrack(
        np.concatenate([time_s for _, time_s in parts]),
        np.concatenate([track.image_xy for track in tracks]),
        np.concatenate([track.world_xyz for track in tracks]),
        np.concatenate([track.visibility for track in tracks]),
        tracks[0].aspect,
    )
    return Film(joined, told)
