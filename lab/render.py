"""From a clip description to pictures with their truth, a video file and a contact sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from lab.angles import find_joints, measure_angles
from lab.appearance import Outfit, dress
from lab.body import Body, load_body
from lab.camera import Camera, aim_camera
from lab.clip import Clip
from lab.framing import FRAMINGS
from lab.mesh import Mesh, clothe
from lab.performance import Performance
from lab.posture import Posture
from lab.room import Room
from lab.rotation import FloatArray
from lab.shading import Exposure, Studio
from lab.truth import MAIN_JOINTS, TruthTrack, describe

Picture = NDArray[np.uint8]
# Constant quality of H.264 at which ten seconds of 640x480 stay well below 400 KB.
DEFAULT_CRF = 24


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture (height, width, 3 RGB) at a time."""

    time_s: float
    picture: Picture


class Scene:
    """A clip made ready: its body, clothes, motion, room and camera."""

    def __init__(self, clip: Clip) -> None:
        self.clip = clip
        self.body: Body = load_body(clip.body)
        self.performance = Performance(clip, self.body)
        framing = FRAMINGS[clip.stretch]
        self._target_m = np.array(framing.target_m) * self.body.height_m
        self.camera: Camera = aim_camera(
            self._target_m,
            yaw_deg=clip.yaw_deg,
            distance_m=clip.camera.distance_m or framing.distance_m,
            height_m=clip.camera.height_m or framing.height_m,
            fov_deg=clip.camera.fov_deg,
            roll_deg=clip.camera.roll_deg,
            size_px=clip.camera.size,
        )

    @property
    def times_s(self) -> FloatArray:
        """Frame times (n,) in seconds."""
        return np.arange(round(self.clip.duration_s * self.clip.fps)) / self.clip.fps

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

    def truth(self) -> TruthTrack:
        """Return angles and pixel places of every frame; no picture is drawn for it."""
        angles: list[dict[str, float]] = []
        places: list[FloatArray] = []
        for time_s in self.times_s:
            posture = self.performance.posture_at(float(time_s))
            joints = find_joints(self.body, posture, self.body.skin(posture))
            angles.append(measure_angles(self.body, posture, joints))
            pixels = self.camera.project(np.array([joints[name] for name in MAIN_JOINTS]))
            places.append(pixels / self.camera.height_px)
        stacked = np.array(places)
        return TruthTrack(
            self.times_s,
            {name: np.array([row[name] for row in angles]) for name in sorted(angles[0])},
            {name: stacked[:, index] for index, name in enumerate(MAIN_JOINTS)},
        )

    def frames(self, every: int = 1) -> Iterator[Frame]:
        """Draw the pictures in order, or only each `every`-th."""
        studio = Studio(self._room(), self.camera, self._target_m)
        outfit = dress(self.body, self.clip.style)
        rng = np.random.default_rng(self.clip.seed)
        exposure = Exposure(self.clip.picture.brightness, self.clip.picture.noise)
        for time_s in self.times_s[::every]:
            mesh = self._person(self.performance.posture_at(float(time_s)), outfit)
            yield Frame(float(time_s), studio.photograph(mesh, exposure, rng))

    def _person(self, posture: Posture, outfit: Outfit) -> Mesh:
        return clothe(self.body.skin(posture), self.body.topology.faces, outfit)

    def _room(self) -> Room:
        wall, floor, mat = (_unit(getattr(self.clip.picture, name)) for name in ("wall", "floor", "mat"))
        framing = FRAMINGS[self.clip.stretch]
        return Room(wall=wall, floor=floor, mat=mat, mat_half_m=framing.mat_half_m)


def _unit(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    red, green, blue = (channel / 255 for channel in colour)
    return red, green, blue


def write_video(frames: Iterator[Frame], path: Path, fps: float, size: tuple[int, int], crf: int = DEFAULT_CRF) -> None:
    """Write pictures of one size (width, height) as H.264 in MP4; the file appears only when it is complete."""
    part = path.with_suffix(".part.mp4")
    with av.open(str(part), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(crf), "preset": "slow", "threads": "1"}
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame.picture, format="rgb24")))
        container.mux(stream.encode())
    part.replace(path)


def write_truth(scene: Scene, path: Path) -> None:
    """Write a clip's truth file."""
    content = describe(scene.clip, scene.truth(), scene.describe_camera())
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


def render_clip(clip: Clip, folder: Path, crf: int = DEFAULT_CRF) -> Path:
    """Write `<name>.mp4` and `<name>.truth.json` into a folder and return the video's path."""
    folder.mkdir(parents=True, exist_ok=True)
    scene = Scene(clip)
    video = folder / f"{clip.name}.mp4"
    write_truth(scene, folder / f"{clip.name}.truth.json")
    write_video(scene.frames(), video, clip.fps, clip.camera.size, crf)
    return video


def draw_sheet(clip: Clip, path: Path, pictures: int = 12, columns: int = 4) -> None:
    """Write a contact sheet (PNG) of pictures spread evenly over a clip."""
    scene = Scene(clip)
    every = max(1, len(scene.times_s) // pictures)
    drawn = [frame.picture for frame in scene.frames(every)][:pictures]
    drawn += [np.zeros_like(drawn[0])] * (-len(drawn) % columns)
    rows = [np.hstack(drawn[start : start + columns]) for start in range(0, len(drawn), columns)]
    sheet = cv2.resize(np.vstack(rows), None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(path), sheet[:, :, ::-1])
