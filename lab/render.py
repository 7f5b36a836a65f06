"""From a clip description to a video file with its truth, and to a contact sheet."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from lab.catalogue import RULES
from lab.clip import Clip
from lab.fairness import find_unclear
from lab.scene import Frame, Scene
from lab.truth import describe

# Constant quality of H.264 at which fourteen seconds of 640x480 stay well below 400 KB.
DEFAULT_CRF = 24


def write_video(frames: Iterator[Frame], path: Path, fps: float, size: tuple[int, int], crf: int = DEFAULT_CRF) -> None:
    """Write pictures of one size (width, height) as H.264 in MP4; the file appears only when it is complete."""
    part = path.with_suffix(".part.mp4")
    with av.open(str(part), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(crf), "preset": "medium", "threads": "1"}
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame.picture, format="rgb24")))
        container.mux(stream.encode())
    part.replace(path)


def write_truth(scene: Scene, path: Path, *, with_joints: bool = True) -> None:
    """Write a clip's truth file, packed where its name ends in `.gz`, with or without the joints in the picture."""
    track = scene.truth()
    content = describe(scene.clip, track, scene.describe_camera())
    if scene.clip.close_unknown:
        content["unclear"] = sorted(find_unclear(RULES[scene.clip.stretch], track, scene.clip.working_side))
    if not with_joints:
        del content["image_xy"]
    data = (json.dumps(content, separators=(",", ":")) + "\n").encode()
    # Without the time of day in it, the same truth is the same file.
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


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
