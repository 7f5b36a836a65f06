"""A clip made ready: who is where at any moment, the true angles, and the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lab.angles import find_joints, measure_angles
from lab.appearance import dress
from lab.body import load_body
from lab.camera import Camera, aim_camera
from lab.clip import Clip, Visitor
from lab.framing import FRAMINGS
from lab.furniture import furnish
from lab.mesh import Mesh, clothe, join
from lab.movements.walking import STRIDE_SHARE, Walking
from lab.performance import Performance
from lab.posture import Posture
from lab.props import build_props
from lab.room import Room
from lab.rotation import UP, FloatArray, normalise
from lab.shading import Exposure, Studio
from lab.truth import MAIN_JOINTS, TruthTrack

Picture = NDArray[np.uint8]
# The shutter stays open for this share of a frame's time (180 degrees).
_SHUTTER_SHARE = 0.5
# Shadows reach this far around the person; further when somebody else walks about.
_SHADOW_EXTENT_M, _SHADOW_EXTENT_WITH_VISITOR_M = 2.8, 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture (height, width, 3 RGB) at a time."""

    time_s: float
    picture: Picture


class Scene:
    """A clip's body, clothes, motion, room and camera."""

    def __init__(self, clip: Clip) -> None:
        self.clip = clip
        self.body = load_body(clip.body)
        self.camera = _place_camera(clip, self.body.height_m)
        self._performance = Performance(clip, self.body)
        self._outfit = dress(self.body, clip.style)
        self._passer = _Passer(clip.visitor, self.camera, self._target_m) if clip.visitor else None

    @property
    def times_s(self) -> FloatArray:
        """Frame times (n,) in seconds."""
        return np.arange(round(self.clip.duration_s * self.clip.fps)) / self.clip.fps

    @property
    def _target_m(self) -> FloatArray:
        return _find_target(self.clip, self.body.height_m)

    def describe_camera(self) -> dict[str, float]:
        """Return the camera as the truth file names it."""
        position_m = self.camera.position_m
        distance_m = float(np.linalg.norm((position_m - self._target_m)[:2]))
        return {
            "yaw_deg": self.clip.yaw_deg,
            "height_m": round(float(position_m[2]), 3),
            "distance_m": round(distance_m, 3),
            "roll_deg": self.clip.camera.roll_deg,
            "fov_deg": self.clip.camera.fov_deg,
        }

    def posture_at(self, time_s: float) -> Posture:
        """Return the performer's posture at a time."""
        return self._performance.posture_at(time_s)

    def is_present(self, time_s: float) -> bool:
        """Whether the performer is in the picture at a time."""
        absence = self.clip.absence
        return absence is None or not absence.from_s <= time_s < absence.to_s

    def truth(self) -> TruthTrack:
        """Return angles and pixel places of every frame (NaN while absent); no picture is drawn for it."""
        rows = [self._truth_at(float(time_s)) for time_s in self.times_s]
        places = np.array([place for _, place in rows])
        return TruthTrack(
            self.times_s,
            {name: np.array([angles[name] for angles, _ in rows]) for name in sorted(rows[0][0])},
            {name: places[:, index] for index, name in enumerate(MAIN_JOINTS)},
        )

    def _truth_at(self, time_s: float) -> tuple[dict[str, float], FloatArray]:
        posture = self.posture_at(time_s)
        joints = find_joints(self.body, posture, self.body.skin(posture))
        angles = measure_angles(self.body, posture, joints)
        pixels = self.camera.project(np.array([joints[name] for name in MAIN_JOINTS]))
        if not self.is_present(time_s):
            return dict.fromkeys(angles, np.nan), np.full_like(pixels, np.nan)
        return angles, pixels / self.camera.height_px

    def frames(self, every: int = 1) -> Iterator[Frame]:
        """Draw the pictures in order, or only each `every`-th."""
        extent_m = _SHADOW_EXTENT_WITH_VISITOR_M if self._passer else _SHADOW_EXTENT_M
        studio = Studio(self._build_room(), self.camera, self._target_m, extent_m)
        rng = np.random.default_rng(self.clip.seed)
        exposure = Exposure(self.clip.picture.brightness, self.clip.picture.noise)
        for time_s in self.times_s[::every]:
            meshes = [self._mesh_at(float(moment_s)) for moment_s in self._shutter_times_s(float(time_s))]
            yield Frame(float(time_s), studio.photograph(meshes, exposure, rng))

    def _shutter_times_s(self, time_s: float) -> FloatArray:
        count = self.clip.picture.motion_blur
        return time_s + np.arange(count) / count * _SHUTTER_SHARE / self.clip.fps

    def _mesh_at(self, time_s: float) -> Mesh | None:
        meshes = []
        if self.is_present(time_s):
            posture = self.posture_at(time_s)
            meshes.append(clothe(self.body.skin(posture), self.body.topology.faces, self._outfit))
            meshes += build_props(self.clip.stretch, self.body, posture, self.clip.working_side)
        if self._passer is not None and self._passer.is_present(time_s):
            meshes.append(self._passer.mesh_at(time_s))
        return join(meshes) if meshes else None

    def _build_room(self) -> Room:
        wall, floor, mat = (_to_unit(getattr(self.clip.picture, name)) for name in ("wall", "floor", "mat"))
        bare = Room(wall=wall, floor=floor, mat=mat, mat_half_m=FRAMINGS[self.clip.stretch].mat_half_m)
        seed = self.clip.picture.furniture
        return bare if seed is None else replace(bare, panels=furnish(seed, bare.half_width_m))


class _Passer:
    """The second person on a straight way across the picture."""

    def __init__(self, visitor: Visitor, camera: Camera, target_m: FloatArray) -> None:
        self._visitor = visitor
        self._body = load_body(visitor.body)
        self._outfit = dress(self._body, visitor.style)
        right = normalise(np.cross(camera.axes[2], UP))
        axes = np.stack([right, np.cross(UP, right)])
        centre_m = target_m * (1.0, 1.0, 0.0)
        self._start_m, self._end_m = (centre_m + np.array(place) @ axes for place in (visitor.from_m, visitor.to_m))

    def is_present(self, time_s: float) -> bool:
        return self._visitor.from_s <= time_s < self._visitor.to_s

    def mesh_at(self, time_s: float) -> Mesh:
        share = (time_s - self._visitor.from_s) / (self._visitor.to_s - self._visitor.from_s)
        way_m = self._end_m - self._start_m
        strides = share * float(np.linalg.norm(way_m)) / (STRIDE_SHARE * self._body.height_m)
        heading_deg = float(np.degrees(np.arctan2(way_m[0], -way_m[1])))
        posture = Walking(strides).build(self._body).placed(heading_deg, self._start_m + share * way_m)
        return clothe(self._body.skin(posture), self._body.topology.faces, self._outfit)


def _find_target(clip: Clip, stature_m: float) -> FloatArray:
    aside = 1.0 if clip.working_side == "left" else -1.0
    return np.array(FRAMINGS[clip.stretch].target_m) * stature_m * (aside, 1.0, 1.0)


def _place_camera(clip: Clip, stature_m: float) -> Camera:
    framing = FRAMINGS[clip.stretch]
    return aim_camera(
        _find_target(clip, stature_m),
        yaw_deg=clip.yaw_deg,
        distance_m=clip.camera.distance_m or framing.distance_m,
        height_m=clip.camera.height_m or framing.height_m,
        fov_deg=clip.camera.fov_deg,
        roll_deg=clip.camera.roll_deg,
        size_px=clip.camera.size,
    )


def _to_unit(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    red, green, blue = (channel / 255 for channel in colour)
    return red, green, blue
