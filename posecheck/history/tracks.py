"""Landmark tracks as compressed blobs: about 10 KB for a second of 30 poses.

A blob is the tag "PCT2", the number of frames (uint32), the picture's aspect (float64), all little-endian,
and a zlib stream of: times (n float64), persons in the picture (n uint8), and the float32 values of
image_xy, world_xyz, visibility and room_roll_deg, each with time as the last axis and its bytes grouped by
significance. Blobs with the tag "PCT1" lack the last of them; they are read as tracks of rooms that tell nothing.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecheck.history.database import HistoryError
from posecheck.pose import N_LANDMARKS, Pose, PoseTrack

FloatArray = NDArray[np.float64]

_TAG, _TAG_WITHOUT_ROOM = b"PCT2", b"PCT1"
_HEADER = struct.Struct("<4sId")

# Values are rounded to these steps, far below what the network can tell: 2^-15 of the frame's height is 0.015
# pixels at 480 lines, 2^-13 m is 0.12 mm. It halves the size.
_IMAGE_STEP = 2.0**-15
_WORLD_STEP_M = 2.0**-13
_VISIBILITY_STEP = 2.0**-8
_ROLL_STEP_DEG = 2.0**-6

_SHAPES: tuple[tuple[int, ...], ...] = ((N_LANDMARKS, 2), (N_LANDMARKS, 3), (N_LANDMARKS,), ())
_STEPS = (_IMAGE_STEP, _WORLD_STEP_M, _VISIBILITY_STEP, _ROLL_STEP_DEG)


@dataclass(frozen=True, slots=True)
class StoredTrack:
    """A track as stored, with how many people were in each frame: `persons` is (n,) of uint8."""

    track: PoseTrack
    persons: NDArray[np.uint8]


def encode_track(poses: Sequence[Pose], persons: Sequence[int]) -> bytes:
    """Return poses as a blob; NaN (not seen) is kept.

    Args:
        poses: at least one, times rising.
        persons: people in each frame, clipped to 0..255.
    """
    track = PoseTrack.from_poses(list(poses))
    values = track.image_xy, track.world_xyz, track.visibility, track.room_roll_deg
    parts = [
        track.time_s.astype("<f8").tobytes(),
        np.clip(persons, 0, 255).astype(np.uint8).tobytes(),
        *(_pack(each, step) for each, step in zip(values, _STEPS, strict=True)),
    ]
    return _HEADER.pack(_TAG, len(track), track.aspect) + zlib.compress(b"".join(parts), 6)


def decode_track(blob: bytes) -> StoredTrack:
    """Return the track of a blob.

    Raises:
        HistoryError: the blob is damaged or of an unknown kind.
    """
    try:
        tag, n, aspect = _HEADER.unpack_from(blob)
        if tag not in (_TAG, _TAG_WITHOUT_ROOM):
            raise ValueError(f"unknown tag {tag!r}")
        data = zlib.decompress(blob[_HEADER.size :])
        return _unpack_track(data, n, aspect, _SHAPES if tag == _TAG else _SHAPES[:-1])
    except (struct.error, zlib.error, ValueError) as error:
        raise HistoryError(f"Expected a stored landmark track, found damaged data ({error}).") from error


def join_tracks(parts: Sequence[StoredTrack]) -> StoredTrack:
    """Return tracks one after the other as one; no parts give an empty track."""
    if not parts:
        return StoredTrack(PoseTrack.from_poses([]), np.empty(0, np.uint8))
    tracks = [part.track for part in parts]
    track = PoseTrack(
        np.concatenate([each.time_s for each in tracks]),
        np.concatenate([each.image_xy for each in tracks]),
        np.concatenate([each.world_xyz for each in tracks]),
        np.concatenate([each.visibility for each in tracks]),
        tracks[0].aspect,
        np.concatenate([each.room_roll_deg for each in tracks]),
    )
    return StoredTrack(track, np.concatenate([part.persons for part in parts]))


def _unpack_track(data: bytes, n: int, aspect: float, shapes: tuple[tuple[int, ...], ...]) -> StoredTrack:
    time_s = np.frombuffer(data, "<f8", n).astype(np.float64)
    persons = np.frombuffer(data, np.uint8, n, offset=8 * n).copy()
    offset = 9 * n
    arrays = []
    for shape in shapes:
        size = 4 * n * int(np.prod(shape))
        arrays.append(_unpack(data[offset : offset + size], shape, n))
        offset += size
    image_xy, world_xyz, visibility, *room = arrays
    return StoredTrack(PoseTrack(time_s, image_xy, world_xyz, visibility, aspect, *room), persons)


def _pack(values: FloatArray, step: float) -> bytes:
    """Round, put time last and group the bytes: neighbours in time then compress well."""
    rounded = np.round(values / step) * step
    by_time = np.ascontiguousarray(np.moveaxis(rounded, 0, -1), dtype="<f4")
    return by_time.reshape(-1, 1).view(np.uint8).T.tobytes()


def _unpack(data: bytes, shape: tuple[int, ...], n: int) -> FloatArray:
    grouped = np.frombuffer(data, np.uint8).reshape(4, -1)
    by_time = np.ascontiguousarray(grouped.T).view("<f4").reshape((*shape, n))
    return np.moveaxis(by_time, -1, 0).astype(np.float64)
