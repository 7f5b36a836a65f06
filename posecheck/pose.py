"""One instant of a body (`Pose`) and many of them in a row (`PoseTrack`).

Coordinates
-----------
`image_xy` is in units of the frame's HEIGHT on both axes (x right, y down, origin top left), so that angles
are true for any aspect ratio. `world_xyz` is in metres around the hips (x image right, y down, z away from
the camera). Left and right are always the person's own. What was not seen is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

# The 33 landmarks in the order of MediaPipe's Pose Landmarker (its documentation, "Pose landmarker model").
LANDMARKS: tuple[str, ...] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
LANDMARK_INDEX: dict[str, int] = {name: index for index, name in enumerate(LANDMARKS)}
N_LANDMARKS = len(LANDMARKS)


def _mirrored_name(name: str) -> str:
    if "left" in name:
        return name.replace("left", "right")
    return name.replace("right", "left")


# MIRROR_ORDER[i] is the landmark that takes the place of landmark i in a mirror.
MIRROR_ORDER: NDArray[np.intp] = np.array([LANDMARK_INDEX[_mirrored_name(name)] for name in LANDMARKS])

# The bones that a drawing shows, as pairs of landmark names.
BONES: tuple[tuple[str, str], ...] = (
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
    *(
        (f"{side}_{start}", f"{side}_{end}")
        for side in ("left", "right")
        for start, end in (
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("shoulder", "hip"),
            ("hip", "knee"),
            ("knee", "ankle"),
            ("ankle", "heel"),
            ("heel", "foot_index"),
            ("ankle", "foot_index"),
        )
    ),
)


def opposite(side: str) -> str:
    """Return "right" for "left" and the other way round."""
    return {"left": "right", "right": "left"}[side]


def _as_shape(name: str, value: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    array = np.asarray(value, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"Expected {name} to have shape {shape}, but got {array.shape}.")
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """A body at one instant.

    Attributes:
        time_s: time since the start of the video or session, in seconds.
        image_xy: (33, 2), units of frame height, x right, y down.
        world_xyz: (33, 3), metres around the hips, x right, y down, z away from the camera.
        visibility: (33,), 0..1, as the network gives it; it proves little (docs/architecture.md).
        aspect: frame width / height, so that `0 <= x <= aspect` means inside the picture.
        room_roll_deg: the camera's roll as the upright edges of the room tell it, + clockwise; NaN until they do.
    """

    time_s: float
    image_xy: FloatArray
    world_xyz: FloatArray
    visibility: FloatArray
    aspect: float = 4 / 3
    room_roll_deg: float = math.nan

    def __post_init__(self) -> None:
        for name, shape in (("image_xy", (33, 2)), ("world_xyz", (33, 3)), ("visibility", (33,))):
            object.__setattr__(self, name, _as_shape(name, getattr(self, name), shape))

    @classmethod
    def missing(cls, time_s: float, aspect: float = 4 / 3) -> Pose:
        """Return the pose of a frame in which nobody was found: all NaN."""
        return cls(time_s, np.full((33, 2), np.nan), np.full((33, 3), np.nan), np.full(N_LANDMARKS, np.nan), aspect)

    @property
    def detected(self) -> bool:
        """Whether any landmark was found."""
        return bool(np.isfinite(self.image_xy).any())

    def point(self, name: str) -> FloatArray:
        """Return the image position (2,) of a landmark by name, in units of frame height."""
        return np.asarray(self.image_xy[LANDMARK_INDEX[name]])

    def mirrored(self) -> Pose:
        """Return the pose as seen in a mirror: left and right change places."""
        return PoseTrack.from_poses([self]).mirrored()[0]


@dataclass(frozen=True, slots=True, eq=False)
class PoseTrack:
    """A body over time: `Pose` stacked along the first axis.

    Attributes:
        time_s: (n,), strictly rising, seconds.
        image_xy: (n, 33, 2), units of frame height.
        world_xyz: (n, 33, 3), metres.
        visibility: (n, 33), 0..1.
        aspect: frame width / height.
        room_roll_deg: (n,) the camera's roll as the room tells it, NaN where it does not; all of them without it.
    """

    time_s: FloatArray
    image_xy: FloatArray
    world_xyz: FloatArray
    visibility: FloatArray
    aspect: float = 4 / 3
    room_roll_deg: FloatArray = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        n = np.size(self.time_s)
        if not np.size(self.room_roll_deg):
            object.__setattr__(self, "room_roll_deg", np.full(n, np.nan))
        shapes = {
            "time_s": (n,),
            "image_xy": (n, 33, 2),
            "world_xyz": (n, 33, 3),
            "visibility": (n, 33),
            "room_roll_deg": (n,),
        }
        for name, shape in shapes.items():
            object.__setattr__(self, name, _as_shape(name, getattr(self, name), shape))
        if n > 1 and not (self.time_s[1:] > self.time_s[:-1]).all():
            raise ValueError("Expected time_s to rise strictly from frame to frame.")

    @classmethod
    def from_poses(cls, poses: list[Pose]) -> PoseTrack:
        """Stack poses; the first one's aspect counts for all. An empty list gives an empty track."""
        if not poses:
            return cls(np.empty(0), np.empty((0, 33, 2)), np.empty((0, 33, 3)), np.empty((0, 33)))
        return cls(
            np.array([pose.time_s for pose in poses]),
            np.array([pose.image_xy for pose in poses]),
            np.array([pose.world_xyz for pose in poses]),
            np.array([pose.visibility for pose in poses]),
            poses[0].aspect,
            np.array([pose.room_roll_deg for pose in poses]),
        )

    def __len__(self) -> int:
        return len(self.time_s)

    def __getitem__(self, index: int) -> Pose:
        return Pose(
            float(self.time_s[index]),
            self.image_xy[index],
            self.world_xyz[index],
            self.visibility[index],
            self.aspect,
            float(self.room_roll_deg[index]),
        )

    def __iter__(self) -> Iterator[Pose]:
        return (self[index] for index in range(len(self)))

    @property
    def detected(self) -> NDArray[np.bool_]:
        """(n,), whether anybody was found in each frame."""
        return np.asarray(np.isfinite(self.image_xy).any(axis=(1, 2)))

    def point(self, name: str) -> FloatArray:
        """Return the image positions (n, 2) of a landmark by name, in units of frame height."""
        return self.image_xy[:, LANDMARK_INDEX[name]]

    def mirrored(self) -> PoseTrack:
        """Return the track as a mirror shows it: x flipped, left and right landmarks swapped."""
        image = self.image_xy[:, MIRROR_ORDER] * (-1.0, 1.0) + (self.aspect, 0.0)
        world = self.world_xyz[:, MIRROR_ORDER] * (-1.0, 1.0, 1.0)
        visibility = self.visibility[:, MIRROR_ORDER]
        return replace(self, image_xy=image, world_xyz=world, visibility=visibility, room_roll_deg=-self.room_roll_deg)

    def take(self, frames: slice | NDArray[np.intp]) -> PoseTrack:
        """Return some of the frames, in the order of time; a slice shares memory with this track."""
        return PoseTrack(
            self.time_s[frames],
            self.image_xy[frames],
            self.world_xyz[frames],
            self.visibility[frames],
            self.aspect,
            self.room_roll_deg[frames],
        )

    def slice(self, start: int, end: int) -> PoseTrack:
        """Return the frames [start, end) as a track that shares memory with this one."""
        return self.take(slice(start, end))

    def between(self, start_s: float, end_s: float) -> PoseTrack:
        """Return the part with `start_s <= time_s < end_s`."""
        start, end = np.searchsorted(self.time_s, (start_s, end_s), side="left")
        return self.slice(int(start), int(end))
