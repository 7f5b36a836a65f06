"""Landmark tracks that MediaPipe gave on rendered clips, stored small beside their truth.

A track is whole numbers in an npz: image places in 1e-4 frame heights, world places in millimetres, visibility
in hundredths, and, where the room told it, the camera's roll in hundredths of a degree. Rounding moves an image angle
by less than 0.03 degrees. What is written is how much each number changes from frame to frame, which is half as large.
"""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.clip import Clip
from lab.render import write_truth
from lab.scene import Scene
from posecheck.history.tracks import encode_track
from posecheck.media import track_media
from posecheck.pose import N_LANDMARKS, Pose, PoseTrack
from posecheck.tracking import PoseTracker

TRACKS_DIR = Path(__file__).parent / "tracks"
_IMAGE_STEP, _WORLD_STEP_M, _VISIBILITY_STEP, _ROLL_STEP_DEG = 1e-4, 1e-3, 1e-2, 1e-2
_MISSING = np.iinfo(np.int16).min


@dataclass(frozen=True, slots=True, eq=False)
class TrackedClip:
    """A stored track and the content of its truth file."""

    name: str
    track: PoseTrack
    truth: dict[str, Any]


def track_clip(
    clip: Clip, folder: Path, model_path: Path | None = None, *, with_joints: bool = True, packed: bool = False
) -> Path:
    """Draw a clip, track it, and write `<name>.npz` and `<name>.truth.json` into a folder.

    Without `with_joints` the truth file leaves out where the joints are in the picture, which is half of it; `packed`
    it is a gzip file (`.truth.json.gz`), a sixth of the size.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scene = Scene(clip)
    with PoseTracker(model_path) as tracker:
        poses: list[Pose] = [tracker.track(frame.picture, frame.time_s) for frame in scene.frames()]
    path = folder / f"{clip.name}.npz"
    write_truth(scene, folder / f"{clip.name}.truth.json{'.gz' if packed else ''}", with_joints=with_joints)
    save_track(PoseTrack.from_poses(poses), path)
    return path


def track_video(video: Path, model_path: Path | None = None) -> Path:
    """Track a video as an upload is tracked, and store what was found beside it in the format of the history."""
    with PoseTracker(model_path) as tracker:
        tracked = track_media(video, tracker)
    path = video.with_suffix(".track")
    path.write_bytes(encode_track(list(tracked.track), tracked.persons.tolist()))
    return path


def save_track(track: PoseTrack, path: Path) -> None:
    """Write a track in whole numbers."""
    told = {"room_roll": _pack(track.room_roll_deg, _ROLL_STEP_DEG)} if np.isfinite(track.room_roll_deg).any() else {}
    np.savez_compressed(
        path,
        time_s=track.time_s,
        image=_pack(track.image_xy, _IMAGE_STEP),
        world=_pack(track.world_xyz, _WORLD_STEP_M),
        visibility=_pack(track.visibility, _VISIBILITY_STEP),
        aspect=np.float64(track.aspect),
        **told,
    )


def load_track(path: Path) -> PoseTrack:
    """Read a track that `save_track` wrote; frames without a person are NaN."""
    with np.load(path) as data:
        time_s = data["time_s"]
        frames = len(time_s)
        return PoseTrack(
            time_s,
            _unpack(data["image"], _IMAGE_STEP, (frames, N_LANDMARKS, 2)),
            _unpack(data["world"], _WORLD_STEP_M, (frames, N_LANDMARKS, 3)),
            _unpack(data["visibility"], _VISIBILITY_STEP, (frames, N_LANDMARKS)),
            float(data["aspect"]),
            _unpack(data["room_roll"], _ROLL_STEP_DEG, (frames,)) if "room_roll" in data else np.full(frames, np.nan),
        )


def load_tracked_clips(folder: Path = TRACKS_DIR, split: str | None = None) -> list[TrackedClip]:
    """Read all stored tracks with their truth, in order of name, or those of one split ("tune", "test")."""
    clips = []
    for path in sorted(folder.glob("*.npz")):
        truth = read_truth(path)
        if split in (None, truth["split"]):
            clips.append(TrackedClip(path.stem, load_track(path), truth))
    return clips


def read_truth(track: Path) -> dict[str, Any]:
    """Return the truth that lies beside a stored track, packed or not."""
    plain, packed = track.with_suffix(".truth.json"), track.with_suffix(".truth.json.gz")
    truth: dict[str, Any] = json.loads(plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes()))
    return truth


def _pack(values: NDArray[np.float64], step: float) -> NDArray[np.uint8]:
    """Return values (n, ...) in whole steps as what they change by from frame to frame: (2, m), low and high bytes.

    Each number's changes follow one another, small ones of either sign as small numbers: that is what zip packs well.
    """
    limit = np.iinfo(np.int16).max
    whole = np.clip(np.round(np.nan_to_num(values) / step), -limit, limit)
    whole = np.where(np.isnan(values), _MISSING, whole).astype(np.int16)
    whole = whole.reshape(len(values), math.prod(values.shape[1:]))
    # Differences may wrap around; so do their sums.
    changes = np.diff(whole, axis=0, prepend=np.zeros_like(whole[:1]))
    folded = np.ascontiguousarray(((changes << 1) ^ (changes >> 15)).T).astype("<i2")
    return np.ascontiguousarray(folded.reshape(-1, 1).view(np.uint8).T)


def _unpack(packed: NDArray[np.uint8], step: float, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the values of a shape (n, ...) that `_pack` took, rounded to whole steps."""
    folded = np.ascontiguousarray(packed.T).view("<u2").reshape(math.prod(shape[1:]), shape[0]).T
    changes = ((folded >> 1) ^ -(folded & 1)).astype(np.int16)
    whole = np.cumsum(changes, axis=0, dtype=np.int16).reshape(shape)
    return np.where(whole == _MISSING, np.nan, whole * step)
